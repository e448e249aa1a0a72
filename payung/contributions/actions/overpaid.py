"""Where does money go that nobody's month explains? Unknown money to suspense, overpaid months to credit at BPJS.

Never to a guess: a person says later what it was, once, and every step is a transfer of its own (L4, L12, L13).
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions import queries
from payung.contributions.actions.closing import refuse_closed
from payung.contributions.actions.ledger import (
    Movement,
    account,
    lock_appropriation,
    made_before,
    move_once,
    paying_transfers,
)
from payung.contributions.enums import AccountKind, Mismatch
from payung.contributions.models import OrderLine, Transfer
from payung.database.loading import learn
from payung.jobs.actions import Refused
from payung.language.formats import angka, rupiah, tanggal
from payung.programme import queries as programme
from payung.rules import months


@transaction.atomic
def credit_stopped(round_id: int, month: int, *, by: User, at: datetime) -> int:
    """Turn the paid months of people who had stopped into credit at BPJS; how many. Asked twice, nothing moves twice.

    A closed month is corrected instead. Raises Refused.
    """
    refuse_closed(round_id, month)
    rows = queries.five_ways(round_id, month, today=localdate(at), due_on=queries.due_on(month))
    workers = [row.worker_id for row in rows if row.worker_id and row.kind == Mismatch.STOPPED_PAID]
    paid = OrderLine.objects.filter(
        order__round_id=round_id, month=month, worker_id__in=workers, is_live=True, paid_on__isnull=False
    )
    lines = list(
        paid.select_for_update(of=("self",)).values_list("id", "order__fund_id", "amount_rp", "order_id")
    )
    _copy_credits(lines, month, at)
    OrderLine.objects.filter(pk__in=[line_id for line_id, *_ in lines]).update(is_live=False)
    if lines:
        record(
            "contributions.credit_stopped",
            by=by,
            at=at,
            on=("programme.round", round_id),
            sentence=f"Mencatat {angka(len(lines))} bulan kelebihan bayar {months.month_in_words(month)} sebagai kredit "
            f"di BPJS: {rupiah(sum(amount_rp for _, _, amount_rp, _ in lines))}.",
        )
    return len(lines)


def _copy_credits(lines: list[tuple[int, int, int, int]], month: int, at: datetime) -> None:
    note = f"Kelebihan bayar {months.month_in_words(month)}"
    stands = {
        fund_id: (account(fund_id, AccountKind.INSURER_CREDIT).pk, account(fund_id, AccountKind.PAID).pk)
        for fund_id in {fund_id for _, fund_id, _, _ in lines}
    }
    paid = paying_transfers({order_id for *_, order_id in lines})
    Transfer.objects.bulk_create(
        [
            Transfer(
                debit_id=stands[fund_id][0], credit_id=stands[fund_id][1], amount_rp=amount_rp,
                effective_on=localdate(at), recorded_at=at, key=f"line:{line_id}:credit", note=note,
                reverses_id=paid.get(order_id),
            )
            for line_id, fund_id, amount_rp, order_id in lines
        ],
        batch_size=5_000,
    )  # fmt: skip
    learn(Transfer, len(lines))


@transaction.atomic
def hold_unknown(
    fund_id: int, *, amount_rp: int, paid_on: date, reference: str, note: str, by: User, at: datetime
) -> Transfer:
    """Money left the fund and nobody knows for what: it waits in suspense.

    Told twice, it waits once; another content under the same reference is refused with the first (L5). Raises Refused.
    """
    lock_appropriation(fund_id)
    _refuse_wrong(amount_rp, paid_on, reference, at)
    words = f"Belum jelas, bukti {reference.strip()}: {note.strip()}"
    movement = Movement(
        fund_id, AccountKind.APPROPRIATION, AccountKind.SUSPENSE, amount_rp, f"suspense:{reference.strip()[:60]}", words
    )  # fmt: skip
    if first := made_before(movement, effective_on=paid_on):
        return first
    rest_rp = queries.balances(programme.funds().get(pk=fund_id)).rest_rp
    if amount_rp > rest_rp:
        raise Refused(
            f"Sisa dana {rupiah(rest_rp)}, lebih kecil daripada {rupiah(amount_rp)}. Periksa jumlahnya."
        )
    held = move_once(movement, effective_on=paid_on, at=at)
    _tell(
        "hold_unknown",
        fund_id,
        f"Menahan uang yang belum jelas: {rupiah(amount_rp)}, bukti {reference.strip()}.",
        by,
        at,
    )
    return held


@transaction.atomic
def explain_unknown(transfer_id: int, *, is_credit: bool, note: str, by: User, at: datetime) -> Transfer:
    """Say what money in suspense was: paid too much to BPJS (credit), or returned to the treasury.

    Said twice, it moves once; said otherwise, it is refused with what was said. Raises Refused.
    """
    held = Transfer.objects.select_related("debit").get(pk=transfer_id)
    if held.debit.kind != AccountKind.SUSPENSE:
        raise Refused("Mutasi ini bukan uang yang belum jelas.")
    if not note.strip():
        raise Refused("Tulis apa yang ditemukan, supaya dapat diperiksa orang lain.")
    lock_appropriation(held.debit.fund_id)
    target = AccountKind.INSURER_CREDIT if is_credit else AccountKind.APPROPRIATION
    movement = Movement(
        held.debit.fund_id,
        AccountKind.SUSPENSE,
        target,
        held.amount_rp,
        f"suspense:{held.pk}:explained",
        note.strip(),
    )
    if first := made_before(movement, effective_on=localdate(at)):
        return first
    told = move_once(movement, effective_on=localdate(at), at=at)
    words = "kredit di BPJS" if is_credit else "dikembalikan ke kas daerah"
    _tell(
        "explain_unknown", held.debit.fund_id, f"Menjelaskan {rupiah(held.amount_rp)}: {words}.", by, at, note
    )
    return told


@transaction.atomic
def refund_credit(
    fund_id: int, *, amount_rp: int, paid_on: date, reference: str, by: User, at: datetime
) -> Transfer:
    """BPJS gave credit back in money: it is free in its fund again, never more than the credit.

    Told twice, it comes once; another content under the same reference is refused with the first (L5). Raises Refused.
    """
    lock_appropriation(fund_id)
    _refuse_wrong(amount_rp, paid_on, reference, at)
    movement = Movement(
        fund_id, AccountKind.INSURER_CREDIT, AccountKind.APPROPRIATION, amount_rp, f"refund:{reference.strip()[:60]}",
        f"Pengembalian BPJS, bukti {reference.strip()}",
    )  # fmt: skip
    if first := made_before(movement, effective_on=paid_on):
        return first
    credit_rp = queries.balances(programme.funds().get(pk=fund_id)).credit_rp
    if amount_rp > credit_rp:
        raise Refused(f"Kredit di BPJS {rupiah(credit_rp)}, lebih kecil daripada {rupiah(amount_rp)}.")
    refunded = move_once(movement, effective_on=paid_on, at=at)
    _tell("refund_credit", fund_id, f"Menerima pengembalian dari BPJS: {rupiah(amount_rp)}.", by, at)
    return refunded


def _refuse_wrong(amount_rp: int, on: date, reference: str, at: datetime) -> None:
    if amount_rp <= 0:
        raise Refused("Jumlahnya harus lebih dari Rp0.")
    if not reference.strip():
        raise Refused("Tulis nomor bukti bank.")
    if on > localdate(at):
        raise Refused(f"Tanggal {tanggal(on)} belum tiba. Periksa tanggalnya.")


def _tell(verb: str, fund_id: int, sentence: str, by: User, at: datetime, reason: str = "") -> None:
    record(
        f"contributions.{verb}",
        by=by,
        at=at,
        on=("programme.fund", fund_id),
        sentence=sentence,
        reason=reason.strip(),
    )
