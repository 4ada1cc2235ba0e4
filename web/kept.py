"""What was sent after the session had ended: locked into the login page, sent on after it.

Nobody is signed in at that moment, so nothing can be saved in anybody's name. The page carries
it, encrypted; only the server can open it, and gives it back only to whose page it was. A cookie
says who that is: the session's own is gone as soon as it has run out.
"""

import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.vault import derived

DAY = 24 * 3600  # seconds a kept request can be sent on
LEFT_OUT = {"csrfmiddlewaretoken", "password", "kept"}
WHOSE = "whose"


def _lock() -> Fernet:
    return Fernet(urlsafe_b64encode(derived("kept requests")))


def remember(response: HttpResponse, user: Any) -> None:
    """Let this browser know whose pages are open in it."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_signed_cookie(WHOSE, str(user.pk), httponly=True, samesite="Lax", secure=secure)


def put_away(request: HttpRequest, user: str) -> str:
    """Lock away a POST: whose it was, its path and its fields."""
    fields = [(k, v) for k, values in request.POST.lists() if k not in LEFT_OUT for v in values]
    said = {"path": request.get_full_path(), "fields": fields, "user": user}
    return _lock().encrypt(json.dumps(said).encode()).decode()


def taken_out(token: str, user: Any) -> dict[str, Any] | None:
    """Open what ``put_away`` locked for this user, for a day; None for anything else."""
    try:
        said: dict[str, Any] = json.loads(_lock().decrypt(token.encode(), ttl=DAY))
    except InvalidToken:
        return None
    return said if said["user"] == str(user.pk) else None


class KeepWhatWasSent:
    """Turns a POST of nobody into a login page that holds on to it."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)
        if not _lost(request, response):
            return response
        owner = request.get_signed_cookie(WHOSE, default="")
        context = {
            "kept": put_away(request, owner) if owner else "",
            "source_url": settings.SOURCE_URL,
        }
        return render(request, "web/login.html", context, status=401)


def _lost(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether somebody has sent a form and is asked to sign in first."""
    asked = response.headers.get("Location", "").startswith(f"{settings.LOGIN_URL}?")
    return asked and request.method == "POST" and "X-Draft" not in request.headers
