"""Does a text file lie in one column of a workbook? Most sheets do not look so, and are spared the reading of text."""

from collections.abc import Sequence

from answer import Page, Plain, is_blank

DIGITS_OF_A_PERSON = 10


def unstacked(pages: Sequence[Page]) -> list[Page]:
    """The sheets; one whose rows all lie in one column, as text with separators, is cut into its columns.

    Raises Refused for a visible sheet of which only some rows lie so, when it is not certain how they were.
    """
    return [_unstacked(page) if not page.is_text and _may_be_stacked(page.rows) else page for page in pages]


def _unstacked(page: Page) -> Page:
    from cutting import cut_open  # noqa: PLC0415 (only such a sheet needs it)

    return cut_open(page)


def _may_be_stacked(rows: Sequence[Sequence[Plain]]) -> bool:
    alone = words_alone(rows, left_of(rows))
    if 2 * len(alone) >= max(3, sum(map(bool, rows))):
        return True
    return any(sum(map(str.isdigit, word)) >= DIGITS_OF_A_PERSON for word in alone)


def left_of(rows: Sequence[Sequence[Plain]]) -> int:
    """The leftmost column in which something stands."""
    if any(row and row[0] is not None for row in rows[:40]):
        return 0
    return min(
        (next(n for n, cell in enumerate(row) if not is_blank(cell)) for row in rows if row), default=0
    )


def words_alone(rows: Sequence[Sequence[Plain]], left: int) -> list[str]:
    """The texts that are alone in their row, in that column."""
    return [row[left] for row in rows if len(row) == left + 1 and isinstance(row[left], str)]
