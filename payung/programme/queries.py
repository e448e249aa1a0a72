"""Which round is open, how many places has it, and what does it cost?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from payung.programme.enums import FundKind, RoundState
from payung.programme.models import Fund, Quota, Round
from payung.reference.queries import is_transport
from payung.rules.contributions import Payer, Programme, discount
from payung.rules.contributions import contribution_rp as price_rp
from payung.rules.months import month_of
from payung.rules.parameters import ParameterSet

# PP 50/2025 asks whose money pays: SiLPA keeps the colour of its source.
PAYER = {
    FundKind.DBHCHT: Payer.DBHCHT,
    FundKind.SILPA_DBHCHT: Payer.DBHCHT,
    FundKind.APBD: Payer.APBD,
    FundKind.VILLAGE: Payer.VILLAGE,
    FundKind.DONOR: Payer.DONOR,
}


@dataclass(frozen=True)
class Cost:
    """What a round costs when every place is taken, and whether its fund can bear it (rupiah)."""

    per_person_rp: int  # first month, a sector without its own discount
    people: int
    monthly_rp: int  # first month
    total_rp: int
    appropriation_rp: int
    other_rounds_rp: int  # what other rounds of the same fund would cost

    @property
    def left_rp(self) -> int:
        return self.appropriation_rp - self.other_rounds_rp - self.total_rp

    @property
    def is_enough(self) -> bool:
        return self.left_rp >= 0


def rounds() -> QuerySet[Round]:
    """All rounds, latest first."""
    return Round.objects.select_related("fund", "opened_by")


def round_(round_id: int) -> Round | None:
    return rounds().filter(pk=round_id).first()


def current_round() -> Round | None:
    """The round people work on: the latest that is not closed."""
    return rounds().exclude(state=RoundState.CLOSED).first()


def running_round(today: date) -> Round | None:
    """The round whose months are running; next year's may be open already. Between two: the latest that is not closed."""
    month = month_of(today)
    now = rounds().filter(first_month__lte=month, last_month__gte=month).exclude(state=RoundState.CLOSED)
    return now.first() or current_round()


def next_rounds(round: Round) -> QuerySet[Round]:
    """Rounds that come after this one and still take people, the nearest first."""
    later = rounds().filter(first_month__gt=round.last_month, state=RoundState.OPEN)
    return later.order_by("first_month", "id")


def funds() -> QuerySet[Fund]:
    return Fund.objects.all()


def quotas(round_id: int) -> dict[str, int]:
    """{sector code: places}"""
    return dict(Quota.objects.filter(round_id=round_id).values_list("sector_id", "places"))


def contribution_rp(
    round: Round, month: int | None = None, sector: str = "", *, law: ParameterSet | None = None
) -> int:
    """Rupiah per person and month: the programmes of the round, lowest band, paid by its fund.

    law: another set than the one in force, to see what a proposed value would cost.
    """
    month = round.first_month if month is None else month
    programmes = Programme(0)
    for name in round.programmes:
        programmes |= Programme[name]
    payer = PAYER[FundKind(round.fund_in(month).kind)]
    price = price_rp(
        month,
        payer=payer,
        transport=_transport_matters(month, payer, law) and bool(sector) and is_transport(sector, month, law),
        programmes=int(programmes),
        law=law,
    )
    return int(price.total_rp[0])


def _transport_matters(month: int, payer: Payer, law: ParameterSet | None) -> bool:
    """Whether this payer pays another price for transport in this month: only then the sector is asked."""
    return discount(month, payer, True, law=law) != discount(month, payer, False, law=law)


def total_rp(round: Round) -> int:
    """All places, all months, each month and sector at its own price."""
    return sum(by_fund_rp(round).values())


def by_fund_rp(round: Round) -> dict[int, int]:
    """{fund: what the round takes from it}, every place taken, each month from the one fund that pays it."""
    places = quotas(round.pk)
    cost_rp: dict[int, int] = {}
    for month in range(round.first_month, round.last_month + 1):
        monthly_rp = sum(n * contribution_rp(round, month, sector) for sector, n in places.items())
        fund_id = round.fund_in(month).pk
        cost_rp[fund_id] = cost_rp.get(fund_id, 0) + monthly_rp
    return cost_rp


def planned_rp(fund: Fund) -> int:
    """What all rounds of this fund would cost."""
    return sum(by_fund_rp(round).get(fund.pk, 0) for round in rounds())


def cost(round: Round) -> Cost:
    """Price of the round beside the appropriation of the funds that pay it."""
    places = quotas(round.pk)
    own = {fund.pk: fund for _, fund in round.funding}
    others = [by_fund_rp(other) for other in rounds().exclude(pk=round.pk)]
    return Cost(
        per_person_rp=contribution_rp(round),
        people=sum(places.values()),
        monthly_rp=sum(n * contribution_rp(round, sector=sector) for sector, n in places.items()),
        total_rp=total_rp(round),
        appropriation_rp=sum(fund.appropriation_rp for fund in own.values()),
        other_rounds_rp=sum(taken.get(fund, 0) for taken in others for fund in own),
    )
