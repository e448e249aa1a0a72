"""What table stands in this file? The one reader of every door: `read`.

It gives the rows of data with their columns, an account of every other row and sheet, and what a person must decide
before anything may be saved. It decides nothing that it does not know.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from payung.language.formats import angka
from payung.tables.cells import Cell, FileRefused, Sheet, read_sheets
from payung.tables.columns import Ask, Column, Question, assign
from payung.tables.fields import Door
from payung.tables.header import Header, find_header, foreign_header
from payung.tables.places import place_of
from payung.tables.rows import RowSorter, SkippedRow, Why, holds_keys
from payung.tables.titles import Names
from payung.tables.values import is_blank, text_of

EXAMPLES = re.compile(r"\b(contoh|petunjuk|panduan|cara|referensi|sample|example|readme)\b", re.IGNORECASE)
ARCHIVES = re.compile(
    r"\b(arsip|lama|backup|bak|old|tahun lalu|riwayat|history|draf|draft|salinan|copy|sampah|batal|tidak dipakai)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
ALIKE = 0.5  # share of fields that two layouts have in common to be parts of one list
SHOWN_ROWS = 5

HIDDEN_WHY = "Lembar tersembunyi, tidak dibaca."
EXAMPLE_WHY = "Lembar contoh atau petunjuk, bukan daftar."
ARCHIVE_WHY = "Lembar arsip, bukan daftar yang sekarang."
EMPTY_WHY = "Lembar kosong."
OTHER_WHY = "Judul kolomnya bukan judul daftar ini."
CHOSEN_WHY = "Tidak ikut dibaca, menurut pilihan Anda."


@dataclass(frozen=True)
class Decisions:
    """What a person decided about a file: {layout: {letter: field}} and {place of a sheet: read it?}."""

    columns: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    sheets: Mapping[int, bool] = field(default_factory=dict)

    def as_json(self) -> dict:
        return {
            "columns": {digest: dict(fields) for digest, fields in self.columns.items()},
            "sheets": {str(place): is_read for place, is_read in self.sheets.items()},
        }

    @classmethod
    def from_json(cls, kept: Mapping) -> "Decisions":
        sheets = {int(place): bool(is_read) for place, is_read in (kept.get("sheets") or {}).items()}
        return cls(dict(kept.get("columns") or {}), sheets)


NOTHING_DECIDED = Decisions()


class CannotRead(ValueError):
    """The rows of a file cannot be used; the message is one Indonesian line that says what to do."""


Remembered = Callable[
    [str], Mapping[str, str | None] | None
]  # layout -> {letter: field}, as it was matched before


@dataclass(frozen=True)
class SheetAccount:
    """One sheet of the file: how many rows stand in it (under the header where it is read), whether it is read, why not."""

    name: str
    is_visible: bool
    rows: int
    is_read: bool
    why: str = ""


@dataclass(frozen=True)
class Skipped:
    """A row that is no data: its sheet, its number there, and the reason."""

    sheet: str
    row: int
    why: Why
    cells: Mapping[str, Cell] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Table:
    """The rows of one table. `first_place`: what is added to a row's number to make its place in the file (`places`)."""

    sheet: str
    sheet_place: int
    first_place: int
    header: Header
    columns: tuple[Column, ...]
    rows: list[tuple[int, Sequence[Cell]]]  # (number in the sheet, cells)
    headings: list[tuple[int, str]]
    above: list[list[Cell]]
    given: frozenset[str] = frozenset()  # fields that a heading or the sheet's name gives to every row
    is_further: bool = False  # not the first table of its sheet

    @property
    def index_of(self) -> dict[str, int]:
        return {column.field: column.index for column in self.columns if column.field}

    @property
    def letter_of(self) -> dict[str, str]:
        return {column.field: column.letter for column in self.columns if column.field}

    def records(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        """(place in the file, {field: cell}) of every row of data."""
        named = list(self.index_of.items())
        for number, row in self.rows:
            yield self.first_place + number, {name: row[i] if i < len(row) else None for name, i in named}


@dataclass(frozen=True)
class Reading:
    """What was understood of a file. With `ask` not empty it must not be saved before a person decided."""

    door: Door
    sheets: tuple[SheetAccount, ...]
    tables: tuple[Table, ...]
    skipped: tuple[Skipped, ...]
    ask: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def read_sheets(self) -> list[str]:
        """The names of the sheets that are read, in the order of the places."""
        return list(dict.fromkeys(table.sheet for table in self.tables))

    @property
    def fields(self) -> set[str]:
        return {name for table in self.tables for name in table.index_of}

    @property
    def totals(self) -> list[Skipped]:
        return [skipped for skipped in self.skipped if skipped.why == Why.TOTAL]

    def records(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        for table in self.tables:
            yield from table.records()


def read(
    content: bytes,
    door: Door,
    *,
    decisions: Decisions = NOTHING_DECIDED,
    remembered: Remembered = lambda digest: None,
    with_macros: bool = False,
) -> Reading:
    """Read a file through a door. Raises FileRefused with one clear line.

    `with_macros`: read a workbook also when macros lie in it; they are never opened.
    """
    return read_tables(
        read_sheets(content, with_macros=with_macros), door, decisions=decisions, remembered=remembered
    )


def read_settled(
    content: bytes, door: Door, *, name: str, decisions: Decisions, remembered: Remembered
) -> Reading:
    """A file about which nothing is left to decide. Raises CannotRead in one line, with the file's name, for any other."""
    try:
        reading = read(content, door, decisions=decisions, remembered=remembered)
    except FileRefused as refusal:
        raise CannotRead(f"{name}: {refusal.message}") from None
    if reading.ask:
        raise CannotRead(f"{name}: {reading.ask[0].why}")
    return reading


def read_tables(
    sheets: list[Sheet],
    door: Door,
    *,
    decisions: Decisions = NOTHING_DECIDED,
    remembered: Remembered = lambda digest: None,
) -> Reading:
    """The same for the cells of a file that was read before. Raises FileRefused where no table stands in them."""
    return _Reader(sheets, door, decisions, remembered).read()


@dataclass
class _Fitting:
    """A sheet and the header that was found in it."""

    place: int
    sheet: Sheet
    header: Header
    given: frozenset[str] = frozenset()


class _Reader:
    def __init__(self, sheets: list[Sheet], door: Door, decisions: Decisions, remembered: Remembered) -> None:
        self.sheets, self.door, self.decisions, self.remembered = sheets, door, decisions, remembered
        self.names = Names(door)
        self.why: dict[int, str] = {}
        self.ask: list[Question] = []
        self.notes: list[str] = []
        self.skipped: list[Skipped] = []
        self.tables: list[Table] = []
        self.rows_of: dict[int, int] = {}

    def read(self) -> Reading:
        fitting = self._fitting()
        for order, fit in enumerate(fitting):
            self._read_sheet(order, fit)
        self._tell_lost_columns()
        accounts = tuple(
            SheetAccount(
                sheet.name,
                sheet.is_visible,
                self.rows_of.get(place, len(sheet.rows)),
                place in self.rows_of,
                self.why.get(place, ""),
            )
            for place, sheet in enumerate(self.sheets)
        )
        return Reading(
            self.door,
            accounts,
            tuple(self.tables),
            tuple(self.skipped),
            tuple(dict.fromkeys(self.ask)),
            tuple(self.notes),
        )

    # -- Sheets ------------------------------------------------------------------------------------------

    def _fitting(self) -> list[_Fitting]:
        """The sheets to be read. The others get their reason; what is in doubt becomes a question."""
        fits = [fit for place, sheet in enumerate(self.sheets) if (fit := self._fit(place, sheet))]
        visible = [fit for fit in fits if fit.sheet.is_visible]
        complete = [fit for fit in visible if self._is_complete(fit)]
        chosen = self._of_one_list(complete) if complete else self._to_be_matched(visible)
        if not chosen:
            code = "only_hidden" if any(self._is_complete(fit) for fit in fits) else "no_table"
            raise FileRefused(code, wanted=self.door.wanted)
        self._ask_about_lost_people(chosen)
        return chosen

    def _fit(self, place: int, sheet: Sheet) -> _Fitting | None:
        if not sheet.rows:
            self.why[place] = EMPTY_WHY
            return None
        if not sheet.is_visible:
            self.why[place] = HIDDEN_WHY
        header = find_header(sheet, self.names)
        if header is None:
            self.why.setdefault(place, OTHER_WHY)
            return None
        return _Fitting(place, sheet, header, self._given(sheet, header))

    def _given(self, sheet: Sheet, header: Header) -> frozenset[str]:
        """The fields that a heading above the table, or the sheet's name, gives to all its rows."""
        if not self.door.heading:
            return frozenset()
        texts = [sheet.name, *_texts_above(sheet, header), _text_below(sheet, header)]
        return frozenset(name for text in texts for name in self.door.heading(text))

    def _is_complete(self, fit: _Fitting) -> bool:
        return not self.door.missing(fit.header.fields | fit.given) or self._matched(fit.header) is not None

    def _of_one_list(self, complete: list[_Fitting]) -> list[_Fitting]:
        """Of several sheets that fit: those of one list; examples and archives are left out, doubtful ones asked about."""
        kept = [fit for fit in complete if not self._is_left_out(fit, complete)]
        if len(kept) == 1:
            return kept
        main = max(kept, key=lambda fit: (len(fit.sheet.rows), -fit.place))
        chosen = []
        for fit in kept:
            decided = self.decisions.sheets.get(fit.place)
            if decided is False:
                self.why[fit.place] = CHOSEN_WHY
                continue
            chosen.append(fit)
            if decided is None and _likeness(fit.header, main.header) < ALIKE:
                self.ask.append(Question(Ask.SHEET, fit.place, self._other_layout(fit, main)))
        return chosen or kept[:1]

    def _is_left_out(self, fit: _Fitting, complete: list[_Fitting]) -> bool:
        decided = self.decisions.sheets.get(fit.place)
        if decided is not None:
            return False
        name = fit.sheet.name
        others = [other for other in complete if other is not fit]
        if not others:
            return False
        if EXAMPLES.search(name) and not all(EXAMPLES.search(o.sheet.name) for o in others):
            self.why[fit.place] = EXAMPLE_WHY
            return True
        if self.door.reads_archives:
            return False
        is_old = bool(ARCHIVES.search(name)) and not all(ARCHIVES.search(o.sheet.name) for o in others)
        year = YEAR.search(name)
        newer = [y for o in others if (y := YEAR.search(o.sheet.name)) and year and y[1] > year[1]]
        if is_old or newer:
            self.why[fit.place] = ARCHIVE_WHY
            return True
        return False

    def _other_layout(self, fit: _Fitting, main: _Fitting) -> str:
        rows = len(fit.sheet.rows) - fit.header.last
        return (
            f"Lembar “{fit.sheet.name}” ({angka(rows)} baris) punya kolom yang lain dari lembar “{main.sheet.name}”. "
            "Apakah bagian dari daftar ini?"
        )

    def _to_be_matched(self, visible: list[_Fitting]) -> list[_Fitting]:
        """No sheet names all that is needed: the one that names most is matched by a person, with all of its layout."""
        if visible:
            best = max(visible, key=lambda fit: (len(fit.header.fields), len(fit.sheet.rows), -fit.place))
            return [fit for fit in visible if fit.header.digest == best.header.digest]
        foreign = [
            _Fitting(place, sheet, header)
            for place, sheet in enumerate(self.sheets)
            if sheet.is_visible and sheet.rows and (header := foreign_header(sheet, self.names))
        ]
        if not foreign:
            return []
        best = max(foreign, key=lambda fit: (holds_keys(fit.sheet.rows, self.door), len(fit.sheet.rows)))
        chosen = [fit for fit in foreign if fit.header.digest == best.header.digest]
        for fit in chosen:
            self.why.pop(fit.place, None)
        return chosen

    def _ask_about_lost_people(self, chosen: list[_Fitting]) -> None:
        """A visible sheet that is not read and yet holds numbers of people is asked about, not passed over."""
        places = {fit.place for fit in chosen}
        for place, sheet in enumerate(self.sheets):
            if (
                place in places
                or not sheet.is_visible
                or self.why.get(place) in (EXAMPLE_WHY, ARCHIVE_WHY, CHOSEN_WHY)
            ):
                continue
            people = holds_keys(sheet.rows, self.door)
            if not people:
                continue
            decided = self.decisions.sheets.get(place)
            if decided:
                header = find_header(sheet, self.names) or foreign_header(sheet, self.names)
                if header:
                    chosen.append(_Fitting(place, sheet, header))
                    self.why.pop(place, None)
                    continue
            if decided is None:
                why = (
                    f"Lembar “{sheet.name}” tidak dibaca karena judul kolomnya tidak dikenali, padahal memuat {angka(people)} baris "
                    "dengan nomor orang. Apakah bagian dari daftar ini?"
                )
                self.ask.append(Question(Ask.SHEET, place, why))

    # -- Tables ------------------------------------------------------------------------------------------

    def _matched(self, header: Header) -> Mapping[str, str | None] | None:
        decided = self.decisions.columns.get(header.digest)
        return (
            decided if decided is not None else (self.remembered(header.digest) if header.has_lines else None)
        )

    def _read_sheet(self, order: int, fit: _Fitting) -> None:
        header: Header | None = fit.header
        self.rows_of[fit.place] = len(fit.sheet.rows) - fit.header.last
        while header is not None:
            header = self._read_table(order, fit, header)

    def _read_table(self, order: int, fit: _Fitting, header: Header) -> Header | None:
        """Read the table under a header; gives the header of the next table in the sheet."""
        sheet = fit.sheet
        columns, questions = assign(
            header, sheet, fit.place, self.names, self._matched(header), given=fit.given
        )
        is_first = header is fit.header
        sorter = RowSorter(sheet, header, columns, self.names)
        rows = sorter.sort()
        table = Table(
            sheet.name, fit.place, place_of(order, 0), header, columns, rows.rows, rows.headings, sheet.rows[: header.first - 1],
            fit.given, not is_first,
        )  # fmt: skip
        self._skip(sheet, rows.skipped)
        if not is_first:
            self._skip(sheet, [SkippedRow(n, Why.NEXT_TABLE) for n in range(header.first, header.last + 1)])
            if self.door.missing({*table.index_of, *fit.given}):
                self._other_table(table)
                return rows.next_header
        self.ask += questions
        self.tables.append(table)
        return rows.next_header

    def _other_table(self, table: Table) -> None:
        """Something else stands under the list: a recapitulation. Where it holds people, a person decides."""
        header = table.header
        people = holds_keys([row for _, row in table.rows], self.door)
        if people and self._matched(header) is None:
            why = (
                f"Mulai baris {header.first} lembar “{table.sheet}” ada tabel dengan judul lain, dan {angka(people)} barisnya "
                "memuat nomor orang. Cocokkan kolomnya, atau biarkan semuanya tidak dipakai."
            )
            self.ask.append(Question(Ask.COLUMNS, table.sheet_place, why, header.digest))
            self.tables.append(table)
            return
        skipped = [SkippedRow(number, Why.OTHER_TABLE) for number, _ in table.rows]
        self._skip(self.sheets[table.sheet_place], skipped)

    def _skip(self, sheet: Sheet, rows: Sequence[SkippedRow]) -> None:
        self.skipped += [Skipped(sheet.name, row.number, row.why, row.cells, row.text) for row in rows]

    def _tell_lost_columns(self) -> None:
        """A column that is not used and yet holds numbers of people is said: they are not read."""
        for table in self.tables:
            for column in table.columns:
                if column.field is None and (people := _numbers_in(table, column)):
                    title = f" ({column.title})" if self.names.is_safe(column.title) else ""
                    self.notes.append(
                        f"Lembar “{table.sheet}”: kolom {column.letter}{title} memuat {angka(people)} nomor 16 angka yang tidak dibaca."
                    )


def _numbers_in(table: Table, column: Column) -> int:
    def is_number(row: Sequence[Cell]) -> bool:
        cell = row[column.index] if column.index < len(row) else None
        return isinstance(cell, str) and len(cell) == 16 and cell.isdigit()

    return sum(is_number(row) for _, row in table.rows)


def _texts_above(sheet: Sheet, header: Header) -> list[str]:
    return [
        " ".join(str(c) for c in row if isinstance(c, str) and c.strip())
        for row in sheet.rows[: header.first - 1]
    ]


def _text_below(sheet: Sheet, header: Header) -> str:
    """The line of text right under the titles, where one stands there: it heads the rows that follow."""
    filled = next(
        (cells for row in sheet.rows[header.last :] if (cells := [c for c in row if not is_blank(c)])), []
    )
    return text_of(filled[0]) if len(filled) == 1 else ""


def _likeness(one: Header, other: Header) -> float:
    """How much two layouts have in common: the share of their fields that both name."""
    both, either = one.fields & other.fields, one.fields | other.fields
    return len(both) / len(either) if either else 1.0
