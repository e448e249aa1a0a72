"""What does a month of a round show in a row: people, invoice, differences, order, state?"""

from django.urls import reverse

from payung.contributions import queries
from payung.contributions.enums import OrderState
from payung.language.formats import rupiah
from payung.ui.lists import Column

TONES = {
    OrderState.CREATED: "",
    OrderState.VERIFIED: "warn",
    OrderState.APPROVED: "warn",
    OrderState.PAID: "good",
    OrderState.VOID: "quiet",
}


def _month_state(row: queries.MonthRow) -> str:
    if row.order:
        return row.order.get_state_display()
    return "Terlambat" if row.is_overdue else "Belum disiapkan"


def _month_tone(row: queries.MonthRow) -> str:
    return TONES[OrderState(row.order.state)] if row.order else ("bad" if row.is_overdue else "")


def _month_link(row: queries.MonthRow) -> str:
    if row.order:
        return reverse("payment_order", args=[row.order.pk])
    return reverse("invoice", args=[row.invoice.pk]) if row.invoice else ""


MONTHS = [
    Column("Bulan", lambda r: r.name, link=lambda r: reverse("month", args=[r.round_id, r.month])),
    Column("Jatuh tempo", lambda r: r.due_on, kind="date"),
    Column("Peserta aktif", lambda r: r.active, kind="number"),
    Column("Ditagih", lambda r: r.invoice.people if r.invoice else 0, kind="number"),
    Column("Selisih", lambda r: r.differences, kind="number"),
    Column(
        "Pencocokan",
        lambda r: "Lima arah",
        link=lambda r: reverse("reconciliation", args=[r.round_id, r.month]),
    ),
    Column("Perintah bayar", lambda r: rupiah(r.order.total_rp) if r.order else "", link=_month_link),
    Column("Status", _month_state, tone=_month_tone),
    Column("Dibayar", lambda r: r.order.paid_on if r.order else None, kind="date"),
]
