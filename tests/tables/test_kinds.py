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
    assert outcome.way == "read", outcome.sentences
    assert [(r["nik"], r["name"], r["birth_date"], r["kelurahan"]) for r in outcome.accepted] == [
        person.shown for person in people
    ]
    assert outcome.answer["rejected"] == 0, outcome.sentences


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
    assert "NIK ini ada juga di baris" in outcome.sentences


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
    assert outcome.sentences.count("NIK ini ada juga") == 6


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
    assert "memuat 3 nomor 16 angka yang tidak dibaca" in outcome.sentences


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


def test_a_raised_number_breaks_nothing(send):
    assert send("intake", [header(), ["¹", "²", "³", None, None, None], *rows()]).answer["accepted"] == 3


def test_the_first_person_below_an_untitled_column_stays_a_person(send):
    lines = [
        ["NIK", "NAMA", None, "TANGGAL LAHIR", "KELURAHAN"],
        *([p.nik, p.name, "ok", p.born, p.kelurahan] for p in SIX),
    ]
    is_read(send("intake", lines), SIX)
    lines[1] = [None, "SITI", "ok", None, None]
    outcome = send("intake", lines)
    assert (outcome.answer["accepted"], outcome.answer["rejected"]) == (5, 1)


def test_people_whose_number_is_an_error_are_no_titles_of_the_next_page(send):
    titles = ["NIK", "NAMA", "KELURAHAN", "ALAMAT", "TANGGAL LAHIR"]
    lines = [["#N/A", p.name, p.kelurahan, p.address, "#N/A"] for p in SIX]
    outcome = send("intake", [titles, *lines[:3], titles, *lines[3:]])
    assert len(outcome.answer["columns"]) == len(titles)
    assert (outcome.answer["rejected"], len(outcome.answer["skipped"])) == (6, 1)


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
    assert "dibaca Pilang dari judulnya" in outcome.sentences


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


@pytest.mark.parametrize("cell", [0.6, 3.5, 35, "3;5", "003005", "²", "belakang pasar"])
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


# -- Registers ----------------------------------------------------------------------------------------------
def days(outcome: Outcome) -> list[tuple[str, bool]]:
    return [(row.get("since") or row.get("died_on"), row["is_day_sure"]) for row in outcome.rows]


@pytest.mark.parametrize(
    "other",
    [
        "TGL CETAK",
        "TANGGAL LAPOR",
        "TGL AKTA KEMATIAN",
        "TANGGAL PEMAKAMAN",
        "TGL DIMAKAMKAN",
        "TGL PELAPORAN KEMATIAN",
        "TANGGAL INPUT",
    ],
)
def test_another_day_beside_the_day_of_death(send, other):
    lines = [
        ["NO", other, "NAMA", "NIK", "STATUS", "TGL MENINGGAL"],
        *([1, "10-10-2025", p.name, p.nik, "MENINGGAL", "03-06-2025"] for p in SIX),
    ]
    for door in ("deaths", "dukcapil"):
        assert days(send(door, lines)) == [("2025-06-03", True)] * 6
        alone = send(door, [row[:5] for row in lines])
        assert alone.way == "asked" if door == "deaths" else not any(row["since"] for row in alone.rows)


@pytest.mark.parametrize("group", ["PEMAKAMAN", "LAPORAN", "AKTA KEMATIAN"])
def test_the_day_of_another_group_is_not_the_day_of_death(send, group):
    lines = [
        ["NO", "NAMA", "NIK", group, None],
        [None, None, None, "TANGGAL", "TEMPAT"],
        *([1, p.name, p.nik, "10-06-2025", "TPU"] for p in SIX),
    ]
    asks(send("deaths", lines, merged=["D1:E1"]), "columns")
    lines = [["NO", "NAMA", "NIK", group, None, "MENINGGAL", None], [None, None, None, "NOMOR", "TANGGAL", "TANGGAL", "TEMPAT"],
             *([1, p.name, p.nik, "12", "10-06-2025", "03-06-2025", "RSUD"] for p in SIX)]  # fmt: skip
    assert days(send("deaths", lines)) == [("2025-06-03", True)] * 6


