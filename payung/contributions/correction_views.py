"""Pembetulan: what will be posted is shown before it is proposed; another person posts it. Months close and reopen."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.contributions import actions, queries
from payung.contributions.correction_forms import CorrectionFilter, CorrectionForm
from payung.contributions.enums import CorrectionAct, CorrectionKind, CorrectionState
from payung.contributions.queries import Step, Wish
from payung.contributions.views import chosen
from payung.enrolment import queries as enrolment
from payung.language.formats import rupiah, tanggal
from payung.programme import queries as programme
from payung.reference import clock
from payung.rules.months import month_in_words
from payung.ui.lists import Column, list_page

if TYPE_CHECKING:
    from payung.contributions.models import Correction
    from payung.enrolment.models import Membership

TONES = {CorrectionState.PROPOSED: "warn", CorrectionState.POSTED: "good", CorrectionState.REFUSED: ""}
CORRECTIONS = [
    Column("Nomor", lambda c: str(c.pk), link=lambda c: reverse("correction", args=[c.pk])),
    Column("Nama", lambda c: c.membership.worker.name),
    Column("Yang dibetulkan", lambda c: said(c)),
    Column("Alasan", lambda c: c.reason),
    Column("Disusun", lambda c: c.proposed_at, kind="date", order="proposed_at"),
    Column("Oleh", lambda c: c.proposed_by.full_name),
    Column("Keadaan", lambda c: c.get_state_display(), tone=lambda c: TONES[CorrectionState(c.state)]),
]


def said(correction: "Correction") -> str:
    """ "Akhir kepesertaan menjadi 25 Mei 2025"."""
    kind = correction.get_kind_display()
    if correction.kind == CorrectionKind.DEATH:
        last = f"peserta sampai {tanggal(correction.day)}" if correction.day else "peserta terus"
        return f"{kind}: {last}"
    if correction.day:
        return f"{kind} menjadi {tanggal(correction.day)}"
    span = f"mulai {month_in_words(correction.first_month)}"
    if correction.fund:
        return f"{kind} menjadi {correction.fund.name}, {span} sampai {month_in_words(correction.last_month)}"
    return f"{kind} menjadi {correction.sector.name if correction.sector else ''}, {span}"


@needs(Can.SEE_MONEY)
def corrections(request: StaffRequest) -> HttpResponse:
    """Every correction, those that wait first to be found by their state."""
    form = CorrectionFilter(request.GET)
    rows = queries.corrections(state=chosen(form, "keadaan"), text=chosen(form, "cari"))
    return list_page(
        request,
        rows,
        CORRECTIONS,
        template="contributions/corrections.html",
        name="pembetulan",
        form=form,
        what="pembetulan",
        names=Can.SEE_PAID,
    )


@needs(Can.RECORD_PAYMENT)
def propose(request: StaffRequest, membership_id: int) -> HttpResponse:
    """Fill in, look at what it will post, save for another person to decide."""
    member = _member(membership_id)
    form = CorrectionForm(request.POST or None, round=member.place.round)
    steps, refusal, status = None, "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            wish, reason = _wish(member, form.cleaned_data), form.cleaned_data["reason"]
            try:
                if "simpan" in request.POST:
                    made = actions.propose_correction(wish, reason=reason, by=request.user, at=clock.now())
                    messages.success(
                        request, "Sudah tersimpan. Orang lain yang memutuskan dan membukukannya."
                    )
                    return redirect("correction", made.pk)
                steps, status = actions.preview_correction(wish, at=clock.now()), 200
            except actions.Refused as told:
                refusal = str(told)
    context = {
        "member": member,
        "form": form,
        "steps": None if steps is None else shown(steps),
        "refusal": refusal,
    }
    return render(request, "contributions/correction_form.html", context, status=status)


@needs(Can.SEE_PAID)
def correction(request: StaffRequest, correction_id: int) -> HttpResponse:
    found = _correction(correction_id)
    waits = found.state == CorrectionState.PROPOSED
    steps = [
        Step(s.month, CorrectionAct(s.act), s.line_id, s.fund_id, s.was_rp, s.becomes_rp)
        for s in found.steps.all()
    ]
    context = {
        "correction": found,
        "said": said(found),
        "tone": TONES[CorrectionState(found.state)],
        "steps": shown(steps),
        "orders": found.orders.order_by("month"),
        "transfers": found.transfers.select_related("debit__fund", "credit", "reverses").order_by("id"),
        "may_decide": waits
        and request.user.may(Can.APPROVE_PAYMENT)
        and request.user.pk != found.proposed_by_id,
        "is_own": waits and request.user.pk == found.proposed_by_id,
    }
    return render(request, "contributions/correction.html", context)


@require_POST
@needs(Can.APPROVE_PAYMENT)
def decide(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Bukukan, or kembalikan with a reason."""
    _correction(correction_id)
    note, now = request.POST.get("note", ""), clock.now()
    try:
        if "kembalikan" in request.POST:
            actions.refuse_correction(correction_id, note, by=request.user, at=now)
            messages.success(request, "Pembetulan dikembalikan.")
        else:
            actions.post_correction(correction_id, note=note, by=request.user, at=now)
            messages.success(request, "Pembetulan sudah dibukukan.")
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    return redirect("correction", correction_id)


@require_POST
@needs(Can.RECORD_PAYMENT)
def close(request: StaffRequest, round_id: int, month: int) -> HttpResponse:
    _month(round_id, month)
    try:
        actions.close_month(round_id, month, by=request.user, at=clock.now())
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, f"Iuran {month_in_words(month)} ditutup.")
    return redirect("month", round_id, month)


@require_POST
@needs(Can.APPROVE_PAYMENT)
def reopen(request: StaffRequest, round_id: int, month: int) -> HttpResponse:
    _month(round_id, month)
    reason = request.POST.get("reason", "")
    try:
        actions.reopen_month(round_id, month, reason=reason, by=request.user, at=clock.now())
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, f"Iuran {month_in_words(month)} dibuka kembali.")
    return redirect("month", round_id, month)


def shown(steps: list[Step]) -> dict:
    """Steps for a table, and the sum of what they change."""
    names = {fund.pk: fund.name for fund in programme.funds()}
    rows = [(month_in_words(s.month), s.act.label, names[s.fund_id], s) for s in steps]
    posted = [s for s in steps if s.act != CorrectionAct.BILL]
    net_rp = sum(s.difference_rp for s in posted)
    sign = "kurang" if net_rp < 0 else "tambah"
    return {
        "rows": rows,
        "net": f"{sign} {rupiah(abs(net_rp))}" if net_rp else rupiah(0),
        "is_fact": not steps,
    }


def _wish(member: "Membership", told: dict) -> Wish:
    return Wish(
        member.pk, told["kind"], told["day"], told["end_reason"], told["sector"], told["fund"],
        told["first_month"] or 0, told["last_month"] or 0,
    )  # fmt: skip


def _member(membership_id: int) -> "Membership":
    if found := enrolment.membership(membership_id):
        return found
    raise Http404


def _correction(correction_id: int) -> "Correction":
    if found := queries.correction(correction_id):
        return found
    raise Http404


def _month(round_id: int, month: int) -> None:
    round = programme.round_(round_id)
    if round is None or not round.first_month <= month <= round.last_month:
        raise Http404
