"""What is due when a covered worker dies, not by work? (jaminan kematian)

Three generations of amounts by the day of death, and since Permenaker 1/2025 a waiting time: a BPU who dies
in the first three months leaves the funeral cost only.
Law: PP 53/2012; PP 44/2015; PP 82/2019 (amounts); Permenaker 1/2025 (waiting time).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any, Literal

import numpy as np

from payung.rules import months
from payung.rules.coverage import Cover
from payung.rules.parameters import ParameterSet, Versions, group_by_version, law_in_force

PREFIXES = (
    "benefit.jkm.santunan",
    "benefit.jkm.biaya",
    "benefit.jkm.bpu_min",
    "benefit.jkm.waiting",
)
BLOCK = 65_536  # rows that stay in the processor's cache
CountBy = Literal["months", "days"]


class Tier(IntEnum):
    NONE = 0
    FUNERAL_ONLY = 1
    FULL = 2

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class DeathCash:
    """Rupiah per death (int64 arrays of one length) and the tier (uint8, see Tier)."""

    tier: np.ndarray
    santunan_kematian_rp: np.ndarray
    santunan_berkala_rp: np.ndarray
    biaya_pemakaman_rp: np.ndarray

    @property
    def total_rp(self) -> np.ndarray:
        return self.santunan_kematian_rp + self.santunan_berkala_rp + self.biaya_pemakaman_rp


def death_cash_rp(
    on: Any,
    *,
    member_since: Any,
    is_member: Any = True,
    cover_started_on: Any = None,
    count_by: CountBy = "months",
    law: ParameterSet | None = None,
) -> DeathCash:
    """The cash of each death, by parts.

    on: day of death (datetime64[D]); member_since: month number of the first month of the living membership (0 =
    none); is_member: bool, cover on that day; cover_started_on: the exact first day where it is known
    (NaT: the first of `member_since`); count_by: whole months, or the reading of 90 days.
    ParameterError for a death before 23 May 2012. A death in an unpaid month is for the caller to mark.
    Law: PP 53/2012; PP 44/2015; PP 82/2019; Permenaker 1/2025.
    """
    law = law or law_in_force()
    on = months.day_numbers(on)
    days, place = months.distinct_days(on)
    version = group_by_version(days, law, PREFIXES)
    member = np.broadcast_to(np.asarray(is_member, dtype=bool), on.shape)
    if cover_started_on is None and count_by == "months":
        since, latest = np.broadcast_to(member_since, on.shape), _latest_start(days, version, law)

        def waited(rows: slice, at: Any) -> np.ndarray:
            return since[rows] <= latest[at]
    else:
        full = _waited(version, place, on, _started_on(member_since, cover_started_on), count_by, law)

        def waited(rows: slice, at: Any) -> np.ndarray:
            return full[rows]

    return _looked_up(version, place, member, waited, law)


def _looked_up(
    version: Versions, place: Any, member: np.ndarray, waited: Callable[..., np.ndarray], law: ParameterSet
) -> DeathCash:
    """The tier of each row, and its amounts from one cell per version and tier; in blocks, for the cache."""
    monthly = version.table(law, "benefit.jkm.santunan_berkala_monthly")
    tables = (
        _by_tier(version.table(law, "benefit.jkm.santunan_kematian"), (0, 0, 1)),
        _by_tier(monthly * version.table(law, "benefit.jkm.santunan_berkala_months"), (0, 0, 1)),
        _by_tier(version.table(law, "benefit.jkm.biaya_pemakaman"), (0, 1, 1)),
    )
    first_cell = version.version * len(Tier)
    tier = member.astype(np.uint8)
    amounts = np.empty((len(tables), len(tier)), np.int64)
    for begin in range(0, len(tier), BLOCK):
        rows = slice(begin, begin + BLOCK)
        at = rows if isinstance(place, slice) else place[rows]
        tier[rows] += waited(rows, at) & member[rows]
        cell = first_cell[at] + tier[rows]
        for table, amount in zip(tables, amounts, strict=True):
            np.take(table, cell, out=amount[rows], mode="clip")
    return DeathCash(tier, *amounts)


def death_cash_of(
    cover: Cover, on: Any, *, count_by: CountBy = "months", law: ParameterSet | None = None
) -> DeathCash:
    """The same, straight from the cover on the day of death."""
    return death_cash_rp(
        on,
        member_since=cover.member_since,
        is_member=cover.is_member,
        count_by=count_by,
        law=law,
    )


def full_from(member_since: int, law: ParameterSet | None = None) -> int:
    """The month from whose first day a member is in the full tier (waiting time counted in months)."""
    law = law or law_in_force()
    return member_since + law.value("benefit.jkm.bpu_min_membership_full", months.first_day(member_since))


def full_on(started_on: date, on: date, law: ParameterSet | None = None) -> date:
    """The day on which a membership that began on a day reaches the full tier: 7 May -> 7 August, 30 November -> 1 March.

    on: the day whose law counts. Law: Permenaker 1/2025 Pasal 97A(2), whole months from the day cover began.
    """
    law = law or law_in_force()
    wait = law.value("benefit.jkm.bpu_min_membership_full", on)
    last = months.last_day(months.month_of(started_on) + wait)
    if started_on.day > last.day:
        return last + timedelta(1)
    return last.replace(day=started_on.day)


def completed_months(started_on: np.ndarray, on: np.ndarray) -> np.ndarray:
    """Whole months between two days; 7 May to 6 August is two, to 7 August three."""
    started_month, on_month = started_on.astype("datetime64[M]"), on.astype("datetime64[M]")
    whole = (on_month - started_month).astype(np.int64)
    whole -= (on - on_month).astype(np.int64) < (started_on - started_month).astype(np.int64)
    return whole


def _latest_start(days: np.ndarray, version: Versions, law: ParameterSet) -> np.ndarray:
    """For each day of death the last month in which a membership may have begun for the full tier."""
    wait_months = version.table(law, "benefit.jkm.bpu_min_membership_full")
    return months.months_of(days) - wait_months[version.version]


def _waited(
    version: Versions,
    place: Any,
    on: np.ndarray,
    started_on: np.ndarray,
    count_by: CountBy,
    law: ParameterSet,
) -> np.ndarray:
    """Whether the waiting time is over on the day of death (at once before Permenaker 1/2025)."""
    wait = version.table(law, "benefit.jkm.bpu_min_membership_full")
    if count_by == "days":
        wait = version.table(law, "benefit.jkm.waiting_days_alternative", absent=0) * (wait > 0)
        return (on - started_on).astype(np.int64) >= wait[version.version][place]
    return completed_months(started_on, on) >= wait[version.version][place]


def _started_on(member_since: Any, cover_started_on: Any) -> np.ndarray:
    """The exact day where it is known, else the first of the month."""
    of_month = months.first_days(np.atleast_1d(np.asarray(member_since)))
    if cover_started_on is None:
        return of_month
    exact = months.day_numbers(cover_started_on)
    return np.where(np.isnat(exact), of_month, exact)


def _by_tier(per_version: np.ndarray, share: tuple[int, int, int]) -> np.ndarray:
    """The amount of each version for the tiers none, funeral only, full."""
    return np.outer(per_version, share).ravel()
