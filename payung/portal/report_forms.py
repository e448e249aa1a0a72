"""The four short steps of a public report, and the question of the tracker."""

from typing import Any

from django import forms

from payung.claims.enums import EventKind
from payung.matching.queries import death_day_trouble
from payung.people.enums import Kin
from payung.reference import clock
from payung.reference.queries import kelurahan
from payung.rules.card_code import is_card_code, normalise_card_code
from payung.ui.forms import Choices, NikField, PhoneField, TanggalField


class WhatForm(forms.Form):
    title = "Apa yang terjadi?"
    kind = forms.ChoiceField(
        label="Kejadian",
        widget=Choices,
        choices=[
            (EventKind.DEATH, "Meninggal dunia"),
            (EventKind.WORK_DEATH, "Meninggal saat bekerja atau karena kecelakaan kerja"),
            (EventKind.ACCIDENT, "Kecelakaan saat bekerja"),
        ],
    )
    happened_on = TanggalField(label="Tanggal kejadian")

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if trouble := death_day_trouble(day, None, "", clock.today(), what="Tanggal kejadian"):
            raise forms.ValidationError(trouble)
        return day


class WhoForm(forms.Form):
    title = "Siapa orangnya?"
    name = forms.CharField(label="Nama lengkap sesuai KTP", max_length=120)
    birth_date = TanggalField(label="Tanggal lahir", required=False)
    kelurahan = forms.ChoiceField(label="Kelurahan tempat tinggal", required=False)
    nik = NikField(label="NIK", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kelurahan"].choices = [("", "Tidak tahu"), *((a.code, a.name) for a in kelurahan())]  # type: ignore[attr-defined]


class WhereForm(forms.Form):
    title = "Di mana dan bagaimana?"
    place = forms.CharField(label="Tempat kejadian", max_length=160, required=False)
    story = forms.CharField(
        label="Ceritakan singkat",
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text="Apa yang terjadi, sedang mengerjakan apa, siapa yang tahu. Tidak perlu menulis penyakitnya.",
    )


class ReporterForm(forms.Form):
    title = "Siapa yang melapor?"
    reporter_name = forms.CharField(label="Nama Bapak/Ibu", max_length=120)
    reporter_kin = forms.ChoiceField(
        label="Hubungan dengan orangnya", required=False, choices=[("", "Bukan keluarga"), *Kin.choices]
    )
    reporter_phone = PhoneField(
        label="Nomor HP",
        help_text="Petugas menghubungi nomor ini. Empat angka terakhirnya dipakai melihat keadaan laporan.",
    )


STEPS: tuple[type[forms.Form], ...] = (WhatForm, WhoForm, WhereForm, ReporterForm)


class TrackForm(forms.Form):
    number = forms.CharField(label="Nomor laporan", max_length=24, help_text="Misalnya 7QK4-M2XP-9HTD")
    last_digits = forms.RegexField(
        r"^\d{4}$",
        label="Empat angka terakhir nomor HP pelapor",
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Tulis empat angka."},
    )

    def clean_number(self) -> str:
        number = normalise_card_code(self.cleaned_data["number"])
        if not is_card_code(number):
            raise forms.ValidationError("Nomor tidak lengkap atau salah ketik.")
        return number
