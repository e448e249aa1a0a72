"""Who of a round goes on into the next, who must be seen again first, and what the months between cost?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from payung.contributions.enums import Renewal
from payung.eligibility.queries import VISIT_STANDS_DAYS
from payung.language.formats import daftar
from payung.matching import queries as matching
from payung.programme import queries as programme
from payung.rules import coverage, months
from payung.rules.parameters import law_in_force

if TYPE_CHECKING:
    from payung.programme.models import Round

FRESH_DAYS = (
    180  # an answer of Dukcapil or BPJS older than this is asked again before another year is promised
)
MEMBERS = """
SELECT m.worker_id, w.name, p.sector_id, s.name, coalesce(a.name, w.outside_address), e.worker_id IS NOT NULL,
       (SELECT max(c.checked_at)::date FROM matching_registercheck c WHERE c.worker_id = w.id AND c.register = 'dukcapil'),
       (SELECT max(c.checked_at)::date FROM matching_registercheck c WHERE c.worker_id = w.id AND c.register = 'bpjs'),
       (SELECT max(f.checked_on) FROM eligibility_fieldcheck f WHERE f.worker_id = w.id)
FROM enrolment_membership m
JOIN selection_place p ON p.id = m.place_id AND p.round_id = %(round)s
JOIN reference_sector s ON s.code = p.sector_id
JOIN people_worker w ON w.id = m.worker_id
LEFT JOIN reference_area a ON a.code = w.kelurahan_id
LEFT JOIN eligibility_carriedover e ON e.worker_id = w.id AND e.round_id = %(next)s
WHERE m.end_on IS NULL ORDER BY w.name, m.id
"""


@dataclass(frozen=True)
class Renewing:
    """One member of a round that ends."""

    worker_id: UUID
    name: str
    sector_code: str
    sector: str
    kelurahan: str
    answer: Renewal
    why: str


@dataclass(frozen=True)
class Bridge:
    """The months between two rounds: what paying them costs, and what not paying them does. Rupiah, an estimate."""

    gap: tuple[int, ...]
    people: int
    cost_rp: int
    breaks: bool  # the gap is longer than the grace: everybody begins again
    keep_until: date | None  # the last day on which arrears keep the memberships


def renewing(round_id: int, *, today: date, next_round: "Round | None") -> list[Renewing]:
    """Everybody whose membership of a round runs, by name, with the answer for the next."""
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, {"round": round_id, "next": next_round.pk if next_round else None})
        rows = cursor.fetchall()
    stops = {
        s.worker_id: s.reasons[0] for s in matching.stop_list(on=today, worker_ids=[row[0] for row in rows])
    }
    sectors = programme.quotas(next_round.pk) if next_round else None
    visits = bool(next_round and next_round.field_check_needed)
    found = []
    for worker_id, name, code, sector, area, carried, civil_on, insurer_on, seen_on in rows:
        stop = stops.get(worker_id)
        old = _old(today, civil_on, insurer_on, seen_on, visits)
        if stop:
            answer, why = Renewal.STOPS, f"{stop.words}. {stop.to_do}"
        elif sectors is not None and not sectors.get(code):
            answer, why = Renewal.STOPS, "Sektor ini tidak punya kuota di putaran berikutnya."
        elif carried:
            answer, why = Renewal.CARRIED, "Sudah dibawa; menunggu kelayakan dan seleksi."
        elif old:
            answer, why = Renewal.CHECK, f"Periksa ulang {daftar(old)}."
        else:
            answer, why = Renewal.GOES_ON, ""
        found.append(Renewing(worker_id, name, code, sector, area, answer, why))
    return found


def _old(
    today: date, civil_on: date | None, insurer_on: date | None, seen_on: date | None, visits: bool
) -> list[str]:
    """What is known too long ago, or not at all."""

    def stale(on: date | None, days: int) -> bool:
        return on is None or (today - on).days > days

    told = [("Dukcapil", stale(civil_on, FRESH_DAYS)), ("BPJS", stale(insurer_on, FRESH_DAYS))]
    return [
        name
        for name, old in [*told, ("kunjungan lapangan", visits and stale(seen_on, VISIT_STANDS_DAYS))]
        if old
    ]


def renewal_counts(people: Iterable[Renewing]) -> dict[Renewal, int]:
    counted = Counter(person.answer for person in people)
    return {answer: counted[answer] for answer in Renewal}


def bridge(round: "Round", next_round: "Round | None", people: Iterable[Renewing]) -> Bridge:
    """The gap up to the next round, paid at the price of the round that ends; no next round: up to the grace's end."""
    grace = int(law_in_force().value(coverage.GRACE, months.first_day(round.last_month)))
    last = next_round.first_month - 1 if next_round else round.last_month + grace
    gap = tuple(range(round.last_month + 1, last + 1))
    sectors = Counter(p.sector_code for p in people if p.answer != Renewal.STOPS)
    cost_rp = sum(n * programme.contribution_rp(round, m, code) for code, n in sectors.items() for m in gap)
    until = months.last_day(round.last_month + grace) if gap else None
    return Bridge(gap, sectors.total(), cost_rp, len(gap) > grace, until)
