"""What happened to this? And is the chain whole?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import connection
from django.db.models import QuerySet

from payung.audit.models import AuditLine, PromiseAnswer, PromiseRun
from payung.audit.past import NotSettled, as_known

__all__ = [
    "ChainState",
    "NotSettled",
    "as_known",
    "chain_state",
    "history",
    "last_promise_run",
    "lines",
    "promise_alarm",
    "promise_answers",
    "promise_runs",
    "was_asked_in_night",
]

OLDEST = timedelta(hours=36)  # a night may be missed once; then somebody looks


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


def last_promise_run() -> PromiseRun | None:
    """The last time every promise was asked, by night or by a person."""
    return PromiseRun.objects.first()


def promise_runs() -> QuerySet[PromiseRun]:
    """Every run, latest first."""
    return PromiseRun.objects.select_related("asked_by")


def promise_answers(run_id: int) -> QuerySet[PromiseAnswer]:
    """What a run found, in the order of the command."""
    return PromiseAnswer.objects.filter(run_id=run_id)


def was_asked_in_night(night_of: date) -> bool:
    return PromiseRun.objects.filter(night_of=night_of).exists()


def promise_alarm(now: datetime) -> str:
    """Why somebody must look at the promises today, in words; "" when the last run is young and all was kept."""
    last = last_promise_run()
    if last is None:
        return "Belum pernah diperiksa"
    if last.broken:
        return f"{last.broken} janji dilanggar"
    return "" if now - last.begun_at <= OLDEST else "Lebih dari 36 jam tidak diperiksa"
