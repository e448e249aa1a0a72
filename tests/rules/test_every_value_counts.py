"""Every switch and number under Peraturan & angka changes an answer, or is labelled "keterangan saja".

Each value is made another one and the same questions are asked again: an answer must change. The questions go through
the lines of `payung law`, deadlines, plan, eligibility and ranking; what only a page asks names its own test.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from payung.rules import deadlines, dtsen, law_lines, months, plan
from payung.rules.benefits import jkk, jkm
from payung.rules.benefits import scholarship as school
from payung.rules.benefits.events import Event
from payung.rules.contributions import (
    OTHER_WORDS,
    TRANSPORT_WORDS,
    Payer,
    advance_rp,
    contribution_rp,
    is_transport,
)
from payung.rules.eligibility import Criteria, not_bpu
from payung.rules.parameter_names import INFORMATION_ONLY, is_information
from payung.rules.parameters import ParameterSet, packaged
from payung.rules.ranking import RankingRule

DAYS = [date(y, 7, 15) for y in (2016, 2018, 2020, 2022, 2025)] + [date(2026, 2, 10)]
CHILDREN = [
    {"born": "2021-03-04", "level": "TK"}, {"born": "2017-08-20", "level": "SD"}, {"born": "2012-08-20", "level": "SMP"},
    {"born": "2008-01-05", "level": "SMA"}, {"born": "2004-06-05", "level": "PT"}, {"born": "2023-06-05"},
    {"born": "2008-06-05", "level": "SMA", "working": "MAGANG"}, {"born": "2002-06-05", "level": "PT"},
]  # fmt: skip
PUPILS = [school.Child(date(2015, 3, 4), "TK"), school.Child(date(2012, 3, 4), "SD")]
HARM = {
    "percent": 40, "function_loss": 50, "days_off": 600, "costs_rp": 100_000_000,
    "transport": {"land": 100_000_000, "sea": 100_000_000, "air": 100_000_000},
}  # fmt: skip


def paid(on: date, count: int, gap: int = 0) -> list[str]:
    last = months.month_of(on) - gap
    return [months.format_month(m) for m in range(last - count + 1, last + 1)]


def contributions() -> Iterator[dict]:
    spans = [
        "2015-07",
        "2018-01",
        "2020-09",
        "2021-01",
        "2025-05",
        "2025-12",
        "2026-01",
        "2026-06",
        "2027-03",
    ]
    incomes = [0, 900_000, *range(1_000_000, 21_000_000, 100_000)]
    for month, payer, sector in product(spans, ("dbhcht", "self", "apbd"), ("petani", "ojek")):
        for income in incomes if month == "2025-05" and payer == "self" else incomes[:3]:
            yield {
                "employer": payer == "self" and income == 900_000,
                "month": month,
                "payer": payer,
                "sector": sector,
                "income_rp": income,
                "programmes": ["JKK", "JKM", "JHT"],
            }


def benefits() -> Iterator[dict]:
    for on, event in product(DAYS, Event):
        for count, gap in ((3, 0), (12, 0), (12, 2), (40, 0)):
            for children in ([], CHILDREN[:2], CHILDREN[2:4], CHILDREN[4:6], CHILDREN[6:]):
                yield {
                    "event": event, "on": on.isoformat(), "paid_months": paid(on, count, gap), "children": children, **HARM,
                }  # fmt: skip


def covers() -> Iterator[dict]:
    for on, gap in product(DAYS, range(6)):
        yield {"on": on.isoformat(), "paid_months": paid(on, 6, gap)}


ASKED = {"contribution": contributions, "cover": covers, "benefit": benefits}
OF_PREFIX = {
    "contribution.": ("contribution", "cover"),
    "discount.": ("contribution",),
    "benefit.": ("benefit",),
}
SOME = 60  # lines that are compared at once


@cache
def questions(kind: str) -> tuple[tuple[str, ...], ...]:
    lines = [json.dumps(row) for row in ASKED[kind]()]
    return tuple(tuple(lines[at : at + SOME]) for at in range(0, len(lines), SOME))


@cache
def now(kind: str, at: int) -> list[str]:
    return list(law_lines.run(kind, questions(kind)[at], law=packaged()))


@cache
def others_now() -> list[str]:
    return [str(told) for told in others(packaged())]


def others(law: ParameterSet) -> Iterator[object]:
    noon = datetime(2025, 5, 7, 5, tzinfo=UTC)
    for day in DAYS:
        for ask in (
            lambda d: deadlines.data_change_due(d, law=law), lambda d: deadlines.card_due(d, law=law),
            lambda d: deadlines.claim_lapses_on("jkm", d, law=law), lambda d: deadlines.claim_lapses_on("jkk", d, law=law),
            lambda d: deadlines.payment_due("jkm", d, law=law), lambda d: deadlines.payment_due("jkk", d, law=law),
            lambda d: deadlines.late_penalty_rp("jkm", 10_000_000, d, d + timedelta(9), law=law),
            lambda d: deadlines.late_penalty_rp("jkk", 10_000_000, d, d + timedelta(9), law=law),
            lambda d: months.due_on(months.month_of(d), law=law),
            *(lambda d, n=n: advance_rp(months.month_of(d), n, payer=Payer.SELF, law=law) for n in (1, 2, 3, 6, 12, 24)),
            lambda d: is_transport(words_of(TRANSPORT_WORDS, d), months.month_of(d), law=law),
            lambda d: is_transport([f"{word} becak" for word in words_of(OTHER_WORDS, d)], months.month_of(d), law=law),
            lambda d: not_bpu(words_of("eligibility.not_bpu_jobs", d), d, law=law),
            lambda d: [dtsen.is_old((2025, quarter), d, law=law) for quarter in (1, 2, 3, 4)],
            lambda d: jkk.partial_disability_rp([d], percent=[100.0], law=law),
            lambda d: [contribution_rp(2020 * 12 + m, payer=Payer.SELF, joined_month=2020 * 12 + 7, law=law) for m in (7, 8, 9, 10)],
            lambda d: plan.assumed_deaths_per_1000(months.month_of(d), law=law),
            lambda d: Criteria.of_law(d, law=law), lambda d: RankingRule.of_law(d, law=law),
            lambda d: school.scholarship(PUPILS, d, route="jkm", paid_months=40, months_in_row=20, law=law),
            lambda d: [school.child_plan(school.Child(d - timedelta(days=365 * age + 60), None), d, law=law) for age in range(2, 23)],
            lambda d: [school.child_plan(school.Child(d - timedelta(days=7000), "PT", False, work), d, law=law) for work in school.Work],
            lambda d: jkm.death_cash_rp([d], member_since=[months.month_of(d) - 3], count_by="days", law=law),
            lambda d: jkk.disability_percent("anatomis.ibu_jari_tangan_kanan", [d], left_handed=True, law=law),
            lambda d: jkk.prosthesis_rp([d], [1_000_000], law=law),
            *(lambda d, i=i: jkk.capped_cost_rp([d], i, [10**9], law=law) for i in jkk.CAPPED),
        ):  # fmt: skip
            yield said(ask, day)
    yield deadlines.accident_report_due(noon, law=law), deadlines.outcome_report_due(noon, law=law)


def words_of(id: str, day: date) -> list[str]:
    """The words of a list as it is shipped: what each of them says must change when it is taken out."""
    versions = [entry for entry in packaged().versions(id) if entry.first <= day <= entry.last]
    return [str(word) for entry in versions for word in entry.value]


def said(ask, day: date) -> object:
    try:
        return ask(day)
    except ValueError as error:
        return str(error)


ANOTHER = {"paid_months": "continuous", "continuous": "paid_months"}


def other(value, times: int = 0):
    """Another value of the same kind; `times`: many times as much (-1: a twentieth), for a floor or a cap far away."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value * times if times > 0 else value // 20 if times else value + max(1, value // 7)
    if isinstance(value, float):
        return value / 2
    if isinstance(value, date):
        return value + timedelta(days=400)
    if isinstance(value, tuple):
        return value[: 1 if times < 0 else -1] if len(value) > 1 else (*value, "lain")
    if hasattr(value, "items"):  # doubled: the edges of income bands stay multiples of the same step
        return MappingProxyType({key: other(part, 2) for key, part in value.items()})
    return ANOTHER.get(value, f"{value} yang lain") if value is not None else value