def test_a_plain_day_is_never_sure(send):
    for title in ("TANGGAL", "TANGGAL STATUS", "TANGGAL PERISTIWA"):
        lines = [["NAMA", "NIK", "STATUS", title], *([p.name, p.nik, "MENINGGAL", "03-06-2025"] for p in SIX)]
        for door in ("deaths", "dukcapil"):
            assert days(send(door, lines)) == [("2025-06-03", False)] * 6


def exchanged(person: Person) -> date:
    born = person.birth_date
    return date(born.year, born.day, born.month) if born.day <= 12 else born


def test_days_of_death_that_an_english_spreadsheet_exchanged_are_not_sure(send):
    """The births say so where there are some; else its own sign: days up to the 12th as dates, the others as text."""
    four = [A, PEOPLE[2], PEOPLE[6], PEOPLE[10]]
    by_births = [[*DEATH, "TANGGAL LAHIR"], *([*death(p, date(2025, 3, 6)), exchanged(p)] for p in four)]
    by_sign = [
        DEATH,
        *(
            death(p, day)
            for p, day in zip(
                PEOPLE, [date(2025, 3, 6), date(2025, 4, 5), "25/06/2025", "13/06/2025"], strict=False
            )
        ),
    ]
    for lines, told in ((by_births, "tertukar bulan dan harinya"), (by_sign, "Excel berbahasa Inggris")):
        outcome = send("deaths", lines)
        assert told in outcome.sentences
        assert not any(sure for day, sure in days(outcome) if day[8:] <= "12")
    lines = [DUKCAPIL, *([p.nik, p.name, exchanged(p), "MENINGGAL", date(2025, 3, 4)] for p in four)]
    assert days(send("dukcapil", lines)) == [("2025-03-04", False)] * 4


def test_somebody_alive_of_whom_something_speaks_of_death_waits(send):
    lines = [[*DUKCAPIL, "KETERANGAN"], [*duk(A, "HIDUP", None), "MENINGGAL 03-04-2025"], [*duk(B, "AKTIF", "03-04-2025"), None],
             [*duk(C, "HIDUP", None), "belum meninggal"], [*duk(D, "HIDUP", "-"), "sudah rekam"]]  # fmt: skip
    outcome = send("dukcapil", lines)
    assert [row["row"] for row in outcome.rows] == [4, 5]
    assert "keterangannya" in outcome.problems_of(2)
    assert "tanggal meninggalnya diisi" in outcome.problems_of(3)


def test_two_answers_on_two_sheets_wait(send):
    outcome = send("dukcapil", {"Hidup": [DUKCAPIL, duk(A, "HIDUP", None)], "Rekon": [DUKCAPIL, duk(A)]})
    assert (outcome.answer["accepted"], outcome.answer["rejected"]) == (0, 2)
    outcome = send("deaths", [DEATH, death(A), death(A, "04-06-2025"), death(B), death(B)])
    assert [(row["nik"], row["died_on"]) for row in outcome.rows] == [(B.nik, "2025-06-03")] * 2
    assert outcome.answer["rejected"] == 2


def test_a_death_that_the_office_took_back_is_told(send):
    notes = ["", "batal", "salah input", "masih hidup", "data ganda", "bukan karena kecelakaan"]
    outcome = send(
        "deaths", [[*DEATH, "KETERANGAN"], *([*death(p), note] for p, note in zip(SIX, notes, strict=True))]
    )
    assert [row["row"] for row in outcome.rows] == [2, 7]
    assert all(f"“{note}”" in outcome.sentences for note in notes[1:5])


def test_a_status_that_is_no_word_for_a_death_is_told(send):
    words = ["Meninggal", "Alm.", "HIDUP", "koma", "Pindah", "#N/A"]
    outcome = send(
        "deaths", [[*DEATH, "STATUS"], *([*death(p), word] for p, word in zip(SIX, words, strict=True))]
    )
    assert [row["row"] for row in outcome.rows] == [2, 3]
    assert all(word.lower() in outcome.sentences.lower() for word in ("hidup", "koma", "pindah"))


