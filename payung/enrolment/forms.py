"""What is filled in to send people to the branch, to read its reply, to print and hand over cards?"""

from typing import Any

from django import forms

from payung.enrolment.enums import EndReason, RegistrationState
from payung.enrolment.queries import profiles
from payung.reference.queries import kelurahan, sectors
from payung.selection.enums import NOT_CHOSEN
from payung.ui.forms import TanggalField
from payung.ui.incoming import SpreadsheetField

SEARCH = {"type": "search"}


class PlacesFilter(forms.Form):
    """Search by name, sector, kelurahan."""

    cari = forms.CharField(label="Cari nama", required=False, widget=forms.TextInput(attrs=SEARCH))
    sektor = forms.ChoiceField(label="Sektor", required=False)
    kelurahan = forms.ChoiceField(label="Kelurahan", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sektor"].choices = [("", "Semua"), *((s.code, s.name) for s in sectors())]  # type: ignore[attr-defined]
        self.fields["kelurahan"].choices = [("", "Semua"), *((k.code, k.name) for k in kelurahan())]  # type: ignore[attr-defined]


class RegistrationFilter(PlacesFilter):
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua"), *RegistrationState.choices]
    )


class CardFilter(PlacesFilter):
    cari = forms.CharField(label="Cari nama, KPJ, kode", required=False, widget=forms.TextInput(attrs=SEARCH))
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[
            ("", "Semua yang berlaku"),
            ("unprinted", "Belum dicetak"),
            ("undelivered", "Belum diserahkan"),
            ("delivered", "Sudah diserahkan"),
        ],
    )


class FileForm(forms.Form):
    """Which template the branch wants."""

    profile = forms.ChoiceField(label="Profil ekspor", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = [(p.pk, p.name) for p in profiles()]  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    file = SpreadsheetField(
        label="Balasan BPJS", columns="Kolom NIK atau nomor pendaftaran, KPJ, status, dan alasan."
    )


class ReplyFilter(forms.Form):
    cari = forms.CharField(label="Cari keterangan", required=False, widget=forms.TextInput(attrs=SEARCH))


class PrintForm(PlacesFilter):
    """Which cards: all, or those of a sector or kelurahan, or only those not printed yet."""

    field_order = ["sektor", "kelurahan", "only_unprinted"]
    only_unprinted = forms.BooleanField(label="Hanya yang belum dicetak", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["cari"]


class HandOverForm(forms.Form):
    """Scanned or typed; works with a keyboard scanner."""

    code = forms.CharField(
        label="Kode kartu",
        max_length=120,
        help_text="Pindai QR atau ketik kode di bawahnya.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    to = forms.CharField(
        label="Diterima oleh", max_length=120, required=False, help_text="Kosong = pemilik kartu."
    )
    on = TanggalField(label="Tanggal")


class ReissueForm(forms.Form):
    reason = forms.CharField(
        label="Alasan cetak ulang", max_length=120, help_text="Misalnya: hilang, rusak, salah nama."
    )


class LeaveForm(forms.Form):
    """Why a seat is given up, and the last day. A death is no reason here: it is reported as an event."""

    reason = forms.ChoiceField(
        label="Alasan melepas kursi",
        choices=[choice for choice in EndReason.choices if choice[0] not in NOT_CHOSEN],
        help_text="Kematian dicatat lewat Lapor kejadian di halaman pekerja.",
    )
    on = TanggalField(label="Hari terakhir", help_text="Paling lambat hari ini.")


class DeactivationFilter(forms.Form):
    cari = forms.CharField(label="Cari nama atau KPJ", required=False, widget=forms.TextInput(attrs=SEARCH))
