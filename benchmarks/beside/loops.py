"""The same month as a Django developer would write it: row by row with the ORM, and the money with django-hordak.

Written to be fair, not slow: one transaction, select_related where it helps, prices kept in a dict.
"""

from django.db import transaction
from hordak.models import Account as HordakAccount
from moneyed import Money

from payung.contributions.actions.ledger import Movement, move
from payung.contributions.enums import AccountKind, DifferenceKind, InvoiceState, OrderState
from payung.contributions.models import Difference, Invoice, InvoiceLine, OrderLine, PaymentOrder
from payung.enrolment.models import Membership
from payung.programme import queries as programme
from payung.rules import months


@transaction.atomic
def list_for_payment(round, month, first):
    """{KPJ: (membership, rupiah)} of the first members."""
    price_rp, listed = {}, {}
    active = Membership.objects.select_related("worker", "place").filter(
        start_on__lte=months.last_day(month), place__round=round, place__starts_month__lte=month
    )
    for member in active.order_by("id")[:first]:
        sector = member.place.sector_id
        if sector not in price_rp:
            price_rp[sector] = programme.contribution_rp(round, month, sector)
        listed[member.kpj] = (member, price_rp[sector])
    return listed


@transaction.atomic
def receive(lines, listed, round, month, file, by, at):
    invoice = Invoice.objects.create(
        round=round, month=month, file=file, people=len(lines), total_rp=sum(line.amount_rp for line in lines),
        received_by=by, received_at=at,
    )  # fmt: skip
    seen, agreed = set(), []
    for row in lines:
        line = InvoiceLine.objects.create(
            invoice=invoice, row_number=row.row_number, kpj=row.kpj, name=row.name, amount_rp=row.amount_rp
        )
        member, expected_rp = listed.get(row.kpj, (None, None))
        kind = None
        if member is None:
            kind = DifferenceKind.NOT_OURS
        elif row.kpj in seen:
            kind = DifferenceKind.TWICE
        elif OrderLine.objects.filter(worker_id=member.worker_id, month=month, is_live=True).exists():
            kind = DifferenceKind.ALREADY_PAID
        elif row.amount_rp != expected_rp:
            kind = DifferenceKind.OTHER_AMOUNT
        if kind:
            Difference.objects.create(
                invoice=invoice, kind=kind, line=line, membership=member, expected_rp=expected_rp,
                invoiced_rp=row.amount_rp,
            )  # fmt: skip
        else:
            agreed.append((member, expected_rp))
        seen.add(row.kpj)
    for kpj, (member, expected_rp) in listed.items():
        if kpj not in seen:
            Difference.objects.create(
                invoice=invoice, kind=DifferenceKind.NOT_INVOICED, membership=member, expected_rp=expected_rp
            )
    invoice.state = InvoiceState.MATCHED
    invoice.save()
    return invoice, agreed


def _order(invoice, agreed, fund, people, at):
    order = PaymentOrder.objects.create(
        round=invoice.round, fund=fund, invoice=invoice, month=invoice.month, state=OrderState.APPROVED,
        people=len(agreed), total_rp=sum(rp for _, rp in agreed), digest="", due_on=at.date(),
        created_by=people.rani, created_at=at, verified_by=people.budi, verified_at=at, approved_by=people.wati,
        approved_at=at,
    )  # fmt: skip
    for member, amount_rp in agreed:
        OrderLine.objects.create(
            order=order, membership=member, worker=member.worker, month=invoice.month, amount_rp=amount_rp
        )
    return order


@transaction.atomic
def post_with_orm(invoice, agreed, fund, people, at):
    """Order, reserve, pay: each line saved, the money in two transfers as Payung posts it."""
    order = _order(invoice, agreed, fund, people, at)
    for source, target, step in (
        (AccountKind.APPROPRIATION, AccountKind.RESERVED, "reserve"),
        (AccountKind.RESERVED, AccountKind.PAID, "pay"),
    ):
        movement = Movement(fund.pk, source, target, order.total_rp, f"loop:{order.pk}:{step}", "")
        move(movement, effective_on=at.date(), at=at)
    for line in order.lines.all():
        line.paid_on = at.date()
        line.save()
    order.state, order.paid_on = OrderState.PAID, at.date()
    order.save()
    return order


@transaction.atomic
def post_with_hordak(invoice, agreed, fund, people, at):
    """The same, but a person's paid month is a balanced hordak transaction of two legs (it knows no order)."""
    budget, paid = (
        HordakAccount.objects.create(name=name, code=code, type=kind, currencies=["IDR"])
        for name, code, kind in (("Pagu", "1", "AS"), ("Iuran", "5", "EX"))
    )
    order = _order(invoice, agreed, fund, people, at)
    for line in order.lines.all():
        budget.transfer_to(
            paid, Money(line.amount_rp, "IDR"), description=f"{line.membership_id}", date=at.date()
        )
        line.paid_on = at.date()
        line.save()
    order.state, order.paid_on = OrderState.PAID, at.date()
    order.save()
    return order
