"""The pages of an agency's list: upload, match columns, check the result, save, receipt, history."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.files.queries import download
from payung.intake import actions, queries
from payung.intake.enums import BatchState
from payung.intake.forms import FindingForm, PersonForm, SearchForm, UploadForm
from payung.intake.models import Batch
from payung.intake.reading.bad_rows import bad_rows_xlsx
from payung.intake.reading.fields import DOOR
from payung.intake.reading.template import template_xlsx
from payung.language.formats import angka
from payung.programme import queries as programme
from payung.reference import clock
from payung.tables.reading import Decisions
from payung.ui.lists import XLSX, Column, list_page
from payung.ui.reading import DecisionsForm, first_rows

PER_PAGE = 25
WAITING = (BatchState.UPLOADED, BatchState.SAVING)
STEPS = ["Unduh format", "Unggah berkas", "Periksa hasil", "Simpan"]
TONES = {
    BatchState.SAVED: "good",
    BatchState.CHECKED: "warn",
    BatchState.NEEDS_MAPPING: "warn",
    BatchState.REFUSED: "bad",
    BatchState.UNDONE: "quiet",
    BatchState.DROPPED: "quiet",
}
HISTORY = [
    Column(
        "Nomor bukti", lambda b: b.receipt_number, order="id", link=lambda b: reverse("batch", args=[b.pk])
    ),
    Column("Berkas", lambda b: b.file.name, order="file__name"),
    Column("Sektor", lambda b: b.sector.name, order="sector__name"),
    Column("Baris", lambda b: b.rows, kind="number", order="rows"),
    Column("Siap", lambda b: b.accepted, kind="number", order="accepted"),
    Column("Salah", lambda b: b.rejected, kind="number", order="rejected"),
    Column("Status", lambda b: b.get_state_display(), tone=lambda b: TONES.get(b.state, "")),
    Column("Diunggah", lambda b: localdate(b.uploaded_at), kind="date", order="uploaded_at"),
    Column("Oleh", lambda b: b.uploaded_by.full_name),
]
FINDINGS = [
    Column("Baris", lambda f: f.row),
    Column("Nama", lambda f: f.name),
    Column("Kolom", lambda f: f.column),
    Column("Isi", lambda f: f.value or "(kosong)"),
    Column("Yang harus dilakukan", lambda f: f"{f.message} {f.cure}".strip()),
]


# -- Riwayat unggahan ------------------------------------------------------------------------------------
@needs(Can.SEE_INTAKE)
def history(request: StaffRequest) -> HttpResponse:
    looking = programme.looked_at(request)
    form = SearchForm(request.GET, sectors=_sectors(request))
    found = queries.search(
        queries.batches(request.scope, looking.round.pk if looking.round else None),
        text=form.chosen("cari"),
        sector=form.chosen("sektor"),
        state=form.chosen("status"),
    )
    return list_page(
        request, found, HISTORY, template="intake/history.html", name="unggahan", form=form, what="unggahan",
        may_upload=request.user.may(Can.UPLOAD),
    )  # fmt: skip


# -- 1. Unduh format, 2. Unggah berkas -------------------------------------------------------------------
@needs(Can.UPLOAD)
def template(request: StaffRequest, sector: str) -> HttpResponse:
    chosen = next((s for s in queries.sectors_of(request.scope) if s.code == sector), None)
    if chosen is None:
        raise Http404
    content = template_xlsx(chosen.name)
    return download(content, name=f"format-usulan-{chosen.code}.xlsx", content_type=XLSX)


@needs(Can.UPLOAD)
def upload(request: StaffRequest) -> HttpResponse:
    round_ = programme.proposed_to(request).round
    form = UploadForm(request.POST or None, request.FILES or None, sectors=_sectors(request))
    shown: dict[str, Any] = {"form": form, "round": round_, "steps": STEPS, "earlier": None}
    shown["sectors"] = queries.sectors_of(request.scope)
    if request.method != "POST":
        return render(request, "intake/upload.html", shown)
    if round_ and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = actions.receive_file(
                file.read(),
                name=file.name,
                round_id=round_.pk,
                sector=form.cleaned_data["sector"],
                by=request.user,
                at=clock.now(),
            )
        except actions.AlreadyReceived as refusal:
            form.add_error("file", str(refusal))
            shown["earlier"] = queries.batch(refusal.batch.pk, request.scope)
        except actions.IntakeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_work(batch)
    return render(request, "intake/upload.html", shown, status=422)


@needs(Can.UPLOAD)
def one_person(request: StaffRequest) -> HttpResponse:
    round_ = programme.proposed_to(request).round
    form = PersonForm(request.POST or None, sectors=_sectors(request))
    if request.method == "POST" and round_ and form.is_valid():
        try:
            batch, problems = actions.add_one_person(
                form.values(),
                round_id=round_.pk,
                sector=form.cleaned_data["sector"],
                by=request.user,
                at=clock.now(),
            )
        except actions.IntakeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if batch:
                messages.success(request, f"{form.cleaned_data['name']} sudah tersimpan.")
                return redirect("batch", batch.pk)
            form.tell(problems)
    status = 422 if request.method == "POST" else 200
    return render(request, "intake/one_person.html", {"form": form, "round": round_}, status=status)


# -- Cocokkan kolom --------------------------------------------------------------------------------------
@needs(Can.UPLOAD)
def columns(request: StaffRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)
    if batch.state != BatchState.NEEDS_MAPPING:
        return redirect("batch", batch_id)
    reading = queries.reading(batch)
    form = DecisionsForm(request.POST or None, reading=reading, again=True)
    if request.method == "POST" and form.is_valid():
        try:
            decided = form.decisions(Decisions.from_json(batch.decisions))
            actions.decide(batch_id, decided, by=request.user, at=clock.now())
        except actions.IntakeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_work(_batch(request, batch_id))
    shown = {"batch": batch, "form": form, "steps": STEPS}
    return render(request, "intake/columns.html", shown, status=422 if form.errors else 200)


@require_POST
@needs(Can.UPLOAD)
def columns_again(request: StaffRequest, batch_id: int) -> HttpResponse:
    return _do(request, batch_id, actions.match_again, to="batch_columns")


# -- 3. Periksa hasil, 4. Simpan -------------------------------------------------------------------------
@needs(Can.SEE_INTAKE)
def one(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Shows what the state of the upload asks for: matching, the result, or the receipt."""
    batch = _batch(request, batch_id)
    may_upload = request.user.may(Can.UPLOAD)
    if batch.state == BatchState.NEEDS_MAPPING and may_upload:
        return redirect("batch_columns", batch_id)
    if batch.state == BatchState.CHECKED:
        return _findings(request, batch, "intake/result.html", may_upload=may_upload)
    title, lead = _in_words(batch)
    shown: dict[str, Any] = {"title": title, "lead": lead, "may_upload": may_upload}
    asked_by_me = batch.state in WAITING and batch.job and batch.job.asked_by_id == request.user.pk
    shown["job"] = batch.job if asked_by_me else None
    if batch.state == BatchState.SAVED:
        shown["may_undo"] = may_upload and not queries.is_used(batch)
        shown["sent_back"] = queries.sent_back_rows(batch)[:PER_PAGE]
        if batch.rejected:
            return _findings(request, batch, "intake/batch.html", **shown)
    empty = {"may_undo": False, "sent_back": [], "form": None, "steps": STEPS, "batch": batch}
    return render(request, "intake/batch.html", empty | shown)


