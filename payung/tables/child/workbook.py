"""What stands in an XLSX or XLSB? calamine reads the values; the guard has looked at the rest."""

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from html import unescape
from typing import Any

import guard
from answer import Fault, Page, Room, cut, text_of, value_of
from guard import Refused
from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

SHEET_OF_BOOK = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
MIDNIGHT = datetime.time()  # a day that is 0: no formula of a day gives that, unless nobody computed it
Faults = Mapping[tuple[int, int], str | None]
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def read_xlsx(content: bytes, archive: zipfile.ZipFile) -> list[Page]:
    """The sheets of an XLSX. Raises Refused for what stands too far out or is too much."""
    marks = guard.look_through(archive)
    far = [name for name, seen in marks.items() if seen.is_far]
    wanting = {name for name, seen in marks.items() if seen.has_errors or seen.has_uncomputed}
    faults: dict[str, Faults] = {}
    if far or wanting:
        import second_look  # noqa: PLC0415 (few sheets need it)

        if far:
            content = second_look.trimmed(archive, far)
            archive = zipfile.ZipFile(io.BytesIO(content))
        on_load = second_look.is_computed_on_load(archive)
        faults = {
            name: second_look.faults_of(archive, part, on_load=on_load)
            for name, part in _parts_of(archive).items()
            if part in wanting
        }
    return read_book(content, faults, has_hash=any(seen.has_hash for seen in marks.values()))


def read_xlsb(content: bytes, archive: zipfile.ZipFile) -> list[Page]:
    """The sheets of an XLSB. Raises Refused for what stands too far out or is too much."""
    import binary_workbook  # noqa: PLC0415 (only this kind of file needs it)

    guard.look_through(archive)
    faults = binary_workbook.faults_by_sheet(archive)
    return read_book(content, faults, has_hash=True)


def read_book(content: bytes, faults: Mapping[str, Faults], *, has_hash: bool) -> list[Page]:
    """The sheets as calamine reads them, with `faults` {sheet: {(row, column): shown}} put in their places."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    listed = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if len(listed) > guard.MAX_SHEETS:
        raise Refused("too_big")
    room = Room()
    return [
        _page(book.get_sheet_by_name(sheet.name), sheet, faults.get(sheet.name, {}), room, has_hash=has_hash)
        for sheet in listed
    ]


def _page(
    sheet: CalamineSheet,
    listed: SheetMetadata,
    faults: Faults,
    room: Room,
    *,
    has_hash: bool,
) -> Page:
    if sheet.total_width * sheet.total_height > guard.MAX_CELLS:
        raise Refused("too_wide")
    rows = sheet.to_python(skip_empty_area=False)
    for (row, column), shown in faults.items():
        if shown is not None:
            _put(rows, row, column, Fault(shown))
        elif rows[row][column] == MIDNIGHT:
            _put(rows, row, column, Fault(""))
    rows = cut([_plain(row, has_hash=has_hash) for row in rows])
    room.take(rows)
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return Page(listed.name, rows, is_visible=listed.visible == SheetVisibleEnum.Visible, merged=merged)


def _plain(row: list[Any], *, has_hash: bool) -> list[Any]:
    if has_hash:
        return [text_of(cell) if cell.__class__ is str else _kept(cell) for cell in row]
    return [(cell or None) if cell.__class__ is str else _kept(cell) for cell in row]


def _kept(cell: Any) -> Any:
    return cell if cell.__class__ is Fault else value_of(cell)


def _put(rows: list[list[Any]], row: int, column: int, fault: Fault) -> None:
    if row >= guard.MAX_ROWS:
        raise Refused("too_long", row + 1)
    if column >= guard.MAX_COLUMNS:
        raise Refused("too_wide", row + 1)
    while len(rows) <= row:
        rows.append([])
    cells = rows[row]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = fault


def _parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part of the archive holds which sheet: {name of the sheet: name of the part}."""
    names = set(archive.namelist())
    if "xl/_rels/workbook.xml.rels" not in names:
        return {}
    targets = {}
    for attributes in elements(RELATION, archive.read("xl/_rels/workbook.xml.rels")):
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    parts = {}
    for attributes in elements(SHEET_OF_BOOK, archive.read("xl/workbook.xml")):
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        parts[attributes.get("name", "")] = targets.get(relation, "")
    return parts


def elements(pattern: re.Pattern[str], xml: bytes) -> list[dict[str, str]]:
    text = xml.decode("utf-8", "replace")
    return [
        {key: unescape(double or single) for key, double, single in ATTRIBUTE.findall(attributes)}
        for attributes in pattern.findall(text)
    ]
