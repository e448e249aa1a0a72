"""What every page's frame needs: the city, the person, the menu."""

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.http import HttpRequest

from payung.accounts.enums import Can
from payung.accounts.queries import users
from payung.reference import clock
from payung.reference.queries import city
from payung.ui.menu import menu_for

HAS_FONTS = find("vendor/fonts.css") is not None


def frame(request: HttpRequest) -> dict:
    person = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    return {
        "city": city(),
        "is_demo": settings.DEMO,
        "today": clock.today(),
        "has_fonts": HAS_FONTS,
        "looking": getattr(request, "looking", None),  # programme.queries.looked_at, of pages of one round
        "may_find": signed_in and request.user.may(Can.SEE_PEOPLE),  # type: ignore[union-attr]
        "menu": menu_for(request) if signed_in else {},
        **(_demo_accounts() if settings.DEMO and not signed_in else {}),
    }


def _demo_accounts() -> dict:
    """The login page of a sample city shows its accounts; a real city never has them."""
    return {"demo_accounts": users(), "demo_password": settings.DEMO_PASSWORD}
