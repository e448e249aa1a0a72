"""Which deaths stand in a list that an office sent? Columns found by name; each row is told or refused with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from payung.claims.actions.notices import News
from payung.claims.enums import Source
from payung.files.tables import date_of, is_number, read_table, text_of
from payung.reference.catalogue import find_kelurahan

SYNONYMS = {
    "name": ("nama", "nama lengkap", "nama jenazah", "nama almarhum"),
    "nik": ("nik", "no nik", "nomor induk kependudukan", "no ktp"),
    "birth_date": ("tanggal lahir", "tgl lahir", "tgl. lahir"),
    "kelurahan": ("kelurahan", "desa/kelurahan", "kel", "alamat kelurahan"),
    "happened_on": (
        "tanggal meninggal",
        "tgl meninggal",
        "tanggal kematian",
        "tgl kematian",
        "tanggal status",
        "tanggal",
    ),
    "place": ("tempat meninggal", "tempat kematian"),
    "status": ("status", "status kependudukan", "keadaan"),
}
DEAD = ("", "meninggal", "mati", "wafat")


@dataclass(frozen=True)
class DeathList:
    """The deaths of a file, and the rows that could not be used: (row, what is the matter)."""

    news: list[News]
    unusable: list[tuple[int, str]]


def read_deaths(content: bytes, *, name: str, source: Source, today: date) -> DeathList:
    """Read an XLSX or CSV list of deaths. Raises files.tables.CannotRead with one line for a foreign file."""
    table = read_table(content, name=name, synonyms=SYNONYMS, required=("happened_on",))
    news: list[News] = []
    unusable: list[tuple[int, str]] = []
    for number, cells in table.rows:
        if text_of(cells.get("status")).lower() not in DEAD:
            continue
        if trouble := _trouble(cells, today):
            unusable.append((number, trouble))
        else:
            news.append(_news(cells, source))
    return DeathList(news, unusable)


def _trouble(cells: Mapping, today: date) -> str:
    day = date_of(cells.get("happened_on"))
    if day is None or day > today:
        return "Tanggal meninggal tidak terbaca atau belum tiba."
    nik = text_of(cells.get("nik"))
    if is_number(cells.get("nik")):
        return "NIK harus dalam format Teks: sebagai angka, digit terakhirnya berubah."
    if not (nik and len(nik) == 16) and not text_of(cells.get("name")):
        return "Isi NIK 16 angka atau nama."
    return ""


def _news(cells: Mapping, source: Source) -> News:
    nik, area = text_of(cells.get("nik")), find_kelurahan(text_of(cells.get("kelurahan")))
    return News.of_list(
        source,
        name=text_of(cells.get("name")),
        nik=nik if len(nik) == 16 and nik.isdigit() else "",
        birth_date=date_of(cells.get("birth_date")),
        kelurahan=area.code if area else "",
        happened_on=date_of(cells["happened_on"]),
        place=text_of(cells.get("place")),
    )
