"""What is filled in to mend a person's identity, to tell of his family, to look at a number?"""

from typing import Any

from django import forms

from payung.people.enums import Kin, Sex
from payung.people.models import Worker
from payung.reference.queries import kelurahan
from payung.ui.forms import NikField, PhoneField, TanggalField

KEEP = "Kosongkan bila tetap."


class IdentityForm(forms.Form):
    """Identity and address. Private numbers are not shown: what is left empty stays as it is."""

    reason = forms.CharField(
        label="Alasan perbaikan", max_length=300, help_text="Misalnya: sesuai KTP yang ditunjukkan"
    )
    name = forms.CharField(label="Nama lengkap", max_length=120, help_text="Sesuai KTP")
    birth_place = forms.CharField(label="Tempat lahir", max_length=80, required=False)
    birth_date = TanggalField(label="Tanggal lahir")
    sex = forms.ChoiceField(label="Jenis kelamin", choices=Sex.choices)
    nik = NikField(label="NIK baru", required=False, help_text=KEEP)
    kk = NikField(label="No. KK baru", required=False, help_text=KEEP)
    phone = PhoneField(label="No. HP baru", required=False, help_text=KEEP)
    mother_name = forms.CharField(
        label="Nama ibu kandung yang benar", max_length=120, required=False, help_text=KEEP
    )
    address = forms.CharField(label="Alamat", max_length=200, required=False)
    rt = forms.RegexField(
        r"^\d{0,3}$",
        label="RT",
        required=False,
        error_messages={"invalid": "Tulis angka saja, misalnya 003."},
    )
    rw = forms.RegexField(
        r"^\d{0,3}$",
        label="RW",
        required=False,
        error_messages={"invalid": "Tulis angka saja, misalnya 007."},
    )
    kelurahan_code = forms.ChoiceField(label="Kelurahan", required=False)
    outside_address = forms.CharField(label="Alamat luar kota", max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(a.code, f"{a.name} ({a.parent.name if a.parent else ''})") for a in kelurahan()]
        self.fields["kelurahan_code"].choices = [("", "Luar kota"), *places]  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """Field → value for `actions.correct_identity`; private ones only when something was typed."""
        private = ("nik", "kk", "phone", "mother_name")
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "reason" and (value or name not in private)
        }


def identity_of(worker: Worker) -> dict[str, Any]:
    """What the form shows at first."""
    plain = ("name", "birth_place", "birth_date", "sex", "address", "rt", "rw", "outside_address")
    return {name: getattr(worker, name) for name in plain} | {"kelurahan_code": worker.kelurahan_id or ""}


class RelativeForm(forms.Form):
    """A member of the family."""

    name = forms.CharField(label="Nama", max_length=120)
    kin = forms.ChoiceField(label="Hubungan", choices=Kin.choices)
    birth_date = TanggalField(label="Tanggal lahir", required=False)
    is_alive = forms.BooleanField(label="Masih hidup", required=False, initial=True)


class PurposeForm(forms.Form):
    """Why somebody looks at a whole number."""

    purpose = forms.CharField(
        label="Keperluan", max_length=200, help_text="Dicatat dalam jejak. Misalnya: mencocokkan KTP warga"
    )
