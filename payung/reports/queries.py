"""How does the programme stand? Heavy questions over the tables of all stages, one statement each, read only.

`reports` is the one privileged reader: it may name tables of every stage, inside a guard that refuses writes.
People are counted once; "active" means the month is paid. Cells below a threshold are the portal's concern.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from payung.programme.enums import RoundState
from payung.programme.models import Round


class WriteRefused(RuntimeError):
    """A report tried to change something."""


@contextmanager
def read_only() -> Iterator[None]:
    """Statements inside may only read: the database refuses the rest."""

    def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: dict) -> Any:
        if sql.lstrip().split(None, 1)[0].upper() not in (
            "SELECT",
            "WITH",
            "SET",
            "SAVEPOINT",
            "RELEASE",
            "ROLLBACK",
        ):
            raise WriteRefused(sql.split(None, 1)[0])
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(refuse_writes):
        yield


@dataclass(frozen=True)
class Figures:
    """The four figures of the dashboard. Amounts in rupiah, people counted once."""

    active: int  # the reported month is paid
    active_before: int  # the month before
    seats: int
    seats_filled: int
    paid_rp: int
    appropriation_rp: int
    benefits_rp: int  # received by families
    claims_paid: int
    claims_open: int


@dataclass(frozen=True)
class Share:
    """One bar or tile: how many places of how many wanted are filled or covered."""

    code: str
    name: str
    part: int
    whole: int

    @property
    def percent(self) -> int:
        return round(100 * self.part / self.whole) if self.whole else 0


@dataclass(frozen=True)
class FundState:
    """Where one fund's money stands, in rupiah."""

    name: str
    appropriation_rp: int
    reserved_rp: int
    paid_rp: int

    @property
    def rest_rp(self) -> int:
        return self.appropriation_rp - self.reserved_rp - self.paid_rp


def rounds() -> list[Round]:
    return list(Round.objects.exclude(state=RoundState.CANCELLED).select_related("fund"))


def last_paid_month(round_id: int) -> int | None:
    """The latest month of the round that is paid; None before the first payment."""
    (month,) = _one(
        """SELECT max(l.month) FROM contributions_orderline l
           JOIN contributions_paymentorder o ON o.id = l.order_id
           WHERE o.round_id = %s AND l.is_live AND l.paid_on IS NOT NULL""",
        [round_id],
    )
    return month


def figures(round_id: int, month: int) -> Figures:
    """The four figures for one round, as of one contribution month."""
    active, active_before = _one(
        """SELECT count(DISTINCT l.worker_id) FILTER (WHERE l.month = %(month)s AND o.round_id = %(round)s),
                  count(DISTINCT l.worker_id) FILTER (WHERE l.month = %(before)s
                      AND (o.round_id = %(round)s OR %(month)s = (SELECT first_month FROM programme_round WHERE id = %(round)s)))
           FROM contributions_orderline l JOIN contributions_paymentorder o ON o.id = l.order_id
           WHERE l.is_live AND l.paid_on IS NOT NULL AND l.month IN (%(month)s, %(before)s)""",
        {"month": month, "before": month - 1, "round": round_id},
    )
    (seats,) = _one("SELECT coalesce(sum(places), 0) FROM programme_quota WHERE round_id = %s", [round_id])
    (filled,) = _one(
        """SELECT count(*) FROM selection_place
           WHERE round_id = %s AND state IN ('selected', 'decreed', 'called')""",
        [round_id],
    )
    (paid_rp,) = _one(
        "SELECT coalesce(sum(total_rp), 0) FROM contributions_paymentorder WHERE round_id = %s AND state = 'paid'",
        [round_id],
    )
    (appropriation_rp,) = _one(
        "SELECT f.appropriation_rp FROM programme_round r JOIN programme_fund f ON f.id = r.fund_id WHERE r.id = %s",
        [round_id],
    )
    benefits_rp, claims_paid, claims_open = _one(
        """SELECT coalesce(sum(c.paid_rp), 0), count(*) FILTER (WHERE c.state = 'paid'),
                  count(*) FILTER (WHERE c.state NOT IN ('paid', 'not_covered', 'mistaken'))
           FROM claims_claim c
           WHERE EXISTS (SELECT 1 FROM selection_place p WHERE p.worker_id = c.worker_id AND p.round_id = %s)""",
        [round_id],
    )
    return Figures(
        active,
        active_before,
        seats,
        filled,
        int(paid_rp),
        appropriation_rp,
        int(benefits_rp),
        claims_paid,
        claims_open,
    )


