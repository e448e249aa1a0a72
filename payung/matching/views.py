"""Periksa ganda: the queue, two records side by side, two workers who may be one, the limit for two people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

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
from payung.matching.cards import Card, answer_fragment
from payung.matching.enums import Decision, PairKind
from payung.matching.models import Pair
from payung.people import queries as people
from payung.programme import queries as programme
from payung.reference import clock
from payung.ui.forms import RupiahField, TanggalField
from payung.ui.lists import Column, list_page
from payung.ui.private import is_private_number

READY = 4  # pairs that stand ready behind the one on the screen
STRENGTHS = (
    (0.999, "sangat mirip, periksa lalu putuskan"),
    (0.9, "mirip"),
    (0.5, "mungkin satu orang"),
    (0.0, "meragukan"),
)
TONES = {Decision.SAME: "good", Decision.DIFFERENT: "quiet"}
COLUMNS = [
    Column("Yang dibandingkan", lambda p: p.left_name, link=lambda p: reverse("pair", args=[p.pk])),
    Column("Nama di data", lambda p: p.worker.name, order="worker__name"),
    Column("Mengapa", lambda p: p.why),
    Column("Nilai", lambda p: p.score, kind="number", order="score"),
    Column("Dipertaruhkan", lambda p: p.stake_rp, kind="rupiah", order="stake_rp"),
    Column("Asal", lambda p: p.row.batch.sector.name if p.row else "Daftar induk"),
    Column("Baris", lambda p: p.row.row_number if p.row else "", kind="text"),
    Column("Keputusan", lambda p: p.get_decision_display(), tone=lambda p: TONES.get(p.decision, "warn")),
]
LIMITS = [
    Column("Berlaku mulai", lambda x: x.valid_from, kind="date", order="valid_from"),
    Column("Dua orang mulai dari", lambda x: x.second_person_from_rp, kind="rupiah"),
    Column("Alasan", lambda x: x.reason),
    Column("Oleh", lambda x: x.set_by.full_name),
]


class PairFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keputusan = forms.ChoiceField(
        label="Keputusan",
        required=False,
        choices=[("", "Menunggu saya"), ("semua", "Semua"), *Decision.choices],
    )
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=[("", "Semua"), *PairKind.choices])


class LimitForm(forms.Form):
    second_person_from_rp = RupiahField(label="Dua orang memutuskan mulai dari (Rp)")
    valid_from = TanggalField(label="Berlaku mulai")
    reason = forms.CharField(label="Alasan", max_length=200)


@needs(Can.REVIEW_PAIRS)
def pairs(request: StaffRequest) -> HttpResponse:
    """The queue, what is worth most first; what has not been looked at; the certain ones to be joined together."""
    form = PairFilter(request.GET)
    form.is_valid()
    told = form.cleaned_data
    chosen, kind, text = told.get("keputusan", ""), told.get("jenis", ""), told.get("cari", "")
    if chosen:
        rows = queries.pairs(decision="" if chosen == "semua" else chosen, kind=kind, text=text)
    else:
        rows = queries.queue(request.user, kind=kind, text=text)
    round = programme.looked_at(request).round
    return list_page(
        request,
        rows,
        COLUMNS,
        template="matching/pairs.html",
        name="pasangan-ganda",
        form=form,
        what="pasangan",
        certain=queries.certain_pairs(round.pk).count() if round else 0,
        unmatched=queries.unmatched_count(round.pk) if round else 0,
        first=queries.queue(request.user, kind=kind).first(),
        kind=kind,
        last=_last_decided(request),
        limit_rp=queries.second_person_from_rp(clock.today()),
    )


@require_POST
@needs(Can.REVIEW_PAIRS)
def match(request: StaffRequest) -> HttpResponse:
    """Look through the rows that were saved since."""
    round = programme.looked_at(request).round
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
    round = programme.looked_at(request).round
    if round is None:
        raise Http404
    joined = actions.decide_clear_pairs(round.pk, by=request.user, at=clock.now())
    messages.success(request, f"{joined} pasangan digabungkan.")
    return redirect(programme.looked_at(request).to("pairs"))


@needs(Can.REVIEW_PAIRS)
def pair(request: StaffRequest, pair_id: int) -> HttpResponse:
    """Two records, one question; those that come next are loaded already."""
    found = queries.pair(pair_id)
    if found is None:
        raise Http404
    kind = _kind(request.GET)
    following = _following(request, kind, [pair_id])
    card, *ready = _cards(request, [found, *following])
    last = _last_decided(request)
    context = {
        "question": "Orang yang sama?",
        "lead": "Tombol 1, 2, 3 memutuskan; 0 membuka kembali yang terakhir.",
        "back": reverse("pairs"),
        "back_label": "Periksa ganda",
        "card": card,
        "ready": ready,
        "kind": kind,
        "left": queries.queue(request.user, kind=kind).count(),
        "last": last.left_name if last else "",
        "last_words": last.get_decision_display().lower() if last else "",
        "undo_url": reverse("pair_undo", args=[last.pk]) if last else "",
        "may_undo": not card.is_open and found.decision != Decision.OPEN,
        "reopen_url": reverse("pair_undo", args=[pair_id]),
    }
    return render(request, "matching/pair.html", context)


@require_POST
@needs(Can.REVIEW_PAIRS)
def decide(request: StaffRequest, pair_id: int) -> HttpResponse:
    """Sama / berbeda / belum yakin; then the next pair."""
    wanted = request.POST.get("decision", "")
    if wanted not in (Decision.SAME, Decision.DIFFERENT, Decision.UNSURE):
        raise Http404
    told, tone = "", ""
    try:
        now = actions.decide(pair_id, Decision(wanted), by=request.user, at=clock.now())
        told = f"Tercatat: {now.label.lower()}."
    except Refused as refusal:
        told, tone = str(refusal), "bad"
    if request.headers.get("X-Review"):
        return _answer(request, told, tone, _following(request, _kind(request.POST), _held(request)), pair_id)
    messages.add_message(request, messages.ERROR if tone else messages.SUCCESS, told, extra_tags=tone)
    following = queries.queue(request.user, kind=_kind(request.POST)).exclude(pk=pair_id).first()
    address = reverse("pair", args=[following.pk]) if following else reverse("pairs")
    return redirect(f"{address}?terakhir={pair_id}&jenis={_kind(request.POST)}")


@require_POST
@needs(Can.REVIEW_PAIRS)
def undo(request: StaffRequest, pair_id: int) -> HttpResponse:
    """Open a pair again and come back to it."""
    told, tone = "Dibuka kembali.", ""
    try:
        actions.undo_decision(pair_id, by=request.user, at=clock.now())
    except Refused as refusal:
        told, tone = str(refusal), "bad"
    if request.headers.get("X-Review"):
        found = queries.pair(pair_id)
        return _answer(request, told, tone, [found] if found and not tone else [], None)
    if tone:
        messages.error(request, told, extra_tags="bad")
    return redirect("pair", pair_id)


def _answer(
    request: StaffRequest, told: str, tone: str, following: Sequence[Pair], last_id: int | None
) -> HttpResponse:
    """What the page needs after a key: what happened, how many are left, the pairs that stand ready."""
    last = _undoable(last_id, request) if last_id else None
    context = {
        "told": told,
        "tone": tone,
        "left": queries.queue(request.user, kind=_kind(request.POST)).count(),
        "last": last.left_name if last else "",
        "undo_url": reverse("pair_undo", args=[last.pk]) if last else "",
        "ready": _cards(request, following),
        "kind": _kind(request.POST),
    }
    return answer_fragment(request, context)


def _cards(request: StaffRequest, found: Sequence[Pair]) -> list[Card]:
    now = clock.now()
    sides = actions.open_pairs(found, by=request.user, at=now)
    limit_rp = queries.second_person_from_rp(now.date())
    return [
        Card(
            pair=p,
            title=p.why or "Dibandingkan atas permintaan petugas",
            sides=sides[p.pk],
            bars=queries.waterfall(p.evidence),
            strength=_strength(p),
            second=p.stake_rp >= limit_rp,
            is_open=p.decision in queries.WAITING
            and not (p.decision == Decision.SECOND and p.first_by_id == request.user.pk),
            decide_url=reverse("pair_decide", args=[p.pk]),
            changes=people.told_of(queries.who_stays(p)[1]) if p.other_id else [],
            objections=people.objections(*queries.who_stays(p)) if p.other_id else [],
        )
        for p in found
    ]


def _strength(pair: Pair) -> str:
    """How likely it is in words: the number alone tells pairs apart, not how sure the program is."""
    likely = pair.score / 100 if pair.probability is None else pair.probability
    return next(words for least, words in STRENGTHS if likely >= least)


def _following(request: StaffRequest, kind: str, held: Sequence[int]) -> list[Pair]:
    wanted = max(READY + 1 - len(held), 0)
    return list(queries.queue(request.user, kind=kind).exclude(pk__in=held)[:wanted])


def _held(request: StaffRequest) -> list[int]:
    return [int(n) for n in request.POST.getlist("held")[:20] if n.isdecimal() and len(n) < 18]


def _kind(told: Any) -> str:
    kind = told.get("jenis", "")
    return kind if kind in PairKind.values else ""


def _last_decided(request: StaffRequest) -> Pair | None:
    """The pair decided a moment ago, while it can still be opened again."""
    number = request.GET.get("terakhir", "")
    return _undoable(int(number), request) if number.isdecimal() and len(number) < 18 else None


def _undoable(pair_id: int, request: StaffRequest) -> Pair | None:
    last = queries.pair(pair_id)
    if last is None or last.decision == Decision.OPEN:
        return None
    is_foreign = last.decision == Decision.SECOND and last.first_by_id != request.user.pk
    return None if is_foreign else last


# -- Two workers who may be one ----------------------------------------------------------------------------
@needs(Can.REVIEW_PAIRS)
def twins(request: StaffRequest, worker_id: UUID) -> HttpResponse:
    """Who else in the register may be this worker? Searched by name, compared in the same screen."""
    worker = people.worker(worker_id)
    if worker is None:
        raise Http404
    text = request.GET.get("cari", "").strip()
    if is_private_number(text):  # numbers are searched by POST from the page's head, never here
        return redirect("twins", worker_id)
    found = people.find(text).exclude(pk=worker_id)[:20] if len(text) >= 3 else []
    context = {
        "worker": worker,
        "text": text,
        "found": found,
        "merged": people.merged_into(worker_id),
        "niks": people.masked_niks([w.pk for w in found]),
    }
    return render(request, "matching/twins.html", context)


@require_POST
@needs(Can.REVIEW_PAIRS)
def compare(request: StaffRequest, worker_id: UUID, other_id: UUID) -> HttpResponse:
    """Put two workers side by side; nothing is decided by that."""
    try:
        found = actions.propose_pair(worker_id, other_id, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect("twins", worker_id)
    return redirect("pair", found.pk)


@require_POST
@needs(Can.REVIEW_PAIRS)
def look_in_register(request: StaffRequest) -> HttpResponse:
    """Compare everybody in the register with everybody."""
    with transaction.atomic():
        job = jobs.later(
            "matching.register_doubles",
            label="Mencari ganda dalam daftar induk",
            by=request.user,
            at=clock.now(),
            by_id=request.user.pk,
        )
    return redirect("job", job.pk)


# -- From how much on two people decide ----------------------------------------------------------------------
@needs(Can.SEE_MATCHING)
def limits(request: StaffRequest) -> HttpResponse:
    """The limit that holds, those before it, and the form for the next."""
    form = LimitForm(request.POST or None, initial={"valid_from": clock.today()})
    may_set = request.user.may(Can.SET_REVIEW_LIMIT)
    if request.method == "POST" and may_set and form.is_valid():
        try:
            actions.set_limit(**form.cleaned_data, by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Sudah tersimpan.")
            return redirect("pair_limits")
    return list_page(
        request,
        queries.limits(),
        LIMITS,
        template="matching/limits.html",
        name="batas-orang-kedua",
        form=None,
        what="batas",
        limit_form=form if may_set else None,
        limit_rp=queries.second_person_from_rp(clock.today()),
    )
