"""Which code stands on a card, and was it typed correctly? Random, without meaning: never derived from a NIK (K1).

Twelve letters in three groups, "7QK4-M2XP-9HTD": eleven random ones (about 54 bits) and a check letter that
catches every single mistyped letter and every swap of two neighbours.
"""

import re
import secrets

# No 0/O, 1/I/L, U/V: read aloud and typed on a phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
RANDOM_LETTERS = 11
_FORM = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}\Z")
# What people type for letters that are not in the alphabet.
_HEARD = str.maketrans({"V": "W"})


def new_card_code() -> str:
    """A code nobody can guess."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LETTERS))
    return _grouped(letters + _check(letters))


def normalise_card_code(text: str) -> str:
    """What somebody typed or scanned, as the card shows it: capitals, groups of four. A QR address is cut."""
    last = text.strip().rstrip("/").rsplit("/", 1)[-1]
    return _grouped(re.sub(r"[^0-9A-Z]", "", last.upper().translate(_HEARD))[:16])


def is_card_code(code: str) -> bool:
    """Whether a normalised code has the right form and check letter."""
    if not _FORM.match(code):
        return False
    letters = code.replace("-", "")
    return _check(letters[:-1]) == letters[-1]


def _check(letters: str) -> str:
    # 29 letters is a prime number: weights 2, 3, 4 ... make every single error and every swap visible.
    total = sum((place + 2) * ALPHABET.index(letter) for place, letter in enumerate(letters))
    return ALPHABET[total % len(ALPHABET)]


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))
