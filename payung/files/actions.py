"""How is a file kept?"""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from payung.accounts.models import User
from payung.files.models import FileBody, StoredFile
from payung.vault import seal_bytes


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
