"""How do three different people sign one payment order, on one digest (P1, P2)?"""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions import queries
from payung.contributions.actions.closing import refuse_closed
from payung.contributions.actions.comparing import write_agreed
from payung.contributions.actions.invoices import recheck_invoice
from payung.contributions.actions.ledger import Movement, lock_appropriation, move
from payung.contributions.actions.stops import refuse_undecided
from payung.contributions.digest import DigestLine, order_digest
from payung.contributions.enums import AccountKind, OrderState
from payung.contributions.models import Correction, Invoice, OrderLine, PaymentOrder, Transfer
from payung.contributions.queries import Step
from payung.jobs.actions import Refused
from payung.language.formats import rupiah
from payung.rules import months

AGAIN = "Batalkan perintah bayar ini, lalu buat yang baru dari tagihannya."


@transaction.atomic
def create_order(invoice_id: int, *, by: User, at: datetime) -> PaymentOrder:
    """Make the month's order from the rows on which the invoice and our list agree today. Raises Refused."""
    invoice = Invoice.objects.select_related("round").get(pk=invoice_id)
    refuse_closed(invoice.round_id, invoice.month)
    refuse_undecided(invoice.round_id, invoice.month, at)
    found = recheck_invoice(invoice_id, by=by, at=at)
    if not found.agreed:
        raise Refused("Tidak ada baris yang cocok untuk dibayar. Selesaikan selisih tagihan lebih dulu.")
    order = PaymentOrder.objects.create(
        round_id=invoice.round_id,
        fund_id=invoice.round.fund_in(invoice.month).pk,
        invoice=invoice,
        month=invoice.month,
        people=found.agreed,
        total_rp=found.agreed_rp,
        due_on=queries.due_on(invoice.month),
        created_by=by,
        created_at=at,
    )
    _write_lines(order)
    _tell("create", order, "Menyiapkan", by=by, at=at)
    return order


def prepare_correcting_order(correction: Correction, step: Step, *, at: datetime) -> PaymentOrder:
    """The order of one month that a correction adds or replaces; it waits for its own three signatures.

    Made in the name of who proposed the correction. Raises Refused when that month never had an invoice.
    """
    member = correction.membership
    round_id = member.place.round_id
    invoice = Invoice.objects.filter(round_id=round_id, month=step.month).first()
    if invoice is None:
        raise Refused(
            f"{months.month_in_words(step.month)} belum pernah ditagih. Minta tagihan cabang untuk bulan itu dulu."
        )
    line = DigestLine(member.pk, member.worker_id, member.kpj, step.becomes_rp)
    order = PaymentOrder.objects.create(
        round_id=round_id, fund_id=step.fund_id, invoice=invoice, month=step.month, people=1, total_rp=step.becomes_rp,
        digest=order_digest(fund_id=step.fund_id, month=step.month, lines=[line]), due_on=queries.due_on(step.month),
        created_by=correction.proposed_by, created_at=at, correction=correction,
    )  # fmt: skip
    OrderLine.objects.create(
        order=order, membership=member, worker_id=member.worker_id, month=step.month, amount_rp=step.becomes_rp,
        is_live=step.line_id is None, replaces_id=step.line_id,
    )  # fmt: skip
    _tell("create", order, f"Menyiapkan, untuk pembetulan {correction.pk},", by=correction.proposed_by, at=at)
    return order


@transaction.atomic
def verify_order(order_id: int, *, by: User, at: datetime) -> PaymentOrder:
    """The second person: the lines are still what was prepared, and nobody has stopped since. Raises Refused."""
    order = _sound(order_id)
    if order.created_by_id == by.pk:
        raise Refused("Anda menyiapkan perintah bayar ini, jadi orang lain yang harus memverifikasinya.")
    moved = PaymentOrder.objects.filter(pk=order_id, state=OrderState.CREATED).exclude(created_by=by)
    if not moved.update(state=OrderState.VERIFIED, verified_by=by, verified_at=at):
        raise _cannot(order, OrderState.VERIFIED)
    _tell("verify", order, "Memverifikasi", by=by, at=at)
    return _fresh(order_id)


