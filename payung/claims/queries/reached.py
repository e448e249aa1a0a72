"""Of the covered deaths that we know, how many were filed and paid?"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.claims.queries.cases import OLD_DAYS


@dataclass(frozen=True)
class Reach:
    """Covered deaths known, filed and paid, and the median days between. None = nobody yet."""

    known: int
    filed: int
    paid: int
    unclaimed_old: int  # known, covered, older than the days in which a claim should be filed, and not filed
    days_to_know: int | None
    days_to_file: int | None
    days_to_pay: int | None

    @property
    def filed_percent(self) -> int:
        return round(100 * self.filed / self.known) if self.known else 0

    @property
    def paid_percent(self) -> int:
        return round(100 * self.paid / self.known) if self.known else 0


def reach(*, on: date, scope: Scope = WHOLE_CITY) -> Reach:
    """The measure of the whole programme: covered deaths known, against claims filed and paid."""
    road = "JOIN people_worker w ON w.id = e.worker_id AND w.kelurahan_id = %s" if scope.kelurahan else ""
    params = [scope.kelurahan] if scope.kelurahan else []
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT count(*), count(c.filed_on), count(c.paid_on),
                       count(*) FILTER (WHERE c.filed_on IS NULL AND e.happened_on < %s),
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY e.reported_at::date - e.happened_on),
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY c.filed_on - e.reported_at::date),
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY c.paid_on - c.filed_on)
                FROM claims_event e JOIN claims_claim c ON c.event_id = e.id {road}
                WHERE e.kind IN ('death', 'work_death') AND NOT e.is_mistaken AND c.cover_state IN ('active', 'grace')""",  # noqa: S608 (the words are ours)
            [on - timedelta(days=OLD_DAYS), *params],
        )
        return Reach(*cursor.fetchone())
