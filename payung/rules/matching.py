"""Which of these people may be one and the same, and why?

Exact NIK, and a simple near match: people born on the same day (or with day and month exchanged) whose NIK differs by a
slip of the finger, or whose name, family card or mother agree. Precision matters: two valid different numbers with
different birth dates are two people, and so are twins and namesakes. (The full model comes with its own issue.)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

TITLES = re.compile(r"^(?:(?:h|hj|drs|dra|ir|ust|kh|alm)\.?\s+)+", re.IGNORECASE)
SPELLINGS = (
    (r"0", "o"),  # first: the others look for letters
    (r"\b(?:moh|muh|mohamad|mohammad|mochamad|muhamad|muhammad|md|m)\b\.?", "muhammad"),
    (r"\b(?:achmad|akhmad)\b", "ahmad"),
    (r"\b(?:st|sitti)\b\.?", "siti"),
    (r"oe", "u"),
    (r"dj", "j"),
    (r"tj", "c"),
    (r"sj|sy", "s"),
    (r"\b(?:kh|ch)", "h"),
)
NAMES_ALIKE, NAMES_NEAR, MOTHERS_ALIKE = 88, 62, 85  # of 100
MOST_IN_A_DAY = 400  # people of one birth date that are compared with each other


@dataclass(frozen=True, slots=True)
class Person:
    """What two records of a person can be compared by. Missing values are empty."""

    nik: str
    name: str
    birth_date: date | None = None
    kk: str = ""
    mother_name: str = ""
    kelurahan: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Two places in the list of people; `earlier` comes first. score 0-100."""

    earlier: int
    later: int
    score: int
    why: str
    is_same_nik: bool
    is_certain: bool


def find_pairs(people: Sequence[Person], *, known: int = 0) -> list[Match]:
    """Suspected doubles among people, each once. The first `known` are not compared with each other.

    A later person is compared with everybody before him of the same NIK or the same day of birth.
    """
    return [match for i, j in _candidates(people, known) if (match := compare(people, i, j))]


def compare(people: Sequence[Person], i: int, j: int) -> Match | None:
    """Whether two people may be one; None when they are two."""
    a, b = people[i], people[j]
    names = fuzz.token_sort_ratio(normal_name(a.name), normal_name(b.name))
    if a.nik and a.nik == b.nik:
        is_certain = a.birth_date == b.birth_date and names >= NAMES_ALIKE
        score = 100 if is_certain else 70 + int(names * 0.25)
        why = "NIK sama, " + ("nama dan tanggal lahir sama" if is_certain else _differences(a, b, names))
        return Match(i, j, score, why, True, is_certain)
    return _near(people, i, j, names)


@lru_cache(maxsize=400_000)
def normal_name(name: str) -> str:
    """The name in the form in which spellings meet: "H. Moh. Soeparman" and "MUHAMMAD SUPARMAN" are one."""
    text = TITLES.sub("", name.strip().lower().replace("’", "'"))
    text = re.sub(r",.*$", "", text)
    for pattern, plain in SPELLINGS:
        text = re.sub(pattern, plain, text)
    text = re.sub(r"[^a-z ]", "", text)
    return re.sub(r"(.)\1", r"\1", " ".join(text.split()))


def nik_slip(a: str, b: str) -> str:
    """The slip of the finger that turns one number into the other; "" when there is none.

    >>> nik_slip("3574011205809021", "3574011205809012")
    'dua angka tertukar'
    """
    if len(a) != len(b) or a == b or not a:
        return ""
    differ = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(differ) == 1:
        return "beda 1 angka"
    if (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and a[differ[0]] == b[differ[1]]
        and a[differ[1]] == b[differ[0]]
    ):
        return "dua angka tertukar"
    return ""


def _near(people: Sequence[Person], i: int, j: int, names: float) -> Match | None:
    a, b = people[i], people[j]
    same_kk = bool(a.kk) and a.kk == b.kk
    mothers = bool(a.mother_name and b.mother_name) and (
        fuzz.token_sort_ratio(normal_name(a.mother_name), normal_name(b.mother_name)) >= MOTHERS_ALIKE
    )
    slip = nik_slip(a.nik, b.nik)
    alike = names >= NAMES_ALIKE
    if same_kk and not alike:
        return None  # twins and siblings: one family card, two names
    is_double = (slip and names >= NAMES_NEAR) or (alike and (same_kk or mothers))
    if not is_double:
        return None
    reasons = [f"NIK {slip}"] if slip else ["NIK berbeda"]
    reasons.append("nama sama" if names == 100 else "nama mirip")
    reasons.append("tanggal lahir sama" if a.birth_date == b.birth_date else "hari dan bulan lahir tertukar")
    reasons += ["KK sama"] * same_kk + ["nama ibu sama"] * mothers
    score = min(99, 40 + int(names * 0.25) + 20 * bool(slip) + 10 * same_kk + 8 * mothers)
    return Match(i, j, score, ", ".join(reasons), False, False)


def _candidates(people: Sequence[Person], known: int) -> Iterator[tuple[int, int]]:
    """(earlier, later) places that share a NIK or a day of birth."""
    seen: set[tuple[int, int]] = set()
    for key in (_by_nik, _by_birth):
        blocks: dict[object, list[int]] = defaultdict(list)
        for j, person in enumerate(people):
            block = key(person)
            if block is None:
                continue
            if j >= known:
                for i in blocks[block][-MOST_IN_A_DAY:]:
                    if (i, j) not in seen:
                        seen.add((i, j))
                        yield i, j
            blocks[block].append(j)


def _by_nik(person: Person) -> object:
    return person.nik or None


def _by_birth(person: Person) -> object:
    born = person.birth_date
    return None if born is None else (born.year, min(born.day, born.month), max(born.day, born.month))


def _differences(a: Person, b: Person, names: float) -> str:
    parts = []
    if names < NAMES_ALIKE:
        parts.append("nama berbeda")
    if a.birth_date != b.birth_date:
        parts.append("tanggal lahir berbeda")
    return " dan ".join(parts) or "nama mirip"