@transaction.atomic
def approve_order(order_id: int, *, by: User, at: datetime) -> PaymentOrder:
    """The third person: the money is reserved in the same transaction, never above the appropriation (L10).

    Raises Refused.
    """
    order = _sound(order_id)
    if by.pk in (order.created_by_id, order.verified_by_id):
        raise Refused(
            "Anda sudah menyiapkan atau memverifikasi perintah ini. Perlu orang ketiga untuk menyetujui."
        )
    lock_appropriation(order.fund_id)
    rest_rp = queries.balances(order.fund).rest_rp
    if order.total_rp > rest_rp:
        raise Refused(
            f"Pagu {order.fund.name} tersisa {rupiah(rest_rp)}, perintah bayar ini {rupiah(order.total_rp)}. "
            "Tambah pagu lewat perubahan anggaran, atau kurangi pesertanya."
        )
    moved = PaymentOrder.objects.filter(pk=order_id, state=OrderState.VERIFIED)
    moved = moved.exclude(created_by=by).exclude(verified_by=by)
    if not moved.update(state=OrderState.APPROVED, approved_by=by, approved_at=at):
        raise _cannot(order, OrderState.APPROVED)
    movement = _movement(order, AccountKind.APPROPRIATION, AccountKind.RESERVED, "reserve")
    move(movement, effective_on=localdate(at), at=at)
    _tell("approve", order, "Menyetujui", by=by, at=at)
    return _fresh(order_id)


@transaction.atomic
def void_order(order_id: int, reason: str, *, by: User, at: datetime) -> PaymentOrder:
    """Take an unpaid order back: its months are open again and reserved money returns. Raises Refused."""
    if not reason.strip():
        raise Refused("Tulis alasan pembatalan, supaya orang lain mengerti.")
    order = PaymentOrder.objects.select_for_update(of=("self",)).select_related("fund").get(pk=order_id)
    open_states = [OrderState.CREATED, OrderState.VERIFIED, OrderState.APPROVED]
    voided = PaymentOrder.objects.filter(pk=order_id, state__in=open_states)
    if not voided.update(state=OrderState.VOID, void_reason=reason.strip()[:160]):
        raise _cannot(order, OrderState.VOID)
    OrderLine.objects.filter(order=order).update(is_live=False)
    if order.state == OrderState.APPROVED:
        movement = _movement(order, AccountKind.RESERVED, AccountKind.APPROPRIATION, "unreserve")
        reserved = Transfer.objects.get(key=f"order:{order.pk}:reserve")
        move(replace(movement, reverses_id=reserved.pk), effective_on=localdate(at), at=at)
    _tell("void", order, "Membatalkan", by=by, at=at, reason=reason)
    return _fresh(order_id)


def _sound(order_id: int) -> PaymentOrder:
    """The order, locked, with the very lines that were prepared and only people who still take part."""
    order = PaymentOrder.objects.select_for_update(of=("self",)).select_related("fund").get(pk=order_id)
    if queries.digest_now(order) != (order.digest, order.people, order.total_rp):
        raise Refused(f"Isi perintah bayar berubah sejak disiapkan. {AGAIN}")
    if stopped := queries.stopped_since(order):
        raise Refused(f"{stopped} orang di perintah bayar ini sudah tidak aktif. {AGAIN}")
    return order


def _write_lines(order: PaymentOrder) -> None:
    """The lines, and the digest of what was really written."""
    try:
        with transaction.atomic():
            write_agreed(order)
    except IntegrityError:
        raise Refused("Sebagian orang baru saja masuk perintah bayar lain. Muat ulang halaman ini.") from None
    order.digest = queries.digest_now(order)[0]
    order.save(update_fields=["digest"])


def _movement(order: PaymentOrder, source: AccountKind, target: AccountKind, step: str) -> Movement:
    note = f"Iuran {months.month_in_words(order.month)}, perintah bayar {order.pk}"
    return Movement(
        order.fund_id,
        source,
        target,
        order.total_rp,
        f"order:{order.pk}:{step}",
        note,
        correction_id=order.correction_id,
    )


def _cannot(order: PaymentOrder, to: OrderState) -> Refused:
    now = OrderState(_fresh(order.pk).state).label
    return Refused(f"Perintah bayar {order.pk} sekarang “{now}”, jadi tidak dapat menjadi “{to.label}”.")


def _fresh(order_id: int) -> PaymentOrder:
    return PaymentOrder.objects.get(pk=order_id)


def _tell(verb: str, order: PaymentOrder, word: str, *, by: User, at: datetime, reason: str = "") -> None:
    record(
        f"contributions.{verb}_order",
        by=by,
        at=at,
        on=("payment_order", order.pk),
        sentence=f"{word} perintah bayar {months.month_in_words(order.month)}: {order.people} orang, "
        f"{rupiah(order.total_rp)}, sidik {order.digest[:12]}.",
        reason=reason,
    )
