"""How is a payment recorded, and when does a month count as paid?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions.actions.ledger import Movement, move
from payung.contributions.enums import AccountKind, OrderState
from payung.contributions.models import OrderLine, PaymentOrder
from payung.files.actions import keep
from payung.files.models import StoredFile
from payung.jobs.actions import Refused
from payung.language.formats import rupiah, tanggal
from payung.rules import months


@dataclass(frozen=True)
class Proof:
    """What shows that the treasury paid: the bytes of the SP2D or the bank's receipt."""

    content: bytes
    name: str
    content_type: str = "application/pdf"


@transaction.atomic
def record_payment(
    order_id: int,
    *,
    paid_on: date,
    proof_number: str,
    by: User,
    at: datetime,
    proof: Proof | None = None,
    paid_rp: int | None = None,
) -> PaymentOrder:
    """Record that an approved order was paid: reserved money becomes paid, every line's month counts.

    Recorded twice with the same day and number: nothing changes. `paid_rp` other than the order's total is
    refused with both numbers (P6). A day after `due_on` is taken, and `order.is_late` tells so. Raises Refused.
    """
    order = PaymentOrder.objects.select_for_update(of=("self",)).select_related("fund").get(pk=order_id)
    if order.state == OrderState.PAID and (order.paid_on, order.proof_number) == (
        paid_on,
        proof_number.strip(),
    ):
        return order
    _refuse_wrong(order, paid_on, proof_number, paid_rp, at)
    file = _keep(proof, by, at) if proof else None
    paid = PaymentOrder.objects.filter(pk=order_id, state=OrderState.APPROVED).update(
        state=OrderState.PAID, paid_on=paid_on, proof_number=proof_number.strip()[:60], proof_file=file
    )
    if not paid:
        raise Refused(
            f"Perintah bayar {order.pk} sekarang “{order.get_state_display()}”; "
            "hanya yang sudah disetujui dapat dicatat terbayar."
        )
    OrderLine.objects.filter(order=order, is_live=True).update(paid_on=paid_on)
    month = months.month_in_words(order.month)
    move(
        Movement(
            order.fund_id,
            AccountKind.RESERVED,
            AccountKind.PAID,
            order.total_rp,
            key=f"order:{order.pk}:pay",
            note=f"Iuran {month}, bukti {proof_number.strip()}",
        ),
        effective_on=paid_on,
        at=at,
    )
    order.refresh_from_db()
    late = f", terlambat {(paid_on - order.due_on).days} hari" if order.is_late else ""
    record(
        "contributions.record_payment",
        by=by,
        at=at,
        on=("payment_order", order.pk),
        sentence=f"Mencatat pembayaran iuran {month}: {rupiah(order.total_rp)} pada "
        f"{tanggal(paid_on)}{late}.",
    )
    return order


def _refuse_wrong(
    order: PaymentOrder, paid_on: date, proof_number: str, paid_rp: int | None, at: datetime
) -> None:
    if not proof_number.strip():
        raise Refused("Tulis nomor SP2D atau bukti bank.")
    if paid_on > localdate(at):
        raise Refused(f"Tanggal bayar {tanggal(paid_on)} belum tiba. Periksa tanggalnya.")
    if paid_rp is not None and paid_rp != order.total_rp:
        raise Refused(
            f"Jumlah pada bukti {rupiah(paid_rp)}, perintah bayar {rupiah(order.total_rp)}. "
            "Pembayaran yang berbeda tidak dicatat otomatis; periksa ke bendahara."
        )


def _keep(proof: Proof, by: User, at: datetime) -> StoredFile:
    return keep(
        proof.content,
        name=proof.name,
        content_type=proof.content_type,
        purpose="contributions.proof",
        by=by,
        at=at,
    )
