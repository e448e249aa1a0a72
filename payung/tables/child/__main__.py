"""Reads one spreadsheet in a process of its own, with hard limits, and writes its cells as JSON.

Started by path, not as a module, and with -S, so that it loads nothing but what it needs; the parent says where the parsers
are (first argument). Whatever the file does to it, the
parent lives (I7).

Standard input: the file. Standard output: {"sheets": [...]} (see answer.py) or {"refused": code, "row": number or null}.
"""

import gc
import json
import os
import re
import resource
import sys
from typing import Any

sys.path += sys.argv[1].split(os.pathsep)

import guard
import stacked
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
    sys.stdout.buffer.write(answer_to(content, with_macros="with-macros" in sys.argv[2:]))
    sys.stdout.flush()
    os._exit(0)  # a million cells need not be taken down one by one


def answer_to(content: bytes, *, with_macros: bool) -> bytes:
    """The answer as JSON."""
    answer: dict[str, Any]
    try:
        pages = stacked.unstacked(read(content, with_macros=with_macros))
        return written({"sheets": [page.as_json() for page in pages]})
    except Refused as refusal:
        answer = {"refused": refusal.code, "row": refusal.row}
    except MemoryError:
        answer = {"refused": "too_big", "row": None}
    except Exception:  # a broken file breaks parsers in more ways than they name
        answer = {"refused": "broken", "row": None}
    return written(answer)


def written(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def read(content: bytes, *, with_macros: bool) -> list[Page]:
    """The sheets. What reads a kind of file is loaded only for that kind."""
    if content.startswith(ZIP):
        return _zipped(content, with_macros=with_macros)
    if content.startswith(OLE) or BARE_BIFF.match(content):
        import old_excel  # noqa: PLC0415

        return old_excel.read(content)
    if content.startswith(FOREIGN):
        raise Refused("not_a_spreadsheet")
    import markup  # noqa: PLC0415
    import text  # noqa: PLC0415

    if (pages := markup.read(content)) is not None:
        return pages
    return [Page("", text.read(content), is_text=True)]


def _zipped(content: bytes, *, with_macros: bool) -> list[Page]:
    archive = guard.open_archive(content, with_macros=with_macros)
    names = set(archive.namelist())
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        import workbook  # noqa: PLC0415

        read_book = workbook.read_xlsx if "xl/workbook.xml" in names else workbook.read_xlsb
        return read_book(content, archive)
    if "content.xml" in names:
        import open_document  # noqa: PLC0415

        if open_document.is_spreadsheet(archive):
            return open_document.read(archive)
    raise Refused("not_a_spreadsheet")


if __name__ == "__main__":
    main()
