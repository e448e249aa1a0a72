"""Which months were unpaid when somebody died in grace, and what would paying them have cost?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from payung.contributions import queries as contributions
from payung.enrolment import queries as enrolment
from payung.language.formats import bulan
from payung.programme import queries as programme
from payung.rules import months

if TYPE_CHECKING:
    from payung.claims.models import Claim


@dataclass(frozen=True)
class Arrears:
    """Unpaid months from the last paid one to the month of the event (month numbers), and their price in rupiah."""

    months: list[int]
    rp: int

    @property
    def months_in_words(self) -> str:
        """For example “Juli 2025, Agustus 2025”."""
        return ", ".join(map(bulan, self.months))


def arrears_of(claim: "Claim") -> Arrears | None:
    """What is still unpaid; None when nothing was unpaid on the day, all of it was paid since, or nothing ever was."""
    day, worker_id = claim.event.happened_on, claim.worker_id
    until = contributions.cover([worker_id], day)[worker_id].until
    member = enrolment.memberships_of_worker(worker_id).filter(start_on__lte=day).first()
    if until is None or until >= day or member is None:
        return None
    since = set(contributions.months_paid([worker_id])[worker_id])
    owed = [m for m in range(months.month_of(until) + 1, months.month_of(day) + 1) if m not in since]
    if not owed:
        return None
    place = member.place
    return Arrears(
        owed, sum(programme.contribution_rp(place.round, month, place.sector_id) for month in owed)
    )
