"""How is a file kept, looked at and thrown away, and how are the columns of a sender remembered?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from payung.accounts.models import User
from payung.files.models import FileBody, Incoming, MatchedLayout, StoredFile
from payung.tables.header import WITHOUT_TITLES
from payung.tables.reading import Decisions
from payung.vault import seal_bytes

KEPT_FOR = timedelta(days=1)
Columns = Mapping[str, Mapping[str, str | None]]


@transaction.atomic
def keep(
    content: bytes, *, name: str, content_type: str, purpose: str, by: User | None, at: datetime
) -> StoredFile:
    """Keep bytes, sealed. The name is only shown, never used as a path."""
    file = StoredFile.objects.create(
        sha256=sha256(content).hexdigest(),
        name=name[-200:],
        content_type=content_type,
        size_bytes=len(content),
        purpose=purpose,
        kept_by=by,
        kept_at=at,
    )
    FileBody.objects.create(file=file, sealed=seal_bytes(f"files.body:{file.sha256}", content))
    return file


@transaction.atomic
def forget(file: StoredFile) -> None:
    """Delete the bytes of a file that may not be kept; its name and digest stay as proof of what came."""
    FileBody.objects.filter(pk=file.pk).delete()


@transaction.atomic
def remember_layouts(door: str, sender: str, columns: Columns, *, by: User, at: datetime) -> None:
    """Remember how layouts were matched: {layout: {letter: field}}. A list without titles is no layout to remember."""
    for layout, fields in columns.items():
        if not layout.startswith(WITHOUT_TITLES):
            MatchedLayout.objects.update_or_create(
                door=door,
                sender=sender,
                layout=layout,
                defaults={"fields": dict(fields), "kept_by": by, "kept_at": at},
            )


@transaction.atomic
def take_in(
    content: bytes, *, name: str, door: str, details: Mapping[str, Any], by: User, at: datetime
) -> Incoming:
    """Keep a file that waits to be looked at. What nobody used within a day is thrown away."""
    forget_unused(at=at)
    file = keep(
        content, name=name, content_type="application/octet-stream", purpose=f"in.{door}"[:40], by=by, at=at
    )
    return Incoming.objects.create(file=file, door=door, details=dict(details))


@transaction.atomic
def decide(incoming_id: int, decisions: Decisions, *, by: User, at: datetime) -> None:
    """Write down what a person decided about a waiting file; how its columns were matched is remembered."""
    incoming = Incoming.objects.select_for_update().get(pk=incoming_id, closed_at=None)
    incoming.decisions = decisions.as_json()
    incoming.save(update_fields=["decisions"])
    remember_layouts(incoming.door, "", decisions.columns, by=by, at=at)


@transaction.atomic
def close(incoming_id: int, *, at: datetime) -> None:
    """The file was used or is not wanted: its bytes are deleted, name and digest stay. A second time changes nothing."""
    if settle(incoming_id, at=at):
        forget(Incoming.objects.select_related("file").get(pk=incoming_id).file)


def settle(incoming_id: int, *, at: datetime) -> bool:
    """The file was used and something refers to it, so its bytes stay. False when it was settled before."""
    return bool(Incoming.objects.filter(pk=incoming_id, closed_at=None).update(closed_at=at))


def forget_unused(*, at: datetime) -> int:
    """Throw away what waits for more than a day. Gives how many."""
    old = list(
        Incoming.objects.filter(closed_at=None, file__kept_at__lt=at - KEPT_FOR).values_list("pk", flat=True)
    )
    for incoming_id in old:
        close(incoming_id, at=at)
    return len(old)
