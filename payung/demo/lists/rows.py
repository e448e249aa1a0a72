"""How does each person stand in the agencies' lists? True values, with the planted flaws on top.

Every row keeps its person and the flaws planted in it, so that the truth can be written beside the lists.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from payung.demo.lists import flaws, names, places
from payung.demo.lists.flaws import Flaw, Kind
from payung.demo.lists.numbers import Numbers
from payung.demo.lists.people import Person
from payung.demo.lists.work import Work, work_of


@dataclass(frozen=True)
class Written:
    """The values of one row before the agency's layout. `born` is (day, month, year) and may be impossible."""

    name: str
    nik: str
    nik_is_number: bool
    kk: str
    birth_place: str
    born: tuple[int, int, int]
    sex: str
    mother_name: str
    phone: str
    address: str
    rt: int
    rw: int
    rt_rw_is_padded: bool
    village: str
    kecamatan: str
    work: Work


@dataclass
class Row:
    """One person on one line of one list. `number` is set when the list is laid out."""

    sector: str
    person: Person
    written: Written
    flaws: list[Flaw] = field(default_factory=list)
    number: int = 0

    @property
    def is_rejected(self) -> bool:
        return any(flaws.KIND_OF[flaw] == Kind.REJECTED for flaw in self.flaws)


class Planter:
    """Writes people into rows. One per city: it draws from one stream of chance."""

    def __init__(self, random: Random, numbers: Numbers) -> None:
        self._random = random
        self._numbers = numbers

    def rows_of(self, people: Sequence[Person]) -> dict[str, list[Row]]:
        """All rows of all lists by sector, each list in a random order."""
        lists: dict[str, list[Row]] = {sector: [] for sector in flaws.SECTORS}
        for person in people:
            for row in self._rows_of_person(person):
                lists[row.sector].append(row)
        for rows in lists.values():
            self._random.shuffle(rows)
        return lists

    def _rows_of_person(self, person: Person) -> list[Row]:
        first = self._row(person, person.sectors[0])
        if person.fate is None:
            rows = [first]
        elif flaws.KIND_OF[person.fate] == Kind.DOUBLE:
            rows = [first, self._row(person, person.sectors[-1])]
            rows[1].written = _SPOIL_SECOND[person.fate](rows[1].written, person, self._random, self._numbers)
        else:
            rows = [first]
            spoil = _SPOIL.get(person.fate)
            first.written = spoil(first.written, self._random) if spoil else first.written
        for row in rows:
            row.flaws += [*person.reasons] or ([person.fate] if person.fate else [])
            self._roughen(row)
        if person.fate == Flaw.TWICE_EXACT:
            rows[1] = replace(rows[0], flaws=list(rows[0].flaws))
        return rows

    def _row(self, person: Person, sector: str) -> Row:
        written = Written(
            name=person.name,
            nik=person.nik,
            nik_is_number=False,
            kk=person.kk,
            birth_place=person.birth_place,
            born=(person.born.day, person.born.month, person.born.year),
            sex=person.sex,
            mother_name=person.mother_name,
            phone=person.phone,
            address=person.address,
            rt=person.rt,
            rw=person.rw,
            rt_rw_is_padded=True,
            village=person.village,
            kecamatan=person.kecamatan,
            work=work_of(sector, person.village, self._random),
        )
        return Row(sector, person, written)

    def _roughen(self, row: Row) -> None:
        """The daily roughness that a reader must cope with, on good and bad rows alike."""
        for flaw, chance in flaws.HARMLESS.items():
            if self._random.random() < chance and _may_have(row, flaw):
                row.written = _ROUGHEN[flaw](row.written, self._random)
                row.flaws.append(flaw)


def _may_have(row: Row, flaw: Flaw) -> bool:
    if flaw == Flaw.NIK_APOSTROPHE:
        return bool(row.written.nik) and not row.written.nik_is_number
    if flaw == Flaw.KELURAHAN_RESPELLED:
        return row.person.kelurahan is not None and row.written.village == row.person.village
    return True


# -- Rows that must be refused or asked about -----------------------------------------------------------


def _without_a_digit(written: Written, random: Random) -> Written:
    at = random.randint(6, 15)
    return replace(written, nik=written.nik[:at] + written.nik[at + 1 :])


def _with_a_digit_more(written: Written, random: Random) -> Written:
    at = random.randint(6, 15)
    return replace(written, nik=written.nik[:at] + written.nik[at] + written.nik[at:])


def _with_a_letter(written: Written, random: Random) -> Written:
    looks_like = {"0": "O", "1": "l", "5": "S"}
    digit = random.choice([d for d in "0001" if d in written.nik] or ["5"])  # every NIK here has a 5
    at = random.choice([i for i, d in enumerate(written.nik) if d == digit])
    return replace(written, nik=written.nik[:at] + looks_like[digit] + written.nik[at + 1 :])


