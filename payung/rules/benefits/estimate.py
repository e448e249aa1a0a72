"""Something happened to a worker: what is probably due, in parts, by which article, how sure?

One door for every kind of event. Cover is asked first, then the formula of the event; `saying` puts the answer into
words. Always an estimate: BPJS Ketenagakerjaan decides.
Law: PP 44/2015, PP 82/2019, Permenaker 1/2025, through `jkm`, `jkk` and `scholarship`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from payung.language.formats import tanggal
from payung.rules import coverage, months, standing
from payung.rules.benefits import formula, jkk, jkm, saying
from payung.rules.benefits.events import KEEPS_STMB, PARTS, STMB, WAGE, WITH_SCHOLARSHIP, Event
from payung.rules.benefits.jkm import CountBy, Tier
from payung.rules.benefits.scholarship import Child, Scholarship, scholarship
from payung.rules.coverage import Cover, State
from payung.rules.explain import Part, article
from payung.rules.parameters import (
    ParameterError,
    ParameterSet,
    group_by_version,
    law_in_force,
    lowest_confidence,
)
from payung.rules.standing import History, Payment, Span, Standing

GRACE = coverage.GRACE
WAITING = "benefit.jkm.bpu_min_membership_full"
SUDDEN = "benefit.jkk.sudden_death_hours"
LOST_PAPER = "benefit.jkk.lost_at_sea_paper"
LOST_MONTHS = "benefit.jkk.lost_at_sea_months"


@dataclass(frozen=True, slots=True)
class Case:
    """What is known. percent, function_loss: per cent 0-100; paid_months: month numbers; dasar None: lowest band.

    payments: months with the day their money arrived; cover_started_on, or spans (memberships): when cover began;
    losses: rows of the table of disability, in place of `percent`; hours_to_death: from the attack at work.
    """

    event: Event
    on: date
    paid_months: tuple[int, ...] = ()
    dasar_rp: int | None = None
    percent: float | None = None
    function_loss: float | None = None
    days_off: int | None = None
    transport_rp: Mapping[str, int] | None = None
    costs_rp: int | None = None
    children: tuple[Child, ...] = ()
    cover_started_on: date | None = None
    payments: tuple[Payment, ...] = ()
    spans: tuple[Span, ...] = ()
    losses: tuple[str, ...] = ()
    left_handed: bool = False
    hours_to_death: float | None = None

    @property
    def history(self) -> History:
        return History(self.paid_months, self.payments, self.cover_started_on, self.spans)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is probably due. total_rp is cash without the scholarship.

    started_on: the day from which the membership counts, where it is known; doubts: why it must not be promised;
    same_at_work_rp: of a JKM death, what the same death at work would be (None: not known or no cover).
    """

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
    started_on: date | None = None
    full_on: date | None = None
    doubts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    same_at_work_rp: int | None = None
    dasar_rp: int | None = None

    @property
    def total_rp(self) -> int:
        return sum(part.amount_rp for part in self.parts)

    @property
    def explanation(self) -> str:
        return saying.in_words(self)


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
    known = standing.standing([case.history for case in cases], on, law=law)
    people = [
        _Member._make(row) for row in zip(*(c.tolist() for c in vars(known.cover).values()), strict=True)
    ]
    reckoned = [_reckoned(case, law) for case in cases]
    answers: dict[int, Estimate] = {}
    events = np.array([_EVENT_PLACES[case.event] for case, _ in reckoned])
    for event, place in _EVENT_PLACES.items():
        rows = np.flatnonzero(events == place)
        if rows.size:
            some = [reckoned[row][0] for row in rows.tolist()]
            due = _due(event, some, on[rows], _of_rows(known, rows), count_by, law)
            for at, row in enumerate(rows.tolist()):
                grounds = _Told(
                    known.started_on[row], known.doubts[row], known.reasons[row], reckoned[row][1]
                )
                answers[row] = _estimate(cases[row], some[at], people[row], grounds, due, at, law)
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


class _Reading(NamedTuple):
    """What the event is calculated as, when that is a reading: a doubt to be told, its article, how sure."""

    doubt: str = ""
    law: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


AS_TOLD = _Reading()


class _Told(NamedTuple):
    """What must be told of one case besides its numbers."""

    started_on: date | None
    doubts: tuple[str, ...]
    reasons: tuple[str, ...]
    reading: _Reading


