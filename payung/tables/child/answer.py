"""What the child says of a sheet: rows of plain values, and beside them the days and the faults by their places."""

import datetime
import math
import re
from collections.abc import Sequence
from typing import Any

from guard import MAX_CELLS, MAX_COLUMNS, MAX_MERGED, MAX_ROWS, MAX_TEXT, Refused

FAULT = re.compile(
    r"#(?:N/A|(?:REF|VALUE|DIV/0|NAME|NUM|NULL)[!?]?|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|ERROR!"
    r"|GETTING_DATA)|Err:\d{3}|#{3,}",
    re.IGNORECASE,
)
MOST_WHOLE = 2**63


class Day:
    """A day, as in 1980-05-12."""

    __slots__ = ("iso",)

    def __init__(self, iso: str) -> None:
        self.iso = iso


class Fault:
    """What a cell shows that has no value."""

    __slots__ = ("shown",)

    def __init__(self, shown: str) -> None:
        self.shown = shown


MARKED = frozenset((Day, Fault))
Plain = str | int | float | bool | Day | Fault | None


class Page:
    """One sheet, its rows cut. No data class here: loading `dataclasses` would take a twentieth of the time of a list."""

    def __init__(
        self,
        name: str,
        rows: list[list[Any]],
        *,
        is_visible: bool = True,
        merged: Sequence[tuple[int, int, int, int]] = (),
        is_text: bool = False,
    ) -> None:
        self.name = name
        self.rows = rows
        self.is_visible = is_visible
        self.merged = merged
        self.is_text = is_text

    def as_json(self) -> dict[str, Any]:
        """Days and faults apart from the rest, so that the parent's JSON reader need not stop at each."""
        days: list[tuple[int, int, str]] = []
        faults: list[tuple[int, int, str]] = []
        for number, row in enumerate(self.rows):
            if MARKED.isdisjoint(map(type, row)):
                continue
            for place, cell in enumerate(row):
                if cell.__class__ is Day:
                    days.append((number, place, cell.iso))
                    row[place] = None
                elif cell.__class__ is Fault:
                    faults.append((number, place, cell.shown))
                    row[place] = None
        return {
            "name": self.name,
            "rows": self.rows,
            "is_visible": self.is_visible,
            "merged": self._merged(),
            "is_text": self.is_text,
            "days": days,
            "faults": faults,
        }

    def _merged(self) -> list[tuple[int, int, int, int]]:
        """Merged cells as far as something stands beside them: formatting may merge a whole sheet."""
        last = len(self.rows) - 1
        return [
            (top, left, min(bottom, last), min(right, MAX_COLUMNS - 1))
            for top, left, bottom, right in self.merged[: MAX_MERGED * 5]
            if top <= last and left < MAX_COLUMNS
        ][:MAX_MERGED]


class Room:
    """How much may still be read, over all sheets of a file."""

    def __init__(self) -> None:
        self.letters = 0
        self.cells = 0

    def take(self, rows: list[list[Any]]) -> None:
        """Count rows that were read. Raises Refused when there is no room for them."""
        if len(rows) > MAX_ROWS:
            raise Refused("too_long", MAX_ROWS + 1)
        self.letters += sum(map(_letters_in, rows))
        self.cells += sum(map(len, rows))
        if self.letters > MAX_TEXT or self.cells > MAX_CELLS:
            raise Refused("too_big")


def _letters_in(row: list) -> int:
    try:
        return sum(map(len, row))  # all text, as in most lists
    except TypeError:
        return sum(len(cell) for cell in row if isinstance(cell, str))


def cut(rows: list[list[Any]]) -> list[list[Any]]:
    """Without the blank cells at the end of each row and the blank rows at the end. Raises Refused: too wide."""
    for number, row in enumerate(rows, 1):
        while row and is_blank(row[-1]):
            row.pop()
        if len(row) > MAX_COLUMNS:
            raise Refused("too_wide", number)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def is_blank(cell: Any) -> bool:
    return cell is None or (cell.__class__ is str and (not cell or cell.isspace()))


def value_of(cell: Any) -> Plain:
    """What is no text, as a plain value."""
    if cell is None or isinstance(cell, bool | int):
        return cell
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return str(cell)
        return int(cell) if cell.is_integer() and abs(cell) < MOST_WHOLE else cell
    if isinstance(cell, datetime.datetime | datetime.date):
        return Day(cell.isoformat()[:10])
    return str(cell)  # a time of day, or how long something took


def text_of(text: str) -> str | Fault | None:
    """Text as it stands; blank is None, and "#N/A" is a fault also when somebody copied it as text."""
    if not text or text.isspace():
        return None
    return Fault(text.strip()) if is_fault(text) else text


def is_fault(text: str) -> bool:
    stripped = text.strip()
    return stripped[:1] in ("#", "E", "e") and FAULT.fullmatch(stripped) is not None
