"""What does a NIK itself tell, and what in it cannot be true?

16 digits `PPKKCC DDMMYY SSSS`: area of first registration, birth date (women: day + 40), serial from 0001.
Only Dukcapil can say that the person exists and lives. The area may differ from today's address: people move.
Area codes: python-stdnum (its list `id/loc`); kecamatan of the city are handed in.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from stdnum import numdb

LENGTH = 16
WOMEN_DAY_OFFSET = 40
YOUNGEST_AGE = 15  # nobody younger works: decides the century when no birth date is declared


class NikProblem(StrEnum):
    NOT_16_DIGITS = "nik_not_16_digits"
    UNKNOWN_AREA = "nik_unknown_area"
    IMPOSSIBLE_DATE = "nik_impossible_date"
    NO_SERIAL = "nik_no_serial"
    BIRTH_DATE_DIFFERS = "nik_birth_date_differs"
    SEX_DIFFERS = "nik_sex_differs"
    UNKNOWN_KECAMATAN = "nik_unknown_kecamatan"  # a warning: older numbers, newer districts


class Told(NamedTuple):
    """What the digits say. `birth_date` needs a century: the declared date's, else the last that is plausible."""

    area: str
    day: int
    month: int
    year: int  # two digits
    is_woman: bool
    serial: int


def read(nik: str) -> Told | None:
    """The parts of a number of 16 ASCII digits; None for anything else."""
    if len(nik) != LENGTH or not (nik.isascii() and nik.isdigit()):
        return None
    day = int(nik[6:8])
    is_woman = day > WOMEN_DAY_OFFSET
    return Told(
        area=nik[:6],
        day=day - WOMEN_DAY_OFFSET if is_woman else day,
        month=int(nik[8:10]),
        year=int(nik[10:12]),
        is_woman=is_woman,
        serial=int(nik[12:]),
    )


def birth_date(nik: str, *, today: date) -> date | None:
    """The birth date in the number, in the latest century in which the person is of working age."""
    told = read(nik)
    if told is None:
        return None
    for century in (2000, 1900):
        born = _date(century + told.year, told.month, told.day)
        if born and born.year <= today.year - YOUNGEST_AGE:
            return born
    return None


def sex(nik: str) -> str:
    """ "L" or "P" as the number says; "" for no number."""
    told = read(nik)
    return "" if told is None else "P" if told.is_woman else "L"


def problems(
    nik: str,
    *,
    declared_birth_date: date | None = None,
    declared_sex: str = "",
    kecamatan: Collection[str] = (),
) -> list[NikProblem]:
    """Everything in the number that cannot be true or differs from what was declared; [] when nothing does.

    `kecamatan`: the six-digit codes of the city; a number of this city with another one is worth a look.
    """
    kecamatan = frozenset(kecamatan)
    if declared_birth_date and _fits(nik, declared_birth_date, declared_sex, kecamatan):
        return []
    told = read(nik)
    if told is None:
        return [NikProblem.NOT_16_DIGITS]
    area = _area_problem(told.area, kecamatan)
    found = [area] if area else []
    if told.serial == 0:
        found.append(NikProblem.NO_SERIAL)
    if not _is_possible(told.day, told.month, told.year):
        found.append(NikProblem.IMPOSSIBLE_DATE)
    elif declared_birth_date and not _is_same_date(told, declared_birth_date):
        found.append(NikProblem.BIRTH_DATE_DIFFERS)
    if declared_sex and declared_sex != ("P" if told.is_woman else "L"):
        found.append(NikProblem.SEX_DIFFERS)
    return found


def _fits(nik: str, born: date, sex: str, kecamatan: frozenset[str]) -> bool:
    """Whether nothing is wrong, asked in the quickest way: this is true of nearly everybody in a long list."""
    man, woman = _digits_of(born)
    middle = nik[6:12]
    if not ((middle == man and sex != "P") or (middle == woman and sex != "L")):
        return False
    serial = nik[12:]
    is_serial = len(serial) == 4 and serial.isascii() and serial.isdigit() and serial != "0000"
    return is_serial and _area_problem(nik[:6], kecamatan) is None


@cache
def _digits_of(born: date) -> tuple[str, str]:
    """The six digits of a birth date, for a man and for a woman."""
    return f"{born:%d%m%y}", f"{born.day + WOMEN_DAY_OFFSET}{born:%m%y}"


@cache
def is_known_area(regency: str) -> bool:
    """Whether four digits name a province and a regency or city that exist."""
    parts = numdb.get("id/loc").info(regency)
    return len(parts) == 2 and all("name_id" in names for _, names in parts)


@cache
def _area_problem(area: str, kecamatan: frozenset[str]) -> NikProblem | None:
    if not is_known_area(area[:4]):
        return NikProblem.UNKNOWN_AREA
    if area not in kecamatan and any(code[:4] == area[:4] for code in kecamatan):
        return NikProblem.UNKNOWN_KECAMATAN
    return None


@cache
def _is_possible(day: int, month: int, year: int) -> bool:
    """`year` of two digits: possible in one of the two centuries."""
    return any(_date(century + year, month, day) for century in (1900, 2000))


def _is_same_date(told: Told, declared: date) -> bool:
    return (told.day, told.month, told.year) == (declared.day, declared.month, declared.year % 100)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
