"""Something happened to a worker: what is probably due, in parts, by which article, how sure?

One door for every kind of event. Cover is asked first, then the formula of the event; the answer explains
itself. Always an estimate: BPJS Ketenagakerjaan decides.
Law: PP 44/2015, PP 82/2019, Permenaker 1/2025, through `jkm`, `jkk` and `scholarship`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from payung.language.formats import rupiah, tanggal
from payung.rules import coverage, months
from payung.rules.benefits import jkk, jkm
from payung.rules.benefits.events import EVENT_LABELS, PARTS, WITH_SCHOLARSHIP, Event
from payung.rules.benefits.jkm import CountBy, Tier
from payung.rules.benefits.scholarship import Child, Scholarship, scholarship
from payung.rules.coverage import Cover, State
from payung.rules.explain import ESTIMATE_SENTENCE, Part, article, sum_in_words
from payung.rules.parameters import ParameterSet, group_by_version, law_in_force, lowest_confidence

GRACE = coverage.GRACE
WAITING = "benefit.jkm.bpu_min_membership_full"


@dataclass(frozen=True, slots=True)
class Case:
    """What is known. percent, function_loss: per cent 0-100; paid_months: month numbers; dasar None: lowest band."""

    event: Event
    on: date
    paid_months: tuple[int, ...]
    dasar_rp: int | None = None
    percent: float | None = None
    function_loss: float | None = None
    days_off: int | None = None
    transport_rp: Mapping[str, int] | None = None
    costs_rp: int | None = None
    children: tuple[Child, ...] = ()
    cover_started_on: date | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is probably due. total_rp is cash without the scholarship."""

    case: Case
    tier: Tier
    parts: tuple[Part, ...]
    scholarship: Scholarship | None
    state: State
    member_since: int
    months_paid: int
    months_in_row: int
    arrears_months: int
    last_paid_month: int
    needs_confirmation: bool
    confidence: str
    law: tuple[str, ...]

    @property
    def total_rp(self) -> int:
        return sum(part.amount_rp for part in self.parts)

    @property
    def explanation(self) -> str:
        return _in_words(self)


def estimate(
    cases: Sequence[Case], *, count_by: CountBy = "months", law: ParameterSet | None = None
) -> list[Estimate]:
    """The estimate of each case, in order. One case and a million go the same way.

    ValueError names the field that is missing or wrong (the whole call fails: see `law_lines` for files);
    ParameterError when the law of that day is not known.
    """
    law = law or law_in_force()
    if not cases:
        return []
    on = months.day_numbers([case.on for case in cases])
    table, first = coverage.paid_table([case.paid_months for case in cases])
    cover = coverage.cover(table, first, on, law=law)
    people = [_Member._make(row) for row in zip(*(c.tolist() for c in vars(cover).values()), strict=True)]
    answers: dict[int, Estimate] = {}
    events = np.array([_EVENT_PLACES[case.event] for case in cases])
    for event, place in _EVENT_PLACES.items():
        rows = np.flatnonzero(events == place)
        if rows.size:
            some = [cases[row] for row in rows.tolist()]
            due = _due(event, some, on[rows], _taken(cover, rows), count_by, law)
            for at, row in enumerate(rows.tolist()):
                answers[row] = _estimate(some[at], people[row], due, at, law)
    return [answers[row] for row in range(len(cases))]


class _Member(NamedTuple):
    """One row of a Cover as plain numbers (same order of fields)."""

    state: int
    member_since: int
    months_in_row: int
    months_paid: int
    months_paid_since: int
    last_paid_month: int
    arrears_months: int
    needs_confirmation: bool


@dataclass(frozen=True, slots=True)
class _Due:
    """Amounts (rows x parts), tiers, and how sure the tier is, of all cases of one event."""

    amounts_rp: list[list[int]]
    tier: list[int]
    sure: list[str]


_EVENT_PLACES = {event: place for place, event in enumerate(Event)}


def _due(
    event: Event, cases: Sequence[Case], on: np.ndarray, cover: Cover, count_by: CountBy, law: ParameterSet
) -> _Due:
    if event is Event.DEATH:
        return _due_by_death(cases, on, cover, count_by, law)
    member = cover.is_member
    amounts = np.column_stack(_FORMULAS[event](cases, on, law)) * member[:, None]
    return _Due(amounts.tolist(), (member * int(Tier.FULL)).tolist(), ["high"] * len(cases))


