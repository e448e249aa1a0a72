"""Which round is open, how many places has it, and what does it cost?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from payung.programme.enums import FundKind, RoundState
from payung.programme.models import Fund, Quota, Round
from payung.reference import clock
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


def every_round() -> QuerySet[Round]:
    """All rounds, latest first, the cancelled ones too: only the list of rounds shows them."""
    return Round.objects.select_related("fund", "opened_by")


def rounds() -> QuerySet[Round]:
    """All rounds that were not cancelled, latest first."""
    return every_round().exclude(state=RoundState.CANCELLED)


def round_(round_id: int) -> Round | None:
    return rounds().filter(pk=round_id).first()


def working_rounds() -> list[Round]:
    """The rounds somebody works on, the earliest first: one may collect lists while another pays."""
    return list(rounds().exclude(state=RoundState.CLOSED).order_by("first_month", "id"))


def open_rounds() -> list[Round]:
    """The rounds that take proposals, the earliest first."""
    return [round for round in working_rounds() if round.state == RoundState.OPEN]


def running_round(today: date) -> Round | None:
    """The round every page shows by itself; opening another one does not change it.

    Of the rounds whose months include today: the one furthest on (decreed before selected before open), then the
    earliest. When none runs: the decreed one that ran last, then the nearest to come. Closed rounds only when there
    is no other.
    """
    month = month_of(today)
    working = working_rounds()
    now = [round for round in working if round.first_month <= month <= round.last_month]
    if now:
        return min(now, key=lambda round: (-_FURTHEST.index(round.state), round.first_month, round.pk))
    ran = [round for round in working if round.last_month < month]
    decreed = [round for round in ran if round.state == RoundState.DECREED]
    coming = [round for round in working if round.first_month > month]
    return next(iter([*reversed(decreed), *coming, *reversed(ran)]), None) or rounds().first()


_FURTHEST = (RoundState.OPEN, RoundState.SELECTED, RoundState.DECREED)


@dataclass(frozen=True)
class Looking:
    """The round a page shows, and those one may switch to in the head of the page.

    `round`: None before the first round is opened. `choices`: empty where the page itself names its round.
    """

    round: Round | None
    running: Round | None
    choices: tuple[Round, ...] = ()

    @property
    def suffix(self) -> str:
        """ "?putaran=3" for addresses that lead on in this round; "" for the running one, which needs none."""
        if self.round is None or self.round == self.running:
            return ""
        return f"?putaran={self.round.pk}"

    @property
    def ahead(self) -> tuple[Round, ...]:
        """The other rounds that take proposals, to be announced beside this one."""
        return tuple(r for r in self.choices if r != self.round and r.state == RoundState.OPEN)

    def to(self, name: str) -> str:
        """The address of a page, in the round one is looking at."""
        return reverse(name) + self.suffix


def looked_at(request: HttpRequest, round: Round | None = None) -> Looking:
    """The one notion of "the round one is looking at": named in the address or the form (`putaran`), else the running one.

    `round`: of a page that is about one thing of one round. The request remembers it for menu and head
    (`ui.context`). Raises Http404 for a round that does not exist or was cancelled.
    """
    running = running_round(clock.today())
    if round is not None:
        return _kept(request, Looking(round, running))
    choices = tuple(rounds().order_by("first_month", "id"))
    return _kept(request, Looking(_asked(request, choices) or running, running, choices))


def proposed_to(request: HttpRequest) -> Looking:
    """The same of the pages that take proposals: among the open rounds, by itself the running one or the earliest.

    `round` is None when no round is open, or when the one that was asked for takes no proposals.
    """
    running, taking = running_round(clock.today()), tuple(open_rounds())
    asked = _asked(request, rounds())
    first = running if running in taking else next(iter(taking), None)
    chosen = first if asked is None else asked if asked in taking else None
    return _kept(request, Looking(chosen, running, taking))


def _kept(request: HttpRequest, looking: Looking) -> Looking:
    request.looking = looking  # type: ignore[attr-defined]
    return looking


def _asked(request: HttpRequest, choices: Iterable[Round]) -> Round | None:
    """The round that form or address name; None when they name none."""
    asked = request.POST.get("putaran") or request.GET.get("putaran") or ""
    for round in choices if asked else ():
        if str(round.pk) == asked:
            return round
    if asked:
        raise Http404(f"Putaran {asked} tidak ada.")
    return None


def next_rounds(round: Round) -> QuerySet[Round]:
    """Rounds that come after this one and still take people, the nearest first."""
    later = rounds().filter(first_month__gt=round.last_month, state=RoundState.OPEN)
    return later.order_by("first_month", "id")


def funds() -> QuerySet[Fund]:
    return Fund.objects.all()


def payable_rounds(fund: Fund, today: date) -> dict[Round, list[int]]:
    """{round: the months from which on this fund could pay it}, the running round first; rounds without any left out."""
    running = running_round(today)
    seats_by_round = {}
    for round in sorted(working_rounds(), key=lambda round: round != running):
        months = range(round.first_month, round.last_month + 1)
        if able := [
            month for month in months if not months_out_of_reach(fund, month, paid_until(round, month))
        ]:
            seats_by_round[round] = able
    return seats_by_round


def months_out_of_reach(fund: Fund, first_month: int, last_month: int) -> list[int]:
    """The months between two that this fund cannot pay."""
    return [month for month in range(first_month, last_month + 1) if month not in fund.payable]


def paid_until(round: Round, month: int) -> int:
    """The last month that a fund paying from this month on would pay: up to the next change of fund."""
    later = [from_month for from_month, _ in round.funding if from_month > month]
    return min(later, default=round.last_month + 1) - 1


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
