"""The pages of claims: the board, one claim, the report of an event."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.accounts.queries import who_may
from payung.claims import actions, difference, queries
from payung.claims.case_page import TONES, case_page, found_claim
from payung.claims.enums import ClaimState, EventKind, Source
from payung.claims.forms import AssignForm, ClaimFilter, EventForm
from payung.claims.models import Claim, Notice
from payung.contributions import queries as contributions
from payung.jobs.actions import Refused
from payung.people import queries as people
from payung.reference import clock
from payung.ui.lists import Column, list_page

MOST_AT_ONCE = 500
DIFFERENCES = [
    Column("Nomor", lambda c: c.number, link=lambda c: reverse("claim", args=[c.pk])),
    Column("Nama", lambda c: c.worker.name, order="worker__name"),
    Column("Dibayar pada", lambda c: c.paid_on, kind="date", order="paid_on"),
    Column("Perkiraan", lambda c: c.estimate_rp, kind="rupiah", order="estimate_rp"),
    Column("Dibayar", lambda c: c.paid_rp, kind="rupiah", order="paid_rp"),
    Column("Selisih", lambda c: difference.difference_rp(c), kind="rupiah"),
    Column("Kemungkinan sebab", lambda c: " ".join(difference.reasons(c))),
]
SHORT = {
    EventKind.DEATH: "Meninggal",
    EventKind.WORK_DEATH: "Meninggal karena kerja",
    EventKind.ACCIDENT: "Kecelakaan kerja",
}
COLUMNS = [
    Column("Nomor", lambda c: c.number, order="id", link=lambda c: reverse("claim", args=[c.pk])),
    Column("Nama", lambda c: c.worker.name, order="worker__name"),
    Column("Kejadian", lambda c: SHORT[EventKind(c.event.kind)], order="event__kind"),
    Column("Tanggal", lambda c: c.event.happened_on, kind="date", order="event__happened_on"),
    Column("Keadaan", lambda c: c.get_state_display(), tone=lambda c: TONES[ClaimState(c.state)]),
    Column("Batas berikut", lambda c: c.due_on, kind="date", order="due_on"),
    Column("Berkas kurang", lambda c: len(c.lacking), kind="number"),
    Column(
        "Menunggu (hari)",
        lambda c: queries.waiting_days(c, on=clock.today()),
        kind="number",
        order="changed_at",
    ),
    Column("Perkiraan", lambda c: c.estimate_rp, kind="rupiah", order="estimate_rp"),
    Column("Ditangani", lambda c: c.owner.full_name if c.owner else "–"),
    Column("Kelurahan", lambda c: c.worker.kelurahan.name if c.worker.kelurahan else "–"),
]


@needs(Can.SEE_CLAIMS)
def board(request: StaffRequest) -> HttpResponse:
    """Every claim in scope, counted by state, with what is due next."""
    form, today = ClaimFilter(request.GET), clock.today()
    form.is_valid()
    rows = queries.claims(scope=request.scope, **form.chosen(today))
    return list_page(
        request,
        rows,
        COLUMNS,
        template="claims/board.html",
        name="klaim",
        form=form,
        what="klaim",
        counts=list(queries.counts_by_state(scope=request.scope).items()),
        reach=queries.reach(on=today, scope=request.scope),
        open_notices=queries.open_notices_count(scope=request.scope),
        late=queries.late_count(on=today, scope=request.scope),
        assign_form=AssignForm() if request.user.may(Can.HANDLE_CLAIM) else None,
        may_answer=request.user.may(Can.ANSWER_CLAIM),
        may_hear=request.user.may(Can.REPORT_EVENT),
        death_fixes=queries.waiting_death_corrections(scope=request.scope)
        + queries.second_count(scope=request.scope),
        filters=request.GET.urlencode(),
    )


@needs(Can.SEE_CLAIMS)
def differences(request: StaffRequest) -> HttpResponse:
    """Selisih: paid claims whose amount differs from the estimate, with the likely reason."""
    rows = queries.differences(scope=request.scope)
    return list_page(
        request, rows, DIFFERENCES, template="claims/differences.html", name="selisih-klaim", what="klaim"
    )


@require_POST
@needs(Can.HANDLE_CLAIM)
def assign(request: StaffRequest) -> HttpResponse:
    """Give every claim of the filtered list to one person."""
    chosen, form = ClaimFilter(request.GET), AssignForm(request.POST)
    if chosen.is_valid() and form.is_valid():
        rows = queries.claims(scope=request.scope, **chosen.chosen(clock.today())).values_list(
            "pk", flat=True
        )[:MOST_AT_ONCE]
        to = next(user for user in who_may(Can.HANDLE_CLAIM) if str(user.pk) == form.cleaned_data["to"])
        moved = actions.assign(list(rows), to, by=request.user, at=clock.now())
        messages.success(request, f"{moved} klaim diserahkan kepada {to.full_name}.")
    return redirect(f"{reverse('claims')}?{request.GET.urlencode()}")


@needs(Can.REPORT_EVENT)
def report(request: StaffRequest, worker_id: UUID) -> HttpResponse:
    """Report a death or an accident of one worker."""
    worker = people.worker(worker_id, request.scope)
    if worker is None:
        raise Http404
    form = EventForm(request.POST or None, initial={"key": uuid4(), "kind": EventKind.DEATH})
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.report_of(
                worker_id, news=_news(request, worker, form), by=request.user, at=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _reported(request, opened)
    cover = contributions.cover([worker_id], clock.today())[worker_id]
    status = 422 if form.errors else 200
    return render(
        request, "claims/report.html", {"form": form, "worker": worker, "cover": cover}, status=status
    )


def _news(request: StaffRequest, worker: Any, form: EventForm) -> actions.News:
    cleaned = dict(form.cleaned_data)
    cleaned["kind"] = EventKind(cleaned["kind"])
    source = Source.KELURAHAN if request.scope.kelurahan else Source.OFFICE
    return actions.News(
        source=source,
        name=worker.name,
        birth_date=worker.birth_date,
        kelurahan=worker.kelurahan_id or "",
        **cleaned,
    )


def _reported(request: StaffRequest, opened: Claim | Notice) -> HttpResponse:
    if isinstance(opened, Claim):
        messages.success(request, f"Laporan tersimpan. Klaim {opened.number} dibuka.")
        return redirect("claim", opened.pk)
    messages.warning(request, f"Laporan tersimpan. {opened.doubt}", extra_tags="warn")
    return redirect("notice", opened.pk)


@needs(Can.SEE_CLAIMS)
def one(request: StaffRequest, claim_id: int) -> HttpResponse:
    return case_page(request, found_claim(request, claim_id))
