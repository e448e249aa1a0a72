"""Which months are closed, and which one carries a correction?"""

from datetime import date

from django.db.models import QuerySet

from payung.contributions.models import MonthClosing
from payung.programme import queries as programme
from payung.rules import months


def closed_months(round_id: int) -> set[int]:
    found = MonthClosing.objects.filter(round_id=round_id, reopened_at=None)
    return set(found.values_list("month", flat=True))


def is_closed(round_id: int, month: int) -> bool:
    return MonthClosing.objects.filter(round_id=round_id, month=month, reopened_at=None).exists()


def closings(round_id: int, month: int) -> QuerySet[MonthClosing]:
    """Every closing and reopening of a month, the first first."""
    return MonthClosing.objects.filter(round_id=round_id, month=month).select_related(
        "closed_by", "reopened_by"
    )


def posting_month(round_id: int, today: date) -> int | None:
    """The month whose books are open for a correction today; None when every month from today on is closed."""
    round = programme.round_(round_id)
    if round is None:
        return None
    closed = closed_months(round_id)
    first = min(max(months.month_of(today), round.first_month), round.last_month)
    return next((m for m in range(first, round.last_month + 1) if m not in closed), None)
