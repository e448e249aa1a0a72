"""What do the records of an XLSB say that calamine keeps to itself: how far cells stand, and which show an error?"""

import struct
import zipfile
from collections.abc import Iterator

from guard import MAX_CELLS, MAX_COLUMNS, MAX_FAULTS, MAX_ROWS, MAX_SHEETS, Refused, blocks_of

ROW, BLANK, ERROR, FORMULA_ERROR, LAST_CELL = 0, 1, 3, 11, 11
SHEET, TEXT_CELL, TEXT_RESULT = 156, 6, 8
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
          0x2A: "#N/A", 0x2B: "#GETTING_DATA"}  # fmt: skip


def faults_by_sheet(archive: zipfile.ZipFile) -> dict[str, dict[tuple[int, int], str]]:
    """Cells that show an error: {sheet: {(row, column): shown}}. Raises Refused for a cell too far out."""
    parts = _parts(archive)
    if len(parts) > MAX_SHEETS:
        raise Refused("too_big")
    return {name: _faults(archive, part) for name, part in parts.items() if part in archive.namelist()}


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return b"".join(blocks_of(archive, archive.getinfo(name)))


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    from workbook import RELATION, elements  # noqa: PLC0415

    targets = {}
    if "xl/_rels/workbook.bin.rels" in archive.namelist():
        for attributes in elements(RELATION, _part(archive, "xl/_rels/workbook.bin.rels")):
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    parts = {}
    for kind, data in records(_part(archive, "xl/workbook.bin")):
        if kind == SHEET:
            relation, rest = _wide(data, 8)
            name, _ = _wide(data, rest)
            parts[name] = targets.get(relation, "")
    return parts


def _wide(data: bytes, place: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    length = struct.unpack_from("<I", data, place)[0]
    end = place + 4 + 2 * length
    return data[place + 4 : end].decode("utf-16-le", "replace"), end


def _faults(archive: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    faults = {}
    row = cells = 0
    for kind, data in records(_part(archive, part)):
        if kind == ROW:
            row = struct.unpack_from("<I", data)[0]
        elif BLANK < kind <= LAST_CELL:
            column = struct.unpack_from("<I", data)[0]
            cells += 1
            _bound(row, column, cells)
            if kind in (ERROR, FORMULA_ERROR):
                faults[row, column] = ERRORS.get(data[8], "#N/A")
                if len(faults) > MAX_FAULTS:
                    raise Refused("too_big")
    return faults


def _bound(row: int, column: int, cells: int) -> None:
    if column >= MAX_COLUMNS:
        raise Refused("too_wide", row + 1)
    if row >= MAX_ROWS:
        raise Refused("too_long", row + 1)
    if cells > MAX_CELLS:
        raise Refused("too_big")


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, data) of each record: kind in one or two bytes, length in one to four, seven bits each."""
    place = 0
    while place < len(stream):
        kind = stream[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (stream[place] & 0x7F) << 7
            place += 1
        length = shift = 0
        while True:
            byte = stream[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, stream[place : place + length]
        place += length
