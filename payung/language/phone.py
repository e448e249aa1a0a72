"""How is an Indonesian mobile number stored, shown and called?"""

import re

MOBILE = re.compile(r"628\d{7,11}", re.ASCII)
LOCAL = re.compile(r"08\d{7,11}", re.ASCII)
SEPARATORS = re.compile(r"[\s\-.()/:\u00a0]+|\b(?:wa|hp|telp|tlp|whatsapp)\b", re.IGNORECASE)


def normal_phone(typed: str) -> str | None:
    """Digits beginning with 628 from 08…, 8…, +628…, 628… with any separators, also beside the word WA or HP; None for no mobile number."""
    digits = SEPARATORS.sub("", typed).removeprefix("'").removeprefix("+")
    if digits.startswith("0"):
        digits = f"62{digits[1:]}"
    elif digits.startswith("8"):
        digits = f"62{digits}"
    return digits if MOBILE.fullmatch(digits) else None


def local_phone(cell: object) -> str | None:
    """The same for what most lists hold, 08… and nothing else; None for everything that needs a closer look."""
    return f"62{cell[1:]}" if isinstance(cell, str) and LOCAL.fullmatch(cell) else None


def shown_phone(stored: str) -> str:
    """0812-3456-7890."""
    local = f"0{stored[2:]}"
    return "-".join(part for part in (local[:4], local[4:8], local[8:]) if part)


def whatsapp_link(stored: str) -> str:
    """The address that opens a chat. Never put a NIK or a word on health behind it."""
    return f"https://wa.me/{stored}"
