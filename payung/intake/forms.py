"""What does an operator fill in to send a list, to match its columns, or to add one person?"""

from collections.abc import Sequence
from typing import Any

from django import forms

from payung.intake.enums import BatchState
from payung.intake.reading import Problem
from payung.people.enums import Sex
from payung.reference.queries import kelurahan, sectors
from payung.ui.reading import ACCEPTED_FILES, FILE_HELP

MOST_BYTES = 16 * 2**20


def sector_choices(codes: Sequence[str] | None = None) -> list[tuple[str, str]]:
    return [(s.code, s.name) for s in sectors() if codes is None or s.code in codes]


class UploadForm(forms.Form):
    """One file for one sector; with one sector there is nothing to choose."""

    sector = forms.ChoiceField(label="Sektor")
    file = forms.FileField(
        label="Berkas daftar",
        help_text=f"{FILE_HELP}, paling besar 16 MB. Isi seperti pada format.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED_FILES}),
        error_messages={"required": "Pilih berkas yang akan diunggah.", "empty": "Berkas kosong."},
    )

    def __init__(self, *args: Any, sectors: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = sector_choices(sectors)  # type: ignore[attr-defined]
        if len(sectors) == 1:
            self.fields["sector"].initial = sectors[0]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Berkas lebih besar dari 16 MB. Kirim lembar daftarnya saja.")
        return file


class _Filter(forms.Form):
    """Filters from the address; what is not one of the choices counts as not chosen."""

    def chosen(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, "")).strip()

    @property
    def has_filters(self) -> bool:
        return any(self.chosen(name) for name in self.fields if name != "tampil")


def _search(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs={"type": "search"}))


class SearchForm(_Filter):
    """Filters of the history."""

    cari = _search("Cari berkas, pengirim, atau nomor bukti")
    sektor = forms.ChoiceField(label="Sektor", required=False)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *BatchState.choices]
    )

    def __init__(self, *args: Any, sectors: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sektor"].choices = [("", "Semua sektor"), *sector_choices(sectors)]  # type: ignore


class FindingForm(_Filter):
    """Filters of what was found in a file."""

    cari = _search("Cari nama, baris, atau temuan")
    tampil = forms.ChoiceField(
        label="Tampilkan", required=False, choices=[("", "Perlu diperbaiki"), ("peringatan", "Peringatan")]
    )

    def __init__(self, *args: Any, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_warnings:  # after saving only what is to be mended is still kept
            del self.fields["tampil"]

    @property
    def shows_warnings(self) -> bool:
        return self.chosen("tampil") == "peringatan"


class PersonForm(forms.Form):
    """Tambah satu orang: the fields of the format. Checked by the same reader as a list."""

    sector = forms.ChoiceField(label="Sektor")
    nik = forms.CharField(
        label="NIK", help_text="16 angka", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    kk = forms.CharField(
        label="No. KK",
        required=False,
        help_text="16 angka",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    name = forms.CharField(label="Nama lengkap", help_text="Sesuai KTP")
    birth_place = forms.CharField(label="Tempat lahir", required=False)
    birth_date = forms.CharField(label="Tanggal lahir", help_text="Misalnya 7 Mei 1980 atau 07-05-1980")
    sex = forms.ChoiceField(label="Jenis kelamin", choices=Sex.choices)
    mother_name = forms.CharField(label="Nama ibu kandung", required=False)
    phone = forms.CharField(
        label="No. HP",
        required=False,
        help_text="Misalnya 0812-3456-7890",
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    address = forms.CharField(label="Alamat", required=False)
    rt = forms.CharField(label="RT", required=False)
    rw = forms.CharField(label="RW", required=False)
    kelurahan = forms.ChoiceField(label="Kelurahan")
    occupation = forms.CharField(label="Pekerjaan", required=False)

    def __init__(self, *args: Any, sectors: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = sector_choices(sectors)  # type: ignore[attr-defined]
        names = [(area.name, area.name) for area in kelurahan()]
        self.fields["kelurahan"].choices = [("", "Pilih kelurahan"), *names]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages["required"] = "Isi kolom ini."

    def values(self) -> dict[str, str]:
        """Field → text, without the sector."""
        return {name: text for name, text in self.cleaned_data.items() if name != "sector"}

    def tell(self, problems: Sequence[Problem]) -> None:
        """Show what the reader found at the field it belongs to."""
        for problem in problems:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, f"{problem.message} {problem.cure}".strip())
