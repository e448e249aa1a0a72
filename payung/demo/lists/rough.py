"""A town of any size in three agencies' lists, roughly written, with the truth in a column: to learn and to measure by.

Harder than the sample city: households with brothers, sisters and twins, common names, low serial numbers in the NIK,
errors in every column, columns that one agency does not ask for. Nobody in it is real.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from payung.demo.lists import names

COLUMNS = (
    "id", "person_id", "nik", "kk", "name", "birth_date", "birth_place", "sex", "mother_name", "phone", "address", "rt",
    "rw", "kelurahan_code", "source",
)  # fmt: skip
LISTS = {"dinas-tani": "%d/%m/%Y", "dinas-ikan": "%Y-%m-%d", "dinas-dagang": "%d-%m-%Y"}
_NOT_ASKED = {"dinas-tani": ("phone",), "dinas-ikan": ("mother_name", "birth_place"), "dinas-dagang": ("kk",)}
_PEOPLE_PER_AREA = 5_000
_STREETS = [
    "Mawar",
    "Melati",
    "Kenanga",
    "Anggrek",
    "Cempaka",
    "Dahlia",
    "Flamboyan",
    "Mangga",
    "Durian",
    "Salak",
    "Nangka",
    "Merdeka",
    "Pahlawan",
    "Sudirman",
    "Diponegoro",
    "Hatta",
    "Kartini",
    "Brantas",
    "Serayu",
    "Semeru",
    "Bromo",
    "Argopuro",
    "Ijen",
    "Raung",
]
_TOWNS = [
    "Probolinggo",
    "Probolinggo",
    "Probolinggo",
    "Probolinggo",
    "Pasuruan",
    "Lumajang",
    "Situbondo",
    "Sampang",
    "Bangkalan",
    "Pamekasan",
    "Malang",
    "Jember",
]


@dataclass(frozen=True)
class _Record:
    nik: str
    kk: str
    name: str
    born: date | None
    birth_place: str
    sex: str
    mother_name: str
    phone: str
    address: str
    rt: str
    rw: str
    kelurahan_code: str


def write_rough_lists(folder: Path, *, people: int, seed: int, error_rate: float = 1.0) -> list[Path]:
    """One CSV per list; about 1.25 rows per person. Gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{source}.csv" for source in LISTS]
    with ExitStack() as stack:
        writers = {}
        for source, file in zip(LISTS, files, strict=True):
            stream = stack.enter_context(file.open("w", newline="", encoding="utf-8"))
            writers[source] = csv.writer(stream)
            writers[source].writerow(COLUMNS)
        for source, line in _Town(Random(f"{seed}:rough"), people, error_rate).lines():
            writers[source].writerow(line)
    return files


