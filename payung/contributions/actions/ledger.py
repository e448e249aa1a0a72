"""How does money move inside a fund? Only by adding a transfer, each command once (L1, L3, L5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from payung.contributions.enums import AccountKind
from payung.contributions.models import Account, Transfer


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
