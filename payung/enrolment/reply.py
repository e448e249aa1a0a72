"""What does the branch answer to each person we registered? Rows in, decisions out; a doubtful row decides nothing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from payung.enrolment.enums import RegistrationState
from payung.language.dates import DateProblem, parse_tanggal
from payung.tables.cells import Cell
from payung.tables.fields import Door, Field, Kind, Place
from payung.tables.places import in_words
from payung.tables.reading import Reading
from payung.tables.values import is_number, means_nothing, text_of, undressed
from payung.vault import blind_indexes

DOOR = Door(
    "reply",
    (
        Field("number", "Nomor Pendaftaran", ("no pendaftaran|no registrasi|no reg|id pendaftaran",), kind=Kind.CODE, is_key=True),
        Field("nik", "NIK", ("nik|no nik|nik ktp|nik peserta", "no ktp|no identitas|no ktp nik"), kind=Kind.NUMBER_16, place=Place.PERSON, is_key=True, is_private=True),
        Field("name", "Nama", ("nama|nama peserta|nama tenaga kerja|nama lengkap|nama tk",), place=Place.PERSON),
        Field("kpj", "Nomor KPJ", ("kpj|no kpj|kpj peserta", "no kartu|no peserta|no kepesertaan"), kind=Kind.CODE),
        Field("status", "Status", ("status pendaftaran|hasil pendaftaran|status registrasi", "status|hasil|hasil status"), may_span=True),
        Field("reason", "Keterangan", ("alasan|alasan penolakan|alasan ditolak", "keterangan|catatan"), may_span=True),
        Field("start_on", "Tanggal Mulai", ("tmt|tanggal kepesertaan|tanggal mulai kepesertaan|tanggal mulai|awal kepesertaan", "tanggal aktif|mulai"), kind=Kind.DATE),
    ),
    needed=(("kpj",), ("nik", "number")),
)  # fmt: skip
YES = {"diterima", "terdaftar", "berhasil", "sukses", "aktif", "ok", "valid", "disetujui", "berhasildaftar", "sudahterdaftar",
       "success", "terima"}  # fmt: skip
NO = {"ditolak", "gagal", "tidakvalid", "tidakterdaftar", "tolak", "invalid", "gagaldaftar", "tidakberhasil", "tidakditerima",
      "failed", "tdkvalid", "belumterdaftar"}  # fmt: skip
KPJ = re.compile(r"[0-9A-Z]{6,20}", re.ASCII)
NIK_IS_NUMBER = "NIK tertulis sebagai angka, digit terakhirnya bisa hilang. Minta NIK sebagai teks."
NO_KPJ = "Diterima, tetapi nomor KPJ kosong atau tidak wajar."
WORDS = "Diterima, Terdaftar, Berhasil, Ditolak, Gagal, Tidak valid"


@dataclass(frozen=True)
class ReplyRow:
    row_number: str  # as it is shown: "12", "GAGAL baris 2"
    registration_id: int | None
    nik: str
    nik_is_number: bool
    kpj: str
    status: str  # letters only, lower case
    reason: str
    start_on: date | None
    day_trouble: str = ""  # why the day cannot be read, where one is written


@dataclass(frozen=True)
class Known:
    """A registration of ours, as it stands."""

    registration_id: int
    worker_id: UUID
    place_id: int
    state: str
    kpj: str  # of its membership, "" without
    starts_month: int


@dataclass
class Outcome:
    """What a reply decides, to be written. `problems` changed nothing: (row, sentence)."""

    accepted: list[tuple[Known, ReplyRow]] = field(default_factory=list)
    refused: list[tuple[Known, ReplyRow]] = field(default_factory=list)
    unchanged: int = 0
    unknown: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)


def registration_number(registration_id: int) -> str:
    """What stands in our file and comes back: REG-000123."""
    return f"REG-{registration_id:06d}"


def reply_rows(reading: Reading) -> list[ReplyRow]:
    """Every row of data of a reply."""
    return [_row(place, in_words(place, reading.read_sheets), cells) for place, cells in reading.records()]


def _row(place: int, where: str, cells: Mapping[str, Cell]) -> ReplyRow:
    number = re.fullmatch(r"(?:REG-?)?0*(\d{1,18})", _text(cells.get("number")).upper(), re.ASCII)
    day = parse_tanggal(cells.get("start_on"))
    has_day = not means_nothing(cells.get("start_on"))
    return ReplyRow(
        row_number=where,
        registration_id=int(number[1]) if number else None,
        nik=undressed(cells.get("nik")) if not means_nothing(cells.get("nik")) else "",
        nik_is_number=is_number(cells.get("nik")),
        kpj=re.sub(r"[\s.\-]", "", _text(cells.get("kpj"))).upper(),
        status=re.sub(r"[^a-z]", "", _text(cells.get("status")).lower()),
        reason=_text(cells.get("reason"))[:200],
        start_on=day if isinstance(day, date) else None,
        day_trouble=day.value if has_day and isinstance(day, DateProblem) else "",
    )


def row_trouble(row: ReplyRow) -> str:
    """What is the matter with a row by itself, before it is held against our registrations; "" where it answers something."""
    if row.day_trouble:
        return f"Tanggal mulai tidak terbaca. {row.day_trouble}"
    if row.nik_is_number and row.registration_id is None:
        return NIK_IS_NUMBER
    if not row.nik and row.registration_id is None:
        return "Nomor pendaftaran dan NIK belum diisi."
    if row.status and row.status not in YES | NO:
        return unknown_word(row.status)
    if row.status in YES and not KPJ.fullmatch(row.kpj):
        return NO_KPJ
    if not row.status and not row.kpj and not row.reason:
        return "Belum ada jawaban di baris ini."
    return ""


def unknown_word(status: str) -> str:
    return f"Status “{status[:30]}” tidak dikenal. Kata yang dikenal: {WORDS}."


def _text(cell: Cell) -> str:
    return "" if means_nothing(cell) else text_of(cell)


class Answers:
    """Our registrations, found by number or by NIK, and the numbers already given out."""

    def __init__(
        self, by_number: Mapping[int, Known], by_nik: Mapping[bytes, Known], running: Mapping[str, UUID]
    ) -> None:
        self.by_number, self.by_nik = by_number, by_nik
        self.kpj_of = dict(running)  # kpj -> worker who has it
        self.answered: dict[int, ReplyRow] = {}

    def decide(self, rows: Iterable[ReplyRow]) -> Outcome:
        rows, decisions = list(rows), Outcome()
        indexes = blind_indexes("nik", [row.nik for row in rows])
        for row, index in zip(rows, indexes, strict=True):
            known, trouble = self._find(row, index)
            if known is None:
                decisions.unknown += 1
            elif not trouble:
                trouble = self._answer(known, row, decisions)
            if trouble:
                decisions.problems.append((row.row_number, trouble))
        return decisions

    def _find(self, row: ReplyRow, index: bytes | None) -> tuple[Known | None, str]:
        numbered = self.by_number.get(row.registration_id) if row.registration_id is not None else None
        if row.nik_is_number and numbered is None:
            return None, NIK_IS_NUMBER
        named = self.by_nik.get(index) if index and not row.nik_is_number else None
        if numbered and named and numbered.worker_id != named.worker_id:
            return numbered, "Nomor pendaftaran dan NIK menunjuk dua orang berbeda. Tanyakan ke cabang BPJS."
        if numbered and row.nik and not row.nik_is_number and named is None:
            return numbered, "NIK tidak sama dengan NIK pada nomor pendaftaran ini. Tanyakan ke cabang BPJS."
        if (known := numbered or named) is None:
            return None, "Tidak ada pendaftaran kita dengan NIK atau nomor ini. Tidak ada yang diubah."
        return known, ""

    def _answer(self, known: Known, row: ReplyRow, decisions: Outcome) -> str:
        """Note the decision; a sentence when there can be none."""
        if earlier := self.answered.get(known.registration_id):
            if (earlier.kpj, earlier.status) == (row.kpj, row.status):
                decisions.unchanged += 1
                return ""
            return f"Orang ini sudah dijawab di baris {earlier.row_number}, dengan isi berbeda."
        if row.day_trouble:
            return f"Tanggal mulai tidak terbaca. {row.day_trouble}"
        self.answered[known.registration_id] = row
        if row.status in NO or (not row.status and not row.kpj and row.reason):
            return _refuse(known, row, decisions)
        if row.status in YES or (not row.status and row.kpj):
            return self._accept(known, row, decisions)
        return unknown_word(row.status)

    def _accept(self, known: Known, row: ReplyRow, decisions: Outcome) -> str:
        if not KPJ.fullmatch(row.kpj):
            return NO_KPJ
        if known.state == RegistrationState.ACCEPTED:
            if row.kpj == known.kpj:
                decisions.unchanged += 1
                return ""
            return "Orang ini sudah terdaftar dengan KPJ lain. Tanyakan ke cabang BPJS mana yang benar."
        if known.state == RegistrationState.REFUSED:
            return "Orang ini sudah dicatat ditolak dan tempatnya sudah dilepas."
        if known.state == RegistrationState.READY:
            return "Orang ini belum pernah kita kirim. Buat berkas pendaftarannya dulu."
        if self.kpj_of.setdefault(row.kpj, known.worker_id) != known.worker_id:
            return "Nomor KPJ ini sudah milik orang lain. Tanyakan ke cabang BPJS."
        decisions.accepted.append((known, row))
        return ""


def _refuse(known: Known, row: ReplyRow, decisions: Outcome) -> str:
    if known.state == RegistrationState.REFUSED:
        decisions.unchanged += 1
        return ""
    if known.state == RegistrationState.ACCEPTED:
        return "Orang ini sudah terdaftar. Akhiri kepesertaannya bila memang batal."
    if known.state == RegistrationState.READY:
        return "Orang ini belum pernah kita kirim. Buat berkas pendaftarannya dulu."
    decisions.refused.append((known, row))
    return ""
