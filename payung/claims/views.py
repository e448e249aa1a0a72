"""The pages of claims: the board, one claim with its papers and family, the report of an event."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.claims import actions, papers, queries
from payung.claims.checklist import KINDS
from payung.claims.enums import ClaimState, EventKind, PaperState
from payung.claims.forms import ClaimFilter, EventForm, FilingForm, HeirForm, PaperForm, ResultForm
from payung.claims.models import Claim
from payung.contributions import queries as contributions
from payung.files.queries import download
from payung.jobs.actions import Refused
from payung.people import queries as people
from payung.reference import clock
from payung.ui.lists import Column, list_page

TONES = {
    ClaimState.PAID: "good",
    ClaimState.FILED: "",
    ClaimState.COMPLETE: "warn",
    ClaimState.COLLECTING: "warn",
    ClaimState.REPORTED: "warn",
    ClaimState.REFUSED: "bad",
    ClaimState.NOT_COVERED: "quiet",
}
COLUMNS = [
    Column("Nomor", lambda c: c.number, order="id", link=lambda c: reverse("claim", args=[c.pk])),
    Column("Nama", lambda c: c.worker.name, order="worker__name"),
    Column("Kelurahan", lambda c: c.worker.kelurahan.name if c.worker.kelurahan else "–"),
    Column("Kejadian", lambda c: c.event.get_kind_display()),
    Column("Tanggal", lambda c: c.event.happened_on, kind="date", order="event__happened_on"),
    Column("Keadaan", lambda c: c.get_state_display(), tone=lambda c: TONES[ClaimState(c.state)]),
    Column("Berkas kurang", lambda c: c.missing, kind="number"),
    Column("Perkiraan", lambda c: c.estimate_rp, kind="rupiah", order="estimate_rp"),
]
PAPER_TONES = {PaperState.PRESENT: "good", PaperState.MISSING: "quiet", PaperState.TO_FIX: "bad"}


@needs(Can.SEE_CLAIMS)
def board(request: StaffRequest) -> HttpResponse:
    """Every claim in scope, counted by state."""
    form = ClaimFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = queries.claims(
        scope=request.scope,
        state=chosen.get("keadaan", ""),
        kind=chosen.get("jenis", ""),
        text=chosen.get("cari", ""),
    )
    counts = [(state, n) for state, n in queries.counts_by_state(scope=request.scope).items()]
    return list_page(
        request,
        rows,
        COLUMNS,
        template="claims/board.html",
        name="klaim",
        form=form,
        what="klaim",
        counts=counts,
        reach=queries.reach(on=clock.today(), scope=request.scope),
        open_notices=queries.open_notices_count(scope=request.scope),
    )


@needs(Can.REPORT_EVENT)
def report(request: StaffRequest, worker_id: UUID) -> HttpResponse:
    """Report a death or an accident of one worker."""
    worker = people.worker(worker_id, request.scope)
    if worker is None:
        raise Http404
    form = EventForm(request.POST or None, initial={"key": uuid4(), "kind": EventKind.DEATH})
    if request.method == "POST" and form.is_valid():
        try:
            claim = actions.report_event(
                worker_id=worker_id, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Laporan tersimpan. Klaim {claim.number} dibuka.")
            return redirect("claim", claim.pk)
    cover = contributions.cover([worker_id], clock.today())[worker_id]
    status = 422 if form.errors else 200
    return render(
        request, "claims/report.html", {"form": form, "worker": worker, "cover": cover}, status=status
    )


@needs(Can.SEE_CLAIMS)
def one(request: StaffRequest, claim_id: int) -> HttpResponse:
    return render(request, "claims/one.html", _page(_found(request, claim_id), request))


@require_POST
@needs(Can.HANDLE_CLAIM)
def paper(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Say of one paper whether it is there."""
    form = PaperForm(request.POST)

    def work(claim: Claim) -> None:
        actions.set_paper(
            claim.pk, form.cleaned_data["kind"], PaperState(form.cleaned_data["state"]),
            note=form.cleaned_data["note"], by=request.user, at=clock.now(),
        )  # fmt: skip

    return _posted(request, claim_id, form, work, "#berkas")


