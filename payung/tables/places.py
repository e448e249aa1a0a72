"""Where in a file does a row stand, as one number?

A file may have several sheets. The place of a row is its number in its sheet, and a million more for each sheet that is
read before it; so a file with one sheet has places that are the numbers the spreadsheet shows.
"""

from collections.abc import Sequence

PER_SHEET = 1_000_000  # more rows than the reader takes from one sheet


def place_of(order: int, row: int) -> int:
    """The place of a row in the sheet that is read as number `order` (from 0)."""
    return order * PER_SHEET + row


def row_of(place: int) -> int:
    """The number that the spreadsheet shows."""
    return place % PER_SHEET


def order_of(place: int) -> int:
    """Which of the sheets that are read, from 0."""
    return place // PER_SHEET


def in_words(place: int, sheets: Sequence[str] = ()) -> str:
    """ "12", or with several sheets "Pilang baris 12"."""
    order, row = divmod(place, PER_SHEET)
    if order < len(sheets) and len(sheets) > 1:
        return f"{sheets[order]} baris {row}"
    return str(row) if not order else f"lembar {order + 1} baris {row}"
