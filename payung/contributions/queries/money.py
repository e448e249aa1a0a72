"""How much of a fund is left, and through which transfers?"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Concat

from payung.contributions.enums import AccountKind
from payung.contributions.models import Transfer

if TYPE_CHECKING:
    from payung.programme.models import Fund


@dataclass(frozen=True)
class Balances:
    """Where the money of a fund stands (rupiah)."""

    appropriation_rp: int
    reserved_rp: int
    paid_rp: int
    suspense_rp: int = 0  # left the fund, nobody knows yet for what
    credit_rp: int = 0  # overpaid, stands at BPJS

    @property
    def rest_rp(self) -> int:
        return self.appropriation_rp - self.reserved_rp - self.paid_rp - self.suspense_rp - self.credit_rp


def balances(fund: "Fund") -> Balances:
    """Where a fund's money stands, folded from its transfers (L6)."""
    moved = _moved([fund.pk])[fund.pk]
    return Balances(
        fund.appropriation_rp,
        moved.get(AccountKind.RESERVED, 0),
        moved.get(AccountKind.PAID, 0),
        moved.get(AccountKind.SUSPENSE, 0),
        moved.get(AccountKind.INSURER_CREDIT, 0),
    )


def unexplained(fund_id: int) -> QuerySet[Transfer]:
    """Money in suspense that nobody has explained yet."""
    held = Transfer.objects.filter(debit__fund_id=fund_id, debit__kind=AccountKind.SUSPENSE)
    told = Transfer.objects.filter(
        key=Concat(Value("suspense:"), OuterRef("pk"), Value(":explained"), output_field=CharField())
    )
    return held.filter(~Exists(told)).order_by("id")


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
