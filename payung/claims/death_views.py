"""Pembetulan kematian: what it changes is shown before it is proposed; another person decides. Deaths that wait for two."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.claims import actions, queries
from payung.claims.death_forms import DeathFixFilter, DeathFixForm
from payung.claims.enums import DeathFix, DeathFixState, NoticeState
from payung.claims.models import DeathCorrection, Notice
from payung.jobs.actions import Refused
from payung.people import queries as people
from payung.reference import clock
from payung.ui.lists import Column, list_page

TONES = {DeathFixState.PROPOSED: "warn", DeathFixState.DONE: "good", DeathFixState.RETURNED: "quiet"}
COLUMNS = [
    Column("Nomor", lambda c: str(c.pk), link=lambda c: reverse("death_fix", args=[c.pk])),
    Column("Nama", lambda c: c.worker.name, order="worker__name"),
    Column("Yang dibetulkan", lambda c: actions.said(c)),
    Column("Alasan", lambda c: c.reason),
    Column("Diusulkan", lambda c: c.proposed_at, kind="date", order="proposed_at"),
    Column("Oleh", lambda c: c.proposed_by.full_name),
    Column("Keadaan", lambda c: c.get_state_display(), tone=lambda c: TONES[DeathFixState(c.state)]),
]


@needs(Can.SEE_CLAIMS)
def listed(request: StaffRequest) -> HttpResponse:
    """Every Pembetulan kematian, and the deaths that one officer reported of somebody seen or paid since."""
    form = DeathFixFilter(request.GET)
    form.is_valid()
    cleaned = form.cleaned_data
    rows = queries.death_corrections(
        scope=request.scope, state=cleaned.get("keadaan", ""), text=cleaned.get("cari", "")
    )
    return list_page(
        request, rows, COLUMNS, template="claims/death_fixes.html", name="pembetulan-kematian", form=form,
        what="pembetulan kematian", may_decide=request.user.may(Can.DECIDE_DEATH), seconds=queries.notices(scope=request.scope, state=NoticeState.SECOND)[:50],
    )  # fmt: skip


@needs(Can.CORRECT_DEATH)
def propose(request: StaffRequest, worker_id: UUID) -> HttpResponse:
    """Fill in, look at everything that will change, save for another person to decide."""
    worker = people.worker(worker_id, request.scope)
    if worker is None:
        raise Http404
    form = DeathFixForm(request.POST or None, initial={"kind": DeathFix.PERSON})
    effects, refusal, status = None, "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            wish = form.wish(worker_id)
            try:
                if "simpan" in request.POST:
                    made = actions.propose_death_correction(
                        wish, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
                    )
                    messages.success(request, "Sudah tersimpan. Orang lain yang memutuskannya.")
                    return redirect("death_fix", made.pk)
                effects, status = (
                    actions.preview_death_correction(wish, by=request.user, at=clock.now()),
                    200,
                )
            except Refused as said:
                refusal = str(said)
    context = {
        "worker": worker,
        "event": queries.death_of(worker_id),
        "form": form,
        "effects": effects,
        "refusal": refusal,
    }
    return render(request, "claims/death_fix_form.html", context, status=status)


@needs(Can.SEE_CLAIMS)
def one(request: StaffRequest, correction_id: int) -> HttpResponse:
    return _page(request, _found(request, correction_id))


@require_POST
@needs(Can.DECIDE_DEATH)
def decide(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Betulkan, or kembalikan with a reason."""
    _found(request, correction_id)
    note, now = request.POST.get("note", ""), clock.now()
    try:
        if "kembalikan" in request.POST:
            actions.return_death_correction(correction_id, note=note, by=request.user, at=now)
            messages.success(request, "Pembetulan dikembalikan; tidak ada yang berubah.")
        else:
            actions.decide_death_correction(correction_id, note=note, by=request.user, at=now)
            messages.success(request, "Kematian sudah dibetulkan.")
    except Refused as refusal:
        return _page(request, _found(request, correction_id), refusal=str(refusal))
    return redirect("death_fix", correction_id)


@needs(Can.DECIDE_DEATH)
def second(request: StaffRequest, notice_id: int) -> HttpResponse:
    """A death that one officer stated of somebody seen or paid since: a second one confirms it, or says that they live."""
    notice = queries.notice(notice_id, scope=request.scope)
    if notice is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            _decide_second(request, notice)
            decided = queries.notice(notice_id, scope=request.scope) or notice
            return redirect("claim", decided.claim_id) if decided.claim_id else redirect("death_fixes")
        except Refused as said:
            refusal = str(said)
            notice = queries.notice(notice_id, scope=request.scope) or notice
    waits = notice.state == NoticeState.SECOND
    context = {
        "notice": notice,
        "refusal": refusal,
        "is_own": waits and notice.chosen_by_id == request.user.pk,
        "may_decide": waits and notice.chosen_by_id != request.user.pk,
    }
    return render(request, "claims/death_second.html", context, status=422 if refusal else 200)


def _decide_second(request: StaffRequest, notice: Notice) -> None:
    if "hidup" in request.POST:
        actions.set_aside(
            notice.pk,
            NoticeState.MISTAKEN,
            note=request.POST.get("note", ""),
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, "Dicatat: orangnya hidup. Tidak ada yang berubah.")
    elif notice.worker_id:
        actions.choose(notice.pk, notice.worker_id, by=request.user, at=clock.now())
        messages.success(request, "Kematian dipastikan oleh dua orang.")


def _page(request: StaffRequest, correction: DeathCorrection, *, refusal: str = "") -> HttpResponse:
    waits = correction.state == DeathFixState.PROPOSED
    is_own = request.user.pk == correction.proposed_by_id
    context = {
        "fix": correction,
        "said": actions.said(correction),
        "tone": TONES[DeathFixState(correction.state)],
        "may_decide": waits and not is_own and request.user.may(Can.DECIDE_DEATH),
        "is_own": waits and is_own,
        "refusal": refusal,
    }
    return render(request, "claims/death_fix.html", context, status=422 if refusal else 200)


def _found(request: StaffRequest, correction_id: int) -> DeathCorrection:
    if correction := queries.death_correction(correction_id, scope=request.scope):
        return correction
    raise Http404
