"""What is done on the page of one claim: papers, family, accident, filing, answers."""

from datetime import date, datetime, time

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.claims import actions
from payung.claims import forms as f
from payung.claims.case_page import done, found_claim, posted, result_form, seen
from payung.claims.enums import Channel, ClaimState, EventKind, Outcome, PaperState
from payung.claims.models import Claim
from payung.reference import clock

NOON = time(12)


@require_POST
@needs(Can.HANDLE_CLAIM)
def paper(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Say of one paper whether it is there."""
    form = f.PaperForm(request.POST)

    def work(claim: Claim) -> None:
        told = form.cleaned_data
        actions.set_paper(
            claim.pk, told["kind"], PaperState(told["state"]), note=told["note"], **_who(request)
        )

    return posted(request, claim_id, form, work, name="paper_form", anchor="#berkas")


@require_POST
@needs(Can.HANDLE_CLAIM)
def scan(request: StaffRequest, claim_id: int) -> HttpResponse:
    """A photo or PDF of a paper."""
    form = f.ScanForm(request.POST, request.FILES)

    def work(claim: Claim) -> None:
        sent = form.cleaned_data["file"]
        actions.add_scan(claim.pk, form.cleaned_data["kind"], sent.read(), **_who(request))

    return posted(request, claim_id, form, work, name="scan_form", anchor="#berkas")


@require_POST
@needs(Can.HANDLE_CLAIM)
def family(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The whole family as one table."""
    claim = found_claim(request, claim_id)
    rows = [{"id": heir.pk} for heir in claim.heirs.all()]
    form = f.FamilyForm(request.POST, initial=rows, prefix="keluarga")

    def work(claim: Claim) -> None:
        told = [row.cleaned_data for row in form if row.has_changed()]
        actions.set_family(claim.pk, told, **_who(request))

    return posted(request, claim_id, form, work, name="family_form", anchor="#keluarga")


@require_POST
@needs(Can.HANDLE_CLAIM)
def settle(request: StaffRequest, claim_id: int) -> HttpResponse:
    """A doubt about the heirs was settled."""
    form = f.SettleForm(request.POST)

    def work(claim: Claim) -> None:
        actions.settle_doubt(
            claim.pk, form.cleaned_data["code"], note=form.cleaned_data["note"], **_who(request)
        )

    return posted(request, claim_id, form, work, name="settle_form", anchor="#keluarga")


@require_POST
@needs(Can.HANDLE_CLAIM)
def assess(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Ask again whether he was covered and what is due."""
    claim = found_claim(request, claim_id)
    done(request, lambda: actions.assess_again(claim.pk, **_who(request)))
    return redirect("claim", claim_id)


@require_POST
@needs(Can.HANDLE_CLAIM)
def kind(request: StaffRequest, claim_id: int) -> HttpResponse:
    """It was of another kind than reported."""
    form = f.KindForm(request.POST)

    def work(claim: Claim) -> None:
        told = form.cleaned_data
        actions.change_kind(claim.pk, EventKind(told["kind"]), why=told["why"], **_who(request))

    return posted(request, claim_id, form, work, name="kind_form")


@require_POST
@needs(Can.HANDLE_CLAIM)
def accident(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Where, how and when exactly (Permenaker 1/2025 Pasal 48A)."""
    form = f.AccidentForm(request.POST)

    def work(claim: Claim) -> None:
        told = dict(form.cleaned_data)
        moment = _moment(told.pop("happened_on"), told.pop("hour"))
        actions.record_accident(claim.pk, happened_at=moment, **told, **_who(request))

    return posted(request, claim_id, form, work, name="accident_form", anchor="#kecelakaan")


@require_POST
@needs(Can.HANDLE_CLAIM)
def first_report(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The report of stage I went out."""
    form = f.FirstReportForm(request.POST)

    def work(claim: Claim) -> None:
        told = form.cleaned_data
        sent_at = _moment(told["sent_on"], told["hour"])
        actions.send_first_report(
            claim.pk, sent_at=sent_at, channel=Channel(told["channel"]), **_who(request)
        )

    return posted(request, claim_id, form, work, name="first_form", anchor="#kecelakaan")


@require_POST
@needs(Can.HANDLE_CLAIM)
def time_off(request: StaffRequest, claim_id: int) -> HttpResponse:
    """From when to when he could not work."""
    form = f.TimeOffForm(request.POST)

    def work(claim: Claim) -> None:
        actions.record_time_off(claim.pk, **form.cleaned_data, **_who(request))

    return posted(request, claim_id, form, work, name="time_off_form", anchor="#kecelakaan")


@require_POST
@needs(Can.HANDLE_CLAIM)
def second_report(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The report of stage II, with the doctor's statement."""
    form = f.SecondReportForm(request.POST)

    def work(claim: Claim) -> None:
        told = form.cleaned_data
        actions.send_second_report(
            claim.pk, outcome=Outcome(told["outcome"]), stated_at=_moment(told["stated_on"], NOON),
            sent_at=_moment(told["sent_on"], NOON), percent=told["percent"], function_loss=told["function_loss"],
            died_on=told["died_on"], **_who(request),
        )  # fmt: skip

    return posted(request, claim_id, form, work, name="second_form", anchor="#kecelakaan")


@require_POST
@needs(Can.HANDLE_CLAIM)
def back_at_work(request: StaffRequest, claim_id: int) -> HttpResponse:
    """He works again."""
    form = f.BackAtWorkForm(request.POST)

    def work(claim: Claim) -> None:
        actions.record_return_to_work(claim.pk, **form.cleaned_data, **_who(request))

    return posted(request, claim_id, form, work, name="back_form", anchor="#kecelakaan")


@require_POST
@needs(Can.HANDLE_CLAIM)
def file(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The papers went to the branch."""
    form = f.FilingForm(request.POST)

    def work(claim: Claim) -> None:
        actions.file_claim(claim.pk, **form.cleaned_data, **_who(request))

    return posted(request, claim_id, form, work, name="filing_form")


@require_POST
@needs(Can.ANSWER_CLAIM)
def result(request: StaffRequest, claim_id: int) -> HttpResponse:
    """What the branch answered."""
    form = result_form(found_claim(request, claim_id), request.POST)

    def work(claim: Claim) -> None:
        told, who = form.cleaned_data, _who(request)
        if told["outcome"] == "paid":
            actions.record_payment(
                claim.pk, paid_on=told["on"], paid_rp=told["paid_rp"] or 0, to_heirs=form.to_heirs, **who
            )
        elif told["outcome"] == "complete":
            actions.record_complete(claim.pk, on=told["on"], **who)
        elif told["outcome"] == "more":
            actions.record_more_papers(claim.pk, told["papers"], note=told["reason"], **who)
        else:
            actions.record_refusal(claim.pk, reason=told["reason"], **who)

    return posted(request, claim_id, form, work, name="result_form")


@require_POST
@needs(Can.HANDLE_CLAIM)
def object_(request: StaffRequest, claim_id: int) -> HttpResponse:
    """An objection to a refusal."""
    form = f.ObjectionForm(request.POST)

    def work(claim: Claim) -> None:
        actions.object_to_refusal(claim.pk, grounds=form.cleaned_data["grounds"], **_who(request))

    return posted(request, claim_id, form, work, name="objection_form")


@require_POST
@needs(Can.HANDLE_CLAIM)
def reopen(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Back to collecting: more papers, or cover that was proven after all."""
    claim = found_claim(request, claim_id)
    note = request.POST.get("note", "")
    done(request, lambda: actions.move_claim(claim.pk, ClaimState.COLLECTING, note=note, **_who(request)))
    return redirect("claim", claim_id)


def _who(request: StaffRequest) -> dict:
    """Who does it, when, and which version was on his screen."""
    return {"by": request.user, "at": clock.now(), "seen": seen(request)}


def _moment(day: date, hour: time) -> datetime:
    """A moment in the city's zone."""
    return timezone.make_aware(datetime.combine(day, hour))
