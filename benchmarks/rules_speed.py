"""How fast is the law for a million people: ours, row by row in Python, and OpenFisca-core on equal formulas?

    python benchmarks/rules_speed.py [--people 1000000] [--json FILE]

One run, one machine, the same numbers for all three; every answer is compared before a time is printed.
OpenFisca is asked the way it is meant to be used: one population, vectorised formulas, parameters by instant.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from payung.rules import contributions, coverage, eligibility, months, ranking
from payung.rules.benefits import jkm
from payung.rules.contributions import Payer

try:
    from openfisca_core import entities, periods, populations, simulations, taxbenefitsystems, variables
except ImportError:  # the bench extra is not installed: say so, and compare with rows only
    entities = None

MONTH = months.parse_month("2026-05")
FIRST = months.parse_month("2021-01")
ON = date(2025, 12, 15)
START = date(2025, 5, 1)
PERIODS = [months.format_month(FIRST + place) for place in range(60)]


@dataclass
class People:
    """One million made-up people; no real person."""

    sector: np.ndarray
    payer: np.ndarray
    income_rp: np.ndarray
    paid: np.ndarray
    died_on: np.ndarray
    member_since: np.ndarray
    born_on: np.ndarray
    flags: dict[str, np.ndarray]


def make(count: int, seed: int = 7) -> People:
    rng = np.random.default_rng(seed)
    died_on = np.datetime64("2013-01-01") + rng.integers(0, 365 * 13, count)
    stays = np.cumsum(rng.random((count, 60), dtype=np.float32) < 0.12, axis=1) % 2 == 0
    names = ("outside", "pu", "bpu", "dead", "moved", "unknown", "other_fund", "duplicate")
    return People(
        sector=rng.integers(0, 4, count).astype(np.uint8),
        payer=rng.integers(0, len(Payer), count),
        income_rp=rng.integers(0, 8_000_000, count),
        paid=stays,
        died_on=died_on,
        member_since=months.months_of(died_on) - rng.integers(0, 12, count),
        born_on=np.datetime64("1945-01-01") + rng.integers(0, 24_000, count),
        flags={name: rng.random(count) < 0.02 for name in names},
    )


# -- ours --------------------------------------------------------------------------------------------------


def ours_contribution(p: People) -> np.ndarray:
    return contributions.contribution_rp(
        MONTH, payer=p.payer, transport=p.sector == 3, income_rp=p.income_rp
    ).total_rp


def ours_cover(p: People) -> np.ndarray:
    found = coverage.cover(p.paid, FIRST, ON)
    return np.stack([found.state, found.member_since, found.months_paid])


def ours_death(p: People) -> np.ndarray:
    return jkm.death_cash_rp(p.died_on, member_since=p.member_since).total_rp


def ours_eligibility(p: People) -> np.ndarray:
    f = p.flags
    return eligibility.refusals(
        eligibility.Criteria(START, sectors=(0, 1, 2)),
        born_on=p.born_on,
        sector=p.sector,
        in_city=~f["outside"],
        pu_active=f["pu"],
        bpu_by_other_payer=f["bpu"],
        dead=f["dead"],
        moved=f["moved"],
        in_civil_registry=~f["unknown"],
        covered_by_other_fund=f["other_fund"],
        duplicate=f["duplicate"],
    )


def judge_and_rank(p: People) -> np.ndarray:
    """The whole choice of a round: eligibility, points, order, places."""
    refused = ours_eligibility(p)
    parts = ranking.scores(
        ranking.RankingRule(), START, born_on=p.born_on, decile=p.payer, continuing=p.flags["pu"]
    )
    tie = ranking.keyed_order(np.arange(len(p.payer)), 42)
    quotas = {0: 4098, 1: 1925, 2: 5000}
    return ranking.rank(parts, refused=refused, sector=p.sector, quotas=quotas, tie=tie).selected


# -- row by row, as an office would write it ----------------------------------------------------------------


def rows_contribution(p: People) -> np.ndarray:
    bands = _bands()
    answers = []
    for sector, payer, income in zip(p.sector.tolist(), p.payer.tolist(), p.income_rp.tolist(), strict=True):
        jkk = bands[0][1]
        for limit, price in bands:
            if income < limit:
                break
            jkk = price
        jkm_rp = 6800
        # in May 2026 transport and other sectors have the same discount
        if payer in (0, 1, 2) and sector >= 0:
            jkk, jkm_rp = jkk // 2, jkm_rp // 2
        answers.append(jkk + jkm_rp)
    return np.array(answers)


def rows_cover(p: People) -> np.ndarray:
    last_month = months.month_of(ON) - FIRST
    states, begins, counts = [], [], []
    for row in p.paid:
        begin, gap, count = 0, 4, 0
        for place, paid in enumerate(row.tolist()):
            if place > last_month:
                break
            if paid:
                if gap > 3:
                    begin = FIRST + place
                gap = 0
                count += 1
            else:
                gap += 1
        state = 0 if not count else 3 if gap == 0 else 2 if gap <= 3 else 1
        states.append(state)
        begins.append(begin if state >= 2 else 0)
        counts.append(count)
    return np.stack([np.array(states), np.array(begins), np.array(counts)])


def rows_death(p: People) -> np.ndarray:
    answers = []
    for died_on, since in zip(p.died_on.astype(object), p.member_since.tolist(), strict=True):
        if died_on < date(2015, 7, 1):
            due = 14_200_000 + 24 * 200_000 + 2_000_000
        elif died_on < date(2019, 12, 2):
            due = 16_200_000 + 24 * 200_000 + 3_000_000
        elif died_on < date(2025, 2, 24) or died_on.year * 12 + died_on.month - 1 - since >= 3:
            due = 20_000_000 + 24 * 500_000 + 10_000_000
        else:
            due = 10_000_000
        answers.append(due)
    return np.array(answers)


def rows_eligibility(p: People) -> np.ndarray:
    bit = eligibility.Refusal
    bits = [int(FLAG_BITS[name]) for name in p.flags]
    under, over, outside = int(bit.UNDER_AGE), int(bit.OVER_AGE), int(bit.SECTOR_NOT_IN_TARGET)
    flags = zip(*(flag.tolist() for flag in p.flags.values()), strict=True)
    answers = []
    for born, sector, row in zip(p.born_on.astype(object), p.sector.tolist(), flags, strict=True):
        age = START.year - born.year - ((START.month, START.day) < (born.month, born.day))
        found = under if age < 18 else over if age >= 65 else 0
        if sector not in (0, 1, 2):
            found |= outside
        for flag, value in zip(row, bits, strict=True):
            if flag:
                found |= value
        answers.append(found)
    return np.array(answers)


def _bands() -> list[tuple[int, int]]:
    law = contributions.law_in_force()
    day = months.first_day(MONTH)
    bands = [law.value(name, day) for name in law.ids("contribution.bpu.band.")]
    return [(band["income_from"], band["jkk"]) for band in bands]


# -- OpenFisca-core: the same formulas in its form ----------------------------------------------------------

FLAG_BITS = {
    "outside": eligibility.Refusal.OUTSIDE_CITY,
    "pu": eligibility.Refusal.ACTIVE_PU,
    "bpu": eligibility.Refusal.ACTIVE_BPU,
    "dead": eligibility.Refusal.DEAD,
    "moved": eligibility.Refusal.MOVED,
    "unknown": eligibility.Refusal.NOT_IN_CIVIL_REGISTRY,
    "other_fund": eligibility.Refusal.COVERED_BY_OTHER_FUND,
    "duplicate": eligibility.Refusal.DUPLICATE,
}
LIMITS, PRICES = (np.array(column) for column in zip(*_bands(), strict=True))


def contribution(person: Any, period: Any) -> Any:
    jkk = PRICES[np.searchsorted(LIMITS, person("income", period), side="right") - 1]
    discounted = person("payer", period) <= 2
    return np.where(discounted, jkk // 2, jkk) + np.where(discounted, 3400, 6800)


def gap(person: Any, period: Any) -> Any:
    if str(period) == PERIODS[0]:
        return np.where(person("paid", period), 0, 5)
    return np.where(person("paid", period), 0, person("gap", period.last_month) + 1)


def begin(person: Any, period: Any) -> Any:
    month = period.start.year * 12 + period.start.month - 1
    if str(period) == PERIODS[0]:
        return np.where(person("paid", period), month, 0)
    again = person("paid", period) & (person("gap", period.last_month) > 3)
    return np.where(again, month, person("begin", period.last_month))


def months_paid(person: Any, period: Any) -> Any:
    before = 0 if str(period) == PERIODS[0] else person("months_paid", period.last_month)
    return before + person("paid", period)


def state(person: Any, period: Any) -> Any:
    now = person("gap", period)
    known = np.select([now == 0, now <= 3], [3, 2], 1)
    return np.where(person("months_paid", period) > 0, known, 0)


def death_cash(person: Any, period: Any) -> Any:
    died_on = person("died_on", period)
    member = died_on.astype("datetime64[M]").astype(int) + 1970 * 12 - person("since", period)
    full = (died_on < np.datetime64("2025-02-24")) | (member >= 3)
    return np.select(
        [died_on < np.datetime64("2015-07-01"), died_on < np.datetime64("2019-12-02"), full],
        [21_000_000, 24_000_000, 42_000_000],
        10_000_000,
    )


def refusal(person: Any, period: Any) -> Any:
    born = person("born_on", period)
    found = (born > np.datetime64("2007-05-01")) * int(eligibility.Refusal.UNDER_AGE)
    found = found + (born <= np.datetime64("1960-05-01")) * int(eligibility.Refusal.OVER_AGE)
    found = found + (person("sector", period) > 2) * int(eligibility.Refusal.SECTOR_NOT_IN_TARGET)
    for name, bit in FLAG_BITS.items():
        found = found + person(name, period) * int(bit)
    return found


class Fisca:
    """A small country of OpenFisca."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.system = taxbenefitsystems.TaxBenefitSystem([entities.Entity("person", "persons", "", "")])
        for name, kind in {"sector": int, "payer": int, "income": int, "since": int}.items():
            self.add(name, kind)
        for name in ("born_on", "died_on"):
            self.add(name, date)
        for name in FLAG_BITS:
            self.add(name, bool)
        self.add("paid", bool, monthly=True)
        for formula in (contribution, gap, begin, months_paid, state, death_cash, refusal):
            self.add(formula.__name__, int, formula, monthly=True)

    def add(self, name: str, kind: type, formula: Any = None, *, monthly: bool = False) -> None:
        unit = periods.DateUnit.MONTH if monthly else periods.DateUnit.ETERNITY
        body = {
            "value_type": kind,
            "entity": self.system.person_entity,
            "definition_period": unit,
            "label": name,
        }
        self.system.add_variable(
            type(name, (variables.Variable,), body | ({"formula": formula} if formula else {}))
        )

    def simulation(self, inputs: dict[str, np.ndarray], paid: np.ndarray | None = None) -> Any:
        """A fresh population with its inputs: not timed, as reading data is nobody's formula."""
        population = populations.Population(self.system.person_entity)
        population.count = self.count
        population.ids = range(self.count)
        simulation = simulations.Simulation(self.system, {"person": population})
        simulation.max_spiral_loops = 200
        for name, values in inputs.items():
            simulation.set_input(name, "ETERNITY", values)
        if paid is not None:
            for place, period in enumerate(PERIODS):
                simulation.set_input("paid", period, np.ascontiguousarray(paid[:, place]))
        return simulation


