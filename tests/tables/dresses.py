"""The same people in many dresses: how offices write one list, drawn at random from a seed.

A dress says what it does to the file; whatever it is, the people are the same.
"""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tests.tables import making
from tests.tables.people import MONTHS, PEOPLE, Person, book

Cell = str | int | float | date | None
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()

TITLES = {
    "nik": ["NIK", "No. NIK", "NIK (16 digit)", "Nomor Induk Kependudukan", "NIK / No. KTP", "No KTP"],
    "kk": ["NO. KK", "Nomor KK", "No. Kartu Keluarga", "KK"],
    "name": [
        "NAMA",
        "Nama Lengkap",
        "NAMA SESUAI KTP",
        "Nama Peserta",
        "NAMA_LGKP",
        "Nama Petani",
        "Nama Lengkpa",
    ],
    "born": [
        "TANGGAL LAHIR",
        "Tgl. Lahir",
        "TGL_LHR",
        "Tanggal Lahir (DD-MM-YYYY)",
        "Tgl Lhr",
        "Tangal Lahir",
    ],
    "birth_place": ["TEMPAT LAHIR", "Tempat Lahir", "TMPT_LHR"],
    "sex": ["L/P", "JK", "Jenis Kelamin", "Jenis Kelamin (L/P)", "JENIS_KLMIN"],
    "mother_name": ["NAMA IBU KANDUNG", "Nama Ibu", "Ibu Kandung"],
    "phone": ["NO. HP", "No HP/WA", "Telepon", "No. WA"],
    "address": ["ALAMAT", "Alamat Rumah", "Alamat Lengkap", "Alamat (sesuai KTP)"],
    "rt": ["RT"],
    "rw": ["RW"],
    "kelurahan": ["KELURAHAN", "Kel.", "Kelurahan/Desa", "NAMA_KEL", "Desa/Kelurahan"],
    "kecamatan": ["KECAMATAN", "Kec.", "NAMA_KEC"],
    "occupation": ["PEKERJAAN", "Jenis Pekerjaan", "Profesi"],
    "income_rp": ["PENGHASILAN PER BULAN", "Penghasilan (Rp)", "Pendapatan per bulan"],
}
NEEDED = ("nik", "name", "born", "kelurahan")
OPTIONAL = tuple(name for name in TITLES if name not in NEEDED)
TOGETHER = {"birth": ("birth_place", "born"), "rt_rw": ("rt", "rw")}  # two fields in one column
TITLES |= {
    "birth": ["TEMPAT, TANGGAL LAHIR", "Tempat/Tgl Lahir", "TTL"],
    "rt_rw": ["RT/RW", "RT / RW", "RT-RW"],
}
SOMEBODY_ELSE = {
    "NIK KEPALA KELUARGA": "nik", "NAMA PASANGAN": "name", "TGL LAHIR ANAK": "born", "KELURAHAN USAHA": "kelurahan", "NIK PELAPOR": "nik",
    "ALAMAT LAHAN": "address", "NAMA KELOMPOK": "kecamatan",
}  # fmt: skip
EXTRA = [
    "LUAS LAHAN",
    "Nama Kapal",
    "Jumlah Tanggungan",
    "TANGGAL LAPOR",
    "Keterangan Lain",
    "NO URUT DINAS",
    "Foto",
    "NAMA SUAMI/ISTRI",
]
ABOVE = [
    ["PEMERINTAH KOTA PROBOLINGGO"],
    ["DINAS PERTANIAN"],
    ["DAFTAR USULAN TAHUN 2025"],
    [],
    ["Tanggal cetak: 5 Mei 2025"],
    ["Halaman", 1],
]
FOOTERS = [
    [["Jumlah", None, 12], []], [["TOTAL"]], [[], [None, None, "Probolinggo, 5 Mei 2025"], [None, None, "Kepala Dinas"], [], [None, None, "SUGIARTO"]],
    [[None, "Mengetahui,"], [None, "Lurah"], [None, "NIP. 19650101 199003 1 001"]], [["Catatan: data sementara"]], [],
]  # fmt: skip
BORN: list[Callable[[date], Cell]] = [
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}-{day.month}-{day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y-%m-%d} 00:00:00",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day.day}–{day.month}–{day.year}",
    lambda day: f"{day.day}-{ROMAN[day.month - 1]}-{day.year}",
    lambda day: f"{day:%d%m%Y}",
    lambda day: str((day - date(1899, 12, 30)).days),
]
NIKS: list[Callable[[str], Cell]] = [
    str,
    str,
    str,
    lambda nik: f"'{nik}",
    lambda nik: f" {nik} ",
    lambda nik: f"’{nik}",
    lambda nik: f'="{nik}"',
    lambda nik: f"`{nik}",
]
SEXES = [
    {"L": "L", "P": "P"},
    {"L": "Laki-laki", "P": "Perempuan"},
    {"L": "1", "P": "2"},
    {"L": "M", "P": "F"},
    {"L": "LK", "P": "PR"},
]
FORMATS = ["xlsx", "xlsx", "csv", "csv", "tsv", "html", "xls", "ods", "xml", "stacked"]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"]


