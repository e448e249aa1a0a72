"""Pages for what went wrong, in Indonesian, with a reference number that also stands in the log."""

import logging
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from payung.accounts.gate import public

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Stands without the frame: the frame asks the database, which may be what is broken."""
    reference = _reference(500)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


@public
@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Instead of a reset by e-mail, which Payung does not send: who to ask."""
    return render(request, "account/forgotten.html")


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, {"reference": _reference(status)}, status=status)


def _reference(status: int) -> str:
    """A number to read out; the log holds it right beside what Django says, without the address."""
    reference = uuid.uuid4().hex[:8]
    logger.warning("%s, rujukan %s", status, reference)
    return reference
