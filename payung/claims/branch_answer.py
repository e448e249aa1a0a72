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
from payung.language.dates import parse_tanggal
from payung.language.formats import rupiah, tanggal
from payung.tables.cells import Cell
from payung.tables.fields import Door, Field, Kind, Place
from payung.tables.places import in_words
from payung.tables.reading import Reading
from payung.tables.values import means_nothing, rupiah_of, text_of

if TYPE_CHECKING:
    from payung.claims.models import Claim, Heir

DOOR = Door(
    "claims",
    (
        Field("number", "No Klaim", ("no klaim|no klaim kota|no klaim kami", "nomor|no pengajuan"), kind=Kind.CODE, is_key=True, may_span=True),
        Field("kpj", "KPJ", ("kpj|no kpj|kpj peserta", "no peserta|no kartu"), kind=Kind.CODE, is_key=True, may_span=True),
        Field("name", "Nama Peserta", ("nama peserta|nama tenaga kerja|nama tk", "nama"), place=Place.PERSON, may_span=True),
        Field("heir", "Nama Ahli Waris", ("nama ahli waris|ahli waris|ahli waris nama", "penerima|nama penerima")),
        Field("status", "Status", ("status klaim|jawaban|hasil klaim", "status|hasil"), may_span=True),
        Field("on", "Tanggal", ("tanggal jawaban|tanggal bayar|tanggal dibayar|tanggal transfer|tanggal keputusan", "tanggal"), kind=Kind.DATE, may_span=True),
        Field("rp", "Jumlah", ("jumlah dibayar|jumlah bayar|nominal dibayar|jumlah santunan", "jumlah|nominal|dibayar|nilai"), kind=Kind.MONEY),
        Field("reason", "Keterangan", ("alasan|alasan penolakan|berkas kurang", "keterangan|catatan"), may_span=True),
    ),
    needed=(("status",), ("number", "kpj")),
)  # fmt: skip
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
NAMES_NOBODY = (
    "Nomor klaim dan KPJ kosong. Isi nomor klaim di setiap baris, juga untuk ahli waris berikutnya."
)
TEMPLATE = ("NO KLAIM", "KPJ", "NAMA PESERTA", "NAMA AHLI WARIS", "STATUS", "TANGGAL", "JUMLAH", "KETERANGAN")


@dataclass(frozen=True)
class AnswerRow:
    row_number: str  # as it is shown: "12", "Ditolak baris 2"
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

    @property
    def names_nobody(self) -> bool:
        """Whether neither a claim nor a KPJ says whose answer this is."""
        return self.claim_id is None and not self.kpj


@dataclass
class Answer:
    """What to write about one claim. `to_heirs`: {heir: rupiah}; `papers`: keys of the checklist found in the reason."""

    claim: "Claim"
    what: str
    rows: list[str]
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
    """What saving would do. `problems` change nothing: (row, sentence)."""

    answers: list[Answer] = field(default_factory=list)
    unchanged: int = 0
    blank: int = 0  # rows without an answer yet
    problems: list[tuple[str, str]] = field(default_factory=list)


def answer_rows(reading: Reading) -> list[AnswerRow]:
    """Every row of data of an answer."""
    return [_row(in_words(place, reading.read_sheets), cells) for place, cells in reading.records()]


def _row(where: str, cells: Mapping[str, Cell]) -> AnswerRow:
    number = re.fullmatch(r"(?:K-?)?0*(\d{1,9})", _text(cells.get("number")).upper(), re.ASCII)
    word = re.sub(r"[^a-z]", "", _text(cells.get("status")).lower())
    known = next((status for status, words in STATUS.items() if word in words), f"?{word}")
    day = parse_tanggal(cells.get("on"))
    return AnswerRow(
        row_number=where,
        claim_id=int(number[1]) if number else None,
        kpj=re.sub(r"[\s.\-]", "", _text(cells.get("kpj"))).upper(),
        name=_text(cells.get("name")),
        status=known if word else "",
        on=day if isinstance(day, date) else None,
        has_date=bool(_text(cells.get("on"))),
        rp=rupiah_of(cells.get("rp")),
        has_rp=bool(_text(cells.get("rp"))),
        heir=_text(cells.get("heir")),
        reason=_text(cells.get("reason"))[:200],
    )


def _text(cell: Cell) -> str:
    return "" if means_nothing(cell) else text_of(cell)


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
        last: int | None = None
        unfinished: set[int | None] = set()
        for row in rows:
            if not row.status and not row.has_rp and not row.reason:
                plan.blank += 1
                continue
            claim, trouble = self._claim_of(row)
            if trouble or claim is None:
                plan.problems.append((row.row_number, trouble))
                if row.names_nobody:
                    unfinished.add(last)  # perhaps another heir of the claim above
            else:
                last = claim.pk
                groups.setdefault(claim.pk, []).append(row)
        for claim_id, group in groups.items():
            if claim_id in unfinished:
                why = f"Klaim {self.by_number[claim_id].number}: baris di bawahnya tanpa nomor klaim. Isi nomornya di setiap baris."
                plan.problems.append((group[0].row_number, why))
            else:
                self._decide(self.by_number[claim_id], group, plan)
        plan.answers.sort(key=lambda answer: answer.claim.pk)  # locks are taken in one order
        return plan

    def _claim_of(self, row: AnswerRow) -> "tuple[Claim | None, str]":
        claim = self.by_number.get(row.claim_id) if row.claim_id else None
        if row.claim_id and claim is None:
            return None, "Tidak ada klaim kita dengan nomor ini. Tidak ada yang diubah."
        if row.names_nobody:
            return None, NAMES_NOBODY
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
