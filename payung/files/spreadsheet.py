"""Which cells stand in a file? Moved to `payung.tables.cells`; here until every door asks there."""

from payung.tables import cells
from payung.tables.cells import MAX_FILE_BYTES, REFUSALS, Cell, Fault, FileRefused, Sheet

__all__ = ["MAX_FILE_BYTES", "REFUSALS", "Cell", "FileRefused", "Sheet", "read_sheets"]


def read_sheets(content: bytes, *, old_excel: bool = False) -> list[Sheet]:
    """As `cells.read_sheets`, with rows of one length and faults as blank cells. `old_excel` is ignored: it is read always."""
    return [Sheet(sheet.name, _even(sheet.rows)) for sheet in cells.read_sheets(content)]


def _even(rows: list[list[Cell]]) -> list[list[Cell]]:
    width = max(map(len, rows), default=0)
    return [
        [None if isinstance(cell, Fault) else cell for cell in row] + [None] * (width - len(row))
        for row in rows
    ]
