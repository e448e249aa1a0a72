"""What goes out as a spreadsheet opens with its digits, and runs nothing."""

import io
from datetime import UTC, date, datetime

import openpyxl

from payung.files.sheets import csv_bytes, xlsx

AT = datetime(2025, 5, 7, tzinfo=UTC)


def test_a_nik_stays_text_and_a_formula_stays_words():
    content = xlsx(["NIK", "Nama", "Lahir", "Iuran"],
                   [["0074011205809021", '=HYPERLINK("x")', date(1980, 5, 12), 16800]], made_at=AT)  # fmt: skip
    cells = openpyxl.load_workbook(io.BytesIO(content)).active[2]
    assert [c.value for c in cells][:2] == ["0074011205809021", '=HYPERLINK("x")']
    assert [c.data_type for c in cells] == ["s", "s", "d", "n"]


def test_the_same_list_gives_the_same_bytes():
    assert xlsx(["A"], [["b"]], made_at=AT) == xlsx(["A"], [["b"]], made_at=AT)


def test_csv_disarms_formulas():
    lines = (
        csv_bytes(["a"], [["=1+1"], [" @x"], ["＝1"], ["\tx"], ["Siti"], [None]])
        .decode("utf-8-sig")
        .split("\r\n")
    )
    assert lines[1:7] == ["'=1+1", "' @x", "'＝1", "'\tx", "Siti", '""']
