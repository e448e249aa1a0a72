"""What stands in an Excel 97-2003 file (or an older one)? xlrd reads it: calamine takes a day that a formula made for a number.

xlrd keeps merged cells to itself unless it also keeps every format, so the records of a sheet are walked once more for
them, and for formulas that nobody computed.
"""

import io
import struct
from collections.abc import Iterator
from typing import Any

from answer import MOST_WHOLE, Day, Fault, Page, Plain, Room, cut, text_of, value_of
from guard import MAX_CELLS, MAX_MERGED, MAX_SHEETS, Refused

END_OF_SHEET, FORMULA, MERGED = 0x0A, 0x06, 0xE5
WITHOUT_VERSION = b"\x09\x08\x08\x00\x00\x00"
BEGINNINGS = (0x809, 0x409, 0x209, 0x09)
MIDNIGHT = "00:00:00"  # a day that is 0: no formula of a day gives that, unless nobody computed it
BLANK_RESULT, ZERO_RESULT = (
    b"\x03\x00\x00\x00\x00\x00\xff\xff",
    bytes(8),
)  # what a program writes that cannot compute
FUNCTION, FUNCTION_OF_MANY, JOIN = 0x41, 0x42, 0x08
# TEXT, MID, DATE, LOWER, UPPER, PROPER, LEFT, RIGHT, TRIM, REPLACE, SUBSTITUTE, TODAY, CONCATENATE: none gives 0
NEVER_ZERO = frozenset((48, 31, 65, 112, 113, 114, 115, 116, 118, 119, 120, 221, 336))
EMPTY_TEXT = b"\x17\x00"  # "" within a formula, which may well show nothing
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
FOREIGN_STREAMS = ("WordDocument", "PowerPoint Document", "__substg1.0_")


def read(content: bytes) -> list[Page]:
    """The sheets. Raises Refused: encrypted, not a workbook, too much."""
    import xlrd  # noqa: PLC0415 (only this kind of file needs it)

    if ENCRYPTED in content:
        raise Refused("encrypted")
    encoding = None
    if content.startswith(WITHOUT_VERSION):
        content, encoding = (
            content[:4] + b"\x00\x04" + content[6:],
            "cp1252",
        )  # its records are those of Excel 4
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            encoding_override=encoding,
            logfile=io.StringIO(),
            on_demand=True,
            ragged_rows=True,
        )
    except xlrd.XLRDError as error:
        raise Refused(_code_of(str(error), content)) from None
    if book.nsheets > MAX_SHEETS:
        raise Refused("too_big")
    room = Room()
    return [_page(book, number, room) for number in range(book.nsheets)]


def _code_of(error: str, content: bytes) -> str:
    if "encrypted" in error.lower():
        return "encrypted"
    if any(name.encode("utf-16-le") in content for name in FOREIGN_STREAMS):
        return "not_a_spreadsheet"
    return "broken"


def _page(book: Any, number: int, room: Room) -> Page:
    sheet = book.sheet_by_index(number)
    if sheet.nrows * sheet.ncols > MAX_CELLS:
        raise Refused("too_big")
    rows = [
        [
            _value(kind, value, book)
            for kind, value in zip(sheet.row_types(r), sheet.row_values(r), strict=True)
        ]
        for r in range(sheet.nrows)
    ]
    merged, formulas = _kept_back(book, number) if book.mem else ([], [])  # before Excel 5 nothing is merged
    for row, column, is_certain in formulas:
        if row < len(rows) and column < len(rows[row]) and (is_certain or rows[row][column] == MIDNIGHT):
            rows[row][column] = Fault("")
    book.unload_sheet(number)
    rows = cut(rows)
    room.take(rows)
    return Page(sheet.name, rows, is_visible=sheet.visibility == 0, merged=merged)


def _value(kind: int, value: Any, book: Any) -> Plain:
    import xlrd  # noqa: PLC0415

    if kind == xlrd.XL_CELL_TEXT:
        return text_of(value)
    if kind == xlrd.XL_CELL_NUMBER:
        return int(value) if value.is_integer() and abs(value) < MOST_WHOLE else value_of(value)
    if kind == xlrd.XL_CELL_DATE:
        return _day(value, book.datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return Fault(xlrd.error_text_from_code.get(value, "#N/A"))
    return None


def _day(value: float, datemode: int) -> Plain:
    import xlrd  # noqa: PLC0415

    if value < 0:
        return value_of(value)
    if value < 1:
        return str(xlrd.xldate_as_datetime(value, datemode).time())
    try:
        return Day(xlrd.xldate_as_datetime(value, datemode).date().isoformat())
    except (OverflowError, ValueError):
        return value_of(value)  # a long number that was formatted as a day


def _kept_back(book: Any, number: int) -> tuple[list[tuple[int, int, int, int]], list[tuple[int, int, bool]]]:
    """Of one sheet: merged cells (top, left, bottom, right), and formulas that may lack a result (row, column, certainly)."""
    merged: list[tuple[int, int, int, int]] = []
    blank: list[tuple[int, int, bool]] = []
    zero: list[tuple[int, int, bool]] = []
    others = 0
    for kind, data in _records(book.mem, book._sh_abs_posn[number]):
        if kind == MERGED and len(merged) < MAX_MERGED:
            merged += _ranges(data)
        elif kind == FORMULA:
            row, column = struct.unpack_from("<HH", data)
            if data[6:14] == ZERO_RESULT:
                zero.append((row, column, _is_never_zero(data[22:])))
            elif data[6:14] == BLANK_RESULT and EMPTY_TEXT not in data[22:]:
                blank.append((row, column, True))
            else:
                others += 1
    return merged, zero + ([] if others else blank)


def _is_never_zero(tokens: bytes) -> bool:
    """Whether the last thing that a formula does gives a text or a day."""
    if tokens[-1:] == bytes((JOIN,)):
        return True
    is_function = tokens[-3:-2] == bytes((FUNCTION,)) or tokens[-4:-3] == bytes((FUNCTION_OF_MANY,))
    return is_function and struct.unpack_from("<H", tokens, len(tokens) - 2)[0] in NEVER_ZERO


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind in BEGINNINGS:
            depth += 1
        elif kind == END_OF_SHEET:
            depth -= 1
            if depth <= 0:
                return
        elif kind in (MERGED, FORMULA) and depth == 1:
            yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length


def _ranges(data: bytes) -> list[tuple[int, int, int, int]]:
    count = struct.unpack_from("<H", data)[0]
    ranges = [struct.unpack_from("<HHHH", data, 2 + 8 * n) for n in range(count)]
    return [(top, left, bottom, right) for top, bottom, left, right in ranges]