def _findings(request: StaffRequest, batch: Batch, template: str, **shown: Any) -> HttpResponse:
    form = FindingForm(request.GET, has_warnings=batch.state == BatchState.CHECKED)
    kind = "warnings" if form.shows_warnings else "errors"
    found = queries.findings(batch, kind=kind, text=form.chosen("cari"))
    checked = queries.checked(batch)
    if checked:
        records = ((row.number, row.values) for row in checked.rows)
        shown |= {"understood": checked.understood, "first": first_rows(records, DOOR, checked.understood)}
    name = f"temuan-{batch.receipt_number}"
    return list_page(
        request, found, FINDINGS, template=template, name=name, form=form, what="temuan",
        batch=batch, steps=STEPS, **shown,
    )  # fmt: skip


def _in_words(batch: Batch) -> tuple[str, str]:
    """Heading and lead: what happened, what it means, what to do."""
    if batch.state == BatchState.SAVED:
        waiting = queries.unlinked_count(batch)
        lead = (
            f"{angka(waiting)} baris menunggu Periksa ganda."
            if waiting
            else "Semua baris sudah diperiksa ganda."
        )
        if batch.rejected:
            lead += f" {angka(batch.rejected)} baris belum bisa disimpan. Unduh, perbaiki, lalu unggah lagi."
        return f"{angka(batch.accepted)} baris sudah tersimpan", lead
    kept = "Tidak ada baris yang tersimpan. Berkas dan bukti tetap ada."
    if batch.state == BatchState.UNDONE:
        by = batch.undone_by.full_name if batch.undone_by else "Sistem"
        return "Penyimpanan dibatalkan", f"Oleh {by}. {kept}"
    words = {
        BatchState.REFUSED: ("Berkas belum bisa dibaca", f"{batch.refusal} Tidak ada yang tersimpan."),
        BatchState.DROPPED: ("Tidak jadi disimpan", kept),
        BatchState.NEEDS_MAPPING: (
            "Kolom perlu dicocokkan",
            "Dinas pengirim mencocokkan kolomnya lebih dulu.",
        ),
    }
    working = (batch.get_state_display(), "Muat ulang halaman ini sebentar lagi.")
    return words.get(BatchState(batch.state), working)