def _with_another_birth_date(written: Written, random: Random) -> Written:
    day, month, year = written.born
    other = random.choice(
        [
            (day % 28 + 1, month, year),
            (day, month, year + random.choice((-2, -1, 1))),
            (day, month % 12 + 1, year),
        ]
    )
    return replace(written, born=(min(other[0], 28), other[1], other[2]) if other[0] > 28 else other)


def _on_31_february(written: Written, random: Random) -> Written:
    day, month = random.choice(((31, 2), (30, 2), (31, 4), (31, 9), (31, 11)))
    return replace(written, born=(day, month, written.born[2]))


def _with_the_other_sex(written: Written, random: Random) -> Written:
    return replace(written, sex="L" if written.sex == "P" else "P")


def _in_groups_of_four(written: Written, random: Random) -> Written:
    nik = written.nik
    gap = random.choice((" ", ".", "-"))
    return replace(written, nik=gap.join(nik[i : i + 4] for i in range(0, 16, 4)))


_SPOIL: dict[Flaw, Callable[[Written, Random], Written]] = {
    Flaw.NIK_NUMBER: lambda written, random: replace(written, nik_is_number=True),
    Flaw.NIK_15_DIGITS: _without_a_digit,
    Flaw.NIK_17_DIGITS: _with_a_digit_more,
    Flaw.NIK_LETTER: _with_a_letter,
    Flaw.NIK_MISSING: lambda written, random: replace(written, nik=""),
    Flaw.BIRTH_DATE_DIFFERS: _with_another_birth_date,
    Flaw.IMPOSSIBLE_DATE: _on_31_february,
    Flaw.SEX_DIFFERS: _with_the_other_sex,
    Flaw.KELURAHAN_TYPO: lambda written, random: replace(
        written, village=places.misspelt(written.village, random)
    ),
    Flaw.KELURAHAN_INCOMPLETE: lambda written, random: replace(
        written, village=places.HALF_OF[written.village]
    ),
    Flaw.KELURAHAN_MERGED: lambda written, random: replace(written, village=""),
    Flaw.NIK_SPACED: _in_groups_of_four,
}

# -- The second row of somebody -------------------------------------------------------------------------


def _respelt(written: Written, person: Person, random: Random, numbers: Numbers) -> Written:
    return replace(written, name=names.respelt(written.name, random))


def _one_digit_off(written: Written, person: Person, random: Random, numbers: Numbers) -> Written:
    name = names.respelt(written.name, random) if random.random() < 0.5 else written.name
    return replace(written, nik=numbers.nik_one_digit_off(person.nik), name=name)


def _day_and_month_exchanged(written: Written, person: Person, random: Random, numbers: Numbers) -> Written:
    day, month, year = written.born
    nik = numbers.nik_day_and_month_exchanged(person.nik, person.born, person.sex)
    return replace(written, nik=nik, born=(month, day, year))


_SPOIL_SECOND: dict[Flaw, Callable[[Written, Person, Random, Numbers], Written]] = {
    Flaw.TWICE_EXACT: lambda written, person, random, numbers: written,
    Flaw.TWICE_RESPELLED: _respelt,
    Flaw.TWICE_NIK_DIGIT: _one_digit_off,
    Flaw.TWO_LISTS_RESPELLED: _respelt,
    Flaw.TWO_LISTS_NIK_DIGIT: _one_digit_off,
    Flaw.TWO_LISTS_DAY_MONTH: _day_and_month_exchanged,
}

# -- Roughness -------------------------------------------------------------------------------------------


def _with_outer_spaces(written: Written, random: Random) -> Written:
    spoilt: dict[str, Any] = {
        "name": f"{' ' * random.randint(0, 2)}{written.name}{' ' * random.randint(1, 3)}"
    }
    if written.nik and random.random() < 0.5:
        spoilt["nik"] = f"{written.nik} "
    return replace(written, **spoilt)


def _odd_phone(written: Written, random: Random) -> Written:
    local, rest = written.phone, written.phone[1:]
    ways = (
        f"+62 {rest[:3]}-{rest[3:7]}-{rest[7:]}",
        f"62{rest}",
        rest,  # typed as a number: the zero is lost
        f"{local[:4]} {local[4:8]} {local[8:]}",
        f"{local[:4]}-{local[4:8]}-{local[8:]}",
        f"({local[:4]}){local[4:]}",
        f"{local} (WA)",
    )
    return replace(written, phone=random.choice(ways))


_ROUGHEN: dict[Flaw, Callable[[Written, Random], Written]] = {
    Flaw.OUTER_SPACES: _with_outer_spaces,
    Flaw.NIK_APOSTROPHE: lambda written, random: replace(written, nik=f"'{written.nik}"),
    Flaw.PHONE_ODD: _odd_phone,
    Flaw.KELURAHAN_RESPELLED: lambda written, random: replace(
        written, village=places.respelt(written.village, random)
    ),
    Flaw.TITLE_IN_NAME: lambda written, random: replace(
        written, name=names.with_title(written.name, written.sex, random)
    ),
    Flaw.RT_RW_UNPADDED: lambda written, random: replace(written, rt_rw_is_padded=False),
}
