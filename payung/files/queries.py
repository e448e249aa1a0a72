"""What was in this file?"""

from django.http import HttpResponse

from payung.files.models import FileBody, Incoming, MatchedLayout, StoredFile
from payung.tables.reading import Remembered
from payung.vault import unseal_bytes


def content(file: StoredFile) -> bytes:
    """The bytes as they came. Raises vault.CannotOpen when they were altered."""
    body = FileBody.objects.get(pk=file.pk)
    return unseal_bytes(f"files.body:{file.sha256}", body.sealed)


def remembered_layouts(door: str, sender: str = "") -> Remembered:
    """How this sender's layouts were matched, for `tables.reading.read`."""

    def of_layout(layout: str) -> dict[str, str | None] | None:
        kept = MatchedLayout.objects.filter(door=door, sender=sender, layout=layout).first()
        return kept.fields if kept else None

    return of_layout


def incoming(incoming_id: int, door: str) -> Incoming | None:
    """A waiting file of this door; None when it was used, thrown away, or never there."""
    return Incoming.objects.select_related("file").filter(pk=incoming_id, door=door, closed_at=None).first()


def download(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """An answer that saves a file: always an attachment, never shown inside the page."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{_plain(name)}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_. " else "_" for c in name)[-120:]
