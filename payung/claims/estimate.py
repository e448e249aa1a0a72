"""What is probably due for an event? The rules decide; here we only ask them and keep what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from payung.claims.enums import EventKind, Outcome
from payung.rules import law_lines, months
from payung.rules.benefits import jkk
from payung.rules.parameters import law_in_force

RULE_EVENT = {EventKind.DEATH: "death", EventKind.WORK_DEATH: "work_death", EventKind.ACCIDENT: "temporary"}


def programme_dasar_rp(on: date) -> int:
    """The income band that the city pays, from which JKK is computed."""
    return law_in_force().value("benefit.jkk.programme_wage_basis", on)


@dataclass(frozen=True)
class Aftermath:
    """What is known of an accident that was survived so far."""

    days_off: int = 0
    outcome: str = ""
    percent: Decimal | None = None
    function_loss: Decimal | None = None


def estimate(
    kind: EventKind,
    *,
    on: date,
    paid_months: Sequence[int],
    children: Sequence[dict] = (),
    aftermath: Aftermath | None = None,
) -> dict[str, Any]:
    """The answer of `payung law benefit` for this event: tier, parts, total_rp, articles, confidence, explanation."""
    question = {
        "id": "",
        "event": RULE_EVENT[kind],
        "on": on.isoformat(),
        "paid_months": [months.format_month(month) for month in paid_months],
        "dasar_rp": programme_dasar_rp(on),
        "children": list(children),
    }
    if kind != EventKind.ACCIDENT:
        return law_lines.answer("benefit", question)
    known = aftermath or Aftermath()
    return _together([law_lines.answer("benefit", q) for q in _questions(question, known)])


def stmb_by_month(start: date, end: date, *, on: date, dasar_rp: int) -> list[tuple[int, int, int]]:
    """(month, days, rupiah) of the time unable to work: `start` to `end`, both included; sums to the whole.

    on: day of the accident, whose law counts. Law: PP 82/2019 (100 % for 12 months, then 50 %).
    """
    if end < start:
        return []
    ends = [min(months.last_day(m), end) for m in range(months.month_of(start), months.month_of(end) + 1)]
    days = [0, *((day - start).days + 1 for day in ends)]
    totals = jkk.temporary_rp([on] * len(days), days, dasar_rp=dasar_rp).tolist()
    rows = zip(ends, pairwise(days), pairwise(totals), strict=True)
    return [(months.month_of(day), b - a, after - before) for day, (a, b), (before, after) in rows]


def days_off(unable_from: date | None, able_again_on: date | None, *, today: date) -> int:
    """Whole days without work so far; the day of going back is a day of work."""
    if unable_from is None:
        return 0
    return max(((able_again_on or today + timedelta(1)) - unable_from).days, 0)


def _questions(question: dict, known: Aftermath) -> list[dict]:
    asked = [question | {"days_off": known.days_off}]
    if known.outcome == Outcome.TOTAL:
        asked.append(question | {"event": "total_disability"})
    elif known.outcome == Outcome.PARTIAL and known.percent is not None:
        loss = {"function_loss": float(known.function_loss)} if known.function_loss is not None else {}
        asked.append(question | {"event": "partial_disability", "percent": float(known.percent)} | loss)
    return asked


def _together(answers: list[dict]) -> dict[str, Any]:
    """Several benefits of one accident as one answer."""
    first = answers[0]
    parts = {name: rp for answer in answers for name, rp in (answer.get("parts") or {}).items()}
    return first | {
        "parts": parts,
        "total_rp": sum(parts.values()),
        "law": list(dict.fromkeys(article for answer in answers for article in answer.get("law") or [])),
        "scholarship": answers[-1].get("scholarship"),
        "explanation": " ".join(answer.get("explanation") or "" for answer in answers[-1:]),
    }
