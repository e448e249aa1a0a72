"""What was understood of a file, as a page, a paper or a program is told it: sheets, columns, skipped rows, questions.

The same shape at every door (docs/reference/reading-files.md). It holds titles and names of sheets as they stand in the file,
so it is kept sealed or not at all.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from payung.tables.columns import Ask
from payung.tables.reading import Reading

MOST_SHOWN = 12  # row numbers of one reason


@dataclass(frozen=True)
class Understood:
    """`sheets`: name, visible, rows, read, why. `columns`: field (None when unused), title, letter, sheet.
    `skipped`: sheet, row, why. `ask`: what, why, and where. `notes`: sentences."""

    sheets: list[dict[str, Any]] = field(default_factory=list)
    columns: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    ask: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def read_sheets(self) -> list[str]:
        """The names of the sheets that are read, in the order of the places of their rows."""
        return [sheet["name"] for sheet in self.sheets if sheet["read"]]

    @property
    def left_out(self) -> list[dict[str, Any]]:
        return [sheet for sheet in self.sheets if not sheet["read"]]

    @property
    def columns_once(self) -> list[dict[str, Any]]:
        """The columns, each layout told once however many sheets have it."""
        return list({(c["letter"], c["title"], c["field"]): c for c in self.columns}.values())

    @property
    def skipped_by_reason(self) -> list[tuple[str, int, str]]:
        """(reason, how many rows, which), the commonest first."""
        by_reason: dict[str, list[str]] = {}
        several = len(self.read_sheets) > 1
        for skipped in self.skipped:
            where = f"{skipped['sheet']} {skipped['row']}" if several else str(skipped["row"])
            by_reason.setdefault(skipped["why"], []).append(where)
        sentences = [
            (why, len(rows), ", ".join(rows[:MOST_SHOWN]) + (" …" if len(rows) > MOST_SHOWN else ""))
            for why, rows in by_reason.items()
        ]
        return sorted(sentences, key=lambda one: -one[1])


def understood(reading: Reading) -> Understood:
    """The summary of a reading. The same layout in several sheets is told once for each sheet."""
    door = reading.door
    return Understood(
        sheets=[
            {
                "name": sheet.name,
                "visible": sheet.is_visible,
                "rows": sheet.rows,
                "read": sheet.is_read,
                "why": sheet.why,
            }
            for sheet in reading.sheets
        ],
        columns=[
            {
                "field": column.field,
                "label": door.label(column.field) if column.field else "",
                "title": column.title,
                "letter": column.letter,
                "sheet": table.sheet,
            }
            for table in reading.tables
            for column in table.columns
        ],
        skipped=[{"sheet": s.sheet, "row": s.row, "why": s.why.value} for s in reading.skipped],
        ask=[
            {
                "what": question.what.value,
                "why": question.why,
                "sheet": reading.sheets[question.sheet].name,
                "place": question.sheet,
                "field": question.field,
                "columns": list(question.letters),
                "layout": question.digest if question.what != Ask.SHEET else "",
            }
            for question in reading.ask
        ],
        notes=list(reading.notes),
    )
