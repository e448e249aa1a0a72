"""A text file lies in one column of a workbook, since Excel opened it with another separator: which table is it?"""

from collections.abc import Sequence

import text
from answer import Page, Plain
from guard import Refused
from stacked import left_of, words_alone


def cut_open(page: Page) -> Page:
    """The sheet cut into its columns; as it is when no text file lies in it.

    Raises Refused for a visible sheet of which only some rows lie so, when it is not certain how they were.
    """
    try:
        rows = _cut(page.rows)
    except Refused:
        if page.is_visible:
            raise
        return page
    if rows is None:
        return page
    return Page(page.name, rows, is_visible=page.is_visible, merged=page.merged, is_text=True)


def _cut(rows: list[list[Plain]]) -> list[list[Plain]] | None:
    """The rows of a sheet in which a text file lies, cut into cells; None for any other sheet."""
    left = left_of(rows)
    alone = words_alone(rows, left)
    header = text.best_header(alone) if 2 * len(alone) >= max(3, sum(map(bool, rows))) else None
    if header is None or not _is_table(alone, header):
        _no_row_is_stacked(rows, left)
        return None
    lines = [_line(row[left:], header.separator, number) for number, row in enumerate(rows, 1)]
    whole = [line or "" for line in lines]
    cells = text.rows_of(whole, text.best_header(whole, header.separator) or header)
    cells.extend([] for _ in range(len(rows) - len(cells)))
    return [
        cut_row if line is not None else row[left:]
        for line, cut_row, row in zip(lines, cells, rows, strict=True)
    ]


def _no_row_is_stacked(rows: list[list[Plain]], left: int) -> None:
    """A row that lies in one cell, in a table whose other rows do not, would be taken for a note."""
    if max(map(len, rows), default=0) < left + 3:
        return
    for number, row in enumerate(rows, 1):
        if len(row) == left + 1 and isinstance(row[left], str) and _is_person(row[left]):
            raise Refused("stacked_row", number)


def _is_person(line: str) -> bool:
    """Whether separators stand around a long number."""
    for separator in text.SEPARATORS:
        cells = text.split(line, separator)
        if len(cells) > 2 and any(map(text.NUMBER_ALONE.fullmatch, cells)):
            return True
    return False


def _is_table(lines: Sequence[str], header: text.Header) -> bool:
    """Whether these lines are a list and not sentences: most have as many cells, and some of them are values."""
    split_lines = [text.split(line, header.separator) for line in lines[: text.SAMPLE]]
    width = max(header.width, 3)
    regular = sum(width - 1 <= len(cells) <= width + 1 for cells in split_lines)
    values = any(
        text.VALUE_ALONE.fullmatch(cell) and len(cell) > 4 for cells in split_lines for cell in cells
    )
    return values and regular >= 0.6 * len(split_lines)


def _line(row: Sequence[Plain], separator: str, number: int) -> str | None:
    """The line as it was before Excel cut it at the other separator; None for a row that is in its columns already.

    Raises Refused when that is not certain.
    """
    if len(row) <= 1:
        return "" if not row or row[0] is None else str(row[0])
    words = [cell for cell in row if isinstance(cell, str)]
    if not any(separator in word for word in words):
        return None
    other = {";": ",", ",": ";"}.get(separator)
    if other is None or len(words) + row.count(None) < len(row):
        raise Refused("stacked", number)
    return other.join(str(cell or "") for cell in row)