def _due_by_death(
    cases: Sequence[Case], on: np.ndarray, cover: Cover, count_by: CountBy, law: ParameterSet
) -> _Due:
    started = np.array([case.cover_started_on or "NaT" for case in cases], dtype="datetime64[D]")
    known = None if np.isnat(started).all() else started

    def cash(counted: CountBy) -> jkm.DeathCash:
        return jkm.death_cash_rp(
            on,
            member_since=cover.member_since,
            is_member=cover.is_member,
            cover_started_on=known,
            count_by=counted,
            law=law,
        )

    due, other = cash(count_by), cash("days" if count_by == "months" else "months")
    # The waiting time is read in several ways (months, days, paid months), and nobody knows whether
    # it restarts after a lapse.
    wait = group_by_version(on, law, WAITING)
    few_paid = cover.months_paid_since < wait.table(law, WAITING)[wait.version]
    doubtful = (due.tier != other.tier) | few_paid | (due.tier == Tier.FUNERAL_ONLY)
    restarted = (cover.months_paid > cover.months_paid_since) & (due.tier == Tier.FUNERAL_ONLY)
    sure = np.where(restarted, "low", np.where(doubtful, "medium", "high")).tolist()
    parts = (due.santunan_kematian_rp, due.santunan_berkala_rp, due.biaya_pemakaman_rp)
    return _Due(np.column_stack(parts).tolist(), due.tier.tolist(), sure)