def another_law(id: str, times: int) -> ParameterSet:
    law = packaged()
    entries = [entry for name in law.ids() for entry in law.versions(name)]
    return ParameterSet(replace(e, value=other(e.value, times)) if e.id == id else e for e in entries)


def changes_an_answer(id: str) -> bool:
    """Whether an answer is another one when the value is; a value nothing can be computed with counts too."""
    return any(_changes(id, another_law(id, times)) for times in ((0,) if ".band." in id else (0, 20, -1)))


def _changes(id: str, law: ParameterSet) -> bool:
    try:
        if [str(told) for told in others(law)] != others_now():
            return True
        return any(
            list(law_lines.run(kind, lines, law=law)) != now(kind, at)
            for prefix, kinds in OF_PREFIX.items() if id.startswith(prefix)
            for kind in kinds
            for at, lines in enumerate(questions(kind))
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError):
        return True


USED = [
    i for i in packaged().ids() if not i.startswith(("holiday.", "disability.")) and not is_information(i)
]
# What only a page or a claim asks, and the story that tells it.
TOLD_ELSEWHERE = {
    "heirs.adult_age": "tests/claims/test_family.py",
    "benefit.jkk.conclusion_days": "tests/claims/test_sure.py",
    "benefit.jkk.work_accident_questions": "tests/claims/test_sure.py",
    "contribution.bpu.package.minimum_programmes": "tests/office/test_sectors.py",
}


@pytest.mark.parametrize("id", [i for i in USED if i not in TOLD_ELSEWHERE])
def test_another_value_is_another_answer(id):
    assert changes_an_answer(id)


@pytest.mark.parametrize("id", packaged().ids("disability.anatomis.") + packaged().ids("disability.fungsi."))
def test_each_percentage_of_the_table_is_read(id):
    on, law = np.array(["2025-05-07"], "datetime64[D]"), another_law(id, 0)
    name = id.removeprefix("disability.")
    assert jkk.disability_percent(name, on, law=law) != jkk.disability_percent(name, on)


@pytest.mark.parametrize("id", sorted(INFORMATION_ONLY))
def test_what_is_labelled_keterangan_saja_changes_nothing(id):
    """Its words may be shown and its source cited; no answer hangs on its value."""
    assert not _changes(id, another_law(id, 0))


def test_each_story_that_is_told_elsewhere_exists():
    assert [path for path in TOLD_ELSEWHERE.values() if not Path(path).exists()] == []
