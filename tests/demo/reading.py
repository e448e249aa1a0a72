"""How does somebody read the sample city who knows only its documentation? The oracle of test_lists."""

import csv
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from payung.demo.lists import places
from payung.demo.lists.flaws import Flaw

COLUMNS = {
    "petani": {"name": "NAMA PETANI", "nik": "NIK", "sex": "L/P", "born": "TTL", "kelurahan": "KELURAHAN"},
    "nelayan": {
        "name": "NAMA LENGKAP SESUAI KTP",
        "nik": "NOMOR INDUK KEPENDUDUKAN",
        "sex": "JENIS KELAMIN",
        "born": "TANGGAL LAHIR",
        "kelurahan": "KELURAHAN/DESA",
    },
    "umkm": {
        "name": "NAMA PEMILIK USAHA",
        "nik": "NO KTP",
        "sex": "JK",
        "born": "TGL LAHIR",
        "kelurahan": "KEL",
    },
}
SEXES = {"L": "L", "P": "P", "Laki-laki": "L", "Perempuan": "P", "Pria": "L", "Wanita": "P"}
BULAN = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
KELURAHAN = {re.sub(r"\W", "", k.name).lower() for k in places.KELURAHAN}


@dataclass
class City:
    """A written city, read back: cells by list and spreadsheet row, truth, registers."""

    folder: Path
    cells: dict[str, list[list]]
    truth: list[dict[str, str]]
    flaws: dict[tuple[str, int], set[Flaw]]
    expected: dict
    civil: dict[str, str]
    members: dict[str, str]

    def row(self, sector: str, number: int | str) -> dict:
        """What the list says on a spreadsheet row, by field."""
        header = next(i for i, line in enumerate(self.cells[sector]) if COLUMNS[sector]["nik"] in line)
        line, titles = self.cells[sector][int(number) - 1], self.cells[sector][header]
        return {field: line[titles.index(title)] for field, title in COLUMNS[sector].items()}

    def rows_with(self, flaw: Flaw) -> list[tuple[dict, dict[str, str]]]:
        """(what stands there, the truth) of each row with a flaw."""
        return [
            (self.row(true["list"], true["row"]), true)
            for true in self.truth
            if flaw in self.flaws[true["list"], int(true["row"])]
        ]


def read_city(folder: Path) -> City:
    found = defaultdict(set)
    for line in read_csv(folder / "truth/flaws.csv"):
        found[line["list"], int(line["row"])].add(Flaw(line["flaw"]))
    cells = {name: read_xlsx(folder / f"{name}.xlsx") for name in ("petani", "nelayan")}
    with (folder / "umkm.csv").open(encoding="utf-8-sig", newline="") as source:
        cells["umkm"] = list(csv.reader(source, delimiter=";"))
    return City(
        folder,
        cells,
        truth=read_csv(folder / "truth/persons.csv"),
        flaws=found,
        expected=json.loads((folder / "truth/expected.json").read_text()),
        civil={line["NIK"]: line["STATUS"] for line in read_csv(folder / "registers/dukcapil.csv")},
        members={line["NIK"]: line["STATUS"] for line in read_csv(folder / "registers/bpjs.csv")},
    )


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def read_xlsx(path: Path) -> list[list]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def born(cell) -> date | None:
    """The date in a cell of any of the three agencies; None for a day that does not exist."""
    if isinstance(cell, date):
        return cell
    found = re.search(r"(\d+)[-/ ](\w+)[-/ ](\d{4})$", str(cell))
    day, month, year = found.groups()
    try:
        return date(int(year), int(month) if month.isdigit() else BULAN.index(month) + 1, int(day))
    except ValueError:
        return None


def nik_in(cell) -> str:
    return cell.strip().removeprefix("'").strip() if isinstance(cell, str) else ""


def is_acceptable(row: dict) -> bool:
    """A strict office would take this row: 16 digits as text that agree with date and sex, a known kelurahan."""
    nik, day = nik_in(row["nik"]), born(row["born"])
    if not re.fullmatch(r"\d{16}", nik) or day is None or not row["name"].strip():
        return False
    woman = SEXES[row["sex"]] == "P"
    kelurahan = re.sub(r"\W", "", row["kelurahan"].lower().removeprefix("kel. "))
    return nik[6:12] == f"{day.day + 40 * woman:02d}{day:%m%y}" and kelurahan in KELURAHAN


def is_eligible(city: City, nik: str, day: date) -> bool:
    in_age = date(1960, 5, 1) < day <= date(2007, 5, 1)
    paid_for = city.members[nik] in ("PU AKTIF", "BPU AKTIF")
    return in_age and city.civil.get(nik) == "HIDUP" and not paid_for
