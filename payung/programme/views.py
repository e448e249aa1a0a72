"""Putaran & kuota, Dana: what is offered this year, to how many, and does the money suffice?"""

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.language.formats import angka, bulan, rentang_bulan
from payung.programme import actions, queries
from payung.programme.enums import UNDECIDED, RoundState
from payung.programme.forms import QUOTA, FundFilter, FundForm, MendForm, QuotasForm, RoundFilter, RoundForm
from payung.programme.models import Round
from payung.reference import clock
from payung.reference.queries import sectors
from payung.ui.lists import Column, list_page

TONES = {
    RoundState.OPEN: "",
    RoundState.SELECTED: "warn",
    RoundState.DECREED: "good",
    RoundState.CLOSED: "quiet",
    RoundState.CANCELLED: "quiet",
}
ROUNDS = [
    Column("Putaran", lambda r: r.name, order="name", link=lambda r: reverse("round", args=[r.pk])),
    Column("Dana", lambda r: r.fund.name, order="fund__name"),
    Column("Bulan", lambda r: rentang_bulan(r.first_month, r.last_month), order="first_month"),
    Column("Kuota", lambda r: sum(queries.quotas(r.pk).values()), kind="number"),
    Column("Biaya", queries.total_rp, kind="rupiah"),
    Column("Status", lambda r: r.get_state_display(), tone=lambda r: TONES[r.state]),
]
FUNDS = [
    Column("Dana", lambda f: f.name, order="name"),
    Column("Jenis", lambda f: f.get_kind_display(), order="kind"),
    Column("Tahun", lambda f: str(f.year), order="year"),
    Column("Pagu", lambda f: f.appropriation_rp, kind="rupiah", order="appropriation_rp"),
    Column("Rencana putaran", lambda f: queries.planned_rp(f), kind="rupiah"),
    Column("Sisa rencana", lambda f: f.appropriation_rp - queries.planned_rp(f), kind="rupiah"),
    Column("Dipakai paling lambat", lambda f: f.use_by, kind="date", order="use_by"),
]

# The pages of one round, from its own page: also those of a closed one, which no switch offers first.
PAGES = [
    ("batches", "Usulan", Can.SEE_INTAKE),
    ("verdicts", "Kelayakan", Can.SEE_ELIGIBILITY),
    ("places", "Kuota & seleksi", Can.SEE_SELECTION),
    ("decrees", "SK", Can.SEE_SELECTION),
    ("empty_seats", "Kursi kosong", Can.SEE_SELECTION),
    ("registrations", "Pendaftaran", Can.SEE_ENROLMENT),
    ("contributions", "Iuran", Can.SEE_MONEY),
    ("dashboard", "Dasbor", Can.SEE_DASHBOARD),
]


@needs(Can.SEE_PROGRAMME)
def rounds(request: StaffRequest) -> HttpResponse:
    form = RoundFilter(request.GET)
    text, state = _chosen(form, "cari"), _chosen(form, "status")
    rounds = queries.every_round().filter(Q(name__icontains=text) | Q(fund__name__icontains=text))
    if state:
        rounds = rounds.filter(state=state)
    return list_page(
        request, rounds, ROUNDS, template="programme/rounds.html", name="putaran", form=form, what="putaran",
        may_run=_may_run(request),
    )  # fmt: skip


@needs(Can.SEE_PROGRAMME)
def one(request: StaffRequest, round_id: int) -> HttpResponse:
    opened = _round(round_id)
    if opened.state != RoundState.CANCELLED:
        queries.looked_at(request, opened)
    return render(request, "programme/round.html", _shown(request, opened))


def _shown(request: StaffRequest, opened: Round, form: QuotasForm | None = None) -> dict:
    places = queries.quotas(opened.pk)
    months = opened.months
    rows = [
        {
            "sector": sector,
            "places": places.get(sector.code, 0),
            "per_person_rp": (price := queries.contribution_rp(opened, sector=sector.code)),
            "monthly_rp": places.get(sector.code, 0) * price,
        }
        for sector in sectors()
    ]
    may_change = _may_run(request) and opened.state == RoundState.OPEN
    cost = queries.cost(opened)
    return {
        "round": opened,
        "cost": cost,
        "rows": rows,
        "months": months,
        "may_mend": _may_run(request) and opened.state in UNDECIDED,
        "pages": [(name, label) for name, label, can in PAGES if request.user.may(can)],
        "spans": [(bulan(month), fund.name) for month, fund in opened.funding[1:]],
        "span": rentang_bulan(opened.first_month, opened.last_month),
        "short_rp": -cost.left_rp,
        "may_change": may_change,
        "form": form or (QuotasForm(places=places) if may_change else None),
    }


