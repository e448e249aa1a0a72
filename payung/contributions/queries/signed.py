"""Which orders are there, what stands in them, and are they still what was signed?"""

from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from payung.contributions.digest import order_digest_head
from payung.contributions.models import OrderLine, PaymentOrder
from payung.enrolment import queries as enrolment

DIGEST = """
SELECT encode(sha256(convert_to(%s || coalesce(string_agg(
           l.membership_id || '|' || l.worker_id || '|' || m.kpj || '|' || l.amount_rp || E'\\n', ''
           ORDER BY l.membership_id, l.worker_id, m.kpj COLLATE "C", l.amount_rp), ''), 'UTF8')), 'hex'),
       count(*), coalesce(sum(l.amount_rp), 0)::bigint
FROM contributions_orderline l JOIN enrolment_membership m ON m.id = l.membership_id
WHERE l.order_id = %s
"""


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
    """(digest, people, total) of the lines as they stand now, to compare with what was fixed.

    `contributions.digest.order_digest`, made where the lines are: a million of them need not travel.
    """
    with connection.cursor() as cursor:
        cursor.execute(DIGEST, [order_digest_head(order.fund_id, order.month), order.pk])
        return cursor.fetchone()


def stopped_since(order: PaymentOrder) -> int:
    """How many people of the order are no longer on the active list of its month (M3).

    Asked as NOT EXISTS: PostgreSQL joins that, whereas NOT IN scans the list anew for each line once it outgrows work_mem.
    """
    active = enrolment.active_in(order.month, round_id=order.round_id)
    still = active.filter(pk=OuterRef("membership_id"))
    return OrderLine.objects.filter(~Exists(still), order=order).count()


def sector_totals(order_id: int) -> list[Any]:
    """[{"name","people","rp"}] of an order by sector, for the payment order document."""
    found = OrderLine.objects.filter(order_id=order_id).values(name=F("membership__place__sector__name"))
    return list(found.annotate(people=Count("id"), rp=Sum("amount_rp")).order_by("name"))
