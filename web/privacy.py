"""Pages about people are not kept: neither by a browser's disk nor by anything on the way."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PUBLIC = ("/static/", "/v/", "/c/")


class NoStore:
    """Tell every cache to keep no page that was made for somebody who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not request.path.startswith(PUBLIC):
            response["Cache-Control"] = "no-store"
        return response
