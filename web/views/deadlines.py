"""逾期与将到期: the list of those who supervise and head, and more time for one thing."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import User
from casework.calendar_years import may_import
from casework.calendars import estimated_years
from casework.deadlines import hands_of
from casework.errors import RuleError
from casework.extensions import ask_time, extend, latest_day, may_ask, may_grant
from casework.models import Deadline, Statement
from casework.permissions import may_see_content
from casework.questions.base import written
from web.overdue import (
    PAGE,
    SEEN_BY,
    VIEWS,
    Wanted,
    counts,
    label_of,
    listed,
    row_of,
    stations_seen,
    whats,
    workers_seen,
)
from web.views.records import one_of


@login_required
@require_safe
def deadlines(request: AuthenticatedRequest) -> HttpResponse:
    """What is late or will soon be, by number: nobody's name and no case text."""
    if not request.user.posts.current().filter(role__in=SEEN_BY).exists():
        raise PermissionDenied
    wanted, today = Wanted.of(request.GET), timezone.localdate()
    found = list(listed(request.user, wanted)[: PAGE + 1])
    shown = found[:PAGE]
    more = f"{shown[-1].due_on}_{shown[-1].pk}" if len(found) > PAGE else ""
    number = counts(request.user, wanted)
    context = {
        "rows": [row_of(each, today) for each in shown],
        "wanted": wanted,
        "views": [
            {
                "label": label,
                "count": number[key],
                "query": wanted.query(view=key),
                "current": key == wanted.view,
            }
            for key, label in VIEWS.items()
        ],
        "more": wanted.query(after=more) if more else "",
        "first": wanted.query() if wanted.after else "",
        "whats": whats(),
        "stations": stations_seen(request.user),
        "workers": workers_seen(request.user),
        "estimated": estimated_years(),
        "imports": may_import(request.user),
    }
    return render(request, "web/deadlines.html", context)


@login_required
def deadline(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One deadline: how it came about, and asking for more time, or granting it."""
    clock = _clock(request.user, pk)
    said = {"reason": "", "until": clock.asked_until.isoformat() if clock.asked_until else ""}
    errors: dict[str, str] = {}
    if request.method == "POST":
        said = {key: written(request.POST.get(key, "")) for key in said}
        try:
            return _done(request, clock, said)
        except RuleError as error:
            errors = error.errors or {"": str(error)}
    context = _shown(request.user, clock) | {
        "said": said,
        "errors": errors,
        "faults": [{"href": f"#f-{k}" if k else "", "text": v} for k, v in errors.items()],
    }
    return render(request, "web/deadline.html", context, status=422 if errors else 200)


def _clock(user: User, pk: int) -> Deadline:
    """Return a deadline of a dossier that exists for the user; else a 404."""
    near = Deadline.objects.visible_to(user).select_related("dossier__station", "dossier__owner")
    clock: Deadline = one_of(user, near, pk)
    return clock


def _done(request: AuthenticatedRequest, clock: Deadline, said: dict[str, str]) -> HttpResponse:
    """Grant what may be granted, or ask for it."""
    until = _day(said["until"])
    if may_grant(clock, request.user):
        extend(clock, until, said["reason"], by=request.user)
        messages.success(request, _("已延到 %s，原到期日仍留着。") % f"{until:%m-%d}")
    else:
        ask_time(clock, until, said["reason"], by=request.user)
        messages.success(request, _("说明已交给督导和站长，批准之前到期日不变。"))
    return redirect(reverse("web:deadline", args=[clock.pk]))


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _shown(user: User, clock: Deadline) -> dict[str, object]:
    grants, open_ = may_grant(clock, user), clock.met_on is None and clock.stopped_on is None
    return {
        "clock": clock,
        "case": clock.dossier,
        "what": label_of(clock),
        "row": row_of(clock, timezone.localdate()),
        "hands": User.objects.filter(pk__in=hands_of(clock)).order_by("pk"),
        "rungs": clock.rungs.order_by("pk"),
        "latest": latest_day(clock),
        "grants": grants,
        "open": open_ and (grants or may_ask(clock, user)),
        "asked": _asked(user, clock),
        "others": [row_of(each, timezone.localdate()) for each in _others(clock)],
    }


def _others(clock: Deadline) -> QuerySet[Deadline]:
    """Return what else is due in the dossier."""
    open_ = clock.dossier.deadlines.filter(met_on=None).exclude(pk=clock.pk)
    return open_.select_related("dossier").order_by("due_on", "pk")


def _asked(user: User, clock: Deadline) -> Statement | None:
    """Return what was said for more time, to whoever may read the case."""
    if clock.asked_until is None or not may_see_content(user, clock.dossier):
        return None
    near = Statement.objects.select_related("dossier__sealed_with", "by")
    return near.filter(dossier=clock.dossier_id, verb="ask_time").order_by("-pk").first()