def active_by_month(round_id: int) -> list[tuple[int, int]]:
    """(month, people whose month is paid) for every month of the round, unpaid months with 0."""
    return _all(
        """SELECT m.month, count(DISTINCT l.worker_id)
           FROM programme_round r
           CROSS JOIN LATERAL generate_series(r.first_month, r.last_month) AS m(month)
           LEFT JOIN contributions_paymentorder o ON o.round_id = r.id AND o.month = m.month AND o.state = 'paid'
           LEFT JOIN contributions_orderline l ON l.order_id = o.id AND l.is_live
           WHERE r.id = %s GROUP BY m.month ORDER BY m.month""",
        [round_id],
    )


def cover_by_sector(round_id: int, month: int) -> list[Share]:
    """Active people of the quota, by sector."""
    rows = _all(
        """SELECT s.code, s.name, count(DISTINCT l.worker_id), q.places
           FROM programme_quota q
           JOIN reference_sector s ON s.code = q.sector_id
           LEFT JOIN selection_place p ON p.round_id = q.round_id AND p.sector_id = s.code
           LEFT JOIN contributions_orderline l
                  ON l.worker_id = p.worker_id AND l.month = %s AND l.is_live AND l.paid_on IS NOT NULL
                 AND EXISTS (SELECT 1 FROM contributions_paymentorder o WHERE o.id = l.order_id AND o.round_id = q.round_id)
           WHERE q.round_id = %s GROUP BY s.code, s.name, q.places ORDER BY s.name""",
        [month, round_id],
    )
    return [Share(*row) for row in rows]


def cover_by_kelurahan(round_id: int, month: int) -> list[Share]:
    """Active people of the eligible ones, by kelurahan: who is protected where."""
    rows = _all(
        """SELECT a.code, a.name, count(DISTINCT l.worker_id), count(DISTINCT v.worker_id)
           FROM reference_area a
           LEFT JOIN people_worker w ON w.kelurahan_id = a.code AND w.merged_into_id IS NULL
           LEFT JOIN eligibility_verdict v
                  ON v.worker_id = w.id AND v.round_id = %s AND (v.refusals = 0 OR v.overridden)
           LEFT JOIN contributions_orderline l
                  ON l.worker_id = v.worker_id AND l.month = %s AND l.is_live AND l.paid_on IS NOT NULL
                 AND EXISTS (SELECT 1 FROM contributions_paymentorder o WHERE o.id = l.order_id AND o.round_id = v.round_id)
           WHERE a.level = 'kelurahan' GROUP BY a.code, a.name ORDER BY a.code""",
        [round_id, month],
    )
    return [Share(*row) for row in rows]


def money_by_fund() -> list[FundState]:
    """Appropriation, reserved and paid (with what is unclear or stands as credit) of every fund: sums of transfers."""
    rows = _all(
        """SELECT f.name, f.appropriation_rp, coalesce(b.reserved, 0), coalesce(b.paid, 0)
           FROM programme_fund f
           LEFT JOIN LATERAL (
               SELECT sum(t.amount_rp) FILTER (WHERE a.kind = 'reserved' AND t.debit_id = a.id)
                      - coalesce(sum(t.amount_rp) FILTER (WHERE a.kind = 'reserved' AND t.credit_id = a.id), 0)
                          AS reserved,
                      sum(CASE WHEN t.debit_id = a.id THEN t.amount_rp ELSE -t.amount_rp END)
                          FILTER (WHERE a.kind IN ('paid', 'suspense', 'insurer_credit')) AS paid
               FROM contributions_account a
               JOIN contributions_transfer t ON t.debit_id = a.id OR t.credit_id = a.id
               WHERE a.fund_id = f.id
           ) b ON true
           ORDER BY f.year DESC, f.name""",
        [],
    )
    return [
        FundState(name, appropriation, int(reserved), int(paid))
        for name, appropriation, reserved, paid in rows
    ]


def benefit_days(round_id: int) -> tuple[int, int, int, int | None]:
    """(deaths known, claims filed, claims paid, median days from death to money) of the round's people."""
    return _one(
        """SELECT count(*), count(c.filed_on), count(c.paid_on),
                  percentile_disc(0.5) WITHIN GROUP (ORDER BY c.paid_on - e.happened_on)
           FROM claims_event e JOIN claims_claim c ON c.event_id = e.id
           WHERE e.kind IN ('death', 'work_death') AND c.state NOT IN ('not_covered', 'mistaken')
             AND EXISTS (SELECT 1 FROM selection_place p WHERE p.worker_id = e.worker_id AND p.round_id = %s)""",
        [round_id],
    )


def _all(sql: str, params: list | dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _one(sql: str, params: list | dict) -> tuple:
    return _all(sql, params)[0]
