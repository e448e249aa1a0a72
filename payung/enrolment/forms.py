"""What is filled in to send people to the branch, to read its reply, to print and hand over cards?"""

from typing import Any

from django import forms

from payung.enrolment import profile as template
from payung.enrolment.enums import RegistrationState
from payung.enrolment.queries import profiles
from payung.reference.queries import kelurahan, sectors
from payung.ui.forms import TanggalField

SEARCH = {"type": "search"}
BLANK_ROWS = 2


class PlacesFilter(forms.Form):
    """Search by name, sector, kelurahan."""

    cari = forms.CharField(label="Cari nama", required=False, widget=forms.TextInput(attrs=SEARCH))
    sektor = forms.ChoiceField(label="Sektor", required=False)
    kelurahan = forms.ChoiceField(label="Kelurahan", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sektor"].choices = [("", "Semua"), *((s.code, s.name) for s in sectors())]  # type: ignore[attr-defined]
        self.fields["kelurahan"].choices = [("", "Semua"), *((k.code, k.name) for k in kelurahan())]  # type: ignore[attr-defined]


class RegistrationFilter(PlacesFilter):
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua"), *RegistrationState.choices]
    )


class CardFilter(PlacesFilter):
    cari = forms.CharField(label="Cari nama, KPJ, kode", required=False, widget=forms.TextInput(attrs=SEARCH))
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[
            ("", "Semua yang berlaku"),
            ("unprinted", "Belum dicetak"),
            ("undelivered", "Belum diserahkan"),
            ("delivered", "Sudah diserahkan"),
        ],
    )


class FileForm(forms.Form):
    """Which template the branch wants."""

    profile = forms.ChoiceField(label="Profil ekspor", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = [(p.pk, p.name) for p in profiles()]  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    file = forms.FileField(
        label="Balasan BPJS",
        help_text="XLSX atau CSV dengan NIK atau nomor pendaftaran, KPJ, status, dan alasan.",
    )


class ReplyFilter(forms.Form):
    cari = forms.CharField(label="Cari keterangan", required=False, widget=forms.TextInput(attrs=SEARCH))


class PrintForm(PlacesFilter):
    """Which cards: all, or those of a sector or kelurahan, or only those not printed yet."""

    field_order = ["sektor", "kelurahan", "only_unprinted"]
    only_unprinted = forms.BooleanField(label="Hanya yang belum dicetak", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["cari"]


class HandOverForm(forms.Form):
    """Scanned or typed; works with a keyboard scanner."""

    code = forms.CharField(
        label="Kode kartu",
        max_length=120,
        help_text="Pindai QR atau ketik kode di bawahnya.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    to = forms.CharField(
        label="Diterima oleh", max_length=120, required=False, help_text="Kosong = pemilik kartu."
    )
    on = TanggalField(label="Tanggal")


class ReissueForm(forms.Form):
    reason = forms.CharField(
        label="Alasan cetak ulang", max_length=120, help_text="Misalnya: hilang, rusak, salah nama."
    )


class ProfileForm(forms.Form):
    """Name and file format; the columns come as rows beside it (`ColumnRow`)."""

    name = forms.CharField(label="Nama profil", max_length=80)
    file_format = forms.ChoiceField(label="Format berkas", choices=[("xlsx", "XLSX"), ("csv", "CSV")])
    is_default = forms.BooleanField(label="Pakai sebagai profil utama", required=False)


FORMATS = sorted({pair for _, formats in template.FIELDS.values() for pair in formats.items()})


class ColumnRow(forms.Form):
    """One column of the template. An empty header takes the column away."""

    order = forms.IntegerField(
        label="Urutan",
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"class": "short", "size": 3}),
    )
    header = forms.CharField(label="Judul kolom", required=False, max_length=60)
    field = forms.ChoiceField(
        label="Isi",
        required=False,
        choices=[("", "–"), *((f, label) for f, (label, _) in template.FIELDS.items())],
    )
    format = forms.ChoiceField(label="Format", required=False, choices=[("", "Bawaan"), *FORMATS])
    codes = forms.CharField(
        label="Kode",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"placeholder": "L=1; P=2"}),
    )


ColumnRows = forms.formset_factory(ColumnRow, extra=BLANK_ROWS)


def rows_of(columns: list[dict]) -> list[dict]:
    """What the form shows for these columns."""
    return [
        {**column, "order": place, "codes": template.written_codes(column.get("codes") or {})}
        for place, column in enumerate(columns, start=1)
    ]


def columns_of(rows: Any) -> list[dict]:
    """Columns in their typed order; rows without a header are left out, a missing format is the field's first."""
    given = [row for row in rows.cleaned_data if row.get("header")]
    given.sort(key=lambda row: row["order"] or len(given) + 1)
    return [
        {
            "header": row["header"].strip(),
            "field": row["field"],
            "format": row["format"] or next(iter(template.FIELDS.get(row["field"], ("", {"": ""}))[1])),
            "codes": template.parse_codes(row["codes"]),
        }
        for row in given
    ]
