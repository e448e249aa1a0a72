"""How is a partner's template edited? Name, format and columns of a `documents.profile`, with a preview before saving."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from payung.documents import profile as template
from payung.documents.profile import Purpose
from payung.jobs.actions import Refused

BLANK_ROWS = 2


class ProfileForm(forms.Form):
    """Name and file format; the columns come as rows beside it (`ColumnRow`)."""

    name = forms.CharField(label="Nama profil", max_length=80)
    file_format = forms.ChoiceField(label="Format berkas", choices=[("xlsx", "XLSX"), ("csv", "CSV")])
    is_default = forms.BooleanField(label="Pakai sebagai profil utama", required=False)


class ColumnRow(forms.Form):
    """One column of the template. An empty header takes the column away."""

    order = forms.IntegerField(
        label="Urutan",
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"class": "short", "size": 3}),
    )
    header = forms.CharField(label="Judul kolom", required=False, max_length=60)
    field = forms.ChoiceField(label="Isi", required=False)
    format = forms.ChoiceField(label="Format", required=False)
    codes = forms.CharField(
        label="Kode",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"placeholder": "L=1; P=2"}),
    )

    def __init__(self, *args: Any, purpose: Purpose, **options: Any) -> None:
        super().__init__(*args, **options)
        formats = sorted({pair for _, known in purpose.fields.values() for pair in known.items()})
        fields = [(field, label) for field, (label, _) in purpose.fields.items()]
        self.fields["field"].choices = [("", "–"), *fields]  # type: ignore[attr-defined]
        self.fields["format"].choices = [("", "Bawaan"), *formats]  # type: ignore[attr-defined]


ColumnRows = forms.formset_factory(ColumnRow, extra=BLANK_ROWS)


def profile_page(
    request: HttpRequest,
    purpose: Purpose,
    saved: Any,
    *,
    save: Callable[..., Any],
    example: Callable[[Sequence[dict]], Sequence[Mapping[str, Any]]],
    one: str,
    **context: Any,
) -> HttpResponse:
    """Change the columns; `Pratinjau` shows a few rows, `Simpan` keeps them.

    saved: a profile, or None for a new one. save(columns=..., name=..., file_format=..., is_default=...) gives the kept
    one or raises Refused. example(columns): rows for the preview, numbers masked. `one`: the address
    of a profile. `context`: back, back_label (the list of profiles), nobody (when there is no example).
    """
    start = (
        {"name": saved.name, "file_format": saved.file_format, "is_default": saved.is_default}
        if saved
        else {}
    )
    columns = saved.columns if saved else list(purpose.columns)
    form = ProfileForm(request.POST or None, initial={"file_format": "xlsx", **start})
    rows = ColumnRows(
        request.POST or None, initial=_rows_of(columns), prefix="kolom", form_kwargs={"purpose": purpose}
    )
    problems, status = [], 200
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        columns = _columns_of(rows, purpose)
        problems, status = template.problems(columns, purpose), 422
        if "simpan" in request.POST:
            try:
                kept = save(columns=columns, **form.cleaned_data)
            except Refused as refusal:
                problems = problems or [str(refusal)]
            else:
                messages.success(request, "Sudah tersimpan.")
                return redirect(one, kept.pk)
        elif not problems:
            status = 200
    shown = {} if problems else _preview(columns, example)
    told = {"form": form, "rows": rows, "profile": saved, "problems": problems, "preview": shown, **context}
    return render(request, "ui/profile.html", told, status=status)


def _preview(columns: Sequence[dict], example: Callable) -> dict[str, Any]:
    return {
        "headers": template.headers(columns),
        "rows": [template.row(columns, one) for one in example(columns)],
    }


def _rows_of(columns: Sequence[dict]) -> list[dict]:
    """What the form shows for these columns."""
    return [
        {**column, "order": place, "codes": template.written_codes(column.get("codes") or {})}
        for place, column in enumerate(columns, start=1)
    ]


def _columns_of(rows: Any, purpose: Purpose) -> list[dict]:
    """Columns in their typed order; rows without a header are left out, a missing format is the field's first."""
    given = [row for row in rows.cleaned_data if row.get("header")]
    given.sort(key=lambda row: row["order"] or len(given) + 1)
    return [
        {
            "header": row["header"].strip(),
            "field": row["field"],
            "format": row["format"] or next(iter(purpose.fields.get(row["field"], ("", {"": ""}))[1])),
            "codes": template.parse_codes(row["codes"]),
        }
        for row in given
    ]
