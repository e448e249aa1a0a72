"""What is typed about a distribution and a parcel."""

from django import forms

from payung.reference.queries import kelurahan
from payung.ui.forms import Choices, TanggalField

WHO = [
    ("members", "Peserta bulan ini"),
    ("families", "Keluarga peserta yang meninggal"),
    ("both", "Keduanya"),
]


class DistributionForm(forms.Form):
    name = forms.CharField(label="Nama pembagian", max_length=120)
    giver = forms.CharField(label="Pemberi", max_length=120, initial="Baznas")
    content = forms.CharField(
        label="Isi paket", max_length=200, help_text="Misalnya beras 5 kg, minyak 2 liter"
    )
    place = forms.CharField(label="Tempat", max_length=160)
    on = TanggalField(label="Tanggal")
    parcels = forms.IntegerField(label="Jumlah paket", min_value=1, max_value=100_000)
    who = forms.ChoiceField(label="Untuk siapa", choices=WHO, widget=Choices, initial="members")
    died_since = TanggalField(
        label="Keluarga peserta yang meninggal sejak", required=False, help_text="Kosongkan untuk semua"
    )
    kelurahan = forms.ChoiceField(label="Di kelurahan", required=False)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["kelurahan"].choices = [("", "Semua kelurahan"), *((a.code, a.name) for a in kelurahan())]  # type: ignore[attr-defined]


class RecipientFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[("", "Semua"), ("waiting", "Belum menerima"), ("received", "Sudah menerima")],
    )


class HandOverForm(forms.Form):
    code = forms.CharField(
        label="Kode kartu", max_length=20, help_text="Pindai QR atau ketik kode di bawahnya"
    )
    taken_by = forms.CharField(label="Diambil oleh (bila diwakilkan)", max_length=120, required=False)
