"""Bu Sri's rows, cell by cell: each odd cell meets its finding, at its place, with something to do; none is coerced."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payung.intake.reading import CheckedRow, Code, Severity, check_file
from payung.intake.reading.checks import check_rows
from payung.intake.reading.fields import DOOR
from payung.tables.cells import Sheet
from payung.tables.reading import read_tables
from tests.intake.lists import HEADER, nik, row, xlsx

TODAY = date(2025, 5, 7)
GOOD = nik(1)
ZERO_WIDTH, NO_BREAK, RIGHT_TO_LEFT = "\u200b", "\u00a0", "\u202e"
ARABIC = GOOD.translate({48 + n: 0x660 + n for n in range(10)})
FULL_WIDTH = GOOD.translate({48 + n: 0xFF10 + n for n in range(10)})


def rows_of(lines: list[list]) -> list[CheckedRow]:
    """The rows of a list, checked without a file between."""
    return check_rows(read_tables([Sheet("Daftar", lines)], DOOR).tables, today=TODAY)


def checked(cells: list, header: list[str] = HEADER) -> CheckedRow:
    """One row, checked without a file between."""
    (only,) = rows_of([header, cells])
    return only


def codes(one: CheckedRow, severity: Severity = Severity.ERROR) -> list[Code]:
    return [found.code for found in one.problems if found.severity is severity]


@pytest.mark.parametrize("word", ["NIK", "No. KK"])
@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (int(GOOD), Code.NUMBER_CELL),
        (float(GOOD), Code.NUMBER_CELL),
        (3.5740312e15, Code.NUMBER_CELL),
        (0, Code.NUMBER_CELL),
        ("3,57403E+15", Code.EXPONENT),
        ("3.57403E+15", Code.EXPONENT),
        ("9.9710e15", Code.EXPONENT),
        (GOOD[:15], Code.NOT_16_DIGITS),
        (GOOD + "1", Code.NOT_16_DIGITS),
        ("0", Code.NOT_16_DIGITS),
        (GOOD.replace("0", "O"), Code.HAS_LETTERS),
        (GOOD.replace("1", "l"), Code.HAS_LETTERS),
        (f"NIK {GOOD}", Code.HAS_LETTERS),
        (f"{GOOD[:6]}-{GOOD[6:]}", Code.HAS_LETTERS),
        (f"{GOOD[:6]}.{GOOD[6:]}", Code.HAS_LETTERS),
        (f"-{GOOD[1:]}", Code.HAS_LETTERS),
        (f"={GOOD}", Code.HAS_LETTERS),
        ("tiada", Code.HAS_LETTERS),
        (True, Code.HAS_LETTERS),
        (date(1980, 9, 12), Code.HAS_LETTERS),
        (ARABIC, Code.FOREIGN_DIGITS),
        (FULL_WIDTH, Code.FOREIGN_DIGITS),
        (GOOD[:15] + "²", Code.FOREIGN_DIGITS),
        (ZERO_WIDTH + GOOD, Code.HIDDEN_CHARACTERS),
        (GOOD[:8] + ZERO_WIDTH + GOOD[8:], Code.HIDDEN_CHARACTERS),
        (GOOD[:8] + "\ufeff" + GOOD[8:], Code.HIDDEN_CHARACTERS),
        (RIGHT_TO_LEFT + GOOD[::-1], Code.HIDDEN_CHARACTERS),
        (GOOD[:8] + "\x00" + GOOD[8:], Code.HIDDEN_CHARACTERS),
    ],
)  # fmt: skip
def test_a_number_of_16_digits_is_never_repaired(word, cell, code):
    """I5. Neither the row nor its value goes on."""
    cells = row(1)
    cells[HEADER.index(word)] = cell
    one = checked(cells)
    assert codes(one) == [code]
    assert one.values["nik" if word == "NIK" else "kk"] == ""
    (found,) = (p for p in one.problems if p.severity is Severity.ERROR)
    assert (found.row, found.column) == (2, "A" if word == "NIK" else "B")
    assert found.message
    assert found.cure


@pytest.mark.parametrize(
    "cell",
    [GOOD, f"'{GOOD}", f"  {GOOD} ", f"{NO_BREAK}{GOOD}", f"{GOOD}\n", f"{GOOD[:4]} {GOOD[4:8]} {GOOD[8:12]} {GOOD[12:]}"],
)  # fmt: skip
def test_outer_signs_and_spaces_fall_away(cell):
    one = checked(row(1, NIK=cell))
    assert one.accepted
    assert one.values["nik"] == GOOD


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("3599031209809001", Code.NIK_UNKNOWN_AREA),
        ("3500031209809001", Code.NIK_UNKNOWN_AREA),
        ("3580031209809001", Code.NIK_UNKNOWN_AREA),
        ("0074031209809001", Code.NIK_UNKNOWN_AREA),
        ("3574030009809001", Code.NIK_IMPOSSIBLE_DATE),
        ("3574038509809001", Code.NIK_IMPOSSIBLE_DATE),
        ("3574033109809001", Code.NIK_IMPOSSIBLE_DATE),
        ("3574031213809001", Code.NIK_IMPOSSIBLE_DATE),
        ("3574031209800000", Code.NIK_NO_SERIAL),
        ("3574031309809001", Code.NIK_BIRTH_DATE_DIFFERS),
        ("3574031209819001", Code.NIK_BIRTH_DATE_DIFFERS),
        ("3574035209809001", Code.NIK_SEX_DIFFERS),
    ],
)
def test_a_nik_that_cannot_be_or_differs(number, code):
    assert code in codes(checked(row(1, NIK=number)))


def test_an_unknown_kecamatan_in_the_nik_is_only_worth_a_look():
    one = checked(row(1, NIK="3574991209809001"))
    assert one.accepted
    assert codes(one, Severity.WARNING) == [Code.NIK_UNKNOWN_KECAMATAN]


def test_a_nik_of_another_regency_is_fine_for_people_move():
    assert checked(row(1, NIK="3513131209809001")).problems == []


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31 Feb 1980", Code.DATE_NOT_IN_CALENDAR),
        ("31-02-1980", Code.DATE_NOT_IN_CALENDAR),
        ("29/02/1981", Code.DATE_NOT_IN_CALENDAR),
        ("00-00-0000", Code.DATE_NOT_IN_CALENDAR),
        ("09/13/1980", Code.DATE_AMERICAN),
        ("12-9-80", Code.DATE_SHORT_YEAR),
        ("12 September 80", Code.DATE_SHORT_YEAR),
        ("kira-kira 1980", Code.DATE_UNKNOWN),
        ("=TODAY()", Code.DATE_UNKNOWN),
        ("12-09-2980", Code.DATE_IMPLAUSIBLE),
        ("12-09-1880", Code.DATE_IMPLAUSIBLE),
        (1980, Code.DATE_UNKNOWN),
        (float("inf"), Code.DATE_UNKNOWN),
        (1e300, Code.DATE_UNKNOWN),
        (True, Code.DATE_UNKNOWN),
        ("", Code.MISSING),
        (None, Code.MISSING),
    ],
)  # fmt: skip
def test_a_birth_date_that_cannot_be(cell, code):
    cells = row(1)
    cells[HEADER.index("Tanggal lahir")] = cell
    one = checked(cells)
    assert codes(one) == [code]
    assert one.values["birth_date"] is None


@pytest.mark.parametrize(
    "cell", ["12-09-1980", "12 September 1980", "12 Sept 1980", date(1980, 9, 12), 29476]
)
def test_a_birth_date_in_any_good_form(cell):
    cells = row(1)
    cells[HEADER.index("Tanggal lahir")] = cell
    assert checked(cells).values["birth_date"] == date(1980, 9, 12)


@pytest.mark.parametrize("word", ["Nama lengkap", "Nama ibu", "Alamat", "Tempat", "Pekerjaan", "Kelurahan"])
@pytest.mark.parametrize(
    "payload",
    [
        '=HYPERLINK("http://contoh.invalid","klik")',
        "=1+1",
        "+628123|cmd",
        "@SUM(A1:A9)",
        "-cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "</td><img src=x onerror=alert(1)>",
        "ADI\x00DAS",
        f"ADI{ZERO_WIDTH}DAS",
        f"{RIGHT_TO_LEFT}SADI",
    ],
)  # fmt: skip
def test_nothing_that_runs_gets_in(word, payload):
    one = checked(row(1, **{word: payload}))
    assert codes(one)
    assert set(codes(one)) <= {Code.FORMULA, Code.NAME_CHARACTERS, Code.HIDDEN_CHARACTERS}


@pytest.mark.parametrize(
    "name", ["A1MAD", "{{7*7}}", "%s", "SITI_AMINAH", "SITI & ANAK", "ADI 😀", "ADI²", "ADI (ALM)", "A" * 121]
)
def test_a_name_of_other_signs_is_sent_back(name):
    assert set(codes(checked(row(1, name)))) <= {Code.NAME_CHARACTERS, Code.TOO_LONG}
    assert codes(checked(row(1, name)))


@pytest.mark.parametrize(
    ("written", "kept"),
    [("SUKARNO", "SUKARNO"), ("MA'RUF, S.Pd.", "MA'RUF, S.Pd."), ("MA’RUF", "MA'RUF"), ("  NUR   AINI ", "NUR AINI"),
     ("José", "José"), ("Jose\u0301", "José"), ("H. Moh. Al-Amin", "H. Moh. Al-Amin")],
)  # fmt: skip
def test_a_good_name_stays_as_it_is(written, kept):
    one = checked(row(1, written))
    assert one.accepted
    assert one.values["name"] == kept


def test_the_village_is_looked_up_in_any_spelling_and_never_guessed():
    assert checked(row(1, Kelurahan="Kel. KEDUNGASEM")).values["kelurahan_code"] == "35.74.02.1005"
    typo = checked(row(1, Kelurahan="Mayagan"))
    assert codes(typo) == [Code.KELURAHAN_MISSPELT]
    assert "Maksud Anda Mayangan?" in typo.problems[0].cure
    assert typo.values["kelurahan_code"] is None
    outside = checked(row(1, Kelurahan="Gili Ketapang Pulau"))
    assert outside.accepted
    assert codes(outside, Severity.WARNING) == [Code.KELURAHAN_OUTSIDE]


def test_the_same_village_name_in_the_regency_is_not_ours():
    header = [*HEADER, "Kecamatan"]
    assert (
        checked([*row(1, Kelurahan="Jati"), "Mayangan"], header).values["kelurahan_code"] == "35.74.03.1004"
    )
    assert checked([*row(1, Kelurahan="Jati"), "Kota Probolinggo"], header).values["kelurahan_code"]
    for village in ("Jati", "Kedungdalem"):
        other = checked([*row(1, Kelurahan=village), "Kec. Dringu"], header)
        assert other.values["kelurahan_code"] is None
        assert codes(other, Severity.WARNING) == [Code.KELURAHAN_OUTSIDE]
        assert other.accepted


def test_what_may_be_missing_is_a_warning_and_is_not_kept():
    header = [*HEADER, "Penghasilan"]
    one = checked([*row(1, RT="A", **{"No. HP": "ada"}), "banyak"], header)
    assert one.accepted
    assert set(codes(one, Severity.WARNING)) == {Code.PHONE_UNKNOWN, Code.RT_RW_UNKNOWN, Code.INCOME_UNKNOWN}
    assert (one.values["phone"], one.values["rt"], one.values["income_rp"]) == (None, None, None)


@pytest.mark.parametrize(
    ("cell", "rupiah"),
    [(900000, 900_000), ("900.000", 900_000), ("Rp 900.000,00", 900_000), ("Rp900.000,-", 900_000), (9e5, 900_000),
     (1e300, None), (float("inf"), None), (float("nan"), None), ("9" * 13, None), ("1.000.000.000.000.000", None), (-1, None)],
)  # fmt: skip
def test_income_is_whole_rupiah_of_a_size_that_can_be_kept(cell, rupiah):
    assert checked([*row(1), cell], [*HEADER, "Penghasilan"]).values["income_rp"] == rupiah


def test_what_looks_alike_to_python_is_not_taken_for_the_same():
    """1, 1.0 and True are equal; only two of them are money."""
    lines = [[*row(n), cell] for n, cell in enumerate([1, True, 1.0, "1", True])]
    rows = rows_of([[*HEADER, "Penghasilan"], *lines])
    low, unknown = [Code.INCOME_LOW], [Code.INCOME_UNKNOWN]
    assert [codes(one, Severity.WARNING) for one in rows] == [low, unknown, low, low, unknown]


def test_a_finding_seen_before_stands_at_its_own_row():
    lines = [row(n, Kelurahan="Mayagan") for n in range(3)]
    rows = rows_of([HEADER, *lines])
    assert [(p.row, p.column, p.code) for one in rows for p in one.problems] == [
        (n, "L", Code.KELURAHAN_MISSPELT) for n in (2, 3, 4)
    ]


def test_a_row_with_two_faults_tells_both():
    one = checked(row(1, "A1", Tanggal="31-02-1980"))
    assert codes(one) == [Code.NAME_CHARACTERS, Code.DATE_NOT_IN_CALENDAR]


def test_the_same_nik_twice_keeps_both_rows_and_marks_them():
    rows = rows_of([HEADER, row(1), row(2), row(1)])
    assert [one.accepted for one in rows] == [True, True, True]
    assert [codes(one, Severity.WARNING) for one in rows] == [[Code.NIK_TWICE], [], [Code.NIK_TWICE]]
    assert "baris 4" in rows[0].problems[0].message


def test_a_numeric_cell_in_a_real_file_is_seen_as_one():
    """Through openpyxl, the zip, the child and back."""
    told = check_file(xlsx([row(1, NIK=int(GOOD)), row(2)]), name="petani.xlsx", today=TODAY).as_json()  # type: ignore[arg-type]
    assert (told["rows"], told["accepted"], told["rejected"]) == (2, 1, 1)
    assert [(p["row"], p["column"], p["field"], p["code"], p["severity"]) for p in told["problems"]] == [
        (2, "A", "nik", "number_cell", "error")
    ]
    assert set(told["problems"][0]) == {
        "sheet", "row", "column", "field", "value", "code", "message", "cure", "severity",
    }  # fmt: skip


ODD_CELL = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.text(max_size=30),
    st.sampled_from([GOOD, "12-09-1980", "Mayangan", "Jati", "L", "003/007", "Probolinggo, 12 Mei 1980", "NIK", "Nama lengkap"]),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(ODD_CELL, max_size=len(HEADER) + 2), max_size=8))
def test_any_cells_at_all_are_accepted_or_rejected_with_a_place(lines):
    """I4: nothing raises, rows = accepted + rejected, and whoever is rejected reads where and what to do."""
    reading = read_tables([Sheet("Daftar", [HEADER, *lines])], DOOR)
    rows = check_rows(reading.tables, today=TODAY)
    under_the_header = sum(len(table.rows) for table in reading.tables) + len(reading.skipped)
    assert len(rows) + len(reading.skipped) == under_the_header == len(lines)
    for one in rows:
        assert one.accepted == (not codes(one))
        assert all(p.row == one.number and p.column and p.message and p.cure for p in one.problems)
        number = one.values["nik"]
        assert number == "" or (len(str(number)) == 16 and str(number).isascii() and str(number).isdigit())
        if one.accepted:
            assert isinstance(one.values["birth_date"], date)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_order_of_rows_changes_nothing_but_their_numbers(data):
    """I3."""
    lines = [row(1), row(2, "A1"), row(1), row(3, Tanggal="31-02-1980"), row(4, Kelurahan="Mayagan"), row(5)]
    order = data.draw(st.permutations(range(len(lines))))
    before = rows_of([HEADER, *lines])
    after = rows_of([HEADER, *(lines[i] for i in order)])
    for place, i in enumerate(order):
        assert after[place].values == before[i].values
        assert [p.code for p in after[place].problems] == [p.code for p in before[i].problems]
