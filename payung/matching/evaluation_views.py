"""Evaluasi: draw a sample, label it in the review screen, see what thresholds would mean."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.files.queries import download
from payung.jobs.actions import Refused
from payung.matching import actions, queries, reporting
from payung.matching.cards import Card, answer_fragment
from payung.matching.enums import Decision
from payung.matching.models import Sample, SampleItem
from payung.reference import clock
from payung.ui.lists import XLSX

READY = 4
LOWER, UPPER = 0.2, 0.95
TALL = 60  # the tallest column of the chart


class DrawForm(forms.Form):
    wanted = forms.IntegerField(label="Banyaknya pasangan", min_value=1, max_value=2000, initial=300)
    seed = forms.IntegerField(
        label="Benih",
        min_value=0,
        max_value=2**31,
        initial=2025,
        help_text="Angka apa saja. Benih yang sama mengambil contoh yang sama.",
    )


class ThresholdForm(forms.Form):
    bawah = forms.FloatField(
        label="Biarkan di bawah nilai",
        min_value=0,
        max_value=1,
        required=False,
        widget=forms.NumberInput(attrs={"type": "range", "min": "0", "max": "1", "step": "0.01"}),
    )
    atas = forms.FloatField(
        label="Gabungkan mulai nilai",
        min_value=0,
        max_value=1,
        required=False,
        widget=forms.NumberInput(attrs={"type": "range", "min": "0", "max": "1", "step": "0.01"}),
    )

    def thresholds(self) -> tuple[float, float]:
        """(lower, upper) as told, else the usual ones; lower never above upper."""
        self.is_valid()
        told = self.cleaned_data
        upper = UPPER if told.get("atas") is None else told["atas"]
        lower = LOWER if told.get("bawah") is None else told["bawah"]
        return min(lower, upper), upper


@needs(Can.SEE_MATCHING)
def evaluation(request: StaffRequest) -> HttpResponse:
    """The latest sample (or the chosen one): strata, thresholds, expected errors."""
    sample = _chosen(request)
    form = ThresholdForm(request.GET)
    lower, upper = form.thresholds()
    found = queries.evaluation(sample, lower=lower, upper=upper) if sample else None
    context: dict[str, Any] = {
        "sample": sample,
        "samples": queries.samples()[:10],
        "draw_form": DrawForm() if request.user.may(Can.REVIEW_PAIRS) else None,
        "lower": f"{lower:.2f}",
        "upper": f"{upper:.2f}",
        "lower_told": lower,
        "upper_told": upper,
        "found": found,
        "may_label": request.user.may(Can.REVIEW_PAIRS),
    }
    if sample:
        context |= {
            "facts": reporting.facts(sample),
            "waiting": queries.unlabelled(sample).count(),
            "heads": reporting.HEADS,
            "strata": [reporting.stratum_row(s) for s in queries.strata(sample)],
            "step_heads": reporting.STEP_HEADS,
            "steps": [reporting.step_row(step) for step in queries.steps(sample)],
            "chosen": reporting.chosen_rows(found) if found else [],
            "columns": _columns(sample, lower, upper),
        }
    return render(request, "matching/evaluation.html", context)


@require_POST
@needs(Can.REVIEW_PAIRS)
def draw(request: StaffRequest) -> HttpResponse:
    form = DrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Tulis banyaknya 1 sampai 2.000 dan benih sebuah angka.", extra_tags="bad")
        return redirect("evaluation")
    try:
        sample = actions.draw_sample(**form.cleaned_data, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect("evaluation")
    return redirect("sample_label", sample.pk)


@needs(Can.REVIEW_PAIRS)
def label(request: StaffRequest, sample_id: int) -> HttpResponse:
    """The next drawn pair in the review screen, without the program's opinion."""
    sample = _sample(sample_id)
    waiting = queries.unlabelled(sample)
    number = request.GET.get("butir", "")
    first = waiting.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    back = f"{reverse('evaluation')}?contoh={sample.pk}"
    found = [first] if first else []
    found += list(waiting.exclude(pk__in=[i.pk for i in found])[: READY + 1 - len(found)])
    if not found:
        messages.success(request, "Semua contoh sudah dinilai.")
        return redirect(back)
    card, *ready = _cards(request, found)
    last = _last(request)
    context = {
        "question": "Satu orang atau dua?",
        "lead": "Penilaian contoh: tanpa pendapat program, dan tidak menggabungkan siapa pun.",
        "back": back,
        "back_label": "Evaluasi",
        "card": card,
        "ready": ready,
        "kind": "",
        "blind": True,
        "left": waiting.count(),
        "last": f"contoh {last.number}" if last else "",
        "last_words": last.get_label_display().lower() if last else "",
        "undo_url": reverse("sample_unlabel", args=[last.pk]) if last else "",
    }
    return render(request, "matching/pair.html", context)


