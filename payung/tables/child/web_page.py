"""What tables stand in a web page? The biggest ones are sheets; a table that only arranges others is none.

The page may be as untidy as browsers bear it: unclosed rows, capitals, nested tables, cells over several rows.
"""

import codecs
import re
from html import unescape
from typing import Any

from answer import Page, Room, cut, text_of
from guard import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Refused
from text import decoded

CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
NAME = re.compile(r"<x:Name>\s*([^<]{1,120}?)\s*</x:Name>", re.IGNORECASE)
ROUNDED = re.compile(r"\s*[+-]?\d(?:[.,]\d+)?\s*E\s*\+?\s*\d+\s*", re.IGNORECASE)  # 3,57402E+15
TABLE, ROW = re.compile(r"<table[\s>]", re.IGNORECASE), re.compile(r"<tr[\s>]", re.IGNORECASE)
WHOLE = re.compile(r"\d{1,18}")
EXACT = ("num", "x:num", "sdval", "data-sheets-value")
BLOCKS = frozenset(
    ("br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "h1", "h2", "h3", "h4", "h5", "h6")
)
SILENT = frozenset(("script", "style", "head", "template", "object", "select", "textarea"))
SMALL = 4  # cells: fewer are a heading or a place for signatures, not a list


def read(content: bytes, *, charset: str = "", room: Room | None = None) -> list[Page]:
    """The sheets of a page. Raises Refused when no table stands in it."""
    pages = tables_of(content, charset=charset, room=room or Room())
    if not pages:
        raise Refused("web_page")
    return pages


def tables_of(content: bytes, *, charset: str, room: Room) -> list[Page]:
    from lxml import etree, html  # noqa: PLC0415 (only this kind of file needs it)

    text = characters(content, charset)
    if not TABLE.search(text) and ROW.search(text):
        text = f"<table>{text}</table>"  # a page that forgot to begin its table
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    tables = list(root.iter("table"))[: MAX_SHEETS * 20]
    own = {table: _own_cells(table) for table in tables}
    lists = [table for table in tables if _is_list(table, own)]
    big = [table for table in lists if own[table] >= SMALL] or lists
    if len(big) > MAX_SHEETS:
        raise Refused("too_big")
    names = [unescape(name) for name in NAME.findall(text)] if len(big) == 1 else []
    return [
        page
        for number, table in enumerate(big, 1)
        if (page := _page(table, _name(table, number, names, len(big)), room)).rows
    ]


def characters(content: bytes, charset: str = "") -> str:
    """The page as text: UTF-8 or UTF-16 when it is that, else what it says of itself, else Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4096]:
        return decoded(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    meta = CHARSET.search(content[:8192])
    declared = charset or (meta[1].decode() if meta else "")
    try:
        known = codecs.lookup(declared).name
    except LookupError:
        return decoded(content)
    if known in ("utf-8", "ascii", "iso8859-1", "utf-16") or not codecs.lookup(known)._is_text_encoding:
        return decoded(content)
    return content.decode(known, "replace")


def _own_cells(table: Any) -> int:
    return sum(len(cells) for cells in _rows(table))


def _rows(table: Any) -> list[list[Any]]:
    """The rows of a table itself, not of tables within its cells."""
    rows: list[list[Any]] = []
    for child in table:
        if child.tag == "tr":
            rows.append(_cells(child))
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows.extend(_cells(row) for row in child if row.tag == "tr")
        elif child.tag in ("td", "th"):
            rows.append([child])  # a page that forgot its <tr>
    return [cells for cells in rows if cells is not None]


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_list(table: Any, own: dict[Any, int]) -> bool:
    """Not one that only arranges bigger tables, nor one that is a part of a cell of a bigger one."""
    within = [other for other in table.iterdescendants("table") if other in own]
    if any(own[other] >= own[table] for other in within):
        return False
    return not any(own.get(other, 0) > own[table] for other in table.iterancestors("table"))


def _name(table: Any, number: int, names: list[str], count: int) -> str:
    caption = next((_shown(child) for child in table if child.tag == "caption"), "")
    if caption or names:
        return (caption or names[0])[:120]
    return f"Tabel {number}" if count > 1 else ""


def _page(table: Any, name: str, room: Room) -> Page:
    rows: list[list[Any]] = []
    merged: list[tuple[int, int, int, int]] = []
    below: dict[int, int] = {}  # column -> how many more rows a cell from above still fills
    for number, cells in enumerate(_rows(table)):
        if number >= MAX_ROWS:
            raise Refused("too_long", number + 1)
        row: list[Any] = []
        taken = below
        below = {column: left - 1 for column, left in taken.items() if left > 1}
        place = 0
        for cell in cells:
            while place in taken:
                place += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            if place >= MAX_COLUMNS:
                raise Refused("too_wide", number + 1)
            row.extend([None] * (place + 1 - len(row)))
            row[place] = _value(cell)
            if across > 1 or down > 1:
                merged.append((number, place, number + down - 1, place + across - 1))
            if down > 1:
                below.update(dict.fromkeys(range(place, place + across), down - 1))
            place += across
        rows.append(row)
    rows = cut(rows)
    room.take(rows)
    return Page(name, rows, merged=merged)


def _span(cell: Any, name: str) -> int:
    span = cell.get(name, "1").strip()
    most = MAX_COLUMNS if name == "colspan" else MAX_ROWS
    return min(max(1, int(span)), most) if span.isdigit() and len(span) < 9 else 1


def _value(cell: Any) -> Any:
    shown = _shown(cell)
    if ROUNDED.fullmatch(shown):  # Excel shows 3,57402E+15 and keeps the number in an attribute
        exact = next((value for name in EXACT if (value := _whole(cell.get(name, "")))), "")
        return exact or text_of(shown)
    return text_of(shown)


def _whole(declared: str) -> str:
    declared = declared.strip()
    if WHOLE.fullmatch(declared):
        return declared
    try:
        number = float(declared)
    except ValueError:
        return ""
    return str(int(number)) if number.is_integer() and 0 <= number < 10**18 else ""


def _shown(element: Any) -> str:
    return " ".join("".join(_pieces(element)).replace("\u00a0", " ").split())


def _pieces(element: Any) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or child.tag in SILENT:
            pieces.append(child.tail or "")
            continue
        edge = " " if child.tag in BLOCKS else ""
        pieces += [edge, *_pieces(child), edge, child.tail or ""]
    return pieces
