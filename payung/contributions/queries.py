"""Who is covered, which month is paid, and how much of a fund is left?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from payung.contributions.digest import DigestLine, order_digest
from payung.contributions.enums import AccountKind, CoverState, OrderState
from payung.contributions.invoice import Line, Member
from payung.contributions.models import Difference, Invoice, InvoiceLine, OrderLine, PaymentOrder, Transfer
from payung.enrolment import queries as enrolment
from payung.programme import queries as programme
from payung.programme.enums import RoundState
from payung.reference import queries as reference
from payung.rules import coverage, months


@dataclass(frozen=True)
class Cover:
    """One person's cover on a day; an estimate, the decision rests with BPJS Ketenagakerjaan."""

    state: CoverState
    since: int | None  # first paid month of the membership that lives
    months_paid: int  # paid months of that membership
    needs_confirmation: bool  # the day lies in an unpaid month of the grace
    until: date | None  # last day of the last paid month


@dataclass(frozen=True)
class Balances:
    """Where the money of a fund stands (rupiah)."""

    appropriation_rp: int
    reserved_rp: int
    paid_rp: int

    @property
    def rest_rp(self) -> int:
        return self.appropriation_rp - self.reserved_rp - self.paid_rp


@dataclass(frozen=True)
class MonthRow:
    """One month of a round in the grid."""

    month: int
    due_on: date
    active: int
    invoice: Invoice | None
    differences: int
    order: PaymentOrder | None  # the latest that is not void
    days_left: int  # until the due date, negative when it has passed

    @property
    def name(self) -> str:
        return months.month_in_words(self.month)

    @property
    def is_paid(self) -> bool:
        return self.order is not None and self.order.state == OrderState.PAID

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0 and not self.is_paid


# -- Cover -----------------------------------------------------------------------------------------------
def months_paid(worker_ids: Iterable[UUID]) -> dict[UUID, list[int]]:
    """{worker: his paid months in order}; every asked worker has an entry."""
    paid: dict[UUID, list[int]] = {worker_id: [] for worker_id in worker_ids}
    lines = OrderLine.objects.filter(worker_id__in=list(paid), is_live=True, paid_on__isnull=False)
    for worker_id, month in lines.order_by("month").values_list("worker_id", "month"):
        paid[worker_id].append(month)
    return paid


def cover(worker_ids: Iterable[UUID], on: date) -> dict[UUID, Cover]:
    """{worker: his cover on that day}, through `rules.coverage`."""
    paid = months_paid(worker_ids)
    if not paid:
        return {}
    table, first = coverage.paid_table(paid.values())
    found = coverage.cover(table, first, on)
    return {worker_id: _cover_of(found, place) for place, worker_id in enumerate(paid)}


def _cover_of(found: coverage.Cover, place: int) -> Cover:
    since, last = int(found.member_since[place]), int(found.last_paid_month[place])
    return Cover(
        state=CoverState(coverage.State(int(found.state[place])).word),
        since=since or None,
        months_paid=int(found.months_paid_since[place]),
        needs_confirmation=bool(found.needs_confirmation[place]),
        until=months.last_day(last) if last else None,
    )


def paid_after(worker_id: UUID, on: date) -> list[int]:
    """Months paid for a person that begin after that day: overpaid, to be asked back with the claim."""
    return [month for month in months_paid([worker_id])[worker_id] if months.first_day(month) > on]


def paid_people(month: int, by: str = "sector") -> list[Any]:
    """How many people's month is paid, by "sector" or "kelurahan": [{"code","name","people","rp"}]."""
    road = {"sector": "membership__place__sector", "kelurahan": "worker__kelurahan"}[by]
    lines = OrderLine.objects.filter(month=month, is_live=True, paid_on__isnull=False)
    found = lines.values(code=F(f"{road}_id"), name=F(f"{road}__name"))
    return list(found.annotate(people=Count("id"), rp=Sum("amount_rp")).order_by("name"))


