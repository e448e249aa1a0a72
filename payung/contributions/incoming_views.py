"""The branch's invoice and its active list: looked at before they are saved."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.contributions import actions, active_list, invoice
from payung.files import actions as files
from payung.files.models import Incoming
from payung.files.queries import content
from payung.language.formats import angka, rupiah
from payung.reference import clock
from payung.rules.months import month_in_words
from payung.tables.reading import Decisions, Reading
from payung.ui.incoming import IncomingPage, Summary, format_of, incoming_page


def _of_invoice(incoming: Incoming, reading: Reading, decided: Decisions) -> Summary:
    read = invoice.invoice_of(reading, name=incoming.file.name)
    declared_rp = incoming.details.get("declared_rp")
    figures = [
        ("Bulan iuran", month_in_words(incoming.details["month"])),
        ("Orang", angka(len(read.lines))),
        ("Jumlah baris", rupiah(read.total_rp)),
    ]
    if read.declared_rp is not None:
        figures.append(("Total di berkas", rupiah(read.declared_rp)))
    if declared_rp is not None:
        figures.append(("Total pada surat", rupiah(declared_rp)))
    trouble = next(
        filter(None, (invoice.total_differs(rp, read.total_rp) for rp in (declared_rp, read.declared_rp))), ""
    )
    notes = [trouble] if trouble else []
    if read.declared_rp is None:
        notes.append("Berkas ini tidak menyebut total. Cocokkan jumlahnya dengan surat cabang.")
    return Summary(
        figures, notes=notes, save_label="" if trouble else f"Simpan tagihan {angka(len(read.lines))} orang"
    )


def _save_invoice(request: StaffRequest, incoming: Incoming, decided: Decisions) -> HttpResponse:
    details = incoming.details
    received = actions.receive_invoice(
        content(incoming.file),
        name=incoming.file.name,
        round_id=details["round_id"],
        month=details["month"],
        kode_iuran=details["kode_iuran"],
        declared_rp=details["declared_rp"],
        decided=decided,
        by=request.user,
        at=clock.now(),
    )
    files.close(incoming.pk, at=clock.now())
    return redirect("invoice", received.pk)


def _back_to_invoice(details: Mapping[str, Any]) -> str:
    return reverse("invoice_receive", args=[details["round_id"]])


INVOICE = IncomingPage(
    invoice.DOOR,
    "Periksa tagihan",
    "invoice_check",
    _back_to_invoice,
    "Terima tagihan",
    _of_invoice,
    _save_invoice,
)


def _of_active_list(incoming: Incoming, reading: Reading, decided: Decisions) -> Summary:
    people = active_list.active_people(reading, name=incoming.file.name)
    figures = [("Bulan", month_in_words(incoming.details["month"])), ("Orang aktif", angka(len(people)))]
    return Summary(figures, save_label=f"Simpan {angka(len(people))} orang")


def _save_active_list(request: StaffRequest, incoming: Incoming, decided: Decisions) -> HttpResponse:
    details = incoming.details
    received = actions.receive_active_list(
        content(incoming.file),
        name=incoming.file.name,
        round_id=details["round_id"],
        month=details["month"],
        decided=decided,
        by=request.user,
        at=clock.now(),
    )
    files.close(incoming.pk, at=clock.now())
    messages.success(request, f"Daftar aktif cabang sudah tersimpan: {angka(received.people)} orang.")
    return redirect("reconciliation", details["round_id"], details["month"])


def _back_to_reconciliation(details: Mapping[str, Any]) -> str:
    return reverse("reconciliation", args=[details["round_id"], details["month"]])


ACTIVE_LIST = IncomingPage(
    active_list.DOOR, "Periksa daftar aktif", "active_list_check", _back_to_reconciliation, "Pencocokan",
    _of_active_list, _save_active_list,
)  # fmt: skip


@needs(Can.RECEIVE_INVOICE)
def check_invoice(request: StaffRequest, incoming_id: int) -> HttpResponse:
    """Periksa hasil of an invoice."""
    return incoming_page(request, incoming_id, INVOICE)


@needs(Can.RECEIVE_INVOICE)
def active_list_format(request: StaffRequest) -> HttpResponse:
    """Unduh format of an active list."""
    return format_of(active_list.DOOR, name="format-daftar-aktif")


@needs(Can.RECEIVE_INVOICE)
def check_active_list(request: StaffRequest, incoming_id: int) -> HttpResponse:
    """Periksa hasil of an active list."""
    return incoming_page(request, incoming_id, ACTIVE_LIST)
