"""How does each agency lay out its list? Three grids of cells, in three agencies' words and orders.

A grid knows which line is whose: the rows learn their numbers here, as the spreadsheet shows them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from random import Random

from payung.demo.lists import flaws
from payung.demo.lists.flaws import Flaw
from payung.demo.lists.numbers import as_excel_keeps_it
from payung.demo.lists.rows import Row, Written
from payung.language.formats import BULAN

Cell = str | int | float | date | None
LISTED_ON = "Probolinggo, 14 April 2025"


@dataclass
class Grid:
    """Lines of cells from the first line on, merged areas (first line, first column, last line, last column; from 0),
    and the lines that are nobody by what they are."""

    sheet: str
    lines: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    nobody: dict[str, list[int]] = field(default_factory=dict)
    header_lines: list[int] = field(default_factory=list)

    def add(self, cells: Sequence[Cell], nobody: str = "", merged_to: int = 0) -> int:
        """Append a line; gives its position from 0."""
        at = len(self.lines)
        self.lines.append(list(cells))
        if nobody:
            self.nobody.setdefault(nobody, []).append(at + 1)
        if merged_to:
            self.merges.append((at, 0, at, merged_to))
        return at

    def add_person(self, cells: Sequence[Cell], row: Row) -> int:
        at = self.add(cells)
        row.number = at + 1
        return at


Columns = Sequence[tuple[str, Callable[[Row], Cell]]]


def grid_of(sector: str, rows: list[Row], random: Random) -> Grid:
    return {"petani": petani, "nelayan": nelayan, "umkm": umkm}[sector](rows, random)


def headers_of(sector: str) -> list[str]:
    """The column titles of a list, in order."""
    return [title for title, _ in {"petani": PETANI, "nelayan": NELAYAN, "umkm": UMKM}[sector]]


# -- Cells -----------------------------------------------------------------------------------------------


def _nik(row: Row) -> Cell:
    return as_excel_keeps_it(row.written.nik.strip()) if row.written.nik_is_number else row.written.nik


def _nik_in_csv(row: Row) -> Cell:
    if not row.written.nik_is_number:
        return row.written.nik
    return f"{as_excel_keeps_it(row.written.nik.strip()):.5E}".replace(".", ",")


def _padded(number: int, written: Written) -> Cell:
    return f"{number:03d}" if written.rt_rw_is_padded else number


def _value(name: str) -> Callable[[Row], Cell]:
    return lambda row: getattr(row.written, name)


def _work(name: str) -> Callable[[Row], Cell]:
    return lambda row: row.written.work[name]


def _born(row: Row, form: str) -> str:
    day, month, year = row.written.born
    return form.format(day=day, month=month, year=year, word=BULAN[month - 1])


def _slash_or_words(row: Row) -> str:
    """Mostly 12/05/1980; every ninth person of this agency's clerk is 12 Mei 1980."""
    in_words = int(row.person.id[1:]) % 9 == 0
    return _born(row, "{day} {word} {year}" if in_words else "{day:02d}/{month:02d}/{year}")


def _real_date(row: Row) -> Cell:
    """A date cell; text where the day does not exist, and in every fifth row."""
    day, month, year = row.written.born
    if Flaw.IMPOSSIBLE_DATE in row.flaws or int(row.person.id[1:]) % 5 == 0:
        return _born(row, "{day:02d}/{month:02d}/{year}")
    return date(year, month, day)


def _rupiah_text(row: Row) -> str:
    return f"Rp {row.written.work['income_rp']:,}".replace(",", ".")


# -- Dinas Ketahanan Pangan dan Pertanian: two header lines, groups, one cell for place and date ------------

PETANI: Columns = (
    ("NO", lambda row: None),
    ("NAMA PETANI", lambda row: row.written.name.upper()),
    ("NIK", _nik),
    ("NO. KK", _value("kk")),
    ("TTL", lambda row: f"{row.written.birth_place}, {_born(row, '{day:02d}-{month:02d}-{year}')}"),
    ("L/P", _value("sex")),
    ("NAMA IBU KANDUNG", lambda row: row.written.mother_name.upper()),
    ("ALAMAT", _value("address")),
    ("RT", lambda row: _padded(row.written.rt, row.written)),
    ("RW", lambda row: _padded(row.written.rw, row.written)),
    ("KELURAHAN", _value("village")),
    ("KECAMATAN", _value("kecamatan")),
    ("KELOMPOK TANI", _work("group")),
    ("PEKERJAAN", _work("job")),
    ("KOMODITAS", _work("crop")),
    ("LOKASI LAHAN", _work("work_place")),
    ("LUAS LAHAN (HA)", _work("land_ha")),
    ("PENGHASILAN PER BULAN (RP)", _work("income_rp")),
    ("NO. HP", _value("phone")),
)
_PETANI_GROUPS = (("IDENTITAS", 1, 6), ("TEMPAT TINGGAL", 7, 11), ("USAHA TANI", 12, 17))
_VILLAGE, _GROUP = 10, 12


