"""Where in a sheet does the table begin, and which field does each column hold?

A header is one to three lines of titles, maybe under lines that group them. A cell that is a NIK, a date or a number is
no title, so the first person never becomes part of the header.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from payung.tables.cells import Cell, Fault, Sheet
from payung.tables.titles import Names, Naming, is_private, is_title, plain
from payung.tables.values import is_blank, is_number

WITHIN = 60  # rows from the top
MOST_LINES = 3
WITHOUT_TITLES = "tanpa-judul"  # begins the layout of a table that has none
FEWEST_FOREIGN = 3  # titles that a header in words we do not know must have
LOOKED_BELOW = 50  # rows under a header that tell what its columns hold


@dataclass(frozen=True, slots=True)
class Title:
    """The title of one column, the title of its group, and what they name."""

    index: int
    text: str
    group: str
    naming: Naming | None

    @property
    def whole(self) -> str:
        """Both, as a person reads them: "LOKASI USAHA – ALAMAT"."""
        return " – ".join(part for part in (self.group, self.text) if part)


@dataclass(frozen=True)
class Header:
    """Lines `first` to `last` of a sheet (1-based) as titles. Without lines (`last` = first - 1) the table has none."""

    first: int
    last: int
    titles: tuple[Title, ...]

    @property
    def has_lines(self) -> bool:
        return self.last >= self.first

    @property
    def fields(self) -> set[str]:
        return {title.naming.field for title in self.titles if title.naming}

    @property
    def digest(self) -> str:
        """What tells one layout from another: its titles at their places. Nothing of the rows is in it."""
        if not self.has_lines:
            return f"{WITHOUT_TITLES}-{len(self.titles)}"
        text = "|".join(f"{t.index}:{plain(t.group)}:{plain(t.text)}" for t in self.titles)
        return sha256(text.encode()).hexdigest()


def find_header(sheet: Sheet, names: Names) -> Header | None:
    """The lines that name most of the door's fields; a complete header before a fuller one that is not.

    None when no line names enough of them.
    """
    best: tuple[tuple, Header] | None = None
    for header in _candidates(sheet, names):
        covered = names.door.covered(header.fields)
        if len(covered) < names.door.fewest:
            continue
        rank = (not names.door.missing(covered), len(covered), header.first - header.last, -header.first)
        if best is None or rank > best[0]:
            best = (rank, header)
    return _grouped(sheet, best[1], names) if best else None


def header_at(sheet: Sheet, row: int, names: Names) -> Header | None:
    """The header that begins at this row (1-based) in the middle of a sheet, when the row is one; else None."""
    cells = sheet.rows[row - 1]
    if not _is_header_line(cells) or sum(map(is_title, cells)) < FEWEST_FOREIGN:
        return None
    best = _header(sheet, row, row, names)
    for last in range(row + 1, min(row + MOST_LINES, len(sheet.rows) + 1)):
        if not _may_continue(sheet.rows[last - 1], names):
            break
        longer = _header(sheet, row, last, names)
        if len(longer.fields) > len(best.fields):
            best = longer
    return best if len(best.fields) >= max(2, names.door.fewest) else None


def foreign_header(sheet: Sheet, names: Names) -> Header | None:
    """A table in words we do not know, to be matched by a person: with its titles, or without any where it has none.

    A line is a header where it has words in a column whose cells below are numbers or dates. None for a sheet without
    any such column.
    """
    rows = sheet.rows[: WITHIN + LOOKED_BELOW]
    held = _private_columns(rows)
    if not held:
        return None
    for number, row in enumerate(rows[:WITHIN], start=1):
        filled = [i for i, cell in enumerate(row) if not is_blank(cell)]
        if len(filled) < 2:
            continue
        if any(is_private(row[i]) for i in filled):
            return _without_header(sheet, number)
        if any(i in held and is_title(row[i]) for i in filled):
            return _grouped(sheet, _header(sheet, number, number, names), names)
    return None


def _without_header(sheet: Sheet, first: int) -> Header:
    width = max(map(len, sheet.rows[first - 1 : first + LOOKED_BELOW]), default=0)
    return Header(first, first - 1, tuple(Title(i, "", "", None) for i in range(width)))


def _private_columns(rows: Sequence[Sequence[Cell]]) -> set[int]:
    width = max(map(len, rows), default=0)
    return {i for i in range(width) if any(i < len(row) and is_private(row[i]) for row in rows)}


def _candidates(sheet: Sheet, names: Names) -> Iterator[Header]:
    rows = sheet.rows[:WITHIN]
    for first, row in enumerate(rows, start=1):
        if not _is_header_line(row):
            continue
        last = first
        while last < min(first + MOST_LINES - 1, len(rows)):
            must = _divides(rows, first, last)
            if not must:
                yield _header(sheet, first, last, names)
                if not _may_continue(rows[last], names):
                    break
            last += 1
        else:
            yield _header(sheet, first, last, names)


def _is_header_line(row: Sequence[Cell]) -> bool:
    """Whether a row can be a line of a header: two titles or more, nothing that no title holds."""
    return sum(map(is_title, row)) >= 2 and not any(map(_is_data, row))


def _is_data(cell: Cell) -> bool:
    return isinstance(cell, Fault) or is_private(cell)


def _may_continue(row: Sequence[Cell], names: Names) -> bool:
    """Whether a row can be the next line of a header: titles only, no number, no word that is somebody's."""
    filled = [cell for cell in row if not is_blank(cell)]
    if not filled or any(is_number(cell) or not is_title(cell) for cell in filled):
        return False
    return all(names.is_safe(cell) for cell in filled)  # type: ignore[arg-type]


