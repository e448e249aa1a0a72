"""What is typed about a release, a draft, a signature."""

from django import forms

from payung.reference.queries import kelurahan, sectors
from payung.selection.enums import PlaceState
from payung.ui.forms import TanggalField


class PlaceFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=[("", "Semua"), *PlaceState.choices])
    sektor = forms.ChoiceField(label="Sektor", required=False)
    kelurahan = forms.ChoiceField(label="Kelurahan", required=False)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["sektor"].choices = [("", "Semua"), *((s.code, s.name) for s in sectors())]  # type: ignore[attr-defined]
        self.fields["kelurahan"].choices = [("", "Semua"), *((a.code, a.name) for a in kelurahan())]  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """The paper that goes to be signed: number and date may be written by hand."""

    nomor = forms.CharField(label="Nomor SK", max_length=60, required=False)
    tanggal = TanggalField(label="Tanggal ditetapkan", required=False)


class SignForm(forms.Form):
    number = forms.CharField(label="Nomor SK", max_length=60)
    signed_on = TanggalField(label="Tanggal ditetapkan")
    pdf = forms.FileField(label="PDF SK yang sudah ditandatangani")
    is_wet_signed = forms.BooleanField(label="Ditandatangani basah; ini hasil pindai", required=False)
