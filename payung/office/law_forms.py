"""What is typed on Peraturan & angka: filters, a new dated value, the second person's answer, a closed day."""

from datetime import date
from typing import Any

from django import forms

from payung.office.enums import Confidence
from payung.office.typed import WrongValue, read, written
from payung.rules.months import FIRST_YEAR, LAST_YEAR
from payung.rules.parameter_names import GROUPS, unit_in_words
from payung.rules.parameters import Entry, ParameterError, check_entry, frozen
from payung.ui.forms import TanggalField


class LawFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama, nilai atau sumber", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kelompok = forms.ChoiceField(
        label="Kelompok",
        required=False,
        choices=[("", "Semua"), *((g, g) for g in dict.fromkeys(GROUPS.values()) if g != GROUPS["holiday."])],
    )
    keyakinan = forms.ChoiceField(
        label="Keyakinan", required=False, choices=[("", "Semua"), *Confidence.choices]
    )
    nilai = forms.ChoiceField(
        label="Nilai",
        required=False,
        choices=[("", "Yang berlaku hari ini"), ("semua", "Semua, dengan masa berlaku")],
    )


class ValueForm(forms.Form):
    """A new value that follows the given one."""

    value = forms.CharField(label="Nilai baru")
    effective_from = TanggalField(label="Berlaku mulai")
    effective_to = TanggalField(
        label="Berlaku sampai", required=False, help_text="Kosong: sampai ada nilai berikutnya"
    )
    source = forms.CharField(
        label="Peraturan atau sumber",
        max_length=160,
        help_text="Misalnya PP 50/2025, atau surat kantor cabang",
    )
    article = forms.CharField(label="Pasal", max_length=120, required=False)
    confidence = forms.ChoiceField(label="Keyakinan", choices=Confidence.choices)
    reason = forms.CharField(label="Mengapa diubah", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, like: Entry, **options: Any) -> None:
        super().__init__(*args, **options)
        self.like = like
        field = self.fields["value"]
        field.help_text, field.initial = f"Satuan: {unit_in_words(like.unit)}", written(like.value)
        if not isinstance(like.value, bool | int | float):
            field.widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
            field.widget.is_required = True

    def clean_effective_from(self) -> date:
        day = self.cleaned_data["effective_from"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Isi tahun antara {FIRST_YEAR} dan {LAST_YEAR}.")
        return day

    def clean_value(self) -> Any:
        try:
            return read(self.cleaned_data["value"], self.like.value, self.like.unit)
        except WrongValue as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors:
            try:
                check_entry(self.entry())
            except ParameterError:
                self.add_error("effective_to", "Hari terakhir tidak boleh sebelum hari pertama.")
        return typed

    def entry(self) -> Entry:
        """What was typed, as a dated value of the same parameter."""
        typed = self.cleaned_data
        return Entry(
            self.like.id,
            typed["effective_from"],
            typed["effective_to"],
            frozen(typed["value"]),
            self.like.unit,
            f"{typed['source']} {typed['article']}".strip(),
            typed["confidence"],
            typed["reason"],
        )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Alasan", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="Dibaca pengusul"
    )


class HolidayForm(forms.Form):
    day = TanggalField(label="Tanggal")
    name = forms.CharField(label="Nama hari libur", max_length=120)
