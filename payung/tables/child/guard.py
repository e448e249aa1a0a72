"""Is it safe to let a parser see this workbook? And what does its XML say that the parser keeps to itself?

A legal XLSX of 5 KB can make a parser ask for half a terabyte, so sizes, entries, DTDs, macros and the places of cells
are bounded here, on what really unpacks. The same look finds the cells that show an error or were never computed
(the parser gives both as blank), and drops formatting far below the list before the parser makes room for it.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

MAX_UNPACKED_BYTES = 512 * 2**20
MAX_XML_PARTS = 1_000
MAX_PARTS = 5_000  # with pictures and printer settings, which nobody opens
MAX_RATIO = 300
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 12_000_000
MAX_SHEETS = 500
MAX_TEXT = 64 * 2**20  # letters in all cells together: one long shared string may stand in every cell
MAX_FAULTS = 500_000
MAX_MERGED = 20_000
LITTLE = 64 * 2**20  # bytes of XML in which MAX_CELLS cannot stand
MAX_ROW_BYTES = 32 * 2**20
COMPUTED = "="
BLOCK = 4 * 2**20

STRINGS = "xl/sharedStrings.xml"
_NAME = rb"(?:[A-Za-z][\w.-]{0,15}:)?"  # a prefix, which some programs write before every name
UNUSUAL = re.compile(rb"""<[\w.-]+:(?:worksheet|sheetData|row|c)\b|\br\s*=\s*'|\br\s+=|\br=\s""")
FAR = re.compile(rb'r="(?:[A-Z]{3,}\d|[A-Z]*(?:[2-9]\d{5}|\d{7}))')
FAR_UNUSUAL = re.compile(rb"""\br\s*=\s*["'](?:[A-Z]{3,}\d|[A-Z]*(?:[2-9]\d{5}|\d{7}))""")
ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
NOT_COMPUTED = re.compile(
    rb"(?:</" + _NAME + rb"f\s*>|<" + _NAME + rb"f\b[^>]*/>)\s*"
    rb"(?:</" + _NAME + rb"c\s*>|<" + _NAME + rb"v\s*/>|<" + _NAME + rb"v\s*>\s*(?:0\s*)?</)"
)
HASH = re.compile(rb">\s{0,8}(?:#|Err:\d)")
ROW_OR_CELL = re.compile(
    rb"<" + _NAME + rb"(?:(row)\b([^>]*)>|c\b([^>]*?)(?:/>|>(.*?)</" + _NAME + rb"c\s*>))", re.DOTALL
)
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]*)(\d+)["']""")
TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
VALUE = re.compile(rb"<" + _NAME + rb"v\b[^>]*>(.*?)</" + _NAME + rb"v\s*>", re.DOTALL)
ANY_VALUE = re.compile(rb"<" + _NAME + rb"(?:v|is)\b")
INLINE = re.compile(rb"<" + _NAME + rb"t\b[^>/]*>(.*?)</" + _NAME + rb"t\s*>", re.DOTALL)
FORMULA = re.compile(rb"<" + _NAME + rb"f\b")
STRING = re.compile(rb"<" + _NAME + rb"si\b[^>]*?(?:/>|>(.*?)</" + _NAME + rb"si\s*>)", re.DOTALL)
ON_LOAD = re.compile(rb"""\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")


class Refused(Exception):
    """The code of a refusal, and the row where the trouble begins; the parent has the words."""

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.row = row


@dataclass
class Marks:
    """What a first quick look saw in one part."""

    is_far: bool = False
    has_errors: bool = False
    has_formulas: bool = False
    has_uncomputed: bool = False
    has_hash: bool = False
    cells: int = 0


def open_archive(content: bytes, *, with_macros: bool) -> zipfile.ZipFile:
    """The archive, when what its directory says is harmless."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise Refused("broken") from None
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MAX_PARTS
        or sum(name.endswith(".xml") for name in names) > MAX_XML_PARTS
        or unpacked > MAX_UNPACKED_BYTES
        or unpacked > MAX_RATIO * len(content) + 2**20
    ):
        raise Refused("too_big")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    if len(set(names)) != len(names) or any(
        ".." in name.split("/") or name.startswith("/") for name in names
    ):
        raise Refused("broken")
    if not with_macros and any(name.endswith("vbaProject.bin") for name in names):
        raise Refused("macros")
    return archive


def blocks_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """One part as it really unpacks, not as its header says."""
    total = 0
    with archive.open(entry) as part:
        while block := part.read(BLOCK):
            total += len(block)
            if total > entry.file_size + 2**20 or total > MAX_UNPACKED_BYTES:
                raise Refused("too_big")
            yield block


def look_through(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Unpack every XML part once. Raises Refused for a DTD or more than there is room for."""
    marks = {}
    unpacked = cells = 0
    for entry in archive.infolist():
        if entry.filename.endswith((".xml", ".rels")):
            size, seen = _look_at(archive, entry)
            marks[entry.filename] = seen
            unpacked += size
            cells += 0 if seen.is_far else seen.cells  # formatting far out is cut off before it is parsed
            if unpacked > MAX_UNPACKED_BYTES or cells > MAX_CELLS:
                raise Refused("too_big")
    return marks


def _look_at(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, Marks]:
    is_strings = entry.filename == STRINGS
    is_sheet = entry.filename.startswith("xl/") and not is_strings
    total, tail, marks, is_plain = 0, b"", Marks(), True
    for block in blocks_of(archive, entry):
        seen = tail + block if tail else block
        if not total:
            if b"<!DOCTYPE" in seen[:4096]:
                raise Refused("dtd")
            is_plain = not UNUSUAL.search(seen[:65_536].partition(b"?>")[2] or seen[:65_536])
        total += len(block)
        has_hash = b"#" in seen or b"Err:" in seen
        marks.has_hash = marks.has_hash or (has_hash and HASH.search(seen) is not None)
        if is_sheet:
            _mark(marks, seen, is_plain=is_plain, has_hash=has_hash)
        tail = block[-128:]
    if is_sheet and total > LITTLE:
        marks.cells = sum(block.count(b"<c") + block.count(b":c ") for block in blocks_of(archive, entry))
    return total, marks


def _mark(marks: Marks, xml: bytes, *, is_plain: bool, has_hash: bool) -> None:
    """A sheet as nearly all are written is looked through for plain bytes: that takes a tenth of the time."""
    marks.is_far = marks.is_far or (FAR if is_plain else FAR_UNUSUAL).search(xml) is not None
    if has_hash and not marks.has_errors:  # an error cell shows #N/A, #REF! ...
        is_there = b't="e"' in xml or b"t='e'" in xml
        marks.has_errors = is_there if is_plain else ERROR.search(xml) is not None
    marks.has_formulas = marks.has_formulas or b"</f>" in xml or not is_plain
    if marks.has_formulas and not marks.has_uncomputed:
        marks.has_uncomputed = NOT_COMPUTED.search(xml) is not None


# -- A second look, only at sheets that need it -----------------------------------------------------------
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


@dataclass
class Place:
    """Where the next cell stands; a row or cell without a reference follows the one before. 0-based."""

    row: int = -1
    column: int = -1

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
