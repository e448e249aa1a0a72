"""The phone pages of a kelurahan officer: whom to visit, what was found, cards to hand over, a death to report."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.eligibility import actions as eligibility
from payung.eligibility import queries as visits
from payung.eligibility.enums import FieldOutcome
from payung.enrolment import actions as enrolment
from payung.field.forms import CardForm, SearchForm, VisitForm
from payung.jobs.actions import Refused
from payung.people import queries as people
from payung.reference import clock

PER_PAGE = 25


@needs(Can.CHECK_FIELD)
def today(request: StaffRequest) -> HttpResponse:
    """Tugas hari ini: people to visit in the order of a walk, RW by RW."""
    form = SearchForm(request.GET)
    form.is_valid()
    rows = visits.to_visit(scope=request.scope, on=clock.today(), text=form.cleaned_data.get("cari", ""))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "field/today.html", {"page": page, "form": form, "owner": request.user.pk})


@needs(Can.CHECK_FIELD)
def visit(request: StaffRequest, worker_id: UUID) -> HttpResponse:
    """Verifikasi lapangan of one person."""
    worker = people.worker(worker_id, request.scope)
    if worker is None:
        raise Http404
    work = people.latest_occupation([worker_id]).get(worker_id)
    start = {"client_id": uuid4(), "checked_on": clock.today(), "works_as": work.job if work else ""}
    form = VisitForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            eligibility.record_field_check(
                worker_id=worker_id, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Kunjungan ke {worker.name} tersimpan.")
            if form.cleaned_data["outcome"] == FieldOutcome.DEAD:
                return redirect("report_event", worker_id)
            return redirect("field")
    context = {"form": form, "worker": worker, "checks": visits.checks_of(worker_id)}
    return render(request, "field/visit.html", context, status=422 if form.errors else 200)


@needs(Can.HAND_OVER)
def hand_over(request: StaffRequest) -> HttpResponse:
    """Serah kartu: one code after another."""
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            card = enrolment.hand_over(
                form.cleaned_data["code"], to=form.cleaned_data["to"], on=clock.today(), by=request.user, at=clock.now(),
                scope=request.scope,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"Kartu {card.membership.worker.name} tercatat diserahkan.")
            return redirect("field_card")
    return render(request, "field/card.html", {"form": form}, status=422 if form.errors else 200)
