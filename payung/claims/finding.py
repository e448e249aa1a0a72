"""Whom of the register does a notice mean? Candidates with a reason, the surest first; a person chooses.

Only one agreement is certain by itself: the whole NIK, with name and birth date not speaking against it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from rapidfuzz import fuzz, process

from payung.rules.matching import nik_slip, normal_name

ALIKE, NEAR = 88, 62  # of 100, as in rules.matching
CERTAIN, ENOUGH = 100, 50  # score of the certain one; below ENOUGH a candidate would only distract
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the register."""

    id: UUID
    nik: str
    name: str
    birth_date: date
    kelurahan: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice says of the person. Missing values are empty."""

    name: str = ""
    nik: str = ""
    birth_date: date | None = None
    kelurahan: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    id: UUID
    score: int
    why: str


class Finder:
    """Everybody of the register, ready to be asked about many notices."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.known = known
        self.names = [normal_name(person.name) for person in known]

    def candidates(self, told: Told) -> list[Found]:
        """Whom the notice may mean, the surest first; a certain one stands alone."""
        name = normal_name(told.name)
        found = [f for at in self._near(told, name) if (f := self._judge(at, told, name)).score >= ENOUGH]
        found.sort(key=lambda f: (-f.score, f.id))
        return found[:1] if found and found[0].score == CERTAIN else found[:MOST_SHOWN]

    def _near(self, told: Told, name: str) -> set[int]:
        """Places worth a look: the NIK or one slip from it, the birth day, a like name in the kelurahan or city."""
        near = {at for nik in slips(told.nik) if (at := self._by_nik.get(nik)) is not None}
        if told.birth_date:
            near |= set(self._by_birth[_born(told.birth_date)])
        if name:
            places = self._by_kelurahan.get(told.kelurahan)
            choices = self.names if places is None else {at: self.names[at] for at in places}
            cutoff = ALIKE if places is not None else ALIKE + 4
            near |= {
                at
                for _, _, at in process.extract(
                    name, choices, scorer=fuzz.token_sort_ratio, score_cutoff=cutoff, limit=4 * MOST_SHOWN
                )
            }
        return near

    def _judge(self, at: int, told: Told, name: str) -> Found:
        person = self.known[at]
        names = fuzz.token_sort_ratio(name, self.names[at]) if name else None
        born = _birth_agrees(told.birth_date, person.birth_date)
        here = bool(told.kelurahan) and told.kelurahan == person.kelurahan
        if told.nik and told.nik == person.nik:
            return self._same_nik(person, names, born)
        slip = nik_slip(told.nik, person.nik)
        alike = names is not None and names >= ALIKE
        near = names is not None and names >= NEAR
        score = 0
        if slip and (near or born):
            score = 55 + 25 * near + 10 * (alike and bool(born))
        elif alike:
            score = 45 + 35 * (born is True) + 10 * here - 30 * (born is False)
        elif near and born and here:
            score = 58
        reasons = [f"NIK {slip}"] * bool(slip) + _name_words(names) + _birth_words(born)
        return Found(person.id, score, ", ".join(reasons + ["kelurahan sama"] * here))

    def _same_nik(self, person: Known, names: float | None, born: bool | None) -> Found:
        if (names is None or names >= ALIKE) and born is not False:
            return Found(person.id, CERTAIN, "NIK sama, tidak ada yang bertentangan")
        against = ["nama berbeda"] * (names is not None and names < ALIKE)
        against += ["tanggal lahir berbeda"] * (born is False)
        return Found(person.id, 90, f"NIK sama, tetapi {' dan '.join(against)}")

    @cached_property
    def _by_nik(self) -> dict[str, int]:
        return {person.nik: at for at, person in enumerate(self.known) if person.nik}

    @cached_property
    def _by_birth(self) -> dict[tuple[int, int, int], list[int]]:
        return self._grouped(lambda person: _born(person.birth_date))

    @cached_property
    def _by_kelurahan(self) -> dict:
        return self._grouped(lambda person: person.kelurahan or None)

    def _grouped(self, key) -> dict:
        groups: dict = defaultdict(list)
        for at, person in enumerate(self.known):
            groups[key(person)].append(at)
        return groups


def slips(nik: str) -> Iterator[str]:
    """The number itself, and every number one mistyped digit or one swap of neighbours away."""
    if not nik:
        return
    yield nik
    for at, digit in enumerate(nik):
        yield from (nik[:at] + other + nik[at + 1 :] for other in "0123456789" if other != digit)
    for at in range(len(nik) - 1):
        yield nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :]


def birth_days(day: date) -> list[date]:
    """The day itself, and the one that reads the same with day and month exchanged."""
    is_also_month = day.day <= 12
    return [day, *([date(day.year, day.day, day.month)] if is_also_month and day.day != day.month else [])]


def _born(day: date) -> tuple[int, int, int]:
    """The same for day and month exchanged."""
    return day.year, min(day.day, day.month), max(day.day, day.month)


def _birth_agrees(told: date | None, known: date) -> bool | None:
    return None if told is None else _born(told) == _born(known)


def _name_words(names: float | None) -> list[str]:
    if names is None:
        return []
    return ["nama sama" if names == 100 else "nama mirip" if names >= NEAR else "nama berbeda"]


def _birth_words(born: bool | None) -> list[str]:
    return [] if born is None else ["tanggal lahir sama" if born else "tanggal lahir berbeda"]
