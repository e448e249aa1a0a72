"""Who is affected when a value of the law changes, before anybody agrees to it?

Counted from what is open now, and calculated: the same questions to the law in force and to the law with the new value.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from payung.claims import queries as claims
from payung.claims.enums import ClaimState
from payung.contributions import queries as contributions
from payung.contributions.enums import OrderState
from payung.eligibility import queries as eligibility
from payung.enrolment import queries as enrolment
from payung.language.formats import angka, rupiah, tanggal
from payung.programme import queries as programme
from payung.programme.enums import RoundState
from payung.rules import months
from payung.rules.benefits.estimate import Case, Estimate, estimate
from payung.rules.benefits.events import EVENT_LABELS, Event
from payung.rules.benefits.scholarship import Child
from payung.rules.contributions import Payer, contribution_rp
from payung.rules.coverage import State
from payung.rules.parameters import Entry, ParameterSet, law_in_force

if TYPE_CHECKING:
    from payung.programme.models import Round

CLOSED_CLAIMS = (ClaimState.PAID, ClaimState.MISTAKEN)
OPEN_ORDERS = (OrderState.CREATED, OrderState.VERIFIED, OrderState.APPROVED)
FIRST_TARIFF = "contribution.bpu.jkm.amount"
PAYERS = {Payer.DBHCHT: "DBHCHT", Payer.SELF: "peserta sendiri"}
INCOMES_RP = (1_000_000, 2_000_000)
PAID_MONTHS = (2, 12, 40)
TOLD = {"percent": 40.0, "function_loss": 100.0, "days_off": 90, "costs_rp": 100_000_000}
TRANSPORT_RP = {"land": 100_000_000, "sea": 100_000_000, "air": 100_000_000}


@dataclass(frozen=True)
class Example:
    """One question with both answers."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Impact:
    """people: sentences with counts of what is open; examples: only those whose answer changes."""

    people: tuple[str, ...]
    examples: tuple[Example, ...]
    is_backwards: bool


def impact_of(entry: Entry, *, today: date) -> Impact:
    """What the value would change from its first day on. ParameterError for a value that cannot stand."""
    now = law_in_force()
    proposed = now.with_overlay([entry])
    people = [
        line for prefixes, asked in _ASKED if entry.id.startswith(prefixes) for line in asked(entry, proposed)
    ]
    day = max(entry.first, now.versions(FIRST_TARIFF)[0].first)  # before it no contribution can be told
    examples = [
        Example(what, old, new)
        for (what, old), (_, new) in zip(_answers(day, now), _answers(day, proposed), strict=True)
        if old != new
    ]
    return Impact(tuple(people), tuple(examples), entry.first <= today)


# -- Who -------------------------------------------------------------------------------------------------
def _members(entry: Entry, proposed: ParameterSet) -> Iterator[str]:
    for round, month in _touched_rounds(entry):
        people = enrolment.people_in(month, round_id=round.pk)
        yield f"{round.name}: {angka(people)} peserta aktif pada {months.month_in_words(month)}."


def _money(entry: Entry, proposed: ParameterSet) -> Iterator[str]:
    for round, first in _touched_rounds(entry):
        span = range(first, min(round.last_month, _last_month(entry)) + 1)
        more_rp = sum(
            places
            * (
                programme.contribution_rp(round, m, sector, law=proposed)
                - programme.contribution_rp(round, m, sector)
            )
            for sector, places in programme.quotas(round.pk).items()
            for m in span
        )
        if not more_rp:
            continue
        sign = "bertambah" if more_rp > 0 else "berkurang"
        yield f"{round.name}: biaya {len(span)} bulan {sign} {rupiah(abs(more_rp))} bila semua kursi terisi."
        waiting = contributions.orders(round.pk).filter(state__in=OPEN_ORDERS, month__in=span).count()
        if waiting:
            yield f"{round.name}: {angka(waiting)} perintah bayar yang belum dibayar memakai harga lama; siapkan ulang."


def _claims(entry: Entry, proposed: ParameterSet) -> Iterator[str]:
    found = (
        claims.claims()
        .filter(event__happened_on__gte=entry.first, event__happened_on__lte=entry.last)
        .exclude(state__in=CLOSED_CLAIMS)
    )
    if n := found.count():
        yield f"{angka(n)} klaim terbuka dari kejadian dalam masa berlaku nilai ini; perkiraannya perlu dihitung ulang."


def _verdicts(entry: Entry, proposed: ParameterSet) -> Iterator[str]:
    for round in programme.rounds().exclude(state=RoundState.CLOSED):
        judged = eligibility.totals(round.pk)["judged"]
        yield f"{round.name}: {angka(judged)} orang sudah dinilai menurut syarat putaran itu sendiri; tidak berubah."
    yield "Putaran yang dibuka sesudah disetujui memakai nilai ini sebagai syarat bawaan."


_ASKED = (
    (("contribution.", "discount.", "benefit.jkm.", "benefit.jkk."), _members),
    (("contribution.", "discount."), _money),
    (("benefit.", "heirs.", "documents.", "disability.", "contribution.bpu.grace"), _claims),
    ("eligibility.", _verdicts),
)


def _touched_rounds(entry: Entry) -> Iterator[tuple["Round", int]]:
    """Rounds that are not closed, each with its first month on or after the first day."""
    for round in programme.rounds().exclude(state=RoundState.CLOSED):
        first = max(round.first_month, _first_month(entry))
        if first <= min(round.last_month, _last_month(entry)):
            yield round, first


def _first_month(entry: Entry) -> int:
    """Of the months whose first day has the value."""
    return months.month_of(entry.first) + (entry.first.day > 1)


def _last_month(entry: Entry) -> int:
    return months.month_of(entry.last)


# -- What ------------------------------------------------------------------------------------------------
def _answers(on: date, law: ParameterSet) -> Iterator[tuple[str, str]]:
    """The same questions every time, so that two sets of values can be laid side by side."""
    month = months.month_of(on) + (on.day > 1)
    for payer, said in PAYERS.items():
        for income_rp in INCOMES_RP:
            due_rp = int(contribution_rp(month, payer=payer, income_rp=income_rp, law=law).total_rp[0])
            yield (
                f"Iuran {months.month_in_words(month)}, dibayar {said}, penghasilan {rupiah(income_rp)}",
                rupiah(due_rp),
            )
    yield f"Jatuh tempo iuran {months.month_in_words(month)}", tanggal(months.due_on(month, law=law))
    asked = [_case(event, on, paid, gap) for event in Event for paid in PAID_MONTHS for gap in (0, 3, 4)]
    for case, answer in zip(asked, estimate(asked, law=law), strict=True):
        gap = months.month_of(on) - case.paid_months[-1]
        late = f", {gap} bulan belum dibayar" if gap else ""
        yield f"{EVENT_LABELS[case.event]}, {len(case.paid_months)} bulan iuran{late}", _sum(answer)


def _case(event: Event, on: date, paid: int, gap: int) -> Case:
    last = months.month_of(on) - gap
    child = Child(on.replace(year=on.year - 8, day=1), "SD")
    return Case(
        event=event,
        on=on,
        paid_months=tuple(range(last - paid + 1, last + 1)),
        transport_rp=TRANSPORT_RP,
        children=(child,),
        **TOLD,  # type: ignore[arg-type]
    )


def _sum(answer: Estimate) -> str:
    school = answer.scholarship.total_max_rp if answer.scholarship else 0
    with_school = f" dan beasiswa {rupiah(school)}" if school else ""
    sure = ", perlu konfirmasi" if answer.state == State.GRACE else ""
    return f"{rupiah(answer.total_rp)}{with_school}{sure}"
