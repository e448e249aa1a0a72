"""The first day of a city, and what stands on its letters and cards afterwards."""

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs, public
from payung.jobs.actions import Refused
from payung.office import actions, first_day
from payung.reference import clock
from payung.reference.queries import agencies, city

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class CityForm(forms.Form):
    """As it stands on decrees, letters and cards. What is not known yet may stay empty."""

    mayor_name = forms.CharField(label="Nama wali kota", max_length=120, required=False)
    labour_head_name = forms.CharField(label="Nama kepala dinas tenaga kerja", max_length=120, required=False)
    labour_head_nip = forms.CharField(label="NIP kepala dinas", max_length=30, required=False)
    bpjs_branch = forms.CharField(label="Kantor cabang BPJS Ketenagakerjaan", max_length=120, required=False)
    wadah_number = forms.CharField(
        label="Nomor wadah (NPP) kota di BPJS", max_length=30, required=False, help_text="Dari kantor cabang"
    )
    phone = forms.CharField(
        label="Telepon layanan",
        max_length=20,
        required=False,
        help_text="Tercetak di kartu dan lembar untuk keluarga",
    )


class FirstDayForm(CityForm):
    field_order = ["code", "full_name", "username", "password"]
    code = forms.CharField(
        label="Kode awal", max_length=20, help_text="Tertulis di layar tempat Payung dijalankan"
    )
    full_name = forms.CharField(label="Nama lengkap Anda", max_length=120)
    username = forms.SlugField(
        label="Nama pengguna", max_length=60, help_text="Huruf kecil dan angka, tanpa spasi"
    )
    password = forms.CharField(
        label="Sandi",
        help_text="Paling sedikit 12 huruf",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        return self.cleaned_data["username"].lower()


class AgencyForm(forms.Form):
    """The names of the city's agencies; their codes stay."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        for agency in agencies():
            self.fields[agency.code] = forms.CharField(label=agency.code, max_length=120, initial=agency.name)


@public
def begin(request: HttpRequest) -> HttpResponse:
    """Open to everybody who has the code, as long as there is no account."""
    if not first_day.is_first_day():
        return redirect("account_login")
    form = FirstDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            first = first_day.begin(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, first, backend=BACKEND)
            messages.success(request, "Kota sudah disiapkan. Pasang faktor kedua, lalu buka akun rekan Anda.")
            return redirect("users")
    return render(request, "office/begin.html", {"form": form}, status=422 if form.errors else 200)


@needs(Can.RUN_SETTINGS)
def city_page(request: StaffRequest) -> HttpResponse:
    """What stands on letters and cards from now on; papers that are already made stay as they are."""
    found = city()
    if found is None:
        return redirect("begin")
    start = {name: getattr(found, name) for name in CityForm.base_fields}
    form, names = CityForm(request.POST or None, initial=start), AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and names.is_valid():
        actions.describe_city(
            details=form.cleaned_data, agencies=names.cleaned_data, by=request.user, at=clock.now()
        )
        messages.success(
            request, "Sudah tersimpan. Berlaku untuk surat dan kartu yang dibuat mulai sekarang."
        )
        return redirect("city")
    wrong = form.errors or names.errors
    return render(
        request,
        "office/city.html",
        {"form": form, "names": names, "found": found},
        status=422 if wrong else 200,
    )
