"""Which rows stand in a spreadsheet that a partner sent, whatever its layout?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from payung.files.spreadsheet import Cell, FileRefused, read_sheets

HEADER_WITHIN_ROWS = 30

Synonyms = Mapping[str, Sequence[str]]  # field -> the names its column may carry, in any case and spacing


class CannotRead(ValueError):
    """The file cannot be used; the message is one Indonesian line that says what to do."""


@dataclass(frozen=True)
class Table:
    """Rows under the header. Numbers stay numbers, so that a NIK typed as a number can be told."""

    rows: list[tuple[int, dict[str, Cell]]]  # (row number in the spreadsheet, {field: cell})
    above: list[list[Cell]]  # what stood above the header
    fields: frozenset[str]  # which fields have a column


def read_table(content: bytes, *, name: str, synonyms: Synonyms, required: Sequence[str]) -> Table:
    """The rows of the first sheet of an XLSX, XLS or CSV file whose header names at least the required fields.

    Raises CannotRead for an empty, broken, encrypted, oversized or foreign file.
    """
    try:
        sheets = read_sheets(content, old_excel=True)
    except FileRefused as refusal:
        raise CannotRead(f"{name}: {refusal.message}") from None
    for sheet in sheets:
        for position, row in enumerate(sheet.rows[:HEADER_WITHIN_ROWS]):
            columns = _columns(row, synonyms)
            if set(required) <= set(columns):
                return Table(
                    rows=_rows_below(sheet.rows, position, columns),
                    above=sheet.rows[:position],
                    fields=frozenset(columns),
                )
    wanted = ", ".join(synonyms[field][0] for field in required)
    raise CannotRead(
        f"Kolom {wanted} tidak ditemukan di {name}. Pastikan judul kolomnya tertulis di atas daftar."
    )


def text_of(cell: Cell) -> str:
    """A cell as text: 16800.0 -> '16800'; outer spaces and a leading apostrophe go."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip().removeprefix("'").strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def rupiah_of(cell: Cell) -> int | None:
    """Whole rupiah in a cell: 16800, 16800.0, '16.800', 'Rp16.800,00'; None for anything else."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if float(cell).is_integer() and cell >= 0 else None
    if isinstance(cell, str) and len(cell) <= 15 and cell.isascii() and cell.isdigit():
        return int(cell)  # as nearly all are
    text = re.sub(r"(?i)^rp\.?\s*|[\s\u00a0]", "", text_of(cell))
    text = re.sub(r"(,00|,-|\.00)$", "", text)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+|\d{1,15}", text, re.ASCII):
        return int(re.sub(r"[.,]", "", text))
    return None


def date_of(cell: Cell) -> date | None:
    """A date in a cell: ISO (also what spreadsheets store as a date) or day-month-year; None otherwise."""
    text = text_of(cell)[:10]
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a date has no zone
        except ValueError:
            continue
    return None


def _columns(row: list[Cell], synonyms: Synonyms) -> dict[str, int]:
    titles = [_plain(cell) for cell in row]
    columns: dict[str, int] = {}
    for field, names in synonyms.items():
        wanted = {_plain(name) for name in names}
        place = next((i for i, title in enumerate(titles) if title in wanted), None)
        if place is not None:
            columns[field] = place
    return columns


def _plain(cell: Cell) -> str:
    return re.sub(r"[^a-z0-9]", "", text_of(cell).lower())


def _rows_below(
    cells: list[list[Cell]], header: int, columns: dict[str, int]
) -> list[tuple[int, dict[str, Cell]]]:
    rows = []
    named, widest = tuple(columns.items()), max(columns.values())
    for number, row in enumerate(cells[header + 1 :], start=header + 2):
        whole = row if len(row) > widest else [*row, *[None] * (widest + 1 - len(row))]
        found = {field: whole[place] for field, place in named}
        if any(map(text_of, found.values())):
            rows.append((number, found))
    return rows
