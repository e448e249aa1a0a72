"""How does money move inside a fund? Only by adding a transfer, each command once (L1, L3, L5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from payung.contributions.enums import AccountKind
from payung.contributions.models import Account, Transfer
from payung.jobs.actions import Refused
from payung.language.formats import rupiah, tanggal


@dataclass(frozen=True)
class Movement:
    """One command that moves money. `key` names the command: the same key never moves money twice."""

    fund_id: int
    source: AccountKind
    target: AccountKind
    amount_rp: int
    key: str
    note: str
    reverses_id: int | None = None  # the transfer it takes back, wholly or in part (L4)
    correction_id: int | None = None


def move(movement: Movement, *, effective_on: date, at: datetime) -> Transfer:
    """Add the transfer. IntegrityError when its key was used: the caller's conditional step came first."""
    return Transfer.objects.create(
        debit=account(movement.fund_id, movement.target),
        credit=account(movement.fund_id, movement.source),
        amount_rp=movement.amount_rp,
        effective_on=effective_on,
        recorded_at=at,
        key=movement.key,
        note=movement.note[:160],
        reverses_id=movement.reverses_id,
        correction_id=movement.correction_id,
    )


def made_before(movement: Movement, *, effective_on: date) -> Transfer | None:
    """The transfer that this very command made when it was given before (its answer was lost, or two windows).

    Raises Refused when its key names a movement with another content: the key is the command, all else its fingerprint.
    """
    first = Transfer.objects.select_related("debit", "credit").filter(key=movement.key).first()
    if first is None or _content_of(first) == _content(movement, effective_on):
        return first
    raise Refused(
        f"Sudah dicatat dengan isi lain: {rupiah(first.amount_rp)} pada {tanggal(first.effective_on)}, “{first.note}”. "
        "Periksa nomor bukti dan dananya; tidak ada yang berubah."
    )


def move_once(movement: Movement, *, effective_on: date, at: datetime) -> Transfer:
    """Move; whoever gave the same command a moment earlier was first, and his transfer is the answer. Raises Refused."""
    try:
        with transaction.atomic():
            return move(movement, effective_on=effective_on, at=at)
    except IntegrityError:
        if first := made_before(movement, effective_on=effective_on):
            return first
        raise


def _content(movement: Movement, on: date) -> tuple:
    way = (movement.fund_id, movement.source, movement.target, movement.amount_rp)
    return (*way, on, movement.note[:160], movement.reverses_id, movement.correction_id)


def _content_of(transfer: Transfer) -> tuple:
    way = (transfer.debit.fund_id, transfer.credit.kind, transfer.debit.kind, transfer.amount_rp)
    return (*way, transfer.effective_on, transfer.note, transfer.reverses_id, transfer.correction_id)


def account(fund_id: int, kind: AccountKind) -> Account:
    return Account.objects.get_or_create(fund_id=fund_id, kind=kind)[0]


def lock_appropriation(fund_id: int) -> None:
    """Hold the fund's appropriation until the transaction ends: approvals of one fund queue up (L10)."""
    Account.objects.select_for_update().get(pk=account(fund_id, AccountKind.APPROPRIATION).pk)


def paying_transfers(order_ids: Iterable[int]) -> dict[int, int]:
    """{order: the transfer that paid it}; from credit alone when no cash moved."""
    keys = {f"order:{order_id}:{step}": order_id for order_id in order_ids for step in ("pay-credit", "pay")}
    found = Transfer.objects.filter(key__in=list(keys)).order_by("-key").values_list("key", "id")
    return {keys[key]: transfer_id for key, transfer_id in found}