# -- Invoices --------------------------------------------------------------------------------------------
def members(round_id: int, month: int) -> list[Member]:
    """Our active list of a month with the price of each person's sector."""
    round = programme.round_(round_id)
    if round is None:
        return []
    price_rp: dict[str, int] = {}
    listed = []
    for row in enrolment.memberships_in(month, round_id=round_id):
        if row.sector not in price_rp:
            price_rp[row.sector] = programme.contribution_rp(round, month, row.sector)
        listed.append(Member(row.membership_id, row.worker_id, row.kpj, price_rp[row.sector]))
    return listed


def lines_of(invoice_id: int) -> list[Line]:
    found = InvoiceLine.objects.filter(invoice_id=invoice_id)
    return [Line(*row) for row in found.values_list("row_number", "kpj", "name", "amount_rp")]


def workers_with_live_line(month: int) -> set[UUID]:
    """Workers whose month stands in an order that is not void (P3)."""
    return set(OrderLine.objects.filter(month=month, is_live=True).values_list("worker_id", flat=True))


def invoices(round_id: int, month: int | None = None) -> QuerySet[Invoice]:
    found = Invoice.objects.filter(round_id=round_id).select_related("received_by", "file")
    return found if month is None else found.filter(month=month)


def invoice(invoice_id: int) -> Invoice | None:
    return Invoice.objects.select_related("round__fund", "file", "received_by").filter(pk=invoice_id).first()


def differences(invoice_id: int, *, kind: str = "", text: str = "") -> QuerySet[Difference]:
    """Differences of an invoice, searchable by name or KPJ."""
    found = Difference.objects.filter(invoice_id=invoice_id)
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(
            Q(line__name__icontains=text)
            | Q(line__kpj__icontains=text)
            | Q(membership__worker__name__icontains=text)
            | Q(membership__kpj__icontains=text)
        )
    return found.select_related("line", "membership__worker__kelurahan", "membership__place__sector")


def difference_counts(invoice_id: int) -> dict[str, int]:
    """{kind: how many}"""
    found = Difference.objects.filter(invoice_id=invoice_id).order_by("kind").values_list("kind")
    return dict(found.annotate(n=Count("id")))


# -- Orders ----------------------------------------------------------------------------------------------
def orders(
    round_id: int | None = None, *, state: str = "", fund_id: int | None = None
) -> QuerySet[PaymentOrder]:
    found = PaymentOrder.objects.select_related("fund", "created_by", "verified_by", "approved_by")
    if round_id is not None:
        found = found.filter(round_id=round_id)
    if fund_id is not None:
        found = found.filter(fund_id=fund_id)
    return found.filter(state=state) if state else found


def order(order_id: int) -> PaymentOrder | None:
    found = PaymentOrder.objects.select_related(
        "round", "fund", "invoice", "created_by", "verified_by", "approved_by", "proof_file"
    )
    return found.filter(pk=order_id).first()


def order_lines(order_id: int, *, text: str = "") -> QuerySet[OrderLine]:
    found = OrderLine.objects.filter(order_id=order_id).select_related(
        "membership__place__sector", "worker__kelurahan"
    )
    if text:
        found = found.filter(Q(worker__name__icontains=text) | Q(membership__kpj__icontains=text))
    return found.order_by("worker__name", "id")


def digest_now(order: PaymentOrder) -> tuple[str, int, int]:
    """(digest, people, total) of the lines as they stand now, to compare with what was fixed."""
    found = OrderLine.objects.filter(order=order).values_list(
        "membership_id", "worker_id", "membership__kpj", "amount_rp"
    )
    lines = [DigestLine(*row) for row in found]
    total_rp = sum(line.amount_rp for line in lines)
    return order_digest(fund_id=order.fund_id, month=order.month, lines=lines), len(lines), total_rp


