"""再求助: somebody whose last dossier has ended asks for help again; who they are is known."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from casework import masking
from casework.errors import RuleError
from casework.models import Case, Person
from casework.registration import communities_of, may_ask_again, register
from web.views.leads import href_of, questions_of
from web.views.records import person_of
from workflows.posted import raw_from


@login_required
def ask_again(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Write down only what is new: the call. It is sent at once; no draft is kept of it."""
    person = person_of(request.user, pk)
    if not may_ask_again(request.user, person):
        raise PermissionDenied
    raw = raw_from(request.POST, "C01", {}) if request.method == "POST" else {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        done, errors = _sent(request, person, raw)
        if done:
            return done
    return render(
        request,
        "web/ask_again.html",
        _context(request, person, raw, errors),
        status=422 if errors else 200,
    )


def _sent(
    request: AuthenticatedRequest, person: Person, raw: dict[str, Any]
) -> tuple[HttpResponse | None, dict[str, str]]:
    """Register it, or say what is wrong. A draft of somebody else's call stays as it is."""
    said = {"D01": {"name": person.name, "sex": person.sex}, "C01": raw}
    wanted = communities_of(request.user).filter(station=person.station_id)
    where = next((w for w in wanted if str(w.pk) == request.POST.get("community")), None)
    if where is None:
        return None, {"community": _("请选服务对象住在哪个社区。")}
    try:
        case = register(said, community=where, by=request.user, person=person, from_draft=False)
    except RuleError as error:
        return None, error.errors or {"": str(error)}
    messages.success(request, _("已登记，登记号 %s，站长已收到通知。") % case.registration)
    return redirect("web:dossier", pk=case.pk), {}


def _context(
    request: AuthenticatedRequest, person: Person, raw: dict[str, Any], errors: dict[str, str]
) -> dict[str, Any]:
    seen = Case._default_manager.visible_to(request.user).filter(person=person)
    return {
        "person": person,
        "who": masking.name(person.name),
        "before": seen.filter(status=Case.Status.ARCHIVED).order_by("-closed_on", "-pk").first(),
        "communities": communities_of(request.user).filter(station=person.station_id),
        "community": request.POST.get("community") or str(person.community_id or ""),
        "community_error": errors.get("community", ""),
        "call": questions_of("C01", {"C01": raw}, errors),
        "errors": [{"href": href_of(path), "text": says} for path, says in errors.items()],
    }
