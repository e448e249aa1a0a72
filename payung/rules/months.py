"""Which month, which working day? Contribution months are whole numbers: year * 12 + month - 1.

Law: PP 44/2015 (a BPU pays by the 15th of the contribution month, a holiday moves it to the next working day).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from payung.language.formats import bulan
from payung.rules.parameters import ParameterSet, law_in_force

FIRST_YEAR, LAST_YEAR = 2012, 2100
_EPOCH = 1970 * 12
_FORM = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z", re.ASCII)


class MonthError(ValueError):
    """A text or number that is no contribution month."""


def month_number(year: int, month: int) -> int:
    """May 2025 -> 24304. MonthError outside 2012-2100 or months 1-12."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise MonthError(f"bulan {year:04d}-{month:02d} tidak dikenal; tulis seperti 2025-05, mulai 2012")
    return year * 12 + month - 1


def parse_month(text: str) -> int:
    """'2025-05' -> 24304. MonthError for anything else."""
    found = _FORM.match(text) if isinstance(text, str) else None
    if not found:
        raise MonthError(f"bulan {text!r} tidak dikenal; tulis seperti 2025-05")
    return month_number(int(found[1]), int(found[2]))


def format_month(month: int) -> str:
    """24304 -> '2025-05'."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_in_words(month: int) -> str:
    """24304 -> 'Mei 2025'."""
    return bulan(month)


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def months_of(days: Any) -> np.ndarray:
    """Month numbers of an array of days (datetime64[D])."""
    days, place = distinct_days(np.asarray(days, dtype="datetime64[D]"))
    return (days.astype("datetime64[M]").astype(np.int64) + _EPOCH)[place]


def distinct_days(days: np.ndarray) -> tuple[np.ndarray, Any]:
    """Many people, few days: (days to calculate with, place of each row among them).

    Whatever follows from the day alone is calculated for these days and then looked up. When the rows lie
    too far apart, or are few, every row is its own day.
    """
    numbers = days.view(np.int64)
    if numbers.size < 1000:
        return days, slice(None)
    low, high = int(numbers.min()), int(numbers.max())
    if high - low > numbers.size:
        return days, slice(None)
    return np.arange(low, high + 1).view("datetime64[D]"), numbers - low


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    return first_day(month + 1) - timedelta(1)


def first_days(months: Any) -> np.ndarray:
    """First day of each month number, as datetime64[D]."""
    return (np.asarray(months, dtype=np.int64) - _EPOCH).astype("datetime64[M]").astype("datetime64[D]")


def day_numbers(days: Any) -> np.ndarray:
    """An array of datetime64[D] from a date, a list of dates, ISO texts, or an array."""
    return np.atleast_1d(np.asarray(days, dtype="datetime64[D]"))


def holidays(law: ParameterSet | None = None, *, shared_leave: bool = False) -> frozenset[date]:
    """National holidays of the set; with `shared_leave` also the days of cuti bersama.

    An installation puts its own table of closed days in force (`reference`); then that table is the answer.
    """
    return _holidays(law or law_in_force(), shared_leave)


@lru_cache(maxsize=16)
def _holidays(law: ParameterSet, shared_leave: bool) -> frozenset[date]:
    prefixes = ("holiday.national.", "holiday.shared_leave.") if shared_leave else "holiday.national."
    return frozenset(e.first for name in law.ids() if name.startswith(prefixes) for e in law.versions(name))


def holidays_known(year: int, law: ParameterSet | None = None) -> bool:
    """Whether the table holds that year at all; otherwise only Saturdays and Sundays are skipped."""
    return any(day.year == year for day in holidays(law))


def is_working_day(day: date, off_days: frozenset[date]) -> bool:
    return day.weekday() < 5 and day not in off_days


def next_working_day(day: date, off_days: frozenset[date]) -> date:
    """The day itself when offices work, otherwise the first working day after it."""
    while not is_working_day(day, off_days):
        day += timedelta(1)
    return day


def working_days_after(day: date, n: int, off_days: frozenset[date]) -> date:
    """The n-th working day after the day; the day itself does not count. ValueError for n < 0."""
    if n < 0:
        raise ValueError("n: jumlah hari kerja tidak boleh negatif")
    for _ in range(n):
        day = next_working_day(day + timedelta(1), off_days)
    return day


def due_on(month: int, off_days: frozenset[date] | None = None, law: ParameterSet | None = None) -> date:
    """Last day on which the contribution of a month is in time: the 15th, moved to a working day."""
    law = law or law_in_force()
    due_day = law.value("contribution.bpu.due_day", first_day(month))
    return next_working_day(
        first_day(month).replace(day=due_day), holidays(law) if off_days is None else off_days
    )
