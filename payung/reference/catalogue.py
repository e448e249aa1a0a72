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
REGENCY = re.compile(r"kab(upaten)?\b")
CODE = re.compile(r"\d{2}[. ]?\d{2}[. ]?\d{2}[. ]?\d{4}")
BEHIND = re.compile(r"\s*[,;/()\n]\s*|\s+[-–]\s+|\s+(?=(?:kec|kecamatan|kota)\b)")
HEADING = re.compile(
    r"\b(?:kelurahan|kel|desa)\b\s*[.:/]*\s*([A-Za-z' ]{3,40}?)\s*(?=$|[,;()]|\bkec|\bkota\b|\btahun\b|\d)",
    re.IGNORECASE,
)


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


@cache
def find_kelurahan(name: str) -> AreaEntry | None:
    """The kelurahan that is meant, in any spelling; None when it is not one of the city's.

    Also read: the code of the area ("35.74.03.1001", "3574031001"), and the kecamatan or the city behind the name
    ("Mayangan, Kec. Mayangan", "Sumber Taman/Wonoasih"). What stands behind must agree: a Jati of another kecamatan is
    another village.
    """
    if area := kelurahan_names().get(plain(name)):
        return area
    if area := kelurahan_codes().get(re.sub(r"[^0-9]", "", name)):
        return area if CODE.fullmatch(name.strip()) else None
    parts = [part for part in BEHIND.split(name.strip().lower()) if plain(part)]
    area = kelurahan_names().get(plain(parts[0])) if len(parts) > 1 else None
    return area if area and all(_agrees(part, area) for part in parts[1:]) else None


@cache
def kelurahan_codes() -> dict[str, AreaEntry]:
    """Kelurahan by the digits of their code."""
    return {area.code.replace(".", ""): area for area in areas() if area.level == "kelurahan"}


def kelurahan_name(code: object) -> str:
    """The name of a kelurahan by its code; "" for none of the city's."""
    area = kelurahan_codes().get(str(code or "").replace(".", ""))
    return area.name if area else ""


def _agrees(behind: str, area: AreaEntry) -> bool:
    """Whether what stands behind the name of a kelurahan is its own kecamatan, the city or the province."""
    kecamatan = next(a for a in areas() if a.code == area.parent)
    text = re.sub(r"^(kota|prov(insi)?)\b\.?\s*", "", behind.strip())
    if REGENCY.match(text):
        return False  # the regency of the same name is another place
    if text.startswith(("rt", "rw")) or text.isdigit():
        return True
    return plain(text) in (plain(kecamatan.name), plain(area.name), CITY, "jawatimur", "jatim")


def kelurahan_in_heading(text: str) -> str:
    """The kelurahan that a line over rows or the name of a sheet speaks of: "KELURAHAN : MAYANGAN" -> "MAYANGAN".

    A line without that word is one only when it is nothing but the name. "" for anything else.
    """
    if named := HEADING.search(text):
        return named[1].strip(" .:,-")
    return text.strip() if plain(text) in kelurahan_names() else ""


@cache
def is_elsewhere(kecamatan: str) -> bool:
    """Whether this names a kecamatan that is none of the city's, also allowing for typing errors.

    Decides which village is meant: there is a Jati in the city, and one in the next regency.
    """
    wanted = plain(kecamatan)
    if not wanted or (CITY in wanted and not REGENCY.match(kecamatan.strip().lower())):
        return False
    ours = [plain(area.name) for area in areas() if area.level == "kecamatan"]
    return process.extractOne(wanted, ours, scorer=fuzz.ratio, score_cutoff=SURE_ENOUGH_TO_ASK) is None


@cache
def suggest_kelurahan(name: str) -> AreaEntry | None:
    """The kelurahan that was probably meant by a name that does not exist; None when nothing is near."""
    found = process.extractOne(plain(name), kelurahan_names().keys(), scorer=fuzz.ratio)
    return kelurahan_names()[found[0]] if found and found[1] >= SURE_ENOUGH_TO_ASK else None
