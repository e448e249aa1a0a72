"""Which months are paid for whom, and who is covered on a day?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Max, QuerySet, Sum
from django.db.models.functions import Least

from payung.contributions.enums import CoverState
from payung.contributions.models import OrderLine
from payung.contributions.protection import MonthOfCover, Outlook, outlooks, timeline
from payung.enrolment import queries as enrolment
from payung.rules import coverage, months
from payung.rules.standing import History, Payment, Standing, standing


@dataclass(frozen=True)
class Cover:
    """One person's cover on a day; an estimate, the decision rests with BPJS Ketenagakerjaan."""

    state: CoverState
    since: int | None  # first paid month of the membership that lives
    months_paid: int  # paid months of that membership
    needs_confirmation: (
        bool  # the day lies in a month that was unpaid on that day, or the first month came later
    )
    until: date | None  # last day of the last month that was paid on that day
    started_on: date | None = None  # the day cover began (TMT), where the branch told it
    words: tuple[str, ...] = ()  # what is to be told with it: cover begins later, money came later


def months_paid(worker_ids: Iterable[UUID]) -> dict[UUID, list[int]]:
    """{worker: his paid months in order}; every asked worker has an entry."""
    paid: dict[UUID, list[int]] = {worker_id: [] for worker_id in worker_ids}
    lines = OrderLine.objects.filter(worker_id__in=list(paid), is_live=True, paid_on__isnull=False)
    found = lines.order_by().values_list("worker_id")
    return paid | dict(found.annotate(months=ArrayAgg("month", order_by="month")))


def histories(worker_ids: Iterable[UUID]) -> dict[UUID, History]:
    """{worker: his paid months, the day each was first paid, and his memberships}; every asked worker has an entry.

    A month that a correction posted anew (another fund, another price) was paid when it was first paid.
    """
    asked = list(dict.fromkeys(worker_ids))
    payments: dict[UUID, list[Payment]] = {}
    lines = OrderLine.objects.filter(worker_id__in=asked, is_live=True, paid_on__isnull=False)
    first_day = Least(F("paid_on"), F("replaces__paid_on"), F("replaces__replaces__paid_on"))
    for worker_id, month, paid_on in lines.order_by("month").values_list("worker_id", "month", first_day):
        payments.setdefault(worker_id, []).append(Payment(month, paid_on))
    spans = enrolment.spans(asked)
    return {
        worker_id: History(payments=tuple(payments.get(worker_id, ())), spans=tuple(spans.get(worker_id, ())))
        for worker_id in asked
    }


def cover(worker_ids: Iterable[UUID], on: date) -> dict[UUID, Cover]:
    """{worker: his cover on that day}, through `rules.standing`: from the day cover began, by the money that had come."""
    known = histories(worker_ids)
    if not known:
        return {}
    standings = standing(list(known.values()), on)
    return {worker_id: _cover_of(standings, place) for place, worker_id in enumerate(known)}


def _cover_of(told: Standing, place: int) -> Cover:
    found = told.cover
    since, last = int(found.member_since[place]), int(found.last_paid_month[place])
    return Cover(
        state=CoverState(coverage.State(int(found.state[place])).word),
        since=since or None,
        months_paid=int(found.months_paid_since[place]),
        needs_confirmation=bool(told.needs_confirmation[place]),
        until=months.last_day(last) if last else None,
        started_on=told.started_on[place],
        words=(*told.reasons[place], *told.doubts[place]),
    )


def protection_of(worker_id: UUID, on: date) -> tuple[Outlook, list[MonthOfCover]]:
    """One person's outlook, and his line month by month."""
    known = histories([worker_id])[worker_id]
    paid = [payment.month for payment in known.payments]
    return outlooks([paid], on, [known.spans])[0], timeline(paid, on, known.spans)


def paid_after(worker_id: UUID, on: date) -> list[int]:
    """Months paid for a person that begin after that day: overpaid, to be asked back with the claim."""
    return [month for month in months_paid([worker_id])[worker_id] if months.first_day(month) > on]


def is_in_an_order(worker_id: UUID) -> bool:
    """Whether an order that counts, paid or on its way, names this person: its signatures cover his id."""
    return OrderLine.objects.filter(worker_id=worker_id, is_live=True).exists()


def lines_of(worker_id: UUID) -> QuerySet[OrderLine]:
    """Every paid month of one person, also those that became credit later (`is_live` false)."""
    paid = OrderLine.objects.filter(worker_id=worker_id, paid_on__isnull=False)
    return paid.order_by("month", "id")


def last_paid_on(worker_id: UUID) -> date | None:
    """The last day on which money went to BPJS for this person."""
    lines = OrderLine.objects.filter(worker_id=worker_id, is_live=True, paid_on__isnull=False)
    return lines.aggregate(last=Max("paid_on"))["last"]


def was_paid_since(worker_id: UUID, day: date) -> bool:
    """Whether money went to BPJS for this person on that day or later."""
    return OrderLine.objects.filter(worker_id=worker_id, is_live=True, paid_on__gte=day).exists()


def paid_people(month: int, by: str = "sector") -> list[Any]:
    """How many people's month is paid, by "sector" or "kelurahan": [{"code","name","people","rp"}]."""
    road = {"sector": "membership__place__sector", "kelurahan": "worker__kelurahan"}[by]
    lines = OrderLine.objects.filter(month=month, is_live=True, paid_on__isnull=False)
    found = lines.values(code=F(f"{road}_id"), name=F(f"{road}__name"))
    return list(found.annotate(people=Count("id"), rp=Sum("amount_rp")).order_by("name"))
