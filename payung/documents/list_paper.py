"""How does a list go on paper? The same columns and rows as on the screen, under the city's letterhead."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from payung.documents import render
from payung.documents.letterhead import Letterhead
from payung.documents.sheets import Column
from payung.language import formats

_TEMPLATE = Path(__file__).with_name("list_paper.typ")
LONGEST_WEIGHT = 30


def list_pdf(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    letterhead: Letterhead,
    title: str,
    notes: Sequence[str] = (),
    signed: bool = False,
    on: date,
) -> bytes:
    """A landscape table with a repeated header; `signed`: the head of the agency signs below."""
    cells = [[_text(column, value) for column, value in zip(columns, row, strict=True)] for row in rows]
    head = letterhead.head
    return render.pdf(
        _TEMPLATE,
        {
            "head": letterhead,
            "title": title,
            "notes": list(notes),
            "headers": [column.header for column in columns],
            "widths": [_weight(column, [row[i] for row in cells]) for i, column in enumerate(columns)],
            "right": [column.kind in ("number", "rupiah") for column in columns],
            "rows": [cell for row in cells for cell in row],
            "on": formats.tanggal(on),
            "place": letterhead.place,
            "signer": head if signed else None,
        },
        pdf_standard=None,
    )


def _weight(column: Column, texts: list[str]) -> int:
    """Room by the longest word that must stay whole and the usual length of the rest."""
    longest = max((len(text) for text in texts[:200]), default=0)
    return min(LONGEST_WEIGHT, max(len(column.header), longest, 4))


def _text(column: Column, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if column.kind == "rupiah":
        return formats.rupiah(value)
    if column.kind == "number":
        return formats.angka(value)
    return formats.tanggal_pendek(value) if isinstance(value, date) else str(value)
