"""Which words does the decree use, filled in? The words are the city's (wording.yaml), the figures are ours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

STANDARD = Path(__file__).with_name("wording.yaml")
_PLACEHOLDER = re.compile(r"\{\{\s*(\w*)\s*\}\}")
_PARTS = ("title", "menimbang", "mengingat", "memutuskan")


class WordingRefused(ValueError):
    """The city's wording cannot be used; the message says what to mend, in Indonesian."""


@dataclass(frozen=True)
class Wording:
    """The text blocks of a decree."""

    title: str
    menimbang: tuple[str, ...]
    mengingat: tuple[str, ...]
    memutuskan: tuple[str, ...]
    induk: tuple[str, ...] = ()  # in an amendment: the decree it changes, cited last


def read_wording(text: str, kind: str) -> Wording:
    """The part `kind` ("penetapan", "perubahan") of a wording file. WordingRefused when a part is missing."""
    try:
        found = (yaml.safe_load(text) or {})[kind]
        if missing := [part for part in _PARTS if not found.get(part)]:
            raise WordingRefused(
                f'Naskah "{kind}" belum memuat bagian {", ".join(missing)}. Isi bagian itu dulu.'
            )
        parts = {part: tuple(map(str, found.get(part) or ())) for part in (*_PARTS[1:], "induk")}
        return Wording(str(found["title"]), **parts)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise WordingRefused(
            f"Naskah SK tidak terbaca di baris {line}. Periksa tanda titik dua dan spasi di awal baris."
        ) from None
    except (KeyError, TypeError, AttributeError):
        raise WordingRefused(
            f'Naskah SK tidak memuat bagian "{kind}". Salin bagian itu dari naskah bawaan.'
        ) from None


def filled(wording: Wording, values: Mapping[str, str]) -> Wording:
    """The same wording with every {{placeholder}} replaced; `judul` is the filled title."""
    title = _fill(wording.title, values)
    known = {**values, "judul": title}
    blocks = (getattr(wording, part) for part in (*_PARTS[1:], "induk"))
    return Wording(title, *(tuple(_fill(block, known) for block in part) for part in blocks))


def standard_citations() -> tuple[str, ...]:
    """What "Mengingat" cites until the city has its own list; "…" stands for a number nobody has confirmed."""
    return read_wording(STANDARD.read_text(encoding="utf-8"), "penetapan").mengingat


def ended(citations: Iterable[str]) -> list[str]:
    """Each citation closed as paragraphs of a list are: with a semicolon."""
    return [f"{cited.strip().rstrip(';.')};" for cited in citations if cited.strip()]


def _fill(text: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            raise WordingRefused(
                f"Naskah SK memakai {{{{{name}}}}}, yang tidak dikenal. Pakai salah satu dari: {', '.join(sorted(values))}."
            )
        return values[name]

    return _PLACEHOLDER.sub(value, text)