@pytest.mark.parametrize("title", ["KEAKTIFAN", "STATUS KEPESERTAAN", "STATUS AKTIF", "STATUS"])
def test_segment_and_status_of_bpjs_in_two_columns(send, title):
    """The segment alone called everybody a member."""
    lines = [["NIK", "NAMA", "SEGMEN", title], *([p.nik, p.name, segment, status] for p, segment, status in zip(
        SIX, ["PU", "BPU", "BPU", "PU", "Penerima Upah", "BPU"], ["AKTIF", "Aktif", "NON AKTIF", "Nonaktif", "AKTIF", ""], strict=True))]  # fmt: skip
    outcome = send("bpjs", lines)
    assert [row["finding"] for row in outcome.rows] == [
        "pu_active",
        "bpu_active",
        "not_member",
        "not_member",
        "pu_active",
    ]
    assert "Status belum diisi" in outcome.problems_of(7)
    alone = send("bpjs", [row[:3] for row in lines])
    assert [row["finding"] for row in alone.rows][:2] == ["pu_active", "bpu_active"]


@pytest.mark.parametrize(("payer", "is_ours"), [
    ("Pemkot  Probolinggo", True), ("PEMERINTAH KOTA PROBOLINGGO", True), ("Dinas Tenaga Kerja Kota Probolinggo", True),
    ("Pemkab Probolinggo", False), ("Kabupaten Probolinggo", False), ("PT Probolinggo Jaya", False), ("Mandiri", False), ("-", False),
])  # fmt: skip
def test_who_pays(send, payer, is_ours):
    outcome = send("bpjs", [["NIK", "STATUS KEPESERTAAN", "PEMBAYAR"], [A.nik, "BPU AKTIF", payer]])
    assert outcome.rows[0]["finding"] == ("bpu_ours" if is_ours else "bpu_active")


# -- Files of the branch ------------------------------------------------------------------------------------
@pytest.mark.parametrize("column", range(4))
@pytest.mark.parametrize("word", ["TOTAL", "Jumlah seluruhnya", "Grand Total"])
def test_a_total_in_any_column(send, column, word):
    total = [None] * 4
    total[column] = word
    total[3] = 33_600 if column < 3 else word
    outcome = send("invoice", [INVOICE, line(1, A), line(2, B), total])
    assert (outcome.answer["accepted"], outcome.answer["declared_rp"]) == (2, 33_600 if column < 3 else None)


GROUPS = [
    [
        ["Kelurahan Jati"],
        line(1, A),
        ["Jumlah", None, None, 16_800],
        ["Kelurahan Pilang"],
        line(2, B),
        ["Jumlah", None, None, 16_800],
    ],
    [
        line(1, A),
        ["Jumlah dipindahkan", None, None, 16_800],
        INVOICE,
        ["Jumlah pindahan", None, None, 16_800],
        line(2, B),
        ["Total", None, None, 33_600],
    ],
    [line(1, A), line(2, B), ["Total Iuran", None, None, 33_600], ["Jumlah Peserta", None, None, 2]],
    [line(1, A), line(2, B), ["Jumlah Peserta", None, None, 2], ["Total Iuran", None, None, 33_600]],
]


@pytest.mark.parametrize("below", GROUPS)
def test_totals_of_groups_of_pages_and_of_people(send, below):
    outcome = send("invoice", [INVOICE, *below])
    assert (outcome.answer["accepted"], outcome.answer["total_rp"], outcome.answer["declared_rp"]) == (
        2,
        33_600,
        33_600,
    )


def test_a_total_that_is_not_the_sum_is_refused(send):
    outcome = send("invoice", [INVOICE, line(1, A), line(2, B), ["TOTAL", None, None, 50_400]])
    assert "Rp50.400" in outcome.sentences
    outcome = send(
        "invoice",
        {
            "1": [INVOICE, line(1, A), ["TOTAL", None, None, 16_800]],
            "2": [INVOICE, line(2, B), ["TOTAL", None, None, 50_400]],
        },
    )
    assert "selisih" in outcome.sentences


