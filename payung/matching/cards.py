"""One pair as the review screen shows it."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from payung.matching.comparing import Bar, Side
from payung.matching.models import Pair


@dataclass(frozen=True)
class Card:
    """Both records, why they were found, what may be pressed. Without `bars` and `strength` the screen is blind."""

    pair: Pair
    sides: list[Side]
    decide_url: str
    is_open: bool
    title: str
    bars: list[Bar] = field(default_factory=list)
    strength: str = ""  # how likely it is, in words
    second: bool = False
    changes: list[str] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)


def answer_fragment(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The answer to a key, without what frames a page (menu, counts, city): it must be quick."""
    told = context | {"csrf_token": get_token(request)}
    return HttpResponse(render_to_string("matching/_answer.html", told))
