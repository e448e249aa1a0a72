"""What stands in an OpenDocument sheet (.ods, .fods)? Read with lxml, since only the XML tells errors, hidden sheets and merging.

A cell or row may say that it is repeated a million times: repetitions of nothing take no room, those of something are counted.
"""

import io
import re
import zipfile
from typing import Any

from answer import MOST_WHOLE, Day, Fault, Page, Room, cut, is_fault, text_of
from guard import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_UNPACKED_BYTES, Refused, blocks_of

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
KIND = re.compile(r"\{urn:org:documentfoundation[^}]*\}value-type$")
FLAT = re.compile(rb"<(?:\w+:)?document\b[^>]*urn:oasis:names:tc:opendocument")
NO_DAY = re.compile(r"PT(\d+)H(\d+)M(\d+)")


def is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    if "mimetype" in names:
        return b"spreadsheet" in archive.read("mimetype")[:200]
    return "META-INF/manifest.xml" in names and b"opendocument.spreadsheet" in archive.read(
        "META-INF/manifest.xml"
    )


def read(archive: zipfile.ZipFile) -> list[Page]:
    """The sheets. Raises Refused: encrypted, too much, too far out."""
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise Refused("encrypted")
    xml = b"".join(blocks_of(archive, archive.getinfo("content.xml")))
    return read_xml(xml)


def read_xml(xml: bytes) -> list[Page]:
    """The sheets of content.xml, or of a flat document."""
    from lxml import etree  # noqa: PLC0415 (only this kind of file needs it)

    if len(xml) > MAX_UNPACKED_BYTES // 2:
        raise Refused("too_big")
    if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml[:4096]:
        raise Refused("dtd")
    hidden: set[str] = set()
    pages: list[Page] = []
    room = Room()
    events = etree.iterparse(
        io.BytesIO(xml), events=("end",), tag=(f"{STYLE}style", f"{TABLE}table"),
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    for _, element in events:
        if element.tag == f"{STYLE}style":
            if _is_hidden_style(element):
                hidden.add(element.get(f"{STYLE}name", ""))
            continue
        if element.getparent() is not None and element.getparent().tag != f"{OFFICE}spreadsheet":
            continue
        if len(pages) >= MAX_SHEETS:
            raise Refused("too_big")
        pages.append(_page(element, hidden, room))
        element.clear()
    if not pages:
        raise Refused("not_a_spreadsheet")
    return pages


def _is_hidden_style(style: Any) -> bool:
    properties = style.find(f"{STYLE}table-properties")
    return properties is not None and properties.get(f"{TABLE}display") == "false"


def _page(table: Any, hidden: set[str], room: Room) -> Page:
    rows: list[list[Any]] = []
    merged: list[tuple[int, int, int, int]] = []
    number = 0
    for element in table.iter(f"{TABLE}table-row"):
        repeated = _count(element, f"{TABLE}number-rows-repeated")
        cells = _cells(element, number, merged)
        if cells:
            if number + repeated > MAX_ROWS:
                raise Refused("too_long", max(number, MAX_ROWS) + 1)
            rows.extend([] for _ in range(number - len(rows)))
            rows.extend(list(cells) for _ in range(repeated))
            room.take(rows[-repeated:] if repeated < MAX_ROWS else rows)
        number += repeated
    name = table.get(f"{TABLE}name", "")
    return Page(name, cut(rows), is_visible=table.get(f"{TABLE}style-name", "") not in hidden, merged=merged)


def _cells(row: Any, number: int, merged: list[tuple[int, int, int, int]]) -> list[Any]:
    """The cells of one row without the blank ones at its end."""
    cells: list[Any] = []
    place = 0
    for element in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        repeated = _count(element, f"{TABLE}number-columns-repeated")
        value = _value(element) if element.tag == f"{TABLE}table-cell" else None
        if value is not None:
            if place + repeated > MAX_COLUMNS:
                raise Refused("too_wide", number + 1)
            cells.extend([None] * (place - len(cells)))
            cells.extend([value] * repeated)
            across = _count(element, f"{TABLE}number-columns-spanned")
            down = _count(element, f"{TABLE}number-rows-spanned")
            if across > 1 or down > 1:
                merged.append((number, place, number + down - 1, place + across - 1))
        place += repeated
    return cells


def _count(element: Any, attribute: str) -> int:
    text = element.get(attribute, "1")
    return max(1, int(text)) if text.isdigit() and len(text) < 9 else 1


def _value(cell: Any) -> Any:
    kind = cell.get(f"{OFFICE}value-type")
    shown = _shown(cell)
    if is_fault(shown):
        return Fault(shown.strip())
    if any(KIND.match(name) and value == "error" for name, value in cell.attrib.items()):
        return Fault(shown.strip() or "#N/A")
    if kind is None:
        if not shown.strip() and cell.get(f"{TABLE}formula") is not None:
            return Fault("")
        return text_of(shown)
    return _typed(cell, kind, shown)


def _typed(cell: Any, kind: str, shown: str) -> Any:
    if kind in ("float", "currency", "percentage"):
        return _number(cell.get(f"{OFFICE}value", ""), shown)
    if kind == "date":
        day = cell.get(f"{OFFICE}date-value", "")[:10]
        return Day(day) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else text_of(shown)
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value") == "true"
    return text_of(shown) or text_of(cell.get(f"{OFFICE}string-value", ""))  # text, or a time as it is shown


def _number(value: str, shown: str) -> Any:
    try:
        number = float(value)
    except ValueError:
        return text_of(shown)
    if number.is_integer() and abs(number) < MOST_WHOLE:
        return int(number)
    return number if abs(number) < 1e300 else text_of(shown)


def _shown(cell: Any) -> str:
    """The text of a cell: its paragraphs as lines, without the comment that hangs on it."""
    return "\n".join(_paragraph(p) for p in cell.iterchildren(f"{TEXT}p"))


def _paragraph(element: Any) -> str:
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * min(_count(child, f"{TEXT}c"), 1000))
        elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            parts.append("\n" if child.tag.endswith("break") else "\t")
        elif child.tag != f"{OFFICE}annotation":
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
