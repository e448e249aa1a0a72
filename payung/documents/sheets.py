"""How does a table leave the house as XLSX or CSV, so that no cell is ever a formula (I6)?

XLSX cells are written as strings whatever they begin with; NIK, KK and telephone numbers stay text. CSV cells that a
spreadsheet would evaluate get an apostrophe in front.
"""

import csv as csv_module
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import xlsxwriter

Kind = Literal["text", "number", "rupiah", "date", "mixed"]  # mixed: numbers as numbers, words as words
EVALUATED = "=+-@\t\r\n＝＋－＠"
MAX_WIDTH = 60
# What a spreadsheet may skip before it looks for "=": any blank but tab and line end, marks without width.
_BLANKS = re.compile(r"^(?:[^\S\t\r\n]|[\u200b-\u200f\u2060\ufeff])+")


@dataclass(frozen=True)
class Column:
    """One column: header, kind of its cells, width in characters (None: by the header)."""

    header: str
    kind: Kind = "text"
    width: int | None = None


def xlsx(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "Data",
    title: str = "",
    notes: Sequence[str] = (),
    long: bool = False,
) -> bytes:
    """A workbook with one sheet: optional title, header, rows; frozen header, filter, text-typed text.

    `long`: each row goes to disk at once (100,000 rows in 33 MB instead of 440), with strings inside the cells, which
    the simplest readers do not know; so not for files that a partner's system reads.
    """
    target = io.BytesIO()
    options = {
        "constant_memory" if long else "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": datetime(2025, 1, 1), "title": title})  # noqa: DTZ001 (the same bytes again)
        page = book.add_worksheet(sheet[:31])
        looks = {
            "text": book.add_format({"num_format": "@"}),
            "number": book.add_format({"num_format": "#,##0"}),
            "rupiah": book.add_format({"num_format": '"Rp"#,##0'}),
            "date": book.add_format({"num_format": "dd-mm-yyyy"}),
            "mixed": book.add_format({"num_format": "#,##0.##", "align": "right"}),
        }
        header = book.add_format({"bold": True, "bg_color": "#F3EEE6", "border": 1, "text_wrap": True})
        top = 0
        if title:
            page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
            top = 1 + len(notes) + 1
        for i, note in enumerate(notes, 1):
            page.write_string(i, 0, note)
        for i, column in enumerate(columns):
            page.write_string(top, i, column.header, header)
            page.set_column(
                i, i, column.width or min(MAX_WIDTH, max(10, len(column.header) + 4)), looks[column.kind]
            )
        last = top
        for last, row in enumerate(rows, top + 1):
            for i, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write(page, last, i, value, column.kind, looks[column.kind])
        page.freeze_panes(top + 1, 0)
        page.autofilter(top, 0, max(last, top), max(len(columns) - 1, 0))
    return target.getvalue()


def csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, delimiter: str = ";") -> bytes:
    """UTF-8 with BOM, as Indonesian Excel opens it; nothing in it is evaluated."""
    target = io.StringIO(newline="")
    writer = csv_module.writer(
        target, delimiter=delimiter, quoting=csv_module.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerow([column.header for column in columns])
    for row in rows:
        writer.writerow([harmless(_text(value)) for value in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would evaluate it (OWASP set, leading blanks too)."""
    begins = _BLANKS.sub("", text, count=1)[:1]
    return f"'{text}" if begins and begins in EVALUATED and text.strip() else text


def _write(page: Any, row: int, column: int, value: Any, kind: Kind, look: Any) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, look)
    elif kind in ("number", "rupiah") or (kind == "mixed" and isinstance(value, int | float)):
        page.write_number(row, column, value, look)
    elif kind == "date" and isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001
    else:
        page.write_string(row, column, _text(value), look)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return str(value)
