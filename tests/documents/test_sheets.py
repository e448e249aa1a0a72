"""No cell that leaves the house is ever a formula, and no NIK becomes a number."""

import csv as csv_module
import io
from datetime import date

import openpyxl
import pytest

from payung.documents.sheets import Column, csv, harmless, xlsx

COLUMNS = [Column("NIK"), Column("Nama"), Column("Iuran", "rupiah"), Column("Lahir", "date")]
ROW = ("3574011205809021", "=HYPERLINK(1)", 16_800, date(1980, 5, 12))


def cells(content: bytes) -> list[list]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [list(row) for row in sheet.iter_rows()]


def test_a_nik_stays_text_and_a_formula_stays_words():
    nik, name, money, born = cells(xlsx(COLUMNS, [ROW]))[1]
    assert (nik.value, nik.data_type) == ("3574011205809021", "s")
    assert (name.value, name.data_type) == ("=HYPERLINK(1)", "s")
    assert (money.value, born.value.date()) == (16_800, date(1980, 5, 12))


@pytest.mark.parametrize("long", [False, True])
def test_a_long_list_says_the_same(long):
    rows = cells(xlsx(COLUMNS, [ROW] * 3, title="Daftar", notes=["Catatan"], long=long))
    assert [cell.value for cell in rows[-1]][:3] == list(ROW[:3])
    assert rows[-1][1].data_type == "s"


def test_the_same_rows_give_the_same_bytes():
    assert xlsx(COLUMNS, [ROW]) == xlsx(COLUMNS, [ROW])


@pytest.mark.parametrize(
    "text", ["=1+1", "+62812", "-5", "@x", "\tx", "  =1", "＝1", "\n=1", "\u3000=1", "\u200b=1", "\ufeff @x"]
)
def test_csv_defuses_what_a_spreadsheet_would_evaluate(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["Siti Aminah", "", "  ", "7 Mei 2025", "O'Neill"])
def test_csv_leaves_plain_words_alone(text):
    assert harmless(text) == text


def test_csv_opens_in_indonesian_excel():
    content = csv(COLUMNS, [ROW])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv_module.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["3574011205809021", "'=HYPERLINK(1)", "16800", "12-05-1980"]
