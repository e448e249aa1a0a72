"""Which kelurahan does a heading give to the rows below it: a line in the table, a line above it, the name of the sheet?"""

from collections.abc import Sequence

from payung.intake.reading.fields import DOOR
from payung.tables.cells import Cell
from payung.tables.reading import Table
from payung.tables.values import is_blank

FIELD = "kelurahan"


def with_headings(table: Table) -> tuple[list[tuple[int, Sequence[Cell]]], dict[str, int]]:
    """(place, cells) of every row and {field: index}: where the rows themselves say no kelurahan, the heading's is written in.

    A column of the list wins over every heading; a line between the rows over the lines above the table, those over the
    name of the sheet.
    """
    assert DOOR.heading is not None, "an agency's list has headings"
    first, index_of = table.first_place, dict(table.index_of)
    inside = [(number, name) for number, text in table.headings if (name := DOOR.heading(text).get(FIELD))]
    above = _above(table) if FIELD not in index_of else None
    if not inside and above is None:
        return [(first + number, cells) for number, cells in table.rows], index_of
    index = index_of.setdefault(FIELD, _width(table))
    rows, waiting, name = [], list(inside), above
    for number, cells in table.rows:
        while waiting and waiting[0][0] < number:
            name = waiting.pop(0)[1]
        if name and (index >= len(cells) or is_blank(cells[index])):
            cells = [*cells[:index], *[None] * (index - len(cells)), name, *cells[index + 1 :]]
        rows.append((first + number, cells))
    return rows, index_of


def notes(table: Table) -> list[str]:
    """What is said of a kelurahan that no column of the list gives."""
    if FIELD in table.index_of or (name := _above(table)) is None:
        return []
    return [f"Lembar “{table.sheet}” tidak punya kolom kelurahan; dibaca {name} dari judulnya."]


def _above(table: Table) -> str | None:
    texts = [" ".join(str(c) for c in row if isinstance(c, str)) for row in reversed(table.above)]
    for text in (*texts, table.sheet):
        if DOOR.heading and (name := DOOR.heading(text).get(FIELD)):
            return name
    return None


def _width(table: Table) -> int:
    return max([max(table.index_of.values(), default=-1) + 1, *(len(cells) for _, cells in table.rows)])
