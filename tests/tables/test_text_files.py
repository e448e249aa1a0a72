"""Text files: the header line tells the separator, and what cannot be cut without a guess is refused with its row."""

import pytest

from payung.tables.cells import Fault, FileRefused, read_sheets
from tests.tables import making as m
from tests.tables.making import LIST, PEOPLE, TITLES

COMMAS = "Jl. Contoh No. 1, RT 3, RW 5, Kel. X, Kec. Y, Kota Probolinggo, Jawa Timur, 67211, Indonesia"


def rows(content: bytes | str):
    (sheet,) = read_sheets(content if isinstance(content, bytes) else content.encode())
    assert sheet.is_text
    return sheet.rows


def refusal(content: bytes | str) -> tuple[str, int | None]:
    with pytest.raises(FileRefused) as refused:
        read_sheets(content if isinstance(content, bytes) else content.encode())
    assert "\n" not in refused.value.message
    if refused.value.row:
        assert f"baris {refused.value.row}" in refused.value.message
    return refused.value.code, refused.value.row


def with_address(address: str, person: int = 1) -> list[list[str]]:
    """The list, with another address of one person."""
    changed = [list(row) for row in LIST]
    changed[person][5] = address
    return changed


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_separator_in_every_encoding(separator, encoding):
    people = with_address("Gang Ma’ruf – José")
    assert rows(m.text(people, separator).encode(encoding)) == people


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
def test_every_line_end(end):
    read = rows(m.text(end=end) + "\x1a")
    assert [row for row in read if row] == LIST


def test_a_list_put_together_from_files_of_two_encodings():
    content = m.text(with_address("Gang José")).encode() + "4;1;MA’RUF;;;;Jati\r\n".encode("cp1252")
    read = rows(content)
    assert (read[1][5], read[4][2]) == ("Gang José", "MA’RUF")


DECLARED = ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;"]


@pytest.mark.parametrize("line", DECLARED)
def test_a_declared_separator_takes_a_row_of_its_own(line):
    assert rows(f"{line}\r\n{m.text()}") == [[], *LIST]


def test_a_tab_may_be_declared_and_a_wrong_declaration_does_not_count():
    assert rows("sep=\\t\n" + m.text(separator="\t")) == [[], *LIST]
    assert rows("sep=\t\n" + m.text(separator="\t")) == [[], *LIST]
    assert rows("sep=^\n" + m.text(separator="^")) == [[], *LIST]
    assert rows("sep=,\n" + m.text()) == [[], *LIST]


# -- The separator is the one of the header line --------------------------------------------------------------
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_commas_in_addresses_are_no_separators(separator):
    people = [TITLES, *[[*row[:5], COMMAS, row[6]] for row in PEOPLE]]
    assert rows(m.text(people, separator)) == people
    assert rows(m.text(people[1:], separator)) == people[1:]


def test_commas_in_addresses_of_a_list_of_two_columns():
    people = [["nama", "alamat"], ["SITI", COMMAS], ["BUDI", COMMAS], ["SRI", "Jati"]]
    assert rows(m.text(people)) == people
    assert rows("NIK, NAMA, ALAMAT\n3574010101809001, SITI, Jati\n")[1] == [
        "3574010101809001",
        " SITI",
        " Jati",
    ]


def test_semicolons_in_quoted_addresses_of_a_file_with_commas():
    people = with_address("Jl. A; B; C; D; E; F; G; H; I; J")
    assert rows(m.text(people, ",")) == people


def test_a_letterhead_above_the_titles():
    above = "PEMERINTAH KOTA, DINAS PERTANIAN, BIDANG PANGAN, SEKSI BENIH, UPT SATU, JAWA TIMUR\nDaftar; petani\n\n"
    assert rows(above + m.text())[3:] == LIST


def test_titles_with_hints_commas_and_line_ends():
    titles = [
        "NO",
        "NIK (16 DIGIT)",
        "NAMA, GELAR",
        "TANGGAL\nLAHIR (31-12-1980)",
        "L/P",
        "ALAMAT",
        "KELURAHAN",
    ]
    line = 'NO,NIK (16 DIGIT),"NAMA, GELAR","TANGGAL\nLAHIR (31-12-1980)",L/P,ALAMAT,KELURAHAN\n'
    assert rows(line + m.text(PEOPLE, ",")) == [titles, *PEOPLE]


