"""Invented people of the sample city, and the rows and workbooks that an office makes of them."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import openpyxl

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
KECAMATAN = {"Mayangan": "357403", "Kademangan": "357401", "Wonoasih": "357402", "Kedopok": "357405", "Kanigaran": "357404"}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody invented: serials from 9001 up."""

    nik: str
    kk: str
    name: str
    birth_place: str
    birth_date: date
    sex: str
    mother_name: str
    phone: str
    address: str
    rt: str
    rw: str
    kelurahan: str
    kecamatan: str
    occupation: str
    income_rp: int

    @property
    def born(self) -> str:
        return f"{self.birth_date:%d-%m-%Y}"

    @property
    def born_in_words(self) -> str:
        return f"{self.birth_date.day} {MONTHS[self.birth_date.month - 1]} {self.birth_date.year}"

    @property
    def shown(self) -> tuple[str, str, str, str]:
        """What must be read of this person whatever the dress."""
        return self.nik, self.name, self.birth_date.isoformat(), self.kelurahan


def _person(serial: int, line: str) -> Person:
    name, sex, born, place, mother, address, rt, rw, kelurahan, kecamatan, job, income = line.split("|")
    day = date.fromisoformat(born)
    number = f"{day.day + (40 if sex == 'P' else 0):02d}{day:%m%y}"
    area = KECAMATAN[kecamatan]
    return Person(
        f"{area}{number}{9000 + serial}", f"{area}{(serial * 7) % 28 + 1:02d}0112{9000 + serial}", name, place, day, sex, mother,
        f"0840{serial:04d}{serial * 37:04d}", address, rt, rw, kelurahan, kecamatan, job, int(income),
    )  # fmt: skip


PEOPLE = [
    _person(serial, line)
    for serial, line in enumerate(
        """SITI CONTOH MAWAR|P|1980-05-07|Probolinggo|SUMIATI|Jl. Ikan Tongkol No. 3|003|007|Mayangan|Mayangan|Nelayan|900000
BUDI CONTOH SANTOSO|L|1975-12-31|Pasuruan|RUKMINI|Jl. Mawar 12|001|002|Jati|Mayangan|Petani tembakau|1250000
SRI CONTOH LESTARI|P|1991-02-09|Lumajang|SUNARTI|Dusun Krajan|004|001|Pilang|Kademangan|Pedagang|1500000
AGUS CONTOH O'RORI|L|1968-11-25|Probolinggo|MARYAM|Gang Melati III|002|005|Wonoasih|Wonoasih|Buruh tani|800000
DEWI CONTOH ANGGRAENI|P|1987-03-03|Jember|ENDANG|Jl. Pahlawan, Gg. 4|005|003|Kedopok|Kedopok|Penjahit|1100000
SLAMET CONTOH RIYADI|L|1959-08-17|Probolinggo|KHOTIJAH|Jl. Brantas|006|004|Kanigaran|Kanigaran|Tukang becak|750000
NUR CONTOH HIDAYAT|L|1999-10-12|Surabaya|HALIMAH|Perum Asabri B-7|007|006|Sukoharjo|Kanigaran|Pengemudi ojek|1400000
YULI CONTOH PRATIWI|P|1972-01-30|Situbondo|LILIK|Jl. Cokroaminoto 5|001|008|Triwung Lor|Kademangan|Pembuat tempe|1000000
HERU CONTOH WIBOWO|L|1984-06-21|Probolinggo|ASIH|Jl. Anggrek|003|002|Jrebeng Lor|Kedopok|Kuli bangunan|1300000
RINI CONTOH SUSANTI|P|1995-04-14|Malang|TUTIK|Jl. Supriyadi|002|001|Kareng Lor|Kedopok|Nelayan|950000
JOKO CONTOH PRAYITNO|L|1963-09-05|Probolinggo|WAGINEM|Jl. Mastrip|008|009|Sumber Taman|Wonoasih|Peternak|850000
WATI CONTOH RAHAYU|P|1978-07-19|Bondowoso|PONIRAH|Jl. Serayu|004|004|Curahgrinting|Kanigaran|Pencuci baju|700000""".splitlines(),
        start=1,
    )
]  # fmt: skip
TITLES = {
    "no": "NO", "nik": "NIK", "kk": "NO. KK", "name": "NAMA LENGKAP", "birth_place": "TEMPAT LAHIR", "born": "TANGGAL LAHIR",
    "sex": "L/P", "mother_name": "NAMA IBU KANDUNG", "phone": "NO. HP", "address": "ALAMAT", "rt": "RT", "rw": "RW",
    "kelurahan": "KELURAHAN", "kecamatan": "KECAMATAN", "occupation": "PEKERJAAN", "income_rp": "PENGHASILAN PER BULAN (RP)",
}  # fmt: skip
SHORT = ("no", "nik", "name", "born", "sex", "kelurahan")
LONG = tuple(TITLES)


def rows(people: Sequence[Person] = PEOPLE[:3], columns: Sequence[str] = SHORT, first: int = 1) -> list[list]:
    """A row for each of them; numbers run from `first`."""
    return [
        [number if name == "no" else getattr(person, name) for name in columns]
        for number, person in enumerate(people, start=first)
    ]


def header(columns: Sequence[str] = SHORT, **titles: str) -> list[str]:
    """The titles of columns; some of them in other words."""
    return [titles.get(name, TITLES[name]) for name in columns]


def table(people: Sequence[Person] = PEOPLE[:3], columns: Sequence[str] = SHORT, **titles: str) -> list[list]:
    """Titles and rows."""
    return [header(columns, **titles), *rows(people, columns)]


def book(
    sheets: Mapping[str, Sequence[Sequence]], *, hidden: Sequence[str] = (), merged: Sequence[str] = ()
) -> bytes:
    """A workbook of {name: rows}; `merged` cells ("A1:C1") of its first sheet; days are real date cells."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        page = made.create_sheet(name)
        for line in lines:
            page.append(list(line))
        if name in hidden:
            page.sheet_state = "hidden"
    for cells in merged:
        made.worksheets[0].merge_cells(cells)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
