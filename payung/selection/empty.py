"""Which seats stand empty, who is next for each, and what may still be spent on him?"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.programme import queries as programme
from payung.rules.benefits.jkm import full_from
from payung.selection import queries
from payung.selection.enums import ReleaseReason

# Seats that a decree named come before numbers of the waiting list that were given up.
# The n-th freed seat of a sector meets the n-th who waits for it; never more seats than the quota leaves empty.
EMPTY = """
WITH freed AS (
    SELECT p.id, p.sector_id, w.name, p.released_for, p.released_on,
           row_number() OVER (PARTITION BY p.sector_id ORDER BY
               p.replaces_id IS NULL AND NOT EXISTS (SELECT 1 FROM selection_decreeline l WHERE l.place_id = p.id),
               p.released_on, p.id) AS n
    FROM selection_place p JOIN people_worker w ON w.id = p.worker_id
    WHERE p.round_id = %(round)s AND p.state = 'released'
      AND NOT EXISTS (SELECT 1 FROM selection_place r WHERE r.replaces_id = p.id)
), waiting AS (
    SELECT p.id, p.sector_id, p.rank, w.name, row_number() OVER (PARTITION BY p.sector_id ORDER BY p.rank) AS n
    FROM selection_place p JOIN people_worker w ON w.id = p.worker_id
    WHERE p.round_id = %(round)s AND p.state = 'waiting'
      AND NOT EXISTS (SELECT 1 FROM selection_place o JOIN programme_round r ON r.id = o.round_id
                      JOIN programme_round this ON this.id = p.round_id
                      WHERE o.worker_id = p.worker_id AND o.round_id <> p.round_id
                        AND o.state IN ('selected', 'decreed', 'called') AND r.state <> 'cancelled'
                        AND r.first_month <= this.last_month AND r.last_month >= this.first_month)
), room AS (
    SELECT q.sector_id, q.places - (SELECT count(*) FROM selection_place p WHERE p.round_id = q.round_id
           AND p.sector_id = q.sector_id AND p.state IN ('selected', 'decreed', 'called')) AS empty
    FROM programme_quota q WHERE q.round_id = %(round)s
)
SELECT f.id, s.code, s.name, f.name, f.released_for, f.released_on, w.id, w.name, w.rank
FROM freed f
JOIN room ON room.sector_id = f.sector_id AND f.n <= room.empty
JOIN reference_sector s ON s.code = f.sector_id AND (%(agency)s::text IS NULL OR s.agency_id = %(agency)s)
LEFT JOIN waiting w ON w.sector_id = f.sector_id AND w.n = f.n
ORDER BY s.name, f.n
"""


@dataclass(frozen=True)
class EmptySeat:
    """One freed seat, and the next in line with the months and the rupiah that are left for him."""

    place_id: int
    sector: str
    left_name: str
    reason: ReleaseReason
    released_on: date
    next_id: int | None  # None: nobody waits
    next_name: str
    next_rank: int | None
    starts_month: int
    months_left: int
    money_rp: int
    reaches_full: bool  # the full JKM tier within the months of the round


def empty_seats(round_id: int, today: date, *, scope: Scope = WHOLE_CITY) -> list[EmptySeat]:
    """Every freed seat of a round by sector, each with another next in line; a seat without months left is shown too."""
    round = programme.round_(round_id)
    if round is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(EMPTY, {"round": round_id, "agency": scope.agency})
        rows = cursor.fetchall()
    found = []
    for place_id, code, sector, left, reason, released_on, next_id, name, rank in rows:
        starts = queries.first_open_month(round.first_month, released_on, today)
        left_months = range(starts, round.last_month + 1)
        found.append(
            EmptySeat(
                place_id, sector, left, ReleaseReason(reason), released_on, next_id, name or "", rank, starts,
                len(left_months), sum(programme.contribution_rp(round, m, code) for m in left_months),
                bool(left_months) and full_from(starts) <= round.last_month,
            )
        )  # fmt: skip
    return found