@require_POST
@needs(Can.RUN_PROGRAMME)
def set_quotas(request: StaffRequest, round_id: int) -> HttpResponse:
    opened = _round(round_id)
    form = QuotasForm(request.POST, places=queries.quotas(round_id))
    if form.is_valid():
        try:
            changed = actions.set_quotas(round_id, form.quotas(), by=request.user, at=clock.now())
        except actions.ProgrammeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{angka(changed)} kuota diubah." if changed else "Kuota tetap sama.")
            return redirect("round", round_id)
    return render(request, "programme/round.html", _shown(request, opened, form), status=422)


@needs(Can.RUN_PROGRAMME)
def open_round(request: StaffRequest) -> HttpResponse:
    form = RoundForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_round(**form.values(), by=request.user, at=clock.now())
        except actions.ProgrammeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{opened.name} dibuka. Dinas dapat mengunggah usulan.")
            return redirect("round", opened.pk)
    shown = {"form": form, "has_funds": queries.funds().exists()}
    return render(request, "programme/open_round.html", shown, status=422 if form.errors else 200)


@needs(Can.RUN_PROGRAMME)
def mend_round(request: StaffRequest, round_id: int) -> HttpResponse:
    """Another fund, other months, criteria or quotas, while nothing is decided; the lists stay."""
    opened = _round(round_id)
    form = MendForm(request.POST or None, today=clock.today(), initial=_terms(opened))
    if request.method == "POST" and form.is_valid():
        try:
            actions.mend_round(round_id, **form.values(), by=request.user, at=clock.now())
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Putaran dibetulkan. Nilai kelayakan dan isi kuota lagi.")
            return redirect("round", round_id)
    shown = {"form": form, "round": opened, "may_mend": opened.state in UNDECIDED}
    return render(request, "programme/mend_round.html", shown, status=422 if form.errors else 200)


@require_POST
@needs(Can.RUN_PROGRAMME)
def cancel_round(request: StaffRequest, round_id: int) -> HttpResponse:
    opened = _round(round_id)
    try:
        actions.cancel_round(round_id, reason=request.POST.get("reason", ""), by=request.user, at=clock.now())
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect("round", round_id)
    messages.success(
        request, f"{opened.name} dibatalkan. Daftar yang sudah diunggah tetap ada sebagai bukti."
    )
    return redirect("rounds")


def _terms(opened: Round) -> dict:
    """What the form of a round begins with."""
    fields = [name for name in RoundForm.base_fields if name not in ("fund", "next_fund")]
    later = opened.funding[1:]
    return (
        {name: getattr(opened, name) for name in fields}
        | {"fund": opened.fund_id, "next_fund": later[0][1].pk if later else ""}
        | {f"{QUOTA}{sector}": places for sector, places in queries.quotas(opened.pk).items()}
    )


@needs(Can.SEE_PROGRAMME)
def funds(request: StaffRequest) -> HttpResponse:
    form = FundFilter(request.GET)
    found = queries.funds().filter(name__icontains=_chosen(form, "cari"))
    if kind := _chosen(form, "jenis"):
        found = found.filter(kind=kind)
    return list_page(
        request, found, FUNDS, template="programme/funds.html", name="dana", form=form, what="dana",
        may_run=_may_run(request),
    )  # fmt: skip


@needs(Can.RUN_PROGRAMME)
def open_fund(request: StaffRequest) -> HttpResponse:
    form = FundForm(request.POST or None, initial={"year": clock.today().year})
    if request.method == "POST" and form.is_valid():
        try:
            fund = actions.open_fund(**form.cleaned_data, by=request.user, at=clock.now())
        except actions.ProgrammeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{fund.name} sudah tersimpan.")
            return redirect("funds")
    return render(request, "programme/open_fund.html", {"form": form}, status=422 if form.errors else 200)


def _round(round_id: int) -> Round:
    opened = queries.every_round().filter(pk=round_id).first()
    if opened is None:
        raise Http404
    return opened


def _may_run(request: StaffRequest) -> bool:
    return request.user.may(Can.RUN_PROGRAMME)


def _chosen(form: Form, name: str) -> str:
    form.is_valid()
    return str(form.cleaned_data.get(name, "")).strip()
