"""What is filled in to set something right? Only the fields of the chosen kind count; the others are emptied."""

from typing import Any

from django import forms

from payung.contributions.enums import CorrectionKind, CorrectionState
from payung.programme.queries import funds
from payung.reference.queries import sectors
from payung.rules.months import month_in_words
from payung.selection.enums import NOT_CHOSEN, ReleaseReason
from payung.ui.forms import TanggalField


class CorrectionFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keadaan = forms.ChoiceField(
        label="Keadaan", required=False, choices=[("", "Semua"), *CorrectionState.choices]
    )


class CorrectionForm(forms.Form):
    """One thing that turned out otherwise."""

    kind = forms.TypedChoiceField(
        label="Yang dibetulkan",
        choices=[choice for choice in CorrectionKind.choices if choice[0] != CorrectionKind.DEATH],
        coerce=CorrectionKind,
    )
    day = TanggalField(
        label="Tanggal yang benar",
        required=False,
        help_text="Hari pertama untuk mulai, hari terakhir untuk akhir.",
    )
    end_reason = forms.ChoiceField(
        label="Alasan berakhir",
        required=False,
        choices=[("", "–"), *(choice for choice in ReleaseReason.choices if choice[0] not in NOT_CHOSEN)],
        help_text="Hanya bila kepesertaannya masih berjalan. Kematian dicatat lewat Lapor kejadian.",
    )
    sector = forms.ChoiceField(label="Golongan iuran yang benar", required=False)
    fund = forms.TypedChoiceField(
        label="Dana yang seharusnya membayar", required=False, coerce=int, empty_value=None
    )
    first_month = forms.TypedChoiceField(
        label="Mulai bulan iuran",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Untuk golongan dan dana.",
    )
    last_month = forms.TypedChoiceField(
        label="Sampai bulan iuran", required=False, coerce=int, empty_value=None, help_text="Untuk dana."
    )
    reason = forms.CharField(label="Alasan dan bukti", max_length=160)

    USES = {
        CorrectionKind.START: {"day"},
        CorrectionKind.END: {"day", "end_reason"},
        CorrectionKind.CLASS: {"sector", "first_month"},
        CorrectionKind.FUND: {"fund", "first_month", "last_month"},
    }

    def __init__(self, *args: Any, round: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        span = [("", "–"), *((m, month_in_words(m)) for m in range(round.first_month, round.last_month + 1))]
        choices = {
            "sector": [("", "–"), *((s.code, s.name) for s in sectors())],
            "fund": [("", "–"), *((f.pk, f.name) for f in funds())],
            "first_month": span,
            "last_month": span,
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        uses = self.USES.get(told.get("kind"), set())  # type: ignore[arg-type]
        empty = {
            "day": None,
            "end_reason": "",
            "sector": "",
            "fund": None,
            "first_month": None,
            "last_month": None,
        }
        return told | {name: value for name, value in empty.items() if name not in uses}
