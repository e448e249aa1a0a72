"""What is probably due for an event? The rules decide; here we only ask them and keep what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from payung.claims.enums import EventKind, Outcome
from payung.rules import law_lines, months
from payung.rules.benefits import jkk
from payung.rules.parameters import law_in_force
from payung.rules.standing import Payment

if TYPE_CHECKING:
    from payung.claims.models import Accident

RULE_EVENT = {EventKind.DEATH: "death", EventKind.WORK_DEATH: "work_death", EventKind.ACCIDENT: "temporary"}


def programme_dasar_rp(on: date) -> int:
    """The income band that the city pays, from which JKK is computed."""
    return law_in_force().value("benefit.jkk.programme_wage_basis", on)


@dataclass(frozen=True)
class Aftermath:
    """What is known of an accident: time without work up to today, recovery, disability or death, and how it ended."""

    days_off: int = 0
    outcome: str = ""
    percent: Decimal | None = None
    function_loss: Decimal | None = None


def estimate(
    kind: EventKind,
    *,
    on: date,
    paid_months: Sequence[int] = (),
    payments: Sequence[Payment] = (),
    cover_started_on: date | None = None,
    children: Sequence[dict] = (),
    aftermath: Aftermath | None = None,
    dasar_rp: int | None = None,
) -> dict[str, Any]:
    """The answer of `payung law benefit` for this event: tier, parts, total_rp, articles, confidence, explanation.

    payments: months with the day their money arrived; cover_started_on: the branch's first day (TMT); dasar_rp None:
    the income of the programme.
    """
    question = {
        "id": "",
        "event": RULE_EVENT[kind],
        "on": on.isoformat(),
        "paid_months": [months.format_month(month) for month in paid_months],
        "payments": [
            {"month": months.format_month(month), "paid_on": paid_on and paid_on.isoformat()}
            for month, paid_on in payments
        ],
        "cover_started_on": cover_started_on and cover_started_on.isoformat(),
        "dasar_rp": dasar_rp,
        "children": list(children),
    }
    return law_lines.answer("benefit", question | _of_accident(kind, aftermath))


def _of_accident(kind: EventKind, known: Aftermath | None) -> dict[str, Any]:
    """How an accident ended, and the days without work, which stay due whatever the end (PP 82/2019 Lampiran III)."""
    if kind == EventKind.DEATH:
        return {}
    known = known or Aftermath()
    facts: dict[str, Any] = {"days_off": known.days_off}
    if kind == EventKind.WORK_DEATH:
        return facts
    if known.outcome == Outcome.TOTAL:
        return facts | {"event": "total_disability"}
    if known.outcome == Outcome.PARTIAL and known.percent is not None:
        loss = {"function_loss": float(known.function_loss)} if known.function_loss is not None else {}
        return facts | {"event": "partial_disability", "percent": float(known.percent)} | loss
    return facts


def aftermath_of(accident: "Accident | None", kind: str, *, died_on: date, today: date) -> Aftermath | None:
    """What came of an accident, as far as it is written down; None where no accident is told of."""
    if accident is None:
        return None
    off = days_off(accident.unable_from, off_until(accident, kind, died_on=died_on), today=today)
    return Aftermath(off, accident.outcome, accident.disability_percent, accident.function_loss_percent)


def off_until(accident: "Accident", kind: str, *, died_on: date) -> date | None:
    """The first day that is no longer paid as time without work; None while it goes on. The day of death is paid."""
    if kind != EventKind.WORK_DEATH:
        return accident.able_again_on
    after = died_on + timedelta(1)
    return min(after, accident.able_again_on or after)


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
