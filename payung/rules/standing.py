"""What was sure about somebody's cover on a day: when cover began, and when the money arrived?

`coverage` counts months; here two days are asked besides. Before the day cover began (TMT) there is no cover. A month
whose money arrived after the day was unpaid on that day: it is never a promise, and a first payment after the day is
no cover. A day that is not known (None) doubts nothing.
Law: Permenaker 1/2025 Pasal 97A(2) (masa kepesertaan); Perdir BPJS-TK 22/PERDIR.02/072022 (start of membership,
first contribution paid); confidence medium, branches differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from payung.language.formats import tanggal
from payung.rules import coverage, months
from payung.rules.coverage import Cover, State
from payung.rules.parameters import ParameterSet, law_in_force

START_RULE = "contribution.bpu.cover_start_rule"


class Payment(NamedTuple):
    """One contribution month and the day its money reached BPJS (None: not known)."""

    month: int
    paid_on: date | None = None


class Span(NamedTuple):
    """One membership: its first day, and the first day on which it is over (None: it runs)."""

    start_on: date
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one person. `spans`: memberships; or the one day cover began, where only that is known."""

    paid_months: tuple[int, ...] = ()
    payments: tuple[Payment, ...] = ()
    cover_started_on: date | None = None
    spans: tuple[Span, ...] = ()

    def first_days(self) -> dict[int, date | None]:
        """Each paid month, and the earliest day on which it is known to be paid."""
        days: dict[int, date | None] = dict.fromkeys(self.paid_months)
        for month, paid_on in self.payments:
            before = days.get(month)
            days[month] = paid_on if before is None else min(before, paid_on or before)
        return days

    def late(self, on: date) -> dict[int, date]:
        """Months up to that of the day whose money arrived after the day."""
        asked = months.month_of(on)
        return {m: day for m, day in self.first_days().items() if day is not None and day > on and m <= asked}

    def start_of(self, member_since: int) -> date | None:
        """The day cover began of the membership whose first paid month this is; None where nobody knows."""
        if self.cover_started_on or not self.spans:
            return self.cover_started_on
        first = months.first_day(member_since)
        return min((s.start_on for s in self.spans if s.end_on is None or s.end_on > first), default=None)

    def first_start(self) -> date | None:
        """The day on which cover began for the first time."""
        return self.cover_started_on or min((s.start_on for s in self.spans), default=None)


@dataclass(frozen=True)
class Standing:
    """The cover of each person (arrays of `coverage.Cover`), and what must be told with it.

    started_on: the day from which the membership counts (never before the first paid month), None where not known;
    doubts: sentences for a promise that is none; reasons: sentences for a cover that is not there; all by row.
    """

    cover: Cover
    started_on: tuple[date | None, ...]
    doubts: tuple[tuple[str, ...], ...]
    reasons: tuple[tuple[str, ...], ...]

    @property
    def needs_confirmation(self) -> np.ndarray:
        return self.cover.needs_confirmation | np.array([bool(d) for d in self.doubts], bool)


def began(one: History, on: date, *, law: ParameterSet | None = None) -> date | None:
    """The day cover began of the membership that the months paid by a day belong to; None where nobody knows.

    Nothing paid by then: the first day, if it comes only later.
    """
    late = _late(one, on)
    table, first = coverage.paid_table([_in_time(one, late)])
    since = int(coverage.cover(table, first, on, law=law).member_since[0])
    if since:
        return one.start_of(since)
    first_start = one.first_start()
    return first_start if first_start and first_start > on else None


def standing(people: Sequence[History], on: Any, *, law: ParameterSet | None = None) -> Standing:
    """What is sure on each day (one date, or one per person). ParameterError for a day before 2012."""
    law = law or law_in_force()
    days = np.broadcast_to(months.day_numbers(on), (len(people),))
    late = [_late(one, day) for one, day in zip(people, days.tolist(), strict=True)]
    table, first = coverage.paid_table(_in_time(one, after) for one, after in zip(people, late, strict=True))
    cover = coverage.cover(table, first, days, law=law)
    doubts: list[tuple[str, ...]] = [()] * len(people)
    reasons: list[tuple[str, ...]] = [()] * len(people)
    for row, (doubt, reason) in _of_late_money(people, late, days, cover, law):
        doubts[row], reasons[row] = doubt, reason
    started: list[date | None] = [None] * len(people)
    for row in [row for row, one in enumerate(people) if one.cover_started_on or one.spans]:
        started[row], before = _begin(people[row], days[row].astype(object), cover, row)
        if before:
            doubts[row], reasons[row] = (), (before, *reasons[row])
    return Standing(cover, tuple(started), tuple(doubts), tuple(reasons))


