"""Periksa ganda: the queue, two records side by side, the registers."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.jobs import actions as jobs
from payung.jobs.actions import Refused
from payung.matching import actions, queries
from payung.matching.enums import Decision, PairKind, Register
from payung.matching.models import Pair
from payung.programme import queries as programme
from payung.reference import clock
from payung.ui.forms import Choices
from payung.ui.lists import Column, list_page

TONES = {
    Decision.OPEN: "warn",
    Decision.SAME: "good",
    Decision.DIFFERENT: "quiet",
    Decision.UNSURE: "warn",
    Decision.SECOND: "warn",
}
COLUMNS = [
    Column(
        "Nama di usulan", lambda p: p.row.name, order="row__name", link=lambda p: reverse("pair", args=[p.pk])
    ),
    Column("Nama di data", lambda p: p.worker.name, order="worker__name"),
    Column("Mengapa", lambda p: p.why),
    Column("Nilai", lambda p: p.score, kind="number", order="score"),
    Column("Sektor usulan", lambda p: p.row.batch.sector.name),
    Column("Baris", lambda p: p.row.row_number, kind="number"),
    Column("Keputusan", lambda p: p.get_decision_display(), tone=lambda p: TONES[Decision(p.decision)]),
]


class PairFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keputusan = forms.ChoiceField(
        label="Keputusan", required=False, choices=[("", "Semua"), *Decision.choices]
    )
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=[("", "Semua"), *PairKind.choices])


class RegisterForm(forms.Form):
    register = forms.ChoiceField(label="Register", choices=Register.choices, widget=Choices)
    file = forms.FileField(
        label="Berkas (XLSX atau CSV)", help_text="Kolom NIK dan Status; boleh ada tanggal dan keterangan."
    )


@needs(Can.REVIEW_PAIRS)
def pairs(request: StaffRequest) -> HttpResponse:
    """The queue, the surest first; what has not been looked at; the certain ones to be joined together."""
    form = PairFilter({"keputusan": Decision.OPEN, **request.GET.dict()})
    form.is_valid()
    told = form.cleaned_data
    round = programme.current_round()
    rows = queries.pairs(
        decision=told.get("keputusan", ""), kind=told.get("jenis", ""), text=told.get("cari", "")
    )
    return list_page(
        request,
        rows,
        COLUMNS,
        template="matching/pairs.html",
        name="pasangan-ganda",
        form=form,
        what="pasangan",
        round=round,
        certain=queries.certain_pairs(round.pk).count() if round else 0,
        unmatched=queries.unmatched_count(round.pk) if round else 0,
        first=queries.next_pair(by=request.user),
        last=_last_decided(request),
    )


@require_POST
@needs(Can.REVIEW_PAIRS)
def match(request: StaffRequest) -> HttpResponse:
    """Look through the rows that were saved since."""
    round = programme.current_round()
    if round is None:
        raise Http404
    with transaction.atomic():
        job = jobs.later(
            "matching.match",
            label="Mencari data ganda",
            by=request.user,
            at=clock.now(),
            round_id=round.pk,
            by_id=request.user.pk,
        )
    return redirect("job", job.pk)


@require_POST
@needs(Can.REVIEW_PAIRS)
def join_certain(request: StaffRequest) -> HttpResponse:
    round = programme.current_round()
    if round is None:
        raise Http404
    joined = actions.decide_clear_pairs(round.pk, by=request.user, at=clock.now())
    messages.success(request, f"{joined} pasangan digabungkan.")
    return redirect("pairs")


@needs(Can.REVIEW_PAIRS)
def pair(request: StaffRequest, pair_id: int) -> HttpResponse:
    """Two records, one question."""
    found = queries.pair(pair_id)
    if found is None:
        raise Http404
    context = {
        "pair": found,
        "sides": actions.open_pair(found, by=request.user, at=clock.now()),
        "last": _last_decided(request),
        "is_open": found.decision in queries.WAITING,
        "may_undo": found.decision in (Decision.SAME, Decision.UNSURE),
        "left": queries.open_pairs_count(),
    }
    return render(request, "matching/pair.html", context)


@require_POST
@needs(Can.REVIEW_PAIRS)
def decide(request: StaffRequest, pair_id: int) -> HttpResponse:
    """Sama / berbeda / belum yakin; then the next pair."""
    wanted = request.POST.get("decision", "")
    if wanted not in (Decision.SAME, Decision.DIFFERENT, Decision.UNSURE):
        raise Http404
    try:
        actions.decide(pair_id, Decision(wanted), by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, f"Tercatat: {Decision(wanted).label.lower()}.")
    following = queries.next_pair(by=request.user, after=pair_id)
    address = reverse("pair", args=[following.pk]) if following else reverse("pairs")
    return redirect(f"{address}?terakhir={pair_id}")


def _last_decided(request: StaffRequest) -> Pair | None:
    """The pair decided a moment ago, while it can still be opened again."""
    number = request.GET.get("terakhir", "")
    last = queries.pair(int(number)) if number.isdecimal() and len(number) < 18 else None
    return last if last and last.decision in (Decision.SAME, Decision.UNSURE) else None


@require_POST
@needs(Can.REVIEW_PAIRS)
def undo(request: StaffRequest, pair_id: int) -> HttpResponse:
    try:
        actions.undo_decision(pair_id, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    return redirect("pair", pair_id)


@needs(Can.LOAD_REGISTERS)
def registers(request: StaffRequest) -> HttpResponse:
    """What Dukcapil and BPJS answered, and the upload of a new extract. Only the answers are kept."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    loaded = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            loaded = actions.load_register(
                file.read(),
                name=file.name,
                register=Register(form.cleaned_data["register"]),
                by=request.user,
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
    counts = [
        (Register(r), [(label, n) for label, n in found.items() if n])
        for r, found in queries.register_counts().items()
    ]
    context = {"form": form, "loaded": loaded, "counts": counts}
    return render(request, "matching/registers.html", context, status=422 if form.errors else 200)
