"""Where does each private number of a person live, and in which form is it indexed?"""

import re
from uuid import UUID

SEALED = ("nik", "kk", "phone", "mother_name")
INDEXED = ("nik", "kk", "phone")


def place(column: str, worker_id: UUID | str) -> str:
    """The place a value is sealed for: moved to another row or column it does not open (V2)."""
    return f"people.worker.{column}:{worker_id}"


def correction_place(column: str, correction_id: UUID | str) -> str:
    """The place of an earlier or later value in the history of corrections."""
    return f"people.correction.{column}:{correction_id}"


def index_form(column: str, value: str | None) -> str | None:
    """The one spelling of a value that is indexed. Phones are written in four ways and are one number.

    >>> index_form("phone", "0812-3456-7890"), index_form("phone", "+62 812 3456 7890")
    ('6281234567890', '6281234567890')
    """
    if not value:
        return None
    if column != "phone":
        return value
    digits = re.sub(r"\D", "", value)
    if digits.startswith("0"):
        return "62" + digits[1:]
    return "62" + digits if digits.startswith("8") else digits