def stopped_since(order: PaymentOrder) -> int:
    """How many people of the order are no longer on the active list of its month (M3)."""
    active = enrolment.active_in(order.month, round_id=order.round_id)
    return OrderLine.objects.filter(order=order).exclude(membership_id__in=active).count()


def sector_totals(order_id: int) -> list[Any]:
    """[{"name","people","rp"}] of an order by sector, for the payment order document."""
    found = OrderLine.objects.filter(order_id=order_id).values(name=F("membership__place__sector__name"))
    return list(found.annotate(people=Count("id"), rp=Sum("amount_rp")).order_by("name"))


# -- Months and money ------------------------------------------------------------------------------------
def due_on(month: int) -> date:
    """The 15th of the month, moved to the next working day of the city's own calendar and the nation's."""
    return months.due_on(month, months.holidays() | reference.holidays())


def month_grid(round_id: int, today: date) -> list[MonthRow]:
    """Every month of a round: active people, invoice, differences, order, days left to the due date."""
    round = programme.round_(round_id)
    if round is None:
        return []
    latest_invoice = {i.month: i for i in invoices(round_id).order_by("month", "id")}
    counted = dict(
        Difference.objects.filter(invoice__round_id=round_id)
        .order_by("invoice_id")
        .values_list("invoice_id")
        .annotate(n=Count("id"))
    )
    live_order = {o.month: o for o in orders(round_id).exclude(state=OrderState.VOID).order_by("month", "id")}
    grid = []
    for month in range(round.first_month, round.last_month + 1):
        found = latest_invoice.get(month)
        grid.append(
            MonthRow(
                month=month,
                due_on=due_on(month),
                active=enrolment.people_in(month, round_id=round_id),
                invoice=found,
                differences=counted.get(found.pk, 0) if found else 0,
                order=live_order.get(month),
                days_left=(due_on(month) - today).days,
            )
        )
    return grid


def next_due(today: date) -> MonthRow | None:
    """The first month of a running round that is begun and not yet paid, for the countdown to the 15th."""
    for round in programme.rounds().exclude(state=RoundState.CLOSED):
        for row in month_grid(round.pk, today):
            if not row.is_paid and row.active and months.first_day(row.month) <= today:
                return row
    return None


def balances(fund) -> Balances:
    """Appropriation, reserved and paid of a fund, folded from its transfers (L6)."""
    moved = _moved([fund.pk]).get(fund.pk, {})
    return Balances(
        appropriation_rp=fund.appropriation_rp,
        reserved_rp=moved.get(AccountKind.RESERVED, 0),
        paid_rp=moved.get(AccountKind.PAID, 0),
    )


def all_balances() -> list[tuple]:
    """[(fund, its balances)], newest year first."""
    funds = list(programme.funds())
    moved = _moved([fund.pk for fund in funds])
    return [
        (
            fund,
            Balances(
                fund.appropriation_rp,
                moved.get(fund.pk, {}).get(AccountKind.RESERVED, 0),
                moved.get(fund.pk, {}).get(AccountKind.PAID, 0),
            ),
        )
        for fund in funds
    ]


def _moved(fund_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """{fund: {kind of account: debits - credits}}"""
    total: dict[int, dict[str, int]] = {fund_id: {} for fund_id in fund_ids}
    for side, sign in (("debit", 1), ("credit", -1)):
        found = (
            Transfer.objects.filter(**{f"{side}__fund_id__in": list(fund_ids)})
            .order_by()
            .values_list(f"{side}__fund_id", f"{side}__kind")
            .annotate(rp=Sum("amount_rp"))
        )
        for fund_id, kind, amount_rp in found:
            total[fund_id][kind] = total[fund_id].get(kind, 0) + sign * amount_rp
    return total


def transfers(fund_id: int) -> QuerySet[Transfer]:
    """Every movement of a fund, latest first."""
    return Transfer.objects.filter(debit__fund_id=fund_id).select_related("debit", "credit").order_by("-id")
