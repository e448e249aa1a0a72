"""JSON lines in, JSON lines out: the pure part of `payung law contribution|cover|benefit|heirs`.

A bad line becomes {"id", "error"} with the name of the field, and the run goes on. Lines are answered in
batches by the array formulas; a batch that fails is repeated line by line, so that only its bad line fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from payung.rules import contributions, coverage, months, standing
from payung.rules import law_fields as field
from payung.rules.benefits.estimate import Case, Estimate, estimate
from payung.rules.benefits.events import NEEDED, Event
from payung.rules.contributions import Payer, Programme
from payung.rules.coverage import State
from payung.rules.explain import ESTIMATE_SENTENCE, article
from payung.rules.heirs import Kin, Relative, inheritance
from payung.rules.law_fields import LineError
from payung.rules.parameters import ParameterSet, law_in_force
from payung.rules.standing import History, Standing

KINDS = ("contribution", "cover", "benefit", "heirs")
BATCH = 2_000  # small enough that the collector has little to look through
EVENTS = tuple(event.value for event in Event)
Row = dict[str, Any]
_ENCODER = json.JSONEncoder(separators=(",", ":"))


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} bukan angka")


_DECODER = json.JSONDecoder(parse_constant=_no_number)
NO_SCHOLARSHIP: Row = {"children": 0, "total_max_rp": 0, "by_year": []}


def run(
    kind: str, lines: Iterable[str | bytes], *, law: ParameterSet | None = None, batch: int = BATCH
) -> Iterator[str]:
    """Answer each JSON line (text or UTF-8 bytes) with one JSON line, in order; empty lines are skipped.

    kind: one of `KINDS` (ValueError otherwise). Never stops at a bad line.
    """
    if kind not in KINDS:
        raise ValueError(f"kind: {kind!r} tidak dikenal; pilih {', '.join(KINDS)}")
    law = law or law_in_force()
    waiting = iter(lines)
    while some := list(islice(waiting, batch)):
        rows = [_parsed(line) for line in some if line.strip()]
        for answered in answers(kind, rows, law=law):
            yield _ENCODER.encode(answered)


def answer(kind: str, row: Row, *, law: ParameterSet | None = None) -> Row:
    """One question, one answer: the same dicts as the lines of the command."""
    return answers(kind, [row], law=law)[0]


def answers(kind: str, rows: Sequence[Row | LineError], *, law: ParameterSet | None = None) -> list[Row]:
    """Many questions, in order. A `LineError` in place of a dict is passed through as its error."""
    law = law or law_in_force()
    read, compute = _KINDS[kind]
    told: list[Row] = [{} for _ in rows]
    good: list[tuple[int, Any]] = []
    for place, row in enumerate(rows):
        try:
            good.append((place, read(_object(row))))
        except ValueError as error:
            told[place] = _error(row, error)
    for place, result in zip(
        (p for p, _ in good), _computed(compute, [q for _, q in good], law), strict=True
    ):
        given = rows[place]
        id_ = given.get("id") if isinstance(given, dict) else None
        told[place] = (
            {"id": id_, "error": str(result)} if isinstance(result, ValueError) else {"id": id_, **result}
        )
    return told


def _computed(
    compute: Callable[..., list[Row]], asked: list[Any], law: ParameterSet
) -> list[Row | ValueError]:
    """One array run for the whole batch; when that fails, line by line."""
    if not asked:
        return []
    try:
        return list(compute(asked, law))
    except ValueError as error:
        if len(asked) == 1:
            return [error]
    return [result for one in asked for result in _computed(compute, [one], law)]


# -- contribution ------------------------------------------------------------------------------------------


class Monthly(NamedTuple):
    """One question about a contribution. transport None: read from the words of the sector."""

    month: int
    sector: str
    payer: Payer
    income_rp: int
    programmes: Programme
    employer: bool
    transport: bool | None


def _read_contribution(row: Row) -> Monthly:
    programmes = Programme(0)
    for name in field.listed(row, "programmes", default=["JKK", "JKM"]):
        if not isinstance(name, str) or name not in Programme.__members__:
            raise LineError(f"programmes: {name!r} tidak dikenal; pilih JKK, JKM, JHT")
        programmes |= Programme[name]
    if not programmes:
        raise LineError("programmes: pilih paling sedikit satu program")
    return Monthly(
        field.month(row, "month"),
        field.text(row, "sector"),
        Payer.parse(field.text(row, "payer")),
        field.money(row, "income_rp", default=0),
        programmes,
        field.yes(row, "employer"),
        None if row.get("transport") is None else field.yes(row, "transport"),
    )


def _contributions(asked: list[Monthly], law: ParameterSet) -> list[Row]:
    """Many lines ask the same thing: each different question is answered once."""
    different = list(dict.fromkeys(asked))
    month, sector, payer, income, programmes, employer, flag = (
        list(column) for column in zip(*different, strict=True)
    )
    due_on = {m: months.due_on(m, law=law).isoformat() for m in _since_law(set(month), law)}
    transport = [
        _is_transport(s, m, law) if told is None else told
        for s, m, told in zip(sector, month, flag, strict=True)
    ]
    due = contributions.contribution_rp(
        np.array(month),
        payer=np.array([int(p) for p in payer]),
        transport=np.array(transport),
        employer=np.array(employer),
        income_rp=np.array(income, np.int64),
        programmes=np.array([int(p) for p in programmes]),
        law=law,
    )
    amounts = zip(*(a.tolist() for a in (due.jkk_rp, due.jkm_rp, due.jht_rp, due.total_rp)), strict=True)
    answers = {
        question: {
            "jkk_rp": jkk,
            "jkm_rp": jkm,
            "jht_rp": jht,
            "total_rp": total,
            "due_on": due_on[question[0]],
            "law": _contribution_law(question, moves, law),
            "confidence": _contribution_confidence(question, moves, law),
        }
        for question, moves, (jkk, jkm, jht, total) in zip(different, transport, amounts, strict=True)
    }
    return [answers[question] for question in asked]


def _since_law(asked: set[int], law: ParameterSet) -> set[int]:
    first = law.versions("contribution.bpu.jkm.amount")[0].first
    if early := [m for m in asked if months.first_day(m) < first]:
        raise LineError(f"month: tidak ada tarif iuran untuk {months.format_month(min(early))}")
    return asked


@lru_cache(maxsize=65_536)
def _is_transport(sector: str, month: int, law: ParameterSet) -> bool:
    return bool(contributions.is_transport([sector], month, law)[0])


@lru_cache(maxsize=4096)
def _contribution_law(asked: Monthly, transport: bool, law: ParameterSet) -> list[str]:
    """The bands, JHT where it is paid, and what reduces JKK and JKM or keeps them whole (JHT is never reduced)."""
    day = months.first_day(asked.month)
    articles = ["PP 44/2015 Lampiran II"]
    if asked.programmes & Programme.JHT:
        articles.append(article(law, "contribution.bpu.jht.rate", day)[0])
    if not asked.programmes & contributions.PACKAGE:
        return articles
    if contributions.covid_discount(asked.month, law):
        articles.append("PP 49/2020 Pasal 9, 13")
    if contributions.pp50_window(asked.month, transport, law):
        reduced = contributions.discount(
            asked.month, asked.payer, transport, employer=asked.employer, law=law
        )
        articles.append("PP 50/2025 Pasal 4" if reduced else "PP 50/2025 Pasal 3")
    return articles


@lru_cache(maxsize=65_536)
def _contribution_confidence(asked: Monthly, transport: bool, law: ParameterSet) -> str:
    return contributions.confidence(
        asked.month,
        asked.income_rp,
        asked.payer,
        transport,
        law,
        employer=asked.employer,
        programmes=asked.programmes,
        by_words=asked.transport is None,
    )


# -- cover -------------------------------------------------------------------------------------------------


def _read_cover(row: Row) -> tuple[History, date]:
    return field.history(row), field.day(row, "on")


def _covers(asked: list[tuple[History, date]], law: ParameterSet) -> list[Row]:
    known = standing.standing(
        [history for history, _ in asked], np.array([on for _, on in asked], dtype="datetime64[D]"), law=law
    )
    columns = zip(
        *(column.tolist() for column in vars(known.cover).values()),
        known.needs_confirmation.tolist(),
        strict=True,
    )
    return [_cover(known, row, numbers, asked[row], law) for row, numbers in enumerate(columns)]


def _cover(
    known: Standing, row: int, numbers: tuple[Any, ...], asked: tuple[History, date], law: ParameterSet
) -> Row:
    state, since, in_row, paid, _, last, arrears, _, unsure = numbers
    words = known.reasons[row] or (
        coverage.explain(
            State(state),
            member_since=since,
            last_paid_month=last,
            arrears_months=arrears,
            started_on=known.started_on[row],
        ),
    )
    doubts = ("Perlu konfirmasi BPJS Ketenagakerjaan.", *known.doubts[row]) if known.doubts[row] else ()
    asks_start = known.started_on[row] is not None or bool(known.reasons[row])
    return {
        "state": State(state).word,
        "member_since": months.format_month(since) if since else None,
        "months_in_row": in_row,
        "months_paid": paid,
        "needs_confirmation": unsure,
        "law": _cover_law(asked[1], asks_start, law),
        "explanation": " ".join([*words, *doubts, ESTIMATE_SENTENCE]),
    }


def _cover_law(on: date, asks_start: bool, law: ParameterSet) -> list[str]:
    """What names the month that must be paid, the grace, and the day cover begins."""
    ids = ["contribution.bpu.due_day"] if on >= law.versions("contribution.bpu.due_day")[0].first else []
    ids.append(coverage.GRACE)
    if asks_start and on >= law.versions(standing.START_RULE)[0].first:
        ids.append(standing.START_RULE)
    return list(dict.fromkeys(article(law, id, on)[0] for id in ids))


# -- benefit -----------------------------------------------------------------------------------------------


def _read_benefit(row: Row) -> Case:
    event = field.text(row, "event")
    if event not in EVENTS:
        raise LineError(f"event: {event!r} tidak dikenal; pilih {', '.join(Event)}")
    if (needed := NEEDED.get(Event(event))) and all(row.get(name) is None for name in needed):
        raise LineError(f"{needed[0]}: wajib diisi untuk kejadian {event}")
    history = field.history(row)
    return Case(
        event=Event(event),
        on=field.day(row, "on"),
        paid_months=history.paid_months,
        payments=history.payments,
        cover_started_on=history.cover_started_on,
        losses=field.losses(row),
        left_handed=field.yes(row, "left_handed"),
        hours_to_death=field.hours(row, "hours_to_death"),
        dasar_rp=field.money(row, "dasar_rp"),
        percent=field.percent(row, "percent"),
        function_loss=field.percent(row, "function_loss"),
        days_off=field.count(row, "days_off"),
        transport_rp=field.transport(row),
        costs_rp=field.money(row, "costs_rp"),
        children=field.children(row),
    )


def _benefits(asked: list[Case], law: ParameterSet) -> list[Row]:
    return [_benefit(one) for one in estimate(asked, law=law)]


def _benefit(one: Estimate) -> Row:
    school = one.scholarship
    return {
        "tier": one.tier.word,
        "parts": {part.code: part.amount_rp for part in one.parts},
        "total_rp": one.total_rp,
        "scholarship": {
            "children": school.children,
            "total_max_rp": school.total_max_rp,
            "by_year": school.by_year(),
        }
        if school
        else NO_SCHOLARSHIP,
        "needs_confirmation": one.needs_confirmation,
        "confidence": one.confidence,
        "law": list(one.law),
        "explanation": one.explanation,
    }


# -- heirs -------------------------------------------------------------------------------------------------


def _read_heirs(row: Row) -> tuple[int, list[Relative], str | None]:
    relatives = [_relative(one) for one in field.listed(row, "relatives")]
    return field.money(row, "amount_rp", required=True), relatives, field.will(row)


def _relative(given: Any) -> Relative:
    if not isinstance(given, dict):
        raise LineError("relatives: harus berupa daftar objek")
    kin = Kin.parse(field.text(given, "kin"))
    return Relative(field.text(given, "name"), kin, field.yes(given, "alive", default=True))


def _heirs(asked: list[tuple[int, list[Relative], str | None]], law: ParameterSet) -> list[Row]:
    return [_inheritance(*one) for one in asked]


def _inheritance(amount_rp: int, relatives: list[Relative], will: str | None) -> Row:
    found = inheritance(amount_rp, relatives, will)
    return {
        "group": found.group,
        "heirs": [{"name": heir.name, "share_rp": share_rp} for heir, share_rp in found.lines],
        "funeral_only": found.funeral_only,
        "law": list(found.law),
        "explanation": found.explanation,
    }


_KINDS: dict[str, tuple[Callable[[Row], Any], Callable[..., list[Row]]]] = {
    "contribution": (_read_contribution, _contributions),
    "cover": (_read_cover, _covers),
    "benefit": (_read_benefit, _benefits),
    "heirs": (_read_heirs, _heirs),
}


def _parsed(line: str | bytes) -> Row | LineError:
    try:
        return _object(_DECODER.decode(line if isinstance(line, str) else line.decode("utf-8")))
    except LineError as error:
        return error
    except (ValueError, RecursionError):
        return LineError("baris: bukan JSON yang benar")


def _object(row: Any) -> Row:
    if isinstance(row, LineError):
        raise row
    if not isinstance(row, dict):
        raise LineError("baris: harus berupa objek JSON {...}")
    return row


def _error(row: Any, error: ValueError) -> Row:
    return {"id": row.get("id") if isinstance(row, dict) else None, "error": str(error)}
