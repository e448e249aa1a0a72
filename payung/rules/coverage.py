"""Who is covered on a day, since when, and what keeps the cover alive?

A month is paid or not; everything else follows. Unpaid months are tolerated up to the grace; one more ends
the membership, and a later payment begins a new one, with new counters.
Law: PP 44/2015; Perdir BPJS-TK 22/PERDIR.02/072022 (grace of 3 contribution months; confidence medium,
branches differ). An event in an unpaid month needs the word of BPJS and is never promised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

import numpy as np

from payung.language.formats import tanggal
from payung.rules import months
from payung.rules.parameters import ParameterSet, group_by_version, law_in_force

# People are taken in blocks that stay in the processor's cache.
BLOCK = 32_768
GRACE = "contribution.bpu.grace_contribution_months"


class State(IntEnum):
    NEVER = 0
    LAPSED = 1
    GRACE = 2
    ACTIVE = 3

    @property
    def word(self) -> str:
        """The English word of the command line."""
        return self.name.lower()

    @property
    def label(self) -> str:
        return {0: "belum pernah", 1: "berakhir", 2: "tenggang", 3: "aktif"}[self.value]


@dataclass(frozen=True)
class Cover:
    """The answer for each person on one day. Arrays of one length; months are month numbers, 0 = none."""

    state: np.ndarray  # uint8, see State
    member_since: np.ndarray  # int32, first paid month of the membership that still lives
    months_in_row: np.ndarray  # int16, unbroken paid months up to the last paid one, 0 without membership
    months_paid: np.ndarray  # int16, all paid months up to the day, also of earlier memberships
    months_paid_since: np.ndarray  # int16, paid months of the living membership
    last_paid_month: np.ndarray  # int32
    arrears_months: np.ndarray  # int16, unpaid months that must be paid to keep the cover (grace only)
    needs_confirmation: np.ndarray  # bool, the day lies in an unpaid month of the grace

    @property
    def is_member(self) -> np.ndarray:
        return self.state >= State.GRACE


def cover(
    paid: Any,
    first_month: int,
    on: Any,
    *,
    grace_months: int | None = None,
    law: ParameterSet | None = None,
) -> Cover:
    """The cover of each person on a day.

    paid: bool (people, months), column j is month `first_month + j`; months outside are unpaid.
    on: one date, or one date per person (datetime64[D]). Payments for months after `on` do not count yet.
    grace_months: tolerated unpaid months (None: the law on each day).
    ParameterError for a day before 2012.
    """
    paid = np.atleast_2d(np.asarray(paid, dtype=bool))
    on_month = months.months_of(months.day_numbers(on)).astype(np.int32)
    grace = _grace_on(months.day_numbers(on), law) if grace_months is None else np.array([grace_months])
    rows = [
        _cover_block(paid[at : at + BLOCK], first_month, _of_block(on_month, at), _of_block(grace, at))
        for at in range(0, max(len(paid), 1), BLOCK)
    ]
    return Cover(*(np.concatenate(column) for column in zip(*rows, strict=True)))


def cover_timeline(
    paid: Any, first_month: int, *, grace_months: int | None = None, law: ParameterSet | None = None
) -> np.ndarray:
    """State (uint8) of every person in every month of `paid`: shape (people, months)."""
    paid = np.atleast_2d(np.asarray(paid, dtype=bool))
    if grace_months is None:
        grace_months = int(_grace_on(months.day_numbers(months.first_day(first_month)), law)[0])
    states = np.zeros(paid.shape, np.uint8)
    gap = np.full(len(paid), grace_months + 1, np.int32)
    ever = np.zeros(len(paid), bool)
    for place in range(paid.shape[1]):
        gap = np.where(paid[:, place], 0, gap + 1)
        ever |= paid[:, place]
        states[:, place] = _state(gap, ever, grace_months)
    return states


def paid_table(paid_months: Iterable[Iterable[int]]) -> tuple[np.ndarray, int]:
    """Lists of month numbers -> (bool table people x months, first month), ready for `cover`."""
    lists = [np.fromiter(row, np.int64) for row in paid_months]
    lengths = np.array([len(row) for row in lists], np.int64)
    everything = np.concatenate(lists) if lists else np.zeros(0, np.int64)
    if not everything.size:
        return np.zeros((len(lists), 1), bool), months.FIRST_YEAR * 12
    first = int(everything.min())
    table = np.zeros((len(lists), int(everything.max()) - first + 1), bool)
    table[np.repeat(np.arange(len(lists)), lengths), everything - first] = True
    return table, first


def last_month_to_keep(cover: Cover, grace_months: int = 3) -> np.ndarray:
    """The last month in which paying the arrears still keeps the membership (0 without membership)."""
    return np.where(cover.is_member, cover.last_paid_month + grace_months, 0)


def explain(
    state: State,
    *,
    member_since: int,
    last_paid_month: int,
    arrears_months: int,
    started_on: date | None = None,
) -> str:
    """One sentence for an official or a family. started_on: the day cover began, where it is known."""
    if state is State.ACTIVE:
        since = tanggal(started_on) if started_on else months.month_in_words(member_since)
        return f"Aktif sejak {since}; iuran bulan ini sudah dibayar."
    if state is State.GRACE:
        return (
            f"Dalam masa tenggang: iuran terakhir {months.month_in_words(last_paid_month)}, "
            f"{arrears_months} bulan belum dibayar. Perlu konfirmasi BPJS Ketenagakerjaan."
        )
    if state is State.LAPSED:
        return (
            f"Kepesertaan berakhir: iuran terakhir {months.month_in_words(last_paid_month)}. "
            "Perlu pendaftaran baru, dan hitungan masa kepesertaan mulai lagi."
        )
    return "Belum pernah ada iuran yang dibayar sampai tanggal ini."


def _cover_block(
    paid: np.ndarray, first_month: int, on_month: np.ndarray, grace: np.ndarray
) -> tuple[np.ndarray, ...]:
    """One block of people: a loop over months, every step in place on small integers.

    Months are counted from 1 inside the table, so that 0 can say "none". `begin` (of the membership) and
    `row` (of the unbroken months) only ever grow, so a maximum keeps the latest.
    """
    asked = on_month - first_month + 1  # place of the day's month, 1 = first column
    width = int(min(max(int(asked.max(initial=0)), 0), paid.shape[1]))
    columns = np.ascontiguousarray(paid[:, :width].T).view(np.uint8)
    if len(asked) > 1:
        columns &= np.arange(1, width + 1)[:, None] <= asked  # later payments do not count yet
    # One byte is enough for a working life of 20 years; then every step runs on whole vectors of bytes.
    small: Any = np.uint8 if width + int(grace.max(initial=0)) < np.iinfo(np.uint8).max else np.int16
    tolerated = grace.astype(small)
    arrays: list[np.ndarray] = [np.zeros(len(paid), small) for _ in range(6)]
    gap, begin, row, count, before, step = arrays
    gap += tolerated + small(1)  # longer than any grace: the first payment begins a membership
    for place, column in enumerate(columns, start=1):
        now = column.astype(small, copy=False)
        begins = (gap > tolerated).view(np.uint8).astype(small, copy=False) * now
        np.maximum(begin, np.multiply(begins, small(place), out=step), out=begin)
        np.maximum(before, np.multiply(begins, count, out=step), out=before)  # paid in earlier memberships
        resumes = (gap > 0).view(np.uint8).astype(small, copy=False) * now
        np.maximum(row, np.multiply(resumes, small(place), out=step), out=row)
        count += now
        gap += small(1)
        gap *= small(1) - now
    gap, begin, row, count, before = (a.astype(np.int16) for a in (gap, begin, row, count, before))
    last = np.where(count > 0, width - gap, 0)
    return _answers(asked, last, begin, row, count, before, first_month, grace)


def _answers(
    asked: np.ndarray,
    last: np.ndarray,
    begin: np.ndarray,
    row: np.ndarray,
    count: np.ndarray,
    before: np.ndarray,
    first_month: int,
    grace: np.ndarray,
) -> tuple[np.ndarray, ...]:
    gap = asked - last
    state = _state(gap, count > 0, grace)
    lives = state >= State.GRACE
    grace_now = state == State.GRACE
    return (
        state,
        np.where(lives, first_month - 1 + begin, 0).astype(np.int32),
        np.where(lives, last - row + 1, 0).astype(np.int16),
        count,
        np.where(lives, count - before, 0).astype(np.int16),
        np.where(last > 0, first_month - 1 + last, 0).astype(np.int32),
        np.where(grace_now, gap, 0).astype(np.int16),
        grace_now,
    )


def _state(gap: np.ndarray, ever: np.ndarray, grace: np.ndarray | int) -> np.ndarray:
    """ACTIVE without a gap, GRACE up to the tolerated months, then LAPSED; NEVER before the first payment."""
    state = np.full(len(ever), int(State.LAPSED), np.uint8)
    state[gap <= grace] = State.GRACE
    state[gap == 0] = State.ACTIVE
    state[~ever] = State.NEVER
    return state


def _grace_on(on: np.ndarray, law: ParameterSet | None) -> np.ndarray:
    """Tolerated months on each day: one number when they agree, otherwise one per person."""
    law = law or law_in_force()
    versions = group_by_version(on, law, GRACE)
    grace = versions.table(law, GRACE)[versions.version].astype(np.int16)
    return grace[:1] if (grace == grace[:1]).all() else grace


def _of_block(per_person: np.ndarray, at: int) -> np.ndarray:
    return per_person if len(per_person) == 1 else per_person[at : at + BLOCK]
