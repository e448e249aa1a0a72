"""What every page's frame needs: the city, the person, the menu."""

from django.conf import settings
from django.http import HttpRequest

from payung.reference import clock
from payung.reference.queries import city
from payung.ui.menu import menu_for


def frame(request: HttpRequest) -> dict:
    person = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    return {
        "city": city(),
        "is_demo": settings.DEMO,
        "today": clock.today(),
        "menu": menu_for(request) if signed_in else {},
    }