@require_POST
@needs(Can.UPLOAD)
def save(request: StaffRequest, batch_id: int) -> HttpResponse:
    _batch(request, batch_id)
    try:
        actions.ask_to_save(batch_id, by=request.user, at=clock.now())
    except actions.IntakeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("batch", batch_id)
    return _to_work(_batch(request, batch_id))


@require_POST
@needs(Can.UPLOAD)
def drop(request: StaffRequest, batch_id: int) -> HttpResponse:
    return _do(request, batch_id, actions.drop_batch, said="Berkas tidak jadi disimpan.", to="batches")


@require_POST
@needs(Can.UPLOAD)
def undo(request: StaffRequest, batch_id: int) -> HttpResponse:
    said = "Penyimpanan sudah dibatalkan. Berkas dan bukti tetap ada."
    return _do(request, batch_id, actions.undo_batch, said=said)


# -- Receipt and files -----------------------------------------------------------------------------------
@needs(Can.SEE_INTAKE)
def receipt(request: StaffRequest, batch_id: int) -> HttpResponse:
    return render(request, "intake/receipt.html", {"batch": _batch(request, batch_id)})


@needs(Can.SEE_INTAKE)
def bad_rows(request: StaffRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)
    checked = queries.checked(batch)
    if checked is None or not checked.rejected:
        raise Http404
    content = bad_rows_xlsx(checked)
    rows = len(checked.rejected)
    actions.note_download(
        batch, "baris yang perlu diperbaiki dari", rows=rows, by=request.user, at=clock.now()
    )
    name = f"perbaikan-{angka(rows)}-baris-{batch.receipt_number}.xlsx"
    return download(content, name=name, content_type=XLSX)


@needs(Can.SEE_INTAKE)
def original(request: StaffRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)
    content = queries.original(batch)
    actions.note_download(batch, "berkas asli", rows=batch.rows, by=request.user, at=clock.now())
    return download(content, name=batch.file.name, content_type=batch.file.content_type)


# -- Means -----------------------------------------------------------------------------------------------
def _batch(request: StaffRequest, batch_id: int) -> Batch:
    """The upload; another agency's does not exist."""
    batch = queries.batch(batch_id, request.scope)
    if batch is None:
        raise Http404
    programme.looked_at(request, batch.round)
    return batch


def _do(request: StaffRequest, batch_id: int, action, *, said: str = "", to: str = "batch") -> HttpResponse:
    batch = _batch(request, batch_id)
    try:
        action(batch_id, by=request.user, at=clock.now())
    except actions.IntakeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("batch", batch_id)
    if said:
        messages.success(request, said)
    return (
        redirect(programme.looked_at(request, batch.round).to(to))
        if to == "batches"
        else redirect(to, batch_id)
    )


def _to_work(batch: Batch) -> HttpResponse:
    """To the progress bar while the work runs, to the upload when it is done."""
    if batch.state in WAITING and batch.job_id:
        return redirect("job", batch.job_id)
    return redirect("batch", batch.pk)


def _sectors(request: StaffRequest) -> list[str]:
    return [sector.code for sector in queries.sectors_of(request.scope)]
