"""What every page's frame needs: the city, the person, the menu."""

from django.conf import settings
from django.http import HttpRequest

from payung.reference.queries import city


def frame(request: HttpRequest) -> dict:
    return {"city": city(), "is_demo": settings.DEMO}
