"""What does a PDF say of itself, and what stands on its first page? Best effort: a scan says nothing.

Enough to know our own papers again, also after a printer driver has written them anew; not a text extractor.
"""

import io
import re
from dataclasses import dataclass
from typing import Any

import pikepdf

_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_ONE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_SECTIONS = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
MOST_CODES = 70_000


@dataclass(frozen=True)
class Said:
    """Keywords of the file, and the words of its first page without line breaks; "" where nothing can be read."""

    keywords: str
    words: str


def read(content: bytes) -> Said:
    """Never raises: what cannot be read says nothing."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return Said(_keywords(pdf), _words(pdf))
    except (
        pikepdf.PdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        NotImplementedError,
    ):
        return Said("", "")


def _keywords(pdf: pikepdf.Pdf) -> str:
    keywords = [str(pdf.docinfo.get("/Keywords", ""))]
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        keywords += [str(metadata.get(name, "")) for name in ("pdf:Keywords", "dc:subject")]
    return ", ".join(keywords)


def _words(pdf: pikepdf.Pdf) -> str:
    """The strings of the first page, each run of glyphs through its font's own table."""
    page = pdf.pages[0]
    return re.sub(r"\s+", " ", "".join(_strings(page, page.get("/Resources", {}), depth=0)))


def _strings(stream: Any, resources: Any, *, depth: int) -> list[str]:
    """What is shown by a page or by a form that it places."""
    fonts: dict[str, dict[bytes, str]] = {}
    table: dict[bytes, str] = {}
    texts = []
    for instruction in pikepdf.parse_content_stream(stream):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "Tf":
                name = str(operands[0])
                if name not in fonts:
                    fonts[name] = _table(resources.get("/Font", {}).get(name, {}))
                table = fonts[name]
            case "Tj" | "'" | '"':
                texts.append(_shown(bytes(operands[-1]), table))
            case "TJ":
                pieces = [bytes(piece) for piece in operands[0] if isinstance(piece, pikepdf.String)]
                texts.append("".join(_shown(piece, table) for piece in pieces))
            case "Td" | "TD" | "T*" | "Tm" | "ET":
                texts.append(" ")
            case "Do" if depth < 2:
                placed = resources.get("/XObject", {}).get(str(operands[0]), {})
                if placed.get("/Subtype") == "/Form":
                    texts += _strings(placed, placed.get("/Resources", resources), depth=depth + 1)
    return texts


def _shown(raw: bytes, table: dict[bytes, str]) -> str:
    if not table:
        return raw.decode("latin-1")
    width = max(len(code) for code in table)
    return "".join(table.get(raw[i : i + width], "") for i in range(0, len(raw), width))


def _table(font: Any) -> dict[bytes, str]:
    """{code: letters} of a font that says which letters its codes are."""
    if "/ToUnicode" not in font:
        return {}
    table: dict[bytes, str] = {}
    for kind, body in _SECTIONS.findall(font["/ToUnicode"].read_bytes()):
        if kind == b"bfchar":
            table |= {_bytes(code): _letters(text) for code, text in _ONE.findall(body)}
            continue
        for first, last, start, listed in _RANGE.findall(body):
            low, high = int(first, 16), min(int(last, 16), int(first, 16) + MOST_CODES)
            texts = [_letters(text) for text in _HEX.findall(listed)]
            for n, code in enumerate(range(low, high + 1)):
                letters = texts[n] if n < len(texts) else "" if listed else chr(int(start, 16) + n)
                table[code.to_bytes(len(first) // 2, "big")] = letters
    return table


def _bytes(code: bytes) -> bytes:
    return bytes.fromhex(code.decode())


def _letters(text: bytes) -> str:
    return _bytes(text).decode("utf-16-be", errors="ignore")
