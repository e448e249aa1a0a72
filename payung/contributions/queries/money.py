"""How much of a fund is left, and through which transfers?"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from payung.contributions.enums import AccountKind
from payung.contributions.models import Transfer
from payung.programme import queries as programme


@dataclass(frozen=True)
class Balances:
    """Where the money of a fund stands (rupiah)."""

    appropriation_rp: int
    reserved_rp: int
    paid_rp: int

    @property
    def rest_rp(self) -> int:
        return self.appropriation_rp - self.reserved_rp - self.paid_rp


def balances(fund) -> Balances:
    """Appropriation, reserved and paid of a fund, folded from its transfers (L6)."""
    moved = _moved([fund.pk]).get(fund.pk, {})
    return Balances(
        appropriation_rp=fund.appropriation_rp,
        reserved_rp=moved.get(AccountKind.RESERVED, 0),
        paid_rp=moved.get(AccountKind.PAID, 0),
    )


def all_balances() -> list[tuple]:
    """[(fund, its balances)], newest year first."""
    funds = list(programme.funds())
    moved = _moved([fund.pk for fund in funds])
    return [
        (
            fund,
            Balances(
                fund.appropriation_rp,
                moved.get(fund.pk, {}).get(AccountKind.RESERVED, 0),
                moved.get(fund.pk, {}).get(AccountKind.PAID, 0),
            ),
        )
        for fund in funds
    ]


def _moved(fund_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """{fund: {kind of account: debits - credits}}"""
    total: dict[int, dict[str, int]] = {fund_id: {} for fund_id in fund_ids}
    for side, sign in (("debit", 1), ("credit", -1)):
        found = (
            Transfer.objects.filter(**{f"{side}__fund_id__in": list(fund_ids)})
            .order_by()
            .values_list(f"{side}__fund_id", f"{side}__kind")
            .annotate(rp=Sum("amount_rp"))
        )
        for fund_id, kind, amount_rp in found:
            total[fund_id][kind] = total[fund_id].get(kind, 0) + sign * amount_rp
    return total


def transfers(fund_id: int) -> QuerySet[Transfer]:
    """Every movement of a fund, latest first."""
    return Transfer.objects.filter(debit__fund_id=fund_id).select_related("debit", "credit").order_by("-id")
