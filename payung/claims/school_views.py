"""The pages of the children's schooling: what is due this year, and one child through the years."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.claims import actions, queries, schooling
from payung.claims import forms as f
from payung.claims.case_page import done, found_claim
from payung.claims.enums import SchoolState, Use
from payung.claims.models import Pupil
from payung.reference import clock
from payung.ui.lists import Column, list_page

TONES = {
    SchoolState.DUE: "warn",
    SchoolState.FILED: "",
    SchoolState.PAID: "good",
    SchoolState.MISSED: "quiet",
}
COLUMNS = [
    Column(
        "Anak",
        lambda y: y.pupil.name,
        order="pupil__name",
        link=lambda y: reverse("pupil", args=[y.pupil_id]),
    ),
    Column("Tahun", lambda y: y.year, order="year"),
    Column("Jenjang", lambda y: f"{y.level} tahun ke-{y.year_in_level}"),
    Column("Jatuh tempo", lambda y: y.due_on, kind="date", order="due_on"),
    Column("Perkiraan", lambda y: y.amount_rp, kind="rupiah", order="amount_rp"),
    Column("Diterima", lambda y: y.paid_rp, kind="rupiah"),
    Column("Keadaan", lambda y: y.get_state_display(), tone=lambda y: TONES[SchoolState(y.state)]),
]


@needs(Can.SEE_CLAIMS)
def due(request: StaffRequest) -> HttpResponse:
    """Beasiswa: the school years of all children, the due ones first."""
    form = f.SchoolFilter(request.GET or {"keadaan": SchoolState.DUE})
    form.is_valid()
    told = form.cleaned_data
    rows = queries.school_years(
        scope=request.scope,
        state=told.get("keadaan", ""),
        text=told.get("cari", ""),
        year=told.get("tahun") or None,
    )
    return list_page(
        request,
        rows,
        COLUMNS,
        template="claims/school.html",
        name="beasiswa",
        form=form,
        what="tahun sekolah",
    )


@needs(Can.SEE_CLAIMS)
def pupil(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """One child through the years."""
    found = _pupil(request, pupil_id)
    years = list(found.years.all())
    is_first = not any(year.filed_on for year in years)
    context = {
        "pupil": found,
        "years": [(year, TONES[SchoolState(year.state)]) for year in years],
        "papers": schooling.papers_of(is_first).items(),
        "school_form": f.SchoolForm(
            initial={
                "level": found.level,
                "year_in_level": found.year_in_level,
                "married": found.married,
                "work": found.work,
            }
        ),
        "may_handle": request.user.may(Can.HANDLE_CLAIM),
    }
    return render(request, "claims/pupil.html", context)


@require_POST
@needs(Can.HANDLE_CLAIM)
def name(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The family names a child."""
    claim, form = found_claim(request, claim_id), f.PupilForm(request.POST)

    def work() -> None:
        told = form.cleaned_data
        actions.name_pupil(claim.pk, by=request.user, at=clock.now(), **told)

    done(request, work if form.is_valid() else _incomplete)
    return redirect(reverse("claim", args=[claim_id]) + "#sekolah")


@require_POST
@needs(Can.HANDLE_CLAIM)
def tell(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """What is true of the child this year."""
    found, form = _pupil(request, pupil_id), f.SchoolForm(request.POST)

    def work() -> None:
        actions.tell_school(found.pk, by=request.user, at=clock.now(), on=clock.today(), **form.cleaned_data)

    done(request, work if form.is_valid() else _incomplete)
    return redirect("pupil", pupil_id)


@require_POST
@needs(Can.HANDLE_CLAIM)
def remove(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """The family chose another child."""
    found = _pupil(request, pupil_id)
    done(request, lambda: actions.remove_pupil(found.pk, by=request.user, at=clock.now()))
    return redirect(reverse("claim", args=[found.claim_id]) + "#sekolah")


@require_POST
@needs(Can.HANDLE_CLAIM)
def move(request: StaffRequest, pupil_id: int, year_id: int) -> HttpResponse:
    """File a year, record its payment, or leave it out."""
    found, form = _pupil(request, pupil_id), f.SchoolStepForm(request.POST)
    if not found.years.filter(pk=year_id).exists():
        raise Http404

    def work() -> None:
        told = form.cleaned_data
        actions.move_school_year(
            year_id, SchoolState(told["to"]), on=told["on"] or clock.today(), papers=request.POST.getlist("papers"),
            paid_rp=told["paid_rp"] or 0, note=told["note"], by=request.user, at=clock.now(),
        )  # fmt: skip

    done(request, work if form.is_valid() else _incomplete)
    return redirect("pupil", pupil_id)


@require_POST
@needs(Can.HANDLE_CLAIM)
def use(request: StaffRequest, claim_id: int) -> HttpResponse:
    """What the family told of the money."""
    claim, form = found_claim(request, claim_id), f.UseForm(request.POST)

    def work() -> None:
        told = form.cleaned_data
        actions.tell_use(
            claim.pk, use=Use(told["use"]), words=told["words"], consents=told["consents"], may_publish=told["may_publish"],
            told_on=clock.today(), by=request.user, at=clock.now(),
        )  # fmt: skip

    done(request, work if form.is_valid() else _incomplete)
    return redirect(reverse("claim", args=[claim_id]) + "#sekolah")


def _incomplete() -> None:
    raise actions.Refused("Isian belum lengkap atau tidak terbaca. Periksa tanggal dan pilihannya.")


def _pupil(request: StaffRequest, pupil_id: int) -> Pupil:
    found = queries.pupil(pupil_id, scope=request.scope)
    if found is None:
        raise Http404
    return found
