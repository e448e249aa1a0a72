"""What does a month schedule do to people's protection, before the budget is fixed?

A schedule is made of waves: so many people paid in such months. Everybody of a wave has the same history, so one
calculation a wave is exact. Shown for each schedule: person-months, cost by month, who reaches the full JKM tier and
when, what a gap before the next year does, what bridging it costs, and the deaths to be expected.
Estimates only: the mortality is an assumption to be edited; what BPJS decides is never promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from payung.rules import months
from payung.rules.benefits.jkm import Tier, death_cash_rp, full_on
from payung.rules.contributions import Payer, package_rp
from payung.rules.coverage import State, cover
from payung.rules.parameters import ParameterSet, law_in_force

DEATHS_PER_1000_A_YEAR = "plan.deaths_per_1000_a_year"  # an assumption, to be edited by the city
MOST_DAYS = 31
MID_MONTH = 14  # days after the first: a month's deaths are judged in its middle
SCHOLARSHIP_MONTHS = "benefit.beasiswa.jkm.min_contribution_years"


class PlanError(ValueError):
    """A schedule that cannot be calculated; the message names the field."""


@dataclass(frozen=True)
class Wave:
    """People paid in the same months. `history`: months already paid for them before this plan.

    start_day: the day of the month on which the branch lets a new membership begin (TMT); the 31st in shorter months
    is their last day.
    """

    name: str
    people: int
    paid_months: tuple[int, ...]
    sector: str = ""
    payer: Payer = Payer.DBHCHT
    history: tuple[int, ...] = ()
    start_day: int = 1


@dataclass(frozen=True)
class Schedule:
    """One way to spend the money of a year."""

    name: str
    waves: tuple[Wave, ...]
    budget_rp: int | None = None


@dataclass(frozen=True)
class WaveOutcome:
    """What a schedule means for the people of one wave."""

    name: str
    people: int
    months_paid: int
    cost_rp: int
    full_tier_from: int | None  # first month in whose middle a death leaves the full JKM
    full_tier_on: date | None  # the day from which it does
    full_months: int  # months of the horizon in which the full tier holds
    funeral_only_months: int
    uncovered_months: int
    lapses_before_next_year: bool
    restarts_waiting: bool
    scholarship_months: int  # paid months towards the scholarship at the end, history included
    bridge_months: int  # unpaid months up to the next year's first
    bridge_rp: int


@dataclass(frozen=True)
class Outcome:
    """One schedule over the horizon; amounts in rupiah, deaths and benefits are expectations."""

    name: str
    waves: tuple[WaveOutcome, ...]
    months: tuple[int, ...]
    people_by_month: tuple[int, ...]
    tiers_by_month: tuple[
        tuple[int, ...], ...
    ]  # people whose death leaves the full JKM, the funeral, nothing
    cost_by_month_rp: tuple[int, ...]
    people: int
    person_months: int
    cost_rp: int
    left_rp: int | None
    full_share: float  # of all people, those who reach the full tier within the horizon
    full_person_months: int
    expected_deaths: float
    expected_full: float
    expected_funeral_only: float
    expected_uncovered: float
    expected_benefit_rp: int
    bridge_rp: int
    articles: tuple[str, ...] = field(
        default=(
            "PP 44/2015 Lampiran II (iuran)",
            "PP 82/2019 Pasal 34 (santunan)",
            "Permenaker 1/2025 Pasal 97A(2) (masa tunggu 3 bulan, perkiraan)",
            "Perdir BPJS-TK 22/PERDIR.02/072022 (tenggang 3 bulan, perkiraan)",
        )
    )


def compare(
    schedules: Sequence[Schedule],
    *,
    horizon: tuple[int, int],
    next_first_month: int | None = None,
    deaths_per_1000: float | None = None,
    law: ParameterSet | None = None,
) -> list[Outcome]:
    """Each schedule over the same months (first, last inclusive); at most four, as the page shows them.

    deaths_per_1000: a year (None: the assumption among the parameters).
    next_first_month: when the next year is expected to pay (None: the month after the horizon).
    PlanError for empty waves, months outside the horizon, negative people or mortality.
    """
    if not 1 <= len(schedules) <= 4:
        raise PlanError("schedules: bandingkan 1 sampai 4 jadwal")
    law = law or law_in_force()
    if deaths_per_1000 is None:
        deaths_per_1000 = assumed_deaths_per_1000(horizon[0], law=law)
    if deaths_per_1000 < 0:
        raise PlanError("deaths_per_1000: tidak boleh negatif")
    if horizon[0] > horizon[1]:
        raise PlanError("horizon: bulan akhir sebelum bulan awal")
    next_first = next_first_month or horizon[1] + 1
    return [_outcome(s, horizon, next_first, deaths_per_1000, law) for s in schedules]


def assumed_deaths_per_1000(month: int, *, law: ParameterSet | None = None) -> float:
    """Deaths a year among 1,000 working adults of mixed age: an assumption, not law."""
    return float((law or law_in_force()).value(DEATHS_PER_1000_A_YEAR, months.first_day(month)))


def scholarship_months_needed(month: int, *, law: ParameterSet | None = None) -> int:
    """Paid months before a JKM death leaves the scholarship (PP 82/2019: three years)."""
    return 12 * int((law or law_in_force()).value(SCHOLARSHIP_MONTHS, months.first_day(month)))


def affordable_people(
    budget_rp: int, paid_months: Sequence[int], *, payer: Payer, law: ParameterSet | None = None
) -> int:
    """How many people the money covers in these months, everybody in each month."""
    cost_rp = sum(package_rp(month, payer, law=law) for month in paid_months)
    if cost_rp <= 0:
        raise PlanError("paid_months: pilih paling sedikit satu bulan")
    return budget_rp // cost_rp


def _outcome(
    schedule: Schedule, horizon: tuple[int, int], next_first: int, deaths_per_1000: float, law: ParameterSet
) -> Outcome:
    span = np.arange(horizon[0], horizon[1] + 1)
    if not schedule.waves:
        raise PlanError(f"{schedule.name}: belum ada gelombang")
    tiers, cash = zip(*(_tier_by_month(wave, span, law) for wave in schedule.waves), strict=True)
    waves = tuple(
        _wave_outcome(wave, tier, span, next_first, law)
        for wave, tier in zip(schedule.waves, tiers, strict=True)
    )
    people = np.array([wave.people for wave in schedule.waves])
    # Deaths strike everybody of the plan every month, also in the months nobody pays: that is the point.
    deaths = people[:, None] * deaths_per_1000 / 12_000
    tier = np.stack(tiers)
    by_month = np.array([[m in wave.paid_months for m in span] for wave in schedule.waves]) * people[:, None]
    price = np.array([[package_rp(int(m), w.payer, w.sector, law) for m in span] for w in schedule.waves])
    cost_rp = int((by_month * price).sum())
    reached = sum(w.people for w in waves if w.full_tier_from is not None)
    return Outcome(
        name=schedule.name,
        waves=waves,
        months=tuple(int(m) for m in span),
        people_by_month=tuple(int(n) for n in by_month.sum(axis=0)),
        tiers_by_month=tuple(
            tuple(
                int((people * (tier[:, i] == kind)).sum())
                for kind in (Tier.FULL, Tier.FUNERAL_ONLY, Tier.NONE)
            )
            for i in range(len(span))
        ),
        cost_by_month_rp=tuple(int(n) for n in (by_month * price).sum(axis=0)),
        people=int(people.sum()),
        person_months=int(by_month.sum()),
        cost_rp=cost_rp,
        left_rp=None if schedule.budget_rp is None else schedule.budget_rp - cost_rp,
        full_share=reached / int(people.sum()) if people.sum() else 0.0,
        full_person_months=int(((tier == Tier.FULL) * people[:, None]).sum()),
        expected_deaths=float((deaths * np.ones(tier.shape)).sum()),
        expected_full=float((deaths * (tier == Tier.FULL)).sum()),
        expected_funeral_only=float((deaths * (tier == Tier.FUNERAL_ONLY)).sum()),
        expected_uncovered=float((deaths * (tier == Tier.NONE)).sum()),
        expected_benefit_rp=int((deaths * np.stack(cash)).sum()),
        bridge_rp=sum(w.bridge_rp for w in waves),
    )


def _tier_by_month(wave: Wave, span: np.ndarray, law: ParameterSet) -> tuple[np.ndarray, np.ndarray]:
    """(tier, cash in rupiah) of a death in the middle of each month. A grace month counts as not promised."""
    _refuse_bad_wave(wave, span)
    paid_months = sorted({*wave.history, *wave.paid_months})
    first = min([*paid_months, int(span[0])])
    paid = np.zeros((len(span), int(span[-1]) - first + 1), bool)
    if paid_months:
        paid[:, np.array(paid_months) - first] = True
    on = months.first_days(span) + MID_MONTH
    covered = cover(paid, first, on, law=law)
    started = _started(covered.member_since, wave.start_day)
    cash = death_cash_rp(
        on, member_since=covered.member_since, is_member=covered.is_member, cover_started_on=started, law=law
    )
    promised = (covered.state == State.ACTIVE) & (started <= on)
    return np.where(promised, cash.tier, Tier.NONE), np.where(promised, cash.total_rp, 0)


def _started(member_since: np.ndarray, start_day: int) -> np.ndarray:
    """The day on which each membership begins: the start day of its first paid month, or that month's last day."""
    first, after = months.first_days(member_since), months.first_days(member_since + 1)
    return np.minimum(first + np.timedelta64(start_day - 1, "D"), after - np.timedelta64(1, "D"))


