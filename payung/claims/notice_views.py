"""The pages of notices: what we heard, whom it may mean, and the list of deaths that an office sends."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.claims import actions, queries
from payung.claims.actions.notices import News
from payung.claims.enums import NOTICE_WAITS, EventKind, NoticeState, Source
from payung.claims.forms import AsideForm, ChoiceForm, DeathListForm, NoticeFilter, NoticeForm
from payung.claims.incoming_views import DEATHS
from payung.claims.models import Notice
from payung.jobs.actions import Refused
from payung.language.phone import shown_phone
from payung.matching import queries as matching
from payung.reference import clock
from payung.ui.incoming import take_in
from payung.ui.lists import Column, list_page
from payung.vault import unseal

TONES = {
    NoticeState.OPEN: "warn",
    NoticeState.SECOND: "warn",
    NoticeState.MATCHED: "good",
    NoticeState.NOT_COVERED: "quiet",
    NoticeState.NOT_OURS: "quiet",
    NoticeState.MISTAKEN: "quiet",
}
COLUMNS = [
    Column(
        "Nama",
        lambda n: n.name or "(tanpa nama)",
        order="name",
        link=lambda n: reverse("notice", args=[n.pk]),
    ),
    Column("Kejadian", lambda n: n.get_kind_display()),
    Column("Tanggal", lambda n: n.happened_on, kind="date", order="happened_on"),
    Column("Kelurahan", lambda n: n.kelurahan.name if n.kelurahan else "–"),
    Column("Dari", lambda n: n.get_source_display(), order="source"),
    Column("Mungkin", lambda n: n.found, kind="number"),
    Column("Keadaan", lambda n: n.get_state_display(), tone=lambda n: TONES[NoticeState(n.state)]),
    Column("Mengapa menunggu", lambda n: n.doubt),
]


@needs(Can.REPORT_EVENT)
def listed(request: StaffRequest) -> HttpResponse:
    """Kabar: what was heard, the undecided first unless another state is asked for."""
    form = NoticeFilter(request.GET or {"keadaan": NoticeState.OPEN})
    form.is_valid()
    told = form.cleaned_data
    rows = queries.notices(
        scope=request.scope,
        state=told.get("keadaan", ""),
        source=told.get("sumber", ""),
        text=told.get("cari", ""),
    )
    return list_page(
        request,
        rows,
        COLUMNS,
        template="claims/notices.html",
        name="kabar",
        form=form,
        what="kabar",
        upload=DeathListForm(),
        reach=queries.reach(on=clock.today(), scope=request.scope),
        ages=matching.register_ages(clock.today(), matching.CIVIL),
        may_decide=request.user.may(Can.HANDLE_CLAIM),
    )


@needs(Can.REPORT_EVENT)
def new(request: StaffRequest) -> HttpResponse:
    """Somebody tells us of a person whom we have not looked up yet."""
    start = {
        "key": uuid4(),
        "kind": EventKind.DEATH,
        "kelurahan": request.scope.kelurahan or "",
        "source": Source.RT_RW,
    }
    form = NoticeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        news = News(source=Source(told.pop("source")), **told)
        notice = actions.hear(news, by=request.user, at=clock.now())
        messages.success(request, f"Kabar tersimpan, nomor {notice.number}.")
        return redirect("notice", notice.pk) if _seen(request, notice.pk) else redirect("notices")
    return render(request, "claims/notice_new.html", {"form": form}, status=422 if form.errors else 200)


@needs(Can.REPORT_EVENT)
def one(request: StaffRequest, notice_id: int) -> HttpResponse:
    notice = _found(request, notice_id)
    return render(request, "claims/notice.html", _page(request, notice, AsideForm()))


@require_POST
@needs(Can.HANDLE_CLAIM)
def choose(request: StaffRequest, notice_id: int) -> HttpResponse:
    """This is the person: the case opens."""
    notice, form = _found(request, notice_id), ChoiceForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Tanggal kejadian tidak terbaca. Tulis seperti 7 Mei 2025.", extra_tags="bad")
        return redirect("notice", notice_id)

    def work() -> None:
        told = form.cleaned_data
        actions.choose(
            notice.pk, told["worker_id"], happened_on=told["happened_on"], by=request.user, at=clock.now()
        )

    _done(request, work)
    decided = _found(request, notice_id)
    return redirect("claim", decided.claim_id) if decided.claim_id else redirect("notice", notice_id)


@require_POST
@needs(Can.HANDLE_CLAIM)
def aside(request: StaffRequest, notice_id: int) -> HttpResponse:
    """None of them, or he lives."""
    notice, form = _found(request, notice_id), AsideForm(request.POST)
    if form.is_valid():
        state = NoticeState(form.cleaned_data["state"])
        _done(
            request,
            lambda: actions.set_aside(
                notice.pk, state, note=form.cleaned_data["note"], by=request.user, at=clock.now()
            ),
        )
        return redirect("notices")
    return render(request, "claims/notice.html", _page(request, notice, form), status=422)


@require_POST
@needs(Can.HANDLE_CLAIM)
def reopen(request: StaffRequest, notice_id: int) -> HttpResponse:
    notice = _found(request, notice_id)
    _done(request, lambda: actions.reopen_notice(notice.pk, by=request.user, at=clock.now()))
    return redirect("notice", notice_id)


@require_POST
@needs(Can.REPORT_EVENT)
def vouch(request: StaffRequest, notice_id: int) -> HttpResponse:
    """The officer has met the reporter: he is of the family."""
    notice = _found(request, notice_id)
    _done(request, lambda: actions.vouch(notice.pk, by=request.user, at=clock.now()))
    return redirect("notice", notice_id)


@require_POST
@needs(Can.HANDLE_CLAIM)
def search_register(request: StaffRequest) -> HttpResponse:
    """Deaths that the last Dukcapil answers name."""
    finds = actions.find_in_register(by=request.user, at=clock.now())
    messages.success(request, f"Jawaban Dukcapil: {finds.in_words()}")
    return redirect("notices")


@require_POST
@needs(Can.HANDLE_CLAIM)
def upload(request: StaffRequest) -> HttpResponse:
    """A list of deaths of an office, also of the last years."""
    form = DeathListForm(request.POST, request.FILES)
    if form.is_valid() and (
        waiting := take_in(request, form, DEATHS, {"source": form.cleaned_data["source"]})
    ):
        return redirect("deaths_check", waiting.pk)
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)), extra_tags="bad")
    return redirect("notices")


def _found(request: StaffRequest, notice_id: int) -> Notice:
    notice = _seen(request, notice_id)
    if notice is None:
        raise Http404
    return notice


def _seen(request: StaffRequest, notice_id: int) -> Notice | None:
    return queries.notice(notice_id, scope=request.scope)


def _done(request: StaffRequest, work: Callable[[], object]) -> None:
    try:
        work()
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")


def _page(request: StaffRequest, notice: Notice, form: AsideForm) -> dict:
    phone = unseal(f"claims.notice.phone:{notice.key}", notice.reporter_phone_sealed)
    return {
        "notice": notice,
        "tone": TONES[NoticeState(notice.state)],
        "choices": queries.choices(notice),
        "phone": shown_phone(phone) if phone else "",
        "aside_form": form,
        "may_decide": request.user.may(Can.HANDLE_CLAIM) and notice.state in NOTICE_WAITS,
        "may_correct_death": request.user.may(Can.CORRECT_DEATH)
        and notice.state == NoticeState.NOT_COVERED
        and notice.worker_id is not None,
        "may_reopen": request.user.may(Can.HANDLE_CLAIM)
        and notice.state in (NoticeState.NOT_OURS, NoticeState.MISTAKEN),
    }
