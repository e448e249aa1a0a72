"""What happened to this? And is the chain whole?"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection
from django.db.models import QuerySet

from payung.audit.models import AuditLine
from payung.audit.past import NotSettled, as_known

__all__ = ["ChainState", "NotSettled", "as_known", "chain_state", "history", "lines"]


@dataclass(frozen=True)
class ChainState:
    """The verdict over the whole chain; `broken_at` is the first line that does not fit."""

    lines: int
    broken_at: int | None
    head: str

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def history(object_type: str, object_ids: Iterable[object]) -> QuerySet[AuditLine]:
    """The lines of some objects, latest first."""
    ids = [str(i) for i in object_ids]
    return AuditLine.objects.filter(object_type=object_type, object_id__in=ids).order_by("-id")


def lines() -> QuerySet[AuditLine]:
    """All lines, latest first, for the auditor's list."""
    return AuditLine.objects.select_related("actor").order_by("-id")


def chain_state() -> ChainState:
    """Recompute every hash (U2). Reads the whole table once, in order."""
    head, count, last_seq = b"", 0, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.seq, k.hash, l.body, l.id FROM audit_auditline l"
            " LEFT JOIN audit_auditlink k ON k.line_id = l.id ORDER BY k.seq NULLS LAST"
        )
        for seq, kept, body, line_id in cursor:
            head = sha256(head + body.encode()).digest()
            if seq != last_seq + 1 or kept is None or bytes(kept) != head:
                return ChainState(count, line_id, head.hex())
            count, last_seq = count + 1, seq
    return ChainState(count, None, head.hex())
