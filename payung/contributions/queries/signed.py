"""Which orders are there, what stands in them, and are they still what was signed?"""

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from payung.contributions.digest import DigestLine, order_digest
from payung.contributions.models import OrderLine, PaymentOrder
from payung.enrolment import queries as enrolment


def orders(
    round_id: int | None = None, *, state: str = "", fund_id: int | None = None
) -> QuerySet[PaymentOrder]:
    found = PaymentOrder.objects.select_related("fund", "created_by", "verified_by", "approved_by")
    if round_id is not None:
        found = found.filter(round_id=round_id)
    if fund_id is not None:
        found = found.filter(fund_id=fund_id)
    return found.filter(state=state) if state else found


def order(order_id: int) -> PaymentOrder | None:
    found = PaymentOrder.objects.select_related(
        "round", "fund", "invoice", "created_by", "verified_by", "approved_by", "proof_file"
    )
    return found.filter(pk=order_id).first()


def order_lines(order_id: int, *, text: str = "") -> QuerySet[OrderLine]:
    found = OrderLine.objects.filter(order_id=order_id).select_related(
        "membership__place__sector", "worker__kelurahan"
    )
    if text:
        found = found.filter(Q(worker__name__icontains=text) | Q(membership__kpj__icontains=text))
    return found.order_by("worker__name", "id")


def digest_now(order: PaymentOrder) -> tuple[str, int, int]:
    """(digest, people, total) of the lines as they stand now, to compare with what was fixed."""
    found = OrderLine.objects.filter(order=order).values_list(
        "membership_id", "worker_id", "membership__kpj", "amount_rp"
    )
    lines = [DigestLine(*row) for row in found]
    total_rp = sum(line.amount_rp for line in lines)
    return order_digest(fund_id=order.fund_id, month=order.month, lines=lines), len(lines), total_rp


def stopped_since(order: PaymentOrder) -> int:
    """How many people of the order are no longer on the active list of its month (M3)."""
    active = enrolment.active_in(order.month, round_id=order.round_id)
    return OrderLine.objects.filter(order=order).exclude(membership_id__in=active).count()


def sector_totals(order_id: int) -> list[Any]:
    """[{"name","people","rp"}] of an order by sector, for the payment order document."""
    found = OrderLine.objects.filter(order_id=order_id).values(name=F("membership__place__sector__name"))
    return list(found.annotate(people=Count("id"), rp=Sum("amount_rp")).order_by("name"))