@dataclass(frozen=True, slots=True)
class _Due:
    """Amounts (rows x parts), tiers, how sure the tier is, and doubts about it, of all cases of one event."""

    amounts_rp: list[list[int]]
    tier: list[int]
    sure: list[str]
    doubts: list[str]


_EVENT_PLACES = {event: place for place, event in enumerate(Event)}


# -- what an event is calculated as ------------------------------------------------------------------------


def _reckoned(case: Case, law: ParameterSet) -> tuple[Case, _Reading]:
    """The case as the formulas take it: a sudden death and somebody lost at sea are deaths, losses a percentage."""
    if case.event is Event.SUDDEN_DEATH:
        return _sudden(case, law)
    if case.event is Event.LOST_AT_SEA:
        paper, wait = law.entry(LOST_PAPER, _since_jkk(case.on)), law.entry(LOST_MONTHS, _since_jkk(case.on))
        doubt = (
            f"Orang yang hilang belum dianggap meninggal: BPJS meminta {paper.value}; cabang menunggu "
            f"{wait.value['paling_cepat']} sampai {wait.value['paling_lama']} bulan."
        )
        reading = _Reading(
            doubt, (article(law, LOST_PAPER, _since_jkk(case.on))[0],), (paper.confidence, wait.confidence)
        )
        return replace(case, event=Event.WORK_DEATH, days_off=None), reading
    if case.event is Event.PARTIAL_DISABILITY and case.percent is None and case.losses:
        return _by_table(case, law)
    return case, AS_TOLD


def _sudden(case: Case, law: ParameterSet) -> tuple[Case, _Reading]:
    """A work accident when death came within the hours of the rule; later, or before the rule, JKM (never more than is sure)."""
    try:
        entry = law.entry(SUDDEN, case.on)
    except ParameterError:
        entry = None
    if entry is None or not entry.value:
        doubt = (
            "Aturan pada tanggal itu belum mengenal meninggal mendadak di tempat kerja; dihitung sebagai JKM."
        )
        return replace(case, event=Event.DEATH), _Reading(doubt, (), (entry.confidence,) if entry else ())
    named, hours = (article(law, SUDDEN, case.on)[0],), entry.value
    if case.hours_to_death is not None and case.hours_to_death > hours:
        doubt = f"Meninggal lebih dari {hours} jam sesudah serangan: dihitung sebagai JKM; tanyakan BPJS apakah JKK."
        return replace(case, event=Event.DEATH), _Reading(doubt, named, (entry.confidence,))
    doubt = (
        f"Meninggal mendadak dihitung kecelakaan kerja bila serangannya di tempat kerja, langsung dibawa berobat, dan "
        f"meninggal dalam {hours} jam; BPJS yang menyimpulkan."
    )
    marks = (entry.confidence,) if case.hours_to_death is not None else ("low",)
    return replace(case, event=Event.WORK_DEATH, days_off=None), _Reading(doubt, named, marks)


def _by_table(case: Case, law: ParameterSet) -> tuple[Case, _Reading]:
    """The percentages of the table added up. ValueError for a row that the table does not have."""
    try:
        rows = [
            jkk.disability_row(name, case.on, left_handed=case.left_handed, law=law) for name in case.losses
        ]
    except ParameterError as error:
        raise ValueError(f"losses: {error}") from None
    marks = [row.confidence for row in rows]
    if case.left_handed:
        marks.append(law.entry("disability.left_handed_swap", case.on).confidence)
    return replace(case, percent=float(sum(row.value for row in rows))), _Reading(marks=tuple(marks))


def _since_jkk(on: date) -> date:
    """A lost fisher before the law of BPU is refused by the amounts, not by the words."""
    return max(on, date(2015, 7, 1))


# -- amounts -------------------------------------------------------------------------------------------------


def _due(
    event: Event, cases: Sequence[Case], on: np.ndarray, known: Standing, count_by: CountBy, law: ParameterSet
) -> _Due:
    if event is Event.DEATH:
        return _due_by_death(cases, on, known, count_by, law)
    member = known.cover.is_member
    columns = _FORMULAS[event](cases, on, law)
    if event in KEEPS_STMB:
        columns = (_stmb_before(cases, on, law), *columns)
    amounts = np.column_stack(columns) * member[:, None]
    nothing = [""] * len(cases)
    return _Due(amounts.tolist(), (member * int(Tier.FULL)).tolist(), ["high"] * len(cases), nothing)


