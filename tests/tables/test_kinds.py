"""Further shapes of each kind of file that offices send, made here: read to the last cell, or asked about, or told.

The kinds are those of cases/expected.yaml; each has shapes of its own. Nothing may be silently wrong.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
import time_machine

from tests.tables.doors import Outcome, give
from tests.tables.people import PEOPLE, Person, book, header, rows, table

Give = Callable[..., Outcome]
SIX = PEOPLE[:6]
A, B, C, D = PEOPLE[:4]
NO_KELURAHAN = ("no", "nik", "name", "born", "sex")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-28 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def send(tmp_path) -> Give:
    """Send a workbook ({sheet: rows} or the rows of one) or bytes to a door."""

    def to(door: str, content, *, name: str = "daftar.xlsx", **more) -> Outcome:
        if not isinstance(content, bytes):
            content = book(content if isinstance(content, dict) else {"Daftar": content}, **more)
        file = tmp_path / name
        file.write_bytes(content)
        outcome = give(door, file)
        assert outcome.way != "read" or outcome.is_accounted
        return outcome

    return to


def is_read(outcome: Outcome, people: Sequence[Person]) -> None:
    """Everybody, to the last cell, in this order."""
    assert outcome.way == "read", outcome.told
    assert [(r["nik"], r["name"], r["birth_date"], r["kelurahan"]) for r in outcome.accepted] == [
        person.shown for person in people
    ]
    assert outcome.answer["rejected"] == 0, outcome.told


def asks(outcome: Outcome, *what: str) -> None:
    assert outcome.way == "asked"
    assert [question["what"] for question in outcome.answer["ask"]] == list(what)
    assert outcome.answer["accepted"] == 0


# -- Several sheets -----------------------------------------------------------------------------------------
def test_sheets_per_rw_are_one_list(send):
    is_read(send("intake", {f"RW {n}": table(PEOPLE[2 * n : 2 * n + 2]) for n in range(6)}), PEOPLE)


def test_fifteen_sheets_are_fine(send):
    outcome = send("intake", {f"RT {n}": table([PEOPLE[n % 12]]) for n in range(15)})
    assert outcome.answer["accepted"] == 15
    assert "NIK ini ada juga di baris" in outcome.told


def test_a_sheet_continued_without_titles_is_asked_about(send):
    asks(send("intake", {"Hal 1": table(PEOPLE[:3]), "Hal 2": rows(PEOPLE[3:6], first=4)}), "sheet")
    asks(send("invoice", {"1": [INVOICE, line(1, A)], "2": [line(2, B)]}), "sheet")


def test_sheets_named_by_year(send):
    """Of a list the latest is meant, the others are named; deaths happen in every year."""
    outcome = send("intake", {"2024": table(PEOPLE[:3]), "2025": table(PEOPLE[3:6])})
    is_read(outcome, PEOPLE[3:6])
    assert [(s["name"], s["rows"], s["read"]) for s in outcome.answer["sheets"]] == [
        ("2024", 4, False),
        ("2025", 3, True),
    ]
    outcome = send(
        "deaths", {"2024": [DEATH, death(A, "03-06-2024")], "2025": [DEATH, death(B, "03-06-2025")]}
    )
    assert [row["died_on"] for row in outcome.rows] == ["2024-06-03", "2025-06-03"]


def test_an_archive_with_a_neutral_name_is_asked_about_or_its_people_are_told_twice(send):
    asks(send("intake", {"Sheet1": table(), "Sheet2": table(PEOPLE[3:8], columns=("nik", "kk", "name", "born", "kelurahan", "phone", "address", "rt", "rw", "mother_name", "income_rp"))}), "sheet")  # fmt: skip
    outcome = send("intake", {"Sheet1": table(), "Sheet2": table()})
    assert outcome.told.count("NIK ini ada juga") == 6


@pytest.mark.parametrize("door", ["intake", "dukcapil", "deaths", "invoice"])
def test_a_list_that_stands_only_on_a_hidden_sheet_is_refused_with_the_way_out(send, door):
    data = {
        "intake": table(),
        "dukcapil": [DUKCAPIL, duk(A)],
        "deaths": [DEATH, death(A)],
        "invoice": [INVOICE, line(1, A)],
    }
    outcome = send(
        door, {"Rekap": [["KELURAHAN", "JUMLAH"], ["Jati", 3]], "Data": data[door]}, hidden=["Data"]
    )
    assert outcome.answer["refused"] == "only_hidden"


# -- Columns ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("gap", [[], [None]])
@pytest.mark.parametrize(
    "right", [table(PEOPLE[3:6]), table(PEOPLE[3:6], ("name", "nik", "born", "kelurahan"))]
)
def test_two_tables_side_by_side_are_asked_about(send, gap, right):
    asks(send("intake", [a + gap + b for a, b in zip(table(), right, strict=True)]), "doubled")


OTHERS = [
    "SUAMI/ISTRI", "PASANGAN", "KEPALA KELUARGA", "KK", "KETUA KELOMPOK", "PENERIMA KUASA", "PENDAFTAR", "ANAK", "AHLI WARIS",
    "PELAPOR", "PENANGGUNG JAWAB",
]  # fmt: skip


@pytest.mark.parametrize(("who", "is_left"), [(who, n % 2 == 0) for n, who in enumerate(OTHERS)])
def test_the_columns_of_somebody_else_are_not_taken(send, who, is_left):
    titles = [f"NAMA {who}", f"NIK {who}", f"TGL LAHIR {who}"]
    theirs = [titles, *([p.name, p.nik, p.born] for p in PEOPLE[6:9])]
    mine = table()
    outcome = send("intake", [b + a if is_left else a + b for a, b in zip(mine, theirs, strict=True)])
    is_read(outcome, PEOPLE[:3])
    assert "memuat 3 nomor 16 angka yang tidak dibaca" in outcome.told


@pytest.mark.parametrize("merged", [[], ["A1:B1", "C1:H1"]])
def test_a_group_of_somebody_else_is_not_taken(send, merged):
    lines = [
        ["AHLI WARIS", None, "PEKERJA", *[None] * 5],
        ["NAMA", "NIK", *header()],
        *([p.name, p.nik, *row] for p, row in zip(PEOPLE[6:9], rows(), strict=True)),
    ]
    is_read(send("intake", lines, merged=merged), PEOPLE[:3])


def test_couples_in_one_row_are_asked_about(send):
    lines = [
        ["NO", "SUAMI", None, None, "ISTRI", None, None, "KELURAHAN"],
        [None, "NIK", "NAMA", "TGL LAHIR", "NIK", "NAMA", "TGL LAHIR", None],
        *([1, a.nik, a.name, a.born, b.nik, b.name, b.born, a.kelurahan] for a, b in ((A, B), (C, D))),
    ]
    assert send("intake", lines).way == "asked"


@pytest.mark.parametrize(
    "title", ["KELURAHAN USAHA", "KEL. LAHAN", "KELURAHAN TEMPAT USAHA", "LOKASI KIOS (KELURAHAN)"]
)
def test_the_kelurahan_of_the_business_is_not_the_home(send, title):
    is_read(
        send("intake", [["Kedopok", *row] if n else [title, *row] for n, row in enumerate(table())]),
        PEOPLE[:3],
    )
    asks(send("intake", table(kelurahan=title)), "columns")


def test_the_day_of_something_else_is_not_the_birth(send):
    is_read(
        send("intake", [["TANGGAL" if not n else "01-02-2025", *row] for n, row in enumerate(table())]),
        PEOPLE[:3],
    )


# -- Headers ------------------------------------------------------------------------------------------------
LETTERHEAD = [
    ["PEMERINTAH KOTA PROBOLINGGO"], ["DINAS PERTANIAN"], ["Jl. Panglima Sudirman 19"], [], ["Nomor", ": 520/123"],
    ["Lampiran", ": 1 berkas"], ["Perihal", ": Usulan peserta"], [], ["Kepada Yth."], ["Kepala Disperinaker"], ["di Probolinggo"],
    [], ["DAFTAR USULAN"], ["Tahun 2025"],
]  # fmt: skip


def test_a_header_in_row_15_below_a_letterhead(send):
    is_read(send("intake", [*LETTERHEAD, *table()]), PEOPLE[:3])


@pytest.mark.parametrize("merged", [[], ["A1:A2", "B1:C1", "D1:E1", "F1:F2", "G1:H1"]])
def test_a_header_of_two_lines_with_and_without_merged_cells(send, merged):
    lines = [
        ["NO", "IDENTITAS", None, "LAHIR", None, "JK", "ALAMAT", None],
        [None, "NIK", "NAMA", "TEMPAT", "TANGGAL", None, "JALAN", "KELURAHAN"],
        *(
            [n, p.nik, p.name, p.birth_place, p.born, p.sex, p.address, p.kelurahan]
            for n, p in enumerate(SIX, 1)
        ),
    ]
    is_read(send("intake", lines, merged=merged), SIX)


@pytest.mark.parametrize(
    "numbering", [[], [[*"12345678"]], [[*"abcdefgh"]], [[f"({n})" for n in range(1, 9)]]]
)
def test_a_header_of_three_lines_and_a_line_of_numbers(send, numbering):
    lines = [
        ["NO", "DATA PEKERJA", None, None, None, "ALAMAT", None, None],
        [None, "NIK", "NAMA", "LAHIR", None, "JALAN", "RT/RW", "KEL"],
        [None, None, None, "TEMPAT", "TANGGAL", None, None, None],
        *numbering,
        *(
            [n, p.nik, p.name, p.birth_place, p.born, p.address, f"{p.rt}/{p.rw}", p.kelurahan]
            for n, p in enumerate(SIX, 1)
        ),
    ]
    is_read(send("intake", lines), SIX)


@pytest.mark.parametrize("merged", [[], ["D1:F1"]])
def test_a_group_divided_into_columns_that_we_do_not_know(send, merged):
    """The line "JKK, JKM, JUMLAH" was taken for a total, and the JKK for the whole."""
    lines = [
        ["NO", "KPJ", "NAMA", "IURAN", None, None],
        [None, None, None, "JKK", "JKM", "JUMLAH"],
        [1, "25000000011", A.name, 10_000, 6_800, 16_800],
        [2, "25000000012", B.name, 10_000, 6_800, 16_800],
        ["TOTAL", None, None, 20_000, 13_600, 33_600],
    ]
    outcome = send("invoice", lines, merged=merged)
    assert (outcome.answer["total_rp"], outcome.answer["declared_rp"]) == (33_600, 33_600)


def test_the_first_person_below_an_untitled_column_stays_a_person(send):
    lines = [
        ["NIK", "NAMA", None, "TANGGAL LAHIR", "KELURAHAN"],
        *([p.nik, p.name, "ok", p.born, p.kelurahan] for p in SIX),
    ]
    is_read(send("intake", lines), SIX)
    lines[1] = [None, "SITI", "ok", None, None]
    outcome = send("intake", lines)
    assert (outcome.answer["accepted"], outcome.answer["rejected"]) == (5, 1)


def test_titles_again_on_every_page(send):
    lines = [*table(PEOPLE[:3]), [None, "Halaman 1"], ["DAFTAR"], header(), *rows(PEOPLE[3:6], first=4)]
    is_read(send("intake", lines), SIX)


# -- Rows that are nobody -----------------------------------------------------------------------------------
SIGNED = ["Probolinggo, 5 Mei 2025", "Kepala Dinas Pertanian", "", "", "Ir. SUGIARTO, M.Si", "Pembina Tk. I", "NIP. 19650101 199003 1 001"]  # fmt: skip
SEEN = ["Mengetahui,", "Lurah Jati", "SUGIARTO", "196501011990031001"]


@pytest.mark.parametrize("column", range(6))
@pytest.mark.parametrize("block", [SIGNED, SEEN])
def test_a_signature_under_any_column(send, column, block):
    gap = [[]] * (column % 2)
    is_read(send("intake", [*table(), *gap, *([None] * column + [text] for text in block)]), PEOPLE[:3])


def test_subtotals_of_kelurahan_and_a_total_in_any_column(send):
    lines = [
        header(), *rows(PEOPLE[:2]), [None, None, "Jumlah Kel. Mayangan", None, None, 2],
        *rows(PEOPLE[2:4]), ["Jumlah Kel. Pilang", None, None, None, None, 2], ["TOTAL", None, None, None, None, 4],
    ]  # fmt: skip
    is_read(send("intake", lines), PEOPLE[:4])


# -- Kelurahan ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["KELURAHAN {}", "{}", "Kelurahan : {}", "Kel. {}, Kec. Contoh"])
@pytest.mark.parametrize("column", [0, 2])
def test_a_kelurahan_that_heads_its_rows(send, words, column):
    """No column says it, so the line over the rows does."""
    lines = [header(NO_KELURAHAN)]
    for person in SIX:
        lines += [[None] * column + [words.format(person.kelurahan)], *rows([person], NO_KELURAHAN)]
    is_read(send("intake", lines), SIX)


def test_a_kelurahan_that_only_the_name_of_the_sheet_says(send):
    names = [A.kelurahan, f"Kel. {B.kelurahan}", f"{C.kelurahan.upper()} 2025"]
    outcome = send("intake", {name: table([p], NO_KELURAHAN) for name, p in zip(names, PEOPLE, strict=False)})
    is_read(outcome, PEOPLE[:3])
    assert "dibaca Pilang dari judulnya" in outcome.told


def test_a_kelurahan_above_the_table(send):
    for above in (["KELURAHAN : MAYANGAN"], ["KELURAHAN", ":", "MAYANGAN"]):
        is_read(send("intake", [["DAFTAR PETANI"], above, [], *table([A], NO_KELURAHAN)]), [A])


def test_a_kelurahan_merged_over_its_rows_and_one_that_is_only_left_blank(send):
    lines = table([A, B, C])
    for row in lines[2:]:
        row[5] = None
    outcome = send("intake", lines, merged=["F2:F4"])
    assert {row["kelurahan"] for row in outcome.accepted} == {"Mayangan"}
    outcome = send("intake", lines)
    assert (outcome.answer["accepted"], outcome.answer["rejected"]) == (1, 2)


# -- Values -------------------------------------------------------------------------------------------------
THREE_FIVE = ["RT 3 / RW 5", "RT.003 RW.005", "003/005", "3/5", "RW 05/RT 03", "RT: 03, RW: 05", "III/V", "3 - 5", "RT3RW5", "03.05", "RT 03/RW 05 Krajan", "RW V RT III"]  # fmt: skip


def test_rt_and_rw_in_every_dress(send):
    columns = ("no", "nik", "name", "born", "kelurahan")
    lines = [[*row, "RT/RW" if not n else THREE_FIVE[n - 1]] for n, row in enumerate(table(PEOPLE, columns))]
    outcome = send("intake", lines)
    is_read(outcome, PEOPLE)
    assert {(row["rt"], row["rw"]) for row in outcome.rows} == {("003", "005")}


@pytest.mark.parametrize("cell", [0.6, 3.5, 35, "3;5", "003005", "belakang pasar"])
def test_an_rt_and_rw_that_cannot_be_known_is_told(send, cell):
    """0.6 is what a spreadsheet made of =3/5."""
    outcome = send("intake", [[*row, "RT/RW" if not n else cell] for n, row in enumerate(table([A]))])
    assert "rt_rw_unknown" in outcome.problems_of(2)
    assert (outcome.rows[0]["rt"], outcome.rows[0]["rw"]) == (None, None)


def test_both_in_the_column_of_the_rt(send):
    outcome = send(
        "intake",
        [[*row, *(("RT", "RW") if not n else ("003/005", None))] for n, row in enumerate(table([A]))],
    )
    assert (outcome.rows[0]["rt"], outcome.rows[0]["rw"]) == ("003", "005")


SEVENTH_OF_MAY = [
    "7 Mei 1980", "7-5-1980", "07/05/1980", "7.5.1980", "1980-05-07", "19800507", "07051980", "Rabu, 7 Mei 1980",
    "7 Mei 1980 00:00:00", "7–5–1980", "1980/5/7 0:00", "29348", "7-V-1980", "07 MEI 1980", "7Mei1980",
    date(1980, 5, 7), 29348, 29348.0,
]  # fmt: skip


def test_a_date_in_every_dress(send):
    people = [replace(A, nik=f"{A.nik[:-4]}{9100 + n}") for n in range(len(SEVENTH_OF_MAY))]
    lines = [[*row[:3], day, *row[4:]] for row, day in zip(rows(people), SEVENTH_OF_MAY, strict=True)]
    is_read(send("intake", [header(), *lines]), people)


NO_DAY = ["7 Mei 80", "Mei 1980", "1980", 19800507, "Rabu Pon", "31-02-1980", "05/13/1980", "07-05-1890"]


def test_a_date_that_cannot_be_known_is_told(send):
    lines = [[*row[:3], day, *row[4:]] for row, day in zip(rows(PEOPLE[:8]), NO_DAY, strict=True)]
    outcome = send("intake", [header(), *lines])
    assert outcome.answer["accepted"] == 0
    assert all("date" in outcome.problems_of(row) for row in range(2, 10))


NOTHING = ["-", "sda", "idem", '"', "tidak ada", "n/a", "s.d.a", "nihil", "–", "kosong", "//"]


@pytest.mark.parametrize(
    "column",
    ["kelurahan", "name", "born", "nik", "kk", "sex", "mother_name", "phone", "address", "rt", "occupation"],
)
def test_a_word_for_nothing(send, column):
    """Blank in columns that may be blank, to be mended in the others."""
    columns = tuple(dict.fromkeys(("no", "nik", "name", "born", "sex", "kelurahan", column)))
    lines = table(PEOPLE[:11], columns)
    for row, nothing in zip(lines[1:], NOTHING, strict=True):
        row[columns.index(column)] = nothing
    outcome = send("intake", lines)
    needed = column in ("kelurahan", "name", "born", "nik")
    assert outcome.answer["rejected"] == 11 * needed
    assert all(("belum diisi" in outcome.problems_of(row)) == needed for row in range(2, 13))


@pytest.mark.parametrize("column", ["nik", "name", "born", "kelurahan", "sex"])
def test_an_error_cell_is_named(send, column):
    columns = ("nik", "name", "born", "sex", "kelurahan")
    lines, faults = table(PEOPLE[:5], columns), ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!"]
    for row, shown in zip(lines[1:], faults, strict=True):
        row[columns.index(column)] = shown
    outcome = send("intake", lines)
    assert all(shown in outcome.problems_of(row) for row, shown in enumerate(faults, start=2))
    assert outcome.answer["rejected"] == 5 * (column != "sex")


# -- Deaths, registers and the files of the branch: rows --------------------------------------------------
DEATH = ["NO", "NAMA", "NIK", "TANGGAL MENINGGAL", "KELURAHAN"]
DUKCAPIL = ["NIK", "NAMA", "TANGGAL LAHIR", "STATUS KEPENDUDUKAN", "TANGGAL MENINGGAL"]
INVOICE = ["NO", "KPJ", "NAMA TK", "IURAN"]


def death(person: Person, day: object = "03-06-2025") -> list:
    return [1, person.name, person.nik, day, person.kelurahan]


def duk(person: Person, status: object = "MENINGGAL", day: object = "03-04-2025") -> list:
    return [person.nik, person.name, person.born, status, day]


def line(number: int, person: Person, amount: object = 16_800) -> list:
    return [number, f"250000000{number:02d}", person.name, amount]