@require_POST
@needs(Can.HANDLE_CLAIM)
def heir(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Add somebody of the family."""
    form = HeirForm(request.POST)

    def work(claim: Claim) -> None:
        actions.add_heir(claim.pk, by=request.user, at=clock.now(), **form.cleaned_data)

    return _posted(request, claim_id, form, work, "#keluarga")


@require_POST
@needs(Can.HANDLE_CLAIM)
def heir_removed(request: StaffRequest, claim_id: int, heir_id: int) -> HttpResponse:
    claim = _found(request, claim_id)
    actions.remove_heir(claim.pk, heir_id, by=request.user, at=clock.now())
    return redirect(reverse("claim", args=[claim_id]) + "#keluarga")


@require_POST
@needs(Can.HANDLE_CLAIM)
def file(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The papers went to the branch."""
    form = FilingForm(request.POST)

    def work(claim: Claim) -> None:
        actions.file_claim(claim.pk, by=request.user, at=clock.now(), **form.cleaned_data)

    return _posted(request, claim_id, form, work, "")


@require_POST
@needs(Can.ANSWER_CLAIM)
def result(request: StaffRequest, claim_id: int) -> HttpResponse:
    """What the branch answered."""
    form = ResultForm(request.POST)

    def work(claim: Claim) -> None:
        told = form.cleaned_data
        if told["outcome"] == "paid":
            actions.record_payment(
                claim.pk, paid_on=told["on"], paid_rp=told["paid_rp"], by=request.user, at=clock.now()
            )
        else:
            actions.record_refusal(claim.pk, reason=told["reason"], by=request.user, at=clock.now())

    return _posted(request, claim_id, form, work, "")


@require_POST
@needs(Can.HANDLE_CLAIM)
def reopen(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Back to collecting: more papers, an objection, or cover that was proven after all."""
    claim = _found(request, claim_id)
    try:
        actions.move_claim(
            claim.pk,
            ClaimState.COLLECTING,
            by=request.user,
            at=clock.now(),
            note=request.POST.get("note", ""),
        )
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    return redirect("claim", claim_id)


@needs(Can.HANDLE_CLAIM)
def letter(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The surat pengantar, ready to sign. It names the NIK, so the look is written down."""
    claim = _found(request, claim_id)
    actions.note_letter(claim.pk, by=request.user, at=clock.now())
    pdf = papers.introduction_letter(claim)
    return download(pdf, name=f"surat-pengantar-{claim.number}.pdf", content_type="application/pdf")


@needs(Can.SEE_CLAIMS)
def checklist(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The list of papers for the family, on one page."""
    claim = _found(request, claim_id)
    pdf = papers.family_leaflet(claim, contact=request.user.full_name)
    return download(pdf, name=f"berkas-{claim.number}.pdf", content_type="application/pdf")


def _found(request: StaffRequest, claim_id: int) -> Claim:
    claim = queries.claim(claim_id, scope=request.scope)
    if claim is None:
        raise Http404
    return claim


def _posted(
    request: StaffRequest, claim_id: int, form: Any, work: Callable[[Claim], None], anchor: str
) -> HttpResponse:
    """Do one thing to a claim and go back to it; what is wrong is said on the page, with what was typed."""
    claim = _found(request, claim_id)
    if form.is_valid():
        try:
            work(claim)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(reverse("claim", args=[claim_id]) + anchor)
    context = _page(claim, request) | {_name_of(form): form}
    return render(request, "claims/one.html", context, status=422)


def _name_of(form: Any) -> str:
    return {
        PaperForm: "paper_form",
        HeirForm: "heir_form",
        FilingForm: "filing_form",
        ResultForm: "result_form",
    }[type(form)]


def _page(claim: Claim, request: StaffRequest) -> dict[str, Any]:
    lines = [
        {
            "paper": p,
            "kind": KINDS[p.kind],
            "tone": PAPER_TONES[PaperState(p.state)],
            "form": PaperForm(
                initial={"kind": p.kind, "state": p.state, "note": p.note}, auto_id=f"{p.kind}_%s"
            ),
        }
        for p in claim.papers.all()
    ]
    return {
        "claim": claim,
        "event": claim.event,
        "tone": TONES[ClaimState(claim.state)],
        "papers": lines,
        "heirs": list(claim.heirs.all()),
        "steps": claim.steps.select_related("by"),
        "parts": [
            (name.removesuffix("_rp").replace("_", " "), rp)
            for name, rp in (claim.estimate.get("parts") or {}).items()
            if rp
        ],
        "cover_words": {
            "active": "Aktif",
            "grace": "Tenggang",
            "lapsed": "Nonaktif",
            "never": "Belum pernah aktif",
        }[claim.cover_state],
        "heir_form": HeirForm(auto_id="heir_%s"),
        "filing_form": FilingForm(auto_id="filing_%s"),
        "result_form": ResultForm(auto_id="result_%s"),
        "may_handle": request.user.may(Can.HANDLE_CLAIM),
        "may_answer": request.user.may(Can.ANSWER_CLAIM),
        "waiting_days": queries.waiting_days(claim, on=clock.today()),
        "is_death": claim.event.kind != EventKind.ACCIDENT,
    }
