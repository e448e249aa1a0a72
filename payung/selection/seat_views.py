"""Kursi kosong: every freed seat with the next in line, the amendment it leads to, and what a cut would mean."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.language.formats import angka
from payung.matching import queries as matching
from payung.programme import queries as programme
from payung.reference import clock
from payung.rules import months
from payung.rules.months import month_in_words
from payung.selection import actions, queries, scenario
from payung.selection.empty import empty_seats
from payung.ui.forms import RupiahField
from payung.ui.lists import Column, list_page

SEATS = [
    Column("Sektor", lambda s: s.sector),
    Column("Yang keluar", lambda s: s.left_name),
    Column("Sebab", lambda s: s.reason.label),
    Column("Sejak", lambda s: s.released_on, kind="date"),
    Column(
        "Berikutnya", lambda s: f"{s.next_name} (cadangan {s.next_rank})" if s.next_id else "Cadangan habis"
    ),
    Column("Mulai", lambda s: month_in_words(s.starts_month) if s.months_left else "Bulan habis"),
    Column("Sisa bulan", lambda s: s.months_left, kind="number"),
    Column("Uang yang tersisa", lambda s: s.money_rp, kind="rupiah"),
    Column(
        "JKM penuh",
        lambda s: "Tercapai" if s.reaches_full else "Tidak tercapai tahun ini",
        tone=lambda s: "good" if s.reaches_full else "warn",
    ),
]
LEAVING = [
    Column("Nama", lambda p: p.worker.name),
    Column("Sektor", lambda p: p.sector.name),
    Column("Kelurahan", lambda p: p.worker.kelurahan.name if p.worker.kelurahan else "–"),
    Column("Peringkat", lambda p: p.rank, kind="number"),
    Column("Nilai", lambda p: p.score, kind="number"),
]


class SeatFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    isi = forms.ChoiceField(
        label="Tampilkan",
        required=False,
        choices=[("", "Semua"), ("ada", "Ada cadangan"), ("habis", "Cadangan habis")],
    )


class CutForm(forms.Form):
    anggaran = RupiahField(label="Uang untuk sisa bulan", help_text="Misalnya 500.000.000")


@needs(Can.SEE_SELECTION)
def seats(request: StaffRequest) -> HttpResponse:
    round = programme.looked_at(request).round
    if round is None:
        return render(request, "selection/empty.html")
    form = SeatFilter(request.GET)
    form.is_valid()
    everything = empty_seats(round.pk, clock.today(), scope=request.scope)
    version = queries.next_version(round.pk)
    return list_page(
        request, [s for s in everything if _wanted(s, form.cleaned_data)], SEATS, template="selection/seats.html",
        name="kursi-kosong", form=form, what="kursi", names=Can.SEE_SEATED, round=round, board=queries.quota_board(round.pk),
        fillable=sum(1 for s in everything if s.next_id and s.months_left), money_rp=sum(s.money_rp for s in everything),
        coming=_own(request, queries.coming(round.pk, version)) if version > 1 else [],
        leaving=_own(request, queries.leaving(round.pk, version)), may_select=request.user.may(Can.SELECT),
        may_draft=request.user.may(Can.DRAFT_DECREE), ages=matching.register_ages(clock.today()),
    )  # fmt: skip


def _own(request: StaffRequest, places: list) -> list:
    """A sector agency reads the names of its own sectors only."""
    agency = request.scope.agency
    return [place for place in places if agency in (None, place.sector.agency_id)]


def _wanted(seat, told: dict[str, str]) -> bool:
    text = told.get("cari", "").strip().lower()
    shown = {"ada": bool(seat.next_id), "habis": not seat.next_id}.get(told.get("isi", ""), True)
    return shown and (text in seat.left_name.lower() or text in seat.next_name.lower())


@require_POST
@needs(Can.SELECT)
def call_all(request: StaffRequest) -> HttpResponse:
    looking = programme.looked_at(request)
    round = looking.round
    if round is None:
        raise Http404
    called = actions.call_all(round.pk, by=request.user, at=clock.now())
    if called:
        messages.success(
            request, f"{angka(called)} orang dipanggil dari cadangan. Susun SK perubahan untuk mereka."
        )
    else:
        messages.warning(
            request, "Tidak ada yang dapat dipanggil: cadangan atau bulannya habis.", extra_tags="warn"
        )
    return redirect(looking.to("empty_seats"))


@needs(Can.SEE_SELECTION)
def cut(request: StaffRequest) -> HttpResponse:
    """What a smaller budget would mean; nothing is changed."""
    round = programme.looked_at(request).round
    if round is None:
        return render(request, "selection/empty.html")
    form = CutForm(request.GET or None)
    budget_rp = form.cleaned_data["anggaran"] if form.is_valid() else None
    now = max(months.month_of(clock.today()), round.first_month)
    sectors = scenario.cut(round.pk, budget_rp, now) if budget_rp is not None else []
    return list_page(
        request, _own(request, scenario.leaving(round.pk, sectors)), LEAVING, template="selection/cut.html", name="skenario",
        form=form, what="orang keluar", names=Can.SEE_SEATED, round=round, sectors=sectors, rule=scenario.RULE, from_month=now,
        spent_rp=sum(s.cost_rp for s in sectors), need_rp=sum(s.seated * s.package_rp for s in sectors),
    )  # fmt: skip
