"""How are the treasury's papers on the way to a payment written down: SPP, SPM, SP2D, in that order?"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions.enums import LetterKind, OrderState
from payung.contributions.models import PaymentLetter, PaymentOrder
from payung.jobs.actions import Refused
from payung.language.formats import tanggal

KINDS = list(LetterKind)


@transaction.atomic
def record_letter(
    order_id: int, *, kind: LetterKind, number: str, dated_on: date, by: User, at: datetime
) -> PaymentLetter:
    """Write down a letter of an approved order. The same letter again changes nothing. Raises Refused."""
    order = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
    kind, number = LetterKind(kind), number.strip()[:60]
    written = {letter.kind: letter for letter in order.letters.all()}
    if (same := written.get(kind)) and (same.number, same.dated_on) == (number, dated_on):
        return same
    _refuse_wrong(order, written, kind, number, dated_on, at)
    try:
        with transaction.atomic():
            letter = PaymentLetter.objects.create(
                order=order, kind=kind, number=number, dated_on=dated_on, recorded_by=by, recorded_at=at
            )
    except IntegrityError:
        raise Refused(
            f"{kind.name} nomor {number} sudah dipakai perintah bayar lain. Periksa nomornya."
        ) from None
    record(
        "contributions.record_letter",
        by=by,
        at=at,
        on=("payment_order", order_id),
        sentence=f"Mencatat {kind.name} nomor {number} tanggal {tanggal(dated_on)}.",
    )
    return letter


def _refuse_wrong(
    order: PaymentOrder,
    written: dict[str, PaymentLetter],
    kind: LetterKind,
    number: str,
    dated_on: date,
    at: datetime,
) -> None:
    if order.state not in (OrderState.APPROVED, OrderState.PAID):
        raise Refused("Surat pembayaran dicatat setelah perintah bayar disetujui orang ketiga.")
    if kind in written:
        raise Refused(f"{kind.name} perintah bayar ini sudah tercatat: nomor {written[kind].number}.")
    if not number:
        raise Refused(f"Tulis nomor {kind.name}.")
    if dated_on > localdate(at):
        raise Refused(f"Tanggal {tanggal(dated_on)} belum tiba. Periksa tanggalnya.")
    before = KINDS[: KINDS.index(kind)]
    if missing := [k.name for k in before if k not in written]:
        raise Refused(f"Catat {missing[0]} lebih dulu.")
    if before and dated_on < written[before[-1]].dated_on:
        raise Refused(f"{kind.name} tidak mungkin bertanggal sebelum {before[-1].name}.")