def test_titles_of_two_lines():
    two = "NO;NIK;NAMA;ALAMAT;;;\n;;;JALAN;RT;RW;KELURAHAN\n1;3574010101809001;SITI;Jl. A;1;2;Jati\n"
    assert rows(two)[2] == ["1", "3574010101809001", "SITI", "Jl. A", "1", "2", "Jati"]


def test_only_titles_and_one_person():
    assert rows("NIK;NAMA\n") == [["NIK", "NAMA"]]
    assert rows("NIK,NAMA\n3574010101809001,SITI\n") == [["NIK", "NAMA"], ["3574010101809001", "SITI"]]


def test_lines_that_are_quoted_as_a_whole():
    quoted = "\n".join('"' + ",".join(row) + '"' for row in LIST)
    assert rows(quoted) == LIST
    inner = '"1,3574010101809001,""SITI, S.Pd"",01-01-1980"\n'
    assert rows('"NO,NIK,NAMA,TANGGAL LAHIR"\n' + inner)[1][2] == "SITI, S.Pd"


def test_lines_that_end_with_a_separator_of_their_own():
    assert rows(m.text([TITLES, *[[*row, ""] for row in PEOPLE]])) == LIST
    assert rows(m.text([[*row, ""] for row in LIST])) == LIST
    assert rows(m.text([TITLES, *[[*row[:5], "", ""] for row in PEOPLE]]))[3] == PEOPLE[2][:5]


def test_a_quoted_separator_and_blank_cells_are_no_swallowed_neighbour():
    line = '1;3574010101809001;"SITI; S.Pd";01-01-1980;P;"Gang 3\nNo 5";\n'
    assert rows(";".join(TITLES) + "\n" + line)[1] == [
        "1",
        "3574010101809001",
        "SITI; S.Pd",
        "01-01-1980",
        "P",
        "Gang 3\nNo 5",
    ]


# -- Quotation marks that are right ---------------------------------------------------------------------------
RIGHT = {
    '"Jl. Mawar; No 3"': "Jl. Mawar; No 3",
    '"Jl. ""Mawar"" No 3"': 'Jl. "Mawar" No 3',
    'Kios 2"': 'Kios 2"',
    'Jl. "Mawar" No 3': 'Jl. "Mawar" No 3',
    '"Jl. Mawar\nNo 3"': "Jl. Mawar\nNo 3",
    '"Jl. Mawar\r\n\r\nNo 3"': "Jl. Mawar\n\nNo 3",
    ' "Jl. Mawar; No 3" ': "Jl. Mawar; No 3",
    '""': None,
    '="12"': "12",
    '"=""12"""': "12",
    "#N/A": Fault("#N/A"),
    '"#REF!"': Fault("#REF!"),
    " ": None,
}


@pytest.mark.parametrize("cell", RIGHT)
def test_a_cell_is_read_as_it_is_meant(cell):
    read = rows(m.text(with_address(cell)))
    assert read[1][5] == RIGHT[cell] or (RIGHT[cell] is None and not read[1][5].strip())
    assert read[2:] == LIST[2:]


def test_a_dressed_number_keeps_its_digits_in_every_separator():
    for separator in (";", ",", "\t"):
        people = [[row[0], f'="{row[1]}"', *row[2:]] for row in PEOPLE]
        assert rows(m.text([TITLES, *people], separator)) == LIST


# -- What is refused, with its row ----------------------------------------------------------------------------
def opened(separator: str) -> str:
    """A quotation mark that opens in row 2 and is closed in row 4."""
    people = with_address('"Gang 3')
    people[3][5] = 'Kios 2"'
    return m.text(people, separator)