def standing_of(one: History, on: date, *, law: ParameterSet | None = None) -> Standing:
    """The same for one person."""
    return standing([one], on, law=law)


def _late(one: History, day: date) -> dict[int, date]:
    return one.late(day) if one.payments else {}


def _in_time(one: History, late: dict[int, date]) -> Iterable[int]:
    if not one.payments:
        return one.paid_months
    return [month for month in one.first_days() if month not in late]


def _of_late_money(
    people: Sequence[History],
    late: Sequence[dict[int, date]],
    days: np.ndarray,
    cover: Cover,
    law: ParameterSet,
) -> Iterable[tuple[int, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """(row, (doubts, reasons)) of everybody whose money arrived after the day: beside what the books say now."""
    rows = [row for row, months_late in enumerate(late) if months_late]
    if not rows:
        return
    table, first = coverage.paid_table([people[row].first_days() for row in rows])
    books = coverage.cover(table, first, days[rows], law=law)
    for place, row in enumerate(rows):
        yield (
            row,
            _told(
                late[row],
                months.month_of(days[row].astype(object)),
                cover,
                row,
                int(books.member_since[place]),
            ),
        )


def _told(
    late: dict[int, date], asked: int, cover: Cover, row: int, books_since: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Doubts for who is a member all the same, the reason for who was none."""
    if cover.state[row] < State.GRACE:
        first = min(late.values())
        what = "Iuran pertama" if cover.state[row] == State.NEVER else "Iuran sesudah kepesertaan berakhir"
        return (), (
            f"{what} baru dibayar {tanggal(first)}, sesudah hari itu: pada hari itu belum ada perlindungan.",
        )
    doubts = []
    if asked in late:
        words = _when(asked, late[asked])
        doubts.append(f"Iuran bulan itu ({months.month_in_words(asked)}) baru dibayar {words}.")
    if books_since != cover.member_since[row]:
        later = [m for m in sorted(late) if m != asked]
        named = ", ".join(f"{months.month_in_words(m)} ({tanggal(late[m])})" for m in later[:3])
        which = "Iuran bulan pertama" if books_since in late else "Iuran bulan sebelumnya"
        doubts.append(f"{which} baru dibayar sesudah hari itu: {named}.")
    return tuple(doubts), ()


def _when(month: int, paid_on: date) -> str:
    """Also says when the money was in time for the month, though after the day."""
    due = months.due_on(month)
    in_time = f", tetapi belum lewat jatuh tempo {tanggal(due)}" if paid_on <= due else ""
    return f"{tanggal(paid_on)}, sesudah hari itu{in_time}"


def _begin(one: History, day: date, cover: Cover, row: int) -> tuple[date | None, str]:
    """The day from which the membership counts; and why there is no cover yet, which is written into `cover`."""
    lives = cover.state[row] >= State.GRACE
    start = one.start_of(int(cover.member_since[row])) if lives else one.first_start()
    if start is not None and day < start:
        if lives:
            _take_away(cover, row)
        return None, f"Perlindungan baru mulai {tanggal(start)}: pada hari itu belum ada perlindungan."
    if start is None or not lives:
        return None, ""
    return max(start, months.first_day(int(cover.member_since[row]))), ""


def _take_away(cover: Cover, row: int) -> None:
    """No membership lives on the day; what was paid is still counted."""
    earlier = cover.months_paid[row] > cover.months_paid_since[row]
    cover.state[row] = State.LAPSED if earlier else State.NEVER
    for column in (cover.member_since, cover.months_in_row, cover.months_paid_since, cover.arrears_months):
        column[row] = 0
    cover.needs_confirmation[row] = False
