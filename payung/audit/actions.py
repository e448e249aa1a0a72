"""How is a line added? In the transaction of the change itself, never after it."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from django.db import IntegrityError, transaction

from payung.accounts.models import User
from payung.audit.models import AuditLine, PromiseAnswer, PromiseRun
from payung.audit.past import live_at

__all__ = ["SYSTEM", "Answered", "NotInTransaction", "canonical", "keep_promise_run", "live_at", "record"]

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


@dataclass(frozen=True)
class Answered:
    """One promise as it was asked. `examples`: where to look, no personal number."""

    name: str
    says: str
    breaches: int
    examples: list[str]
    seconds: float


@transaction.atomic
def keep_promise_run(
    answers: Sequence[Answered], *, begun_at: datetime, night_of: date | None = None, by: User | None = None
) -> PromiseRun | None:
    """Keep what was found, with its line. A second run of the same night is not kept: None."""
    if night_of and PromiseRun.objects.filter(night_of=night_of).exists():
        return None
    broken = [answer.name for answer in answers if answer.breaches]
    try:
        with transaction.atomic():
            run = PromiseRun.objects.create(
                night_of=night_of, asked_by=by, begun_at=begun_at, seconds=sum(a.seconds for a in answers),
                promises=len(answers), broken=len(broken),
            )  # fmt: skip
    except IntegrityError:
        return None  # another worker was first
    PromiseAnswer.objects.bulk_create(
        PromiseAnswer(run=run, place=place, **asdict(answer)) for place, answer in enumerate(answers)
    )
    told = f"DILANGGAR: {', '.join(broken)}" if broken else "semua ditepati"
    record(
        "audit.promises_asked", by=by, at=begun_at, on=("promise_run", run.pk),
        sentence=f"Janji sistem diperiksa: {len(answers)} janji, {told}.",
    )  # fmt: skip
    return run
