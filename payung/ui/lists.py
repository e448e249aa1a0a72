"""How does every list behave? Search and filters from the address, sorting, 25 a page, export of what is shown.

A list view builds a queryset from its filter form, names its columns, and returns `list_page(...)`. Sorting takes only the
columns that name an order; the export writes every row of the filtered list, not only the page, and is audited (I8).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from payung.accounts.enums import Can
from payung.audit import actions as audit
from payung.documents import sheets
from payung.documents.city import letterhead
from payung.documents.list_paper import list_pdf
from payung.files.queries import download
from payung.reference import clock
from payung.ui.private import PATTERN, WHERE, is_private_number

PER_PAGE = 25
MOST_EXPORTED = 200_000
MOST_ON_PAPER = 12_000  # a city's list: typst takes 4 s and 1 GB for it
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """One column: its label, how its value comes from a row, how it is shown and exported, by what it sorts."""

    label: str
    value: Callable[[Any], Any]
    kind: sheets.Kind = "text"
    order: str = ""  # field to sort by; "" = not sortable
    link: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None  # shows the value as a badge of this tone


class LongListPaginator(Paginator):
    """A page of a long list is found by its keys first, and only its 25 rows are read with all that is joined to them.

    PostgreSQL would otherwise join and annotate every row before the page, 20,000 of them on page 800.
    """

    SHORT = 500  # below this one query is quicker than two

    def page(self, number: int | str) -> Page:
        """The rows of one page. Raises InvalidPage as Django's own paginator does."""
        rows: Any = self.object_list
        if not _may_be_read_by_key(rows) or self.count <= self.SHORT:
            return super().page(number)
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        keys = list(rows.values_list("pk", flat=True)[bottom : bottom + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)


def _may_be_read_by_key(rows: Any) -> bool:
    is_models = isinstance(rows, QuerySet) and rows._iterable_class is ModelIterable
    return is_models and not (rows.query.is_sliced or rows.query.combinator or rows.query.distinct)


def list_page(
    request: HttpRequest,
    rows: QuerySet | Sequence[Any],
    columns: Sequence[Column],
    *,
    template: str,
    name: str,
    form: Form | None = None,
    what: str = "baris",
    names: Can | None = None,
    **context: Any,
) -> HttpResponse:
    """Render one page of the list, or send the whole filtered list as XLSX or CSV (`?unduh=xlsx`).

    An address that holds a NIK, KK or telephone number is answered without it (`ui.private`).

    `name`: of the file and of the audit line, "pekerja". The template gets `page`, `columns`, `sorted_by`, `form`.
    `names`: the right to read a list of people; without it the page shows everything but the list.
    """
    if any(is_private_number(str(text)) for text in request.GET.values()):
        messages.warning(request, WHERE, extra_tags="warn")
        return redirect(request.path)
    hides_names = names is not None and not request.user.may(names)  # type: ignore[union-attr]
    if hides_names:
        rows, columns = [], ()
    if form and "cari" in form.fields:
        form.fields["cari"].widget.attrs.update(pattern=PATTERN, title=WHERE)
    rows, sorted_by = _sorted(request, rows, columns)
    wanted = request.GET.get("unduh", "")
    if wanted in ("xlsx", "csv", "pdf") and request.user.may(Can.EXPORT):  # type: ignore[union-attr]
        return _export(request, rows, columns, name=name, wanted=wanted)
    page = LongListPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        template,
        {
            "page": page,
            "table": [[_cell(column, row) for column in columns] for row in page],
            "columns": columns,
            "sorted_by": sorted_by,
            "form": form,
            "what": what,
            "hides_names": hides_names,
            "on_paper": page.paginator.count <= MOST_ON_PAPER,
            "may_export": request.user.may(Can.EXPORT),  # type: ignore[union-attr]
            **context,
        },
    )


def _sorted(request: HttpRequest, rows: Any, columns: Sequence[Column]) -> tuple[Any, str]:
    wanted = request.GET.get("urut", "")
    allowed = {column.order for column in columns if column.order}
    if wanted.lstrip("-") in allowed and isinstance(rows, QuerySet):
        return rows.order_by(wanted, "pk"), wanted
    return rows, ""


def _cell(column: Column, row: Any) -> dict[str, Any]:
    return {
        "label": column.label,
        "value": column.value(row),
        "kind": column.kind,
        "link": column.link(row) if column.link else "",
        "tone": column.tone(row) if column.tone else None,
    }


def _export(
    request: HttpRequest, rows: Any, columns: Sequence[Column], *, name: str, wanted: str
) -> HttpResponse:
    now = clock.now()
    shown = list(rows[: MOST_ON_PAPER if wanted == "pdf" else MOST_EXPORTED])
    with transaction.atomic():
        audit.record(
            "list.exported",
            by=request.user,  # type: ignore[arg-type]
            at=now,
            on=("list", name),
            sentence=f"Daftar {name} diunduh: {len(shown)} baris, {wanted.upper()}.",
            personal_read=True,
        )
    heads = [sheets.Column(column.label, column.kind) for column in columns]
    table = ([column.value(row) for column in columns] for row in shown)
    stamp = f"{name}-{now:%Y%m%d}"
    if wanted == "pdf":
        words = name.replace("-", " ").capitalize()
        paper = list_pdf(heads, table, letterhead=letterhead(), title=f"Daftar {words}", on=clock.today())
        return download(paper, name=f"{stamp}.pdf", content_type="application/pdf")
    if wanted == "csv":
        return download(sheets.csv(heads, table), name=f"{stamp}.csv", content_type="text/csv; charset=utf-8")
    return download(sheets.xlsx(heads, table, sheet=name), name=f"{stamp}.xlsx", content_type=XLSX)
