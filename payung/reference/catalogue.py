"""Which areas and sectors are there, for those who have no database? Plain Python over `areas.csv`.

Names are spelled in several ways (Kedung Asem/Kedungasem, Curahgrinting/Curah Grinting): look-ups go by a plain form.
Area names: package idn-area-data 4.0.1, data under ODbL 1.0 (see NOTICE).
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

FILE = Path(__file__).parent / "areas.csv"
SURE_ENOUGH_TO_ASK = 78  # of 100: below that a suggestion would only annoy
PREFIX = re.compile(r"^(kelurahan|kel|desa|ds|kecamatan|kec)\b\.?\s*")
CITY = "probolinggo"


@dataclass(frozen=True)
class AreaEntry:
    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True)
class SectorEntry:
    code: str
    name: str
    agency: str
    agency_name: str


SECTORS = (
    SectorEntry("petani", "Petani", "pertanian", "Dinas Pertanian dan Ketahanan Pangan"),
    SectorEntry("nelayan", "Nelayan", "perikanan", "Dinas Perikanan"),
    SectorEntry("umkm", "Pelaku UMKM", "koperasi", "Dinas Koperasi, Usaha Kecil dan Perdagangan"),
)
LABOUR_AGENCY = ("disperinaker", "Dinas Perindustrian dan Tenaga Kerja (Disperinaker)")


@cache
def areas() -> tuple[AreaEntry, ...]:
    """Every area of the city, by code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(AreaEntry(**row) for row in csv.DictReader(file))


@cache
def kelurahan_names() -> dict[str, AreaEntry]:
    """Kelurahan by the plain form of their name."""
    return {plain(area.name): area for area in areas() if area.level == "kelurahan"}


@cache
def kecamatan_digits() -> frozenset[str]:
    """The first six NIK digits that name a kecamatan of this city."""
    return frozenset(area.code.replace(".", "") for area in areas() if area.level == "kecamatan")


def plain(name: str) -> str:
    """The form in which spellings meet: "Kel. Kedung Asem" and "KEDUNGASEM" are one."""
    return re.sub(r"[^a-z]", "", PREFIX.sub("", name.strip().lower()))


def find_kelurahan(name: str) -> AreaEntry | None:
    """The kelurahan of this name in any spelling; None when it is not one of the city's."""
    return kelurahan_names().get(plain(name))


@cache
def is_elsewhere(kecamatan: str) -> bool:
    """Whether this names a kecamatan that is none of the city's, also allowing for typing errors.

    Decides which village is meant: there is a Jati in the city, and one in the next regency.
    """
    wanted = plain(kecamatan)
    if not wanted or CITY in wanted:
        return False
    ours = [plain(area.name) for area in areas() if area.level == "kecamatan"]
    return process.extractOne(wanted, ours, scorer=fuzz.ratio, score_cutoff=SURE_ENOUGH_TO_ASK) is None


@cache
def suggest_kelurahan(name: str) -> AreaEntry | None:
    """The kelurahan that was probably meant by a name that does not exist; None when nothing is near."""
    found = process.extractOne(plain(name), kelurahan_names().keys(), scorer=fuzz.ratio)
    return kelurahan_names()[found[0]] if found and found[1] >= SURE_ENOUGH_TO_ASK else None
