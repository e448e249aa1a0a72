"""What is filled in to receive an invoice, to record a payment, to take an order back?"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from payung.contributions.enums import DifferenceKind, LetterKind, OrderState
from payung.programme.queries import funds
from payung.rules.months import month_in_words
from payung.ui.forms import RupiahField, TanggalField
from payung.ui.incoming import SpreadsheetField

if TYPE_CHECKING:
    from payung.programme.models import Round


class InvoiceForm(forms.Form):
    """The branch's file for one month."""

    month = forms.TypedChoiceField(label="Bulan iuran", coerce=int)
    file = SpreadsheetField(label="Berkas tagihan dari BPJS", columns="Kolom KPJ dan Iuran.")
    kode_iuran = forms.CharField(label="Kode iuran", required=False, max_length=40)
    declared_rp = RupiahField(
        label="Total pada surat cabang",
        required=False,
        help_text="Boleh kosong. Dibandingkan dengan jumlah baris.",
    )

    def __init__(self, *args: Any, months: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(m, month_in_words(m)) for m in months]  # type: ignore[attr-defined]


class ActiveListForm(forms.Form):
    """The branch's list of active people of one month."""

    file = SpreadsheetField(label="Daftar aktif dari cabang", columns="Kolom KPJ.")


class DifferenceFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama atau KPJ", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    jenis = forms.ChoiceField(
        label="Jenis selisih", required=False, choices=[("", "Semua"), *DifferenceKind.choices]
    )


class LineFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama atau KPJ", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


class FundFilter(forms.Form):
    cari = forms.CharField(
        label="Cari dana", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


class TransferFilter(forms.Form):
    cari = forms.CharField(
        label="Cari catatan atau nomor bukti",
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class OrderFilter(forms.Form):
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Semua"), *OrderState.choices])


class PaymentForm(forms.Form):
    """What the treasury's paper says."""

    paid_on = TanggalField(label="Tanggal bayar")
    proof_number = forms.CharField(label="Nomor SP2D atau bukti bank", max_length=60)
    paid_rp = RupiahField(label="Jumlah pada bukti", required=False)
    credit_rp = RupiahField(
        label="Kredit BPJS yang dipakai", required=False, help_text="Kosong bila tidak ada."
    )
    proof = forms.FileField(label="Berkas bukti (PDF atau foto)", required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Alasan", max_length=160)


class LetterForm(forms.Form):
    """One paper of the treasury."""

    kind = forms.ChoiceField(label="Surat", choices=LetterKind.choices)
    number = forms.CharField(label="Nomor", max_length=60)
    dated_on = TanggalField(label="Tanggal")


class StopForm(forms.Form):
    """End a membership, or say why it is paid on."""

    on = TanggalField(label="Hari terakhir", required=False)
    reason = forms.CharField(label="Alasan tetap dibayar", max_length=160, required=False)


class AmendForm(forms.Form):
    """A new appropriation, by a paper of the budget."""

    after_rp = RupiahField(label="Pagu baru", min_rp=1)
    number = forms.CharField(label="Nomor dokumen", max_length=80, help_text="Misalnya nomor DPPA")
    decided_on = TanggalField(label="Tanggal dokumen")
    reason = forms.CharField(label="Keterangan", max_length=160, required=False)


class PayFromForm(forms.Form):
    """Which round this fund pays, from which month on: only months it can pay."""

    putaran = forms.TypedChoiceField(label="Putaran", coerce=int, required=False, empty_value=None)
    from_month = forms.TypedChoiceField(label="Mulai bulan iuran", coerce=int)

    def __init__(self, *args: Any, rounds: Mapping["Round", Sequence[int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = sorted({month for able in rounds.values() for month in able})
        self.fields["putaran"].choices = [(round.pk, round.name) for round in rounds]  # type: ignore[attr-defined]
        self.fields["from_month"].choices = [(m, month_in_words(m)) for m in months]  # type: ignore[attr-defined]


class YearForm(forms.Form):
    """Which budget year."""

    tahun = forms.ChoiceField(label="Tahun anggaran", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = sorted({fund.year for fund in funds()}, reverse=True)
        self.fields["tahun"].choices = [("", "Tahun ini"), *((str(y), str(y)) for y in years)]  # type: ignore[attr-defined]


class UnknownForm(forms.Form):
    """Money that left the fund, or came back from BPJS, by a paper of the bank."""

    amount_rp = RupiahField(label="Jumlah", min_rp=1)
    paid_on = TanggalField(label="Tanggal pada bukti")
    reference = forms.CharField(label="Nomor bukti bank", max_length=60)
    note = forms.CharField(label="Yang diketahui", max_length=80, required=False)
