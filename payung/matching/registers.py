"""What does an extract of a register say? Columns found by name or as they were matched before, words turned into findings."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from payung.files.spreadsheet import Cell, FileRefused, read_sheets
from payung.files.tables import CannotRead, date_of, is_number, text_of
from payung.matching.enums import Finding, Register

HEADER_WITHIN_ROWS = 30


@dataclass(frozen=True)
class Column:
    """One thing an extract may tell: our name, the word on the template, other names agencies use, an example."""

    field: str
    label: str
    synonyms: tuple[str, ...] = ()
    example: str = ""


NIK = Column("nik", "NIK", ("no nik", "nomor induk kependudukan", "no ktp", "nomor ktp"), "3574019001809021")
NOTE = Column("note", "Keterangan", ("catatan", "alasan"), "")
COLUMNS: dict[Register, tuple[Column, ...]] = {
    Register.DUKCAPIL: (
        NIK,
        Column("status", "Status", ("status kependudukan", "keadaan", "status penduduk"), "HIDUP"),
        Column(
            "since", "Tanggal status", ("tanggal", "sejak", "tanggal meninggal", "tgl status"), "03-04-2025"
        ),
        Column("name", "Nama", ("nama lengkap", "nama sesuai ktp", "nama lgkp"), "SLAMET RIYADI"),
        Column("birth_date", "Tanggal lahir", ("tgl lahir", "tgl lhr"), "12-09-1980"),
        NOTE,
    ),
    Register.BPJS: (
        NIK,
        Column("status", "Status", ("status kepesertaan", "segmen", "keadaan"), "PU AKTIF"),
        Column(
            "payer", "Pembayar", ("dibayar oleh", "pemberi kerja", "nama perusahaan", "wadah"), "PT Contoh"
        ),
        Column(
            "since", "Tanggal status", ("tanggal", "sejak", "tanggal kepesertaan", "tgl status"), "01-02-2025"
        ),
        NOTE,
    ),
    Register.DTSEN: (
        NIK,
        Column("decile", "Desil", ("desil kesejahteraan", "desil nasional", "peringkat desil"), "2"),
        NOTE,
    ),
    Register.PAYERS: (
        NIK,
        Column("payer", "Pembayar", ("dibayar oleh", "sumber dana", "penyelenggara"), "Pemerintah Provinsi"),
        Column("since", "Sejak", ("tanggal", "mulai", "tanggal mulai"), "01-01-2025"),
        NOTE,
    ),
}
REQUIRED = {
    Register.DUKCAPIL: ("nik", "status"),
    Register.BPJS: ("nik", "status"),
    Register.DTSEN: ("nik", "decile"),
    Register.PAYERS: ("nik", "payer"),
}
STATUS: dict[Register, dict[str, Finding]] = {
    Register.DUKCAPIL: {
        "hidup": Finding.ALIVE,
        "aktif": Finding.ALIVE,
        "sesuai": Finding.ALIVE,
        "data berbeda": Finding.ALIVE,
        "tidak sesuai": Finding.ALIVE,
        "meninggal": Finding.DEAD,
        "mati": Finding.DEAD,
        "pindah": Finding.MOVED,
        "tidak ditemukan": Finding.NOT_FOUND,
        "nik tidak ditemukan": Finding.NOT_FOUND,
    },
    Register.BPJS: {
        "pu aktif": Finding.PU_ACTIVE,
        "aktif pu": Finding.PU_ACTIVE,
        "pu": Finding.PU_ACTIVE,
        "bpu aktif": Finding.BPU_ACTIVE,
        "aktif bpu": Finding.BPU_ACTIVE,
        "bpu": Finding.BPU_ACTIVE,
        "pu nonaktif": Finding.NOT_MEMBER,
        "bpu nonaktif": Finding.NOT_MEMBER,
        "nonaktif": Finding.NOT_MEMBER,
        "bukan peserta": Finding.NOT_MEMBER,
        "tidak terdaftar": Finding.NOT_MEMBER,
    },
}
DIFFERING = ("data berbeda", "tidak sesuai")
NOT_LISTED = ("", "-", "tidak terdata", "tidak ditemukan")


@dataclass(frozen=True)
class Answer:
    """What a register says of one number. name and birth_date only to be compared with ours, never kept."""

    row: int
    nik: str
    finding: Finding
    since: date | None = None
    note: str = ""
    payer: str = ""
    decile: int | None = None
    name: str = ""
    birth_date: date | None = None
    differs: bool = False


@dataclass(frozen=True)
class Layout:
    """Where the header stands and which column holds what. missing: needed fields nobody has matched yet."""

    rows: list[list[Cell]]
    header: int  # place of the header row, from 0
    headers: list[str]
    fields: dict[str, int]
    missing: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        return headers_digest(self.headers)


@dataclass(frozen=True)
class Extract:
    """The answers of a file, and the rows that could not be used."""

    answers: list[Answer]
    unusable: list[tuple[int, str]] = field(default_factory=list)  # (row, what is the matter)


Remembered = Callable[[str], Mapping[str, str] | None]  # digest of the headers -> {header: field}


def headers_digest(headers: Sequence[str]) -> str:
    """What tells one layout from another: its headers in their order."""
    return sha256(json.dumps(list(headers), ensure_ascii=False).encode()).hexdigest()


def find_layout(content: bytes, *, name: str, register: Register, remembered: Remembered) -> Layout:
    """The header by the names we know, else as it was matched before, else the widest row, to be matched by a person.

    Raises files.tables.CannotRead with one line for a file that cannot be read.
    """
    try:
        rows = next((sheet.rows for sheet in read_sheets(content, old_excel=True) if any(sheet.rows)), [])
    except FileRefused as refusal:
        raise CannotRead(f"{name}: {refusal.message}") from None
    if not rows:
        raise CannotRead(f"{name}: berkas tidak berisi baris.")
    best: Layout | None = None
    for place, row in enumerate(rows[:HEADER_WITHIN_ROWS]):
        headers = [text_of(cell) for cell in row]
        known = remembered(headers_digest(headers))
        fields = _as_matched(headers, known) if known else _by_name(headers, register)
        missing = tuple(f for f in REQUIRED[register] if f not in fields)
        layout = Layout(rows, place, headers, fields, missing)
        if not missing:
            return layout
        if best is None or sum(map(bool, headers)) > sum(map(bool, best.headers)):
            best = layout
    assert best is not None, "there is at least one row"
    return best


def read_answers(layout: Layout, register: Register, *, our_city: str) -> Extract:
    """Every row under the header as an answer, or with what is the matter."""
    answers, unusable = [], []
    for number, found in _answers(layout, register, our_city.casefold()):
        if isinstance(found, str):
            unusable.append((number, found))
        else:
            answers.append(found)
    return Extract(answers, unusable)


def _answers(layout: Layout, register: Register, our_city: str) -> Iterator[tuple[int, Answer | str]]:
    seen: set[str] = set()
    for number, row in enumerate(layout.rows[layout.header + 1 :], start=layout.header + 2):
        cells = {f: row[place] if place < len(row) else None for f, place in layout.fields.items()}
        if not any(text_of(cell) for cell in cells.values()):
            continue
        nik = text_of(cells["nik"])
        if is_number(cells["nik"]) or len(nik) != 16 or not (nik.isascii() and nik.isdigit()):
            yield number, "NIK harus 16 angka dalam format Teks."
        elif nik in seen:
            yield number, "NIK ini sudah ada di baris sebelumnya dengan jawaban lain atau sama."
        else:
            found = _answer(number, nik, cells, register, our_city)
            if not isinstance(found, str):
                seen.add(nik)
            yield number, found


def _answer(
    number: int, nik: str, cells: Mapping[str, Cell], register: Register, our_city: str
) -> Answer | str:
    since, note = date_of(cells.get("since")), text_of(cells.get("note"))[:200]
    if register == Register.DTSEN:
        return _decile(number, nik, cells, note)
    payer = text_of(cells.get("payer"))[:80]
    if register == Register.PAYERS:
        if not payer:
            return "Kolom Pembayar kosong."
        return Answer(number, nik, Finding.PAID_ELSEWHERE, since, note, payer)
    status = " ".join(text_of(cells["status"]).lower().split())
    finding = STATUS[register].get(status)
    if finding is None:
        return f"Status “{status}” tidak dikenal."
    if finding == Finding.BPU_ACTIVE and our_city and our_city in payer.casefold():
        finding = Finding.BPU_OURS
    name, born = text_of(cells.get("name")), date_of(cells.get("birth_date"))
    return Answer(
        number, nik, finding, since, note, payer, name=name, birth_date=born, differs=status in DIFFERING
    )


def _decile(number: int, nik: str, cells: Mapping[str, Cell], note: str) -> Answer | str:
    text = text_of(cells["decile"]).lower().removeprefix("desil").strip()
    if text in NOT_LISTED:
        return Answer(number, nik, Finding.NOT_LISTED, note=note)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10):
        return f"Desil “{text[:20]}” tidak dikenal; seharusnya 1 sampai 10."
    return Answer(number, nik, Finding.LISTED, note=note, decile=int(text))


def _by_name(headers: Sequence[str], register: Register) -> dict[str, int]:
    plain = [_plain(header) for header in headers]
    fields: dict[str, int] = {}
    for column in COLUMNS[register]:
        names = {_plain(name) for name in (column.label, *column.synonyms)}
        place = next((i for i, header in enumerate(plain) if header in names), None)
        if place is not None and place not in fields.values():
            fields[column.field] = place
    return fields


def _as_matched(headers: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    return {known[header]: place for place, header in enumerate(headers) if known.get(header)}


def _plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
