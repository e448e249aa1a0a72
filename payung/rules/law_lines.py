"""JSON lines in, JSON lines out: the pure part of `payung law contribution|cover|benefit|heirs`.

A bad line becomes {"id", "error"} with the name of the field, and the run goes on. Lines are answered in
batches by the array formulas; a batch that fails is repeated line by line, so that only its bad line fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np

from payung.rules import contributions, coverage, months
from payung.rules import law_fields as field
from payung.rules.benefits.estimate import Case, Estimate, estimate
from payung.rules.benefits.events import NEEDED, Event
from payung.rules.contributions import Payer, Programme
from payung.rules.coverage import State
from payung.rules.explain import article
from payung.rules.heirs import Kin, Relative, inheritance
from payung.rules.law_fields import LineError
from payung.rules.parameters import ParameterSet, law_in_force

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


def _read_contribution(row: Row) -> tuple[int, str, Payer, int, Programme]:
    programmes = Programme(0)
    for name in field.listed(row, "programmes", default=["JKK", "JKM"]):
        if not isinstance(name, str) or name not in Programme.__members__:
            raise LineError(f"programmes: {name!r} tidak dikenal; pilih JKK, JKM, JHT")
        programmes |= Programme[name]
    if not programmes:
        raise LineError("programmes: pilih paling sedikit satu program")
    return (
        field.month(row, "month"),
        field.text(row, "sector"),
        Payer.parse(field.text(row, "payer")),
        field.money(row, "income_rp", default=0),
        programmes,
    )


def _contributions(asked: list[tuple[int, str, Payer, int, Programme]], law: ParameterSet) -> list[Row]:
    """Many lines ask the same thing: each different question is answered once."""
    different = list(dict.fromkeys(asked))
    month, sector, payer, income, programmes = (list(column) for column in zip(*different, strict=True))
    due_on = {m: months.due_on(m, law=law).isoformat() for m in _since_law(set(month), law)}
    transport = [_is_transport(s, m, law) for s, m in zip(sector, month, strict=True)]
    due = contributions.contribution_rp(
        np.array(month),
        payer=np.array([int(p) for p in payer]),
        transport=np.array(transport),
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
            "law": _contribution_law(question[0], question[2], moves, question[4], law),
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
def _contribution_law(
    month: int, payer: Payer, transport: bool, programmes: Programme, law: ParameterSet
) -> list[str]:
    day = months.first_day(month)
    articles = ["PP 44/2015 Lampiran II"]
    if programmes & Programme.JHT:
        articles.append(article(law, "contribution.bpu.jht.rate", day)[0])
    if contributions.covid_discount(month, law):
        articles.append("PP 49/2020 Pasal 9, 13")
    if contributions.pp50_window(month, transport, law):
        discounted = contributions.discount(month, payer, transport, law=law)
        articles.append("PP 50/2025 Pasal 4" if discounted else "PP 50/2025 Pasal 3")
    return articles


# -- cover -------------------------------------------------------------------------------------------------


def _read_cover(row: Row) -> tuple[tuple[int, ...], Any]:
    return field.paid_months(row), field.day(row, "on")


def _covers(asked: list[tuple[tuple[int, ...], Any]], law: ParameterSet) -> list[Row]:
    table, first = coverage.paid_table([paid for paid, _ in asked])
    cover = coverage.cover(table, first, np.array([on for _, on in asked], dtype="datetime64[D]"), law=law)
    words = [State(code).word for code in range(len(State))]
    columns = (
        cover.state,
        cover.member_since,
        cover.months_in_row,
        cover.months_paid,
        cover.needs_confirmation,
    )
    return [
        {
            "state": words[state],
            "member_since": months.format_month(since) if since else None,
            "months_in_row": in_row,
            "months_paid": paid,
            "needs_confirmation": unsure,
        }
        for state, since, in_row, paid, unsure in zip(*(c.tolist() for c in columns), strict=True)
    ]


# -- benefit -----------------------------------------------------------------------------------------------


def _read_benefit(row: Row) -> Case:
    event = field.text(row, "event")
    if event not in EVENTS:
        raise LineError(f"event: {event!r} tidak dikenal; pilih {', '.join(Event)}")
    if (needed := NEEDED.get(Event(event))) and row.get(needed) is None:
        raise LineError(f"{needed}: wajib diisi untuk kejadian {event}")
    return Case(
        event=Event(event),
        on=field.day(row, "on"),
        paid_months=field.paid_months(row),
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
