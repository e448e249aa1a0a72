"""By when must a step be done, and what does a delay cost?

Law: PP 44/2015 Pasal 9, 37, 40; PP 82/2019 (claims lapse after 5 years); Permenaker 1/2025 Pasal 8, 19.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from payung.rules import months
from payung.rules.parameters import ParameterSet, law_in_force

Kind = Literal["jkm", "jkk"]


def accident_report_due(happened_at: datetime, *, law: ParameterSet | None = None) -> datetime:
    """First report (tahap I): 2 x 24 hours after the accident. Law: Permenaker 1/2025 Pasal 8."""
    return _after_hours(happened_at, "benefit.jkk.report_stage1_hours", law)


def outcome_report_due(stated_at: datetime, *, law: ParameterSet | None = None) -> datetime:
    """Second report (tahap II): 2 x 24 hours after the doctor's statement. Law: Permenaker 1/2025 Pasal 19."""
    return _after_hours(stated_at, "benefit.jkk.report_stage2_hours", law)


def payment_due(
    kind: Kind, complete_on: date, *, off_days: frozenset[date] | None = None, law: ParameterSet | None = None
) -> date:
    """Last day for BPJS to pay a complete claim: JKM 3, JKK 7 working days.

    Law: PP 44/2015 Pasal 40(3), 37(2). off_days None: the holidays of the set.
    """
    law = law or law_in_force()
    return months.working_days_after(
        complete_on, law.value(f"benefit.{kind}.payment_days", complete_on), _off_days(off_days, law)
    )


def late_penalty_rp(
    kind: Kind, amount_rp: int, due: date, paid_on: date, *, law: ParameterSet | None = None
) -> int:
    """1 % of the amount for each calendar day after the due day, rounded down. Law: PP 44/2015 Pasal 37(3), 40.

    0 when in time. ValueError for a negative amount.
    """
    if amount_rp < 0:
        raise ValueError("amount_rp: jumlah rupiah tidak boleh negatif")
    law = law or law_in_force()
    per_day = Fraction(str(law.value(f"benefit.{kind}.late_penalty_per_day", due)))
    return int(amount_rp * per_day * max((paid_on - due).days, 0))


def claim_lapses_on(kind: Kind, happened_on: date, *, law: ParameterSet | None = None) -> date | None:
    """First day on which the right to claim is gone; None = no limit (JKM).

    JKK: 5 years after the event, 2 for events before 2 December 2019. Law: PP 82/2019; PP 44/2015.
    """
    law = law or law_in_force()
    if kind == "jkm":
        years = law.value("benefit.jkm.claim_expiry", happened_on)
    else:
        years = law.value("benefit.jkk.claim_expiry_years", happened_on)
    return None if years == "none" else _years_later(happened_on, years)


def data_change_due(
    changed_on: date, *, off_days: frozenset[date] | None = None, law: ParameterSet | None = None
) -> date:
    """Last day to tell BPJS a change of a participant's data: 7 working days. Law: PP 44/2015 Pasal 9."""
    law = law or law_in_force()
    days = law.value("contribution.bpu.data_change_days", changed_on)
    return months.working_days_after(changed_on, days, _off_days(off_days, law))


def card_due(paid_on: date, *, law: ParameterSet | None = None) -> date:
    """Day by which the card should be there: 7 days after payment (confidence medium)."""
    return paid_on + timedelta((law or law_in_force()).value("contribution.bpu.card_issue_days", paid_on))


def _after_hours(moment: datetime, id: str, law: ParameterSet | None) -> datetime:
    return moment + timedelta(hours=(law or law_in_force()).value(id, moment.date()))


def _off_days(off_days: frozenset[date] | None, law: ParameterSet) -> frozenset[date]:
    return months.holidays(law) if off_days is None else off_days


def _years_later(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
