"""The pages of an agency's list: upload, match columns, check the result, save, receipt, history."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import needs
from payung.documents.sheets import Column, xlsx
from payung.files.queries import download
from payung.intake import actions, queries
from payung.intake.enums import BatchState
from payung.intake.forms import ColumnsForm, PersonForm, SearchForm, UploadForm
from payung.intake.models import Batch
from payung.intake.reading.bad_rows import bad_rows_xlsx
from payung.intake.reading.fields import BY_FIELD, missing_fields
from payung.intake.reading.template import template_xlsx
from payung.language.formats import angka
from payung.programme.queries import current_round
from payung.reference import clock

PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAITING = (BatchState.UPLOADED, BatchState.SAVING)
HISTORY: dict[str, Callable[[Batch], str | int | date]] = {
    "Nomor bukti": lambda b: b.receipt_number,
    "Berkas": lambda b: b.file.name,
    "Dinas": lambda b: b.agency.name,
    "Sektor": lambda b: b.sector.name,
    "Status": lambda b: b.get_state_display(),
    "Baris": lambda b: b.rows,
    "Siap atau tersimpan": lambda b: b.accepted,
    "Perlu diperbaiki": lambda b: b.rejected,
    "Sudah ada": lambda b: b.already,
    "Peringatan": lambda b: b.warnings,
    "Diunggah oleh": lambda b: b.uploaded_by.full_name,
    "Tanggal": lambda b: localdate(b.uploaded_at),
    "SHA-256": lambda b: b.file_sha256,
}


# -- The list and its export -----------------------------------------------------------------------------
@needs(Can.SEE_INTAKE)
def history(request: HttpRequest) -> HttpResponse:
    found, form = _filtered(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("hal"))
    shown = {"page": page, "form": form, "count": page.paginator.count, "query": _query(request)}
    shown["any"] = page.paginator.count or queries.batches(request.scope).exists()
    return render(request, "intake/history.html", shown)


@needs(Can.SEE_INTAKE)
def export(request: HttpRequest) -> HttpResponse:
    found, _ = _filtered(request)
    numbers = {"Baris", "Siap atau tersimpan", "Perlu diperbaiki", "Sudah ada", "Peringatan"}
    columns = [Column(title, "number" if title in numbers else "text") for title in HISTORY]
    rows = [[value(batch) for value in HISTORY.values()] for batch in found]
    content = xlsx(columns, rows, sheet="Riwayat unggahan")
    return download(content, name="riwayat-unggahan.xlsx", content_type=XLSX)


def _filtered(request: HttpRequest):
    form = SearchForm(request.GET or None, sectors=_sectors(request))
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.search(
        queries.batches(request.scope),
        text=asked.get("q", ""),
        sector=asked.get("sektor", ""),
        state=asked.get("status", ""),
    )
    return found, form


# -- 1. Unduh format, 2. Unggah berkas -------------------------------------------------------------------
@needs(Can.UPLOAD)
def template(request: HttpRequest, sector: str) -> HttpResponse:
    chosen = next((s for s in queries.sectors_of(request.scope) if s.code == sector), None)
    if chosen is None:
        raise Http404
    content = template_xlsx(chosen.name)
    return download(content, name=f"format-usulan-{chosen.code}.xlsx", content_type=XLSX)


@needs(Can.UPLOAD)
def upload(request: HttpRequest) -> HttpResponse:
    round_ = current_round()
    form = UploadForm(request.POST or None, request.FILES or None, sectors=_sectors(request))
    shown = {"form": form, "round": round_, "sectors": queries.sectors_of(request.scope), "step": 2}
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
def one_person(request: HttpRequest) -> HttpResponse:
    round_ = current_round()
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
                return redirect("intake_batch", batch.pk)
            form.tell(problems)
    status = 422 if request.method == "POST" else 200
    return render(request, "intake/one_person.html", {"form": form, "round": round_}, status=status)


# -- Cocokkan kolom --------------------------------------------------------------------------------------
@needs(Can.UPLOAD)
def columns(request: HttpRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)
    if batch.state != BatchState.NEEDS_MAPPING:
        return redirect("intake_batch", batch_id)
    form = ColumnsForm(request.POST or None, columns=batch.columns)
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_columns(batch_id, form.chosen(), by=request.user, at=clock.now())
        except actions.IntakeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_work(_batch(request, batch_id))
    known = {column["field"]: 0 for column in batch.columns if column["field"]}
    missing = [BY_FIELD[field].label for field in missing_fields(known)]
    rows = [column | {"field": field} for column, field in zip(batch.columns, form, strict=True)]
    shown = {"batch": batch, "form": form, "rows": rows, "missing": missing, "step": 2}
    return render(request, "intake/columns.html", shown, status=422 if form.errors else 200)


@require_POST
@needs(Can.UPLOAD)
def columns_again(request: HttpRequest, batch_id: int) -> HttpResponse:
    return _do(request, batch_id, actions.match_again, to="intake_columns")


# -- 3. Periksa hasil, 4. Simpan -------------------------------------------------------------------------
@needs(Can.SEE_INTAKE)
def one(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Shows what the state of the upload asks for: waiting, matching, the result, or the receipt."""
    batch = _batch(request, batch_id)
    if batch.state == BatchState.NEEDS_MAPPING and request.user.may(Can.UPLOAD):
        return redirect("intake_columns", batch_id)
    if batch.state == BatchState.CHECKED:
        return render(request, "intake/result.html", _result(request, batch) | {"step": 3})
    shown = {"batch": batch, "may_undo": batch.state == BatchState.SAVED and not queries.is_used(batch)}
    if batch.state == BatchState.SAVED:
        shown |= _result(request, batch) | {"unlinked": queries.unlinked_count(batch), "step": 5}
        shown["sent_back"] = queries.sent_back_rows(batch)[:PER_PAGE]
    return render(request, "intake/batch.html", shown)


