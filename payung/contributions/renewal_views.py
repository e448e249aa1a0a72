"""Perpanjangan: who goes on into the next round, who is seen again first, and what the gap costs."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.contributions import actions, queries
from payung.contributions.enums import Renewal
from payung.language.formats import angka
from payung.matching import queries as matching
from payung.programme import queries as programme
from payung.reference import clock
from payung.ui.lists import Column, list_page

TONES = {Renewal.GOES_ON: "good", Renewal.CHECK: "warn", Renewal.STOPS: "bad", Renewal.CARRIED: "quiet"}
PEOPLE = [
    Column("Nama", lambda p: p.name, link=lambda p: reverse("worker", args=[p.worker_id])),
    Column("Sektor", lambda p: p.sector),
    Column("Kelurahan", lambda p: p.kelurahan),
    Column("Putaran berikutnya", lambda p: p.answer.label, tone=lambda p: TONES[p.answer]),
    Column("Sebab", lambda p: p.why),
]


class RenewalFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    jawaban = forms.ChoiceField(label="Tampilkan", required=False, choices=[("", "Semua"), *Renewal.choices])


@needs(Can.RUN_PROGRAMME)
def renewal(request: StaffRequest) -> HttpResponse:
    """Everybody of the round that runs, held against the next one."""
    round = programme.looked_at(request).round
    if round is None:
        return render(request, "contributions/renewal.html", {"round": None})
    form = RenewalFilter(request.GET)
    form.is_valid()
    told = form.cleaned_data
    next_round = programme.next_rounds(round).first()
    people = queries.renewing(round.pk, today=clock.today(), next_round=next_round)
    text, answer = told.get("cari", "").strip().lower(), told.get("jawaban", "")
    rows = [p for p in people if text in p.name.lower() and answer in ("", p.answer)]
    return list_page(
        request, rows, PEOPLE, template="contributions/renewal.html", name="perpanjangan", form=form, what="peserta",
        round=round, next_round=next_round, counts=queries.renewal_counts(people),
        bridge=queries.bridge(round, next_round, people), ages=matching.register_ages(clock.today()),
    )  # fmt: skip


@require_POST
@needs(Can.RUN_PROGRAMME)
def renew(request: StaffRequest, round_id: int, next_id: int) -> HttpResponse:
    also = "semua" in request.POST
    try:
        carried = actions.renew_round(round_id, next_id, also_unchecked=also, by=request.user, at=clock.now())
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(
            request, f"{angka(carried)} peserta dibawa. Sekarang nilai kelayakan, isi kuota, lalu susun SK."
        )
    return redirect(f"{reverse('renewal')}?putaran={round_id}")
