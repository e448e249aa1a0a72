"""How is it shown what was understood of a file, and how does a person decide what the file does not say?

One form and two components (`<c-reading>`, `<c-columns>`) for every door.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django import forms

from payung.language.dates import parse_tanggal
from payung.language.formats import mask_nik, tanggal_pendek
from payung.tables.cells import Cell
from payung.tables.columns import Ask, Column
from payung.tables.fields import Door, Kind
from payung.tables.places import in_words
from payung.tables.reading import Decisions, Reading, Table
from payung.tables.understood import Understood
from payung.tables.values import is_blank, text_of
from payung.ui.forms import Choices

SHOWN_ROWS = 5
EXAMPLES = 2
LONGEST_SHOWN = 40
ACCEPTED_FILES = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv,.txt,.htm,.html"
FILE_HELP = "Excel (.xlsx, .xls, .xlsb), LibreOffice (.ods), CSV atau TSV"
YES, NO = "ya", "tidak"


@dataclass(frozen=True)
class FirstRows:
    """The first rows as they were read: one look reveals a shifted or wrong column."""

    titles: list[str]
    rows: list[tuple[str, list[tuple[str, str]]]]  # (where, [(title, cell)])


def first_rows(
    records: Iterable[tuple[int, Mapping[str, Any]]], door: Door, understood: Understood
) -> FirstRows:
    """The first rows of a file by field, private numbers masked. records: (place in the file, {field: value})."""
    shown = [(place, dict(values)) for place, values in islice(records, SHOWN_ROWS)]
    fields = [
        field for field in door.fields if any(values.get(field.name) not in (None, "") for _, values in shown)
    ]
    rows = [
        (
            in_words(place, understood.read_sheets),
            [(field.label, shown_cell(_as_read(values.get(field.name), field.kind))) for field in fields],
        )
        for place, values in shown
    ]
    return FirstRows([field.label for field in fields], rows)


def _as_read(cell: Any, kind: Kind) -> Any:
    """A cell as its door reads it: a day as a day, whatever it looked like; what cannot be read stays as it stands."""
    if kind == Kind.DATE and not is_blank(cell):
        day = parse_tanggal(cell)
        return day if isinstance(day, date) else cell
    return cell


def shown_cell(cell: Any) -> str:
    """A cell as a page shows it: dates as officials write them, a NIK or KK masked."""
    if isinstance(cell, date):
        return tanggal_pendek(cell)
    text = text_of(cell)[:LONGEST_SHOWN]
    digits = "".join(letter for letter in text if letter.isdigit())
    return mask_nik(digits) if len(digits) == 16 else text


@dataclass(frozen=True)
class LayoutToMatch:
    """One layout of the file with a choice for each of its columns."""

    digest: str
    sheet: str
    rows: list[dict[str, Any]]  # letter, title, examples, field (bound)


class DecisionsForm(forms.Form):
    """What a person decides about a file: which column holds which field, which sheets belong to the list."""

    def __init__(self, *args: Any, reading: Reading, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading, self.door = reading, reading.door
        self.tables = self._tables_to_match(again)
        choices = [("", "Tidak dipakai"), *((field.name, field.label) for field in self.door.fields)]
        for number, table in enumerate(self.tables):
            for column in table.columns:
                self.fields[_name(number, column)] = forms.ChoiceField(
                    label=f"{column.letter}: {column.title}" if column.title else f"Kolom {column.letter}",
                    choices=choices,
                    required=False,
                    initial=column.field or "",
                )
        self.sheet_questions = [question for question in reading.ask if question.what == Ask.SHEET]
        for question in self.sheet_questions:
            self.fields[f"sheet_{question.sheet}"] = forms.ChoiceField(
                label=question.why,
                choices=[(YES, "Ya, baca lembar ini"), (NO, "Tidak, lewati")],
                widget=Choices,
                error_messages={"required": "Pilih ya atau tidak."},
            )

    @property
    def questions(self) -> list[str]:
        """What is asked about columns, in sentences."""
        return [question.why for question in self.reading.ask if question.what != Ask.SHEET]

    @property
    def layouts(self) -> list[LayoutToMatch]:
        return [
            LayoutToMatch(
                table.header.digest,
                table.sheet,
                [
                    {
                        "letter": column.letter,
                        "title": column.title,
                        "examples": _examples(table, column),
                        "field": self[_name(number, column)],
                    }
                    for column in table.columns
                ],
            )
            for number, table in enumerate(self.tables)
        ]

    @property
    def sheets(self) -> list[forms.BoundField]:
        return [self[f"sheet_{question.sheet}"] for question in self.sheet_questions]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number, table in enumerate(self.tables):
            chosen = [name for column in table.columns if (name := cleaned.get(_name(number, column)))]
            for twice in sorted({name for name in chosen if chosen.count(name) > 1}):
                self.add_error(None, f"{self.door.label(twice)} dipilih untuk dua kolom. Pilih satu saja.")
            missing = self.door.missing_in_words([*chosen, *table.given])
            if missing and (chosen or not table.is_further):
                self.add_error(None, f"Belum dicocokkan: {missing}. Pilih kolomnya.")
        return cleaned

    def decisions(self, before: Decisions) -> Decisions:
        """What was decided before, and now."""
        columns = {
            table.header.digest: {
                column.letter: self.cleaned_data[_name(number, column)] or None for column in table.columns
            }
            for number, table in enumerate(self.tables)
        }
        sheets = {
            question.sheet: self.cleaned_data[f"sheet_{question.sheet}"] == YES
            for question in self.sheet_questions
        }
        return Decisions({**before.columns, **columns}, {**before.sheets, **sheets})

    def _tables_to_match(self, again: bool) -> list[Table]:
        """One table for each layout that is asked about; with `again`, for every layout."""
        asked = {question.digest for question in self.reading.ask if question.what != Ask.SHEET}
        by_layout = {table.header.digest: table for table in reversed(self.reading.tables)}
        wanted = [table for digest, table in by_layout.items() if digest in asked or (again and not asked)]
        return sorted(wanted, key=lambda table: (table.first_place, table.header.first))


def _name(number: int, column: Column) -> str:
    return f"column_{number}_{column.index}"


def _examples(table: Table, column: Column) -> list[str]:
    cells: Iterable[Cell] = (row[column.index] for _, row in table.rows if column.index < len(row))
    return [shown_cell(cell) for cell in islice((cell for cell in cells if not is_blank(cell)), EXAMPLES)]
