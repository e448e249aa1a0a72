"""Where in a sheet does the table begin, and which column holds which field?

Finds the header under title rows, also when it takes two lines; skips blank lines, numbering lines and footers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from payung.files.spreadsheet import Cell, FileRefused, Sheet
from payung.intake.reading.fields import covered_fields, field_of, missing_fields, plain_header, rank_of

HEADER_WITHIN = 40  # rows from the top
FEWEST_FIELDS = 3  # that a header must name to be taken for one
KEYS = ("nik", "birth_date", "birth")


@dataclass(frozen=True)
class Column:
    """One column of the file. `field` is None when we do not know what it holds."""

    index: int
    letter: str
    header: str
    field: str | None


@dataclass(frozen=True)
class Layout:
    """The table of a sheet."""

    sheet: Sheet
    header_row: int  # 1-based; the last line of the header
    columns: tuple[Column, ...]

    @property
    def index_of(self) -> dict[str, int]:
        return {column.field: column.index for column in self.columns if column.field}

    @property
    def letter_of(self) -> dict[str, str]:
        return {column.field: column.letter for column in self.columns if column.field}

    @property
    def missing(self) -> list[str]:
        return missing_fields(self.index_of)


def find_layout(sheets: Sequence[Sheet], column_map: Mapping[str, str | None] | None = None) -> Layout:
    """The layout of the sheet whose header names most fields; a remembered map (header -> field) wins.

    Raises FileRefused("no_table") when nothing looks like a header.
    """
    remembered = {plain_header(header): field for header, field in (column_map or {}).items()}
    best: tuple[int, Layout] | None = None
    for sheet in sheets:
        for layout in _candidates(sheet, remembered):
            score = len(covered_fields(layout.index_of))
            if best is None or score > best[0]:
                best = (score, layout)
    if best is None or best[0] < (1 if remembered else FEWEST_FIELDS):
        fallback = _first_table(sheets)
        if fallback is None:
            raise FileRefused("no_table")
        return fallback
    return best[1]


def data_rows(layout: Layout) -> Iterator[tuple[int, Sequence[Cell]]]:
    """(row number, cells) of the rows under the header that tell of a person."""
    index_of = layout.index_of
    keys = [index_of[key] for key in KEYS if key in index_of]
    mapped = list(index_of.values())
    nik = index_of.get("nik", -1)
    titles = {column.index: plain_header(column.header) for column in layout.columns}
    for number, row in enumerate(layout.sheet.rows[layout.header_row :], start=layout.header_row + 1):
        if 0 <= nik < len(row) and _is_plain_nik(row[nik]):
            yield number, row  # most rows, so they are asked nothing more
            continue
        filled = [i for i in mapped if i < len(row) and not _is_blank(row[i])]
        if not filled or _is_numbering(row, filled):
            continue
        if sum(_repeats(row[i], titles[i]) for i in filled) > 1:
            continue  # the header again, as long lists repeat it on each printed page
        if len(filled) == 1 and not _is_numeral(row[filled[0]]):
            continue  # one line of text: a signature, a note
        if not any(i in filled for i in keys) and len(filled) < max(3, len(mapped) // 2):
            continue  # a title, a total, a signature
        yield number, row


def letter(index: int) -> str:
    """0 -> A, 26 -> AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _candidates(sheet: Sheet, remembered: Mapping[str, str | None]) -> Iterator[Layout]:
    rows = sheet.rows[:HEADER_WITHIN]
    for i, row in enumerate(rows):
        if sum(isinstance(cell, str) for cell in row) >= 2:
            yield _layout(sheet, i + 1, _texts(row), remembered)
            if i + 1 < len(rows):
                yield _layout(sheet, i + 2, _two_lines(row, rows[i + 1]), remembered)


def _layout(
    sheet: Sheet, header_row: int, headers: list[str], remembered: Mapping[str, str | None]
) -> Layout:
    fields: dict[int, str | None] = {}
    best: dict[str, tuple[int, int]] = {}  # field -> (rank, column): two columns may name one field
    for i, header in enumerate(headers):
        text = plain_header(header)
        is_remembered = text in remembered
        fields[i] = remembered[text] if is_remembered else field_of(header)
        if field := fields[i]:
            best[field] = min(best.get(field, (1000, 0)), (-1 if is_remembered else rank_of(header), i))
    columns = [
        Column(i, letter(i), header, fields[i] if best.get(fields[i] or "", (0, -1))[1] == i else None)
        for i, header in enumerate(headers)
        if header
    ]
    return Layout(sheet, header_row, tuple(columns))


def _first_table(sheets: Sequence[Sheet]) -> Layout | None:
    """A table with foreign headers, for matching on screen: the first row with three texts and rows beneath."""
    for sheet in sheets:
        for i, row in enumerate(sheet.rows[:HEADER_WITHIN]):
            headers = _texts(row)
            if sum(bool(header) for header in headers) >= FEWEST_FIELDS and len(sheet.rows) > i + 1:
                columns = tuple(Column(j, letter(j), h, None) for j, h in enumerate(headers) if h)
                return Layout(sheet, i + 1, columns)
    return None


def _texts(row: Sequence[Cell]) -> list[str]:
    return [" ".join(str(cell).split()) if cell is not None else "" for cell in row]


def _two_lines(above: Sequence[Cell], below: Sequence[Cell]) -> list[str]:
    """Merged headers: "ALAMAT" over "RT", "RW", "KELURAHAN". The lower line names the column where it is filled."""
    upper, lower = _texts(above), _texts(below)
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    return [
        low if field_of(low) else up if field_of(up) else low or up
        for up, low in zip(upper, lower, strict=True)
    ]


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _repeats(cell: Cell, title: str) -> bool:
    """Whether a cell says again what its header says. First letters first: this is asked of every cell."""
    if not isinstance(cell, str) or cell.lstrip(" *(")[:1].lower() != title[:1]:
        return False
    return plain_header(cell) == title


def _is_plain_nik(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) == 16 and cell.isdigit()


def _is_numeral(cell: Cell) -> bool:
    return not isinstance(cell, str) or cell.lstrip(" '\u00a0")[:1].isdigit()


def _is_numbering(row: Sequence[Cell], filled: list[int]) -> bool:
    """A line like (1) (2) (3) under the header."""
    return len(filled) > 2 and all(
        str(row[i]).strip("() ").isdigit() and len(str(row[i]).strip("() ")) <= 2 for i in filled
    )
