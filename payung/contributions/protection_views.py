"""Pelindungan: who is active, in grace or lapsed, until when, and what it costs to keep him."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.contributions import queries
from payung.contributions.enums import Standing
from payung.language.formats import tanggal
from payung.programme import queries as programme
from payung.reference import clock
from payung.rules.months import month_of
from payung.ui.lists import Column, list_page

TONES = {
    Standing.ACTIVE: "good",
    Standing.DUE: "",
    Standing.GRACE: "warn",
    Standing.LAPSED: "bad",
    Standing.NEVER: "quiet",
}
TIERS = {"sudah": "Sudah", "akan": "Akan, bila dibayar", "tidak": "Tidak tahun ini"}
TIER_TONES = {"sudah": "good", "akan": "", "tidak": "warn"}


def _full(row: queries.Protected) -> str:
    """Whether the full JKM tier is reached, with its day where there is one."""
    if row.full_tier == "tidak" or row.outlook.full_on is None:
        return TIERS[row.full_tier]
    return f"{'Sejak' if row.full_tier == 'sudah' else 'Mulai'} {tanggal(row.outlook.full_on)}"


ROWS = [
    Column("Nama", lambda r: r.name, link=lambda r: reverse("worker", args=[r.worker_id])),
    Column("Sektor", lambda r: r.sector),
    Column("Kelurahan", lambda r: r.kelurahan),
    Column("Keadaan", lambda r: r.state.label, tone=lambda r: TONES[r.state]),
    Column("Aktif sampai", lambda r: r.outlook.active_until, kind="date"),
    Column("Bayar tunggakan sampai", lambda r: r.outlook.keep_until, kind="date"),
    Column("Biaya menjaga", lambda r: r.keep_rp, kind="rupiah"),
    Column("JKM penuh", _full, tone=lambda r: TIER_TONES[r.full_tier]),
    Column("Bulan dibayar", lambda r: r.outlook.months_paid, kind="number"),
    Column("Sisa bulan sampai beasiswa", lambda r: r.outlook.scholarship_left, kind="number"),
]


class ProtectedFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=[("", "Semua"), *Standing.choices])
    jkm = forms.ChoiceField(label="JKM penuh", required=False, choices=[("", "Semua"), *TIERS.items()])


@needs(Can.SEE_ENROLMENT)
def protected(request: StaffRequest) -> HttpResponse:
    """Everybody of the round one looks at; figures of all, rows of the filter."""
    round = programme.looked_at(request).round
    if round is None:
        return render(request, "contributions/protected.html", {"round": None})
    form = ProtectedFilter(request.GET)
    form.is_valid()
    told = form.cleaned_data
    today = clock.today()
    everybody = queries.protected(round.pk, today, scope=request.scope, text=told.get("cari", "").strip())
    state, tier = told.get("keadaan", ""), told.get("jkm", "")
    rows = [r for r in everybody if state in ("", r.state) and tier in ("", r.full_tier)]
    return list_page(
        request, rows, ROWS, template="contributions/protected.html", name="pelindungan", form=form, what="peserta",
        round=round, on=today, counts=queries.count_protected(everybody), month=month_of(today),
        due_on=queries.due_on(month_of(today)),
    )  # fmt: skip
