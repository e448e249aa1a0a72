"""Who lives in the sample city? True people in households, with the fate that the lists will show or hide.

The number of people of each fate is fixed by `flaws`; the seed only decides who they are.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from payung.demo.lists import flaws, names, places
from payung.demo.lists.flaws import Flaw
from payung.demo.lists.numbers import Numbers

COVER_START = date(2025, 5, 1)
OLDEST_ELIGIBLE = date(1960, 5, 2)  # not yet 65 on the first day of cover
YOUNGEST_ELIGIBLE = date(2007, 5, 1)  # 18 on the first day of cover
_USUAL_BIRTH_YEAR = {"petani": 1974, "nelayan": 1982, "umkm": 1984}
_WOMEN = {"petani": 0.35, "nelayan": 0.08, "umkm": 0.62}
_ALONE = 0.68  # households of which only one member is in any list
_SINGLE_FATES = {Flaw.OUTSIDE_CITY, Flaw.KELURAHAN_INCOMPLETE, Flaw.TWINS, Flaw.NAMESAKES}


@dataclass(frozen=True)
class Card:
    """What is decided before a person is born: the lists, the fate, perhaps the birthday."""

    sectors: tuple[str, ...]
    fate: Flaw | None = None
    born: date | None = None


@dataclass(frozen=True)
class Person:
    """True values. `kelurahan` is None outside the city; `reasons` say why nobody may cover the person."""

    id: str
    sectors: tuple[str, ...]
    fate: Flaw | None
    reasons: tuple[Flaw, ...]
    name: str
    nik: str
    kk: str
    birth_place: str
    born: date
    sex: str
    mother_name: str
    phone: str
    address: str
    rt: int
    rw: int
    kelurahan: places.Kelurahan | None
    village: str
    kecamatan: str

    @property
    def is_clean(self) -> bool:
        """Eligible, on one row which the check must accept, and like nobody else."""
        return self.fate is None


@dataclass
class _Home:
    kk: str
    nik_area: str
    address: str
    rt: int
    rw: int
    kelurahan: places.Kelurahan | None
    village: str
    kecamatan: str
    wife: str  # the name of the mother of the house, listed or not
    members: list[Person] = field(default_factory=list)


def deck(rows: dict[str, int], error_rate: float) -> list[Card]:
    """One card for each person of the lists. Exact counts, whatever the seed."""
    cards: list[Card] = []
    left = Counter(rows)
    for (first, second), share in flaws.TWO_LISTS.items():
        for spelling, part in flaws.TWO_LISTS_SPELLING.items():
            count = _count(rows[first], share * part * error_rate, least=min(rows[first], rows[second]))
            cards += [Card((first, second), spelling)] * count
            left[first] -= count
            left[second] -= count
    for position, sector in enumerate(flaws.SECTORS):
        cards += _cards_of_sector(sector, position, rows[sector], left[sector], error_rate)
    return cards


def _cards_of_sector(sector: str, position: int, rows: int, left: int, error_rate: float) -> list[Card]:
    cards: list[Card] = []
    for table in (flaws.INELIGIBLE, flaws.REJECTED, flaws.UNSURE):
        for flaw, shares in table.items():
            count = _count(rows, shares[position] * error_rate)
            cards += [Card((sector,), flaw)] * count
            left -= count
    for flaw, shares in flaws.TWICE.items():
        count = _count(rows, shares[position] * error_rate)
        cards += [Card((sector,), flaw)] * count
        left -= 2 * count
    for flaw, share in flaws.LOOKALIKES.items():
        count = 2 * _count(rows, share * error_rate)
        cards += [Card((sector,), flaw)] * count
        left -= count
    clean = [Card((sector,), born=day) for day in (OLDEST_ELIGIBLE, YOUNGEST_ELIGIBLE)]
    return cards + (clean + [Card((sector,))] * left)[:left]


def _count(rows: int, share: float, least: int | None = None) -> int:
    """Rounded; at least one in a list that is long enough to show every flaw."""
    count = round(rows * share)
    return max(count, 1) if share and (least or rows) >= flaws.EVERY_FLAW_FROM_ROWS else count


class Registry:
    """Brings people to life, household by household."""

    def __init__(self, random: Random, numbers: Numbers) -> None:
        self._random = random
        self._numbers = numbers
        self._same_year: set[tuple[str, int]] = set()
        self._same_day: dict[tuple[int, frozenset[int]], set[str]] = defaultdict(set)
        self.people: list[Person] = []

    def settle(self, cards: Sequence[Card]) -> list[Person]:
        """Everybody on the cards, in a random order."""
        cards = list(cards)
        self._random.shuffle(cards)
        together = [c for c in cards if c.fate not in _SINGLE_FATES]
        while together:
            self._household([together.pop() for _ in range(min(self._size(), len(together)))])
        lookalikes = (Flaw.TWINS, Flaw.NAMESAKES)
        for card in [c for c in cards if c.fate in _SINGLE_FATES and c.fate not in lookalikes]:
            self._household([card])
        for flaw in lookalikes:
            pairs = sorted((c for c in cards if c.fate == flaw), key=lambda c: c.sectors)
            for one in pairs[::2]:
                self._pair(one)
        return self.people

    def _size(self) -> int:
        draw = self._random.random()
        return 1 if draw < _ALONE else 2 if draw < 0.93 else 3

    def _household(self, cards: Sequence[Card]) -> None:
        home = self._home(cards[0])
        for card in cards:
            self._join(card, home)

    def _home(self, card: Card) -> _Home:
        random = self._random
        if card.fate == Flaw.OUTSIDE_CITY:
            village, kecamatan, area = random.choice(places.NEIGHBOURS)
            kelurahan = None
        else:
            kelurahan = places.kelurahan_for(card.sectors[0], random)
            while card.fate == Flaw.KELURAHAN_INCOMPLETE and kelurahan.name not in places.HALF_OF:
                kelurahan = places.kelurahan_for(card.sectors[0], random)
            village, kecamatan, area = kelurahan.name, kelurahan.kecamatan, kelurahan.nik_area
        return _Home(
            kk=self._numbers.kk(area),
            nik_area=area,
            address=places.address(random),
            rt=random.randint(1, 9),
            rw=random.randint(1, 14),
            kelurahan=kelurahan,
            village=village,
            kecamatan=kecamatan,
            wife=names.person_name("P", 1970, random),
        )

    def _join(self, card: Card, home: _Home) -> None:
        sex = "P" if self._random.random() < _WOMEN[card.sectors[0]] else "L"
        born, name = self._named(card, sex, home)
        mother = self._mother(born, home)
        self._add(card, home, name=name, born=born, sex=sex, mother_name=mother)

    def _mother(self, born: date, home: _Home) -> str:
        """A child of the house has its wife as mother, brothers and sisters share one, all others come from outside."""
        random = self._random
        for elder in sorted(home.members, key=lambda m: m.sex, reverse=True):  # women first
            years = (born - elder.born).days / 365.25
            if 17 <= years <= 42:
                return elder.name if elder.sex == "P" else home.wife
            if 1 < abs(years) < 12 and random.random() < 0.3:
                return elder.mother_name
        return names.person_name("P", 1950, random)

    def _named(self, card: Card, sex: str, home: _Home) -> tuple[date, str]:
        """A birthday and a name that nobody can take for another person's."""
        while True:
            born = card.born or self._birthday(card)
            name = names.person_name(sex, born.year, self._random)
            if not self._is_mistakable(name, born) and name not in {m.name for m in home.members}:
                self._same_year.add((names.key(name), born.year))
                self._same_day[_day_key(born)].update(names.telling_words(name))
                return born, name

    def _is_mistakable(self, name: str, born: date) -> bool:
        if (names.key(name), born.year) in self._same_year:
            return True
        words = names.telling_words(name)
        return not words or bool(words & self._same_day[_day_key(born)])

    def _birthday(self, card: Card) -> date:
        random = self._random
        if card.fate == Flaw.OVER_AGE:
            return OLDEST_ELIGIBLE - timedelta(days=1 + int(random.expovariate(1 / 1_800)))
        if card.fate == Flaw.UNDER_AGE:
            return YOUNGEST_ELIGIBLE + timedelta(days=random.randint(1, 800))
        usual = _USUAL_BIRTH_YEAR[card.sectors[0]] - (6 if card.fate == Flaw.DEAD else 0)
        while True:
            born = date(usual, 1, 1) + timedelta(days=int(random.gauss(0, 11 * 365)))
            if not OLDEST_ELIGIBLE <= born <= YOUNGEST_ELIGIBLE:
                continue
            if card.fate != Flaw.TWO_LISTS_DAY_MONTH or (born.day <= 12 and born.day != born.month):
                return born

    def _pair(self, card: Card) -> None:
        """Two different people who look alike: twins of one house, or namesakes born on one day."""
        home = self._home(card)
        sex = self._random.choice("LP")
        born, name = self._named(card, sex, home)
        if card.fate == Flaw.NAMESAKES:
            for house in (home, self._home(card)):
                mother = names.person_name("P", 1950, self._random)
                self._add(card, house, name=name, born=born, sex=sex, mother_name=mother)
            return
        one, other = names.twin_names(sex, self._random)
        self._add(card, home, name=one, born=born, sex=sex, mother_name=home.wife)
        nik = self._numbers.next_nik(self.people[-1].nik)
        self._add(card, home, name=other, born=born, sex=sex, mother_name=home.wife, nik=nik)

    def _add(
        self, card: Card, home: _Home, *, name: str, born: date, sex: str, mother_name: str, nik: str = ""
    ) -> None:
        birth_place = places.birth_place(self._random)
        area = places.nik_area(home.nik_area, birth_place, born.year, self._random)
        person = Person(
            id=f"P{len(self.people) + 1:05d}",
            sectors=card.sectors,
            fate=card.fate,
            reasons=self._reasons(card.fate),
            name=name,
            nik=nik or self._numbers.nik(area, born, sex),
            kk=home.kk,
            birth_place=birth_place,
            born=born,
            sex=sex,
            mother_name=mother_name,
            phone=self._numbers.phone(),
            address=home.address,
            rt=home.rt,
            rw=home.rw,
            kelurahan=home.kelurahan,
            village=home.village,
            kecamatan=home.kecamatan,
        )
        home.members.append(person)
        self.people.append(person)

    def _reasons(self, fate: Flaw | None) -> tuple[Flaw, ...]:
        if fate is None or fate not in flaws.INELIGIBLE:
            return ()
        if fate in (Flaw.OVER_AGE, Flaw.DEAD) and self._random.random() < flaws.SECOND_REASON:
            return (fate, Flaw.ACTIVE_BPU)
        return (fate,)


def _day_key(born: date) -> tuple[int, frozenset[int]]:
    """Equal for a date and the same date with day and month exchanged."""
    return born.year, frozenset((born.day, born.month))
