"""A thousand people and more take the short cuts for many rows: they must answer as one person does."""

from datetime import date

import numpy as np
import pytest

from payung.rules import coverage, eligibility, months, ranking
from payung.rules.benefits import jkk, jkm

COUNT = 70_000  # more than one block
RNG = np.random.default_rng(11)
DIED_ON = np.datetime64("2012-06-01") + RNG.integers(0, 5500, COUNT)
SAMPLE = [0, 1, 999, 1000, 65_535, 65_536, COUNT - 1, *RNG.integers(0, COUNT, 200).tolist()]


def test_months_of_many_days():
    found = months.months_of(DIED_ON)
    assert found[SAMPLE].tolist() == [months.month_of(day) for day in DIED_ON[SAMPLE].astype(object)]


def test_days_far_apart_are_not_put_in_a_table():
    days = np.array(["1900-01-01", "2900-01-01"] * 600, dtype="datetime64[D]")
    assert months.months_of(days)[:2].tolist() == [1900 * 12, 2900 * 12]


@pytest.mark.parametrize("count_by", ["months", "days"])
def test_many_deaths(count_by):
    since = months.months_of(DIED_ON) - RNG.integers(0, 6, COUNT)
    member = RNG.random(COUNT) < 0.9
    many = jkm.death_cash_rp(DIED_ON, member_since=since, is_member=member, count_by=count_by)
    for row in SAMPLE:
        one = jkm.death_cash_rp(
            DIED_ON[row], member_since=since[row], is_member=member[row], count_by=count_by
        )
        assert (one.tier[0], one.total_rp[0]) == (many.tier[row], many.total_rp[row])


def test_many_work_deaths():
    on = np.maximum(DIED_ON, np.datetime64("2015-07-01"))
    many = jkk.work_death_rp(on).total_rp
    assert [jkk.work_death_rp(on[row]).total_rp[0] for row in SAMPLE] == many[SAMPLE].tolist()


def test_many_people_are_judged_as_one():
    born = np.datetime64("1940-01-01") + RNG.integers(0, 27_000, COUNT)
    dead, in_city = RNG.random(COUNT) < 0.1, RNG.random(COUNT) < 0.9
    sector = RNG.integers(0, 4, COUNT)
    criteria = eligibility.Criteria(date(2025, 5, 1), sectors=(0, 1, 2))
    many = eligibility.refusals(criteria, born_on=born, dead=dead, in_city=in_city, sector=sector)
    for row in SAMPLE:
        one = eligibility.refusals(
            criteria, born_on=born[[row]], dead=[dead[row]], in_city=[in_city[row]], sector=[sector[row]]
        )
        assert one[0] == many[row]
    assert sum(eligibility.count_reasons(many).values()) == sum(
        bin(mask).count("1") for mask in many.tolist()
    )


def test_many_ages():
    born = np.datetime64("1940-01-01") + RNG.integers(0, 27_000, COUNT)
    found = ranking.full_years(born, date(2025, 5, 1))
    for row in SAMPLE:
        day = born[row].astype(object)
        assert found[row] == 2025 - day.year - ((day.month, day.day) > (5, 1))


def test_every_reason_has_its_sentence():
    for refusal in eligibility.Refusal:
        [sentence] = eligibility.explain(refusal)
        assert sentence.endswith(".")
        assert sentence.count(". ") >= 1, "what is the matter, and what to do"
    assert eligibility.explain(0) == []


def test_the_age_of_the_round_is_named():
    criteria = eligibility.Criteria(date(2025, 5, 1), min_age=17, max_age=60)
    found = eligibility.explain(eligibility.Refusal.UNDER_AGE | eligibility.Refusal.OVER_AGE, criteria)
    assert ["17 tahun" in found[0], "60 tahun" in found[1]] == [True, True]


def test_nobody_at_all_is_no_error():
    nobody = coverage.cover(
        np.zeros((0, 5), bool), months.parse_month("2025-05"), np.array([], "datetime64[D]")
    )
    assert len(nobody.state) == 0
    assert jkm.death_cash_of(nobody, np.array([], "datetime64[D]")).total_rp.tolist() == []
    assert eligibility.refusals(eligibility.Criteria(date(2025, 5, 1)), born_on=[]).tolist() == []
    empty = ranking.rank(
        {}, refused=[], sector=np.zeros(0, int), quotas={1: 5}, tie=ranking.keyed_order([], 1)
    )
    assert empty.selected.tolist() == []