def _due_by_death(
    cases: Sequence[Case], on: np.ndarray, known: Standing, count_by: CountBy, law: ParameterSet
) -> _Due:
    cover = known.cover
    started = np.array([day or "NaT" for day in known.started_on], dtype="datetime64[D]")
    exact = ~np.isnat(started)

    def cash(counted: CountBy, *, from_day: bool = True) -> jkm.DeathCash:
        return jkm.death_cash_rp(
            on,
            member_since=cover.member_since,
            is_member=cover.is_member,
            cover_started_on=started if from_day and exact.any() else None,
            count_by=counted,
            law=law,
        )

    due, other = cash(count_by), cash("days" if count_by == "months" else "months")
    of_month = cash(count_by, from_day=False)
    # The waiting time is read in several ways (months, days, paid months; from the day cover began or from the first
    # of the month), and nobody knows whether it restarts after a lapse.
    wait = group_by_version(on, law, WAITING)
    needed = wait.table(law, WAITING)[wait.version]
    few_paid = cover.months_paid_since < needed
    guessed = ~exact & (due.tier == Tier.FULL) & _full_only_from_the_first(on, cover, needed)
    doubtful = (due.tier != other.tier) | few_paid | (due.tier == Tier.FUNERAL_ONLY) | guessed
    restarted = (cover.months_paid > cover.months_paid_since) & (due.tier == Tier.FUNERAL_ONLY)
    differs = due.tier != of_month.tier
    sure = np.where(restarted | differs, "low", np.where(doubtful, "medium", "high"))
    parts = (due.santunan_kematian_rp, due.santunan_berkala_rp, due.biaya_pemakaman_rp)
    doubts = [
        _of_start(day) if apart else "" for day, apart in zip(known.started_on, differs.tolist(), strict=True)
    ]
    member = cover.is_member
    return _Due(
        np.column_stack(parts).tolist(), due.tier.tolist(), np.where(member, sure, "high").tolist(), doubts
    )


def _full_only_from_the_first(on: np.ndarray, cover: Cover, needed: np.ndarray) -> np.ndarray:
    """Whether the waiting time is over only because cover is taken to begin on the first of the month."""
    return (needed > 0) & (months.months_of(on) - cover.member_since == needed)


def _of_start(day: date | None) -> str:
    if day is None:
        return ""
    return (
        f"Masa kepesertaan dihitung sejak {tanggal(day)}; dihitung sejak tanggal 1 bulan itu hasilnya lain. "
        "Cara menghitungnya perlu konfirmasi."
    )


