"""How does money move inside a fund? Only by adding a transfer, each command once (L1, L3, L5)."""

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
    )


def account(fund_id: int, kind: AccountKind) -> Account:
    return Account.objects.get_or_create(fund_id=fund_id, kind=kind)[0]


def lock_appropriation(fund_id: int) -> None:
    """Hold the fund's appropriation until the transaction ends: approvals of one fund queue up (L10)."""
    Account.objects.select_for_update().get(pk=account(fund_id, AccountKind.APPROPRIATION).pk)
