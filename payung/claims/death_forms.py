"""What is filled in about a death that was recorded wrongly?"""

from typing import Any
from uuid import UUID

from django import forms

from payung.claims.actions import Wish
from payung.claims.enums import DeathFix, DeathFixState
from payung.ui.forms import Choices, TanggalField


class DeathFixFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keadaan = forms.ChoiceField(
        label="Keadaan", required=False, choices=[("", "Semua"), *DeathFixState.choices]
    )


class DeathFixForm(forms.Form):
    """One thing that was wrong: the day, or the person."""

    kind = forms.ChoiceField(label="Apa yang keliru?", choices=DeathFix.choices, widget=Choices)
    becomes_on = TanggalField(
        label="Hari meninggal yang benar", required=False, help_text="Hanya bila harinya yang keliru."
    )
    is_somebody_else = forms.BooleanField(
        label="Yang meninggal orang lain: buka lagi kabarnya, supaya orang yang benar dapat dipilih",
        required=False,
    )
    reason = forms.CharField(
        label="Bagaimana diketahui, dan apa buktinya?",
        max_length=300,
        help_text="Misalnya: ditemui di rumahnya 14 Oktober oleh Yuni; atau akta kematian nomor sekian.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("kind") == DeathFix.DAY
            and not cleaned.get("becomes_on")
            and "becomes_on" not in self.errors
        ):
            self.add_error("becomes_on", "Isi hari meninggal yang benar.")
        return cleaned

    def wish(self, worker_id: UUID) -> Wish:
        """Only the fields of the chosen kind count."""
        told, kind = self.cleaned_data, DeathFix(self.cleaned_data["kind"])
        is_day = kind == DeathFix.DAY
        return Wish(
            worker_id, kind, told["becomes_on"] if is_day else None, told["is_somebody_else"] and not is_day
        )