class _Town:
    def __init__(self, random: Random, people: int, error_rate: float) -> None:
        self._random = random
        self._people = people
        self._rate = error_rate
        self._areas = [
            f"35{random.randint(1, 29):02d}{random.randint(1, 30):02d}"
            for _ in range(max(3, people // _PEOPLE_PER_AREA))
        ]
        self._rows = 0
        self._niks: set[str] = set()

    def lines(self) -> Iterator[tuple[str, list[str]]]:
        person = 0
        while person < self._people:
            for record in self._household():
                person += 1
                draw = self._random.random()
                lists = 1 if draw < 0.8 else 2 if draw < 0.96 else 3
                for source in self._random.choices(list(LISTS), k=lists):
                    self._rows += 1
                    yield source, self._line(record, source, person)

    def _household(self) -> list[_Record]:
        random = self._random
        area = random.choice(self._areas)
        kk = f"{area}{random.randint(1, 28):02d}{random.randint(1, 12):02d}{random.randint(5, 24):02d}{random.randint(1, 40):04d}"
        home = _Record(
            "",
            kk,
            "",
            None,
            random.choice(_TOWNS),
            "",
            names.person_name("P", 1950, random),
            "",
            f"{random.choice(('Jl.', 'Jl.', 'Gg.', 'Dusun'))} {random.choice(_STREETS)} {random.randint(1, 120)}",
            f"{random.randint(1, 9):03d}",
            f"{random.randint(1, 14):03d}",
            f"{area}{random.randint(1001, 1012)}",
        )
        draw = random.random()
        if draw < 0.008:
            return self._twins(home, area)
        members = [
            self._member(home, area, mother=names.person_name("P", 1950, random))
            for _ in range(1 if draw < 0.6 else 2)
        ]
        if draw > 0.85:  # brothers and sisters
            members += [self._member(home, area, mother=home.mother_name) for _ in range(2)]
        return members

    def _member(
        self,
        home: _Record,
        area: str,
        *,
        mother: str,
        born: date | None = None,
        sex: str = "",
        name: str = "",
    ) -> _Record:
        random = self._random
        sex = sex or random.choice("LP")
        born = born or date(1955, 1, 1) + timedelta(days=random.randrange(19_000))
        if random.random() < 0.03:
            born = born.replace(
                day=1, month=random.choice((1, 7))
            )  # the day that is written when nobody knows it
        phone = f"0840{random.randrange(10**8):08d}"
        return replace(
            home,
            nik=self._nik(area, born, sex),
            name=name or names.person_name(sex, born.year, random),
            born=born,
            sex=sex,
            mother_name=mother,
            phone=phone,
        )

    def _twins(self, home: _Record, area: str) -> list[_Record]:
        sex = self._random.choice("LP")
        one, other = names.twin_names(sex, self._random)
        first = self._member(home, area, mother=home.mother_name, sex=sex, name=one)
        return [
            first,
            self._member(home, area, mother=home.mother_name, born=first.born, sex=sex, name=other),
        ]

    def _nik(self, area: str, born: date, sex: str) -> str:
        day = born.day + (40 if sex == "P" else 0)
        serial = 1 + int(self._random.expovariate(0.4))
        while (nik := f"{area}{day:02d}{born:%m%y}{serial:04d}") in self._niks:
            serial += 1
        self._niks.add(nik)
        return nik

    def _line(self, record: _Record, source: str, person: int) -> list[str]:
        for field, errors in _ERRORS.items():
            for share, spoil in errors:
                if self._random.random() < share * self._rate:
                    record = replace(record, **{field: spoil(getattr(record, field), self._random)})
        values = asdict(record) | dict.fromkeys(_NOT_ASKED[source], "")
        values["birth_date"] = record.born.strftime(LISTS[source]) if record.born else ""
        values |= {"id": f"{source}-{self._rows}", "person_id": f"P{person}", "source": source}
        if source == "dinas-dagang":
            values["name"] = values["name"].upper()
        return [values[column] for column in COLUMNS]


# -- What clerks do to a value ----------------------------------------------------------------------------


def _missing(value, random: Random):
    return None if isinstance(value, date) else ""


def _other_digit(value: str, random: Random) -> str:
    if not value:
        return value
    at = random.randrange(len(value))
    return value[:at] + random.choice([d for d in "0123456789" if d != value[at]]) + value[at + 1 :]


def _swapped(value: str, random: Random) -> str:
    if len(value) < 2:
        return value
    at = random.randrange(len(value) - 1)
    return value[:at] + value[at + 1] + value[at] + value[at + 2 :]


def _lost(value: str, random: Random) -> str:
    at = random.randrange(len(value)) if value else 0
    return value[:at] + value[at + 1 :]


def _doubled(value: str, random: Random) -> str:
    at = random.randrange(len(value)) if value else 0
    return value[:at] + value[at : at + 1] + value[at:]


def _other_letter(value: str, random: Random) -> str:
    at = random.randrange(len(value)) if value else 0
    return value[:at] + random.choice("aeiouhnrst") + value[at + 1 :]


def _day_month(born: date | None, random: Random) -> date | None:
    return born.replace(day=born.month, month=born.day) if born and born.day <= 12 else born


def _other_year(born: date | None, random: Random) -> date | None:
    return born and born.replace(
        day=min(born.day, 28), year=born.year + random.choice((-10, -2, -1, 1, 2, 10))
    )


def _other_day(born: date | None, random: Random) -> date | None:
    return born and born.replace(day=random.randint(1, 28))


def _other_month(born: date | None, random: Random) -> date | None:
    return born and born.replace(day=min(born.day, 28), month=random.randint(1, 12))


def _first_of_year(born: date | None, random: Random) -> date | None:
    return born and born.replace(day=1, month=1)


def _respelt(name: str, random: Random) -> str:
    return names.respelt(name, random) if name else name


def _one_word(name: str, random: Random) -> str:
    return random.choice(name.split()) if name else name


def _initial(name: str, random: Random) -> str:
    words = name.split()
    return " ".join([*words[:-1], f"{words[-1][0]}."]) if len(words) > 1 else name


def _turned(name: str, random: Random) -> str:
    return " ".join(reversed(name.split()))


def _new_phone(phone: str, random: Random) -> str:
    return f"0840{random.randrange(10**8):08d}"


def _new_kk(kk: str, random: Random) -> str:
    return (
        f"{kk[:6]}{random.randint(1, 28):02d}{random.randint(1, 12):02d}25{random.randint(1, 40):04d}"
        if kk
        else kk
    )


def _moved(address: str, random: Random) -> str:
    return f"Jl. {random.choice(_STREETS)} {random.randint(1, 120)}"


def _shorter_address(address: str, random: Random) -> str:
    return " ".join(address.split()[:-1])


def _street_words(address: str, random: Random) -> str:
    return address.replace("Jl.", random.choice(("Jalan", "Jln", "JL"))).replace("Gg.", "Gang")


_SLIPS = ((0.012, _other_letter), (0.012, _lost), (0.008, _doubled), (0.008, _swapped))
_ERRORS: dict[str, tuple[tuple[float, Callable], ...]] = {
    "nik": (
        (0.04, _other_digit), (0.02, _swapped), (0.01, _lost), (0.01, lambda nik, random: nik[:15] + "0"),
        (0.01, lambda nik, random: nik.replace("0", "O", 1)), (0.05, _missing),
    ),
    "kk": ((0.03, _other_digit), (0.06, _new_kk), (0.15, _missing)),
    "name": (
        (0.10, _respelt), *_SLIPS, (0.03, _one_word), (0.02, _initial), (0.01, _turned),
        (0.06, lambda name, random: names.with_title(name, "L", random)),
    ),
    "born": (
        (0.02, _day_month), (0.015, _other_day), (0.01, _other_month), (0.015, _other_year), (0.01, _first_of_year),
        (0.03, _missing),
    ),
    "sex": ((0.01, lambda sex, random: "L" if sex == "P" else "P"), (0.02, _missing)),
    "mother_name": ((0.08, _respelt), *_SLIPS, (0.06, _one_word), (0.15, _missing)),
    "birth_place": ((0.04, lambda place, random: random.choice(_TOWNS)), (0.1, _missing)),
    "phone": ((0.1, _new_phone), (0.02, _other_digit), (0.3, _missing)),
    "address": ((0.25, _street_words), (0.15, _shorter_address), (0.04, _moved), (0.1, _missing)),
    "kelurahan_code": ((0.02, lambda code, random: f"{code[:6]}{random.randint(1001, 1012)}"), (0.05, _missing)),
}  # fmt: skip
