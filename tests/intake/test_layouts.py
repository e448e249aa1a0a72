"""Each agency has its own way to make a list; the table is found in all of them, and only people are rows."""

import io
from datetime import date

import openpyxl
import pytest

from payung.demo.lists import write_city
from payung.intake.reading import FileRefused, check_file
from payung.intake.reading.bad_rows import bad_rows_xlsx
from payung.intake.reading.template import template_xlsx
from tests.demo.reading import read_city
from tests.intake.lists import HEADER, csv, nik, row, xlsx

TODAY = date(2025, 5, 7)
SMALL = {"petani": 510, "nelayan": 450, "umkm": 630}


def book(**sheets: list[list]) -> bytes:
    made = openpyxl.Workbook(write_only=True)
    for name, lines in sheets.items():
        page = made.create_sheet(name)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes, **more):
    return check_file(content, name="daftar", today=TODAY, **more)


def test_titles_blank_lines_numbering_totals_and_signatures_are_nobody():
    width = len(HEADER)
    lines = [
        ["DAFTAR USULAN PEKERJA RENTAN"], ["DINAS PERTANIAN"], [], HEADER, list(range(1, width + 1)),
        row(1), [], row(2), HEADER, row(3), [None, None, "JUMLAH", "3"], [], ["Kepala Dinas"], ["NIP. 1970"],
    ]  # fmt: skip
    checked = read(book(Daftar=lines))
    assert [one.number for one in checked.rows] == [6, 8, 10]
    assert all(one.accepted for one in checked.rows)


def test_a_header_of_two_lines_is_read_as_one():
    upper = ["NIK", "NAMA", "TANGGAL LAHIR", "ALAMAT", None, None, None]
    lower = [None, None, None, "JALAN", "RT", "RW", "KELURAHAN"]
    checked = read(book(Daftar=[upper, lower, [nik(1), "ADI", "12-09-1980", "Jl. A", "3", "7", "Jati"]]))
    assert checked.rows[0].values["rt"] == "003"
    assert checked.rows[0].values["kelurahan_code"] == "35.74.03.1004"


def test_the_sheet_with_the_list_is_found_among_others():
    checked = read(
        book(Sampul=[["Rekap"], ["Petani", 2]], Data=[HEADER, row(1)], Lain=[["a", "b", "c"], [1, 2, 3]])
    )
    assert (checked.understood.read_sheets, len(checked.rows)) == (["Data"], 1)


def test_place_and_date_in_one_column_are_taken_apart():
    checked = read(
        book(D=[["NIK", "Nama", "TTL", "Kelurahan"], [nik(1), "ADI", "Probolinggo, 12 Sept 1980", "Jati"]])
    )
    values = checked.rows[0].values
    assert (values["birth_place"], values["birth_date"]) == ("Probolinggo", date(1980, 9, 12))


def test_a_header_with_a_typing_error_is_understood():
    checked = read(
        xlsx([row(1)], ["NIK", "No. KK", "Nama lengkpa", *HEADER[3:4], "Tangal lahir", *HEADER[5:]])
    )
    assert checked.rows[0].accepted


def test_foreign_columns_wait_for_a_person_and_the_remembered_map_wins():
    header = ["K1", "K2", "K3", "K4"]
    content = book(D=[header, [nik(1), "ADI", "12-09-1980", "Jati"]])
    asked = read(content)
    assert asked.needs_decision
    assert "NIK, Nama lengkap, Tanggal lahir, Kelurahan" in asked.understood.ask[0]["why"]
    assert (asked.rows, [c["title"] for c in asked.understood.columns]) == ([], header)
    matched = dict(zip("ABCD", ["nik", "name", "birth_date", "kelurahan"], strict=True))
    assert read(content, remembered=lambda layout: matched).rows[0].accepted


def test_a_remembered_map_beats_what_the_header_says():
    header = ["NIK", "Nama", "Nama KTP", "Tanggal lahir", "Kelurahan"]
    content = book(D=[header, [nik(1), "TOKO JAYA", "ADI", "12-09-1980", "Jati"]])
    matched = {"A": "nik", "B": "name", "C": None, "D": "birth_date", "E": "kelurahan"}
    assert read(content).rows[0].values["name"] == "ADI"
    assert read(content, remembered=lambda layout: matched).rows[0].values["name"] == "TOKO JAYA"


