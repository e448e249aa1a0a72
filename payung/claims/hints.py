"""What should the officer ask or not do before this claim goes on? Short hints from the law, dated, with how sure it is.

Hints only: the whole path of a sudden death or of somebody lost at sea is its own work. Law: Permenaker 5/2021 (sudden
death), PP 82/2019 Pasal 26, Permenaker 1/2025; the wait for a lost fisher is practice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from payung.claims.enums import ClaimState, EventKind
from payung.language.formats import bulan, rupiah
from payung.rules import months
from payung.rules.benefits import jkk
from payung.rules.explain import article
from payung.rules.parameters import Entry, ParameterError, ParameterSet, law_in_force

if TYPE_CHECKING:
    from payung.claims.models import Claim

QUESTIONS = "benefit.jkk.work_accident_questions"
SUDDEN = "benefit.jkk.sudden_death_hours"
LOST_PAPER, LOST_MONTHS = "benefit.jkk.lost_at_sea_paper", "benefit.jkk.lost_at_sea_months"
CONCLUSION, EXPIRY = "benefit.jkk.conclusion_days", "benefit.jkk.claim_expiry_years"
OVER = (ClaimState.PAID, ClaimState.NOT_COVERED)
SURE = {"high": "", "medium": "perkiraan", "low": "praktik, belum pasti"}


@dataclass(frozen=True)
class Hint:
    """One thing to ask or to leave; `items`: (question, what to keep); `mark`: how sure, "" when the rule was read."""

    what: str
    text: str
    law: str = ""
    mark: str = ""
    items: tuple[tuple[str, str], ...] = ()


def hints(claim: "Claim", *, today: date, law: ParameterSet | None = None) -> list[Hint]:
    """What to ask about this event; nothing once it is paid or not covered, but for a death that may be work's."""
    law = law or law_in_force()
    kind, on = EventKind(claim.event.kind), claim.event.happened_on
    if claim.state == ClaimState.PAID:
        return []
    sentences = [*_of_death(kind, on, law), *_of_accident(kind, on, law)]
    if kind != EventKind.ACCIDENT and claim.state not in OVER:
        sentences.append(_no_deactivation(claim, today))
    return sentences


def _entry(id: str, on: date, law: ParameterSet) -> Entry | None:
    try:
        return law.entry(id, on)
    except ParameterError:
        return None


def _of_death(kind: EventKind, on: date, law: ParameterSet) -> Iterator[Hint]:
    """A death that is not by work: was it sudden, at work?"""
    sudden = _entry(SUDDEN, on, law)
    if kind != EventKind.DEATH or sudden is None or not sudden.value:
        return
    at_work = jkk.work_death_rp([on], law=law).total_rp[0]
    yield Hint(
        "Mendadak saat bekerja?",
        f"Serangan di tempat kerja, langsung dibawa berobat, dan meninggal dalam {sudden.value} jam dihitung kecelakaan "
        f"kerja: {rupiah(int(at_work))}, juga pada tiga bulan pertama. Bila ya, simpan jam serangan, jam tiba di faskes, dan surat "
        "dokter, lalu ubah jenis kejadian.",
        article(law, SUDDEN, on)[0],
        SURE[sudden.confidence],
    )


def _of_accident(kind: EventKind, on: date, law: ParameterSet) -> Iterator[Hint]:
    """What makes it a work accident; who is lost at sea; late is better than never."""
    asked = _entry(QUESTIONS, on, law)
    if kind == EventKind.DEATH or asked is None:
        return
    items = tuple((one["question"], one["keep"]) for one in asked.value)
    yield Hint(
        "Kecelakaan kerja atau bukan?",
        "Tanyakan sekarang, selagi saksi masih ingat, dan simpan buktinya.",
        article(law, QUESTIONS, on)[0],
        SURE[asked.confidence],
        items,
    )
    if kind == EventKind.WORK_DEATH:
        yield _lost_at_sea(on, law)
    days, years = law.entry(CONCLUSION, on), law.entry(EXPIRY, on)
    yield Hint(
        "Terlambat lapor? Tetap laporkan",
        f"Lewat 2 × 24 jam haknya tidak hilang: batas menagih JKK {years.value} tahun. BPJS menyimpulkan dalam {days.value} "
        "hari, dan perawatan dijamin selama itu.",
        "; ".join(article(law, id, on)[0] for id in (EXPIRY, CONCLUSION)),
        SURE[days.confidence],
    )


def _lost_at_sea(on: date, law: ParameterSet) -> Hint:
    paper, wait = law.entry(LOST_PAPER, on), law.entry(LOST_MONTHS, on)
    return Hint(
        "Hilang di laut?",
        f"BPJS meminta {paper.value} sebelum membayar; cabang menunggu {wait.value['paling_cepat']} sampai "
        f"{wait.value['paling_lama']} bulan. Mintalah surat itu segera dan catat tanggal pencarian dihentikan.",
        "",
        SURE[wait.confidence],
    )


def _no_deactivation(claim: "Claim", today: date) -> Hint:
    """Said of employers in the insurer's system; for a city it is a guess that costs nothing."""
    month = months.month_of(claim.event.happened_on)
    when = "bulan ini" if months.month_of(today) <= month else f"dengan tanggal di {bulan(month)}"
    return Hint(
        "Jangan kirim penonaktifan ke BPJS",
        f"Jangan kirim penonaktifan {when}: penonaktifan pada bulan meninggal dapat membatalkan klaim sendiri. Kirim mulai "
        f"{bulan(month + 1)}.",
        "",
        SURE["low"],
    )
