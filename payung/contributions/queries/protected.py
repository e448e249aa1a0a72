"""Who of a round is protected today, who reaches or misses the full JKM, and what keeps the rest?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.contributions.enums import CoverState, Standing
from payung.contributions.models import OrderLine
from payung.contributions.protection import Outlook, listed_as, outlooks
from payung.enrolment import queries as enrolment
from payung.programme import queries as programme
from payung.rules import months
from payung.rules.standing import Span

# One line a membership that runs, with every month ever paid for its worker.
ROWS = """
SELECT m.worker_id, w.name, m.kpj, s.code, s.name, coalesce(a.name, w.outside_address), p.starts_month,
       coalesce(array_agg(l.month ORDER BY l.month) FILTER (WHERE l.id IS NOT NULL), '{}')
FROM enrolment_membership m
JOIN selection_place p ON p.id = m.place_id
JOIN reference_sector s ON s.code = p.sector_id
JOIN people_worker w ON w.id = m.worker_id
LEFT JOIN reference_area a ON a.code = w.kelurahan_id
LEFT JOIN contributions_orderline l ON l.worker_id = m.worker_id AND l.is_live AND l.paid_on IS NOT NULL
WHERE p.round_id = %(round)s AND m.end_on IS NULL
  AND (%(text)s = '' OR w.name ILIKE %(like)s)
  AND (%(kelurahan)s::text IS NULL OR w.kelurahan_id = %(kelurahan)s)
  AND (%(agency)s::text IS NULL OR s.agency_id = %(agency)s)
GROUP BY m.id, w.id, s.code, a.code, p.starts_month
ORDER BY w.name, m.id
"""


@dataclass(frozen=True)
class Protected:
    """One member of a round with his outlook; the cost is rupiah."""

    worker_id: UUID
    name: str
    kpj: str
    sector: str
    kelurahan: str
    outlook: Outlook
    state: Standing  # what the list says of him; `outlook.state` is what a claim rests on
    full_tier: str  # "sudah", "akan", "tidak"
    keep_rp: int  # what paying the arrears costs today (grace only)


@dataclass(frozen=True)
class ProtectedCounts:
    """The same people, counted."""

    by_state: dict[Standing, int]  # without "Aktif 0" as long as the month is not booked
    by_tier: dict[str, int]
    keep_rp: int
    due: int  # people whose month is not booked yet


def protected(round_id: int, on: date, *, scope: Scope = WHOLE_CITY, text: str = "") -> list[Protected]:
    """Everybody whose membership of this round runs, by name: one statement, one calculation."""
    round = programme.round_(round_id)
    if round is None:
        return []
    given: dict[str, str | int | None] = {
        "round": round_id,
        "text": text,
        "like": f"%{text}%",
        "kelurahan": scope.kelurahan,
        "agency": scope.agency,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROWS, given)
        rows = cursor.fetchall()
    now = months.month_of(on)
    booked = is_booked(round_id, now)
    price_rp: dict[tuple[str, int], int] = {}

    def keep_rp(sector: str, arrears: int) -> int:
        if (sector, arrears) not in price_rp:
            owed = range(now - arrears + 1, now + 1)
            price_rp[sector, arrears] = sum(programme.contribution_rp(round, m, sector) for m in owed)
        return price_rp[sector, arrears]

    return [
        Protected(
            worker_id, name, kpj, sector, area, outlook,
            listed_as(outlook, on, is_booked=booked, starts_month=starts_month),
            outlook.full_tier(on, round.last_month), keep_rp(code, outlook.arrears_months),
        )
        for (worker_id, name, kpj, code, sector, area, starts_month, _), outlook in zip(
            rows, outlooks([row[-1] for row in rows], on, _spans(row[0] for row in rows)), strict=True
        )
    ]  # fmt: skip


def _spans(worker_ids: Iterable[UUID]) -> list[Sequence[Span]]:
    """The memberships of each, in the order asked: from when cover counts."""
    asked = list(worker_ids)
    known = enrolment.spans(asked)
    return [known.get(worker_id, ()) for worker_id in asked]


def count_protected(people: Iterable[Protected]) -> ProtectedCounts:
    """States, JKM tiers and what it costs to keep those in grace."""
    people = list(people)
    states, tiers = Counter(p.state for p in people), Counter(p.full_tier for p in people)
    due = states[Standing.DUE]
    left_out = {Standing.ACTIVE} if due and not states[Standing.ACTIVE] else set() if due else {Standing.DUE}
    return ProtectedCounts(
        {state: states[state] for state in Standing if state not in left_out},
        {word: tiers[word] for word in ("sudah", "akan", "tidak")},
        sum(p.keep_rp for p in people if p.state == Standing.GRACE),
        due,
    )


def is_booked(round_id: int, month: int) -> bool:
    """Whether anything of a month of a round is paid: from then on who is not in it is behind."""
    paid = OrderLine.objects.filter(month=month, is_live=True, paid_on__isnull=False)
    return paid.filter(membership__place__round_id=round_id).exists()


def standing_of(worker_id: UUID, outlook: Outlook, on: date) -> Standing:
    """The same for one person, by the membership that runs for him on that day."""
    running = enrolment.membership_of(worker_id, on)
    if running is None:
        return Standing(outlook.state)
    place = running.place
    booked = is_booked(place.round_id, months.month_of(on))
    return listed_as(outlook, on, is_booked=booked, starts_month=place.starts_month)


@dataclass(frozen=True)
class Missed:
    """What happens to whom when a month is not paid. Rupiah; an estimate."""

    grace: int  # people who fall into the grace
    lapsed: int  # people whose membership ends
    never: int  # new people who do not begin
    keep_rp: int  # this month for everybody in grace
    keep_until: date | None  # the first day on which somebody's arrears come too late


def if_missed(round_id: int, month: int) -> Missed | None:
    """Everybody whose membership runs, on the last day of a month that stays unpaid; None when nobody runs."""
    people = protected(round_id, months.last_day(month))
    unpaid = [p for p in people if p.outlook.state != CoverState.ACTIVE]
    if not unpaid:
        return None
    states = Counter(p.outlook.state for p in unpaid)
    grace = [p for p in unpaid if p.outlook.state == CoverState.GRACE]
    until = min((p.outlook.keep_until for p in grace if p.outlook.keep_until), default=None)
    return Missed(
        len(grace), states[CoverState.LAPSED], states[CoverState.NEVER], sum(p.keep_rp for p in grace), until
    )
