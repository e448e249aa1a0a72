"""Who took the whole of the books out of the house, in which form?"""

from datetime import datetime

from django.db import transaction

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions import journal
from payung.language.formats import angka


def export_books(form: str, *, by: User, at: datetime) -> bytes:
    """The books as a file; the line in the trail is written before the first byte leaves (I8)."""
    written = "\n".join(journal.lines(form)) + "\n"
    tell_export(form, written.count("\n"), by=by, at=at)
    return written.encode()


@transaction.atomic
def tell_export(form: str, count: int, *, by: User | None, at: datetime) -> None:
    record(
        "contributions.export_books",
        by=by,
        at=at,
        on=("ledger", form),
        sentence=f"Buku besar diunduh dalam bentuk {form}: {angka(count)} baris, tanpa nama dan NIK.",
    )
