"""Whom should BPJS bill, what did it bill, and where do the two differ?"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from payung.contributions.invoice import Member
from payung.contributions.models import Difference, Invoice, OrderLine
from payung.contributions.queries.corrected import classes
from payung.enrolment import queries as enrolment
from payung.programme import queries as programme


@dataclass(frozen=True)
class Payable:
    """One line of the list for payment (rupiah)."""

    name: str
    kpj: str
    sector: str
    amount_rp: int


def members(round_id: int, month: int) -> list[Member]:
    """Our active list of a month with the price of each person's sector."""
    round = programme.round_(round_id)
    if round is None:
        return []
    other, price_rp, listed = classes(), dict[str, int](), list[Member]()
    statement, given = enrolment.active_rows(month, round_id=round_id)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY 1", given)
        for membership_id, worker_id, kpj, seat in cursor.fetchall():
            sector = other.get(membership_id, month, seat)
            if sector not in price_rp:
                price_rp[sector] = programme.contribution_rp(round, month, sector)
            listed.append(Member(membership_id, worker_id, kpj, price_rp[sector]))
    return listed


def workers_with_live_line(month: int) -> set[UUID]:
    """Workers whose month stands in an order that is not void (P3)."""
    return set(OrderLine.objects.filter(month=month, is_live=True).values_list("worker_id", flat=True))


def invoices(round_id: int, month: int | None = None) -> QuerySet[Invoice]:
    found = Invoice.objects.filter(round_id=round_id).select_related("received_by", "file")
    return found if month is None else found.filter(month=month)


def invoice(invoice_id: int) -> Invoice | None:
    return Invoice.objects.select_related("round__fund", "file", "received_by").filter(pk=invoice_id).first()


def differences(invoice_id: int, *, kind: str = "", text: str = "") -> QuerySet[Difference]:
    """Differences of an invoice, searchable by name or KPJ."""
    found = Difference.objects.filter(invoice_id=invoice_id)
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(
            Q(line__name__icontains=text)
            | Q(line__kpj__icontains=text)
            | Q(membership__worker__name__icontains=text)
            | Q(membership__kpj__icontains=text)
        )
    return found.select_related("line", "membership__worker__kelurahan", "membership__place__sector")


def difference_counts(invoice_id: int) -> dict[str, int]:
    """{kind: how many}"""
    found = Difference.objects.filter(invoice_id=invoice_id).order_by("kind").values_list("kind")
    return dict(found.annotate(n=Count("id")))
