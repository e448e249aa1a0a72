"""Whom does the branch call active? Pure: bytes in, KPJ and names out."""

from payung.contributions.invoice import kpj_of
from payung.tables.fields import Door, Field, Kind
from payung.tables.places import in_words
from payung.tables.reading import (
    NOTHING_DECIDED,
    CannotRead,
    Decisions,
    Reading,
    Remembered,
    read,
    read_settled,
)
from payung.tables.values import text_of

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
    ),
    needed=(("kpj",),),
    fewest=1,
)


def read_active_file(
    content: bytes,
    *,
    decisions: Decisions = NOTHING_DECIDED,
    remembered: Remembered = lambda layout: None,
) -> Reading:
    """The tables of an active list. Raises FileRefused with one line."""
    return read(content, DOOR, decisions=decisions, remembered=remembered)


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
    """{kpj: name}; a KPJ written twice counts once. Raises CannotRead with the rows to mend."""
    people, wrong = {}, []
    for place, cells in reading.records():
        if kpj := kpj_of(cells.get("kpj")):
            people[kpj] = text_of(cells.get("name"))[:120]
        else:
            wrong.append(in_words(place, reading.read_sheets))
    if wrong:
        raise CannotRead(
            f"{len(wrong)} baris di {name} tidak punya KPJ yang benar (baris {wrong[0]}, …). Perbaiki lalu unggah lagi."
        )
    if not people:
        raise CannotRead(f"Tidak ada baris di {name}. Periksa isi berkasnya.")
    return people