def fisca_runs(p: People) -> dict[str, Callable[[], tuple[float, np.ndarray]]]:
    country = Fisca(len(p.payer))
    on = months.format_month(months.month_of(ON))

    def timed(simulation: Any, ask: Callable[[Any], np.ndarray]) -> tuple[float, np.ndarray]:
        begun = time.perf_counter()
        answer = ask(simulation)
        return time.perf_counter() - begun, answer

    def cover(simulation: Any) -> np.ndarray:
        for period in PERIODS[: PERIODS.index(on) + 1]:  # month by month: shorter than its recursion
            for name in ("gap", "begin", "months_paid"):
                simulation.calculate(name, period)
        state = simulation.calculate("state", on)
        begin = np.where(state >= 2, simulation.calculate("begin", on), 0)
        return np.stack([state, begin, simulation.calculate("months_paid", on)])

    one = months.format_month(MONTH)
    return {
        "contributions": lambda: timed(
            country.simulation({"sector": p.sector, "payer": p.payer, "income": p.income_rp}),
            lambda s: s.calculate("contribution", one),
        ),
        "covers (60 months)": lambda: timed(country.simulation({}, p.paid), cover),
        "death benefits": lambda: timed(
            country.simulation({"died_on": p.died_on, "since": p.member_since}),
            lambda s: s.calculate("death_cash", one),
        ),
        "eligibility rules": lambda: timed(
            country.simulation({"born_on": p.born_on, "sector": p.sector, **p.flags}),
            lambda s: s.calculate("refusal", one),
        ),
    }


