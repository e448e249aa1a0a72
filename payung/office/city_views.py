"""The first day of a city, and what stands on its letters and cards afterwards."""

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs, public
from payung.documents.city import terms
from payung.files.queries import download
from payung.files.uploads import NotKept
from payung.jobs.actions import Refused
from payung.office import actions, first_day
from payung.office.emblem import emblem_of
from payung.office.letter_sample import letter_sample
from payung.reference import clock
from payung.reference.models import City
from payung.reference.queries import agencies, city, emblem
from payung.selection.actions import decree_sample
from payung.selection.queries import standard_citations

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class CityForm(forms.Form):
    """As it stands on decrees, letters and cards. What is not known yet may stay empty."""

    mayor_name = forms.CharField(
        label="Nama wali kota", max_length=120, required=False, help_text="Dengan gelar, seperti di SK"
    )
    labour_head_name = forms.CharField(label="Nama kepala dinas tenaga kerja", max_length=120, required=False)
    labour_head_rank = forms.CharField(
        label="Pangkat dan golongan kepala dinas",
        max_length=60,
        required=False,
        help_text="Misalnya Pembina Utama Muda, IV/c",
    )
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


def _long(label: str, help_text: str, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=20_000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class LettersForm(forms.Form):
    """What stands around the text of decrees and letters: head, copies, initials, citations."""

    address = forms.CharField(
        label="Alamat dinas", max_length=160, required=False, help_text="Di kepala surat"
    )
    picture = forms.FileField(
        label="Lambang daerah",
        required=False,
        help_text="PNG atau JPG. Kosong: tetap yang sekarang.",
        widget=forms.ClearableFileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )
    copies = _long("Tembusan", "Satu penerima satu baris. Di SK dan surat ke BPJS.")
    initials = _long(
        "Paraf sebelum ditandatangani", "Satu jabatan satu baris. Di naskah SK dan surat ke BPJS."
    )
    citations = _long(
        "Mengingat",
        "Satu peraturan satu baris, lengkap dengan tentang dan Lembaran Negara. Kosong: daftar bawaan.",
        12,
    )
    budget_basis = _long(
        "Perda APBD dan Perwal penjabaran",
        "Satu peraturan satu baris, sesudah “Mengingat”. Ganti setiap tahun anggaran.",
    )

    def clean_picture(self) -> bytes | None:
        """The picture drawn anew, small enough for a letterhead; None when none was chosen."""
        file = self.cleaned_data.get("picture")
        if not file:
            return None
        try:
            return emblem_of(file.read())
        except NotKept as wrong:
            raise forms.ValidationError(str(wrong)) from None


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
    form, letters, names = _forms(request, found)
    valid = [one.is_valid() for one in (form, letters, names)]
    if request.method == "POST" and all(valid):
        cleaned = form.cleaned_data | letters.cleaned_data
        actions.describe_city(
            picture=cleaned.pop("picture"),
            details=cleaned,
            agencies=names.cleaned_data,
            by=request.user,
            at=clock.now(),
        )
        messages.success(
            request, "Sudah tersimpan. Berlaku untuk surat dan kartu yang dibuat mulai sekarang."
        )
        return redirect("city")
    wrong = request.method == "POST" and not all(valid)
    shown = {
        "form": form,
        "letters": letters,
        "names": names,
        "found": found,
        "standard": standard_citations(),
    }
    return render(request, "office/city.html", shown, status=422 if wrong else 200)


def _forms(request: StaffRequest, ours: City) -> tuple[CityForm, LettersForm, AgencyForm]:
    typed, files = request.POST or None, request.FILES or None
    start = {
        name: getattr(ours, name)
        for name in (*CityForm.base_fields, *LettersForm.base_fields)
        if name != "picture"
    }
    return (
        CityForm(typed, initial=start),
        LettersForm(typed, files, initial=start),
        AgencyForm(typed),
    )


@require_POST
@needs(Can.RUN_SETTINGS)
def preview(request: StaffRequest) -> HttpResponse:
    """A decree and a letter with what is typed, before it is saved. Nobody's data, nothing is kept."""
    ours = city()
    if ours is None:
        raise Http404
    form, letters, names = _forms(request, ours)
    if not all([form.is_valid(), letters.is_valid(), names.is_valid()]):
        shown = {
            "form": form,
            "letters": letters,
            "names": names,
            "found": ours,
            "standard": standard_citations(),
        }
        return render(request, "office/city.html", shown, status=422)
    cleaned = form.cleaned_data | letters.cleaned_data
    picture = cleaned.pop("picture")
    kept = terms() | cleaned | {"agency": names.cleaned_data[ours.labour_agency_id]}
    kind = "surat" if "surat" in request.POST else "sk"
    made = (letter_sample if kind == "surat" else decree_sample)(kept, picture, on=clock.today())
    return download(made, name=f"contoh-{kind}.pdf", content_type="application/pdf")


@needs(Can.RUN_SETTINGS)
def picture(request: StaffRequest) -> HttpResponse:
    """The coat of arms as it stands on letters."""
    ours = city()
    image = emblem(ours.emblem_id) if ours else None
    if image is None:
        raise Http404
    kind = "image/png" if image.startswith(b"\x89PNG") else "image/jpeg"
    return HttpResponse(image, content_type=kind)
