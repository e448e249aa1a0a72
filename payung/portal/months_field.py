"""How are paid months typed by somebody who has no list: "Mei 2025", "Mei–Desember 2025", "Mei 2025, Juli 2025"?"""

import re
from typing import Any

from django import forms

from payung.language.dates import MONTH_OF
from payung.rules.months import MonthError, month_number, parse_month

WORDS = re.compile(r"([a-z]+)\.?\s*(\d{4})?")
NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{4})")
BETWEEN = re.compile(r"\s*(?:–|—|sampai|s\.?d\.?|hingga|\s-\s|(?<=[a-z])-(?=[a-z]))\s*")
HOW = "Tulis bulan dan tahun, misalnya Mei 2025."
MOST = 1_200  # months


def parsed_month(text: str, year: int | None = None) -> int:
    """'Mei 2025', '05-2025' or '2025-05' -> 24304. `year` for a month without one. MonthError otherwise."""
    text = text.strip().lower()
    if words := WORDS.fullmatch(text):
        found = MONTH_OF.get(words[1])
        if found and (words[2] or year):
            return month_number(int(words[2] or year or 0), found)
    if numbers := NUMBERS.fullmatch(text):
        return month_number(int(numbers[2]), int(numbers[1]))
    return parse_month(text)


def parsed_months(text: str) -> tuple[int, ...]:
    """Single months and spans, with commas or lines between them; in order, each once. MonthError."""
    found: set[int] = set()
    for piece in filter(None, (p.strip().lower() for p in re.split(r"[,;\n]", text))):
        first, *rest = BETWEEN.split(piece)
        last = parsed_month(rest[-1] if rest else first)
        begin = parsed_month(first, last // 12) if rest else last
        if not 0 <= last - begin < MOST:
            raise MonthError(f"{piece}: bulan akhir sebelum bulan awal")
        found.update(range(begin, last + 1))
    return tuple(sorted(found))


class MonthField(forms.CharField):
    """One month. Gives a month number."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"class": "short", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return parsed_month(text) if text else None
        except MonthError:
            raise forms.ValidationError(HOW) from None


class MonthsField(forms.CharField):
    """Several months. Gives a tuple of month numbers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return parsed_months(text)
        except MonthError:
            raise forms.ValidationError(f"Ada bulan yang tidak dikenali. {HOW}") from None
