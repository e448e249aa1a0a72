"""Before a month is paid: who of its active list should stop, by which answer of which register?"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from payung.matching.enums import Finding
from payung.rules import months
from payung.selection.enums import ReleaseReason

# The latest answer of each register about everybody whose membership runs in the month.
STOPS = """
WITH answer AS (
    SELECT DISTINCT ON (c.worker_id, c.register) c.worker_id, c.finding, c.since, c.checked_at
    FROM matching_registercheck c ORDER BY c.worker_id, c.register, c.checked_at DESC, c.id DESC
)
SELECT m.id, m.worker_id, w.name, m.kpj, s.name, x.finding, x.since, x.checked_at, k.reason
FROM enrolment_membership m
JOIN selection_place p ON p.id = m.place_id AND p.round_id = %(round)s
JOIN reference_sector s ON s.code = p.sector_id
JOIN people_worker w ON w.id = m.worker_id
JOIN LATERAL (
    SELECT finding, since, checked_at FROM answer WHERE answer.worker_id = w.id AND finding = ANY(%(stopping)s)
    UNION ALL SELECT 'double', NULL, m.recorded_at WHERE w.merged_into_id IS NOT NULL
) x ON true
LEFT JOIN LATERAL (
    SELECT reason FROM contributions_stopkept k
    WHERE k.membership_id = m.id AND k.finding = x.finding AND k.kept_at >= x.checked_at ORDER BY k.id DESC LIMIT 1
) k ON true
WHERE (m.end_on IS NULL OR m.end_on > %(first)s) AND m.start_on <= %(last)s AND p.starts_month <= %(month)s
  AND coalesce(x.since, %(first)s) <= %(last)s
ORDER BY k.reason IS NOT NULL, x.finding, w.name
"""
REASONS = {
    Finding.DEAD.value: ReleaseReason.MENINGGAL,
    Finding.MOVED.value: ReleaseReason.PINDAH,
    Finding.PU_ACTIVE.value: ReleaseReason.MENJADI_PU,
    Finding.NOT_FOUND.value: ReleaseReason.DATA_TIDAK_VALID,
    "double": ReleaseReason.GANDA,
}


@dataclass(frozen=True)
class Stop:
    """One person who should not be paid, until somebody ends his membership or says why he is paid on."""

    membership_id: int
    worker_id: UUID
    name: str
    kpj: str
    sector: str
    finding: str
    since: date | None
    told_at: datetime
    kept_for: str | None  # the reason of whoever decided that he is paid on

    @property
    def reason(self) -> ReleaseReason:
        return REASONS[self.finding]

    @property
    def is_open(self) -> bool:
        return self.kept_for is None


def stop_list(round_id: int, month: int) -> list[Stop]:
    """Everybody of a month's active list whom a register stops, the undecided first: one statement."""
    given: dict[str, int | date | list[str]] = {
        "round": round_id, "month": month, "stopping": list(REASONS),
        "first": months.first_day(month), "last": months.last_day(month),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(STOPS, given)
        return [Stop(*row) for row in cursor.fetchall()]