def _divides(rows: Sequence[Sequence[Cell]], first: int, last: int) -> bool:
    """Whether the row under line `last` divides a group into its columns ("IURAN" over "JKK", "JKM", "JUMLAH").

    It has words only where nothing or a group's title stands above, and numbers or dates below: so it is nobody's row.
    """
    if last + 1 >= len(rows):
        return False
    row, under = rows[last], rows[last + 1]
    filled = [i for i, cell in enumerate(row) if not is_blank(cell)]
    if len(filled) < 2 or not all(is_title(row[i]) for i in filled):
        return False
    lines = rows[first - 1 : last]
    untitled = {i for i in filled if not any(_is_filled(line, i) for line in lines)}
    groups = {i for i in filled if i not in untitled and i + 1 in untitled}
    return (
        bool(untitled)
        and untitled | groups == set(filled)
        and any(i < len(under) and (is_number(under[i]) or is_private(under[i])) for i in filled)
    )


def _header(sheet: Sheet, first: int, last: int, names: Names) -> Header:
    lines = [_spread(sheet, row, top=first, bottom=last) for row in range(first, last + 1)]
    width = max(map(len, lines))
    titles = []
    for index in range(width):
        column = [line[index] if index < len(line) else "" for line in lines]
        parts = list(dict.fromkeys(part for part in column if part))
        if parts:
            group = " ".join(parts[:-1])
            titles.append(Title(index, parts[-1], group, names.name(parts[-1], group)))
    return Header(first, last, tuple(titles))


def _grouped(sheet: Sheet, header: Header, names: Names) -> Header:
    """The header with a line above it that groups its columns ("LOKASI USAHA", "TEMPAT TINGGAL")."""
    above = header.first - 1
    while above >= 1 and header.last - above < MOST_LINES:
        row = sheet.rows[above - 1]
        if sum(map(is_title, row)) < 2 or any(map(is_private, row)):
            break
        fuller = _header(sheet, above, header.last, names)
        if len(fuller.fields) < len(header.fields):
            break
        header, above = fuller, above - 1
    return header


def _spread(sheet: Sheet, row: int, *, top: int, bottom: int) -> list[str]:
    """The texts of a header line, a group's title written over all its columns.

    The sheet's own merged cells say how far a group reaches; where it has none, a group reaches as far as there is
    nothing beside it and something below.
    """
    cells = sheet.rows[row - 1]
    texts = [" ".join(str(cell).split()) if isinstance(cell, str) else "" for cell in cells]
    if row == bottom:
        return texts
    merges = {left: right for line, left, _, right in sheet.merged if line == row - 1 and right > left}
    above, below = sheet.rows[top - 1 : row - 1], sheet.rows[row:bottom]
    width = max(len(texts), *map(len, below))
    texts += [""] * (width - len(texts))
    reach, text = -1, ""
    for index in range(width):
        begins_above = any(_is_filled(line, index) for line in above)
        if texts[index]:
            text = texts[index]
            reach = merges.get(index, index if merges else width)
        elif text and index <= reach and not begins_above and any(_is_filled(line, index) for line in below):
            texts[index] = text
        else:
            text = ""
    return texts


def _is_filled(row: Sequence[Cell], index: int) -> bool:
    return index < len(row) and not is_blank(row[index])
