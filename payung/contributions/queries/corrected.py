"""What does a correction post? Month by month exactly the difference between what should be and what is paid (M7)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from payung.contributions.enums import CorrectionAct, CorrectionKind, CorrectionState
from payung.contributions.models import Correction, Invoice, OrderLine
from payung.contributions.queries.closed import closed_months
from payung.enrolment import queries as enrolment
from payung.programme import queries as programme
from payung.rules import months

if TYPE_CHECKING:
    from payung.enrolment.models import Membership


@dataclass(frozen=True)
class Wish:
    """What somebody says it should have been."""

    membership_id: int
    kind: CorrectionKind
    day: date | None = None
    end_reason: str = ""
    sector: str = ""
    fund_id: int | None = None
    first_month: int = 0  # CLASS and FUND: from this month
    last_month: int = 0  # FUND: to this month


@dataclass(frozen=True)
class Step:
    """One month of a plan. Rupiah."""

    month: int
    act: CorrectionAct
    line_id: int | None
    fund_id: int
    was_rp: int
    becomes_rp: int

    @property
    def difference_rp(self) -> int:
        return self.becomes_rp - self.was_rp


@dataclass(frozen=True)
class _Paid:
    line_id: int
    fund_id: int
    amount_rp: int


def steps_of(wish: Wish) -> list[Step]:
    """What this would post, by month; empty when the books already say so. Asked again after posting: nothing."""
    member = enrolment.membership(wish.membership_id)
    if member is None:
        return []
    round = member.place.round
    paid = _paid_of(member)
    closed = closed_months(round.pk)
    begins, ends = _period(member, wish)
    found = []
    for month in range(round.first_month, round.last_month + 1):
        was = paid.get(month)
        is_member = _runs(
            begins, ends, member.place.starts_month if wish.kind != CorrectionKind.START else 0, month
        )
        was_member = _runs(member.start_on, member.end_on, member.place.starts_month, month)
        if was and not is_member and wish.kind in (CorrectionKind.START, CorrectionKind.END):
            found.append(Step(month, CorrectionAct.BACK, was.line_id, was.fund_id, was.amount_rp, 0))
        elif not was and is_member and not was_member:
            act = CorrectionAct.ARREARS if month in closed else CorrectionAct.BILL
            becomes_rp = programme.contribution_rp(round, month, sector_in(member, month))
            found.append(Step(month, act, None, round.fund_in(month).pk, 0, becomes_rp))
        elif was and (changed := _changed(member, wish, month, was)):
            found.append(changed)
    return found


def death_steps(membership_id: int, *, was_from: date, was_until: date | None) -> list[Step]:
    """What the money must do after a membership was [was_from, was_until) and is now as it stands (a death set right).

    Months on their way in an order are left to it: its signatures ask whether everybody still takes part.
    """
    member = enrolment.membership(membership_id)
    if member is None:
        return []
    round, starts = member.place.round, member.place.starts_month
    paid, closed = _paid_of(member), closed_months(round.pk)
    live = OrderLine.objects.filter(worker_id=member.worker_id, is_live=True, paid_on=None)
    on_the_way = set(live.values_list("month", flat=True))
    billed = set(Invoice.objects.filter(round=round).values_list("month", flat=True))
    steps = []
    for month in range(round.first_month, round.last_month + 1):
        line = paid.get(month)
        is_member = _runs(member.start_on, member.end_on, starts, month)
        was_member = _runs(was_from, was_until, starts, month)
        if line and not is_member:
            steps.append(Step(month, CorrectionAct.BACK, line.line_id, line.fund_id, line.amount_rp, 0))
        elif not line and is_member and not was_member and month not in on_the_way:
            act = CorrectionAct.ARREARS if month in closed and month in billed else CorrectionAct.BILL
            becomes_rp = programme.contribution_rp(round, month, sector_in(member, month))
            steps.append(Step(month, act, None, round.fund_in(month).pk, 0, becomes_rp))
    return steps


def _changed(member: "Membership", wish: Wish, month: int, was: _Paid) -> Step | None:
    """A paid month at another price, or from another fund."""
    new = was
    if wish.kind == CorrectionKind.CLASS and month >= wish.first_month:
        new = replace(was, amount_rp=programme.contribution_rp(member.place.round, month, wish.sector))
    elif wish.kind == CorrectionKind.FUND and wish.first_month <= month <= wish.last_month and wish.fund_id:
        new = replace(was, fund_id=wish.fund_id)
    if new == was:
        return None
    return Step(month, CorrectionAct.REPLACE, was.line_id, new.fund_id, was.amount_rp, new.amount_rp)


def _paid_of(member: "Membership") -> dict[int, _Paid]:
    lines = OrderLine.objects.filter(membership=member, is_live=True, paid_on__isnull=False)
    found = lines.values_list("month", "id", "order__fund_id", "amount_rp")
    return {month: _Paid(line_id, fund_id, amount_rp) for month, line_id, fund_id, amount_rp in found}


def _period(member: "Membership", wish: Wish) -> tuple[date, date | None]:
    """[first day, first day no longer wanted) as it should be."""
    if wish.kind == CorrectionKind.START and wish.day:
        return wish.day, member.end_on
    if wish.kind == CorrectionKind.END and wish.day:
        return member.start_on, max(day_after(wish.day), member.start_on)
    return member.start_on, member.end_on


def _runs(begins: date, ends: date | None, starts_month: int, month: int) -> bool:
    """The rule of the active list (`enrolment.queries.memberships_in`)."""
    on_time = begins <= months.last_day(month) and starts_month <= month
    return on_time and (ends is None or ends > max(months.first_day(month), begins))


def day_after(day: date) -> date:
    """The first day no longer wanted, of a last day."""
    return day + timedelta(days=1)


def day_before(day: date) -> date:
    """The last day, of a first day no longer wanted."""
    return day - timedelta(days=1)


def sector_in(member: "Membership", month: int) -> str:
    """By which sector's price a member pays in a month: his seat's, unless a correction says otherwise."""
    return classes([member.pk]).get(member.pk, month, member.place.sector_id)


@dataclass(frozen=True)
class Classes:
    """Who pays by another sector's price than his seat's, from which month on; the latest correction wins."""

    told: dict[int, list[tuple[int, str]]]

    def get(self, membership_id: int, month: int, default: str) -> str:
        said = [sector for from_month, sector in self.told.get(membership_id, ()) if from_month <= month]
        return said[-1] if said else default


def classes(membership_ids: Iterable[int] | None = None) -> Classes:
    """Posted corrections of the class, in the order in which they were posted."""
    found = Correction.objects.filter(kind=CorrectionKind.CLASS, state=CorrectionState.POSTED)
    if membership_ids is not None:
        found = found.filter(membership_id__in=list(membership_ids))
    told: dict[int, list[tuple[int, str]]] = {}
    for membership_id, month, sector in found.order_by("decided_at", "id").values_list(
        "membership_id", "first_month", "sector_id"
    ):
        told.setdefault(membership_id, []).append((month, sector or ""))
    return Classes(told)


def corrections(*, state: str = "", text: str = "") -> QuerySet[Correction]:
    found = Correction.objects.select_related(
        "membership__worker", "membership__place__round", "proposed_by", "decided_by", "sector", "fund"
    )
    if state:
        found = found.filter(state=state)
    return found.filter(membership__worker__name__icontains=text) if text else found


def correction(correction_id: int) -> Correction | None:
    return corrections().filter(pk=correction_id).first()


def corrections_of(worker_id: UUID) -> QuerySet[Correction]:
    return corrections().filter(membership__worker_id=worker_id)


def waiting_line(membership_id: int, months_: Iterable[int]) -> OrderLine | None:
    """A month of these that stands in an order not paid yet."""
    lines = OrderLine.objects.filter(
        membership_id=membership_id,
        month__in=list(months_),
        paid_on=None,
        order__state__in=("created", "verified", "approved"),
    )
    return lines.order_by("month").first()
