"""Of which quarter is a DTSEN decile, and is it old?

DTSEN is renewed every quarter: a decile without its quarter cannot be compared. Law: Inpres 4/2025.
"""

from __future__ import annotations

import re
from datetime import date

from payung.rules.parameters import ParameterError, ParameterSet, law_in_force

UPDATE = "eligibility.dtsen_update_months"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_QUARTER = re.compile(
    r"(?:triwulan|tw|kuartal|q|t)\W*(iv|iii|ii|i|[1-4])(?![a-z0-9])|(?<![a-z0-9])(iv|iii|ii|i|[1-4])(?![a-z0-9])"
)


def parse_quarter(text: str) -> tuple[int, int] | None:
    """(2025, 3) from "2025-Q3", "TW III 2025", "Triwulan 3 / 2025"; None for anything else."""
    plain = text.casefold()
    year = _YEAR.search(plain)
    if year is None:
        return None
    rest = plain[: year.start()] + " " + plain[year.end() :]
    match = _QUARTER.search(rest)
    if match is None:
        return None
    word = match[1] or match[2]
    return int(year[1]), _ROMAN.get(word) or int(word)


def quarters_old(quarter: tuple[int, int], on: date) -> int:
    """How many quarters have begun since; 0 while it runs, or in the future."""
    return max((on.year - quarter[0]) * 4 + (on.month - 1) // 3 + 1 - quarter[1], 0)


def is_old(quarter: tuple[int, int] | None, on: date, law: ParameterSet | None = None) -> bool:
    """Whether a decile is older than the law lets it become; an unknown quarter is taken as old."""
    if quarter is None:
        return True
    try:
        months = (law or law_in_force()).value(UPDATE, on)
    except ParameterError:
        return False
    return quarters_old(quarter, on) * 3 > months


def decile_in_words(decile: int | None, quarter: str, on: date, law: ParameterSet | None = None) -> str:
    """ "desil 3 (DTSEN triwulan III 2025, 4 triwulan lalu)": never a decile without its quarter."""
    if decile is None:
        return "tidak tercatat di DTSEN"
    known = parse_quarter(quarter)
    if known is None:
        return f"desil {decile} (triwulan DTSEN tidak diketahui)"
    year, number = known
    roman = next(word for word, n in _ROMAN.items() if n == number).upper()
    age = f", {quarters_old(known, on)} triwulan lalu" if is_old(known, on, law) else ""
    return f"desil {decile} (DTSEN triwulan {roman} {year}{age})"
