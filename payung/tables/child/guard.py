"""Is it safe to let a parser see this workbook?

A legal XLSX of 5 KB can make a parser ask for half a terabyte, so sizes, entries, DTDs, macros and the places of cells
are bounded here, on what really unpacks. The same look marks the sheets that need a second one (`second_look.py`).
"""

import io
import re
import zipfile
from collections.abc import Iterator

MAX_UNPACKED_BYTES = 512 * 2**20
MAX_XML_PARTS = 1_000
MAX_PARTS = 5_000  # with pictures and printer settings, which nobody opens
MAX_RATIO = 300
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 12_000_000
MAX_SHEETS = 500
MAX_TEXT = 64 * 2**20  # letters in all cells together: one long shared string may stand in every cell
MAX_MERGED = 20_000
MAX_FAULTS = 500_000
LITTLE = 64 * 2**20  # bytes of XML in which MAX_CELLS cannot stand
BLOCK = 256 * 2**10  # what the processor keeps near while it is looked through several times

STRINGS = "xl/sharedStrings.xml"
NAME = rb"(?:[A-Za-z][\w.-]{0,15}:)?"  # a prefix, which some programs write before every name
UNUSUAL = re.compile(rb"""<[\w.-]+:(?:worksheet|sheetData|row|c)\b|\br\s*=\s*'|\br\s+=|\br=\s""")
FAR = re.compile(rb'r="(?:[A-Z]{3,}\d|[A-Z]*(?:[2-9]\d{5}|\d{7}))')
FAR_UNUSUAL = re.compile(rb"""\br\s*=\s*["'](?:[A-Z]{3,}\d|[A-Z]*(?:[2-9]\d{5}|\d{7}))""")
ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
NOT_COMPUTED = re.compile(
    rb"(?:</" + NAME + rb"f\s*>|<" + NAME + rb"f\b[^>]*/>)\s*"
    rb"(?:</" + NAME + rb"c\s*>|<" + NAME + rb"v\s*/>|<" + NAME + rb"v\s*>\s*(?:0\s*)?</)"
)
HASH = re.compile(rb">\s{0,8}(?:#|Err:\d)")


class Refused(Exception):
    """The code of a refusal, and the row where the trouble begins; the parent has the words."""

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.row = row


class Marks:
    """What a first quick look saw in one part."""

    is_far = False
    has_errors = False
    has_formulas = False
    has_uncomputed = False
    has_hash = False
    cells = 0


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
    is_sheet = is_plain = False
    total, tail, marks = 0, b"", Marks()
    for block in blocks_of(archive, entry):
        seen = tail + block if tail else block
        if not total:
            if b"<!DOCTYPE" in seen[:4096]:
                raise Refused("dtd")
            is_sheet = not is_strings and b"worksheet" in seen[:65_536]
            is_plain = not UNUSUAL.search(seen[:65_536].partition(b"?>")[2] or seen[:65_536])
        total += len(block)
        has_hash = (is_sheet or is_strings) and (b"#" in seen or b"Err:" in seen)
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
