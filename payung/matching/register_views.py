"""What do the registers say of our people?"""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.jobs.actions import Refused
from payung.matching import actions, queries
from payung.matching.enums import Register
from payung.reference import clock
from payung.ui.forms import Choices


class RegisterForm(forms.Form):
    register = forms.ChoiceField(label="Register", choices=Register.choices, widget=Choices)
    file = forms.FileField(
        label="Berkas (XLSX atau CSV)", help_text="Kolom NIK dan Status; boleh ada tanggal dan keterangan."
    )


@needs(Can.LOAD_REGISTERS)
def registers(request: StaffRequest) -> HttpResponse:
    """What Dukcapil and BPJS answered, and the upload of a new extract. Only the answers are kept."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    loaded = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            loaded = actions.load_register(
                file.read(),
                name=file.name,
                register=Register(form.cleaned_data["register"]),
                by=request.user,
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
    counts = [
        (Register(r), [(label, n) for label, n in found.items() if n])
        for r, found in queries.register_counts().items()
    ]
    context = {"form": form, "loaded": loaded, "counts": counts}
    return render(request, "matching/registers.html", context, status=422 if form.errors else 200)
