"""What does the XML of a sheet say that calamine keeps to itself?

Which cells show an error or were never computed (calamine gives both as blank), and how far the content goes: formatting
below it is cut off before calamine makes room for it. Only sheets that the guard marked are looked at so.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

from guard import ERROR, MAX_COLUMNS, MAX_FAULTS, MAX_ROWS, NAME, STRINGS, Refused, blocks_of

COMPUTED = "="
MAX_ROW_BYTES = 32 * 2**20
ROW_OR_CELL = re.compile(
    rb"<" + NAME + rb"(?:(row)\b([^>]*)>|c\b([^>]*?)(?:/>|>(.*?)</" + NAME + rb"c\s*>))", re.DOTALL
)
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]*)(\d+)["']""")
TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
VALUE = re.compile(rb"<" + NAME + rb"v\b[^>]*>(.*?)</" + NAME + rb"v\s*>", re.DOTALL)
ANY_VALUE = re.compile(rb"<" + NAME + rb"(?:v|is)\b")
INLINE = re.compile(rb"<" + NAME + rb"t\b[^>/]*>(.*?)</" + NAME + rb"t\s*>", re.DOTALL)
FORMULA = re.compile(rb"<" + NAME + rb"f\b")
STRING = re.compile(rb"<" + NAME + rb"si\b[^>]*?(?:/>|>(.*?)</" + NAME + rb"si\s*>)", re.DOTALL)
ON_LOAD = re.compile(rb"""\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")


def rows_of(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that end where a row ends."""
    rest = b""
    for block in blocks_of(archive, archive.getinfo(name)):
        rest += block
        cut = _last_row(rest)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > MAX_ROW_BYTES:
            raise Refused("too_wide")
    yield rest


def _last_row(xml: bytes) -> int:
    plain = xml.rfind(b"<row ")
    if plain >= 0:
        return plain
    prefixed = xml.rfind(b":row ")
    return xml.rfind(b"<", 0, prefixed) if prefixed > 0 else -1


class Place:
    """Where the next cell stands; a row or cell without a reference follows the one before. 0-based."""

    row = -1
    column = -1

    def next_row(self, attributes: bytes) -> None:
        place = PLACE.search(attributes)
        self.row = int(place[2]) - 1 if place else self.row + 1
        self.column = -1

    def next_cell(self, attributes: bytes) -> None:
        place = PLACE.search(attributes)
        if place and place[1]:
            self.row, self.column = int(place[2]) - 1, column_of(place[1])
        else:
            self.column += 1


def column_of(letters: bytes) -> int:
    """A -> 0, AA -> 26."""
    number = 0
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number - 1


def faults_of(archive: zipfile.ZipFile, name: str, *, on_load: bool) -> dict[tuple[int, int], str | None]:
    """Cells of a sheet that show an error, or hold a formula which nobody computed (""; None: when it makes a day)."""
    faults: dict[tuple[int, int], str | None] = {}
    place = Place()
    for xml in rows_of(archive, name):
        for match in ROW_OR_CELL.finditer(xml):
            if match[1]:
                place.next_row(match[2])
                continue
            place.next_cell(match[3])
            if match[4] and (ERROR.search(match[3]) or FORMULA.search(match[4])):
                shown = fault_in(match[3], match[4], on_load=on_load)
                if shown != COMPUTED:
                    faults[place.row, place.column] = shown
        if len(faults) > MAX_FAULTS:
            raise Refused("too_big")
    return faults


def fault_in(attributes: bytes, inner: bytes, *, on_load: bool) -> str | None:
    """What an error shows; "" or None as in `faults_of`; COMPUTED for a good formula."""
    kind = TYPE.search(attributes)
    value = VALUE.search(inner)
    text = value[1].strip() if value else b""
    if kind and kind[1] == b"e":
        return unescape(text.decode("utf-8", "replace")) or "#N/A"
    if kind and kind[1] in (b"str", b"s", b"inlineStr") and ANY_VALUE.search(inner):
        return COMPUTED  # ="" shows nothing
    # A program that cannot compute writes nothing or 0, and asks Excel to compute when it opens the file.
    if not text or (on_load and text == b"0"):
        return ""
    return None if text == b"0" else COMPUTED


def trimmed(archive: zipfile.ZipFile, names: list[str]) -> bytes:
    """The archive with these sheets, whose formatting goes far, cut down to the cells that hold something.

    Raises Refused when something does stand far out.
    """
    blank = _blank_strings(archive)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for entry in archive.infolist():
            if entry.filename in names:
                with new.open(entry.filename, "w") as part:
                    for xml in _filled(archive, entry.filename, blank):
                        part.write(xml)
            else:
                new.writestr(entry.filename, archive.read(entry))
    return out.getvalue()


def _blank_strings(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """The numbers of the shared strings in which nothing stands."""
    if STRINGS not in archive.namelist():
        return frozenset()
    strings = STRING.finditer(archive.read(STRINGS))
    return frozenset(b"%d" % number for number, match in enumerate(strings) if not _text_in(match[1] or b""))


def _text_in(xml: bytes) -> bytes:
    return b"".join(INLINE.findall(xml)).strip()


def _filled(archive: zipfile.ZipFile, name: str, blank: frozenset[bytes]) -> Iterator[bytes]:
    place = Place()

    def kept(match: re.Match[bytes]) -> bytes:
        if match[1]:
            place.next_row(match[2])
            return match[0]
        place.next_cell(match[3])
        if not has_content(match[3], match[4] or b"", blank):
            return b""
        if place.column >= MAX_COLUMNS:
            raise Refused("too_wide", place.row + 1)
        if place.row >= MAX_ROWS:
            raise Refused("too_long", place.row + 1)
        return match[0]

    is_over = False
    for xml in rows_of(archive, name):
        is_over = is_over or b"sheetData>" in xml.rpartition(b"</")[0][-(2**20) :]
        if not is_over and b"v>" not in xml and b"t>" not in xml and b"sheetData" not in xml:
            continue  # megabytes of formatting
        yield ROW_OR_CELL.sub(kept, xml)


def has_content(attributes: bytes, inner: bytes, blank: frozenset[bytes]) -> bool:
    if not inner:
        return False
    kind = TYPE.search(attributes)
    if kind and kind[1] == b"inlineStr":
        return bool(_text_in(inner))
    value = VALUE.search(inner)
    text = value[1].strip() if value else b""
    if kind and kind[1] == b"s":
        return text not in blank
    return bool(text) or (FORMULA.search(inner) is not None and not (kind and kind[1] == b"str"))


def is_computed_on_load(archive: zipfile.ZipFile) -> bool:
    return ON_LOAD.search(archive.read("xl/workbook.xml")) is not None
