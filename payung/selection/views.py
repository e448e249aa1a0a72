"""Kuota & seleksi and SK: who has a seat, who waits and why; the decree from draft to locked."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.accounts.queries import WHOLE_CITY
from payung.audit import actions as audit
from payung.files.queries import content, download
from payung.jobs import actions as jobs
from payung.jobs.actions import Refused
from payung.language.formats import bulan
from payung.matching import queries as matching
from payung.matching.enums import Register
from payung.programme import queries as programme
from payung.reference import clock
from payung.rules import months
from payung.rules.ranking import RankingRule
from payung.selection import actions, papers, queries
from payung.selection.enums import DecreeState, PlaceState
from payung.selection.forms import PaperForm, PlaceFilter, SignForm
from payung.selection.models import Decree
from payung.ui.lists import XLSX, Column, list_page

TONES = {
    PlaceState.SELECTED: "good",
    PlaceState.DECREED: "good",
    PlaceState.CALLED: "",
    PlaceState.WAITING: "warn",
    PlaceState.RELEASED: "quiet",
}
PLACES = [
    Column("Peringkat", lambda p: p.rank, kind="number", order="rank"),
    Column(
        "Nama", lambda p: p.worker.name, order="worker__name", link=lambda p: reverse("place", args=[p.pk])
    ),
    Column("Sektor", lambda p: p.sector.name, order="sector__name"),
    Column(
        "Kelurahan",
        lambda p: p.worker.kelurahan.name if p.worker.kelurahan else "–",
        order="worker__kelurahan__name",
    ),
    Column("Nilai", lambda p: p.score, kind="number", order="score"),
    Column("Keadaan", lambda p: p.get_state_display(), tone=lambda p: TONES[PlaceState(p.state)]),
]
DECREES = [
    Column(
        "SK",
        lambda d: d.number or f"Konsep {'SK' if d.version == 1 else 'perubahan'}",
        link=lambda d: reverse("decree", args=[d.pk]),
    ),
    Column("Putaran", lambda d: d.round.name),
    Column("Versi", lambda d: d.version, kind="number"),
    Column(
        "Keadaan",
        lambda d: d.get_state_display(),
        tone=lambda d: "good" if d.state == DecreeState.SIGNED else "warn",
    ),
    Column("Orang", lambda d: d.people, kind="number"),
    Column("Per bulan", lambda d: d.monthly_rp, kind="rupiah"),
    Column("Tanggal", lambda d: d.signed_on, kind="date"),
]
LINES = [
    Column("No.", lambda n: n.number, kind="number", order="number"),
    Column("Nama", lambda n: n.name, order="name"),
    Column("L/P", lambda n: n.sex),
    Column("Alamat", lambda n: n.address),
    Column("Kelurahan", lambda n: n.kelurahan, order="kelurahan"),
    Column("Pekerjaan", lambda n: n.job),
    Column("Sektor", lambda n: n.place.sector.name),
    Column("Keterangan", lambda n: n.reason if n.leaves else ""),
]


@needs(Can.SEE_SELECTION)
def places(request: StaffRequest) -> HttpResponse:
    """The board of quotas, the rule in words, everybody by rank."""
    round = programme.looked_at(request).round
    if round is None:
        return render(request, "selection/empty.html")
    form = PlaceFilter(request.GET)
    form.is_valid()
    told = form.cleaned_data
    rows = queries.places(
        round.pk, scope=request.scope, sector=told.get("sektor", ""), state=told.get("keadaan", ""),
        kelurahan=told.get("kelurahan", ""), text=told.get("cari", ""),
    )  # fmt: skip
    return list_page(
        request,
        rows,
        PLACES,
        template="selection/places.html",
        name="seleksi",
        form=form,
        what="orang",
        round=round,
        board=queries.quota_board(round.pk),
        elsewhere=queries.left_out(round, scope=request.scope),
        rule=RankingRule.of_law(months.first_day(round.first_month)).sentences(),
        names=Can.SEE_SEATED,
        freed=queries.freed_seats(round.pk)[:20] if request.user.may(Can.SEE_SEATED) else [],
        ages=matching.register_ages(clock.today(), (*matching.STOPPING, Register.DTSEN)),
        unlisted=queries.unlisted_count(round.pk),
        may_select=request.user.may(Can.SELECT),
        may_draft=request.user.may(Can.DRAFT_DECREE),
    )


@require_POST
@needs(Can.SELECT)
def select(request: StaffRequest) -> HttpResponse:
    round = programme.looked_at(request).round
    if round is None:
        raise Http404
    with transaction.atomic():
        job = jobs.later(
            "selection.select",
            label="Mengisi kuota",
            by=request.user,
            at=clock.now(),
            round_id=round.pk,
            by_id=request.user.pk,
        )
    return redirect("job", job.pk)


@needs(Can.SEE_SEATED)
def place(request: StaffRequest, place_id: int) -> HttpResponse:
    """Kenapa (tidak) terpilih, for one person; a seat is given up on a page of its own (`enrolment`)."""
    found = queries.place(place_id, scope=request.scope)
    if found is None:
        raise Http404
    programme.looked_at(request, found.round)
    may_release = request.user.may(Can.SELECT) and found.state != PlaceState.RELEASED
    context = {
        "place": found,
        "why": queries.why(found),
        "tone": TONES[PlaceState(found.state)],
        "may_release": may_release,
        "may_see_worker": request.user.may(Can.SEE_PEOPLE),
    }
    return render(request, "selection/place.html", context)


@require_POST
@needs(Can.SELECT)
def call(request: StaffRequest, place_id: int) -> HttpResponse:
    """Call the next in line to a freed seat."""
    freed = queries.place(place_id)
    if freed is None:
        raise Http404
    looking = programme.looked_at(request, freed.round)
    try:
        called = actions.call_next(place_id, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        if called:
            messages.success(request, f"{called.worker.name} dipanggil dari cadangan nomor {called.rank}.")
        else:
            messages.warning(
                request,
                "Tidak ada yang dapat dipanggil: cadangan habis atau bulan tidak tersisa.",
                extra_tags="warn",
            )
    return redirect(looking.to("places"))


@needs(Can.SEE_SELECTION)
def decrees(request: StaffRequest) -> HttpResponse:
    """The decrees of the round and its draft."""
    round = programme.looked_at(request).round
    return list_page(
        request, queries.decrees(round.pk if round else None), DECREES, template="selection/decrees.html", name="sk", what="SK",
        round=round, may_draft=bool(round) and request.user.may(Can.DRAFT_DECREE),
    )  # fmt: skip


@require_POST
@needs(Can.DRAFT_DECREE)
def draft(request: StaffRequest) -> HttpResponse:
    looking = programme.looked_at(request)
    round = looking.round
    if round is None:
        raise Http404
    try:
        made = actions.draft_decree(round.pk, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect(looking.to("decrees"))
    return redirect("decree", made.pk)


@needs(Can.SEE_SELECTION)
def decree(request: StaffRequest, decree_id: int) -> HttpResponse:
    """One decree: its people, its papers, the upload of the signed PDF."""
    found = _found(decree_id)
    programme.looked_at(request, found.round)
    form = SignForm(request.POST or None, request.FILES or None)
    may_sign = request.user.may(Can.SIGN_DECREE) and found.state == DecreeState.DRAFT
    if request.method == "POST" and may_sign and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            actions.sign_decree(
                decree_id, pdf=told.pop("pdf").read(), by=request.user, at=clock.now(), **told
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "SK ditetapkan; daftar terkunci. Perubahan berikutnya lewat SK perubahan."
            )
            return redirect("decree", decree_id)
    text = request.GET.get("cari", "")
    shares = queries.shares(found)
    response = list_page(
        request,
        queries.lines(decree_id, scope=request.scope, text=text),
        [*LINES, *_paid_columns(found, shares)],
        template="selection/decree.html",
        name=f"sk-{decree_id}",
        what="orang",
        names=Can.SEE_SEATED,
        decree=found,
        text=text,
        sign_form=form,
        may_sign=may_sign,
        may_drop=request.user.may(Can.DRAFT_DECREE) and found.state == DecreeState.DRAFT,
        may_full=_may_full(request),
        sectors=queries.people_by_sector(found),
        total_rp=sum(share.cost_rp for share in shares.values()),
        months=sorted({share.months for share in shares.values()}),
        leaving=queries.lines(decree_id).filter(leaves=True).count(),
        open_numbers=found.state == DecreeState.DRAFT and papers.open_numbers(found),
        paper_form=PaperForm(auto_id="naskah_%s"),
    )
    response.status_code = 422 if form.errors else response.status_code
    return response


@require_POST
@needs(Can.DRAFT_DECREE)
def drop(request: StaffRequest, decree_id: int) -> HttpResponse:
    looking = programme.looked_at(request, _found(decree_id).round)
    try:
        actions.drop_draft(decree_id, reason=request.POST.get("reason", ""), by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect("decree", decree_id)
    return redirect(looking.to("decrees"))


@needs(Can.EXPORT)
def paper(request: StaffRequest, decree_id: int, kind: str) -> HttpResponse:
    """The decree, the annex (full, public) as PDF or XLSX, the signed file. Every download is written down."""
    found = _found(decree_id)
    if "publik" not in kind and not _may_full(request):
        raise Http404
    makers = {
        "sk.pdf": lambda: papers.decree_paper(found),
        "naskah.pdf": lambda: _paper_to_sign(request, found),
        "lampiran.pdf": lambda: papers.annex_paper(found, public=False),
        "lampiran-publik.pdf": lambda: papers.annex_paper(found, public=True),
        "lampiran.xlsx": lambda: papers.annex_sheet(found, public=False),
        "lampiran-publik.xlsx": lambda: papers.annex_sheet(found, public=True),
        "bertanda-tangan.pdf": lambda: content(found.signed_file) if found.signed_file else None,
    }
    if kind not in makers or (made := makers[kind]()) is None:
        raise Http404
    with transaction.atomic():
        audit.record(
            "selection.downloaded", by=request.user, at=clock.now(), on=("selection.decree", decree_id),
            sentence=f"Mengunduh {kind} ({found.people} orang).", personal_read="publik" not in kind,
        )  # fmt: skip
    return download(
        made, name=f"{found.pk}-{kind}", content_type=XLSX if kind.endswith("xlsx") else "application/pdf"
    )


def _paper_to_sign(request: StaffRequest, found: Decree) -> bytes | None:
    """The paper as it goes to the mayor, with number and date where they are known already."""
    form = PaperForm(request.GET)
    if found.state != DecreeState.DRAFT or not form.is_valid():
        return None
    cleaned = form.cleaned_data
    return papers.paper_to_sign(found, number=cleaned["nomor"].strip(), signed_on=cleaned["tanggal"])


def _paid_columns(found: Decree, shares: dict[int, queries.Share]) -> list[Column]:
    """From when each is paid for, for how long, at what cost; in an amendment also whose seat it was."""
    nobody = queries.Share(0, 0, 0)
    columns = [
        Column("Mulai", lambda n: bulan(shares[n.pk].starts_month) if n.pk in shares else "Keluar"),
        Column("Bulan", lambda n: shares.get(n.pk, nobody).months or None, kind="number"),
        Column("Iuran", lambda n: shares.get(n.pk, nobody).cost_rp or None, kind="rupiah"),
    ]
    return [*columns, Column("Menggantikan", lambda n: n.replaces)] if found.version > 1 else columns


def _may_full(request: StaffRequest) -> bool:
    """The papers name everybody with NIK and address: only for those whose work is the whole city."""
    return request.user.may(Can.EXPORT) and request.scope == WHOLE_CITY


def _found(decree_id: int) -> Decree:
    found = queries.decree(decree_id)
    if found is None:
        raise Http404
    return found
