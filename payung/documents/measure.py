"""How wide is a text on paper, and which size makes it fit its box?

Measured once with the fonts of this server, then answered by adding up: asking typst for each of ten thousand names
doubles its memory.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typst

from payung.documents import render

_TEMPLATE = Path(__file__).with_name("look") / "widths.typ"
_SAFETY = 1.02  # kerning and rounding


@cache
def letter_widths(weight: str) -> dict[str, float]:
    """Width in em of each printable ASCII letter of our sans-serif fonts; "" is what any other letter may need."""
    found = typst.query(
        str(_TEMPLATE),
        "<widths>",
        field="value",
        one=True,
        root=str(render.PACKAGE),
        font_paths=render.fonts(),
        sys_inputs={"weight": weight},
    )
    widths = json.loads(found)
    return {**widths, "": max(widths.values())}


def width_pt(text: str, size_pt: float, *, weight: str = "bold") -> float:
    """Width of one line in points."""
    widths = letter_widths(weight)
    return size_pt * _SAFETY * sum(widths.get(letter, widths[""]) for letter in text)


def lines(text: str, size_pt: float, room_pt: float, *, weight: str = "bold") -> list[str]:
    """The text in lines no wider than `room_pt`: broken between words, inside one only when it alone is too wide."""
    broken: list[str] = []
    for word in text.split(" "):
        longer = f"{broken[-1]} {word}" if broken else word
        if broken and width_pt(longer, size_pt, weight=weight) <= room_pt:
            broken[-1] = longer
            continue
        pieces = _pieces(word, size_pt, room_pt, weight)
        broken.extend(pieces)
    return broken


def fit(
    text: str, *, room_pt: float, sizes_pt: Sequence[float], most_lines: int, weight: str = "bold"
) -> tuple[float, list[str]]:
    """(size, lines) of the first size at which the text needs no more than `most_lines` and no broken word.

    The last size may break words and take more lines: nothing is ever left out.
    """
    words = text.split(" ")
    for size in sizes_pt[:-1]:
        found = lines(text, size, room_pt, weight=weight)
        if len(found) <= most_lines and all(width_pt(w, size, weight=weight) <= room_pt for w in words):
            return size, found
    return sizes_pt[-1], lines(text, sizes_pt[-1], room_pt, weight=weight)


def _pieces(word: str, size_pt: float, room_pt: float, weight: str) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_pt(pieces[-1] + letter, size_pt, weight=weight) > room_pt:
            pieces.append("")
        pieces[-1] += letter
    return pieces