def petani(rows: list[Row], random: Random) -> Grid:
    """By kelurahan and farmers' group; the group's cell is merged over its members."""
    grid = Grid("Data Petani")
    width = len(PETANI) - 1
    for title in ("PEMERINTAH KOTA PROBOLINGGO", "DINAS KETAHANAN PANGAN DAN PERTANIAN",
                  "DATA PETANI DAN BURUH TANI CALON PESERTA BPJS KETENAGAKERJAAN TAHUN 2025"):  # fmt: skip
        grid.add([title], nobody="title", merged_to=width)
    grid.add([], nobody="blank")
    _petani_header(grid)
    rows.sort(key=_group)
    _body(grid, rows, PETANI, random)
    _merge_groups(grid, rows, random)
    _merge_villages(grid, rows)
    grid.add(["JUMLAH", f"{len(rows)} orang"], nobody="total")
    _signature(grid, "Kepala Dinas Ketahanan Pangan dan Pertanian", column=14)
    return grid


def _petani_header(grid: Grid) -> None:
    groups: list[Cell] = [None] * len(PETANI)
    groups[0] = "NO"
    at = len(grid.lines)
    for title, first, last in _PETANI_GROUPS:
        groups[first] = title
        grid.merges.append((at, first, at, last))
    grid.header_lines += [grid.add(groups, nobody="header")]
    grid.header_lines += [grid.add([None, *headers_of("petani")[1:]], nobody="header")]
    grid.merges.append((at, 0, at + 1, 0))
    grid.add([str(i) for i in range(1, len(PETANI) + 1)], nobody="column_numbers")


def _merge_groups(grid: Grid, rows: Sequence[Row], random: Random) -> None:
    start = 0
    for i in range(1, len(rows) + 1):
        same = i < len(rows) and _follows(rows[i - 1], rows[i]) and _group(rows[i - 1]) == _group(rows[i])
        if same:
            continue
        if i - start > 1 and random.random() < 0.5:
            first, last = rows[start].number - 1, rows[i - 1].number - 1
            grid.merges.append((first, _GROUP, last, _GROUP))
            for line in range(first + 1, last + 1):
                grid.lines[line][_GROUP] = None
        start = i


def _merge_villages(grid: Grid, rows: Sequence[Row]) -> None:
    """A cell merged with the one above: a reader finds nothing in the second line."""
    for above, row in pairwise(rows):
        both = Flaw.KELURAHAN_MERGED in row.flaws and Flaw.KELURAHAN_MERGED not in above.flaws
        if both and _follows(above, row) and above.person.village == row.person.village:
            grid.merges.append((above.number - 1, _VILLAGE, row.number - 1, _VILLAGE))


def _follows(above: Row, row: Row) -> bool:
    return row.number == above.number + 1


def _group(row: Row) -> tuple[str, str]:
    return row.person.village, str(row.written.work["group"])


# -- Dinas Perikanan: KUSUKA, date cells, RT/RW in one, subtotals --------------------------------------------

NELAYAN: Columns = (
    ("NO. URUT", lambda row: None),
    ("NOMOR KUSUKA", _work("kusuka")),
    ("NAMA LENGKAP SESUAI KTP", _value("name")),
    ("JENIS KELAMIN", lambda row: "Laki-laki" if row.written.sex == "L" else "Perempuan"),
    ("TEMPAT LAHIR", _value("birth_place")),
    ("TANGGAL LAHIR", _real_date),
    ("NOMOR INDUK KEPENDUDUKAN", _nik),
    ("NOMOR KARTU KELUARGA", _value("kk")),
    ("NAMA IBU", _value("mother_name")),
    ("ALAMAT RUMAH", _value("address")),
    ("RT/RW", lambda row: f"{_padded(row.written.rt, row.written)}/{_padded(row.written.rw, row.written)}"),
    ("KELURAHAN/DESA", _value("village")),
    ("KECAMATAN", _value("kecamatan")),
    ("STATUS NELAYAN", _work("job")),
    ("NAMA KAPAL", _work("boat")),
    ("UKURAN (GT)", _work("gross_tons")),
    ("ALAT TANGKAP", _work("gear")),
    ("TEMPAT SANDAR", _work("work_place")),
    ("PENDAPATAN (RP/BULAN)", _rupiah_text),
    ("NOMOR TELEPON/WA", _value("phone")),
)


