"""What do up to four month schedules do with a year's money and people? In figures, sentences and pictures.

The calculation is `rules.plan`; here its results become what a budget meeting reads. Estimates only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from payung.language.formats import angka, bulan, bulan_pendek, persen, rentang_bulan, rupiah, tanggal
from payung.reports.charts import Stack, stacks
from payung.rules.contributions import Payer
from payung.rules.months import month_of
from payung.rules.plan import (
    Outcome,
    PlanError,
    Schedule,
    Wave,
    affordable_people,
    compare,
    scholarship_months_needed,
)

PAYER = Payer.DBHCHT  # any public money: the discounts of PP 50/2025 are for those who pay themselves
TIERS = ("santunan penuh", "hanya biaya pemakaman", "tidak terlindungi")
LENGTHS = (4, 6, 8, 10, 12)  # months up to December that the same money is compared over


@dataclass(frozen=True)
class Draft:
    """One schedule as it was typed. `people` by sector name; empty: as many as the money covers."""

    name: str
    budget_rp: int | None
    people: Mapping[str, int]
    first: int  # calendar month 1-12
    last: int
    later_people: int
    later_first: int | None


@dataclass(frozen=True)
class Plan:
    """A year with its schedules. Months are numbers (year * 12 + month - 1)."""

    year: int
    next_first_month: int
    deaths_per_1000: float
    history: tuple[int, ...]  # months already paid for those who continue
    quotas: Mapping[str, int]
    drafts: Sequence[Draft]
    start_day: int = 1  # the day of the month on which the branch lets new memberships begin (TMT)

    @property
    def horizon(self) -> tuple[int, int]:
        return self.year * 12, self.next_first_month - 1


@dataclass(frozen=True)
class Seen:
    """One schedule with its outcome, a sentence, and its picture."""

    outcome: Outcome
    finding: str
    picture: SafeString


@dataclass(frozen=True)
class Line:
    """One line of the comparison: what is told, and the words for each schedule."""

    label: str
    values: tuple[str, ...]
    amounts: tuple[Any, ...]  # the same as numbers, for a spreadsheet; None where there is none
    is_rupiah: bool = False


@dataclass(frozen=True)
class Purchase:
    """What the same money buys when it runs for some months up to December."""

    months: int
    first_month: int
    people: int
    full_on: date | None
    full_person_months: int


def calculate(plan: Plan) -> list[Seen]:
    """Each schedule over the year and the gap behind it. PlanError names what cannot be calculated."""
    if not plan.drafts:
        raise PlanError("Beri nama paling sedikit satu jadwal.")
    outcomes = compare(
        [_schedule(draft, plan) for draft in plan.drafts],
        horizon=plan.horizon,
        next_first_month=plan.next_first_month,
        deaths_per_1000=plan.deaths_per_1000,
    )
    most = max((o.people for o in outcomes), default=1)
    return [Seen(o, finding(o), picture(o, most=most)) for o in outcomes]


def finding(outcome: Outcome) -> str:
    """The one sentence a mayor should remember of a schedule."""
    since = min((w.full_tier_on for w in outcome.waves if w.full_tier_on is not None), default=None)
    if since is None:
        return "Tidak seorang pun sampai ke santunan penuh: hanya biaya pemakaman."
    words = f"{persen(outcome.full_share)} sampai ke santunan penuh, paling awal {bulan(month_of(since))} (mulai {tanggal(since)})."
    bare = sum(1 for _, _, none in outcome.tiers_by_month if none)
    return (
        f"{words} {bare} bulan ada yang tidak terlindungi."
        if bare
        else f"{words} Tidak ada bulan tanpa pelindungan."
    )


def picture(outcome: Outcome, *, most: int) -> SafeString:
    """People by what a death in that month would leave, month by month."""
    data = [
        Stack(bulan_pendek(month), parts)
        for month, parts in zip(outcome.months, outcome.tiers_by_month, strict=True)
    ]
    return stacks(data, most=most, title=f"{outcome.name}: {finding(outcome)}", names=TIERS)


def comparison(outcomes: Sequence[Outcome]) -> list[Line]:
    """The lines of the table, the same on the page, in the spreadsheet and on paper."""

    def people(label: str, of: Any) -> Line:
        told = tuple(of(o) for o in outcomes)
        return Line(label, tuple("–" if n is None else angka(n) for n in told), told)

    def money(label: str, of: Any) -> Line:
        told = tuple(of(o) for o in outcomes)
        return Line(label, tuple("–" if n is None else rupiah(n) for n in told), told, is_rupiah=True)

    def words(label: str, of: Any) -> Line:
        return Line(label, tuple(of(o) for o in outcomes), (None,) * len(outcomes))

    def expected(label: str, of: Any) -> Line:
        told = tuple(round(of(o), 1) for o in outcomes)
        return Line(label, tuple(angka(n, 1) for n in told), told)

    needed = scholarship_months_needed(outcomes[0].months[0])
    return [
        people("Orang", lambda o: o.people),
        words("Bulan dibayar", _paid_words),
        people("Bulan-orang", lambda o: o.person_months),
        money("Biaya sebulan, paling banyak", lambda o: max(o.cost_by_month_rp)),
        money("Biaya setahun", lambda o: o.cost_rp),
        money("Sisa dana", lambda o: o.left_rp),
        words("Sampai ke santunan JKM penuh", lambda o: persen(o.full_share)),
        words("Paling awal", lambda o: _since(o)),
        people("Bulan-orang dengan santunan penuh", lambda o: o.full_person_months),
        people("Bulan tanpa iuran sebelum tahun berikutnya", lambda o: max(w.bridge_months for w in o.waves)),
        words("Kepesertaan putus, masa tunggu mulai lagi", lambda o: _lapse_words(o)),
        people(
            f"Bulan iuran menuju beasiswa (syarat {needed} bulan)",
            lambda o: max(w.scholarship_months for w in o.waves),
        ),
        money("Biaya menjembatani jeda", lambda o: o.bridge_rp),
        expected("Kematian yang diperkirakan", lambda o: o.expected_deaths),
        expected("… dengan santunan penuh", lambda o: o.expected_full),
        expected("… hanya biaya pemakaman", lambda o: o.expected_funeral_only),
        expected("… tanpa pelindungan", lambda o: o.expected_uncovered),
        money("Santunan yang diperkirakan", lambda o: o.expected_benefit_rp),
    ]


def same_money(plan: Plan) -> tuple[int, list[Purchase]]:
    """The money of the first schedule, and what it buys new people when it runs for fewer or more months."""
    first = _schedule(plan.drafts[0], plan)
    budget_rp = first.budget_rp or compare([first], horizon=plan.horizon)[0].cost_rp
    december = plan.year * 12 + 11
    bought = []
    for length in LENGTHS:
        paid = tuple(range(december - length + 1, december + 1))
        people = affordable_people(budget_rp, paid, payer=PAYER)
        outcome = compare(
            [Schedule("", (Wave("", people, paid, payer=PAYER, start_day=plan.start_day),))],
            horizon=(plan.year * 12, december),
        )[0]
        bought.append(
            Purchase(length, paid[0], people, outcome.waves[0].full_tier_on, outcome.full_person_months)
        )
    return budget_rp, bought


def _schedule(draft: Draft, plan: Plan) -> Schedule:
    paid = tuple(range(plan.year * 12 + draft.first - 1, plan.year * 12 + draft.last))
    people = draft.people if any(draft.people.values()) else _as_many_as(draft, plan, paid)
    waves = [
        Wave(name, number, paid, payer=PAYER, history=plan.history, start_day=plan.start_day)
        for name, number in people.items()
        if number
    ]
    if draft.later_people and draft.later_first:
        later = tuple(range(plan.year * 12 + draft.later_first - 1, plan.year * 12 + draft.last))
        if not later:
            raise PlanError(f"{draft.name}: gelombang kedua mulai setelah bulan terakhir.")
        waves.append(
            Wave("Gelombang kedua", draft.later_people, later, payer=PAYER, start_day=plan.start_day)
        )
    if not waves:
        raise PlanError(f"{draft.name}: isi jumlah orang, atau dana agar jumlahnya dihitung.")
    return Schedule(draft.name, tuple(waves), draft.budget_rp)


def _as_many_as(draft: Draft, plan: Plan, paid: tuple[int, ...]) -> Mapping[str, int]:
    """As many people as the money covers, in the proportions of the first schedule's quotas."""
    if not draft.budget_rp:
        return {}
    number = affordable_people(draft.budget_rp, paid, payer=PAYER)
    wanted = sum(plan.quotas.values())
    if not wanted:
        return {"Semua": number}
    shares = {name: number * quota // wanted for name, quota in plan.quotas.items()}
    for name in list(shares)[: number - sum(shares.values())]:
        shares[name] += 1
    return shares


def _paid_words(outcome: Outcome) -> str:
    paid = [m for m, n in zip(outcome.months, outcome.people_by_month, strict=True) if n]
    return rentang_bulan(paid[0], paid[-1]) if paid else "–"


def _since(outcome: Outcome) -> str:
    since = [w.full_tier_from for w in outcome.waves if w.full_tier_from is not None]
    return bulan(min(since)) if since else "tidak pernah"


def _lapse_words(outcome: Outcome) -> str:
    lapsing = sum(w.people for w in outcome.waves if w.lapses_before_next_year)
    return f"{angka(lapsing)} orang (perkiraan)" if lapsing else "tidak"