def _stmb_before(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> np.ndarray:
    return jkk.temporary_rp(
        on, [case.days_off or 0 for case in cases], dasar_rp=_basis(cases, on, law), law=law
    )


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


def _capped(item: str) -> Callable[..., tuple[np.ndarray, ...]]:
    def due(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> tuple[np.ndarray, ...]:
        return (jkk.capped_cost_rp(on, item, _needed(cases, "costs_rp"), law=law),)

    return due


def _prosthesis(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> tuple[np.ndarray, ...]:
    return (jkk.prosthesis_rp(on, _needed(cases, "costs_rp"), law=law),)


_FORMULAS: dict[Event, Callable[..., tuple[np.ndarray, ...]]] = {
    Event.WORK_DEATH: _work_death,
    Event.TOTAL_DISABILITY: _total_disability,
    Event.PARTIAL_DISABILITY: _partial_disability,
    Event.TEMPORARY: _temporary,
    Event.TRANSPORT: _transport,
    Event.HOME_CARE: _capped("home_care.max"),
    Event.GLASSES: _capped("glasses_max"),
    Event.HEARING_AID: _capped("hearing_aid_max"),
    Event.TEETH: _capped("dental_prosthesis_max"),
    Event.PROSTHESIS: _prosthesis,
}


def _basis(cases: Sequence[Case], on: np.ndarray, law: ParameterSet) -> np.ndarray:
    """The dasar of each case, the programme's lowest band where none is given."""
    version = group_by_version(on, law, jkk.PREFIXES)
    lowest = version.table(law, WAGE)[version.version]
    given = np.array([-1 if case.dasar_rp is None else case.dasar_rp for case in cases], np.int64)
    absent = np.array([case.dasar_rp is None for case in cases])
    return np.where(absent, lowest, given)


def _needed(cases: Sequence[Case], field: str) -> list[Any]:
    values = [getattr(case, field) for case in cases]
    if any(value is None for value in values):
        raise ValueError(f"{field}: wajib diisi untuk kejadian {cases[0].event}")
    return values


def _of_rows(known: Standing, rows: np.ndarray) -> Standing:
    at = rows.tolist()
    return Standing(
        Cover(*(column[rows] for column in vars(known.cover).values())),
        tuple(known.started_on[row] for row in at),
        tuple(known.doubts[row] for row in at),
        tuple(known.reasons[row] for row in at),
    )


# -- one answer ------------------------------------------------------------------------------------------------


def _estimate(
    asked: Case, case: Case, member: _Member, told: _Told, due: _Due, at: int, law: ParameterSet
) -> Estimate:
    """asked: as it was told; case: as it was calculated."""
    tier = Tier(due.tier[at])
    parts = _parts(case, tier, due.amounts_rp[at], law)
    school = _scholarship(case, member, tier, law)
    doubts = tuple(_doubts(case, member, tier, school, told, due.doubts[at], law))
    marks = [
        due.sure[at],
        *(part.confidence for part in parts),
        *_marks(case, member, tier, school, told, law),
    ]
    if set(doubts) - {told.reading.doubt}:
        marks.append("low")
    return Estimate(
        case=asked,
        tier=tier,
        parts=parts,
        scholarship=school,
        state=State(member.state),
        member_since=member.member_since,
        months_paid=member.months_paid,
        months_in_row=member.months_in_row,
        arrears_months=member.arrears_months,
        last_paid_month=member.last_paid_month,
        needs_confirmation=bool(doubts) or member.needs_confirmation,
        confidence=lowest_confidence(marks),
        law=_articles(case, member, parts, school, told, law),
        started_on=told.started_on,
        full_on=_full_on(member, case.on, told.started_on, law),
        doubts=doubts,
        reasons=told.reasons,
        same_at_work_rp=_same_at_work(case, tier, law),
        dasar_rp=_wage(case, law),
    )


def _parts(case: Case, tier: Tier, amounts_rp: Sequence[int], law: ParameterSet) -> tuple[Part, ...]:
    start = _version_start(case.on, law)
    forms = _part_forms(case.event, case.dasar_rp is None, start, law)
    if case.event in KEEPS_STMB:
        if case.days_off:
            forms = (_part_form(STMB, case.dasar_rp is None, start, law), *forms)
        else:
            amounts_rp = amounts_rp[1:]
    return tuple(
        Part(code, label, rp, named, mark, formula.of_part(code, case, law) if rp else "")
        for (code, label, named, mark), rp in zip(forms, amounts_rp, strict=True)
    )


def _doubts(
    case: Case,
    member: _Member,
    tier: Tier,
    school: Scholarship | None,
    told: _Told,
    of_start: str,
    law: ParameterSet,
) -> Iterator[str]:
    """Every reason why this answer must not be promised; nothing where there is no cover."""
    if tier is Tier.NONE:
        return
    yield from told.doubts
    yield from filter(None, (of_start, told.reading.doubt))
    if case.event in WITH_SCHOLARSHIP and any(child.born > case.on for child in case.children):
        yield "Anak yang lahir sesudah kejadian: tanyakan kepada BPJS apakah mendapat beasiswa."
    if school and school.if_studying:
        yield "Belum diketahui apakah anaknya masih sekolah, belum menikah, dan tidak bekerja."
    elif school and school.needs_confirmation and school.chosen:
        yield "Masa iur untuk beasiswa tidak berturut-turut: cara menghitungnya perlu konfirmasi."
    if case.event is Event.PARTIAL_DISABILITY and jkk.above_total(
        case.on, case.percent or 0, case.function_loss, law
    ):
        yield "Persentasenya di atas cacat total tetap: dihitung paling banyak sebesar cacat total; periksa surat dokter."


def _marks(
    case: Case, member: _Member, tier: Tier, school: Scholarship | None, told: _Told, law: ParameterSet
) -> Iterator[str]:
    """How sure are the readings and parameters that no part carries?"""
    start = _version_start(case.on, law)
    yield from told.reading.marks
    if member.needs_confirmation or (told.reasons and member.state == State.LAPSED):
        yield "low"
    bridged = member.months_paid_since < member.last_paid_month - member.member_since + 1
    if member.state == State.LAPSED or (member.member_since and bridged):
        yield law.entry(GRACE, start).confidence  # branches differ on when a membership ends
    if case.event is Event.DEATH and tier is not Tier.NONE:
        yield law.entry(WAITING, case.on).confidence
    if told.started_on or told.reasons:
        yield from (entry.confidence for entry in _start_rule(case.on, law))
    if school:
        yield school.confidence


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


def _same_at_work(case: Case, tier: Tier, law: ParameterSet) -> int | None:
    """What the same death would be, had work caused it; None before the law of BPU, and without cover."""
    if case.event is not Event.DEATH or tier is Tier.NONE:
        return None
    return _work_death_total(_version_start(case.on, law), case.dasar_rp, law)


@lru_cache(maxsize=256)
def _work_death_total(start: date, dasar_rp: int | None, law: ParameterSet) -> int | None:
    """The cash of a death at work under one version of the law; None before BPU had it."""
    try:
        return int(jkk.work_death_rp([start], None if dasar_rp is None else [dasar_rp], law=law).total_rp[0])
    except ParameterError:
        return None


def _wage(case: Case, law: ParameterSet) -> int | None:
    """The income that JKK counts from; None for JKM and for costs."""
    uses = any(WAGE in ids for _, _, ids in PARTS[case.event])
    return (case.dasar_rp or law.value(WAGE, case.on)) if uses else None


def _full_on(member: _Member, on: date, started_on: date | None, law: ParameterSet) -> date | None:
    if not member.member_since:
        return None
    return jkm.full_on(started_on or months.first_day(member.member_since), on, law)


@lru_cache(maxsize=8)
def _change_days(law: ParameterSet) -> tuple[date, ...]:
    return law.change_days(("benefit.jk", GRACE))


def _version_start(on: date, law: ParameterSet) -> date:
    days = _change_days(law)
    return days[max(bisect_right(days, on) - 1, 0)]


@lru_cache(maxsize=512)
def _part_forms(
    event: Event, lowest: bool, start: date, law: ParameterSet
) -> tuple[tuple[str, str, str, str], ...]:
    """Code, label, article and confidence of each part under one version of the law."""
    return tuple(_part_form(form, lowest, start, law) for form in PARTS[event])


def _part_form(
    form: tuple[str, str, tuple[str, ...]], lowest: bool, start: date, law: ParameterSet
) -> tuple[str, str, str, str]:
    """lowest: the programme's own income is taken, so its parameter counts too."""
    code, label, ids = form
    marks = [law.entry(id, start).confidence for id in ids if lowest or id != WAGE]
    return code, label, article(law, ids[0], start)[0], lowest_confidence(marks)


@lru_cache(maxsize=64)
def _rule_article(id: str, start: date, law: ParameterSet) -> str:
    return article(law, id, start)[0]


@lru_cache(maxsize=256)
def _start_rule(on: date, law: ParameterSet) -> tuple[Any, ...]:
    """The rule of the day cover begins; nothing before it was written down."""
    return tuple(e for e in law.versions(standing.START_RULE) if e.first <= on <= e.last)


def _articles(
    case: Case,
    member: _Member,
    parts: tuple[Part, ...],
    school: Scholarship | None,
    told: _Told,
    law: ParameterSet,
) -> tuple[str, ...]:
    start = _version_start(case.on, law)
    named = dict.fromkeys(part.law for part in parts)
    if case.event is Event.DEATH and law.value(WAITING, start):
        named[_rule_article(WAITING, start, law)] = None
    if member.state != State.ACTIVE:
        named[_rule_article(GRACE, start, law)] = None
    if told.started_on or told.reasons:
        named.update(
            {_rule_article(standing.START_RULE, case.on, law): None for _ in _start_rule(case.on, law)}
        )
    named.update(dict.fromkeys(told.reading.law))
    if school:
        named.update(dict.fromkeys(school.law))
    return tuple(named)
