"""Before a month is paid: who of its active list should stop, and what was decided about him?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.timezone import localtime

from payung.contributions.models import StopKept
from payung.enrolment import queries as enrolment
from payung.matching import queries as matching
from payung.matching.enums import StopReason
from payung.rules import months
from payung.selection.enums import ReleaseReason

ENDS_FOR = {
    StopReason.DEAD: ReleaseReason.MENINGGAL,
    StopReason.MOVED: ReleaseReason.PINDAH,
    StopReason.PU: ReleaseReason.MENJADI_PU,
    StopReason.PAID_ELSEWHERE: ReleaseReason.GANDA,
    StopReason.NOT_FOUND: ReleaseReason.DATA_TIDAK_VALID,
    StopReason.DOUBLE: ReleaseReason.GANDA,
}


@dataclass(frozen=True)
class Stop:
    """One person who should not be paid, until somebody ends his membership or says why he is paid on."""

    membership_id: int
    worker_id: UUID
    name: str
    kpj: str
    reason: StopReason
    words: str  # "Pindah, dibayar ..."
    to_do: str
    since: date | None
    said_on: date | None
    kept_for: str | None  # the reason of whoever decided that he is paid on

    @property
    def ends_for(self) -> ReleaseReason:
        return ENDS_FOR[self.reason]

    @property
    def is_open(self) -> bool:
        return self.kept_for is None


def stop_list(round_id: int, month: int, *, on: date) -> list[Stop]:
    """Everybody of a month's active list who should stop, as known on a day; the undecided first."""
    listed = matching.stop_list(on=on)
    active = {
        m.worker_id: m
        for m in enrolment.memberships_in(month, round_id=round_id, worker_ids=[s.worker_id for s in listed])
    }
    kept = {
        (k.membership_id, k.finding): k
        for k in StopKept.objects.filter(
            membership_id__in=[m.membership_id for m in active.values()]
        ).order_by("id")
    }
    stops = []
    for told in listed:
        if told.worker_id not in active:
            continue
        holds = [r for r in told.reasons if r.since is None or r.since <= months.last_day(month)]
        if not holds:
            continue
        member, first = active[told.worker_id], holds[0]
        decided = kept.get((member.membership_id, first.reason))
        # What the register said after the decision asks anew.
        stands = decided and (first.said_on is None or localtime(decided.kept_at).date() >= first.said_on)
        stops.append(
            Stop(
                member.membership_id, told.worker_id, told.name, member.kpj, first.reason, first.words, first.to_do,
                first.since, first.said_on, decided.reason if decided and stands else None,
            )
        )  # fmt: skip
    return sorted(stops, key=lambda stop: not stop.is_open)
