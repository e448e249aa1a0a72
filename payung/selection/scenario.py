"""When the money is cut, who stays? Seats shrink in proportion, and in each sector those of the last rank leave."""

from collections.abc import Mapping
from dataclasses import dataclass

from payung.programme import queries as programme
from payung.rules.ranking import fit_quotas
from payung.selection import queries
from payung.selection.enums import SEATED
from payung.selection.models import Place

RULE = (
    "Kursi tiap sektor berkurang menurut perbandingan yang sama; di dalam sektor yang bertahan adalah peringkat "
    "terdepan, jadi yang keluar selalu peringkat paling belakang."
)


@dataclass(frozen=True)
class SectorCut:
    """One sector of a scenario; `package_rp` is what one seat costs for the months that are left."""

    sector: str
    name: str
    seated: int
    stays: int
    package_rp: int

    @property
    def leaves(self) -> int:
        return self.seated - self.stays

    @property
    def cost_rp(self) -> int:
        return self.stays * self.package_rp


def cut(round_id: int, budget_rp: int, from_month: int) -> list[SectorCut]:
    """How many of each sector stay when so much is left for the months from `from_month` on."""
    round = programme.round_(round_id)
    if round is None:
        return []
    board = queries.quota_board(round_id)
    span = range(max(from_month, round.first_month), round.last_month + 1)
    package_rp = {b.sector: sum(programme.contribution_rp(round, m, b.sector) for m in span) for b in board}
    stays = fitting({b.sector: b.seated for b in board}, package_rp, budget_rp)
    return [SectorCut(b.sector, b.name, b.seated, stays[b.sector], package_rp[b.sector]) for b in board]


def fitting(seated: Mapping[str, int], package_rp: Mapping[str, int], budget_rp: int) -> dict[str, int]:
    """The most seats, shared in proportion, whose packages cost at most the budget."""
    codes = sorted(seated)
    numbered = {n: seated[code] for n, code in enumerate(codes)}

    def shared(places: int) -> dict[str, int]:
        return {codes[n]: stays for n, stays in fit_quotas(numbered, places).items()}

    low, high = 0, sum(seated.values())
    while low < high:
        middle = (low + high + 1) // 2
        cost_rp = sum(stays * package_rp[code] for code, stays in shared(middle).items())
        low, high = (middle, high) if cost_rp <= budget_rp else (low, middle - 1)
    return shared(low)


def leaving(round_id: int, cuts: list[SectorCut]) -> list[Place]:
    """Who would have to go, by sector, the last rank first."""
    seated = Place.objects.filter(round_id=round_id, state__in=SEATED).select_related(
        "worker__kelurahan", "sector"
    )
    gone: list[Place] = []
    for sector in cuts:
        gone += seated.filter(sector_id=sector.sector).order_by("-rank")[: sector.leaves]
    return gone
