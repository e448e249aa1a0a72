"""How is a form drawn and typed into? One field template; fields for dates, money and NIK as people type them."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from payung.language.dates import DateProblem, parse_tanggal
from payung.language.formats import tanggal_pendek
from payung.language.phone import normal_phone


class Renderer(TemplatesSetting):
    """Every `{{ form }}` and `{{ field.as_field_group }}` goes through payung/ui/templates/ui/."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class TanggalField(forms.Field):
    """One text box: 7 Mei 2025, 07-05-2025. Gives a date."""

    def __init__(self, *, help_text: str = "Contoh: 7 Mei 2025 atau 07-05-2025", **options: Any) -> None:
        super().__init__(help_text=help_text, widget=forms.TextInput(attrs={"class": "short"}), **options)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        found = parse_tanggal(value)
        if isinstance(found, DateProblem):
            raise forms.ValidationError(found.value)
        return found

    def prepare_value(self, value: Any) -> Any:
        return tanggal_pendek(value) if hasattr(value, "strftime") else value


class RupiahField(forms.Field):
    """Whole rupiah: 16800, 16.800 or Rp16.800. Gives an int."""

    def __init__(self, *, min_rp: int = 0, help_text: str = "Contoh: 16.800", **options: Any) -> None:
        self.min_rp = min_rp
        widget = forms.TextInput(attrs={"class": "short", "inputmode": "numeric"})
        super().__init__(help_text=help_text, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        digits = str(value).lower().removeprefix("rp").replace(".", "").replace(" ", "").removesuffix(",00")
        if not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError("Tulis angka rupiah saja, misalnya 16.800.")
        if int(digits) < self.min_rp:
            raise forms.ValidationError("Jumlahnya terlalu kecil.")
        return int(digits)


class NikField(forms.CharField):
    """16 digits; spaces do not matter."""

    def __init__(
        self, *, help_text: str = "16 angka, tertulis di KTP. Spasi tidak masalah.", **options: Any
    ) -> None:
        widget = forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"})
        super().__init__(help_text=help_text, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        digits = "".join(str(value or "").split())
        if digits and not (len(digits) == 16 and digits.isascii() and digits.isdigit()):
            raise forms.ValidationError("NIK harus 16 angka.")
        return digits


class PhoneField(forms.CharField):
    """An Indonesian mobile number in any form. Gives 62…"""

    def __init__(self, *, help_text: str = "Contoh: 0812-3456-7890", **options: Any) -> None:
        widget = forms.TextInput(attrs={"class": "short", "inputmode": "tel"})
        super().__init__(help_text=help_text, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        if value in self.empty_values:
            return ""
        phone = normal_phone(str(value))
        if phone is None:
            raise forms.ValidationError("Nomor HP tidak dikenali. Tulis seperti 0812-3456-7890.")
        return phone


class Choices(forms.RadioSelect):
    """Radio buttons as large labels, the whole label is the target."""

    template_name = "ui/choices.html"
    option_template_name = "ui/choice.html"
