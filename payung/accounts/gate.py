"""Who comes in? Default deny: a view that declares nothing cannot be reached by anybody.

Declare with `@needs(Can.X)` for staff or `@public` for everybody, above the view.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.middleware import HtmxDetails

from payung.accounts.enums import ALLOWED, Can, Role
from payung.accounts.models import User
from payung.accounts.queries import WHOLE_CITY, Scope, scope_of


class StaffRequest(HttpRequest):
    """The request of a view that declared a capability: somebody is signed in, his scope is known."""

    user: User
    scope: Scope
    htmx: HtmxDetails


OPEN_PREFIXES = ("allauth.", "django.views.static", "whitenoise.")  # libraries that guard themselves


def needs(capability: Can) -> Callable:
    """The view may be used by people whose role has this capability."""

    def declare(view: Callable) -> Callable:
        view.capability = capability  # type: ignore[attr-defined]
        return view

    return declare


def public(view: Callable) -> Callable:
    """The view is for everybody, signed in or not."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    shown.capability = "public"  # type: ignore[attr-defined]
    return shown


class CapabilityGate:
    """Refuses views without a declared capability, people without it, and staff without a second factor."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = scope_of(request.user) if request.user.is_authenticated else WHOLE_CITY  # type: ignore
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        capability = getattr(view, "capability", None)
        if capability == "public" or view.__module__.startswith(OPEN_PREFIXES):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if settings.REQUIRE_SECOND_FACTOR and not _has_second_factor(request):
            return redirect("mfa_index")
        if capability is None or not request.user.may(capability):
            return _refused(request, capability)
        return None


def _has_second_factor(request: HttpRequest) -> bool:
    return request.user.authenticator_set.exists()  # type: ignore[union-attr]


def _refused(request: HttpRequest, capability: Can | None) -> HttpResponse:
    roles = [Role(role).label for role in sorted(ALLOWED.get(capability, ()))] if capability else []
    return render(request, "403.html", {"roles": roles}, status=403)
