"""What stands in an XML Spreadsheet 2003, as older programs and Excel itself save it?"""

import re
from typing import Any

from answer import MOST_WHOLE, Day, Fault, Page, Room, cut, text_of
from guard import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Refused

SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d))?")
FIRST_DAYS = ("1899-12-31", "1899-12-30", "1904-01-01")  # a time of day is written on one of these


def read(content: bytes) -> list[Page]:
    """The sheets. Raises Refused."""
    from lxml import etree  # noqa: PLC0415 (only this kind of file needs it)

    xml = content.lstrip(b" \t\r\n\x0c")
    if xml.startswith(b"\xef\xbb\xbf"):
        xml = xml[3:].lstrip(b" \t\r\n\x0c")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise Refused("broken") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("dtd")
    tables = root.findall(f"{SS}Worksheet")
    if len(tables) > MAX_SHEETS:
        raise Refused("too_big")
    room = Room()
    return [_page(table, room) for table in tables]


def _page(sheet: Any, room: Room) -> Page:
    rows: dict[int, list[Any]] = {}
    merged: list[tuple[int, int, int, int]] = []
    number = -1
    for row in sheet.iterfind(f"{SS}Table/{SS}Row"):
        number = _index(row, number)
        cells = _cells(row, number, merged)
        if cells:
            if number >= MAX_ROWS:
                raise Refused("too_long", number + 1)
            rows[number] = cells
        number += _count(row, "Span")
    full = [rows.get(place, []) for place in range(max(rows, default=-1) + 1)]
    room.take(full)
    visible = sheet.find(f"{EXCEL}WorksheetOptions/{EXCEL}Visible")
    is_visible = visible is None or "hidden" not in (visible.text or "").lower()
    return Page(sheet.get(f"{SS}Name", ""), cut(full), is_visible=is_visible, merged=merged)


def _index(element: Any, last: int) -> int:
    """Where a row or cell stands, 0-based: where it says, or after the one before."""
    index = element.get(f"{SS}Index", "")
    return int(index) - 1 if index.isdigit() and len(index) < 9 and int(index) else last + 1


def _count(element: Any, name: str) -> int:
    number = element.get(f"{SS}{name}", "0")
    return int(number) if number.isdigit() and len(number) < 9 else 0


def _cells(row: Any, number: int, merged: list[tuple[int, int, int, int]]) -> list[Any]:
    cells: list[Any] = []
    place = -1
    for cell in row.iterfind(f"{SS}Cell"):
        place = _index(cell, place)
        value = _value(cell)
        across, down = _count(cell, "MergeAcross"), _count(cell, "MergeDown")
        if value is not None:
            if place >= MAX_COLUMNS:
                raise Refused("too_wide", number + 1)
            cells.extend([None] * (place + 1 - len(cells)))
            cells[place] = value
            if across or down:
                merged.append((number, place, number + down, place + across))
        place += across
    return cells


def _value(cell: Any) -> Any:
    data = cell.find(f"{SS}Data")
    if data is None:
        return Fault("") if cell.get(f"{SS}Formula") else None
    text = "".join(data.itertext())
    kind = data.get(f"{SS}Type", "String")
    if kind == "Error":
        return Fault(text.strip() or "#N/A")
    if kind == "Number":
        return _number(text.strip())
    if kind == "DateTime":
        return _moment(text.strip())
    if kind == "Boolean":
        return text.strip() in ("1", "true", "True")
    return text_of(text)


def _number(text: str) -> Any:
    try:
        number = float(text)
    except ValueError:
        return text_of(text)
    if text.isdigit() and len(text) < 19:
        return int(text)
    if number.is_integer() and abs(number) < MOST_WHOLE:
        return int(number)
    return number if abs(number) < 1e300 else text


def _moment(text: str) -> Any:
    match = MOMENT.match(text)
    if not match:
        return text_of(text)
    if match[1] in FIRST_DAYS and match[2]:
        return match[2]
    return Day(match[1])
