"""What a NIK tells, and what in it cannot be true. All serials are from 9000 up: nobody has them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.rules import nik
from payung.rules.nik import NikProblem as P

TODAY = date(2025, 5, 7)
KECAMATAN = frozenset(f"35740{n}" for n in range(1, 6))
MAN, WOMAN = "3574031209809001", "3574035209809001"


def test_area_date_sex_and_serial_are_read():
    told = nik.read(WOMAN)
    assert told is not None
    assert (told.area, told.day, told.month, told.year, told.is_woman, told.serial) == (
        "357403",
        12,
        9,
        80,
        True,
        9001,
    )
    assert nik.sex(MAN) == "L"
    assert nik.sex(WOMAN) == "P"


@pytest.mark.parametrize(
    "number", ["", "123", MAN + "1", MAN[:15] + "X", MAN[:15] + "²", MAN.replace("0", "٠"), f" {MAN[1:]}"]
)
def test_anything_but_16_latin_digits_is_no_nik(number):
    assert nik.read(number) is None
    assert nik.problems(number) == [P.NOT_16_DIGITS]
    assert nik.birth_date(number, today=TODAY) is None
    assert nik.sex(number) == ""


@pytest.mark.parametrize(
    ("number", "found"),
    [
        (MAN, []),
        ("3599031209809001", [P.UNKNOWN_AREA]),  # no such regency: python-stdnum's own check lets these three pass
        ("3500031209809001", [P.UNKNOWN_AREA]),
        ("3580031209809001", [P.UNKNOWN_AREA]),
        ("9971011209809001", [P.UNKNOWN_AREA]),
        ("9471011209809001", []),  # Jayapura: above 2^53, spoilt by any spreadsheet that holds it as a number
        ("3574991209809001", [P.UNKNOWN_KECAMATAN]),
        ("3513991209809001", []),  # of another regency we know no kecamatan
        ("3574030009809001", [P.IMPOSSIBLE_DATE]),
        ("3574034009809001", [P.IMPOSSIBLE_DATE]),
        ("3574037209809001", [P.IMPOSSIBLE_DATE]),
        ("3574038509809001", [P.IMPOSSIBLE_DATE]),  # python-stdnum reads 5 September
        ("3574033102809001", [P.IMPOSSIBLE_DATE]),
        ("3574031213809001", [P.IMPOSSIBLE_DATE]),
        ("3574031209800000", [P.NO_SERIAL]),
        ("3599033102800000", [P.UNKNOWN_AREA, P.NO_SERIAL, P.IMPOSSIBLE_DATE]),
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_told(number, found):
    assert nik.problems(number, kecamatan=KECAMATAN) == found


def test_the_declared_birth_date_and_sex_must_agree():
    assert nik.problems(MAN, declared_birth_date=date(1980, 9, 12), declared_sex="L") == []
    assert nik.problems(MAN, declared_birth_date=date(1980, 9, 13)) == [P.BIRTH_DATE_DIFFERS]
    assert nik.problems(MAN, declared_birth_date=date(1980, 12, 9)) == [P.BIRTH_DATE_DIFFERS]
    assert nik.problems(WOMAN, declared_birth_date=date(1980, 9, 12), declared_sex="L") == [P.SEX_DIFFERS]


def test_the_century_comes_from_the_declared_date_or_from_working_age():
    young, old = "3574031209059001", "3574031209309001"
    assert nik.problems(young, declared_birth_date=date(2005, 9, 12)) == []
    assert nik.birth_date(young, today=TODAY) == date(2005, 9, 12)
    assert nik.birth_date(old, today=TODAY) == date(1930, 9, 12)


def test_a_leap_day_is_possible_in_the_year_that_has_one():
    assert nik.problems("3574032902009001") == []  # 2000
    assert nik.problems("3574032902019001") == [P.IMPOSSIBLE_DATE]


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_no_text_breaks_it(text):
    found = nik.problems(text, declared_birth_date=TODAY, declared_sex="P", kecamatan=KECAMATAN)
    assert all(isinstance(one, P) for one in found)


@given(st.dates(date(1925, 1, 1), date(2009, 12, 31)), st.sampled_from("LP"), st.integers(9000, 9999))
def test_a_number_made_from_a_person_agrees_with_the_person(born, sex, serial):
    number = f"357403{born.day + 40 * (sex == 'P'):02d}{born:%m%y}{serial}"
    assert nik.problems(number, declared_birth_date=born, declared_sex=sex, kecamatan=KECAMATAN) == []
    other = "L" if sex == "P" else "P"
    assert nik.problems(number, declared_birth_date=born, declared_sex=other) == [P.SEX_DIFFERS]
