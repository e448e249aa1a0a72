"""How was each source of a budget year used, month by month, and what will be left of it?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection

from payung.contributions.enums import OrderState
from payung.contributions.models import PaymentOrder
from payung.contributions.queries.grid import due_on
from payung.contributions.queries.money import Balances, balances
from payung.programme import queries as programme
from payung.programme.enums import FundKind
from payung.rules import months
from payung.rules.benefits.jkm import full_from
from payung.selection import queries as selection

if TYPE_CHECKING:
    from payung.programme.models import Fund, Round

# Every paid line belongs to one order, every order to one fund: each person-month has exactly one source.
USED = """
SELECT f.id, l.month, count(*), sum(l.amount_rp), max(l.paid_on)
FROM programme_fund f
JOIN contributions_paymentorder o ON o.fund_id = f.id
JOIN contributions_orderline l ON l.order_id = o.id AND l.is_live AND l.paid_on <= %(until)s
WHERE f.year = %(year)s GROUP BY f.id, l.month ORDER BY f.name, l.month
"""
PEOPLE = """
SELECT o.fund_id, count(DISTINCT l.worker_id) FROM contributions_orderline l
JOIN contributions_paymentorder o ON o.id = l.order_id
WHERE l.is_live AND l.paid_on <= %(until)s GROUP BY o.fund_id
"""
WELFARE = "Kesejahteraan masyarakat"
MOST_ADVANCE = 12  # BPJS takes contributions 1, 3, 6 or 12 months ahead


@dataclass(frozen=True)
class UsedMonth:
    """One contribution month of one source (rupiah)."""

    fund: "Fund"
    month: int
    people: int
    paid_rp: int
    paid_on: date


@dataclass(frozen=True)
class Realised:
    """One source in the year's report: money and output, planned and real. Output counts person-months."""

    fund: "Fund"
    first_rp: int  # the appropriation before any amendment
    paid_rp: int
    planned_months: int
    paid_months: int
    people: int
    paid_in: tuple[int, ...]

    @property
    def field(self) -> str:
        """The field of PMK 72/2024; other sources have none."""
        return WELFARE if self.fund.kind in (FundKind.DBHCHT, FundKind.SILPA_DBHCHT) else "–"

    @property
    def changed_rp(self) -> int:
        return self.fund.appropriation_rp - self.first_rp

    @property
    def rest_rp(self) -> int:
        return self.fund.appropriation_rp - self.paid_rp


@dataclass(frozen=True)
class Buys:
    """One thing the unspent money can still do."""

    words: str
    people: int
    months: int
    cost_rp: int
    is_full: bool  # everybody reaches the full JKM tier, or keeps it


@dataclass(frozen=True)
class Forecast:
    """One fund to its last day: what is bound, what is left, what it can buy (rupiah, an estimate)."""

    fund: "Fund"
    now: Balances
    committed_rp: int  # seats of months not yet ordered
    options: tuple[Buys, ...]

    @property
    def unspent_rp(self) -> int:
        return self.now.rest_rp - self.committed_rp


def used_months(year: int, until: date) -> list[UsedMonth]:
    """What each source of a year paid, by contribution month, as it was known on `until`."""
    funds = {fund.pk: fund for fund in programme.funds().filter(year=year)}
    with connection.cursor() as cursor:
        cursor.execute(USED, {"year": year, "until": until})
        return [UsedMonth(funds[f], month, n, int(rp), on) for f, month, n, rp, on in cursor.fetchall()]


def realised(year: int, until: date) -> list[Realised]:
    """Every source of a budget year, also one that has paid nothing yet."""
    used = used_months(year, until)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"until": until})
        people = dict(cursor.fetchall())
    planned = planned_person_months()
    found = []
    for fund in programme.funds().filter(year=year).prefetch_related("changes"):
        own = [line for line in used if line.fund.pk == fund.pk]
        first = fund.changes.first()
        found.append(
            Realised(
                fund=fund,
                first_rp=first.before_rp if first else fund.appropriation_rp,
                paid_rp=sum(line.paid_rp for line in own),
                planned_months=planned.get(fund.pk, 0),
                paid_months=sum(line.people for line in own),
                people=people.get(fund.pk, 0),
                paid_in=tuple(line.month for line in own),
            )
        )
    return found


def planned_person_months() -> dict[int, int]:
    """{fund: seats × months it is to pay}"""
    planned: dict[int, int] = {}
    for round in programme.rounds():
        places = sum(programme.quotas(round.pk).values())
        for month in range(round.first_month, round.last_month + 1):
            fund_id = round.fund_in(month).pk
            planned[fund_id] = planned.get(fund_id, 0) + places
    return planned


def forecast(fund: "Fund", today: date) -> Forecast:
    """What will be left of a fund when every seat is paid to the end, and what that can still buy."""
    now = balances(fund)
    open_months = [(r, m) for r in programme.rounds() for m in _open_months(r, fund, today)]
    committed_rp = sum(_month_rp(round, month) for round, month in open_months)
    left_rp = now.rest_rp - committed_rp
    return Forecast(fund, now, committed_rp, tuple(_options(fund, left_rp, today)) if left_rp > 0 else ())


def forecasts(funds: Iterable["Fund"], today: date) -> list[Forecast]:
    return [forecast(fund, today) for fund in funds]


def _open_months(round: "Round", fund: "Fund", today: date) -> list[int]:
    """Months this fund still has to pay: begun or to come, and in no live order."""
    ordered = set(
        PaymentOrder.objects.filter(round=round, correction=None)
        .exclude(state=OrderState.VOID)
        .values_list("month", flat=True)
    )
    span = range(max(round.first_month, months.month_of(today)), round.last_month + 1)
    return [month for month in span if month not in ordered and round.fund_in(month).pk == fund.pk]


def _month_rp(round: "Round", month: int) -> int:
    board = selection.quota_board(round.pk)
    return sum(b.seated * programme.contribution_rp(round, month, b.sector) for b in board)


def _options(fund: "Fund", left_rp: int, today: date) -> list[Buys]:
    """New people to the end of the year, for as long as money and months last; months ahead for those who are in."""
    round = next(iter(programme.payable_rounds(fund, today)), None)
    if round is None or today > fund.use_by:
        return []
    now = months.month_of(today)
    open_month = now if today <= due_on(now) else now + 1
    start = max(open_month, round.first_month, fund.payable[0])
    last = min(round.last_month, fund.payable[-1])
    found = []
    if start <= last:
        package_rp = sum(programme.contribution_rp(round, month) for month in range(start, last + 1))
        if people := left_rp // package_rp:
            count = last - start + 1
            words = f"orang baru, {months.month_in_words(start)} sampai {months.month_in_words(last)}"
            found.append(Buys(words, people, count, people * package_rp, full_from(start) <= last))
    monthly_rp, seated = _month_rp(round, round.last_month), selection.seated_count(round.pk)
    if monthly_rp and round.first_month <= now and (ahead := min(left_rp // monthly_rp, MOST_ADVANCE)):
        words = f"peserta sekarang dibayar di muka sesudah {months.month_in_words(round.last_month)}"
        found.append(Buys(words, seated, ahead, ahead * monthly_rp, True))
    return found