@dataclass
class Dress:
    """One way to write a list. `columns`: the fields in their order, None for an extra column."""

    seed: int
    form: str
    columns: list[str | None]
    fields: list[str | None] = field(
        default_factory=list
    )  # the same, with the columns of somebody else by their titles
    sheets: list[list[list[Cell]]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    said: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"dress {self.seed}: {self.form}, {self.said}"


def dressed(seed: int, people: Sequence[Person]) -> tuple[Dress, bytes]:
    """The people in the dress that this seed gives, and the file."""
    draw = Random(seed)
    columns: list[str | None] = [*NEEDED, *draw.sample(OPTIONAL, draw.randint(0, len(OPTIONAL)))]
    if draw.random() < 0.7:
        draw.shuffle(columns)
    for _ in range(draw.choice([0, 0, 1, 2, 3])):
        columns.insert(draw.randint(0, len(columns)), None)
    columns = _together(draw, columns)
    dress = Dress(seed, draw.choice(FORMATS), columns)
    groups = _groups(draw, people, dress)
    titles = [draw.choice(TITLES[name]) if name else "" for name in columns]
    extras = iter(draw.sample(EXTRA, len(EXTRA)))
    titles = [title or next(extras) for title in titles]
    if None in columns and draw.random() < 0.5:
        titles[columns.index(None)] = draw.choice(list(SOMEBODY_ELSE))
    dress.fields = [
        name or (title if title in SOMEBODY_ELSE else None)
        for name, title in zip(columns, titles, strict=True)
    ]
    cells = _Cells(draw, dress)
    for number, group in enumerate(groups):
        head = (
            _header(draw, dress, titles, numbered=bool(dress.said["numbered"]))
            if number == 0 or dress.said["sheets"] > 1
            else []
        )
        dress.sheets.append(
            [
                *_above(draw, dress),
                *head,
                *_body(draw, dress, cells, group, head[-1] if head else []),
                *_footer(draw),
            ]
        )
        dress.names.append(_sheet_name(draw, number, len(groups)))
    if draw.random() < 0.15:
        dress.said["shifted"] = True
        dress.sheets = [[[None, *line] if line else line for line in lines] for lines in dress.sheets]
    return dress, _written(draw, dress)


def _together(draw: Random, columns: list[str | None]) -> list[str | None]:
    """Place and day of birth side by side for a header of two lines, or in one column; RT and RW as well."""
    for whole, (first, second) in TOGETHER.items():
        if first not in columns or second not in columns or draw.random() < 0.5:
            continue
        columns.remove(first)
        at = columns.index(second)
        columns[at : at + 1] = [whole] if draw.random() < 0.5 else [first, second]
    return columns


def _groups(draw: Random, people: Sequence[Person], dress: Dress) -> list[list[Person]]:
    """The people of each sheet."""
    count = draw.choice([1, 1, 1, 2, 3, 5]) if dress.form in ("xlsx", "ods", "xml", "xls") else 1
    dress.said |= {"sheets": count, "numbered": draw.random() < 0.7, "two_lines": draw.random() < 0.5}
    size = -(-len(people) // count)
    return [list(people[at : at + size]) for at in range(0, len(people), size)]


def _sheet_name(draw: Random, number: int, count: int) -> str:
    return (
        draw.choice(["Daftar", "Sheet1", "Usulan", "Data Petani"])
        if count == 1
        else f"{draw.choice(['RW', 'Hal', 'Kelompok'])} {number + 1}"
    )


def _above(draw: Random, dress: Dress) -> list[list[Cell]]:
    return draw.sample(ABOVE, draw.choice([0, 0, 1, 2, 4]))


def _header(draw: Random, dress: Dress, titles: list[str], *, numbered: bool) -> list[list[Cell]]:
    line: list[Cell] = [*(["NO"] if numbered else []), *titles]
    if draw.random() < 0.3 and not dress.said.get("has_group"):
        line = [cell.upper() if isinstance(cell, str) else cell for cell in line]
    numbering: list[list[Cell]] = (
        [[f"({n})" for n in range(1, len(line) + 1)]] if draw.random() < 0.15 else []
    )
    if dress.said["two_lines"] and "born" in dress.columns and "birth_place" in dress.columns:
        at, place = (dress.columns.index(name) + numbered for name in ("born", "birth_place"))
        if place + 1 == at:
            upper, lower = [*line], [None] * len(line)
            upper[place], upper[at], lower[place], lower[at] = "LAHIR", None, "TEMPAT", "TANGGAL"
            dress.said["has_group"] = True
            return [upper, lower, *numbering]
    return [line, *numbering]


class _Cells:
    """How this office writes dates, numbers and sexes, the same in the whole list."""

    def __init__(self, draw: Random, dress: Dress) -> None:
        self.draw, self.dress = draw, dress
        self.born = draw.choice(BORN)
        self.nik = draw.choice(NIKS)
        self.sex = draw.choice(SEXES)
        self.is_real_day = dress.form == "xlsx" and draw.random() < 0.3
        self.income = draw.choice(
            [str, lambda rp: f"{rp:,}".replace(",", "."), lambda rp: f"Rp{rp:,}".replace(",", ".")]
        )
        self.rt_rw = draw.choice(
            ["{}/{}".format, "RT {} RW {}".format, "RT.{}/RW.{}".format, lambda rt, rw: f"RW {rw} RT {rt}"]
        )
        self.kelurahan = draw.choice([str, str.upper, lambda name: f"Kel. {name}"])

    def of(self, person: Person, name: str | None) -> Cell:
        if name is None:
            return self.draw.choice(["ada", "-", None, "2", "lihat lampiran"])
        if name in SOMEBODY_ELSE:
            return getattr(self.draw.choice(PEOPLE), SOMEBODY_ELSE[name])
        if name == "birth":
            return f"{person.birth_place}, {self.born(person.birth_date)}"
        if name == "rt_rw":
            return self.rt_rw(person.rt, person.rw)
        if name == "born":
            return person.birth_date if self.is_real_day else self.born(person.birth_date)
        if name == "nik":
            return self.nik(person.nik)
        if name == "sex":
            return self.sex[person.sex]
        if name == "income_rp":
            return self.income(person.income_rp)
        if name == "kelurahan":
            return self.kelurahan(person.kelurahan)
        return getattr(person, name)


def _body(
    draw: Random, dress: Dress, cells: _Cells, people: Sequence[Person], head: list[Cell]
) -> list[list[Cell]]:
    numbered = dress.said["numbered"]
    lines: list[list[Cell]] = []
    for number, person in enumerate(people, 1):
        lines.append([*([number] if numbered else []), *(cells.of(person, name) for name in dress.fields)])
        if draw.random() < 0.06:
            lines.append([])
        if head and draw.random() < 0.04:
            lines.append(list(head))
    return lines


def _footer(draw: Random) -> list[list[Cell]]:
    return draw.choice(FOOTERS) if draw.random() < 0.5 else []


# -- Files --------------------------------------------------------------------------------------------------
def _written(draw: Random, dress: Dress) -> bytes:
    pages = dict(zip(dress.names, dress.sheets, strict=True))
    if dress.form == "xlsx":
        hidden = ["Tahun lalu"] if draw.random() < 0.2 else []
        return book(pages | {name: [*dress.sheets[0][:8], ["x"] * 20] for name in hidden}, hidden=hidden)
    if dress.form in ("csv", "tsv", "stacked"):
        return _text(draw, dress)
    texts = {name: [[_plain(cell) for cell in line] for line in lines] for name, lines in pages.items()}
    if dress.form == "html":
        rows = [[html.escape(cell) for cell in line] for line in next(iter(texts.values()))]
        return making.page(rows).encode()
    if dress.form == "xls":
        return making.xls(lambda made, xlwt: _fill_xls(made, texts))
    if dress.form == "ods":
        tables = (
            making.ods_table(
                making.ods_rows([[html.escape(c) for c in line] or [""] for line in lines]), name
            )
            for name, lines in texts.items()
        )
        return making.ods("".join(tables))
    sheets = [
        (name, making.xml_rows([[html.escape(c) for c in line] for line in lines]), "")
        for name, lines in texts.items()
    ]
    return making.xml_2003(*sheets).encode()


def _fill_xls(made, texts: dict[str, list[list[str]]]) -> None:
    for name, lines in texts.items():
        page = made.add_sheet(name)
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                if cell:
                    page.write(row, column, cell)


def _text(draw: Random, dress: Dress) -> bytes:
    separator = "\t" if dress.form == "tsv" else draw.choice(";,|" if dress.form == "csv" else ";,")
    declares = dress.form == "csv" and draw.random() < 0.2
    quotes_all = draw.random() < 0.2
    lines = [
        separator.join(_quoted(_plain(cell), separator, always=quotes_all) for cell in line)
        for line in dress.sheets[0]
    ]
    dress.said |= {"separator": separator, "declares": declares, "quotes_all": quotes_all}
    if dress.form == "stacked":
        return book({"Daftar": [[line] if line else [] for line in lines]})
    encoding = draw.choice(ENCODINGS)
    dress.said["encoding"] = encoding
    end = draw.choice(["\n", "\r\n"])
    return end.join([*([f"sep={separator}"] if declares else []), *lines, ""]).encode(encoding, "replace")


def _plain(cell: Cell) -> str:
    return "" if cell is None else f"{cell:%d-%m-%Y}" if isinstance(cell, date) else str(cell)


def _quoted(text: str, separator: str, *, always: bool) -> str:
    if text.startswith('="'):
        return text
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if always or separator in text or '"' in text else text


# -- Deaths and the answer of the register --------------------------------------------------------------------
DAY_TITLES = [
    "TANGGAL MENINGGAL",
    "Tgl. Meninggal",
    "TGL WAFAT",
    "Tanggal Kematian",
    "Hari/Tanggal Meninggal",
    "TGL MD",
]
OTHER_DAYS = ["TANGGAL LAPOR", "TGL CETAK", "TANGGAL PEMAKAMAN", "TGL AKTA", "TANGGAL"]
DEAD_WORDS = ["MENINGGAL", "Meninggal Dunia", "Alm.", "wafat", "Tutup usia"]


def deaths_dressed(
    seed: int, people: Sequence[Person], *, with_status: bool
) -> tuple[str, bytes, list[date]]:
    """A list of deaths, or the register's answer (`with_status`): what it is, the file, and the day of each."""
    draw = Random(seed)
    write = draw.choice(BORN[:9])
    died = [date(2025, draw.randint(1, 10), draw.randint(1, 28)) for _ in people]
    columns: dict[str, Callable[[int, Person], Cell]] = {
        draw.choice(TITLES["nik"]): lambda n, p: p.nik,
        draw.choice(["NAMA", "Nama Lengkap"]): lambda n, p: p.name,
        draw.choice(DAY_TITLES): lambda n, p: write(died[n]),
    }
    if with_status or draw.random() < 0.3:
        word = draw.choice(DEAD_WORDS)
        columns["STATUS KEPENDUDUKAN" if with_status else "STATUS"] = lambda n, p: word
    for title in draw.sample(OTHER_DAYS, draw.randint(0, 3)):
        columns[title] = lambda n, p: "10-11-2025"
    if draw.random() < 0.5:
        columns["NIK PELAPOR"] = lambda n, p: people[n - 1].nik
    if draw.random() < 0.4:
        columns["TANGGAL LAHIR"] = lambda n, p: p.born
    titles = list(columns)
    draw.shuffle(titles)
    lines = [[columns[title](n, person) for title in titles] for n, person in enumerate(people)]
    count = draw.choice([1, 1, 2, 3])
    size = -(-len(lines) // count)
    pages = {
        f"Bulan {n + 1}": [
            *draw.sample(ABOVE, draw.choice([0, 2])),
            titles,
            *lines[n * size : (n + 1) * size],
            *_footer(draw),
        ]
        for n in range(count)
    }
    what = f"{'answer' if with_status else 'deaths'} {seed}: {titles}, {count} sheets"
    if count == 1 and draw.random() < 0.5:
        text = "\n".join(
            ";".join(_quoted(_plain(cell), ";", always=False) for cell in line) for line in pages["Bulan 1"]
        )
        return what, text.encode(draw.choice(ENCODINGS), "replace"), died
    return what, book(pages), died
