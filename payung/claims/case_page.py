"""What stands on the page of one claim, and how is a form of it answered?

Every form carries the version that was on the screen: who comes second is told who was first, with what he typed kept.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest
from payung.claims import actions, deadlines, difference, queries
from payung.claims import forms as f
from payung.claims.arrears import arrears_of
from payung.claims.checklist import KINDS, SURAT_PENGANTAR
from payung.claims.enums import ClaimState, EventKind, PaperState
from payung.claims.estimate import off_until, programme_dasar_rp, stmb_by_month
from payung.claims.first_report import lacking
from payung.claims.hints import hints
from payung.claims.models import Accident, Claim
from payung.contributions import queries as contributions
from payung.contributions.enums import CoverState
from payung.jobs.actions import Refused
from payung.reference import clock
from payung.rules import deadlines as law

TONES = {
    ClaimState.PAID: "good",
    ClaimState.FILED: "",
    ClaimState.COMPLETE: "warn",
    ClaimState.COLLECTING: "warn",
    ClaimState.REPORTED: "warn",
    ClaimState.REFUSED: "bad",
    ClaimState.OBJECTED: "warn",
    ClaimState.NOT_COVERED: "quiet",
    ClaimState.MISTAKEN: "bad",
}
PAPER_TONES = {PaperState.PRESENT: "good", PaperState.MISSING: "quiet", PaperState.TO_FIX: "bad"}
REOPENABLE = (ClaimState.REFUSED, ClaimState.NOT_COVERED, ClaimState.FILED, ClaimState.OBJECTED)
ANSWERABLE = (ClaimState.FILED, ClaimState.OBJECTED)


def found_claim(request: StaffRequest, claim_id: int) -> Claim:
    """The claim if it is in scope; 404 otherwise."""
    claim = queries.claim(claim_id, scope=request.scope)
    if claim is None:
        raise Http404
    return claim


def seen(request: StaffRequest) -> int | None:
    """The version that was on the person's screen."""
    told = request.POST.get("seen", "")
    return int(told) if told.isdigit() else None


def posted(
    request: StaffRequest,
    claim_id: int,
    form: Any,
    work: Callable[[Claim], object],
    *,
    name: str,
    anchor: str = "",
) -> HttpResponse:
    """Do one thing to a claim and go back to it; what is wrong is said on the page, with what was typed.

    `name`: under which the template knows the form.
    """
    claim = found_claim(request, claim_id)
    if form.is_valid():
        try:
            work(claim)
        except Refused as refusal:
            return case_page(request, found_claim(request, claim_id), refusal=str(refusal), **{name: form})
        return redirect(reverse("claim", args=[claim_id]) + anchor)
    return case_page(request, claim, refusal="Ada isian yang perlu diperbaiki.", **{name: form})


def case_page(request: StaffRequest, claim: Claim, *, refusal: str = "", **forms: Any) -> HttpResponse:
    """The whole page of a claim. A refusal stands at its top, with status 422."""
    context = _shown(claim) | _forms(claim) | _may(request, claim) | forms | {"refusal": refusal}
    return render(request, "claims/one.html", context, status=422 if refusal else 200)


def done(request: StaffRequest, work: Callable[[], object]) -> None:
    """Do it, or say why not, on the next page."""
    try:
        work()
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")


def _shown(claim: Claim) -> dict[str, Any]:
    today, kind = clock.today(), EventKind(claim.event.kind)
    accident = Accident.objects.filter(claim=claim).first()
    settled = {one.doubt: one for one in claim.settlements.select_related("by")}
    doubts = [(doubt, settled.get(doubt.code)) for doubt in actions.family_doubts(claim, on=today)]
    return {
        "claim": claim,
        "event": claim.event,
        "tone": TONES[ClaimState(claim.state)],
        "kinds": [("Jenis", queries.benefit_of(claim))],
        "papers": _papers(claim),
        "heirs": list(claim.heirs.all()),
        "steps": claim.steps.select_related("by"),
        "assessments": claim.assessments.select_related("by"),
        "cover_words": CoverState(claim.cover_state).label,
        "cover_now": _cover_now(claim),
        "arrears": arrears_of(claim) if claim.needs_confirmation else None,
        "hints": hints(claim, today=today),
        "doubts_of_cover": _doubts_of_cover(claim),
        "parts": [
            (name.removesuffix("_rp").replace("_", " ").replace("stmb", "STMB"), rp)
            for name, rp in (claim.estimate.get("parts") or {}).items()
            if rp
        ],
        "doubts": doubts,
        "accident": accident,
        "report_lacks": lacking(claim, accident),
        "stmb": _stmb(claim, accident),
        "first_report_due": law.accident_report_due(accident.happened_at) if accident else None,
        "waiting_days": queries.waiting_days(claim, on=today),
        "is_death": kind != EventKind.ACCIDENT,
        "is_accident": kind != EventKind.DEATH,
        "is_late": claim.due_on is not None and claim.due_on < today,
        "next_step": deadlines.next_step(claim),
        "penalty_rp": deadlines.penalty_rp(claim, on=today),
        "lapses_on": deadlines.lapses_on(claim),
        "gap_rp": difference.difference_rp(claim),
        "gap_reasons": difference.reasons(claim),
        "notices": claim.notices.all(),
        "death_fixes": claim.event.corrections.select_related("proposed_by", "decided_by"),
        "pupils": claim.pupils.all(),
        "tellings": claim.tellings.all(),
    }


