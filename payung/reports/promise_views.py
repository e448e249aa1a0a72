"""Janji sistem: what we promise, in words, what the last run found, every run before it, and a button to ask now."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.audit import queries as audit
from payung.audit.models import PromiseRun
from payung.jobs import actions as jobs
from payung.language.formats import angka
from payung.reference import clock
from payung.ui.lists import Column, list_page

ANSWERS = [
    Column("Janji", lambda a: a.name, order="place"),
    Column("Isinya", lambda a: a.says),
    Column(
        "Hasil",
        lambda a: "Ditepati" if a.holds else f"Dilanggar {angka(a.breaches)} kali",
        order="breaches",
        tone=lambda a: "good" if a.holds else "bad",
    ),
    Column("Lihat di mana", lambda a: ", ".join(a.examples)),
    Column("Lama (md)", lambda a: round(a.seconds * 1000), kind="number", order="seconds"),
]
RUNS = [
    Column(
        "Mulai",
        lambda r: f"{localtime(r.begun_at):%d-%m-%Y %H.%M}",
        order="begun_at",
        link=lambda r: reverse("promise_run", args=[r.pk]),
    ),
    Column("Diminta", lambda r: r.asked_by.full_name if r.asked_by else "Tiap malam"),
    Column("Janji", lambda r: r.promises, kind="number"),
    Column(
        "Hasil",
        lambda r: f"{r.broken} dilanggar" if r.broken else "Semua ditepati",
        order="broken",
        tone=lambda r: "bad" if r.broken else "good",
    ),
    Column("Lama (detik)", lambda r: f"{r.seconds:.1f}".replace(".", ","), order="seconds"),
]


class AnswerFilter(forms.Form):
    cari = forms.CharField(
        label="Cari isi janji", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    hasil = forms.ChoiceField(
        label="Hasil", required=False, choices=[("", "Semua"), ("dilanggar", "Yang dilanggar")]
    )


class RunFilter(forms.Form):
    hasil = forms.ChoiceField(
        label="Hasil", required=False, choices=[("", "Semua"), ("dilanggar", "Yang ada pelanggaran")]
    )
    oleh = forms.ChoiceField(
        label="Diminta", required=False, choices=[("", "Semua"), ("malam", "Tiap malam"), ("orang", "Orang")]
    )


@needs(Can.SEE_PROMISES)
def promises(request: StaffRequest) -> HttpResponse:
    """The last run."""
    return _answers(request, audit.last_promise_run(), is_last=True)


@needs(Can.SEE_PROMISES)
def one_run(request: StaffRequest, run_id: int) -> HttpResponse:
    run = audit.promise_runs().filter(pk=run_id).first()
    if run is None:
        raise Http404
    return _answers(request, run, is_last=False)


@needs(Can.SEE_PROMISES)
def history(request: StaffRequest) -> HttpResponse:
    form = RunFilter(request.GET)
    form.is_valid()
    rows = audit.promise_runs()
    if form.cleaned_data.get("hasil"):
        rows = rows.filter(broken__gt=0)
    if by := form.cleaned_data.get("oleh"):
        rows = rows.filter(night_of__isnull=by == "orang")
    return list_page(
        request, rows, RUNS, template="reports/promise_runs.html", name="riwayat-janji", form=form, what="pemeriksaan"
    )  # fmt: skip


@require_POST
@needs(Can.ASK_PROMISES)
def ask(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    job = jobs.later(
        "reports.verify", label="Memeriksa janji sistem", by=request.user, at=at, by_id=request.user.pk,
        asked_at=at.isoformat(),
    )  # fmt: skip
    return redirect("job", job.pk)


def _answers(request: StaffRequest, run: PromiseRun | None, *, is_last: bool) -> HttpResponse:
    form = AnswerFilter(request.GET)
    form.is_valid()
    rows = audit.promise_answers(run.pk if run else 0)
    if text := form.cleaned_data.get("cari"):
        rows = rows.filter(says__icontains=text) | rows.filter(name__iexact=text)
    if form.cleaned_data.get("hasil"):
        rows = rows.filter(breaches__gt=0)
    now = clock.now()
    return list_page(
        request, rows, ANSWERS, template="reports/promises.html", name="janji-sistem", form=form, what="janji",
        run=run, is_last=is_last, hours=int((now - run.begun_at).total_seconds() // 3600) if run else 0,
        alarm=audit.promise_alarm(now) if is_last else "", may_ask=request.user.may(Can.ASK_PROMISES),
    )  # fmt: skip
