"""Dana: what each source may spend, what is reserved and paid, and every movement of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from payung.accounts.enums import Can
from payung.accounts.gate import needs
from payung.contributions import queries
from payung.contributions.forms import FundFilter
from payung.contributions.views import chosen
from payung.programme import queries as programme
from payung.ui.lists import Column, list_page

FUNDS = [
    Column("Dana", lambda f: f[0].name, link=lambda f: reverse("fund_transfers", args=[f[0].pk])),
    Column("Pagu", lambda f: f[1].appropriation_rp, kind="rupiah"),
    Column("Dicadangkan", lambda f: f[1].reserved_rp, kind="rupiah"),
    Column("Dibayar ke BPJS", lambda f: f[1].paid_rp, kind="rupiah"),
    Column("Sisa", lambda f: f[1].rest_rp, kind="rupiah"),
    Column("Dipakai paling lambat", lambda f: f[0].use_by, kind="date"),
]
TRANSFERS = [
    Column("Tanggal", lambda t: t.effective_on, kind="date", order="effective_on"),
    Column("Dari", lambda t: t.credit.get_kind_display()),
    Column("Ke", lambda t: t.debit.get_kind_display()),
    Column("Jumlah", lambda t: t.amount_rp, kind="rupiah", order="amount_rp"),
    Column("Catatan", lambda t: t.note),
]


@needs(Can.SEE_MONEY)
def balances(request: HttpRequest) -> HttpResponse:
    form = FundFilter(request.GET)
    text = chosen(form, "cari").lower()
    rows = [row for row in queries.all_balances() if text in row[0].name.lower()]
    return list_page(
        request, rows, FUNDS, template="contributions/balances.html", name="dana", form=form, what="dana"
    )


@needs(Can.SEE_MONEY)
def transfers(request: HttpRequest, fund_id: int) -> HttpResponse:
    fund = programme.funds().filter(pk=fund_id).first()
    if fund is None:
        raise Http404
    form = FundFilter(request.GET)
    rows = queries.transfers(fund_id).filter(note__icontains=chosen(form, "cari"))
    return list_page(
        request,
        rows,
        TRANSFERS,
        template="contributions/transfers.html",
        name="mutasi-dana",
        form=form,
        what="mutasi",
        fund=fund,
        balances=queries.balances(fund),
    )
