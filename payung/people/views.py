"""Mend a person's identity, tell of his family, look at one private number. The profile itself is the desk's."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.language.formats import daftar
from payung.people import actions, queries
from payung.people.forms import IdentityForm, PurposeForm, RelativeForm, identity_of
from payung.people.models import Worker
from payung.people.sealing import SEALED
from payung.reference import clock


@needs(Can.CORRECT_PEOPLE)
def correct(request: StaffRequest, worker_id: str) -> HttpResponse:
    worker = _worker(request, worker_id)
    form = IdentityForm(request.POST or None, initial=identity_of(worker))
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.correct_identity(
                worker.pk,
                changes=form.changes(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=clock.now(),
            )
        except actions.PeopleRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = daftar([actions.WORDS[field] for field in changed])
            messages.success(request, f"Diperbaiki: {words}." if changed else "Tidak ada yang berubah.")
            return redirect(_profile(worker))
    shown = {"worker": worker, "form": form, "back": _profile(worker)}
    shown |= {"corrections": queries.corrections(worker.pk), "words": actions.WORDS}
    return render(request, "people/correct.html", shown, status=422 if form.errors else 200)


@needs(Can.REPORT_EVENT)
def relatives(request: StaffRequest, worker_id: str) -> HttpResponse:
    worker = _worker(request, worker_id)
    form = RelativeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_relative(worker.pk, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, f"{form.cleaned_data['name']} sudah tersimpan.")
        return redirect("worker_relatives", worker.pk)
    shown = {
        "worker": worker,
        "form": form,
        "back": _profile(worker),
        "relatives": queries.relatives(worker.pk),
    }
    return render(request, "people/relatives.html", shown, status=422 if form.errors else 200)


@require_POST
@needs(Can.REPORT_EVENT)
def remove_relative(request: StaffRequest, worker_id: str, relative_id: int) -> HttpResponse:
    worker = _worker(request, worker_id)
    try:
        actions.remove_relative(
            relative_id,
            worker_id=worker.pk,
            reason=request.POST.get("reason", "")[:200],
            by=request.user,
            at=clock.now(),
        )
    except actions.PeopleRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("worker_relatives", worker.pk)


@needs(Can.REVEAL_NIK)
def reveal(request: StaffRequest, worker_id: str, field: str) -> HttpResponse:
    """Ask for the purpose, then show the number once, on this page only."""
    worker = _worker(request, worker_id)
    if field not in SEALED:
        raise Http404
    form = PurposeForm(request.POST or None)
    value = ""
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        value = actions.reveal(worker.pk, field, purpose=purpose, by=request.user, at=clock.now())
        value = value or "(tidak diketahui)"
    shown = {
        "worker": worker,
        "form": form,
        "value": value,
        "what": actions.WORDS[field],
        "back": _profile(worker),
    }
    return render(request, "people/reveal.html", shown, status=422 if form.errors else 200)


def _worker(request: StaffRequest, worker_id: str) -> Worker:
    """The person; outside the scope he does not exist."""
    worker = queries.worker(worker_id, request.scope)
    if worker is None:
        raise Http404
    return worker


def _profile(worker: Worker) -> str:
    """The desk's page of the person, which stands above this room and may not be there."""
    try:
        return reverse("worker", args=[worker.pk])
    except NoReverseMatch:
        return reverse("worker_relatives", args=[worker.pk])
