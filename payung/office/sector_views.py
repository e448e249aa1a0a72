"""Which sectors count as transport for the relief of PP 50/2025? A person decides, the words only propose."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.office import actions
from payung.reference import clock
from payung.reference.queries import is_transport, sectors
from payung.rules.contributions import pp50_window
from payung.rules.months import month_in_words, month_number, month_of

DECISIONS = {"": None, "ya": True, "tidak": False}
WINDOW = range(month_number(2026, 1), month_number(2027, 3) + 1)


class SectorForm(forms.Form):
    """One line per sector; nothing chosen: its words decide."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = {decided: word for word, decided in DECISIONS.items()}
        for sector in sectors():
            by_words = "angkutan" if is_transport(sector.code, WINDOW[0]) else "bukan angkutan"
            self.fields[sector.code] = forms.ChoiceField(
                label=sector.name,
                required=False,
                initial=chosen[sector.is_transport],
                choices=[
                    ("", f"Belum diputuskan (sekarang dihitung {by_words})"),
                    ("ya", "Sektor angkutan"),
                    ("tidak", "Bukan sektor angkutan"),
                ],
            )

    def decisions(self) -> dict[str, bool | None]:
        return {code: DECISIONS[told] for code, told in self.cleaned_data.items()}


@needs(Can.RUN_SETTINGS)
def sectors_page(request: StaffRequest) -> HttpResponse:
    """The decision, and the months in which it changes a price."""
    form = SectorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed = actions.decide_transport(form.decisions(), by=request.user, at=clock.now())
        messages.success(request, f"Tersimpan: {changed} sektor berubah.")
        return redirect("sectors")
    matters = [m for m in WINDOW if pp50_window(m, True) != pp50_window(m, False)]
    context = {
        "form": form,
        "months": ", ".join(month_in_words(m) for m in matters if m >= month_of(clock.today())),
    }
    return render(request, "office/sectors.html", context, status=422 if form.errors else 200)
