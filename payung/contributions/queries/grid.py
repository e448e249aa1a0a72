"""How does each month of a round stand, and when is the next one due?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from payung.contributions.enums import OrderState
from payung.contributions.models import Difference, Invoice, PaymentOrder
from payung.contributions.queries.billing import invoices
from payung.contributions.queries.closed import closed_months
from payung.contributions.queries.signed import orders
from payung.enrolment import queries as enrolment
from payung.programme import queries as programme
from payung.reference import queries as reference
from payung.rules import months


@dataclass(frozen=True)
class MonthRow:
    """One month of a round in the grid."""

    round_id: int
    month: int
    due_on: date
    active: int
    invoice: Invoice | None
    differences: int
    order: PaymentOrder | None  # the latest that is not void
    days_left: int  # until the due date, negative when it has passed
    is_closed: bool = False

    @property
    def name(self) -> str:
        return months.month_in_words(self.month)

    @property
    def is_paid(self) -> bool:
        return self.order is not None and self.order.state == OrderState.PAID

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0 and not self.is_paid


def due_on(month: int) -> date:
    """The 15th of the month, moved to the next working day of the city's own calendar."""
    return months.due_on(month, reference.holidays())


def month_grid(round_id: int, today: date) -> list[MonthRow]:
    """Every month of a round: active people, invoice, differences, order, days left to the due date."""
    round = programme.round_(round_id)
    if round is None:
        return []
    latest_invoice = {i.month: i for i in invoices(round_id).order_by("month", "id")}
    counted = dict(
        Difference.objects.filter(invoice__round_id=round_id)
        .order_by("invoice_id")
        .values_list("invoice_id")
        .annotate(n=Count("id"))
    )
    own = orders(round_id).filter(correction=None)
    live_order = {o.month: o for o in own.exclude(state=OrderState.VOID).order_by("month", "id")}
    closed = closed_months(round_id)
    grid = []
    for month in range(round.first_month, round.last_month + 1):
        found = latest_invoice.get(month)
        grid.append(
            MonthRow(
                round_id=round_id,
                month=month,
                due_on=due_on(month),
                active=enrolment.people_in(month, round_id=round_id),
                invoice=found,
                differences=counted.get(found.pk, 0) if found else 0,
                order=live_order.get(month),
                days_left=(due_on(month) - today).days,
                is_closed=month in closed,
            )
        )
    return grid


def next_due(today: date, round_id: int | None = None) -> MonthRow | None:
    """The first month that is begun and not yet paid, for the countdown to the 15th: of one round, or of all."""
    working = [r.pk for r in programme.working_rounds()] if round_id is None else [round_id]
    due = [
        row
        for round in working
        for row in month_grid(round, today)
        if not row.is_paid and row.active and months.first_day(row.month) <= today
    ]
    return min(due, key=lambda row: row.month, default=None)
