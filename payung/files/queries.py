"""What was in this file?"""

from django.http import HttpResponse

from payung.files.models import FileBody, StoredFile
from payung.vault import unseal_bytes


def content(file: StoredFile) -> bytes:
    """The bytes as they came. Raises vault.CannotOpen when they were altered."""
    body = FileBody.objects.get(pk=file.pk)
    return unseal_bytes(f"files.body:{file.sha256}", body.sealed)


def download(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """An answer that saves a file: always an attachment, never shown inside the page."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{_plain(name)}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_. " else "_" for c in name)[-120:]
