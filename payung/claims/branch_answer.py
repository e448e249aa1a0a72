"""What does the branch answer to each claim in its spreadsheet? Rows in, one decision a claim out; doubt decides nothing.

Rows of one claim belong together: a payment has a row for each heir. Everything is shown before anything is saved.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from payung.claims.checklist import KINDS
from payung.claims.enums import NEXT, ClaimState
from payung.documents.sheets import Column, xlsx
from payung.files.tables import CannotRead, Cell, date_of, read_table, rupiah_of, text_of
from payung.language.formats import rupiah, tanggal

if TYPE_CHECKING:
    from payung.claims.models import Claim, Heir

SYNONYMS = {
    "number": ["No Klaim", "Nomor Klaim", "No. Klaim Kota", "Nomor"],
    "kpj": ["KPJ", "No KPJ", "Nomor KPJ", "Nomor Peserta", "No Peserta"],
    "name": ["Nama Peserta", "Nama", "Nama Tenaga Kerja"],
    "status": ["Status", "Jawaban", "Hasil", "Status Klaim"],
    "on": ["Tanggal", "Tanggal Jawaban", "Tanggal Bayar", "Tanggal Dibayar", "Tgl Bayar", "Tanggal Transfer"],
    "rp": ["Jumlah", "Jumlah Dibayar", "Nominal", "Jumlah Bayar", "Dibayar", "Nilai"],
    "heir": ["Nama Ahli Waris", "Ahli Waris", "Penerima", "Nama Penerima"],
    "reason": ["Alasan", "Keterangan", "Catatan", "Alasan Penolakan", "Berkas Kurang"],
}
COMPLETE, MORE, REFUSED, PAID = "complete", "more", "refused", "paid"
WORDS = {
    COMPLETE: "Berkas lengkap",
    MORE: "Minta berkas lagi",
    REFUSED: "Ditolak",
    PAID: "Dibayar",
}
STATUS = {
    COMPLETE: {"lengkap", "berkaslengkap", "diproses", "dalamproses", "diterima"},
    MORE: {"kurang", "kurangberkas", "belumlengkap", "tidaklengkap", "mintaberkaslagi", "dikembalikan"},
    REFUSED: {"ditolak", "tolak", "tidakdibayar", "tidakdisetujui"},
    PAID: {"dibayar", "dibayarkan", "lunas", "selesai", "terbayar", "ditransfer"},
}
TEMPLATE = ("NO KLAIM", "KPJ", "NAMA PESERTA", "NAMA AHLI WARIS", "STATUS", "TANGGAL", "JUMLAH", "KETERANGAN")


@dataclass(frozen=True)
class AnswerRow:
    row_number: int
    claim_id: int | None
    kpj: str
    name: str
    status: str  # one of STATUS, "?..." for another word, "" for none
    on: date | None
    has_date: bool
    rp: int | None
    has_rp: bool
    heir: str
    reason: str


@dataclass
class Answer:
    """What to write about one claim. `to_heirs`: {heir: rupiah}; `papers`: keys of the checklist found in the reason."""

    claim: "Claim"
    what: str
    rows: list[int]
    on: date | None = None
    paid_rp: int = 0
    to_heirs: dict[int, int] = field(default_factory=dict)
    reason: str = ""
    papers: list[str] = field(default_factory=list)

    def in_words(self) -> str:
        """The sentence of the preview."""
        day = f" pada {tanggal(self.on)}" if self.on else ""
        if self.what == PAID:
            shares = f" kepada {len(self.to_heirs)} ahli waris" if self.to_heirs else ""
            return f"Dibayar {rupiah(self.paid_rp)}{shares}{day}"
        return f"{WORDS[self.what]}{day}" + (f": {self.reason}" if self.reason else "")


@dataclass
class Plan:
    """What saving would do. `problems` change nothing: (row number, sentence)."""

    answers: list[Answer] = field(default_factory=list)
    unchanged: int = 0
    blank: int = 0  # rows without an answer yet
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_answer_rows(content: bytes, *, name: str) -> list[AnswerRow]:
    """The rows of an answer. Raises CannotRead in one line."""
    table = read_table(content, name=name, synonyms=SYNONYMS, required=["status"])
    if not table.fields & {"number", "kpj"}:
        raise CannotRead(f"Kolom No Klaim atau KPJ tidak ditemukan di {name}.")
    if not table.rows:
        raise CannotRead(f"Tidak ada baris di {name}. Periksa lembar pertama berkas.")
    return [_row(number, cells) for number, cells in table.rows]


def _row(number: int, cells: Mapping[str, Cell]) -> AnswerRow:
    said = re.fullmatch(r"(?:K-?)?0*(\d{1,9})", text_of(cells.get("number")).upper(), re.ASCII)
    word = re.sub(r"[^a-z]", "", text_of(cells.get("status")).lower())
    known = next((status for status, words in STATUS.items() if word in words), f"?{word}")
    return AnswerRow(
        row_number=number,
        claim_id=int(said[1]) if said else None,
        kpj=re.sub(r"[\s.\-]", "", text_of(cells.get("kpj"))).upper(),
        name=text_of(cells.get("name")),
        status=known if word else "",
        on=date_of(cells.get("on")),
        has_date=bool(text_of(cells.get("on"))),
        rp=rupiah_of(cells.get("rp")),
        has_rp=bool(text_of(cells.get("rp"))),
        heir=text_of(cells.get("heir")),
        reason=text_of(cells.get("reason"))[:200],
    )


class Reader:
    """Our claims that the branch may answer, found by number or by KPJ."""

    def __init__(self, claims: Sequence["Claim"], kpjs: Mapping[UUID, str], *, today: date) -> None:
        self.today = today
        self.by_number = {claim.pk: claim for claim in claims}
        self.kpjs = {claim.pk: kpjs.get(claim.worker_id, "") for claim in claims}
        self.by_kpj: dict[str, list[Claim]] = {}
        for claim in claims:
            if claim.state in (ClaimState.FILED, ClaimState.OBJECTED):
                self.by_kpj.setdefault(self.kpjs[claim.pk], []).append(claim)

    def plan(self, rows: Sequence[AnswerRow]) -> Plan:
        plan, groups = Plan(), dict[int, list[AnswerRow]]()
        for row in rows:
            if not row.status and not row.has_rp and not row.reason:
                plan.blank += 1
                continue
            claim, trouble = self._claim_of(row)
            if trouble or claim is None:
                plan.problems.append((row.row_number, trouble))
            else:
                groups.setdefault(claim.pk, []).append(row)
        for claim_id, group in groups.items():
            self._decide(self.by_number[claim_id], group, plan)
        plan.problems.sort()
        plan.answers.sort(key=lambda answer: answer.claim.pk)  # locks are taken in one order
        return plan

    def _claim_of(self, row: AnswerRow) -> "tuple[Claim | None, str]":
        claim = self.by_number.get(row.claim_id) if row.claim_id else None
        if row.claim_id and claim is None:
            return None, "Tidak ada klaim kita dengan nomor ini. Tidak ada yang diubah."
        if claim is None:
            found = self.by_kpj.get(row.kpj, []) if row.kpj else []
            if len(found) != 1:
                return (
                    None,
                    "KPJ ini tidak menunjuk satu klaim yang sedang diajukan. Tulis nomor klaimnya (K-…).",
                )
            return found[0], ""
        if row.kpj and row.kpj != self.kpjs[claim.pk]:
            return None, "Nomor klaim dan KPJ menunjuk dua orang berbeda. Tanyakan ke cabang BPJS."
        if row.name and _plain(row.name) != _plain(claim.worker.name):
            return None, f"Nama tidak sama dengan klaim ini ({claim.worker.name}). Periksa barisnya."
        return claim, ""

    def _decide(self, claim: "Claim", rows: list[AnswerRow], plan: Plan) -> None:
        said = {row.status for row in rows}
        first = rows[0].row_number
        if len(said) > 1:
            plan.problems.append(
                (first, f"Klaim {claim.number} dijawab dengan isi berbeda di beberapa baris.")
            )
            return
        [what] = said
        if what not in STATUS:
            words = ", ".join(WORDS.values())
            plan.problems.append((first, f"Status tidak dikenal. Tulis salah satu: {words}."))
            return
        answer = Answer(claim, what, [row.row_number for row in rows], on=rows[0].on, reason=rows[0].reason)
        trouble = self._trouble(answer, rows)
        if trouble:
            plan.problems.append((first, f"Klaim {claim.number}: {trouble}"))
        elif _stands_already(answer):
            plan.unchanged += 1
        elif not _may_be_recorded(answer):
            state = claim.get_state_display().lower()
            plan.problems.append(
                (first, f"Klaim {claim.number} sedang “{state}”; jawaban ini tidak dapat dicatat.")
            )
        else:
            plan.answers.append(answer)

    def _trouble(self, answer: Answer, rows: list[AnswerRow]) -> str:
        """Why the rows cannot be believed; fills amounts and papers on the way."""
        if any(row.has_date and row.on is None for row in rows) or len({row.on for row in rows}) > 1:
            return "tanggal tidak terbaca atau berbeda-beda. Tulis seperti 31-12-2025."
        if answer.on and not answer.claim.event.happened_on <= answer.on <= self.today:
            return "tanggal harus antara hari kejadian dan hari ini."
        if answer.what == PAID:
            return self._payment(answer, rows)
        if answer.what in (MORE, REFUSED) and not answer.reason:
            return "tulis alasan atau berkas yang diminta di kolom Keterangan."
        if answer.what == COMPLETE and answer.on is None:
            return "isi tanggal berkas dinyatakan lengkap: hari kerja BPJS dihitung dari situ."
        asked = _plain(answer.reason)
        answer.papers = [p.kind for p in answer.claim.papers.all() if _plain(KINDS[p.kind].label) in asked]
        return ""

    def _payment(self, answer: Answer, rows: list[AnswerRow]) -> str:
        if answer.on is None:
            return "isi tanggal dibayar."
        if any(not row.rp for row in rows):
            return "isi jumlah dibayar dalam rupiah penuh, misalnya 42.000.000."
        answer.paid_rp = sum(row.rp or 0 for row in rows)
        named = [row for row in rows if row.heir]
        if not named:
            return "" if len(rows) == 1 else "beberapa baris tanpa nama ahli waris. Tulis penerimanya."
        heirs = list(answer.claim.heirs.all())
        for row in rows:
            found = _heirs_named(heirs, row.heir)
            if len(found) != 1 or found[0].pk in answer.to_heirs:
                return f"penerima “{row.heir}” tidak menunjuk satu ahli waris yang tercatat, atau disebut dua kali."
            answer.to_heirs[found[0].pk] = row.rp or 0
        return ""


def _heirs_named(heirs: "Sequence[Heir]", name: str) -> "list[Heir]":
    return [heir for heir in heirs if _plain(heir.name) == _plain(name)]


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _target(what: str) -> ClaimState:
    return {
        MORE: ClaimState.COLLECTING,
        REFUSED: ClaimState.REFUSED,
        PAID: ClaimState.PAID,
    }[what]


def _may_be_recorded(answer: Answer) -> bool:
    state = ClaimState(answer.claim.state)
    return state == ClaimState.FILED if answer.what == COMPLETE else _target(answer.what) in NEXT[state]


def _stands_already(answer: Answer) -> bool:
    claim = answer.claim
    if answer.what == PAID and claim.state == ClaimState.PAID:
        return (claim.paid_on, claim.paid_rp) == (answer.on, answer.paid_rp)
    if answer.what == COMPLETE and claim.state == ClaimState.FILED:
        return claim.complete_on == answer.on
    if answer.what == REFUSED and claim.state == ClaimState.REFUSED:
        return claim.refusal == answer.reason
    return False


def answer_template(claims: "Sequence[Claim]", kpjs: Mapping[UUID, str]) -> bytes:
    """The sheet that the branch fills in: every claim it has, a row for each rightful heir, the answer blank."""
    rows = []
    for claim in claims:
        head = (claim.number, kpjs.get(claim.worker_id, ""), claim.worker.name)
        names = [heir.name for heir in claim.heirs.all() if heir.is_rightful] or [""]
        rows += [(*head, name, "", "", None, "") for name in names]
    columns = [Column(title, "number" if title == "JUMLAH" else "text", 22) for title in TEMPLATE]
    notes = (
        f"STATUS: {', '.join(WORDS.values())}. TANGGAL seperti 31-12-2025. JUMLAH rupiah penuh, satu baris tiap ahli waris.",
        "KETERANGAN: alasan penolakan, atau berkas yang masih diminta. Baris tanpa STATUS tidak mengubah apa pun.",
    )
    return xlsx(columns, rows, sheet="Jawaban", title="Jawaban klaim BPJS Ketenagakerjaan", notes=notes)