def _work_death(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> tuple[np.ndarray, ...]:
    cash = jkk.work_death_rp(on, _basis(cases, on, law), law=law)
    return cash.santunan_rp, cash.santunan_berkala_rp, cash.biaya_pemakaman_rp


def _total_disability(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> tuple[np.ndarray, ...]:
    cash = jkk.total_disability_rp(on, _basis(cases, on, law), law=law)
    return cash.santunan_rp, cash.santunan_berkala_rp


def _partial_disability(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> tuple[np.ndarray, ...]:
    percent = _needed(cases, "percent")
    loss = np.array([100 if case.function_loss is None else case.function_loss for case in cases], float)
    basis = _basis(cases, on, law)
    return (jkk.partial_disability_rp(on, percent, function_loss=loss, dasar_rp=basis, law=law).santunan_rp,)


def _temporary(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> tuple[np.ndarray, ...]:
    return (jkk.temporary_rp(on, _needed(cases, "days_off"), dasar_rp=_basis(cases, on, law), law=law),)


def _transport(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> tuple[np.ndarray, ...]:
    costs = {mode: [(case.transport_rp or {}).get(mode, 0) for case in cases] for mode in jkk.MODES}
    due = jkk.transport_rp(on, costs, law=law)
    return tuple(due[mode] for mode in jkk.MODES)


def _home_care(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> tuple[np.ndarray, ...]:
    return (jkk.home_care_rp(on, _needed(cases, "costs_rp"), law=law),)


_FORMULAS: dict[Event, Callable[..., tuple[np.ndarray, ...]]] = {
    Event.WORK_DEATH: _work_death,
    Event.TOTAL_DISABILITY: _total_disability,
    Event.PARTIAL_DISABILITY: _partial_disability,
    Event.TEMPORARY: _temporary,
    Event.TRANSPORT: _transport,
    Event.HOME_CARE: _home_care,
}


def _basis(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> np.ndarray:
    """The dasar of each case, the programme's lowest band where none is given."""
    version = group_by_version(on, law, jkk.PREFIXES)
    lowest = version.table(law, "benefit.jkk.programme_wage_basis")[version.version]
    given = np.array([-1 if case.dasar_rp is None else case.dasar_rp for case in cases], np.int64)
    absent = np.array([case.dasar_rp is None for case in cases])
    return np.where(absent, lowest, given)


def _needed(cases: Sequence[Case], field: str) -> list[Any]:
    values = [getattr(case, field) for case in cases]
    if any(value is None for value in values):
        raise ValueError(f"{field}: wajib diisi untuk kejadian {cases[0].event}")
    return values


def _taken(cover: Cover, rows: np.ndarray) -> Cover:
    return Cover(*(column[rows] for column in vars(cover).values()))


def _estimate(case: Case, member: _Member, due: _Due, at: int, law: ParameterSet) -> Estimate:
    tier = Tier(due.tier[at])
    forms = _part_forms(case.event, _version_start(case.on, law), law)
    parts = tuple(Part(*form[:2], rp, *form[2:]) for form, rp in zip(forms, due.amounts_rp[at], strict=True))
    school = _scholarship(case, member, tier, law)
    born_later = (
        tier > Tier.NONE
        and case.event in WITH_SCHOLARSHIP
        and any(child.born > case.on for child in case.children)
    )
    unsure = member.needs_confirmation or born_later or bool(school and school.needs_confirmation)
    marks = [due.sure[at], *(part.confidence for part in parts)]
    if member.needs_confirmation or born_later:
        marks.append("low")
    if member.state == State.LAPSED:
        marks.append("medium")  # branches differ on when a membership ends
    if school and school.chosen:
        marks.append(school.confidence)
    return Estimate(
        case=case,
        tier=tier,
        parts=parts,
        scholarship=school,
        state=State(member.state),
        member_since=member.member_since,
        months_paid=member.months_paid,
        months_in_row=member.months_in_row,
        arrears_months=member.arrears_months,
        last_paid_month=member.last_paid_month,
        needs_confirmation=unsure,
        confidence=lowest_confidence(marks),
        law=_articles(case, member, parts, school, law),
    )


def _scholarship(case: Case, member: _Member, tier: Tier, law: ParameterSet) -> Scholarship | None:
    """Asked for death (JKM) and for work death and total disability (JKK), with the full tier."""
    route = WITH_SCHOLARSHIP.get(case.event)
    if not case.children or route is None or tier is not Tier.FULL:
        return None
    return scholarship(
        case.children,
        case.on,
        route=route,
        paid_months=member.months_paid,
        months_in_row=member.months_in_row,
        law=law,
    )


@lru_cache(maxsize=8)
def _change_days(law: ParameterSet) -> tuple[date, ...]:
    return law.change_days(("benefit.jk", GRACE))


def _version_start(on: date, law: ParameterSet) -> date:
    days = _change_days(law)
    return days[max(bisect_right(days, on) - 1, 0)]


@lru_cache(maxsize=256)
def _part_forms(event: Event, start: date, law: ParameterSet) -> list[tuple[str, str, str, str]]:
    """Code, label, article and confidence of each part under one version of the law."""
    return [(code, label, *article(law, id, start)) for code, label, id in PARTS[event]]


@lru_cache(maxsize=64)
def _rule_article(id: str, start: date, law: ParameterSet) -> str:
    return article(law, id, start)[0]


def _articles(
    case: Case, member: _Member, parts: tuple[Part, ...], school: Scholarship | None, law: ParameterSet
) -> tuple[str, ...]:
    start = _version_start(case.on, law)
    named = dict.fromkeys(part.law for part in parts)
    if case.event is Event.DEATH and law.value(WAITING, start):
        named[_rule_article(WAITING, start, law)] = None
    if member.state != State.ACTIVE:
        named[_rule_article(GRACE, start, law)] = None
    if school:
        named.update(dict.fromkeys(school.law))
    return tuple(named)


def _in_words(answer: Estimate) -> str:
    """The estimate as a few plain sentences; the last one says who decides."""
    case = answer.case
    sentences = [f"{EVENT_LABELS[case.event]} pada {tanggal(case.on)}."]
    sentences.append(
        coverage.explain(
            answer.state,
            member_since=answer.member_since,
            last_paid_month=answer.last_paid_month,
            arrears_months=answer.arrears_months,
        )
    )
    if answer.tier is Tier.NONE:
        sentences.append("Pada hari itu tidak ada perlindungan, sehingga tidak ada manfaat yang dihitung.")
    else:
        words = sum_in_words(answer.parts)
        sentences.append(f"{words[:1].upper()}{words[1:]}.")
    if answer.tier is Tier.FUNERAL_ONLY:
        sentences.append("Masa kepesertaan belum tiga bulan: hanya biaya pemakaman.")
    sentences.extend(_scholarship_in_words(answer))
    return " ".join([*sentences, ESTIMATE_SENTENCE])


def _scholarship_in_words(answer: Estimate) -> list[str]:
    school = answer.scholarship
    if school is None:
        return []
    if school.reason:
        return [f"Beasiswa belum ada: {school.reason}"]
    reasons = [f"Anak {place}: {plan.reason}" for place, plan in enumerate(school.plans, 1) if plan.reason]
    if not school.chosen:
        return ["Beasiswa tidak ada.", *reasons]
    years = school.by_year()
    return [
        f"Beasiswa untuk {school.children} anak, paling banyak {rupiah(school.total_max_rp)} "
        f"dari {years[0]['year']} sampai {years[-1]['year']}, diajukan tiap tahun.",
        *reasons,
    ]
