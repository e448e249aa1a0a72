"""What an officer types at the door. The forms that work without signal hold no NIK, no KK, no account."""

from typing import Any

from django import forms

from payung.aid.queries import distributions
from payung.claims.enums import Source
from payung.eligibility.enums import FieldOutcome
from payung.field.enums import What
from payung.ui.forms import Choices, PhoneField, TanggalField
from payung.ui.private import is_private_number

SHOWN_DISTRIBUTIONS = 5
CODE_HELP = "Ketik kode di bawah QR, misalnya 7QK4-M2XP-9HTD"


class SearchForm(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


class VisitForm(forms.Form):
    """What an officer saw. `client_id` is made with the page: sending twice is harmless."""

    outcome = forms.ChoiceField(label="Orangnya ditemukan?", choices=FieldOutcome.choices, widget=Choices)
    works_as = forms.CharField(label="Bekerja sebagai", max_length=80, required=False)
    checked_on = TanggalField(label="Tanggal kunjungan")
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea)
    client_id = forms.UUIDField(widget=forms.HiddenInput)


class CardForm(forms.Form):
    code = forms.CharField(label="Kode kartu", max_length=20, help_text=CODE_HELP)
    to = forms.CharField(
        label="Diterima oleh", max_length=120, required=False, help_text="Kosongkan bila oleh pekerja sendiri"
    )


class NoticeEntry(forms.Form):
    """A death heard of at the door: only what helps to find the person and to call back."""

    name = forms.CharField(label="Nama yang meninggal", max_length=120)
    happened_on = TanggalField(label="Tanggal meninggal")
    source = forms.ChoiceField(
        label="Kabar dari siapa?",
        choices=[(s.value, s.label) for s in (Source.FAMILY, Source.RT_RW, Source.HEALTH, Source.KELURAHAN)],
    )
    birth_date = TanggalField(label="Tanggal lahir, bila tahu", required=False, help_text="")
    reporter_name = forms.CharField(label="Nama pemberi kabar", max_length=120, required=False)
    reporter_phone = PhoneField(label="Nomor HP pemberi kabar", required=False)
    story = forms.CharField(
        label="Cerita singkat", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_story(self) -> str:
        if is_private_number(self.cleaned_data["story"]):
            raise forms.ValidationError("Jangan menulis NIK, KK atau nomor HP di cerita.")
        return self.cleaned_data["story"]


class ParcelEntry(forms.Form):
    distribution = forms.ChoiceField(label="Pembagian")
    code = forms.CharField(label="Kode kartu", max_length=20, help_text=CODE_HELP)
    taken_by = forms.CharField(
        label="Diambil oleh", max_length=120, required=False, help_text="Kosongkan bila oleh pekerja sendiri"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        latest = distributions()[:SHOWN_DISTRIBUTIONS]
        self.fields["distribution"].choices = [(str(d.pk), d.name) for d in latest]  # type: ignore[attr-defined]


class EntryHead(forms.Form):
    """What every entry carries: its kind, the key that the phone made, whose it is, when it was written."""

    what = forms.ChoiceField(choices=What.choices)
    key = forms.UUIDField()
    owner = forms.IntegerField()
    written_at = forms.DateTimeField(
        required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ"]
    )


ENTRIES: dict[What, type[forms.Form]] = {
    What.NOTICE: NoticeEntry,
    What.CARD: CardForm,
    What.PARCEL: ParcelEntry,
}
