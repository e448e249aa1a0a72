"""Which RT and which RW does a cell say? "003/007", "RW 05 RT 03", "III/V", also the date that Excel made of 3/5."""

import re
from datetime import date
from typing import NamedTuple

from payung.tables.cells import Cell
from payung.tables.values import is_number, text_of

ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
    "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20,
}  # fmt: skip
NUMBER = r"(\d{1,3}|[ivx]{1,5})"
NAMED = {
    part: re.compile(rf"\b{part}\b[\s.:/()-]*{NUMBER}\b|\b{NUMBER}\s*[(\[]\s*{part}\s*[)\]]", re.IGNORECASE)
    for part in ("rt", "rw")
}
GLUED = re.compile(r"(?<![A-Za-z])(rt|rw)(?=\d)", re.IGNORECASE)
BARE = re.compile(rf"{NUMBER}", re.IGNORECASE)
PAIR = re.compile(rf"\s*{NUMBER}\s*[/\-.,|\\\s]\s*{NUMBER}\s*", re.IGNORECASE)


class RtRw(NamedTuple):
    """RT and RW as three digits, "" where none is said. `was_date`: a spreadsheet had made a date of it."""

    rt: str = ""
    rw: str = ""
    was_date: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.rt or self.rw)


def read_pair(cell: Cell) -> RtRw:
    """Both from one cell, the RT first unless the cell says otherwise."""
    if isinstance(cell, date):  # typed 3/5 on an English spreadsheet: the month is what stood first
        return RtRw(_three(cell.month), _three(cell.day), was_date=True)
    if is_number(cell):  # 3/5 as 0.6, or 3.50 as 3.5: what was typed is lost
        return RtRw()
    text = GLUED.sub(r" \1 ", text_of(cell))
    named = {part: _first(match) for part, pattern in NAMED.items() if (match := pattern.search(text))}
    if named:
        return RtRw(named.get("rt", ""), named.get("rw", ""))
    if pair := PAIR.fullmatch(text):
        return RtRw(_three(pair[1]), _three(pair[2]))
    return RtRw()


def read_one(cell: Cell, part: str) -> RtRw:
    """RT or RW (`part`) from a cell of its own; a cell "003/007" gives its half."""
    if isinstance(cell, date):
        return RtRw()
    text = text_of(cell)
    if is_number(cell) or text.isdecimal():
        number = _three(text.lstrip("0") or "0")
        return _of(part, number) if len(number) == 3 else RtRw()
    bare = re.sub(rf"^\W*{part}\W*", "", text.lower()).strip(" .")
    if BARE.fullmatch(bare):
        return _of(part, _three(bare))
    both = read_pair(cell)
    return _of(part, getattr(both, part)) if both.is_known else RtRw()


def _of(part: str, number: str) -> RtRw:
    return RtRw(rt=number) if part == "rt" else RtRw(rw=number)


def _first(found: re.Match) -> str:
    return _three(next(group for group in found.groups() if group))


def _three(number: str | int) -> str:
    text = str(number).lower()
    value = ROMAN.get(text, int(text) if text.isdecimal() else 0)
    return f"{value:03d}" if value else ""
