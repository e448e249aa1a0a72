"""How wide is a text on paper, and which size makes it fit its box?

Measured once with the fonts of this server, then answered by adding up: asking typst for each of ten thousand names
doubles its memory.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typst

from payung.documents import press, render

_TEMPLATE = Path(__file__).with_name("look") / "widths.typ"
_SAFETY = 1.02  # kerning and rounding


class _Widths(dict[str, float]):
    """Width in em of each letter; one that was not measured may be as wide as the widest."""

    def __missing__(self, letter: str) -> float:
        return max(self.values())


@cache
def _widths(weight: str) -> _Widths:
    found = typst.query(
        str(_TEMPLATE),
        "<widths>",
        field="value",
        one=True,
        root=str(render.PACKAGE),
        font_paths=press.fonts(),
        sys_inputs={"weight": weight},
    )
    return _Widths({letter: wide * _SAFETY for letter, wide in json.loads(found).items()})


def width_pt(text: str, size_pt: float, *, weight: str = "bold") -> float:
    """Width of one line in points."""
    return size_pt * sum(map(_widths(weight).__getitem__, text))


def lines(text: str, size_pt: float, room_pt: float, *, weight: str = "bold") -> list[str]:
    """The text in lines no wider than `room_pt`: broken between words, inside one only when it alone is too wide."""
    broken: list[str] = []
    for word in text.split(" "):
        longer = f"{broken[-1]} {word}" if broken else word
        if broken and width_pt(longer, size_pt, weight=weight) <= room_pt:
            broken[-1] = longer
        else:
            broken.extend(_pieces(word, size_pt, room_pt, weight))
    return broken


def fit(
    text: str, *, room_pt: float, sizes_pt: Sequence[float], most_lines: int, weight: str = "bold"
) -> tuple[float, list[str]]:
    """(size, lines) of the first size at which the text needs no more than `most_lines` and no broken word.

    The last size may break words and take more lines: nothing is ever left out.
    """
    if width_pt(text, sizes_pt[0], weight=weight) <= room_pt:
        return sizes_pt[0], [text]
    widest = max(width_pt(word, 1, weight=weight) for word in text.split(" "))
    for size in sizes_pt[:-1]:
        if widest * size <= room_pt and len(found := lines(text, size, room_pt, weight=weight)) <= most_lines:
            return size, found
    return sizes_pt[-1], lines(text, sizes_pt[-1], room_pt, weight=weight)


def _pieces(word: str, size_pt: float, room_pt: float, weight: str) -> list[str]:
    if width_pt(word, size_pt, weight=weight) <= room_pt:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_pt(pieces[-1] + letter, size_pt, weight=weight) > room_pt:
            pieces.append("")
        pieces[-1] += letter
    return pieces