@require_POST
@needs(Can.REVIEW_PAIRS)
def say(request: StaffRequest, item_id: int) -> HttpResponse:
    item = _item(item_id)
    wanted = request.POST.get("decision", "")
    if wanted not in (Decision.SAME, Decision.DIFFERENT, Decision.UNSURE):
        raise Http404
    told, tone = f"Tercatat: {Decision(wanted).label.lower()}.", ""
    try:
        actions.label_item(item_id, Decision(wanted), by=request.user, at=clock.now())
    except Refused as refusal:
        told, tone = str(refusal), "bad"
    if request.headers.get("X-Review"):
        held = [int(n) for n in request.POST.getlist("held")[:20] if n.isdecimal() and len(n) < 18]
        following = queries.unlabelled(item.sample).exclude(pair_id__in=held)[: max(READY + 1 - len(held), 0)]
        return _answer(request, item.sample, told, tone, list(following), None if tone else item)
    messages.add_message(request, messages.ERROR if tone else messages.SUCCESS, told, extra_tags=tone)
    return redirect(f"{reverse('sample_label', args=[item.sample_id])}?terakhir={item_id}")


@require_POST
@needs(Can.REVIEW_PAIRS)
def unsay(request: StaffRequest, item_id: int) -> HttpResponse:
    item = _item(item_id)
    told, tone = "Dibuka kembali.", ""
    try:
        actions.unlabel_item(item_id, by=request.user)
    except Refused as refusal:
        told, tone = str(refusal), "bad"
    if request.headers.get("X-Review"):
        return _answer(request, item.sample, told, tone, [] if tone else [_item(item_id)], None)
    if tone:
        messages.error(request, told, extra_tags="bad")
    return redirect(f"{reverse('sample_label', args=[item.sample_id])}?butir={item_id}")


@needs(Can.SEE_MATCHING)
def workbook(request: StaffRequest, sample_id: int) -> HttpResponse:
    sample = _sample(sample_id)
    content = reporting.workbook(sample)
    return download(content, name=f"evaluasi-ganda-{sample.pk}.xlsx", content_type=XLSX)


@needs(Can.SEE_MATCHING)
def report(request: StaffRequest, sample_id: int) -> HttpResponse:
    sample = _sample(sample_id)
    lower, upper = ThresholdForm(request.GET).thresholds()
    content = reporting.paper(sample, lower=lower, upper=upper, on=clock.today())
    return download(content, name=f"evaluasi-ganda-{sample.pk}.pdf", content_type="application/pdf")


def _cards(request: StaffRequest, items: list[SampleItem]) -> list[Card]:
    pairs = [item.pair for item in items if item.pair]
    sides = actions.open_pairs(pairs, by=request.user, at=clock.now())
    return [
        Card(
            pair=item.pair,
            sides=sides[item.pair.pk],
            decide_url=reverse("sample_say", args=[item.pk]),
            is_open=not item.label,
            title=f"Contoh {item.number}",
        )
        for item in items
        if item.pair
    ]


def _answer(
    request: StaffRequest,
    sample: Sample,
    told: str,
    tone: str,
    items: list[SampleItem],
    last: SampleItem | None,
) -> HttpResponse:
    context = {
        "told": told,
        "tone": tone,
        "left": queries.unlabelled(sample).count(),
        "last": f"contoh {last.number}" if last else "",
        "undo_url": reverse("sample_unlabel", args=[last.pk]) if last else "",
        "ready": _cards(request, items),
        "kind": "",
        "blind": True,
    }
    return answer_fragment(request, context)


def _columns(sample: Sample, lower: float, upper: float) -> list[dict[str, str]]:
    """The pairs by score as fifty columns, low ones still visible (square root), toned by what the thresholds do."""
    counts = [sum(sample.histogram[n : n + 20]) for n in range(0, 1000, 20)]
    most = max(counts) or 1
    columns = []
    for n, count in enumerate(counts):
        tall = TALL * (count / most) ** 0.5
        middle = (n + 0.5) / 50
        tone = "joined" if middle >= upper else "left" if middle < lower else "review"
        columns.append({"x": str(n * 10), "y": f"{TALL - tall:.1f}", "height": f"{tall:.1f}", "tone": tone})
    return columns


def _chosen(request: StaffRequest) -> Sample | None:
    number = request.GET.get("contoh", "")
    if number.isdecimal() and len(number) < 18:
        return _sample(int(number))
    return queries.samples().first()


def _last(request: StaffRequest) -> SampleItem | None:
    number = request.GET.get("terakhir", "")
    if not number.isdecimal() or len(number) > 17:
        return None
    return SampleItem.objects.filter(pk=int(number), labelled_by=request.user).first()


def _sample(sample_id: int) -> Sample:
    found = queries.samples().filter(pk=sample_id).first()
    if found is None:
        raise Http404
    return found


def _item(item_id: int) -> SampleItem:
    found = (
        SampleItem.objects.select_related(
            "sample", "pair__row__batch__sector", "pair__worker__kelurahan", "pair__other__kelurahan"
        )
        .filter(pk=item_id)
        .first()
    )
    if found is None:
        raise Http404
    return found
