"""Month by month, is a person protected, and what becomes of him when nothing more is paid?

Pure: paid months in, answers out. All of it is an estimate; the decision rests with BPJS Ketenagakerjaan.
Law: PP 44/2015 (contribution months); Perdir BPJS-TK 22/PERDIR.02/072022 (grace); Permenaker 1/2025 (JKM waiting time).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from payung.contributions.enums import CoverState, Standing
from payung.rules import coverage, months
from payung.rules.benefits.jkm import Tier, death_cash_rp, full_on
from payung.rules.parameters import law_in_force
from payung.rules.standing import History, Span, standing

SCHOLARSHIP_YEARS = "benefit.beasiswa.jkm.min_contribution_years"
AFTER = 4  # months shown after the last one that matters: the grace and the first month without anything
MID_MONTH = 14  # days after the first: a month is judged in its middle


@dataclass(frozen=True)
class MonthOfCover:
    """One month of a person's line. `tier`: what a death in its middle leaves; grace is never promised."""

    month: int
    is_paid: bool
    state: CoverState
    tier: Tier
    is_future: bool

    @property
    def word(self) -> str:
        """What stands in the cell, so that colour is never the only sign."""
        if self.state == CoverState.ACTIVE:
            return "JKM penuh" if self.tier == Tier.FULL else "JKM pemakaman"
        return {CoverState.GRACE: "tenggang", CoverState.LAPSED: "berakhir", CoverState.NEVER: "belum"}[
            self.state
        ]


@dataclass(frozen=True)
class Outlook:
    """One person on a day, and what comes when nothing more is paid. Months are numbers, days are dates."""

    state: CoverState
    since: int | None  # first paid month of the membership that lives
    months_paid: int  # all paid months: what counts for the scholarship
    active_until: date | None  # last day of the last paid month
    keep_until: date | None  # last day on which paying the arrears keeps the membership
    arrears_months: int  # unpaid months up to now (grace only)
    full_on: date | None  # first day in the full JKM tier, when the membership goes on
    scholarship_needed: int  # paid months for the JKM scholarship
    started_on: date | None = None  # the day cover began (TMT), where the branch told it

    @property
    def full_from(self) -> int | None:
        """The month of the first day in the full JKM tier."""
        return months.month_of(self.full_on) if self.full_on else None

    @property
    def scholarship_left(self) -> int:
        return max(0, self.scholarship_needed - self.months_paid)

    def full_tier(self, on: date, last_month: int) -> str:
        """ "sudah", "akan" (when every month up to `last_month` is paid) or "tidak"."""
        if self.full_on is None:
            return "tidak"
        if self.full_on <= on:
            return "sudah"
        return "akan" if self.full_on <= months.last_day(last_month) else "tidak"


def outlooks(
    paid: Sequence[Iterable[int]], on: date, spans: Sequence[Sequence[Span]] | None = None
) -> list[Outlook]:
    """One answer per list of paid months, in one calculation for all of them. spans: the memberships of each."""
    if not paid:
        return []
    people = [
        History(tuple(months_of), spans=tuple(own))
        for months_of, own in zip(paid, spans or [()] * len(paid), strict=True)
    ]
    known = standing(people, on)
    cover = known.cover
    grace = int(law_in_force().value(coverage.GRACE, on))
    keep = coverage.last_month_to_keep(cover, grace)
    needed = scholarship_months(on)
    columns = zip(
        cover.state.tolist(), cover.member_since.tolist(), cover.last_paid_month.tolist(), keep.tolist(),
        cover.arrears_months.tolist(), people, known.started_on, strict=True,
    )  # fmt: skip
    full: dict[date, date] = {}  # few first days, many people

    def full_tier_on(since: int, started: date | None) -> date | None:
        first = started or (months.first_day(since) if since else None)
        if first is None:
            return None
        if first not in full:
            full[first] = full_on(first, on)
        return full[first]

    return [
        Outlook(
            state=CoverState(coverage.State(state).word),
            since=since or None,
            months_paid=len(set(one.paid_months)),
            active_until=months.last_day(last) if last else None,
            keep_until=months.last_day(keep_month) if keep_month else None,
            arrears_months=arrears,
            full_on=full_tier_on(since, started),
            scholarship_needed=needed,
            started_on=started,
        )
        for state, since, last, keep_month, arrears, one, started in columns
    ]


def listed_as(outlook: Outlook, on: date, *, is_booked: bool, starts_month: int | None = None) -> Standing:
    """What is said of a member whose round has the month of `on` booked or not.

    Unbooked, who owes this month alone (or begins with it) is not in arrears: the month is simply not paid yet.
    What BPJS would say of a claim on that day stays `outlook.state`.
    """
    now = months.month_of(on)
    owes_this_alone = outlook.state == CoverState.GRACE and outlook.arrears_months == 1
    begins_now = outlook.state == CoverState.NEVER and starts_month == now
    return Standing.DUE if not is_booked and (owes_this_alone or begins_now) else Standing(outlook.state)


def timeline(paid: Sequence[int], on: date, spans: Sequence[Span] = ()) -> list[MonthOfCover]:
    """From the first paid month to the end of the grace after the last: what each month is or will be.

    A month is judged in its middle, or on the day cover began where that comes later in it.
    """
    if not paid:
        return []
    now, first = months.month_of(on), min(paid)
    span = np.arange(first, max(max(paid), now) + AFTER + 1)
    days = np.array([_judged_on(month, spans) for month in span.tolist()], "datetime64[D]")
    known = standing([History(tuple(paid), spans=tuple(spans))] * len(span), days)
    cover = known.cover
    started = np.array([day or "NaT" for day in known.started_on], "datetime64[D]")
    cash = death_cash_rp(
        days, member_since=cover.member_since, is_member=cover.is_member, cover_started_on=started
    )
    tiers = np.where(cover.state == coverage.State.ACTIVE, cash.tier, Tier.NONE)
    told = set(paid)
    return [
        MonthOfCover(m, m in told, CoverState(coverage.State(state).word), Tier(tier), m > now)
        for m, state, tier in zip(span.tolist(), cover.state.tolist(), tiers.tolist(), strict=True)
    ]


def _judged_on(month: int, spans: Sequence[Span]) -> date:
    middle = months.first_day(month) + timedelta(MID_MONTH)
    later = [one.start_on for one in spans if middle < one.start_on <= months.last_day(month)]
    return min(later, default=middle)


def scholarship_months(on: date) -> int:
    """Paid months after which a JKM death leaves the scholarship (PP 82/2019)."""
    return 12 * int(law_in_force().value(SCHOLARSHIP_YEARS, on))
