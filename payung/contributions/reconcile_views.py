"""Pencocokan lima arah: SK, KPJ, tagihan, bayar and the branch's active list, person by person."""

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.contributions import actions, queries
from payung.contributions.enums import Mismatch, Owner
from payung.contributions.forms import ActiveListForm
from payung.contributions.incoming_views import ACTIVE_LIST
from payung.contributions.queries import FiveWays
from payung.language.formats import rupiah
from payung.programme import queries as programme
from payung.reference import clock
from payung.rules import months
from payung.ui.incoming import take_in
from payung.ui.lists import Column, list_page

if TYPE_CHECKING:
    from payung.programme.models import Round

MARKS = {True: "✓", False: "✗", None: "?"}
WAYS = [
    ("SK", "decreed"), ("KPJ", "registered"), ("Tagihan", "invoiced"), ("Bayar", "paid"), ("Aktif BPJS", "active"),
]  # fmt: skip


def _mark(way: str):
    return lambda row: MARKS[getattr(row, way)]


def _step(row: FiveWays) -> str:
    return queries.STEPS[row.kind] if row.kind else ""


def columns(today: date) -> list[Column]:
    """The ages of the differences are counted to that day."""
    return [
        Column(
            "Nama",
            lambda r: r.name,
            link=lambda r: reverse("worker", args=[r.worker_id]) if r.worker_id else "",
        ),
        Column("KPJ", lambda r: r.kpj or ""),
        *(Column(label, _mark(way)) for label, way in WAYS),
        Column(
            "Selisih",
            lambda r: r.kind.label if r.kind else "Cocok",
            tone=lambda r: "bad" if r.kind else "good",
        ),
        Column("Jumlah", lambda r: _amounts(r)),
        Column("Yang mengurus", lambda r: r.owner.label if r.owner else ""),
        Column("Umur (hari)", lambda r: r.age_days(today) or 0, kind="number"),
        Column("Yang harus dilakukan", _step),
    ]


def _amounts(row: FiveWays) -> str:
    if row.kind == Mismatch.OTHER_AMOUNT:
        return f"{rupiah(row.invoiced_rp or 0)}, seharusnya {rupiah(row.expected_rp or 0)}"
    amount_rp = row.paid_rp or row.invoiced_rp or row.expected_rp
    return rupiah(amount_rp) if amount_rp else ""


class MismatchFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    jenis = forms.ChoiceField(
        label="Tampilkan",
        required=False,
        choices=[("", "Yang berselisih"), ("semua", "Semua orang"), *Mismatch.choices],
    )
    pengurus = forms.ChoiceField(
        label="Yang mengurus", required=False, choices=[("", "Semua"), *Owner.choices]
    )


@needs(Can.SEE_MONEY)
def reconciliation(request: StaffRequest, round_id: int, month: int) -> HttpResponse:
    """One month, every person any of the five names; differences unless asked for all."""
    round = _round(round_id, month)
    form = MismatchFilter(request.GET)
    form.is_valid()
    told = form.cleaned_data
    everybody = queries.five_ways(round_id, month, today=clock.today(), due_on=queries.due_on(month))
    counts = queries.mismatch_counts(everybody)
    response = list_page(
        request, [row for row in everybody if _wanted(row, told)], columns(clock.today()),
        template="contributions/reconciliation.html", name=f"pencocokan-{months.format_month(month)}", form=form,
        what="orang", names=Can.SEE_PAID, round=round, month=month, totals=_totals(everybody),
        counts=[(kind, people, queries.OWNERS[kind], queries.STEPS[kind]) for kind, people in counts.items()],
        spans=range(round.first_month, round.last_month + 1), upload=ActiveListForm(),
        may_receive=request.user.may(Can.RECEIVE_INVOICE),
        overpaid=counts.get(Mismatch.STOPPED_PAID, 0) if request.user.may(Can.RECORD_PAYMENT) else 0,
    )  # fmt: skip
    return response


def _wanted(row: FiveWays, told: dict[str, str]) -> bool:
    kind, owner, text = told.get("jenis", ""), told.get("pengurus", ""), told.get("cari", "").strip().lower()
    if kind != "semua" and (row.kind is None or kind not in ("", row.kind)):
        return False
    return owner in ("", row.owner) and text in row.name.lower()


def _totals(rows: list[FiveWays]) -> list[tuple[str, int | None]]:
    totals = queries.five_totals(rows)
    return [(label, totals[way]) for label, way in WAYS]


@require_POST
@needs(Can.RECEIVE_INVOICE)
def receive_active(request: StaffRequest, round_id: int, month: int) -> HttpResponse:
    _round(round_id, month)
    form = ActiveListForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Pilih berkas daftar aktif lebih dulu.", extra_tags="bad")
    elif waiting := take_in(request, form, ACTIVE_LIST, {"round_id": round_id, "month": month}):
        return redirect("active_list_check", waiting.pk)
    else:
        messages.error(request, " ".join(map(str, form.errors["file"])), extra_tags="bad")
    return redirect("reconciliation", round_id, month)


@require_POST
@needs(Can.RECORD_PAYMENT)
def credit(request: StaffRequest, round_id: int, month: int) -> HttpResponse:
    """Paid months of people who had stopped become credit at BPJS."""
    _round(round_id, month)
    credited = actions.credit_stopped(round_id, month, by=request.user, at=clock.now())
    messages.success(request, f"{credited} bulan dicatat sebagai kredit di BPJS.")
    return redirect("reconciliation", round_id, month)


def _round(round_id: int, month: int) -> "Round":
    round = programme.round_(round_id)
    if round is None or not round.first_month <= month <= round.last_month:
        raise Http404
    return round
