"""How does a file from outside come in at any door: Unggah, Periksa hasil (or Cocokkan kolom first), Simpan?

A stage declares an `IncomingPage`; nothing of the file is saved before a person has seen what was understood of it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from payung.accounts.gate import StaffRequest
from payung.documents import sheets
from payung.files import actions as files
from payung.files import queries as kept
from payung.files.models import Incoming
from payung.files.queries import download
from payung.jobs.actions import Refused, later
from payung.reference import clock
from payung.tables.cells import MAX_FILE_BYTES, FileRefused, read_sheets
from payung.tables.fields import Door
from payung.tables.reading import CannotRead, Decisions, Reading, read
from payung.tables.understood import understood
from payung.ui.lists import XLSX
from payung.ui.reading import ACCEPTED_FILES, FILE_HELP, DecisionsForm, first_rows

MOST_PROBLEMS = 50


class SpreadsheetField(forms.FileField):
    """A file that a partner sent: any kind of spreadsheet or text that is read."""

    def __init__(self, *, label: str, columns: str = "", **options: Any) -> None:
        super().__init__(
            label=label,
            help_text=f"{FILE_HELP}.{f' {columns}' if columns else ''}",
            widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED_FILES}),
            error_messages={"required": "Pilih berkas lebih dulu.", "empty": "Berkas kosong."},
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > MAX_FILE_BYTES:
            raise forms.ValidationError("Berkas lebih besar dari 32 MB. Kirim lembar datanya saja.")
        return file


@dataclass(frozen=True)
class Summary:
    """What a stage says of a waiting file. Without `save_label` there is nothing to save."""

    figures: list[tuple[str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(
        default_factory=list
    )  # (where, what is the matter and what to do)
    notes: list[str] = field(default_factory=list)
    save_label: str = ""
    seen: str = ""  # comes back with Simpan: what was looked at is what is saved
    more: dict[str, Any] = field(default_factory=dict)  # for a template of the stage's own


@dataclass(frozen=True)
class IncomingPage:
    """One door's page. `summarise` may raise CannotRead or Refused; `save` may raise Refused, and then nothing is saved."""

    door: Door
    title: str
    check: str  # the name of the page's address
    back: Callable[[Mapping[str, Any]], str]  # from the details to the address one came from
    back_label: str
    summarise: Callable[[Incoming, Reading, Decisions], Summary]
    save: Callable[[StaffRequest, Incoming, Decisions], HttpResponse]
    template: str = "ui/incoming.html"


def by_job(kind: str, words: str) -> Callable[[StaffRequest, Incoming, Decisions], HttpResponse]:
    """The `save` of a page whose work is long: a job of that kind, called “`words` name of the file”, with its progress."""

    def save(request: StaffRequest, incoming: Incoming, decided: Decisions) -> HttpResponse:
        job = later(
            kind,
            label=f"{words} {incoming.file.name}"[:200],
            by=request.user,
            at=clock.now(),
            incoming_id=incoming.pk,
            user_id=request.user.pk,
        )
        return redirect("job", job.pk)

    return save


def format_of(door: Door, *, name: str, but: Collection[str] = ()) -> HttpResponse:
    """Unduh format: a spreadsheet with a column for each field of a door, numbers as text, an example where there is one."""
    fields = [one for one in door.fields if one.name not in but]
    heads = [sheets.Column(one.label, width=24) for one in fields]
    examples = [[one.example for one in fields]] if any(one.example for one in fields) else []
    return download(sheets.xlsx(heads, examples, sheet="Daftar"), name=f"{name}.xlsx", content_type=XLSX)


def take_in(
    request: StaffRequest, form: forms.Form, page: IncomingPage, details: Mapping[str, Any]
) -> Incoming | None:
    """Keep the file of a valid form until it was looked at; None, with the error in the form, when it cannot be read at all."""
    sent = form.cleaned_data["file"]
    content = sent.read()
    try:
        read_sheets(content)
    except FileRefused as refusal:
        form.add_error("file", refusal.message)
        return None
    return files.take_in(
        content, name=sent.name, door=page.door.name, details=details, by=request.user, at=clock.now()
    )


def incoming_page(request: StaffRequest, incoming_id: int, page: IncomingPage) -> HttpResponse:
    """Cocokkan kolom where something must be decided, else Periksa hasil and Simpan."""
    incoming = kept.incoming(incoming_id, page.door.name)
    if incoming is None:
        raise Http404
    action = request.POST.get("action", "")
    if action == "drop":
        files.close(incoming.pk, at=clock.now())
        messages.success(request, "Berkas tidak jadi disimpan. Tidak ada yang berubah.")
        return redirect(page.back(incoming.details))
    decided = Decisions.from_json(incoming.decisions)
    try:
        reading = _read(incoming, page, decided)
    except FileRefused as refusal:
        messages.error(request, f"{incoming.file.name}: {refusal.message}", extra_tags="bad")
        return redirect(page.back(incoming.details))
    if reading.ask or action == "decide" or "kolom" in request.GET:
        return _decide(request, incoming, page, reading, decided)
    return _check(request, incoming, page, reading, decided)


def _read(incoming: Incoming, page: IncomingPage, decided: Decisions) -> Reading:
    remembered = kept.remembered_layouts(page.door.name)
    return read(kept.content(incoming.file), page.door, decisions=decided, remembered=remembered)


def _decide(
    request: StaffRequest, incoming: Incoming, page: IncomingPage, reading: Reading, decided: Decisions
) -> HttpResponse:
    is_decided = request.POST.get("action") == "decide"
    form = DecisionsForm(request.POST if is_decided else None, reading=reading, again=True)
    if is_decided and form.is_valid():
        files.decide(incoming.pk, form.decisions(decided), by=request.user, at=clock.now())
        return redirect(page.check, incoming.pk)
    shown = _frame(incoming, page) | {"form": form}
    return render(request, "ui/incoming_columns.html", shown, status=422 if form.errors else 200)


def _check(
    request: StaffRequest, incoming: Incoming, page: IncomingPage, reading: Reading, decided: Decisions
) -> HttpResponse:
    refusal, summary = "", Summary()
    try:
        if request.POST.get("action") == "save":
            return page.save(request, incoming, decided)
    except Refused as refused:
        refusal = str(refused)
    try:
        summary = page.summarise(incoming, reading, decided)
    except (CannotRead, Refused) as refused:
        refusal = refusal or str(refused)
    told = understood(reading)
    shown = (
        _frame(incoming, page)
        | summary.more
        | {
            "summary": summary,
            "problems": summary.problems[:MOST_PROBLEMS],
            "more_problems": max(0, len(summary.problems) - MOST_PROBLEMS),
            "refusal": refusal,
            "understood": told,
            "first": first_rows(reading.records(), reading.door, told),
        }
    )
    return render(request, page.template, shown, status=422 if refusal else 200)


def _frame(incoming: Incoming, page: IncomingPage) -> dict[str, Any]:
    return {
        "incoming": incoming,
        "title": page.title,
        "back": page.back(incoming.details),
        "back_label": page.back_label,
    }
