"""How is a line added? In the transaction of the change itself, never after it."""

import json
import unicodedata
from datetime import UTC, datetime

from django.db import transaction

from payung.accounts.models import User
from payung.audit.models import AuditLine
from payung.audit.past import live_at

__all__ = ["SYSTEM", "NotInTransaction", "canonical", "live_at", "record"]

SYSTEM = "Sistem"


class NotInTransaction(RuntimeError):
    """An audit line outside a transaction could survive the failure of what it tells of."""


def record(
    verb: str,
    *,
    by: User | None,
    at: datetime,
    on: tuple[str, object],
    sentence: str,
    reason: str = "",
    personal_read: bool = False,
) -> None:
    """Add one line. `on` is (object type, its id); `sentence` is Indonesian and holds no personal number."""
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(verb)
    fields = {
        "at": at.astimezone(UTC).isoformat(),
        "actor": by.pk if by else None,
        "actor_name": by.full_name if by else SYSTEM,
        "verb": verb,
        "sentence": sentence,
        "object_type": on[0],
        "object_id": str(on[1]),
        "reason": reason,
        "personal_read": personal_read,
    }
    AuditLine.objects.create(
        at=at,
        actor=by,
        body=canonical(fields),
        **{name: value for name, value in fields.items() if name not in ("at", "actor")},
    )


def canonical(fields: dict) -> str:
    """The one text form of a line: sorted JSON in NFC. What the hash covers."""
    return unicodedata.normalize("NFC", json.dumps(fields, sort_keys=True, ensure_ascii=False))
