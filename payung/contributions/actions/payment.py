"""How is a payment recorded, and when does a month count as paid?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions import queries
from payung.contributions.actions.closing import refuse_closed
from payung.contributions.actions.ledger import Movement, lock_appropriation, move, paying_transfers
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
    credit_rp: int = 0,
) -> PaymentOrder:
    """Record that an approved order was paid: reserved money becomes paid, every line's month counts.

    Recorded twice with the same day and number: nothing changes. `paid_rp` other than the order's total is
    refused with both numbers (P6). `credit_rp`: paid from what stands at BPJS, so that much stays in the fund. A day after `due_on` is taken, and `order.is_late` tells so. Raises Refused.
    """
    order = PaymentOrder.objects.select_for_update(of=("self",)).select_related("fund").get(pk=order_id)
    if order.state == OrderState.PAID and (order.paid_on, order.proof_number) == (
        paid_on,
        proof_number.strip(),
    ):
        return order
    _refuse_wrong(paid_on, proof_number, at)
    if order.correction_id is None:
        refuse_closed(order.round_id, order.month)
    else:
        credit_rp = _take_back(order, credit_rp, at)
    _refuse_other_amount(order, paid_rp, credit_rp)
    file = _keep(proof, by, at) if proof else None
    paid = PaymentOrder.objects.filter(pk=order_id, state=OrderState.APPROVED).update(
        state=OrderState.PAID, paid_on=paid_on, proof_number=proof_number.strip()[:60], proof_file=file
    )
    if not paid:
        raise Refused(
            f"Perintah bayar {order.pk} sekarang “{order.get_state_display()}”; "
            "hanya yang sudah disetujui dapat dicatat terbayar."
        )
    lines = OrderLine.objects.filter(order=order)
    (lines if order.correction_id else lines.filter(is_live=True)).update(paid_on=paid_on, is_live=True)
    month = months.month_in_words(order.month)
    for movement in _movements(order, f"Iuran {month}, bukti {proof_number.strip()}", credit_rp):
        move(movement, effective_on=paid_on, at=at)
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


def _take_back(order: PaymentOrder, credit_rp: int, at: datetime) -> int:
    """What the order replaces is reversed first, in the same transaction; the credit that pays it is its answer.

    From the same fund it becomes credit at BPJS and pays the new line; from another it is free again in that fund.
    """
    if order.state != OrderState.APPROVED:
        return credit_rp
    for line in order.lines.select_related("replaces__order"):
        old = line.replaces
        if old is None:
            continue
        same_fund = old.order.fund_id == order.fund_id
        lock_appropriation(old.order.fund_id)
        target = AccountKind.INSURER_CREDIT if same_fund else AccountKind.APPROPRIATION
        if not OrderLine.objects.filter(pk=old.pk, is_live=True).update(is_live=False):
            raise Refused("Bulan yang dibetulkan sudah dibalik. Batalkan perintah bayar ini.")
        movement = Movement(
            old.order.fund_id, AccountKind.PAID, target, old.amount_rp, f"line:{old.pk}:credit",
            f"Pembetulan {order.correction_id}: membalik iuran {months.month_in_words(old.month)}",
            reverses_id=paying_transfers([old.order_id]).get(old.order_id), correction_id=order.correction_id,
        )  # fmt: skip
        move(movement, effective_on=months.last_day(old.month), at=at)
        credit_rp = max(credit_rp, min(old.amount_rp, order.total_rp)) if same_fund else credit_rp
    return credit_rp


def _movements(order: PaymentOrder, note: str, credit_rp: int) -> list[Movement]:
    """What leaves the reserve; the part that credit pays goes back to the appropriation (L13)."""
    fund_id, cash_rp = order.fund_id, order.total_rp - credit_rp
    steps = [
        (AccountKind.RESERVED, AccountKind.PAID, cash_rp, "pay"),
        (AccountKind.INSURER_CREDIT, AccountKind.PAID, credit_rp, "pay-credit"),
        (AccountKind.RESERVED, AccountKind.APPROPRIATION, credit_rp, "credit-frees"),
    ]
    return [
        Movement(
            fund_id,
            source,
            target,
            amount_rp,
            f"order:{order.pk}:{step}",
            note,
            correction_id=order.correction_id,
        )
        for source, target, amount_rp, step in steps
        if amount_rp
    ]


def _refuse_other_amount(order: PaymentOrder, paid_rp: int | None, credit_rp: int) -> None:
    lock_appropriation(order.fund_id)
    has_rp = queries.balances(order.fund).credit_rp
    if not 0 <= credit_rp <= min(has_rp, order.total_rp):
        raise Refused(
            f"Kredit di BPJS {rupiah(has_rp)}; yang dipakai tidak boleh melebihinya atau melebihi perintah bayar."
        )
    wanted_rp = order.total_rp - credit_rp
    if paid_rp is not None and paid_rp != wanted_rp:
        raise Refused(
            f"Jumlah pada bukti {rupiah(paid_rp)}, perintah bayar {rupiah(wanted_rp)}. "
            "Pembayaran yang berbeda tidak dicatat otomatis; periksa ke bendahara."
        )


def _refuse_wrong(paid_on: date, proof_number: str, at: datetime) -> None:
    if not proof_number.strip():
        raise Refused("Tulis nomor SP2D atau bukti bank.")
    if paid_on > localdate(at):
        raise Refused(f"Tanggal bayar {tanggal(paid_on)} belum tiba. Periksa tanggalnya.")


def _keep(proof: Proof, by: User, at: datetime) -> StoredFile:
    return keep(
        proof.content,
        name=proof.name,
        content_type=proof.content_type,
        purpose="contributions.proof",
        by=by,
        at=at,
    )