# -- the run -----------------------------------------------------------------------------------------------

JOBS: dict[str, tuple[Callable[[People], np.ndarray], Callable[[People], np.ndarray]]] = {
    "contributions": (ours_contribution, rows_contribution),
    "covers (60 months)": (ours_cover, rows_cover),
    "death benefits": (ours_death, rows_death),
    "eligibility rules": (ours_eligibility, rows_eligibility),
}


def timed(run: Callable[[People], np.ndarray], people: People) -> tuple[float, np.ndarray]:
    begun = time.perf_counter()
    answer = run(people)
    return time.perf_counter() - begun, answer


def median_of(run: Callable[[], tuple[float, np.ndarray]], times: int = 5) -> tuple[float, np.ndarray]:
    runs = [run() for _ in range(times)]
    return sorted(seconds for seconds, _ in runs)[times // 2], runs[0][1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--json")
    asked = parser.parse_args()
    people = make(asked.people)
    fisca = fisca_runs(people) if entities else {}
    found = {}
    print(f"{asked.people:,} people; seconds (median of 5; rows once)")
    print(f"{'':20}{'ours':>9}{'rows':>9}{'x':>7}{'OpenFisca':>11}{'x':>7}")
    for name, (ours, rows) in JOBS.items():
        our_s, answer = median_of(lambda ours=ours: timed(ours, people))
        row_s, same = timed(rows, people)
        if not np.array_equal(answer, same):
            sys.exit(f"{name}: rows and ours differ")
        line = {"ours_s": our_s, "rows_s": row_s, "rows_ratio": row_s / our_s}
        if name in fisca:
            fisca_s, theirs = median_of(fisca[name])
            if not np.array_equal(answer, theirs):
                sys.exit(f"{name}: OpenFisca and ours differ")
            line |= {"openfisca_s": fisca_s, "openfisca_ratio": fisca_s / our_s}
        found[name] = line
        beside = (
            f"{line['openfisca_s']:11.3f}{line['openfisca_ratio']:7.1f}"
            if name in fisca
            else "  (not installed)"
        )
        print(f"{name:20}{our_s:9.3f}{row_s:9.2f}{row_s / our_s:7.1f}{beside}")
    whole_s, selected = median_of(lambda: timed(judge_and_rank, people))
    found["eligibility, ranking, places"] = {"ours_s": whole_s}
    print(f"eligibility, ranking and {int(selected.sum()):,} places: {whole_s:.3f} s")
    if asked.json:
        with open(asked.json, "w", encoding="utf-8") as out:
            json.dump({"people": asked.people, "jobs": found}, out, indent=2)


if __name__ == "__main__":
    main()
