"""What does the branch answer to each person we registered? Rows in, decisions out; a doubtful row decides nothing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from payung.enrolment.enums import RegistrationState
from payung.files.tables import CannotRead, Cell, date_of, is_number, read_table, text_of
from payung.vault import blind_indexes

SYNONYMS = {
    "number": ["Nomor Pendaftaran", "No Pendaftaran", "No. Registrasi", "Nomor Registrasi"],
    "nik": ["NIK", "No KTP", "Nomor KTP", "No Identitas", "Nomor Identitas"],
    "kpj": ["KPJ", "No KPJ", "Nomor KPJ", "Nomor Kartu", "Nomor Peserta", "No Peserta"],
    "status": ["Status", "Status Pendaftaran", "Hasil"],
    "reason": ["Alasan", "Alasan Penolakan", "Keterangan", "Catatan"],
    "start_on": ["Tanggal Mulai", "TMT", "Tanggal Kepesertaan", "Tgl Kepesertaan", "Awal Kepesertaan"],
}
YES = {"diterima", "terdaftar", "berhasil", "sukses", "aktif", "ok", "valid", "disetujui"}
NO = {"ditolak", "gagal", "tidakvalid", "tidakterdaftar", "tolak", "invalid", "gagaldaftar"}


@dataclass(frozen=True)
class ReplyRow:
    row_number: int
    registration_id: int | None
    nik: str
    nik_is_number: bool
    kpj: str
    status: str  # letters only, lower case
    reason: str
    start_on: date | None


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
class Decisions:
    """What to write. `problems` changed nothing: (row number, sentence)."""

    accepted: list[tuple[Known, ReplyRow]] = field(default_factory=list)
    refused: list[tuple[Known, ReplyRow]] = field(default_factory=list)
    unchanged: int = 0
    unknown: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


def registration_number(registration_id: int) -> str:
    """What stands in our file and comes back: REG-000123."""
    return f"REG-{registration_id:06d}"


def read_reply_rows(content: bytes, *, name: str) -> list[ReplyRow]:
    """The rows of a reply. Raises CannotRead in one line."""
    table = read_table(content, name=name, synonyms=SYNONYMS, required=["kpj"])
    if not table.fields & {"nik", "number"}:
        raise CannotRead(f"Kolom NIK atau Nomor Pendaftaran tidak ditemukan di {name}.")
    if not table.rows:
        raise CannotRead(f"Tidak ada baris di {name}. Periksa lembar pertama berkas.")
    return [_row(number, cells) for number, cells in table.rows]


def _row(number: int, cells: Mapping[str, Cell]) -> ReplyRow:
    said = re.fullmatch(r"(?:REG-?)?0*(\d{1,18})", text_of(cells.get("number")).upper(), re.ASCII)
    return ReplyRow(
        row_number=number,
        registration_id=int(said[1]) if said else None,
        nik=re.sub(r"\s", "", text_of(cells.get("nik"))),
        nik_is_number=is_number(cells.get("nik")),
        kpj=re.sub(r"[\s.\-]", "", text_of(cells.get("kpj"))).upper(),
        status=re.sub(r"[^a-z]", "", text_of(cells.get("status")).lower()),
        reason=text_of(cells.get("reason"))[:200],
        start_on=date_of(cells.get("start_on")),
    )


class Answers:
    """Our registrations, found by number or by NIK, and the numbers already given out."""

    def __init__(
        self, by_number: Mapping[int, Known], by_nik: Mapping[bytes, Known], running: Mapping[str, UUID]
    ) -> None:
        self.by_number, self.by_nik = by_number, by_nik
        self.kpj_of = dict(running)  # kpj -> worker who has it
        self.answered: dict[int, ReplyRow] = {}

    def decide(self, rows: Iterable[ReplyRow]) -> Decisions:
        rows, decisions = list(rows), Decisions()
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
            return None, "NIK tertulis sebagai angka, digit terakhirnya bisa hilang. Minta NIK sebagai teks."
        named = self.by_nik.get(index) if index and not row.nik_is_number else None
        if numbered and named and numbered.worker_id != named.worker_id:
            return numbered, "Nomor pendaftaran dan NIK menunjuk dua orang berbeda. Tanyakan ke cabang BPJS."
        if numbered and row.nik and not row.nik_is_number and named is None:
            return numbered, "NIK tidak sama dengan NIK pada nomor pendaftaran ini. Tanyakan ke cabang BPJS."
        if (known := numbered or named) is None:
            return None, "Tidak ada pendaftaran kita dengan NIK atau nomor ini. Tidak ada yang diubah."
        return known, ""

    def _answer(self, known: Known, row: ReplyRow, decisions: Decisions) -> str:
        """Note the decision; a sentence when there can be none."""
        if earlier := self.answered.get(known.registration_id):
            if (earlier.kpj, earlier.status) == (row.kpj, row.status):
                decisions.unchanged += 1
                return ""
            return f"Orang ini sudah dijawab di baris {earlier.row_number}, dengan isi berbeda."
        self.answered[known.registration_id] = row
        if row.status in NO or (not row.status and not row.kpj and row.reason):
            return _refuse(known, row, decisions)
        if row.status in YES or (not row.status and row.kpj):
            return self._accept(known, row, decisions)
        return "Status tidak dikenal. Tulis Diterima atau Ditolak."

    def _accept(self, known: Known, row: ReplyRow, decisions: Decisions) -> str:
        if not re.fullmatch(r"[0-9A-Z]{6,20}", row.kpj, re.ASCII):
            return "Diterima, tetapi nomor KPJ kosong atau tidak wajar."
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


def _refuse(known: Known, row: ReplyRow, decisions: Decisions) -> str:
    if known.state == RegistrationState.REFUSED:
        decisions.unchanged += 1
        return ""
    if known.state == RegistrationState.ACCEPTED:
        return "Orang ini sudah terdaftar. Akhiri kepesertaannya bila memang batal."
    if known.state == RegistrationState.READY:
        return "Orang ini belum pernah kita kirim. Buat berkas pendaftarannya dulu."
    decisions.refused.append((known, row))
    return ""
