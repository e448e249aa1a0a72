"""Iuran dan dana: each month's invoice, differences, signatures and payment, and what is left of a fund."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.contributions import actions, papers, queries
from payung.contributions.enums import DifferenceKind, LetterKind, OrderState
from payung.contributions.forms import (
    DifferenceFilter,
    InvoiceForm,
    LetterForm,
    LineFilter,
    PaymentForm,
    ReasonForm,
)
from payung.contributions.incoming_views import INVOICE
from payung.contributions.invoice import CLOSES, template
from payung.contributions.models import Invoice, PaymentOrder
from payung.contributions.month_columns import MONTHS, TONES
from payung.enrolment import queries as enrolment
from payung.files.queries import content, download
from payung.language.formats import rupiah
from payung.programme import queries as programme
from payung.reference import clock
from payung.rules.months import month_in_words
from payung.tables.places import in_words
from payung.ui.incoming import take_in
from payung.ui.lists import XLSX, Column, list_page

DIFFERENCES = [
    Column("Baris", lambda d: in_words(d.line.row_number) if d.line else ""),
    Column("KPJ", lambda d: d.line.kpj if d.line else d.membership.kpj),
    Column("Nama", lambda d: d.membership.worker.name if d.membership else d.line.name),
    Column("Selisih", lambda d: d.get_kind_display(), order="kind"),
    Column("Menurut kita", lambda d: rupiah(d.expected_rp) if d.expected_rp else ""),
    Column("Ditagih", lambda d: rupiah(d.invoiced_rp) if d.invoiced_rp else ""),
    Column("Yang harus dilakukan", lambda d: CLOSES[DifferenceKind(d.kind)]),
]
LINES = [
    Column("Nama", lambda line: line.worker.name, order="worker__name"),
    Column("KPJ", lambda line: line.membership.kpj, order="membership__kpj"),
    Column("Sektor", lambda line: line.membership.place.sector.name, order="membership__place__sector__name"),
    Column(
        "Kelurahan",
        lambda line: line.worker.kelurahan.name if line.worker.kelurahan else "",
        order="worker__kelurahan__name",
    ),
    Column("Iuran", lambda line: line.amount_rp, kind="rupiah", order="amount_rp"),
]


# -- Iuran -----------------------------------------------------------------------------------------------
@needs(Can.SEE_MONEY)
def grid(request: HttpRequest) -> HttpResponse:
    round = programme.looked_at(request).round
    today = clock.today()
    return list_page(
        request,
        queries.month_grid(round.pk, today) if round else [],
        MONTHS,
        template="contributions/grid.html",
        name="iuran",
        what="bulan",
        round=round,
        due=queries.next_due(today, round.pk) if round else None,
        may_read_names=_may(request, Can.SEE_PAID),
        may_receive=_may(request, Can.RECEIVE_INVOICE),
    )


@needs(Can.RECEIVE_INVOICE)
def receive(request: StaffRequest, round_id: int) -> HttpResponse:
    round = programme.round_(round_id)
    if round is None:
        raise Http404
    programme.looked_at(request, round)
    months = list(range(round.first_month, round.last_month + 1))
    form = InvoiceForm(request.POST or None, request.FILES or None, months=months)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        details = {
            "round_id": round_id,
            **{name: given[name] for name in ("month", "kode_iuran", "declared_rp")},
        }
        if waiting := take_in(request, form, INVOICE, details):
            return redirect("invoice_check", waiting.pk)
    status = 422 if form.is_bound else 200
    return render(
        request, "contributions/receive.html", {"form": form, "round": round, "months": months}, status=status
    )


@needs(Can.RECEIVE_INVOICE)
def invoice_template(request: HttpRequest, round_id: int, month: int) -> HttpResponse:
    members = enrolment.memberships_in(month, round_id=round_id)
    prices = {m.membership_id: m.amount_rp for m in queries.members(round_id, month)}
    rows = [(m.kpj, m.name, prices[m.membership_id]) for m in members]
    words = month_in_words(month)
    return download(template(words, rows), name=f"format-tagihan-{words}.xlsx", content_type=XLSX)


@needs(Can.SEE_MONEY)
def invoice(request: HttpRequest, invoice_id: int) -> HttpResponse:
    shown = _invoice(invoice_id)
    form = DifferenceFilter(request.GET)
    counts = queries.difference_counts(invoice_id)
    rows = queries.differences(invoice_id, kind=chosen(form, "jenis"), text=chosen(form, "cari"))
    order = (
        queries.orders(shown.round_id)
        .filter(invoice=shown, correction=None)
        .exclude(state=OrderState.VOID)
        .first()
    )
    return list_page(
        request,
        rows,
        DIFFERENCES,
        template="contributions/invoice.html",
        name="selisih-tagihan",
        form=form,
        what="selisih",
        names=Can.SEE_PAID,
        invoice=shown,
        month=month_in_words(shown.month),
        counts=[(DifferenceKind(kind), n, CLOSES[DifferenceKind(kind)]) for kind, n in counts.items()],
        order=order,
        may_receive=_may(request, Can.RECEIVE_INVOICE),
        may_create=_may(request, Can.RECORD_PAYMENT) and order is None,
    )


@require_POST
@needs(Can.RECEIVE_INVOICE)
def recheck(request: HttpRequest, invoice_id: int) -> HttpResponse:
    found = actions.recheck_invoice(_invoice(invoice_id).pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, f"Sudah diperiksa ulang: {found.agreed} cocok, {found.differences} selisih.")
    return redirect("invoice", invoice_id)


@require_POST
@needs(Can.RECORD_PAYMENT)
def create(request: HttpRequest, invoice_id: int) -> HttpResponse:
    try:
        order = actions.create_order(_invoice(invoice_id).pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect("invoice", invoice_id)
    messages.success(request, "Perintah bayar sudah disiapkan. Sekarang orang lain memverifikasinya.")
    return redirect("payment_order", order.pk)


# -- Perintah bayar --------------------------------------------------------------------------------------
@needs(Can.SEE_MONEY)
def order(request: HttpRequest, order_id: int, payment: PaymentForm | None = None) -> HttpResponse:
    shown = _order(order_id)
    form = LineFilter(request.GET)
    buttons = _buttons(request, shown)
    return list_page(
        request,
        queries.order_lines(order_id, text=chosen(form, "cari")),
        LINES,
        template="contributions/order.html",
        name="perintah-bayar",
        form=form,
        what="orang",
        names=Can.SEE_PAID,
        order=shown,
        month=month_in_words(shown.month),
        tone=TONES[OrderState(shown.state)],
        sectors=queries.sector_totals(order_id),
        balances=queries.balances(shown.fund),
        payment=payment or PaymentForm(initial={"paid_on": clock.today()}),
        reason=ReasonForm(),
        letters=shown.letters.select_related("recorded_by"),
        letter=LetterForm(initial={"dated_on": clock.today()}) if buttons["may_write_letter"] else None,
        **buttons,
    )


def _buttons(request: HttpRequest, order: PaymentOrder) -> dict[str, bool]:
    """Which buttons this person sees: his role, the state, and that he has not signed before."""
    me, state = request.user.pk, order.state
    return {
        "may_verify": state == OrderState.CREATED
        and _may(request, Can.VERIFY_PAYMENT)
        and me != order.created_by_id,
        "may_approve": state == OrderState.VERIFIED
        and _may(request, Can.APPROVE_PAYMENT)
        and me not in (order.created_by_id, order.verified_by_id),
        "may_write_letter": state in (OrderState.APPROVED, OrderState.PAID)
        and _may(request, Can.RECORD_PAYMENT)
        and order.letters.count() < len(LetterKind),
        "may_pay": state == OrderState.APPROVED and _may(request, Can.RECORD_PAYMENT),
        "may_void": state in (OrderState.CREATED, OrderState.VERIFIED, OrderState.APPROVED)
        and _may_void(request),
    }


def _may_void(request: HttpRequest) -> bool:
    return any(_may(request, can) for can in (Can.RECORD_PAYMENT, Can.VERIFY_PAYMENT, Can.APPROVE_PAYMENT))


@require_POST
@needs(Can.VERIFY_PAYMENT)
def verify(request: HttpRequest, order_id: int) -> HttpResponse:
    return _signed(
        request, order_id, actions.verify_order, "Sudah diverifikasi. Pejabat penyetuju dapat menyetujuinya."
    )


@require_POST
@needs(Can.APPROVE_PAYMENT)
def approve(request: HttpRequest, order_id: int) -> HttpResponse:
    return _signed(
        request, order_id, actions.approve_order, "Sudah disetujui. Dananya dicadangkan dari pagu."
    )


def _signed(request: HttpRequest, order_id: int, sign: Any, done: str) -> HttpResponse:
    try:
        sign(_order(order_id).pk, by=request.user, at=clock.now())
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, done)
    return redirect("payment_order", order_id)


@require_POST
@needs(Can.SEE_MONEY)
def void(request: HttpRequest, order_id: int) -> HttpResponse:
    if not _may_void(request):
        raise Http404

    def take_back(pk: int, **who: Any) -> None:
        actions.void_order(pk, request.POST.get("reason", ""), **who)

    return _signed(request, order_id, take_back, "Perintah bayar dibatalkan. Bulannya terbuka lagi.")


@require_POST
@needs(Can.RECORD_PAYMENT)
def pay(request: HttpRequest, order_id: int) -> HttpResponse:
    form = PaymentForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        file = given.pop("proof")
        given["credit_rp"] = given["credit_rp"] or 0
        proof = actions.Proof(file.read(), file.name, file.content_type) if file else None
        try:
            paid = actions.record_payment(
                _order(order_id).pk,
                **given,
                proof=proof,
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell_paid(request, paid)
            return redirect("payment_order", order_id)
    response = order(request, order_id, form)
    response.status_code = 422
    return response


def _tell_paid(request: HttpRequest, paid: PaymentOrder) -> None:
    if paid.is_late and paid.paid_on:
        late = (paid.paid_on - paid.due_on).days
        messages.warning(
            request,
            f"Sudah tersimpan, tetapi terlambat {late} hari. Tanyakan ke cabang BPJS apakah pelindungan bulan ini penuh.",
            extra_tags="warn",
        )
    else:
        messages.success(request, "Sudah tersimpan. Bulan ini terhitung dibayar untuk semua orang di daftar.")


@needs(Can.SEE_MONEY)
def proof(request: HttpRequest, order_id: int) -> HttpResponse:
    file = _order(order_id).proof_file
    if file is None:
        raise Http404
    return download(content(file), name=file.name, content_type="application/octet-stream")


@needs(Can.SEE_MONEY)
def order_sheet(request: HttpRequest, order_id: int) -> HttpResponse:
    """The order as the paper three people sign: counts and sums, no person."""
    found = _order(order_id)
    return download(
        papers.order_paper(found), name=f"perintah-bayar-{found.pk:05d}.pdf", content_type="application/pdf"
    )


def chosen(form: Form, field: str) -> str:
    form.is_valid()
    return str(form.cleaned_data.get(field, ""))


def _may(request: HttpRequest, capability: Can) -> bool:
    return request.user.may(capability)  # type: ignore[union-attr]


def _invoice(invoice_id: int) -> Invoice:
    if found := queries.invoice(invoice_id):
        return found
    raise Http404


def _order(order_id: int) -> PaymentOrder:
    if found := queries.order(order_id):
        return found
    raise Http404
