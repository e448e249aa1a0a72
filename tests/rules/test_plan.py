"""The plan of a year: what a schedule does to people, before the money is fixed."""

from datetime import date

import pytest

from payung.rules.contributions import Payer
from payung.rules.months import parse_month
from payung.rules.plan import PlanError, Schedule, Wave, affordable_people, compare

MAY, DECEMBER = parse_month("2025-05"), parse_month("2025-12")
NEXT_MAY = parse_month("2026-05")


def months(first: str, last: str) -> tuple[int, ...]:
    return tuple(range(parse_month(first), parse_month(last) + 1))


def one(*waves: Wave, budget_rp: int | None = None, **options):
    schedule = Schedule("Jadwal", waves, budget_rp)
    return compare([schedule], horizon=(MAY, DECEMBER), **options)[0]


def test_the_round_of_2025_costs_what_the_city_budgeted():
    plan = one(Wave("semua", 11_023, months("2025-05", "2025-12")), budget_rp=1_500_000_000)
    assert plan.cost_by_month_rp == (185_186_400,) * 8
    assert plan.cost_rp == 1_481_491_200
    assert plan.left_rp == 18_508_800
    assert plan.person_months == 88_184


def test_who_starts_in_may_reaches_the_full_tier_in_august():
    wave = one(Wave("semua", 11_023, months("2025-05", "2025-12"))).waves[0]
    assert wave.full_tier_from == parse_month("2025-08")
    assert (wave.funeral_only_months, wave.full_months, wave.uncovered_months) == (3, 5, 0)


def test_a_three_month_wave_for_new_people_never_leaves_a_full_benefit():
    plan = one(Wave("Juli-September", 2_874, months("2025-07", "2025-09")))
    assert plan.full_share == 0
    assert plan.waves[0].full_tier_from is None
    assert plan.expected_full == 0


def test_who_was_paid_until_april_has_no_new_waiting_time():
    continuing = Wave("lanjutan", 100, months("2025-05", "2025-12"), history=months("2025-01", "2025-04"))
    assert one(continuing).waves[0].full_tier_from == MAY


def test_a_gap_of_four_months_ends_the_membership_and_three_do_not():
    wave = Wave("semua", 100, months("2025-05", "2025-12"))
    lapsed = one(wave, next_first_month=NEXT_MAY).waves[0]
    kept = one(wave, next_first_month=NEXT_MAY - 1).waves[0]
    assert (lapsed.bridge_months, lapsed.lapses_before_next_year, lapsed.bridge_rp) == (
        4,
        True,
        100 * 4 * 16_800,
    )
    assert (kept.bridge_months, kept.lapses_before_next_year) == (3, False)


def test_deaths_split_into_full_funeral_only_and_uncovered_without_rest():
    plan = one(Wave("A", 6_000, months("2025-05", "2025-12")), Wave("B", 5_023, months("2025-10", "2025-12")))
    split = plan.expected_full + plan.expected_funeral_only + plan.expected_uncovered
    assert split == pytest.approx(plan.expected_deaths)
    assert plan.expected_deaths == pytest.approx(11_023 * 5 / 1000 * 8 / 12)


def test_fewer_people_longer_for_the_same_money():
    budget_rp = 1_000_000_000
    short = affordable_people(budget_rp, months("2025-10", "2025-12"), payer=Payer.DBHCHT)
    long = affordable_people(budget_rp, months("2025-05", "2025-12"), payer=Payer.DBHCHT)
    assert (short, long) == (19_841, 7_440)


@pytest.mark.parametrize(
    ("waves", "options", "named"),
    [
        ((), {}, "gelombang"),
        ((Wave("A", -1, months("2025-05", "2025-06")),), {}, "negatif"),
        ((Wave("A", 1, months("2025-04", "2025-06")),), {}, "April 2025"),
        ((Wave("A", 1, months("2025-05", "2025-06"), history=(MAY,)),), {}, "riwayat"),
        ((Wave("A", 1, months("2025-05", "2025-06")),), {"deaths_per_1000": -1}, "deaths_per_1000"),
    ],
)
def test_a_plan_that_cannot_be_calculated_names_what_is_wrong(waves, options, named):
    with pytest.raises(PlanError, match=named):
        one(*waves, **options)


@pytest.mark.parametrize(
    ("start_day", "full_on", "funeral", "uncovered"),
    [
        (1, date(2025, 8, 1), 3, 0),
        (7, date(2025, 8, 7), 3, 0),
        (20, date(2025, 8, 20), 3, 1),
        (31, date(2025, 8, 31), 3, 1),
    ],
)
def test_the_day_cover_begins_reaches_the_plan(start_day, full_on, funeral, uncovered):
    """Mid-May is before the 20th: nobody is covered then, and mid-August is before the full tier."""
    wave = one(Wave("semua", 100, months("2025-05", "2025-12"), start_day=start_day)).waves[0]
    assert wave.full_tier_on == full_on
    assert (wave.funeral_only_months, wave.uncovered_months) == (funeral, uncovered)


def test_who_goes_on_is_full_from_the_first_day_of_the_plan():
    wave = Wave(
        "lanjutan", 100, months("2025-05", "2025-12"), history=months("2025-01", "2025-04"), start_day=20
    )
    assert one(wave).waves[0].full_tier_on == date(2025, 5, 1)


def test_after_a_lapse_the_day_counts_again():
    """Paid until December, again from May: full on the 20th of August, though the middle of August is not yet full."""
    wave = Wave(
        "semua", 100, months("2025-05", "2025-12"), history=months("2024-05", "2024-12"), start_day=20
    )
    assert one(wave).waves[0].full_tier_on == date(2025, 8, 20)