def _full_on(wave: Wave, month: int, first_month: int, law: ParameterSet) -> date:
    """The day from which the full tier holds, of a wave that has it in the middle of `month`; at the earliest the first day
    of the plan."""
    paid_months = sorted({*wave.history, *wave.paid_months})
    first = paid_months[0]
    held = np.array([[m in paid_months for m in range(first, month + 1)]])
    since = cover(held, first, months.first_day(month), law=law).member_since
    started = _started(since, wave.start_day)[0].astype(object)
    return max(full_on(started, months.first_day(month), law), months.first_day(first_month))


def _wave_outcome(
    wave: Wave, tier: np.ndarray, span: np.ndarray, next_first: int, law: ParameterSet
) -> WaveOutcome:
    full = span[tier == Tier.FULL]
    last_paid = max([*wave.history, *wave.paid_months], default=None)
    gap = next_first - 1 - last_paid if last_paid is not None else 0
    grace = int(law.value("contribution.bpu.grace_contribution_months", months.first_day(int(span[0]))))
    unpaid = range(next_first - gap, next_first) if last_paid is not None else range(0)
    return WaveOutcome(
        name=wave.name,
        people=wave.people,
        months_paid=len(wave.paid_months),
        cost_rp=wave.people * sum(package_rp(m, wave.payer, wave.sector, law) for m in wave.paid_months),
        full_tier_from=int(full[0]) if full.size else None,
        full_tier_on=_full_on(wave, int(full[0]), int(span[0]), law) if full.size else None,
        full_months=int(full.size),
        funeral_only_months=int((tier == Tier.FUNERAL_ONLY).sum()),
        uncovered_months=int((tier == Tier.NONE).sum()),
        lapses_before_next_year=gap > grace,
        restarts_waiting=gap > grace,
        scholarship_months=len({*wave.history, *wave.paid_months}),
        bridge_months=gap,
        bridge_rp=wave.people * sum(package_rp(m, wave.payer, wave.sector, law) for m in unpaid),
    )


def _refuse_bad_wave(wave: Wave, span: np.ndarray) -> None:
    if wave.people < 0:
        raise PlanError(f"{wave.name}: jumlah orang tidak boleh negatif")
    if not 1 <= wave.start_day <= MOST_DAYS:
        raise PlanError(f"{wave.name}: tanggal mulai antara 1 dan {MOST_DAYS}")
    outside = [m for m in wave.paid_months if not span[0] <= m <= span[-1]]
    if outside:
        raise PlanError(f"{wave.name}: {months.month_in_words(outside[0])} di luar jangka rencana")
    if any(m >= span[0] for m in wave.history):
        raise PlanError(f"{wave.name}: riwayat iuran harus sebelum jangka rencana")
