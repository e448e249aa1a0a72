"""What is asked before claims go to the branch in a spreadsheet, and before its answer is read?"""

from typing import Any

from django import forms

from payung.claims.enums import ClaimState
from payung.claims.profile import CLAIMS
from payung.enrolment import queries as enrolment
from payung.ui.forms import Choices, TanggalField
from payung.ui.incoming import SpreadsheetField


class SendForm(forms.Form):
    """Which claims go into the branch's spreadsheet, after which profile, and whether they count as filed."""

    state = forms.ChoiceField(
        label="Klaim yang dikirim",
        choices=[
            (ClaimState.COMPLETE, "Berkas lengkap, siap diajukan"),
            (ClaimState.FILED, "Sudah diajukan, belum dijawab"),
        ],
        widget=Choices,
        initial=ClaimState.COMPLETE,
    )
    profile = forms.ChoiceField(label="Susunan kolom", required=False)
    filed_on = TanggalField(
        label="Catat diajukan pada tanggal",
        required=False,
        help_text="Kosongkan bila berkasnya belum diserahkan. Klaim yang ahli warisnya masih diragukan tidak ikut.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(str(p.pk), p.name) for p in enrolment.profiles(CLAIMS.key)]
        self.fields["profile"].choices = known or [("", CLAIMS.name)]  # type: ignore[attr-defined]


class AnswerFileForm(forms.Form):
    file = SpreadsheetField(
        label="Jawaban cabang",
        columns="Kolom No Klaim atau KPJ, Status, Tanggal, Jumlah, Nama Ahli Waris, Keterangan.",
    )
