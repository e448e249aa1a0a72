"""Dana: what each source may spend, what is reserved, paid and forecast, its amendments, and the year's report."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.contributions import actions, queries
from payung.contributions.documents.realisation import realisation_pdf, realisation_xlsx
from payung.contributions.forms import (
    AmendForm,
    FundFilter,
    PayFromForm,
    TransferFilter,
    UnknownForm,
    YearForm,
)
from payung.contributions.queries import Forecast
from payung.contributions.views import chosen
from payung.documents.city import letterhead
from payung.files.queries import download
from payung.jobs.actions import Refused
from payung.language.formats import angka
from payung.programme import actions as programme_actions
from payung.programme import queries as programme
from payung.reference import clock
from payung.rules.months import month_in_words
from payung.ui.lists import XLSX, Column, list_page

if TYPE_CHECKING:
    from payung.programme.models import Fund


def _buys(row: Forecast) -> str:
    best = row.options[0] if row.options else None
    return f"{angka(best.people)} {best.words}" if best else ""


FUNDS = [
    Column("Dana", lambda f: f.fund.name, link=lambda f: reverse("fund_transfers", args=[f.fund.pk])),
    Column("Pagu", lambda f: f.now.appropriation_rp, kind="rupiah"),
    Column("Dicadangkan", lambda f: f.now.reserved_rp, kind="rupiah"),
    Column("Dibayar ke BPJS", lambda f: f.now.paid_rp, kind="rupiah"),
    Column("Untuk kursi sampai akhir", lambda f: f.committed_rp, kind="rupiah"),
    Column("Perkiraan sisa", lambda f: f.unspent_rp, kind="rupiah"),
    Column("Dipakai paling lambat", lambda f: f.fund.use_by, kind="date"),
    Column("Masih dapat dibeli", _buys),
]
TRANSFERS = [
    Column("Tanggal", lambda t: t.effective_on, kind="date", order="effective_on"),
    Column("Dari", lambda t: t.credit.get_kind_display()),
    Column("Ke", lambda t: t.debit.get_kind_display()),
    Column("Jumlah", lambda t: t.amount_rp, kind="rupiah", order="amount_rp"),
    Column("Catatan", lambda t: t.note),
]
USED = [
    Column("Dana", lambda u: u.fund.name),
    Column("Bulan iuran", lambda u: month_in_words(u.month)),
    Column("Orang", lambda u: u.people, kind="number"),
    Column("Dibayar", lambda u: u.paid_rp, kind="rupiah"),
    Column("Tanggal bayar", lambda u: u.paid_on, kind="date"),
]


@needs(Can.SEE_MONEY)
def balances(request: StaffRequest) -> HttpResponse:
    """Every source to its last day."""
    form = FundFilter(request.GET)
    found = programme.funds().filter(name__icontains=chosen(form, "cari"))
    return list_page(
        request, queries.forecasts(found, clock.today()), FUNDS, template="contributions/balances.html",
        name="dana", form=form, what="dana", may_run=request.user.may(Can.RUN_PROGRAMME),
    )  # fmt: skip


@needs(Can.SEE_MONEY)
def transfers(request: StaffRequest, fund_id: int) -> HttpResponse:
    """One source: forecast, amendments, every movement."""
    fund = _fund(fund_id)
    form = TransferFilter(request.GET)
    rows = queries.transfers(fund_id).filter(note__icontains=chosen(form, "cari"))
    payable = programme.payable_rounds(fund, clock.today())
    may_amend = request.user.may(Can.RUN_PROGRAMME)
    return list_page(
        request, rows, TRANSFERS, template="contributions/transfers.html", name="mutasi-dana", form=form, what="mutasi",
        fund=fund, forecast=queries.forecast(fund, clock.today()), changes=fund.changes.select_related("changed_by"),
        unexplained=queries.unexplained(fund_id), unknown=UnknownForm() if request.user.may(Can.RECORD_PAYMENT) else None,
        amend=AmendForm() if may_amend else None, may_cut=request.user.may(Can.SEE_SELECTION),
        pay_from=PayFromForm(rounds=payable) if may_amend and payable else None, round=next(iter(payable), None),
    )  # fmt: skip


@require_POST
@needs(Can.RUN_PROGRAMME)
def amend(request: StaffRequest, fund_id: int) -> HttpResponse:
    _fund(fund_id)
    form = AmendForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Isi pagu baru, nomor dokumen, dan tanggalnya.", extra_tags="bad")
        return redirect("fund_transfers", fund_id)
    try:
        actions.amend_appropriation(fund_id, **form.cleaned_data, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, "Perubahan pagu sudah tersimpan.")
    return redirect("fund_transfers", fund_id)


@require_POST
@needs(Can.RUN_PROGRAMME)
def pay_from(request: StaffRequest, fund_id: int) -> HttpResponse:
    """From a month on this fund pays a round."""
    payable = programme.payable_rounds(_fund(fund_id), clock.today())
    form = PayFromForm(request.POST, rounds=payable)
    if form.is_valid():
        round_id, month = (
            form.cleaned_data["putaran"] or next(iter(payable)).pk,
            form.cleaned_data["from_month"],
        )
        try:
            programme_actions.pay_from(round_id, fund_id, from_month=month, by=request.user, at=clock.now())
        except Refused as refusal:
            messages.error(request, str(refusal), extra_tags="bad")
        else:
            name = next(round.name for round in payable if round.pk == round_id)
            messages.success(request, f"Mulai {month_in_words(month)} {name} dibayar dari dana ini.")
    else:
        messages.error(request, "Pilih putaran dan bulan yang dapat dibayar dana ini.", extra_tags="bad")
    return redirect("fund_transfers", fund_id)


@require_POST
@needs(Can.RECORD_PAYMENT)
def unclear(request: StaffRequest, fund_id: int) -> HttpResponse:
    """Hold unknown money, or record what BPJS gave back."""
    _fund(fund_id)
    form = UnknownForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Isi jumlah, tanggal, dan nomor bukti bank.", extra_tags="bad")
        return redirect("fund_transfers", fund_id)
    told = dict(form.cleaned_data)
    note = told.pop("note")
    try:
        if "kembali" in request.POST:
            actions.refund_credit(fund_id, **told, by=request.user, at=clock.now())
        else:
            actions.hold_unknown(fund_id, **told, note=note, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, "Sudah tersimpan.")
    return redirect("fund_transfers", fund_id)


@require_POST
@needs(Can.RECORD_PAYMENT)
def explain(request: StaffRequest, fund_id: int, transfer_id: int) -> HttpResponse:
    if not queries.transfers(fund_id).filter(pk=transfer_id).exists():
        raise Http404
    try:
        actions.explain_unknown(
            transfer_id, is_credit="kredit" in request.POST, note=request.POST.get("note", ""),
            by=request.user, at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, "Sudah tersimpan.")
    return redirect("fund_transfers", fund_id)


@needs(Can.SEE_MONEY)
def realisation(request: StaffRequest) -> HttpResponse:
    """The report of a budget year: each source, then month by month."""
    form = YearForm(request.GET)
    year = int(chosen(form, "tahun") or clock.today().year)
    return list_page(
        request, queries.used_months(year, clock.today()), USED, template="contributions/realisation.html",
        name=f"realisasi-{year}", form=form, what="bulan", year=year, sources=queries.realised(year, clock.today()),
    )  # fmt: skip


@needs(Can.SEE_MONEY)
def realisation_paper(request: StaffRequest, year: int, kind: str) -> HttpResponse:
    until = clock.today()
    rows = queries.realised(year, until)
    if not rows or kind not in ("xlsx", "pdf"):
        raise Http404
    if kind == "xlsx":
        return download(
            realisation_xlsx(rows, year=year, until=until), name=f"realisasi-{year}.xlsx", content_type=XLSX
        )
    made = realisation_pdf(rows, year=year, until=until, letterhead=letterhead())
    return download(made, name=f"realisasi-{year}.pdf", content_type="application/pdf")


def _fund(fund_id: int) -> "Fund":
    fund = programme.funds().filter(pk=fund_id).first()
    if fund is None:
        raise Http404
    return fund
