"""Whom does the branch call active? Pure: bytes in, KPJ and names out."""

import re
from collections.abc import Iterator, Mapping

from payung.contributions.invoice import kpj_of
from payung.tables.cells import Cell
from payung.tables.fields import Door, Field, Kind
from payung.tables.places import in_words
from payung.tables.reading import (
    NOTHING_DECIDED,
    CannotRead,
    Decisions,
    Reading,
    Remembered,
    read_settled,
)
from payung.tables.values import means_nothing, text_of

DOOR = Door(
    "active",
    (
        Field(
            "kpj",
            "KPJ",
            ("kpj|no kpj|kpj peserta", "no kartu|no peserta|no kepesertaan"),
            kind=Kind.CODE,
            is_key=True,
        ),
        Field("name", "Nama", ("nama tenaga kerja|nama tk|nama peserta|nama lengkap", "nama")),
        Field(
            "status",
            "Status",
            ("status kepesertaan|status peserta|keaktifan|status aktif|status keaktifan", "status"),
            may_span=True,
        ),
        Field(
            "ended_on",
            "Tanggal nonaktif",
            ("tanggal nonaktif|tanggal non aktif|tanggal keluar|tanggal berhenti|tmt nonaktif|tmt keluar",),
            kind=Kind.DATE,
        ),
    ),
    needed=(("kpj",),),
    fewest=1,
)
NOT_ACTIVE = re.compile(
    r"\b(?:non\W*aktif|(?:tidak|tdk)\W*aktif|keluar|berhenti|meninggal|pensiun|inactive)\b", re.IGNORECASE
)
ACTIVE = re.compile(r"\baktif\b", re.IGNORECASE)


def read_active_list(
    content: bytes,
    *,
    name: str,
    decisions: Decisions = NOTHING_DECIDED,
    remembered: Remembered = lambda layout: None,
) -> dict[str, str]:
    """{kpj: name} in one step. Raises CannotRead in one line, also where a person must decide first."""
    reading = read_settled(content, DOOR, name=name, decisions=decisions, remembered=remembered)
    return active_people(reading, name=name)


def active_people(reading: Reading, *, name: str) -> dict[str, str]:
    """{kpj: name} of those whom the list calls active; a KPJ written twice counts once. Raises CannotRead with the rows to mend."""
    people, wrong = {}, []
    for sheet, place, cells in _rows(reading):
        if not (kpj := kpj_of(cells.get("kpj"))):
            wrong.append(in_words(place, reading.read_sheets))
        elif not _why_not_active(sheet, cells):
            people[kpj] = text_of(cells.get("name"))[:120]
    if wrong:
        raise CannotRead(
            f"{len(wrong)} baris di {name} tidak punya KPJ yang benar (baris {wrong[0]}, …). Perbaiki lalu unggah lagi."
        )
    if not people:
        raise CannotRead(f"Tidak ada peserta aktif di {name}. Periksa isi berkasnya.")
    return people


def not_active(reading: Reading) -> list[tuple[int, str]]:
    """The rows of people whom the list itself calls no longer active: (place in the file, why)."""
    rows = [(place, _why_not_active(sheet, cells)) for sheet, place, cells in _rows(reading)]
    return [(place, why) for place, why in rows if why]


def _rows(reading: Reading) -> Iterator[tuple[str, int, dict[str, Cell]]]:
    for table in reading.tables:
        for place, cells in table.records():
            yield table.sheet, place, cells


def _why_not_active(sheet: str, cells: Mapping[str, Cell]) -> str:
    """Why somebody in the list is not active: their status, the day they left, the name of the sheet; "" for the active."""
    status = text_of(cells.get("status"))
    if NOT_ACTIVE.search(status):
        return f"Status “{status[:30]}”: bukan peserta aktif."
    if not means_nothing(cells.get("ended_on")):
        return "Tanggal nonaktif diisi: bukan peserta aktif."
    if NOT_ACTIVE.search(sheet) and not ACTIVE.search(NOT_ACTIVE.sub("", sheet)):
        return f"Lembar “{sheet}”: bukan peserta aktif."
    return ""
