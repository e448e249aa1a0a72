"""What stands in the file an agency sent, row by row? Needs no database. One door: `check_file`."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from payung.intake.reading import headings
from payung.intake.reading.checks import CheckedRow, check_rows
from payung.intake.reading.fields import DOOR
from payung.intake.reading.problems import Code, Problem, Severity
from payung.reference.catalogue import kelurahan_name
from payung.tables.cells import FileRefused
from payung.tables.places import order_of, row_of
from payung.tables.reading import NOTHING_DECIDED, Decisions, Remembered, read
from payung.tables.understood import Understood, understood

__all__ = [
    "CheckedFile",
    "CheckedRow",
    "Code",
    "FileRefused",
    "Problem",
    "Severity",
    "Understood",
    "check_file",
]


@dataclass(frozen=True)
class CheckedFile:
    """A readable file, checked. Where it asks something, a person decides first and there are no rows yet."""

    name: str
    rows: list[CheckedRow]
    understood: Understood = field(default_factory=Understood)

    @property
    def needs_decision(self) -> bool:
        return bool(self.understood.ask)

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

    def sheet_of(self, place: int) -> str:
        """The name of the sheet in which a row stands."""
        names = self.understood.read_sheets
        return names[order] if (order := order_of(place)) < len(names) else ""

    def as_json(self, *, with_rows: bool = False) -> dict:
        """The answer of `payung intake check --json` (docs/reference/reading-files.md)."""
        accepted = len(self.accepted)
        answer = {
            "file": self.name,
            "sheet": next(iter(self.understood.read_sheets), ""),
            "rows": len(self.rows),
            "accepted": accepted,
            "rejected": len(self.rows) - accepted,
            "warnings": self.warnings,
            "problems": [
                problem.as_json() | {"sheet": self.sheet_of(problem.row), "row": row_of(problem.row)}
                for problem in self.problems
            ],
            **self.understood.as_json(),
        }
        return answer | ({"people": [self._person(row) for row in self.rows]} if with_rows else {})

    def _person(self, row: CheckedRow) -> dict:
        values = row.values
        born = values.get("birth_date")
        return {
            "sheet": self.sheet_of(row.number),
            "row": row_of(row.number),
            "accepted": row.accepted,
            "nik": values.get("nik") or "",
            "name": values.get("name") or "",
            "birth_date": born.isoformat() if isinstance(born, date) else None,
            "kelurahan": kelurahan_name(values.get("kelurahan_code")) or values.get("kelurahan") or "",
            "rt": values.get("rt"),
            "rw": values.get("rw"),
        }


def check_file(
    source: Path | bytes,
    *,
    name: str = "",
    today: date,
    decisions: Decisions = NOTHING_DECIDED,
    remembered: Remembered = lambda digest: None,
    with_macros: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> CheckedFile:
    """Read and check one agency list (any kind of spreadsheet or text).

    `decisions`: what a person decided about this file; `remembered`: how this agency's layouts were matched before.
    `with_macros`: also a workbook in which macros lie (they are never opened). Raises FileRefused with one clear line. A file that asks something comes back with `needs_decision` and no rows.
    """
    if isinstance(source, Path):
        name = name or source.name
        try:
            source = source.read_bytes()
        except OSError:
            raise FileRefused("broken") from None
    with _nothing_thrown_away():
        reading = read(source, DOOR, decisions=decisions, remembered=remembered, with_macros=with_macros)
        summary = understood(reading)
        if reading.ask:
            return CheckedFile(name, [], summary)
        rows = check_rows(reading.tables, today=today, on_progress=on_progress)
        given = [note for table in reading.tables for note in headings.notes(table)]
        summary = replace(summary, notes=[*summary.notes, *given, *_for_columns(rows)])
    return CheckedFile(name, rows, summary)


def _for_columns(rows: list[CheckedRow]) -> list[str]:
    """What is wrong with a whole column, said once."""
    swapped = sum(any(p.code == Code.DATE_EXCHANGED for p in row.problems) for row in rows)
    if not swapped:
        return []
    return [
        f"Kolom tanggal lahir: bulan dan hari tertukar pada {swapped} baris (NIK mengatakan sebaliknya). "
        "Berkas ini diketik di Excel berbahasa Inggris; betulkan kolomnya di berkas asal, lalu unggah lagi."
    ]


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
