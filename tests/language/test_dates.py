"""A day typed the Indonesian way is understood; one that could mean another day is asked again."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.language.dates import MONTHS, DateProblem, parse_tanggal

MAY = date(1980, 5, 7)


@pytest.mark.parametrize(
    "typed",
    ["7 Mei 1980", "07 MEI 1980", "7 mei, 1980", "7-Mei-1980", "07-05-1980", "7/5/1980", "7.5.1980", "1980-05-07",
     "07051980", " 7  Mei  1980 ", "7\u00a0Mei\u00a01980", "'07-05-1980", "1980-05-07 00:00:00", MAY, datetime(1980, 5, 7, tzinfo=UTC), 29348, 29348.0],
)  # fmt: skip
def test_the_same_day_in_many_forms(typed):
    assert parse_tanggal(typed) == MAY


@pytest.mark.parametrize(
    ("typed", "month"),
    [("17 Agustus 1985", 8), ("17 Agt 1985", 8), ("17 Agu 1985", 8), ("17 Pebruari 1985", 2), ("17 Peb 1985", 2),
     ("17 Nopember 1985", 11), ("17 Nop 1985", 11), ("17 Okt 1985", 10), ("17 Des 1985", 12), ("17 Sept 1985", 9)],
)  # fmt: skip
def test_old_spellings_and_short_forms(typed, month):
    assert parse_tanggal(typed) == date(1985, month, 17)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", DateProblem.EMPTY),
        (None, DateProblem.EMPTY),
        ("  ", DateProblem.EMPTY),
        ("05/13/1980", DateProblem.AMERICAN),
        ("1-1-60", DateProblem.SHORT_YEAR),
        ("1 Januari 60", DateProblem.SHORT_YEAR),
        ("31-02-1979", DateProblem.NOT_IN_CALENDAR),
        ("31 Februari 1979", DateProblem.NOT_IN_CALENDAR),
        ("29-02-1900", DateProblem.NOT_IN_CALENDAR),
        ("32-13-1980", DateProblem.NOT_IN_CALENDAR),
        ("12 Foo 1980", DateProblem.UNKNOWN_FORM),
        ("kira-kira 1980", DateProblem.UNKNOWN_FORM),
        ("٧-٥-١٩٨٠", DateProblem.UNKNOWN_FORM),
        (True, DateProblem.UNKNOWN_FORM),
        (1980, DateProblem.UNKNOWN_FORM),
        (float("nan"), DateProblem.UNKNOWN_FORM),
        (float("inf"), DateProblem.UNKNOWN_FORM),
        (-1e300, DateProblem.UNKNOWN_FORM),
    ],
)  # fmt: skip
def test_a_reason_instead_of_a_guess(typed, why):
    assert parse_tanggal(typed) is why


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_in_every_form_comes_back(day):
    forms = [f"{day:%d-%m-%Y}", f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day:%d.%m.%Y}"]
    forms += [f"{day.day} {name} {day.year}" for name in MONTHS[day.month]]
    assert {parse_tanggal(form) for form in forms} == {day}


@given(st.text(max_size=25) | st.floats() | st.integers())
def test_nothing_breaks_it(typed):
    assert isinstance(parse_tanggal(typed), date | DateProblem)
