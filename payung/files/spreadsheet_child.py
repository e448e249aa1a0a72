"""Reads one spreadsheet in a process of its own, with hard limits, and writes its cells as JSON.

Started by path, not as a module, so that it loads nothing but what it needs. Whatever the file does to it, the
parent lives (I7). Before any parser sees the file, the zip directory and the cell references are bounded: a legal
XLSX of 5 KB can make a parser ask for half a terabyte.

Standard input: the file. Standard output: {"sheets": [{"name", "rows"}]} or {"refused": code}.
Cells: text, number, true/false, null, or {"date": "1980-05-12"}.
"""

import csv
import datetime
import gc
import io
import json
import math
import os
import re
import resource
import sys
import zipfile

from python_calamine import CalamineWorkbook

MEMORY_BYTES = 1024 * 2**20
CPU_SECONDS = 60
MAX_UNPACKED_BYTES = 256 * 2**20
MAX_TEXT = 64 * 2**20  # letters in all cells together: one long shared string may stand in every cell
MAX_ENTRIES = 400
MAX_RATIO = 300
MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_SHEETS = 12
MAX_CELLS = 12_000_000
FAR_CELL = re.compile(rb'r="(?:([A-Z]{3,}\d)|[A-Z]*\d{7})')  # right of ZZ, or from line 1,000,000
MARKUP = re.compile(rb"\s*<(?:\?xml|!doctype|html|head|meta|table|svg)", re.IGNORECASE)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Refused(Exception):
    """The code of a refusal; the parent has the words."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    gc.disable()  # a short life: what it makes is needed until the end
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, object] = {"sheets": read(content, old_excel="old-excel" in sys.argv[1:])}
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "too_big"}
    except Exception:  # a broken file breaks parsers in more ways than they name
        answer = {"refused": "broken"}
    try:
        written = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    except MemoryError:
        written = b'{"refused":"too_big"}'
    sys.stdout.buffer.write(written)
    sys.stdout.flush()
    os._exit(0)  # a million cells need not be taken down one by one


def read(content: bytes, *, old_excel: bool) -> list[dict]:
    if content.startswith(OLE):
        if b"E\x00n\x00c\x00r\x00y\x00p\x00t" in content:
            raise Refused("encrypted")
        if old_excel:
            return workbook(content)
        raise Refused("old_excel")
    if content.startswith(b"PK"):
        guard(content)
        return workbook(content)
    if content.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF")
    ):
        raise Refused("not_a_spreadsheet")
    if MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise Refused("not_a_spreadsheet")  # many systems call a web page "Excel"
    return [{"name": "", "rows": text_rows(content)}]


def guard(content: bytes) -> None:
    """Bound everything a parser would trust: sizes, entries, DTDs, macros, how far a cell may stand."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise Refused("broken") from None
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MAX_ENTRIES
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
    if "xl/workbook.xml" not in names:
        raise Refused("not_a_spreadsheet")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refused("macros")
    read_bytes = 0
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            read_bytes += guard_xml(archive, entry)
        if read_bytes > MAX_UNPACKED_BYTES:
            raise Refused("too_big")


def guard_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Look through one XML part as it really unpacks, not as its header says."""
    is_sheet = entry.filename.startswith("xl/worksheets/")
    total, tail = 0, b""
    cells = 0
    with archive.open(entry) as part:
        while block := part.read(2**20):
            total += len(block)
            if total > entry.file_size + 2**20 or total > MAX_UNPACKED_BYTES:
                raise Refused("too_big")
            seen = tail + block
            if total <= 2**20 and b"<!DOCTYPE" in seen[:4096]:
                raise Refused("dtd")
            if is_sheet:
                guard_places(seen)
                cells += block.count(b"<c ")
            tail = block[-64:]
    if cells > MAX_CELLS:
        raise Refused("too_big")
    return total


def guard_places(xml: bytes) -> None:
    """Refuse cells and rows that stand so far out that a parser would make room for millions of empty ones."""
    if far := FAR_CELL.search(xml):
        raise Refused("too_wide" if far[1] else "too_long")


def workbook(content: bytes) -> list[dict]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    letters = 0
    for name in book.sheet_names[:MAX_SHEETS]:
        sheet = book.get_sheet_by_name(name)
        if sheet.width > MAX_COLUMNS and sheet.width * sheet.height > 5_000_000:
            raise Refused("too_wide")
        if sheet.height > MAX_ROWS * 5:
            raise Refused("too_long")
        rows = sheet.to_python(skip_empty_area=False)
        last = max((i for i, row in enumerate(rows, 1) if any(cell != "" for cell in row)), default=0)
        if last > MAX_ROWS:
            raise Refused("too_long")
        letters += sum(map(letters_in, rows))
        if letters > MAX_TEXT:
            raise Refused("too_big")
        sheets.append(
            {
                "name": name,
                "rows": [
                    [(cell or None) if isinstance(cell, str) else simple(cell) for cell in row[:MAX_COLUMNS]]
                    for row in rows[:last]
                ],
            }
        )
    return sheets


def letters_in(row: list) -> int:
    try:
        return sum(map(len, row))  # all text, as in most lists
    except TypeError:
        return sum(len(cell) for cell in row if isinstance(cell, str))


def simple(cell):
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return str(cell)
        return int(cell) if cell.is_integer() else cell
    if cell is None or isinstance(cell, bool | int):
        return cell
    if isinstance(cell, datetime.datetime | datetime.date):
        return {"date": cell.isoformat()[:10]}
    return str(cell)


def text_rows(content: bytes) -> list[list]:
    text = decoded(content)
    if "\x00" in text:
        raise Refused("not_text")
    csv.field_size_limit(2**20)
    rows = []
    first_lines = "\n".join(text.splitlines()[:30])
    delimiter = max(";,\t|", key=first_lines.count)
    if not first_lines.count(delimiter):
        raise Refused("not_a_spreadsheet")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        if len(row) > MAX_COLUMNS:
            raise Refused("too_wide")
        rows.append([cell or None for cell in row])
        if len(rows) > MAX_ROWS:
            raise Refused("too_long")
    return rows


def decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    if b"\x00" in content:
        raise Refused("not_text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


if __name__ == "__main__":
    main()
