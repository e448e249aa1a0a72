"""Kelayakan: everybody's verdict with its reasons, one person's, the overrides that wait."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.eligibility import actions, queries
from payung.eligibility.enums import OverrideState
from payung.jobs import actions as jobs
from payung.jobs.actions import Refused
from payung.matching import queries as matching
from payung.matching.enums import Register
from payung.programme import queries as programme
from payung.reference import clock
from payung.reference.queries import sectors
from payung.rules.eligibility import Refusal
from payung.ui.lists import Column, list_page

if TYPE_CHECKING:
    from payung.programme.models import Round

SHORT = {
    Refusal.UNDER_AGE: "Di bawah umur",
    Refusal.NOT_BPU: "ASN, TNI, Polri, pensiunan",
    Refusal.OVER_AGE: "65 tahun atau lebih",
    Refusal.NO_BIRTH_DATE: "Tanggal lahir kosong",
    Refusal.OUTSIDE_CITY: "Di luar kota",
    Refusal.SECTOR_NOT_IN_TARGET: "Sektor bukan sasaran",
    Refusal.ACTIVE_PU: "PU aktif",
    Refusal.ACTIVE_BPU: "BPU aktif (pembayar lain)",
    Refusal.DEAD: "Meninggal",
    Refusal.MOVED: "Pindah",
    Refusal.NOT_IN_CIVIL_REGISTRY: "NIK tidak ditemukan",
    Refusal.COVERED_BY_OTHER_FUND: "Sudah dari dana lain",
    Refusal.FIELD_CHECK_NEGATIVE: "Cek lapangan tidak baik",
    Refusal.SECOND_IN_HOUSEHOLD: "Satu KK satu orang",
    Refusal.RECEIVES_SOCIAL_AID: "Penerima PKH/BPNT",
    Refusal.DUPLICATE: "Ganda",
    Refusal.NOT_VISITED: "Belum dikunjungi",
}


def _words(mask: int) -> str:
    return ", ".join(SHORT[r] for r in Refusal if mask & r) or "–"


def _state(verdict) -> str:
    if verdict.refusals == 0:
        return "Layak"
    return "Layak (pengecualian)" if verdict.overridden else "Tidak layak"


def _criteria(round: "Round") -> str:
    """The criteria of a round in one sentence."""
    criteria = [
        f"umur {round.min_age} sampai di bawah {round.max_age} tahun pada awal pelindungan",
        "penduduk kota",
        "sektor sasaran",
        "bukan PU",
        "belum dibayar pihak lain",
        *(["satu orang dari satu KK"] if round.one_per_kk else []),
        *(["bukan penerima PKH/BPNT"] if round.exclude_social_aid else []),
        *(["sudah dikunjungi petugas"] if round.field_check_needed else []),
    ]
    return f"{round.name}: {', '.join(criteria)}."


def _registers(round: "Round") -> tuple[Register, ...]:
    """Whose answers the verdicts of a round rest on."""
    return (*matching.STOPPING, Register.SOCIAL_AID) if round.exclude_social_aid else matching.STOPPING


COLUMNS = [
    Column(
        "Nama", lambda v: v.worker.name, order="worker__name", link=lambda v: reverse("verdict", args=[v.pk])
    ),
    Column("Lahir", lambda v: v.worker.birth_date, kind="date", order="worker__birth_date"),
    Column("Sektor", lambda v: v.sector.name, order="sector__name"),
    Column(
        "Kelurahan", lambda v: v.worker.kelurahan.name if v.worker.kelurahan else v.worker.outside_address
    ),
    Column("Hasil", _state, tone=lambda v: "good" if v.refusals == 0 or v.overridden else "bad"),
    Column("Alasan", lambda v: _words(v.refusals)),
]


class VerdictFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    hasil = forms.ChoiceField(
        label="Hasil",
        required=False,
        choices=[("", "Semua"), ("eligible", "Layak"), ("refused", "Tidak layak")],
    )
    alasan = forms.ChoiceField(
        label="Alasan",
        required=False,
        choices=[("", "Semua"), *((r.name, text) for r, text in SHORT.items())],
    )
    sektor = forms.ChoiceField(label="Sektor", required=False)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["sektor"].choices = [("", "Semua"), *((s.code, s.name) for s in sectors())]  # type: ignore[attr-defined]


class OverrideForm(forms.Form):
    reason = forms.CharField(
        label="Alasan pengecualian",
        widget=forms.Textarea,
        help_text="Yang dapat diperiksa orang lain, misalnya nomor surat keterangan.",
    )


@needs(Can.SEE_ELIGIBILITY)
def verdicts(request: StaffRequest) -> HttpResponse:
    """Everybody of the current round, with every reason, and how many each reason refuses."""
    round = programme.looked_at(request).round
    if round is None:
        return render(request, "eligibility/empty.html")
    form = VerdictFilter(request.GET)
    form.is_valid()
    told = form.cleaned_data
    rows = queries.verdicts(
        round.pk, scope=request.scope, sector=told.get("sektor", ""), reason=told.get("alasan", ""),
        state=told.get("hasil", ""), text=told.get("cari", ""),
    )  # fmt: skip
    return list_page(
        request,
        rows,
        COLUMNS,
        template="eligibility/verdicts.html",
        name="kelayakan",
        form=form,
        what="orang",
        round=round,
        lead=_criteria(round),
        totals=queries.totals(round.pk),
        ages=matching.register_ages(clock.today(), _registers(round)),
        not_asked=queries.not_asked(round.pk, _registers(round)),
        unjudged_visits=queries.visits_not_judged(round.pk),
        reasons=[(r.name, SHORT[r], n) for r, n in queries.refusal_counts(round.pk).items()],
        may_judge=request.user.may(Can.JUDGE),
        may_decide=request.user.may(Can.DECIDE_OVERRIDE) or request.user.may(Can.ASK_OVERRIDE),
        waiting=queries.waiting_overrides(),
    )


@require_POST
@needs(Can.JUDGE)
def judge(request: StaffRequest) -> HttpResponse:
    round = programme.looked_at(request).round
    if round is None:
        raise Http404
    with transaction.atomic():
        job = jobs.later(
            "eligibility.judge",
            label="Menilai kelayakan",
            by=request.user,
            at=clock.now(),
            round_id=round.pk,
            by_id=request.user.pk,
        )
    return redirect("job", job.pk)


@needs(Can.SEE_ELIGIBILITY)
def verdict(request: StaffRequest, verdict_id: int) -> HttpResponse:
    """One person's verdict: each rule that refused, and what to do."""
    found = queries.verdict(verdict_id, scope=request.scope)
    if found is None:
        raise Http404
    programme.looked_at(request, found.round)
    form = OverrideForm(request.POST or None)
    limits = queries.limits_reached(found)
    waits = found.overrides.filter(state=OverrideState.ASKED).exists()
    may_ask = (
        request.user.may(Can.ASK_OVERRIDE) and found.refusals and not (found.overridden or limits or waits)
    )
    if request.method == "POST" and not may_ask:
        messages.error(request, _why_not_asked(found, bool(limits), waits), extra_tags="bad")
        return redirect("verdict", verdict_id)
    if request.method == "POST" and may_ask and form.is_valid():
        try:
            actions.ask_override(
                found.pk, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Pengecualian diminta; orang lain yang memutuskan.")
            return redirect("verdict", verdict_id)
    context = {
        "verdict": found,
        "state": _state(found),
        "reasons": queries.reasons(found),
        "overrides": found.overrides.select_related("asked_by", "decided_by"),
        "answers": matching.answers_in_words(found.worker_id, on=clock.today()),
        "checks": queries.checks_of(found.worker_id),
        "limits": limits,
        "may_see_worker": request.user.may(Can.SEE_PEOPLE),
        "form": form,
        "may_ask": may_ask,
    }
    return render(request, "eligibility/verdict.html", context, status=422 if form.errors else 200)


def _why_not_asked(verdict: Any, limits: bool, waits: bool) -> str:
    if waits:
        return "Pengecualian untuk orang ini sudah menunggu keputusan."
    if limits:
        return "Batas hukum tidak dapat dikecualikan. Betulkan datanya bila keliru."
    return "Pengecualian tidak dapat diminta di sini."


@needs(Can.SEE_ELIGIBILITY)
def overrides(request: StaffRequest) -> HttpResponse:
    """What was asked and decided; those that wait come with their buttons."""
    return _overrides(request)


def _overrides(
    request: StaffRequest, *, kept: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "kept": kept,
        "waiting": queries.overrides(OverrideState.ASKED),
        "decided": queries.overrides().exclude(state=OverrideState.ASKED)[:50],
        "may_decide": request.user.may(Can.DECIDE_OVERRIDE),
        "short": {o.pk: _words(o.verdict.refusals) for o in queries.overrides(OverrideState.ASKED)},
    }
    return render(request, "eligibility/overrides.html", context, status=status)


@require_POST
@needs(Can.DECIDE_OVERRIDE)
def decide(request: StaffRequest, override_id: int) -> HttpResponse:
    try:
        actions.decide_override(
            override_id,
            grant=request.POST.get("grant") == "1",
            note=request.POST.get("note", ""),
            by=request.user,
            at=clock.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        kept = {"pk": override_id, "note": request.POST.get("note", "")}
        return _overrides(request, kept=kept, status=422)
    return redirect("overrides")
