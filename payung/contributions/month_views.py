"""One month from the stop list to the books: what is done, what comes next, and what a missed due date does."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.contributions import actions, queries
from payung.contributions.enums import LetterKind, OrderState
from payung.contributions.forms import LetterForm, StopForm
from payung.enrolment import queries as enrolment
from payung.matching import queries as matching
from payung.matching.enums import StopReason
from payung.programme import queries as programme
from payung.reference import clock
from payung.rules import months
from payung.ui.lists import Column, list_page

if TYPE_CHECKING:
    from payung.programme.models import Round

STEPS = [
    "Daftar berhenti",
    "Tagihan cocok",
    "Perintah bayar",
    "Tiga tanda tangan",
    "Surat & bayar",
    "Dibukukan",
]
STOPS = [
    Column("Nama", lambda s: s.name, link=lambda s: reverse("worker", args=[s.worker_id])),
    Column("KPJ", lambda s: s.kpj),
    Column("Sebab", lambda s: s.words),
    Column("Sejak", lambda s: s.since, kind="date"),
    Column("Jawaban register", lambda s: s.said_on, kind="date"),
    Column(
        "Keputusan",
        lambda s: f"Tetap dibayar: {s.kept_for}" if s.kept_for else "Belum diputuskan",
        tone=lambda s: "" if s.kept_for else "bad",
    ),
    Column("Yang harus dilakukan", lambda s: s.to_do),
    Column("Putuskan", lambda s: "Putuskan" if s.is_open else "", link=lambda s: _decide_link(s)),
]
PAYABLE = [
    Column("Nama", lambda m: m.name),
    Column("KPJ", lambda m: m.kpj),
    Column("Sektor", lambda m: m.sector),
    Column("Iuran", lambda m: m.amount_rp, kind="rupiah"),
]


def _decide_link(stop: queries.Stop) -> str:
    if not stop.is_open:
        return ""
    if stop.reason == StopReason.DEAD:
        return reverse("report_event", args=[stop.worker_id])
    return f"#putuskan-{stop.membership_id}"


@needs(Can.SEE_MONEY)
def month(request: StaffRequest, round_id: int, month: int) -> HttpResponse:
    """The six steps of a month, the stop list, and what happens to whom when it is not paid."""
    round = _round(round_id, month)
    today = clock.today()
    row = next(r for r in queries.month_grid(round_id, today) if r.month == month)
    stops = queries.stop_list(round_id, month, on=today)
    waiting = [stop for stop in stops if stop.is_open]
    return list_page(
        request, stops, STOPS, template="contributions/month.html", name=f"daftar-berhenti-{months.format_month(month)}",
        what="orang", names=Can.SEE_PAID, round=round, month=month, row=row, steps=STEPS, step=_step(row, len(waiting)),
        waiting=[stop for stop in waiting if stop.reason != StopReason.DEAD], form=StopForm(),
        missed=None if row.is_paid else queries.if_missed(round_id, month),
        may_decide=request.user.may(Can.RECORD_PAYMENT), may_receive=request.user.may(Can.RECEIVE_INVOICE) and not row.is_closed,
        ages=matching.register_ages(today), closings=queries.closings(round_id, month), may_reopen=request.user.may(Can.APPROVE_PAYMENT),
    )  # fmt: skip


def _step(row: queries.MonthRow, undecided: int) -> int:
    """The step that comes next, counted from 1; one more than there are when everything is done."""
    state = row.order.state if row.order else None
    if state == OrderState.PAID:
        return len(STEPS) + 1
    if state == OrderState.APPROVED:
        return 5
    if state:
        return 4
    if undecided:
        return 1
    return 3 if row.invoice else 2


@needs(Can.SEE_PAID)
def payable(request: StaffRequest, round_id: int, month: int) -> HttpResponse:
    """The list for payment: whom BPJS should bill this month, and for how much."""
    round = _round(round_id, month)
    price_rp = {m.membership_id: m.amount_rp for m in queries.members(round_id, month)}
    text = request.GET.get("cari", "").strip()
    listed = [m for m in enrolment.memberships_in(month, round_id=round_id) if text.lower() in m.name.lower()]
    rows = [queries.Payable(m.name, m.kpj, m.sector, price_rp[m.membership_id]) for m in listed]
    return list_page(
        request, rows, PAYABLE, template="contributions/payable.html", name=f"daftar-bayar-{months.format_month(month)}",
        what="orang", round=round, month=month, text=text, total_rp=sum(row.amount_rp for row in rows),
    )  # fmt: skip


@require_POST
@needs(Can.RECORD_PAYMENT)
def stop(request: StaffRequest, round_id: int, month: int, membership_id: int) -> HttpResponse:
    """Berhentikan, or tetap dibayar with a reason."""
    _round(round_id, month)
    form = StopForm(request.POST)
    form.is_valid()
    told = form.cleaned_data
    now = clock.now()
    try:
        if "tetap" in request.POST:
            reason = told.get("reason", "")
            actions.keep_member(round_id, month, membership_id, reason, by=request.user, at=now)
        else:
            on = told.get("on") or months.last_day(month - 1)
            actions.stop_member(round_id, month, membership_id, on=on, by=request.user, at=now)
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, "Sudah tersimpan.")
    return redirect("month", round_id, month)


@require_POST
@needs(Can.RECORD_PAYMENT)
def letter(request: StaffRequest, order_id: int) -> HttpResponse:
    if queries.order(order_id) is None:
        raise Http404
    form = LetterForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Isi nomor dan tanggal surat, misalnya 7 Mei 2025.", extra_tags="bad")
        return redirect("payment_order", order_id)
    try:
        written = actions.record_letter(order_id, **form.cleaned_data, by=request.user, at=clock.now())
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, f"{LetterKind(written.kind).name} {written.number} sudah tersimpan.")
    return redirect("payment_order", order_id)


def _round(round_id: int, month: int) -> "Round":
    round = programme.round_(round_id)
    if round is None or not round.first_month <= month <= round.last_month:
        raise Http404
    return round
