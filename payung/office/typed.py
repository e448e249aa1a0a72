"""How does an official type a value of the law, and is it of the same form as the one it follows?

A number as on a letter (6.800 or 0,5), yes or no, one entry a line, or `nama: nilai` lines for a small table.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from payung.language.formats import angka
from payung.rules.parameters import thawed

MOST = 10**13


class WrongValue(ValueError):
    """A typed value that cannot follow the present one; the message says how to write it."""


def written(value: Any) -> str:
    """The text that `read` reads back."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int):
        return angka(value)
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    if isinstance(value, tuple) and not any(isinstance(part, Mapping) for part in value):
        return "\n".join(written(part) for part in value)
    if isinstance(value, str):
        return value
    return yaml.safe_dump(thawed(value), allow_unicode=True, sort_keys=False, default_flow_style=False)


def read(text: str, like: Any, unit: str = "") -> Any:
    """The value in the form of `like`, as JSON knows it. WrongValue says what to write instead."""
    text = text.strip()
    if isinstance(like, bool):
        return _yes(text)
    if isinstance(like, int):
        return _whole(text)
    if isinstance(like, float):
        return _share(text, unit)
    if isinstance(like, tuple) and not any(isinstance(part, Mapping) for part in like):
        return [read(line, like[0] if like else "", unit) for line in text.splitlines() if line.strip()]
    return text if isinstance(like, str) else _table(text, like)


def _yes(text: str) -> bool:
    if text.lower() not in ("ya", "tidak"):
        raise WrongValue("Tulis ya atau tidak.")
    return text.lower() == "ya"


def _whole(text: str) -> int:
    digits = text.lower().removeprefix("rp").replace(".", "").strip()
    if not (digits.isascii() and digits.isdigit()) or int(digits) > MOST:
        raise WrongValue("Tulis bilangan bulat, tidak negatif, misalnya 6.800.")
    return int(digits)


def _share(text: str, unit: str) -> float:
    is_percent = text.endswith("%")
    try:
        number = float(text.removesuffix("%").strip().replace(",", "."))
    except ValueError:
        raise WrongValue("Tulis angka dengan koma, misalnya 0,5, atau 50%.") from None
    number = number / 100 if is_percent else number
    if not 0 <= number <= (1 if unit.startswith("fraction") else MOST):
        raise WrongValue("Bagian harus antara 0 dan 1, misalnya 0,5 atau 50%.")
    return number


def _table(text: str, like: Any) -> Any:
    """The same names with the same kinds of values; only the values may differ."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        raise WrongValue("Ubah hanya nilainya; biarkan nama dan susunannya.") from None
    if not _same_form(found, thawed(like)):
        raise WrongValue(
            "Nama, susunan dan jenis nilainya harus sama dengan yang sekarang; angka tanpa titik."
        )
    return found


def _same_form(new: Any, old: Any) -> bool:
    if isinstance(old, dict):
        return (
            isinstance(new, dict) and list(new) == list(old) and all(_same_form(new[k], old[k]) for k in old)
        )
    if isinstance(old, list):
        return (
            isinstance(new, list)
            and bool(new)
            and all(any(_same_form(part, form) for form in old) for part in new)
        )
    if isinstance(old, bool) or isinstance(new, bool):
        return type(new) is type(old)
    if isinstance(old, int | float):
        return isinstance(new, int if isinstance(old, int) else int | float) and new >= 0
    return old is None or isinstance(new, type(old))