def _forms(claim: Claim) -> dict[str, Any]:
    rows = [
        {
            name: getattr(heir, name)
            for name in ("id", "name", "kin", "birth_date", "is_alive", "is_absent", "guardian", "schooling")
        }
        for heir in claim.heirs.all()
    ]
    return {
        "family_form": f.FamilyForm(initial=rows, prefix="keluarga"),
        "kind_form": f.KindForm(initial={"kind": claim.event.kind}, auto_id="jenis_%s"),
        "accident_form": f.AccidentForm(initial=_accident_start(claim), auto_id="kecelakaan_%s"),
        "time_off_form": f.TimeOffForm(auto_id="stmb_%s"),
        "first_form": f.FirstReportForm(auto_id="tahap1_%s"),
        "second_form": f.SecondReportForm(auto_id="tahap2_%s"),
        "back_form": f.BackAtWorkForm(auto_id="kembali_%s"),
        "filing_form": f.FilingForm(auto_id="filing_%s"),
        "result_form": result_form(claim),
        "pupil_form": f.PupilForm(auto_id="anak_%s"),
        "use_form": f.UseForm(auto_id="cerita_%s"),
        "objection_form": f.ObjectionForm(auto_id="keberatan_%s"),
    }


def result_form(claim: Claim, told: Any = None) -> f.ResultForm:
    """The answer of BPJS, with a line for every rightful heir."""
    papers = [(p.kind, KINDS[p.kind].label) for p in claim.papers.all() if p.kind in KINDS]
    heirs = [heir for heir in claim.heirs.all() if heir.is_rightful]
    return f.ResultForm(told, heirs=heirs, papers=papers, auto_id="result_%s")


def _may(request: StaffRequest, claim: Claim) -> dict[str, bool]:
    handles, state = request.user.may(Can.HANDLE_CLAIM), ClaimState(claim.state)
    return {
        "may_handle": handles,
        "may_file": handles and state == ClaimState.COMPLETE,
        "may_answer": request.user.may(Can.ANSWER_CLAIM) and state in ANSWERABLE,
        "may_object": handles and state == ClaimState.REFUSED,
        "may_reopen": handles and state in REOPENABLE,
        "may_read": request.user.may(Can.READ_PAPERS),
        "may_correct_death": request.user.may(Can.CORRECT_DEATH)
        and claim.event.kind in queries.DEATHS
        and not claim.event.is_mistaken,
    }


def _papers(claim: Claim) -> list[dict[str, Any]]:
    return [
        {
            "paper": paper,
            "kind": KINDS[paper.kind],
            "tone": PAPER_TONES[PaperState(paper.state)],
            "is_ours": paper.kind == SURAT_PENGANTAR.key,
            "scans": list(paper.scans.all()),
            "form": f.PaperForm(
                initial={"kind": paper.kind, "state": paper.state, "note": paper.note},
                auto_id=f"{paper.kind}_%s",
            ),
        }
        for paper in claim.papers.prefetch_related("scans")
        if paper.kind in KINDS
    ]


def _doubts_of_cover(claim: Claim) -> tuple[str, ...]:
    """What the cover of that day rests on: when it began, when the money came."""
    return contributions.cover([claim.worker_id], claim.event.happened_on)[claim.worker_id].words


def _cover_now(claim: Claim) -> str:
    """Today's answer for the day of the event when it is no longer what was written down; "" when it is."""
    now = contributions.cover([claim.worker_id], claim.event.happened_on)[claim.worker_id].state
    return CoverState(now).label if now != claim.cover_state else ""


def _stmb(claim: Claim, accident: Accident | None) -> list[tuple[int, int, int]]:
    if accident is None or accident.unable_from is None:
        return []
    on = claim.event.happened_on
    until = off_until(accident, claim.event.kind, died_on=claim.event.death_on)
    last = until - timedelta(days=1) if until else clock.today()
    return stmb_by_month(accident.unable_from, last, on=on, dasar_rp=programme_dasar_rp(on))


def _accident_start(claim: Claim) -> dict[str, Any]:
    accident = Accident.objects.filter(claim=claim).first()
    if accident is None:
        return {"happened_on": claim.event.happened_on}
    names = (
        "activity",
        "cause",
        "facility",
        "witnesses",
        "is_disease",
        "work_kind",
        "work_length",
        "exposure",
    )
    moment = timezone.localtime(accident.happened_at)
    return {"happened_on": moment.date(), "hour": f"{moment:%H.%M}"} | {
        n: getattr(accident, n) for n in names
    }