def test_kpj_and_amounts_in_every_dress(send):
    kpjs = ["25.000.000.011", "25 000 000 012", "25-000000013", 25000000014, "'25000000015", "25000000016"]
    amounts = ["Rp16.800,00", "16.800", "Rp 16,800", 16_800.0, "16800,-", "Rp. 16.800"]
    outcome = send(
        "invoice",
        [
            INVOICE,
            *([n, kpj, p.name, rp] for n, (kpj, p, rp) in enumerate(zip(kpjs, SIX, amounts, strict=True))),
        ],
    )
    assert [(row["kpj"], row["amount_rp"]) for row in outcome.rows] == [
        (f"2500000001{n}", 16_800) for n in range(1, 7)
    ]


@pytest.mark.parametrize("amount", [0, "-", -16_800, "16.800,50", 16_800.5, "enam belas ribu", None])
def test_an_amount_that_cannot_be_known_is_told_with_its_row(send, amount):
    assert "baris 3" in send("invoice", [INVOICE, line(1, A), line(2, B, amount)]).answer["message"]


def test_an_active_list_that_also_names_who_left(send):
    """They counted as active: their status, the day they left and the name of their sheet were not looked at."""
    plain = ["NO", "KPJ", "NAMA"]
    people = [[n, f"2500000001{n}", p.name] for n, p in enumerate(SIX, 1)]
    status = [
        [*plain, "STATUS"],
        *(
            [*row, s]
            for row, s in zip(
                people, ["AKTIF", "NON AKTIF", "Keluar", "Tidak aktif", "aktif", ""], strict=True
            )
        ),
    ]
    ended = [
        [*plain, "TGL NON AKTIF"],
        *([*row, day] for row, day in zip(people, ["-", "01-02-2025", None, "", "-", "-"], strict=True)),
    ]
    sheets = {"Aktif": [plain, *people[:4]], "Nonaktif": [plain, *people[4:]]}
    for content, active in ((status, 3), (ended, 5), (sheets, 4)):
        outcome = send("active", content)
        assert len(outcome.rows) == outcome.answer["accepted"] == active
        assert outcome.sentences.count("bukan peserta aktif") == 6 - active


REPLY = ["NO", "NO PENDAFTARAN", "NIK", "NAMA", "KPJ", "STATUS", "KETERANGAN", "TMT"]


def reply(
    number: int, person: Person, kpj: str | None, status: str | None, day: object = "01-05-2025"
) -> list:
    return [number, f"REG-{number:06d}", person.nik, person.name, kpj, status, None, day]


def test_a_reply_with_its_first_day_in_words(send):
    days = ["1 Mei 2025", "2025-05-01", "Kamis, 1 Mei 2025", date(2025, 5, 1), "1-V-2025", 45778]
    outcome = send(
        "reply",
        [
            REPLY,
            *(
                reply(n, p, f"2500000001{n}", "DITERIMA", day)
                for n, (p, day) in enumerate(zip(SIX, days, strict=True))
            ),
        ],
    )
    assert {row["start_on"] for row in outcome.rows} == {"2025-05-01"}
    outcome = send("reply", [REPLY, reply(1, A, "25000000011", "DITERIMA", "Mei 2025")])
    assert outcome.answer["rejected"] == 1


def test_a_row_of_a_reply_that_answers_nothing_we_know_is_told(send):
    words = ["Diterima", "proses", "pending", None, "Ditolak", "Berhasil"]
    kpjs = ["25000000011", "25000000012", None, None, None, "-"]
    outcome = send(
        "reply",
        [
            REPLY,
            *(reply(n, p, kpj, word) for n, (p, kpj, word) in enumerate(zip(SIX, kpjs, words, strict=True))),
        ],
    )
    assert [row["row"] for row in outcome.rows] == [2, 6]
    assert "Kata yang dikenal" in outcome.problems_of(3)


CLAIM = ["NO KLAIM", "KPJ", "NAMA PESERTA", "NAMA AHLI WARIS", "STATUS", "TANGGAL", "JUMLAH"]


