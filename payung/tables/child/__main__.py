"""Reads one spreadsheet in a process of its own, with hard limits, and writes its cells as JSON.

Started by path, not as a module, so that it loads nothing but what it needs. Whatever the file does to it, the
parent lives (I7).

Standard input: the file. Standard output: {"sheets": [...]} (see answer.py) or {"refused": code, "row": number or null}.
"""

import gc
import os
import re
import resource
import sys
from typing import Any

import guard
import markup
import old_excel
import open_document
import orjson
import text
import workbook
from answer import Page
from guard import Refused

MEMORY_BYTES = 1024 * 2**20
CPU_SECONDS = 60
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")  # as small PHP programs write it
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
FOREIGN = (
    b"%PDF",
    b"{\\rtf",
    b"ID;P",
    b"[{",
    b'{"',
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\x7fELF",
)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    gc.disable()  # a short life: what it makes is needed until the end
    content = sys.stdin.buffer.read()
    sys.stdout.buffer.write(answer_to(content, with_macros="with-macros" in sys.argv[1:]))
    sys.stdout.flush()
    os._exit(0)  # a million cells need not be taken down one by one


def answer_to(content: bytes, *, with_macros: bool) -> bytes:
    """The answer as JSON."""
    answer: dict[str, Any]
    try:
        pages = text.unstacked(read(content, with_macros=with_macros))
        return orjson.dumps({"sheets": [page.as_json() for page in pages]})
    except Refused as refusal:
        answer = {"refused": refusal.code, "row": refusal.row}
    except MemoryError:
        answer = {"refused": "too_big", "row": None}
    except Exception:  # a broken file breaks parsers in more ways than they name
        answer = {"refused": "broken", "row": None}
    return orjson.dumps(answer)


def read(content: bytes, *, with_macros: bool) -> list[Page]:
    if content.startswith(OLE) or BARE_BIFF.match(content):
        return old_excel.read(content)
    if content.startswith(ZIP):
        return _zipped(content, with_macros=with_macros)
    if content.startswith(FOREIGN):
        raise Refused("not_a_spreadsheet")
    if (pages := markup.read(content)) is not None:
        return pages
    return [Page("", text.read(content), is_text=True)]


def _zipped(content: bytes, *, with_macros: bool) -> list[Page]:
    archive = guard.open_archive(content, with_macros=with_macros)
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return workbook.read_xlsx(content, archive)
    if "xl/workbook.bin" in names:
        return workbook.read_xlsb(content, archive)
    if "content.xml" in names and open_document.is_spreadsheet(archive):
        return open_document.read(archive)
    raise Refused("not_a_spreadsheet")


if __name__ == "__main__":
    main()