def nelayan(rows: list[Row], random: Random) -> Grid:
    """By kelurahan with a subtotal after each; the header stands once more in the middle, as printed lists have it."""
    grid = Grid("NELAYAN")
    width = len(NELAYAN) - 1
    grid.add(["DAFTAR NELAYAN KOTA PROBOLINGGO"], nobody="title", merged_to=width)
    grid.add(["Dinas Perikanan, keadaan April 2025"], nobody="title", merged_to=width)
    grid.header_lines = [grid.add(headers_of("nelayan"), nobody="header")]
    rows.sort(key=lambda row: row.person.village)
    done, repeated = 0, False
    for village in dict.fromkeys(row.person.village for row in rows):
        here = [row for row in rows if row.person.village == village]
        _body(grid, here, NELAYAN, random, first_number=done + 1)
        done += len(here)
        grid.add([f"JUMLAH KEL. {village.upper()} : {len(here)} ORANG"], nobody="total", merged_to=width)
        if not repeated and done * 2 > len(rows):
            grid.header_lines += [grid.add(headers_of("nelayan"), nobody="repeated_header")]
            repeated = True
    grid.add([f"JUMLAH SELURUHNYA : {len(rows)} ORANG"], nobody="total", merged_to=width)
    _signature(grid, "Kepala Dinas Perikanan", column=15)
    return grid


# -- Dinas Koperasi: an export with semicolons, header in the first line -------------------------------------

UMKM: Columns = (
    ("NAMA USAHA", _work("business")),
    ("JENIS USAHA", _work("trade")),
    ("NIB", _work("nib")),
    ("NAMA PEMILIK USAHA", _value("name")),
    ("NO KTP", _nik_in_csv),
    ("NO KARTU KELUARGA", _value("kk")),
    ("TMP LAHIR", _value("birth_place")),
    ("TGL LAHIR", _slash_or_words),
    ("JK", lambda row: "Pria" if row.written.sex == "L" else "Wanita"),
    ("IBU KANDUNG", _value("mother_name")),
    ("NO WA", _value("phone")),
    ("ALAMAT KTP", _value("address")),
    ("RT", lambda row: _padded(row.written.rt, row.written)),
    ("RW", lambda row: _padded(row.written.rw, row.written)),
    ("KEL", _value("village")),
    ("KEC", _value("kecamatan")),
    ("PROFESI", _work("job")),
    ("TEMPAT USAHA", _work("work_place")),
    ("OMZET PER BULAN", _work("turnover_rp")),
    ("PENGHASILAN BERSIH", _work("income_rp")),
)


def umkm(rows: list[Row], random: Random) -> Grid:
    """In the order of registration."""
    grid = Grid("UMKM")
    grid.header_lines = [grid.add(headers_of("umkm"), nobody="header")]
    _body(grid, rows, UMKM, random, numbered=False)
    grid.add([None, None, None, f"JUMLAH DATA: {len(rows)}"], nobody="total")
    return grid


# -- Common ------------------------------------------------------------------------------------------------


def _body(
    grid: Grid,
    rows: Sequence[Row],
    columns: Columns,
    random: Random,
    *,
    first_number: int = 1,
    numbered: bool = True,
) -> None:
    for number, row in enumerate(rows, first_number):
        if number > first_number and random.random() < flaws.BLANK_LINES:
            grid.add([None] * len(columns), nobody="blank")
        cells = [cell(row) for _, cell in columns]
        if numbered:
            cells[0] = number
        grid.add_person(cells, row)


def _signature(grid: Grid, office: str, *, column: int) -> None:
    """The block at the foot of every official list."""
    texts = ("", LISTED_ON, office, "", "", "PEJABAT CONTOH, S.P.", "NIP 00000000 000000 0 000")
    for text in texts:
        grid.add([*[None] * column, text or None], nobody="signature" if text else "blank")
