"""Which child gets a scholarship, in which years, how much, until when?

The plan is the largest that the law allows for this child: every year is passed, school begins at the earliest
age, and payment stops at 23, on marriage, or on work. What a child really gets is decided year by year.
Law: PP 82/2019 (levels, two children); Permenaker 5/2021 and 1/2025 Pasal 103-104 (conditions).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from payung.rules.parameters import ParameterSet, law_in_force, lowest_confidence

LEVELS = ("TK", "SD", "SMP", "SMA", "PT")
_LEVEL_IDS = {"TK": "tk", "SD": "sd", "SMP": "smp", "SMA": "sma", "PT": "pt_s1_pelatihan"}
Route = Literal["jkm", "jkk"]
GapRule = Literal["paid_months", "continuous"]


class Work(StrEnum):
    """Whether the child works; three kinds do not end the scholarship while it studies (Pasal 103(3a))."""

    TIDAK = "TIDAK"
    PU = "PU"
    PU_MAKS_6_BULAN = "PU_MAKS_6_BULAN"
    BPU = "BPU"
    MAGANG = "MAGANG"


@dataclass(frozen=True)
class Child:
    """A child of the participant. level None = before school; year_in_level None = guessed from the age.

    level_known False: nobody knows whether and where the child studies; its plan then holds only if it does.
    """

    born: date
    level: str | None = None
    married: bool = False
    work: Work = Work.TIDAK
    year_in_level: int | None = None
    level_known: bool = True


class SchoolYear(NamedTuple):
    """One yearly payment."""

    year: int
    level: str
    year_in_level: int
    age: int
    amount_rp: int


@dataclass(frozen=True)
class ChildPlan:
    """All yearly payments of one child, or the reason why there are none. `if_studying`: nobody knows whether it does."""

    years: tuple[SchoolYear, ...]
    reason: str | None = None
    needs_confirmation: bool = False
    if_studying: bool = False

    @property
    def total_rp(self) -> int:
        return sum(year.amount_rp for year in self.years)


@dataclass(frozen=True)
class Scholarship:
    """The answer for a family. `plans` are in the order of the children; `chosen` are their places (from 0)."""

    plans: tuple[ChildPlan, ...]
    chosen: tuple[int, ...]
    cap_rp: int
    reason: str | None
    needs_confirmation: bool
    confidence: str
    law: tuple[str, ...]

    @property
    def children(self) -> int:
        return len(self.chosen)

    @property
    def if_studying(self) -> bool:
        """Whether the sum holds only if a child studies of whom nobody knows it."""
        return any(self.plans[place].if_studying for place in self.chosen)

    @property
    def total_max_rp(self) -> int:
        return sum(self.plans[place].total_rp for place in self.chosen)

    def by_year(self) -> list[dict[str, Any]]:
        """What can be paid in each calendar year, and for which child (numbered from 1)."""
        years: dict[int, list[dict[str, Any]]] = {}
        for place in self.chosen:
            for paid in self.plans[place].years:
                line = {"child": place + 1, "level": paid.level, "amount_rp": paid.amount_rp}
                years.setdefault(paid.year, []).append(line)
        return [
            {"year": year, "amount_rp": sum(line["amount_rp"] for line in lines), "children": lines}
            for year, lines in sorted(years.items())
        ]


def scholarship(
    children: Sequence[Child],
    on: date,
    *,
    route: Route,
    paid_months: int = 0,
    months_in_row: int | None = None,
    gap_rule: GapRule | None = None,
    law: ParameterSet | None = None,
) -> Scholarship:
    """The scholarship plan of a family after an event on a day.

    route: 'jkm' needs 36 paid months (3 years), 'jkk' (work death or total disability) none. gap_rule:
    'paid_months' counts all paid months, 'continuous' only `months_in_row`; None = the parameter.
    More than two children: those with the largest plans. ParameterError before 23 May 2012.
    Law: PP 82/2019; before 2 December 2019 PP 44/2015 (12 million once for one child, confidence low).
    """
    law = law or law_in_force()
    rates = _rates(_version_start(on, law), law)
    gap_rule = gap_rule or rates.gap_rule
    counted = paid_months if gap_rule == "paid_months" else (months_in_row or 0)
    needed = rates.min_months[route]
    plans = tuple(child_plan(child, on, law=law) for child in children)
    if counted < needed:
        reason = f"Masa iur {counted} bulan, belum {needed} bulan." if children else None
        return Scholarship(plans, (), 0, reason, False, rates.sure_of_wait, rates.law)
    unsure = any(plan.needs_confirmation for plan in plans)
    payable = [place for place, plan in enumerate(plans) if plan.years]
    largest = sorted(payable, key=lambda place: (-plans[place].total_rp, place))[: rates.max_children]
    chosen = tuple(sorted(largest))
    cap = min(len(chosen) * rates.max_per_child, rates.max_total)
    gaps = route == "jkm" and months_in_row is not None and months_in_row < needed
    unsure = unsure or gaps or any(plans[place].if_studying for place in chosen)
    return Scholarship(plans, chosen, cap, None, unsure, _how_sure(children, plans, gaps, rates), rates.law)


def _how_sure(children: Sequence[Child], plans: Sequence[ChildPlan], gaps: bool, rates: _Rates) -> str:
    """The least sure of the numbers and readings that these plans rest on."""
    marks = [rates.confidence]
    if gaps or any(plan.if_studying or plan.needs_confirmation for plan in plans):
        marks.append("low")
    if any(child.work is not Work.TIDAK for child in children):
        marks.append(rates.sure_of_work)
    if any(child.level is None for child in children):
        marks.append(rates.sure_of_level)
    if any(plan.years for plan in plans):
        marks.append(rates.sure_of_ages)
    return lowest_confidence(marks)


def child_plan(child: Child, on: date, *, law: ParameterSet | None = None) -> ChildPlan:
    """Every yearly payment of one child from the event until the end. ValueError for an unknown level."""
    law = law or law_in_force()
    rates = _rates(_version_start(on, law), law)
    if child.level is not None and child.level not in LEVELS:
        raise ValueError(f"level: {child.level!r} tidak dikenal; pilih {', '.join(LEVELS)} atau kosong")
    if child.born > on:
        return ChildPlan((), "Lahir sesudah kejadian: perlu konfirmasi BPJS Ketenagakerjaan.", True)
    if reason := _why_ended(child, on, rates):
        return ChildPlan((), reason)
    at_school = child.level is not None or age_on(child.born, on) < rates.level_needed_from
    if not at_school and child.level_known:
        return ChildPlan((), "Tidak tercatat bersekolah. Bila masih sekolah, isi jenjangnya.")
    if rates.once_rp:
        age = age_on(child.born, on)
        return ChildPlan(
            (SchoolYear(on.year, child.level or "", 1, age, rates.once_rp),), if_studying=not at_school
        )
    return ChildPlan(tuple(_school_years(child, on, rates)), if_studying=not at_school)


def age_on(born: date, on: date) -> int:
    """Completed years on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@dataclass(frozen=True)
