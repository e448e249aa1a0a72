"""Daftar PLKK: where an injured worker goes first, shown on the public pages."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.jobs.actions import Refused
from payung.office import clinic_actions as actions
from payung.reference import clock
from payung.reference import queries as reference
from payung.ui.forms import TanggalField


class ClinicForm(forms.Form):
    """One clinic, as BPJS Ketenagakerjaan lists it."""

    name = forms.CharField(label="Nama puskesmas, klinik atau rumah sakit", max_length=120)
    address = forms.CharField(label="Alamat", max_length=200)
    phone = forms.CharField(label="Telepon", max_length=20, required=False)
    always_open = forms.BooleanField(label="Buka 24 jam", required=False)
    checked_on = TanggalField(label="Dipastikan ke BPJS pada")


@needs(Can.RUN_PROGRAMME)
def clinics(request: StaffRequest) -> HttpResponse:
    """The list, and a form for one more."""
    form = ClinicForm(request.POST or None, initial={"checked_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_clinic(**form.cleaned_data, by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Sudah tersimpan. Tampil di Informasi program.")
            return redirect("clinics")
    shown = {"clinics": reference.clinics(), "form": form}
    return render(request, "office/clinics.html", shown, status=422 if form.errors else 200)


@require_POST
@needs(Can.RUN_PROGRAMME)
def clinic_remove(request: StaffRequest, clinic_id: int) -> HttpResponse:
    try:
        actions.remove_clinic(clinic_id, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, "Sudah dihapus dari daftar.")
    return redirect("clinics")