WRONG = {
    "a quotation mark closed two rows later": (opened(";"), "quote_lines", 2),
    "the same with commas": (opened(","), "quote_lines", 2),
    "the same with tabs": (opened("\t"), "quote_lines", 2),
    "the same with bars": (opened("|"), "quote_lines", 2),
    "a quotation mark in the first cell": (m.text([TITLES, ['"1', *PEOPLE[0][1:]], PEOPLE[1], ["3", *PEOPLE[2][1:6], 'Pilang"']]), "quote_lines", 2),
    "a quotation mark never closed": (m.text(with_address('"Gang 3', 3)), "quote_open", 4),
    "a quotation mark never closed in the last cell": (m.text()[:-2] + ';"', "quote_open", 4),
    "a quotation mark that swallows its neighbour": (m.text(with_address('"Gang 3')).replace("Mayangan", 'Mayangan"'), "quote_lines", 2),
    "words after a closing quotation mark": (m.text(with_address('"Gang" 3')), "quote_text", 2),
    "a backslash before a quotation mark": (m.text(with_address('"Jl. \\"Mawar\\", No 3"'), ","), "backslash", 2),
    "a backslash and semicolons": (m.text(with_address('"Toko \\"Jaya\\"; lantai 2"', 3)), "backslash", 4),
    "a line with commas": (m.text([TITLES, PEOPLE[0]]) + m.text([PEOPLE[1]], ","), "other_separator", 3),
    "a line with tabs": (m.text([TITLES, PEOPLE[0]]) + m.text([PEOPLE[1]], "\t"), "other_separator", 3),
    "a line with semicolons among commas": (m.text([TITLES], ",") + m.text([PEOPLE[1]]), "other_separator", 2),
    "a line with commas and more": (m.text([TITLES, PEOPLE[0]]) + m.text([[*PEOPLE[1][:5], "Jl. A, RT 1", "Jati"]], ","), "other_separator", 3),
    "titles with semicolons above commas": (m.text([TITLES]) + m.text(PEOPLE, ","), "other_separator", 2),
    "a comma in an address of a file with commas": (m.text(with_address("Jl. Contoh, RT 3"), ","), "shifted", 2),
    "a semicolon in a name": (m.text([TITLES, PEOPLE[0], ["2", "3574010202819002", "BUDI; S.Pd", *PEOPLE[1][3:]]]), "shifted", 3),
    "thousands with commas": ("NIK,NAMA,PENGHASILAN\n3574010101809001,SITI,1,020,000\n", "shifted", 2),
    "a shifted line with blanks": (m.text([TITLES, ["1", "3574010101809001", "SITI", "", "", "Jl. A", "RT 3", "Jati"]]), "shifted", 2),
    "a line with commas in a list of two columns": ("NIK;NAMA\n1;SITI\n3574010101809001,BUDI\n", "other_separator", 3),
    "two quotation marks, each never closed": (m.text([TITLES, *[[*row[:5], '"Gang 3', row[6]] for row in PEOPLE]]), "quote_lines", 2),
    "a quotation mark in the titles": (m.text([[*TITLES[:2], '"NAMA', *TITLES[3:]], *PEOPLE]), "quote_open", 1),
    "a whole line in quotation marks": (m.text([TITLES, PEOPLE[0], ['"' + ";".join(PEOPLE[1]) + '"']]), "quote_lines", 3),
    "a shifted line whose last cell is blank": (m.text([TITLES, PEOPLE[0], [*PEOPLE[1][:5], "Jl. A", "RT 3", ""]]), "shifted", 3),
    "a shifted name whose last cell is blank": (m.text([TITLES, ["1", "3574010101809001", "SITI", "S.Pd", *PEOPLE[0][3:6], ""]]), "shifted", 2),
    "a shifted line in a list without titles": (m.text([*PEOPLE, [*PEOPLE[0][:5], "Jl. A", "RT 3", "Jati"]]), "shifted", 4),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_cut_without_a_guess_is_refused_with_its_row(name):
    content, code, row = WRONG[name]
    assert refusal(content) == (code, row)


def test_a_second_table_and_a_signature_are_no_shifted_lines():
    more = "\nNO;NIK;NAMA;TEMPAT LAHIR;TANGGAL LAHIR;L/P;ALAMAT;KELURAHAN\n1;3574010101809001;SITI;Probolinggo;01-01-1980;P;Jl. A;Jati\n"
    assert len(rows(m.text() + more)) == 7
    assert (
        rows(m.text() + ";;;;;;;;Probolinggo, 3 April 2025\n;;;;;;;;Kepala Dinas\n")[4][8]
        == "Probolinggo, 3 April 2025"
    )


def test_letters_are_no_list_and_bytes_are_no_text():
    assert refusal("Yth. Kepala Dinas\nMohon maaf daftar menyusul.\n")[0] == "not_a_spreadsheet"
    assert refusal(b"ID;PWXL;N;E\nP;PGeneral\nC;Y1;X1;K1\n")[0] == "not_a_spreadsheet"
    assert refusal('[{"nik": "3574010101809001", "nama": "SITI"}]')[0] == "not_a_spreadsheet"
    assert rows("PK;NIK;NAMA\nA;3574010101809001;SITI\n")[0] == ["PK", "NIK", "NAMA"]
    assert refusal(b"NIK;NAMA\n" + bytes(range(1, 32)) * 4)[0] == "not_text"
    assert refusal("NIK;NAMA\n".encode("utf-16-le")[:-1])[0] == "not_text"