class _Rates:
    """The numbers of one version of the law, read once."""

    per_year: dict[str, int]
    max_years: dict[str, int]
    earliest_age: dict[str, int]
    max_children: int
    max_per_child: int
    max_total: int
    age_limit: int
    once_rp: int
    min_months: dict[str, int]
    work_exceptions: tuple[str, ...]
    gap_rule: GapRule
    level_needed_from: int
    confidence: str  # of the amounts and limits
    sure_of_wait: str  # of the years of contributions
    sure_of_ages: str  # of the ages at which school begins
    sure_of_work: str  # of the work that does not end it
    sure_of_level: str  # of the age from which a child without a level is not at school
    law: tuple[str, ...]


def _version_start(on: date, law: ParameterSet) -> date:
    days = _change_days(law)
    before = bisect_right(days, on)
    return days[before - 1] if before else on  # too early: the lookup names the parameter and the day


@lru_cache(maxsize=8)
def _change_days(law: ParameterSet) -> tuple[date, ...]:
    return law.change_days("benefit.beasiswa.")


@lru_cache(maxsize=64)
def _rates(start: date, law: ParameterSet) -> _Rates:
    def number(name: str) -> Any:
        return law.value(f"benefit.beasiswa.{name}", start)

    per_level = {level: _LEVEL_IDS[level] for level in LEVELS}
    ids = per_level.values()
    amounts = (f"{id}.{what}" for id in ids for what in ("per_year", "max_years"))
    limits = ("max_children", "max_per_child", "max_total", "age_limit", "once")
    wait = ("jkm.min_contribution_years", "jkk.min_contribution_years")

    def mark(*names: str) -> str:
        return lowest_confidence(law.entry(f"benefit.beasiswa.{name}", start).confidence for name in names)

    return _Rates(
        per_year={level: number(f"{id}.per_year") for level, id in per_level.items()},
        max_years={level: number(f"{id}.max_years") for level, id in per_level.items()},
        earliest_age={level: number(f"{id}.earliest_age") for level, id in per_level.items()},
        max_children=number("max_children"),
        max_per_child=number("max_per_child"),
        max_total=number("max_total"),
        age_limit=number("age_limit"),
        once_rp=number("once"),
        min_months={route: 12 * number(f"{route}.min_contribution_years") for route in ("jkm", "jkk")},
        work_exceptions=number("work_exceptions"),
        gap_rule=number("gap_rule"),
        level_needed_from=number("level_needed_from_age"),
        confidence=mark(*limits, *wait, *amounts),
        sure_of_wait=mark(*wait),
        sure_of_ages=mark(*(f"{id}.earliest_age" for id in ids)),
        sure_of_work=mark("work_exceptions"),
        sure_of_level=mark("level_needed_from_age"),
        law=_articles(start, law),
    )


