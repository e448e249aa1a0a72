"""How does a grid become a file? The same cells give the same bytes, on every day and machine."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from payung.demo.lists.layouts import Cell, Grid

WRITTEN_AT = datetime(2025, 4, 14)  # noqa: DTZ001  stands in every workbook, so that its bytes stay the same
_WIDTHS = 18


def write_xlsx(path: Path, grid: Grid) -> None:
    """One sheet. Numbers, dates and merged areas as in the grid; all other cells are text."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": WRITTEN_AT, "comments": "SINTETIS: bukan orang sungguhan"})
        page = book.add_worksheet(grid.sheet)
        bold = book.add_format({"bold": True, "align": "center", "border": 1, "text_wrap": True})
        looks = {"text": book.add_format({"num_format": "@"}), "plain": None}
        looks["date"] = book.add_format({"num_format": "dd/mm/yyyy"})
        page.set_column(0, 0, 6)
        page.set_column(1, 20, _WIDTHS)
        for area in grid.merges:
            page.merge_range(*area, "", bold if area[0] in grid.header_lines else None)
        for at, cells in enumerate(grid.lines):
            for column, cell in enumerate(cells):
                if cell is not None and cell != "":
                    _write(page, at, column, cell, bold if at in grid.header_lines else None, looks)


def write_csv(path: Path, grid: Grid) -> None:
    """Semicolons, UTF-8 with a mark in front, lines as Windows ends them."""
    width = len(grid.lines[0])
    lines = ([*cells, *[None] * (width - len(cells))] for cells in grid.lines)
    write_table(path, lines, delimiter=";", encoding="utf-8-sig")


def write_table(
    path: Path, lines: Iterable[Sequence[Cell]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> None:
    with path.open("w", newline="", encoding=encoding) as target:
        csv.writer(target, delimiter=delimiter, lineterminator="\r\n").writerows(lines)


def _write(page: Any, at: int, column: int, cell: Cell, bold: Any, looks: dict[str, Any]) -> None:
    if isinstance(cell, date):
        page.write_datetime(at, column, datetime.combine(cell, time()), looks["date"])
    elif isinstance(cell, int | float):
        page.write_number(at, column, cell)
    else:
        page.write_string(at, column, cell, bold or looks["text"])
