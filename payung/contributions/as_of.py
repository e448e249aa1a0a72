"""Which reports of the money can be made again, as of a day and as known at a moment, with the same bytes (L14)?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.timezone import localtime

from payung.contributions import queries
from payung.contributions.documents import realisation
from payung.contributions.month_columns import MONTHS
from payung.contributions.protection_views import ROWS as PROTECTED
from payung.contributions.reconcile_views import columns as reconciled
from payung.documents import sheets
from payung.documents.city import letterhead
from payung.documents.list_paper import list_pdf
from payung.language.formats import tanggal
from payung.rules.months import month_in_words
from payung.ui.lists import Column

Kind = Literal["xlsx", "pdf", "csv"]
REPORTS = {
    "realisasi": "Realisasi dana",
    "iuran": "Iuran per bulan",
    "pencocokan": "Pencocokan lima arah",
    "pelindungan": "Daftar pelindungan",
}


@dataclass(frozen=True)
class Asked:
    """One report: as of `effective`, with what was known at `recorded`."""

    report: str
    effective: date
    recorded: datetime
    kind: Kind = "xlsx"
    round_id: int = 0
    month: int = 0
    year: int = 0


@dataclass(frozen=True)
class _Table:
    title: str
    heads: Sequence[sheets.Column]
    rows: list[list[Any]]


def report_file(asked: Asked) -> bytes:
    """The bytes of the report; the same question gives the same bytes, whatever was posted since. Raises NotSettled."""
    with queries.books_known_at(asked.recorded):
        table = MAKERS[asked.report](asked)
        head = letterhead()
    known = f"{localtime(asked.recorded):%H.%M.%S}"
    notes = [
        f"Per {tanggal(asked.effective)}, menurut yang tercatat sampai {tanggal(localtime(asked.recorded).date())} "
        f"pukul {known}."
    ]
    if asked.kind == "pdf":
        return list_pdf(
            table.heads, table.rows, letterhead=head, title=table.title, notes=notes, on=asked.effective
        )
    if asked.kind == "csv":
        return sheets.csv(table.heads, table.rows)
    return sheets.xlsx(table.heads, table.rows, sheet=asked.report, title=table.title, notes=notes)


def _of(title: str, columns: Sequence[Column], rows: Iterable[Any]) -> _Table:
    heads = [sheets.Column(column.label, column.kind) for column in columns]
    return _Table(title, heads, [[column.value(row) for column in columns] for row in rows])


def _realised(asked: Asked) -> _Table:
    rows = queries.realised(asked.year, asked.effective)
    return _Table(realisation.title(asked.year), realisation.COLUMNS, realisation.cells(rows))


def _grid(asked: Asked) -> _Table:
    return _of("Iuran per bulan", MONTHS, queries.month_grid(asked.round_id, asked.effective))


def _reconciled(asked: Asked) -> _Table:
    due_on = queries.due_on(asked.month)
    rows = queries.five_ways(asked.round_id, asked.month, today=asked.effective, due_on=due_on)
    return _of(f"Pencocokan lima arah {month_in_words(asked.month)}", reconciled(asked.effective), rows)


def _protected(asked: Asked) -> _Table:
    return _of("Daftar pelindungan", PROTECTED, queries.protected(asked.round_id, asked.effective))


MAKERS: dict[str, Callable[[Asked], _Table]] = {
    "realisasi": _realised,
    "iuran": _grid,
    "pencocokan": _reconciled,
    "pelindungan": _protected,
}
