"""How is a list written as a spreadsheet that opens the same everywhere and runs nothing?

Texts are written as texts: a NIK keeps its sixteen digits, and "=..." stays what somebody typed (I6).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMULA_SIGNS = set("=+-@＝＋－＠")
Value = str | int | date | None


def xlsx(
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet: str = "Daftar",
    made_at: datetime | None = None,
) -> bytes:
    """One sheet with a header. The same rows and moment give the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    if made_at:
        book.set_properties({"created": made_at.replace(tzinfo=None, microsecond=0)})
    page = book.add_worksheet(sheet[:31])
    page.freeze_panes(1, 0)
    _fill(book, page, header, rows)
    book.close()
    return out.getvalue()


def _fill(book, page, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    day, number = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"num_format": "#,##0"})
    for place, title in enumerate(header):
        page.write_string(0, place, title, bold)
        page.set_column(place, place, max(10, min(32, len(title) + 4)))
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                page.write_string(line, place, value, text)
            elif isinstance(value, int):
                page.write_number(line, place, value, number)
            else:
                page.write_datetime(line, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]], *, separator: str = ";") -> bytes:
    """UTF-8 with a mark (spreadsheets need it); a leading formula sign gets an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(value: Value) -> str:
    text = "" if value is None else str(value)
    starts_formula = text.lstrip()[:1] in FORMULA_SIGNS or text[:1] in {"\t", "\r", "\n"}
    return f"'{text}" if starts_formula else text
