"""What stands in the file an agency sent, row by row? Needs no database. One door: `check_file`."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from payung.files.spreadsheet import FileRefused, read_sheets
from payung.intake.reading.checks import CheckedRow, check_rows
from payung.intake.reading.layout import Column, find_layout
from payung.intake.reading.problems import Code, Problem, Severity

__all__ = ["CheckedFile", "CheckedRow", "Code", "Column", "FileRefused", "Problem", "Severity", "check_file"]


@dataclass(frozen=True)
class CheckedFile:
    """A readable file, checked. `missing_fields` not empty: its columns must be matched on screen first."""

    name: str
    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    rows: list[CheckedRow]
    missing_fields: list[str]

    @property
    def needs_mapping(self) -> bool:
        return bool(self.missing_fields)

    @property
    def accepted(self) -> list[CheckedRow]:
        return [row for row in self.rows if row.accepted]

    @property
    def rejected(self) -> list[CheckedRow]:
        return [row for row in self.rows if not row.accepted]

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]

    @property
    def warnings(self) -> int:
        """Rows that are taken although something in them is worth a look."""
        return sum(1 for row in self.rows if row.accepted and row.problems)

    def as_json(self) -> dict:
        """The answer of `payung intake check --json`."""
        accepted = len(self.accepted)
        return {
            "file": self.name,
            "sheet": self.sheet,
            "rows": len(self.rows),
            "accepted": accepted,
            "rejected": len(self.rows) - accepted,
            "warnings": self.warnings,
            "problems": [problem.as_json() for problem in self.problems],
        }


def check_file(
    source: Path | bytes,
    *,
    name: str = "",
    today: date,
    column_map: Mapping[str, str | None] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> CheckedFile:
    """Read and check one agency list (XLSX or CSV).

    `column_map`: header -> field, as somebody matched them before. Raises FileRefused with one clear line.
    A file whose columns cannot be recognised comes back with `needs_mapping` and no rows.
    """
    if isinstance(source, Path):
        name = name or source.name
        try:
            source = source.read_bytes()
        except OSError:
            raise FileRefused("broken") from None
    with _nothing_thrown_away():
        layout = find_layout(read_sheets(source), column_map)
        rows = [] if layout.missing else check_rows(layout, today=today, on_progress=on_progress)
    return CheckedFile(name, layout.sheet.name, layout.header_row, layout.columns, rows, layout.missing)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Every cell is needed until the end: looking for garbage among them takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