def test_heirs_of_one_claim_over_sheets_and_under_merged_cells(send):
    ani = ["K-000001", "25000000011", A.name, "ANI", "DIBAYAR", "31-10-2025", 21_000_000]
    budi = [*ani[:3], "BUDI", *ani[4:]]
    below = [None, None, None, "BUDI", None, None, 21_000_000]
    merged = [f"{column}2:{column}3" for column in "ABCEF"]
    for outcome in (
        send("claims", {"1": [CLAIM, ani], "2": [CLAIM, budi]}),
        send("claims", [CLAIM, ani, below], merged=merged),
    ):
        assert [(row["claim"], row["heir"], row["amount_rp"]) for row in outcome.rows] == [
            (1, "ANI", 21_000_000),
            (1, "BUDI", 21_000_000),
        ]
    outcome = send("claims", [CLAIM, ani, below])
    assert "Nomor klaim dan KPJ kosong" in outcome.problems_of(3)


def test_the_day_and_the_sum_that_were_paid(send):
    titles = [
        "NO KLAIM",
        "KPJ",
        "STATUS",
        "TANGGAL PENGAJUAN",
        "TANGGAL BAYAR",
        "TANGGAL CETAK",
        "JUMLAH DIAJUKAN",
        "JUMLAH DIBAYAR",
    ]
    cells = [
        "K-1",
        "25000000011",
        "DIBAYAR",
        "01-08-2025",
        "31-10-2025",
        "01-11-2025",
        42_000_000,
        "40.000.000",
    ]
    (row,) = send("claims", [titles, cells]).rows
    assert (row["on"], row["amount_rp"]) == ("2025-10-31", 40_000_000)


# -- Titles that nearly say it --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "title", ["PENGHASILAN/HARI", "Penghasilan (per hari)", "PENDAPATAN (TAHUN)", "Pendapatan per tahun"]
)
def test_an_income_of_another_span_is_no_monthly_income(send, title):
    outcome = send("intake", [[*row, title if not n else 3_000_000] for n, row in enumerate(table())])
    is_read(outcome, PEOPLE[:3])
    assert {c["field"] for c in outcome.answer["columns"] if c["title"] == title} == {None}


@pytest.mark.parametrize("title", ["NIK SALAH", "NIK (ISTRI)", "NIK LAMA", "TANGGAL LAHIR SALAH"])
def test_a_title_that_takes_it_back_is_another_column(send, title):
    lines = [[PEOPLE[8].nik if n else title, *row] for n, row in enumerate(table())]
    is_read(send("intake", lines), PEOPLE[:3])


@pytest.mark.parametrize("title", ["TGL MENINGGAL (LAPOR)", "TANGGAL KEMATIAN (AKTA)", "TGL KEMATIAN SUAMI"])
def test_a_day_of_death_that_is_another_day(send, title):
    lines = [["NAMA", "NIK", title], *([p.name, p.nik, "03-06-2025"] for p in SIX)]
    asks(send("deaths", lines), "columns")


def test_a_membership_of_another_insurance_is_no_status(send):
    lines = [["NIK", "STATUS KEPESERTAAN JKN", "SEGMEN"], [A.nik, "NON AKTIF", "BPU"]]
    assert [row["finding"] for row in send("bpjs", lines).rows] == ["bpu_active"]


@pytest.mark.parametrize("title", ["STATUS", "HASIL VERIFIKASI", "KONDISI", "KETERANGAN"])
def test_what_the_agency_itself_wrote_is_said_beside_the_person(send, title):
    remarks = ["", "MENINGGAL", "pindah ke Malang", "BATAL", "ada", "ganda"]
    outcome = send("intake", [[*row, remarks[n - 1] if n else title] for n, row in enumerate(table(SIX))])
    is_read(outcome, SIX)
    assert [bool(outcome.problems_of(row)) for row in range(2, 8)] == [False, True, True, True, False, True]


@pytest.mark.parametrize(
    "name",
    [
        "Alm. SUPARDI",
        "ALM SUPARDI SUPARMANTO WIBOWO",
        "SUPARDI SUPARMANTO ALM",
        "SUPARDI almarhum",
        "ALMIRA SALMA",
    ],
)
def test_a_name_that_says_that_somebody_died(send, name):
    outcome = send("intake", table([replace(A, name=name)]))
    assert outcome.answer["accepted"] == 1
    assert ("remark" in outcome.problems_of(2)) == (name != "ALMIRA SALMA")