def test_unknown_columns_are_named_and_left_alone():
    checked = read(book(D=[["Luas lahan", *HEADER], ["2 ha", *row(1)]]))
    assert [(c["letter"], c["title"]) for c in checked.understood.columns if not c["field"]] == [
        ("A", "Luas lahan")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_text_in_any_dress(encoding, delimiter):
    text = csv([row(1, "JOSÉ"), row(2)]).decode().replace(";", delimiter)
    checked = read(text.encode(encoding))
    assert [one.values["name"] for one in checked.rows if one.accepted] == ["JOSÉ", "PETANI KEC"]


def test_rows_of_a_text_file_have_the_numbers_a_spreadsheet_shows():
    quoted = csv([row(1), row(2, NIK="1")]).decode().replace("Jl. Ikan Tongkol", '"Jl. Ikan\nTongkol"', 1)
    checked = read(quoted.encode())
    assert [one.number for one in checked.rejected] == [3]
    assert checked.rows[0].values["address"] == "Jl. Ikan Tongkol"


def test_the_download_format_is_read_back_and_its_examples_are_nobody():
    empty = read(template_xlsx("Petani"))
    assert (empty.understood.read_sheets, empty.rows, empty.needs_decision) == (["Daftar"], [], False)
    filled = openpyxl.load_workbook(io.BytesIO(template_xlsx("Petani")))
    assert {"Daftar", "Petunjuk", "Referensi"} <= set(filled.sheetnames)
    page = filled["Daftar"]
    headers = [cell.value.removesuffix(" *") for cell in page[1]]
    for title, cell in zip(HEADER, row(1), strict=True):
        page.cell(2, headers.index(title) + 1, cell)
    out = io.BytesIO()
    filled.save(out)
    assert [one.accepted for one in read(out.getvalue()).rows] == [True]


def test_the_download_format_keeps_numbers_as_text_and_offers_lists():
    page = openpyxl.load_workbook(io.BytesIO(template_xlsx("Petani")))["Daftar"]
    letters = {cell.value.removesuffix(" *"): cell.column_letter for cell in page[1]}
    places = {cell.value.removesuffix(" *"): cell.column for cell in page[1]}
    for title in ("NIK", "No. KK", "No. HP", "RT", "RW"):
        (look,) = (d for d in page.column_dimensions.values() if d.min <= places[title] <= d.max)
        assert look.number_format == "@", title
    listed = {
        str(rule.sqref).split(":")[0].rstrip("0123456789")
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
    }
    assert {letters["Kelurahan"], letters["Jenis kelamin (L/P)"]} <= listed


def test_the_bad_rows_come_back_as_text_with_what_to_do_and_can_be_sent_again():
    """I6: a formula that came in as text goes out as text."""
    bomb = '=HYPERLINK("http://contoh.invalid","klik")'
    checked = read(csv([row(1), row(2, bomb.replace('"', "")), row(3, NIK="123")]))
    out = bad_rows_xlsx(checked)
    page = openpyxl.load_workbook(io.BytesIO(out)).active
    assert all(cell.data_type != "f" for line in page.iter_rows() for cell in line)
    assert [line[0].value for line in page.iter_rows(min_row=2)] == [3, 4]
    assert "Yang harus dilakukan" in [cell.value for cell in page[1]]
    again = read(out)
    assert (len(again.rows), len(again.accepted)) == (2, 0)


def test_a_progress_is_told_in_rows():
    told = []
    read(xlsx([row(i) for i in range(4500)]), on_progress=lambda done, total: told.append((done, total)))
    assert told == [(4000, 4500), (4500, 4500)]


def test_a_sheet_of_small_numbers_is_no_list():
    with pytest.raises(FileRefused, match="Tidak ada tabel"):
        read(xlsx([[1, 2, 3], [4, 5, 6]], header=[7, 8, 9]))


def test_somebody_of_whom_only_the_nik_is_known_is_a_row():
    checked = read(book(D=[["NIK", "Nama", "TTL", "Kelurahan"], [nik(1)], ["Kepala Dinas"]]))
    assert [(one.number, one.accepted) for one in checked.rows] == [(2, False)]


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, seed=11, counts=SMALL)
    return read_city(folder)


@pytest.mark.parametrize("file", ["petani.xlsx", "nelayan.xlsx", "umkm.csv"])
def test_the_three_agency_lists_are_read_without_help_and_as_the_truth_says(city, file):
    """Every row of a person, no other; refused exactly those that must be, whatever the reader may refuse apart."""
    checked = check_file(city.folder / file, today=TODAY)
    sector = file.split(".")[0]
    people = {int(true["row"]) for true in city.truth if true["list"] == sector}
    assert not checked.needs_decision
    assert {one.number for one in checked.rows} == people
    must = set(city.expected["rejected_rows"][sector])
    may = set(city.expected["unsure_rows"][sector])
    rejected = {one.number for one in checked.rejected}
    assert must <= rejected <= must | may
    assert must
