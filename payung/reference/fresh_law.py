"""With which values does a request calculate? Asks once, before anything else, whether the law was changed meanwhile."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from payung.reference.actions import use_law


class FreshLaw:
    """Middleware: what two people have approved holds in every worker from its next request on."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        use_law()
        return self.get_response(request)
