"""The papers of a payment order from what the tables hold."""

from datetime import datetime

from django.conf import settings

from payung.accounts.models import User
from payung.contributions import queries
from payung.contributions.documents.order_sheet import OrderSheet, SectorLine, Signer, order_sheet_pdf
from payung.contributions.models import PaymentOrder
from payung.documents.city import letterhead
from payung.programme import queries as programme


def order_paper(order: PaymentOrder) -> bytes:
    """The payment order as PDF; KONSEP until the third signature."""
    return order_sheet_pdf(_sheet(order))


def _sheet(order: PaymentOrder) -> OrderSheet:
    return OrderSheet(
        letterhead=letterhead(),
        number=f"PB-{order.pk:05d}",
        round_name=order.round.name,
        month=order.month,
        fund=order.fund.name,
        kode_iuran=order.invoice.kode_iuran,
        contribution_rp=programme.contribution_rp(order.round, order.month),
        lines=[SectorLine(row["name"], row["people"], row["rp"]) for row in queries.sector_totals(order.pk)],
        due_on=order.due_on,
        digest=order.digest,
        signers=[
            _signer("Dibuat", order.created_by, order.created_at),
            _signer("Diverifikasi", order.verified_by, order.verified_at),
            _signer("Disetujui", order.approved_by, order.approved_at),
        ],
        paid_on=order.paid_on,
        proof_number=order.proof_number,
        zone=settings.TIME_ZONE,
    )


def _signer(step: str, who: User | None, at: datetime | None) -> Signer:
    return Signer(step, who.get_role_display() if who else "", who.full_name if who else "–", at)
