"""日历订阅: one's own days as a feed, behind a secret link that is shown once."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from casework.calendar import days_of, what_is_due
from casework.models import Deadline
from notifications import feeds


@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """A calendar program's own page: no login, no name. A link that was revoked is a 404."""
    holder = feeds.holder_of(token)
    if holder is None:
        raise Http404
    response = HttpResponse(_written(days_of(holder)), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _written(deadlines: Iterable[Deadline]) -> bytes:
    """Write deadlines down as all-day events, which stay the same from day to day."""
    from icalendar import Calendar, Event  # noqa: PLC0415  (heavy, and few pages need it)

    calendar = Calendar()
    calendar.add("prodid", "-//bihuan//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("社工站到期的事"))
    for deadline in deadlines:
        event = Event()
        for name, value in _facts(deadline).items():
            event.add(name, value)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _facts(deadline: Deadline) -> dict[str, Any]:
    path = reverse("web:dossier", args=[deadline.dossier_id])
    return {
        "uid": f"deadline-{deadline.pk}@{urlsplit(settings.PUBLIC_URL).hostname}",
        "dtstamp": timezone.now().astimezone(UTC),
        "dtstart": deadline.due_on,
        "dtend": deadline.due_on + timedelta(days=1),
        "summary": what_is_due(deadline),
        "url": f"{settings.PUBLIC_URL}{path}",
        "transp": "TRANSPARENT",
    }


@login_required
@require_POST
def issue(request: AuthenticatedRequest) -> HttpResponse:
    """Make a new link and show it, this once."""
    url = settings.PUBLIC_URL + reverse("web:feed", args=[feeds.issue(request.user)])
    return render(request, "web/feed_issued.html", {"url": url})


@login_required
@require_POST
def revoke(request: AuthenticatedRequest) -> HttpResponse:
    feeds.revoke(request.user)
    messages.success(request, _("日历链接已停用，用过它的日历不会再更新。"))
    return redirect("web:message_settings")