def _result(request: HttpRequest, batch: Batch) -> dict:
    """Findings, one line a cell: those to mend, or with ?tampil=peringatan those that may stay."""
    kind = "warnings" if request.GET.get("tampil") == "peringatan" else "errors"
    text = request.GET.get("q", "").strip()
    lines = queries.findings(batch, kind=kind, text=text)
    return {
        "batch": batch,
        "kind": kind,
        "q": text,
        "query": _query(request),
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("hal")),
    }


@require_POST
@needs(Can.UPLOAD)
def save(request: HttpRequest, batch_id: int) -> HttpResponse:
    _batch(request, batch_id)
    try:
        actions.ask_to_save(batch_id, by=request.user, at=clock.now())
    except actions.IntakeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("intake_batch", batch_id)
    return _to_work(_batch(request, batch_id))


@require_POST
@needs(Can.UPLOAD)
def drop(request: HttpRequest, batch_id: int) -> HttpResponse:
    return _do(request, batch_id, actions.drop_batch, said="Berkas tidak jadi disimpan.", to="intake")


@require_POST
@needs(Can.UPLOAD)
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    said = "Penyimpanan sudah dibatalkan. Berkas dan bukti tetap ada."
    return _do(request, batch_id, actions.undo_batch, said=said)


# -- Receipt and files -----------------------------------------------------------------------------------
@needs(Can.SEE_INTAKE)
def receipt(request: HttpRequest, batch_id: int) -> HttpResponse:
    return render(request, "intake/receipt.html", {"batch": _batch(request, batch_id)})


@needs(Can.SEE_INTAKE)
def bad_rows(request: HttpRequest, batch_id: int) -> HttpResponse:
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
def original(request: HttpRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)
    content = queries.original(batch)
    actions.note_download(batch, "berkas asli", rows=batch.rows, by=request.user, at=clock.now())
    return download(content, name=batch.file.name, content_type=batch.file.content_type)


# -- Means -----------------------------------------------------------------------------------------------
def _batch(request: HttpRequest, batch_id: int) -> Batch:
    """The upload; another agency's does not exist."""
    batch = queries.batch(batch_id, request.scope)
    if batch is None:
        raise Http404
    return batch


def _do(
    request: HttpRequest, batch_id: int, action, *, said: str = "", to: str = "intake_batch"
) -> HttpResponse:
    _batch(request, batch_id)
    try:
        action(batch_id, by=request.user, at=clock.now())
    except actions.IntakeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("intake_batch", batch_id)
    if said:
        messages.success(request, said)
    return redirect(to) if to == "intake" else redirect(to, batch_id)


def _to_work(batch: Batch) -> HttpResponse:
    """To the progress bar while the work runs, to the upload when it is done."""
    if batch.state in WAITING and batch.job_id:
        return redirect("job", batch.job_id)
    return redirect("intake_batch", batch.pk)


def _sectors(request: HttpRequest) -> list[str]:
    return [sector.code for sector in queries.sectors_of(request.scope)]


def _query(request: HttpRequest) -> str:
    """The filters of this page for its links, without the page number."""
    asked: QueryDict = request.GET.copy()
    asked.pop("hal", None)
    return asked.urlencode()
