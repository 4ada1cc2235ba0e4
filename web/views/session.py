"""登录: signing in and out; what was sent after a session had ended is kept for after the login."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_failure_limit
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from audit.services import record_aside
from web.kept import remember, taken_out


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; go on where one was, with what one had sent."""
    form = AuthenticationForm(request, request.POST or None)
    kept = request.POST.get("kept", "")
    if request.method == "POST" and form.is_valid():
        return _signed_in(request, form.get_user(), kept)
    locked = bool(getattr(request, "axes_locked_out", False))
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "kept": kept,
        "locked": _("口令错了太多次，15 分钟后再试，或找站长重置。") if locked else "",
        "left": _tries_left(request, form) if form.non_field_errors() and not locked else None,
        "source_url": settings.SOURCE_URL,
    }
    return render(request, "web/login.html", context, status=429 if locked else 200)


def _signed_in(request: HttpRequest, user: Any, kept: str) -> HttpResponse:
    login(request, user)
    record_aside("login", f"login:{user.pk}", by=user)
    response = _onward(request, taken_out(kept, user) if kept else None)
    remember(response, user)
    return response


def _onward(request: HttpRequest, sent: dict[str, Any] | None) -> HttpResponse:
    if sent:
        return render(request, "web/kept.html", {"sent": sent})
    to = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(to, None, require_https=request.is_secure())
    return redirect(to if here and to.startswith("/") else "web:desk")


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """Leave the answer as it is: the login page has said why."""
    return response


def _tries_left(request: HttpRequest, form: Any) -> int:
    """Return how many more times the password may be wrong."""
    credentials = {"username": form.data.get("username", "")}
    failed = AxesProxyHandler.get_failures(request, credentials)
    return max(int(get_failure_limit(request, credentials)) - int(failed), 0)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        record_aside("logout", f"login:{request.user.pk}", by=request.user)
    logout(request)
    return redirect("web:login")
