"""The dashboard of the mayor's office and the auditor's trail. Reads only."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.audit import queries as audit
from payung.claims import queries as claims
from payung.files.queries import download
from payung.language.formats import angka, bulan, bulan_pendek
from payung.programme import queries as programme
from payung.reference import clock
from payung.reports import papers, queries
from payung.reports.charts import Bar, bars, short_name, tint
from payung.ui.lists import Column, list_page

TRAIL = [
    Column("Waktu", lambda line: f"{localtime(line.at):%d-%m-%Y %H.%M}", order="at"),
    Column("Siapa", lambda line: line.actor_name, order="actor_name"),
    Column("Apa", lambda line: line.sentence),
    Column("Alasan", lambda line: line.reason),
    Column("Objek", lambda line: f"{line.object_type} {line.object_id[:8]}"),
    Column(
        "Data pribadi",
        lambda line: "Dilihat" if line.personal_read else "",
        tone=lambda line: "warn" if line.personal_read else "quiet",
    ),
]


class TrailFilter(forms.Form):
    cari = forms.CharField(
        label="Cari kalimat atau nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    pribadi = forms.ChoiceField(
        label="Data pribadi", required=False, choices=[("", "Semua"), ("1", "Yang melihat data pribadi")]
    )


@needs(Can.SEE_DASHBOARD)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Four figures, the trend, who is covered where, the money. No personal data."""
    with queries.read_only():
        round = programme.looked_at(request).round
        if round is None:
            return render(request, "reports/dashboard.html", {"round": None})
        paid_month = queries.last_paid_month(round.pk)
        month = paid_month or round.first_month
        figures = queries.figures(round.pk, month)
        trend = queries.active_by_month(round.pk)
        sectors = queries.cover_by_sector(round.pk, month)
        kelurahan = queries.cover_by_kelurahan(round.pk, month)
        context = {
            "round": round,
            "month": month,
            "paid_month": paid_month,
            "figures": figures,
            "filled_percent": round_percent(figures.seats_filled, figures.seats),
            "trend": trend,
            "trend_title": _finding(trend),
            "chart": bars([Bar(bulan_pendek(m), n, m == month) for m, n in trend], title=_finding(trend)),
            "sectors": sectors,
            "tiles": [(tile, short_name(tile.name), tint(tile.percent)) for tile in kelurahan],
            "funds": queries.money_by_fund(),
            "deaths": queries.benefit_days(round.pk),
            "reach": claims.reach(on=clock.today()),
        }
    return render(request, "reports/dashboard.html", context)


@needs(Can.SEE_DASHBOARD)
def monthly(request: HttpRequest, round_id: int, month: int) -> HttpResponse:
    """The month on one page, to print or to send: counts and sums only."""
    with queries.read_only():
        round = next((r for r in queries.rounds() if r.pk == round_id), None)
        if round is None or not round.first_month <= month <= round.last_month:
            raise Http404
        made = papers.monthly_paper(round, month, until=clock.today())
    return download(made, name=f"laporan-{bulan(month)}.pdf", content_type="application/pdf")


@needs(Can.SEE_AUDIT)
def trail(request: StaffRequest) -> HttpResponse:
    """Jejak: who did what, when and why; with the verdict over the chain."""
    form = TrailFilter(request.GET)
    form.is_valid()
    rows = audit.lines()
    if text := form.cleaned_data.get("cari"):
        rows = rows.filter(sentence__icontains=text) | rows.filter(actor_name__icontains=text)
    if form.cleaned_data.get("pribadi"):
        rows = rows.filter(personal_read=True)
    return list_page(
        request,
        rows,
        TRAIL,
        template="reports/trail.html",
        name="jejak",
        form=form,
        what="baris",
        chain=audit.chain_state(),
    )


def round_percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _finding(trend: list[tuple[int, int]]) -> str:
    """The title states what the chart shows."""
    paid = [(month, people) for month, people in trend if people]
    if not paid:
        return "Belum ada bulan yang dibayar"
    month, people = paid[-1]
    return f"{angka(people)} orang terlindungi pada {bulan(month)}"