def _articles(start: date, law: ParameterSet) -> tuple[str, ...]:
    amounts = law.entry("benefit.beasiswa.max_children", start).source.split(";")[0].split(" (")[0]
    conditions = law.entry("benefit.beasiswa.work_exceptions", start).source
    return (f"{amounts} (beasiswa)", conditions)


def _why_ended(child: Child, on: date, rates: _Rates) -> str | None:
    if not rates.max_children:
        return "Aturan pada tanggal itu belum mengenal beasiswa."
    if age_on(child.born, on) >= rates.age_limit:
        return f"Sudah berumur {rates.age_limit} tahun."
    if child.married:
        return "Sudah menikah."
    if child.work is not Work.TIDAK and child.work.value not in rates.work_exceptions:
        return "Sudah bekerja."
    return None


def _school_years(child: Child, on: date, rates: _Rates) -> Iterable[SchoolYear]:
    """One payment on the event and on each anniversary, while the child is at school and below the age."""
    age = age_on(child.born, on)
    wait = max(rates.earliest_age["TK"] - age, 0) if child.level is None else 0
    place, in_level = _start(child, age + wait, rates)
    for later in range(wait, rates.age_limit - age):
        if in_level > rates.max_years[LEVELS[place]]:
            place, in_level = place + 1, 1
        if place == len(LEVELS):
            return
        level = LEVELS[place]
        yield SchoolYear(on.year + later, level, in_level, age + later, rates.per_year[level])
        in_level += 1


def _start(child: Child, age: int, rates: _Rates) -> tuple[int, int]:
    """Place of the level and year in it: as told, otherwise as far as a child of that age usually is."""
    if child.level is None:
        place = max(i for i, level in enumerate(LEVELS) if rates.earliest_age[level] <= age)
    else:
        place = LEVELS.index(child.level)
    level = LEVELS[place]
    usual = min(max(age - rates.earliest_age[level] + 1, 1), rates.max_years[level])
    return place, child.year_in_level or usual
