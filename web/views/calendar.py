"""日历订阅: one's own days as a feed, behind a secret link that is shown once."""

from datetime import UTC, timedelta
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
from icalendar import Calendar, Event

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
    calendar = Calendar()
    calendar.add("prodid", "-//bihuan//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("社工站到期的事"))
    for deadline in days_of(holder):
        calendar.add_component(_event(deadline))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _event(deadline: Deadline) -> Event:
    event = Event()
    event.add("uid", f"deadline-{deadline.pk}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + timedelta(days=1))
    event.add("summary", what_is_due(deadline))
    event.add("url", f"{settings.PUBLIC_URL}{reverse('web:dossier', args=[deadline.dossier_id])}")
    event.add("transp", "TRANSPARENT")
    return event


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
