"""来报: what somebody has seen, for those who are to say whose dossier it belongs to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from accounts.models import Role
from audit.services import read as record_reading
from casework import calls, masking
from casework.errors import RuleError
from casework.models import Call
from casework.receipts import seen
from casework.search import find
from notifications.services import unacknowledged
from web.calling import ASKED, CallForm
from web.views.records import case_of, hidden, one_of
from workflows.posted import number_in

STEPS = {"seen", "place", "end"}


@login_required
def call(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One call: who, when, what; whom it may mean. The 总站 learns that it waits, no more."""
    found = _found(request, pk)
    reads = request.user.pk in calls.readers_of(found)
    if request.method == "POST":
        return _done(request, found)
    if reads:
        about = found.dossier_id
        station = found.station
        record_reading("read.call", by=request.user, station=station, call=pk, dossier=about)
    near = _near(request, found) if reads and not found.ended_at else []
    context = {"call": found, "said": _said(found) if reads else [], "reads": reads, "near": near}
    return render(request, "web/call.html", context)


def _found(request: AuthenticatedRequest, pk: int) -> Call:
    """Return a call to its readers, and to the 总站 that is told of it; else a 404."""
    near = Call.objects.select_related("station", "by", "dossier__station", "data_key")
    stations = request.user.posts.current().values("station")
    here = Q(station__in=stations) | Q(station__district__in=stations)
    found: Call = one_of(request.user, near.filter(here), pk)
    posts = request.user.posts.current().filter(role=Role.DISTRICT)
    above = posts.filter(station=found.station.district_id).exclude(user=found.by_id)
    if request.user.pk not in calls.readers_of(found) and not above.exists():
        raise hidden(request.user, near.filter(pk=pk))
    return found


def _said(found: Call) -> list[tuple[Any, str]]:
    form, said = CallForm(stations=[]), found.said or {}
    asked = [(form.fields[key].label, said[key]) for key in ASKED if key in said]
    return [*asked, *([(_("怎么处理的"), said["done"])] if "done" in said else [])]


def _near(request: AuthenticatedRequest, found: Call) -> list[dict[str, Any]]:
    """Return the dossiers that may be meant, of those the reader sees."""
    said = found.said or {}
    wanted = [said[key] for key in ("number", "phone", "name") if key in said]
    cases = {
        case.pk: case
        for words in wanted
        for person in find(request.user, words)
        for case in person.cases
        if case.station_id == found.station_id and case.ended_on is None
    }
    return [
        {"case": each, "who": masking.name(each.person.name), "place": masking.address(each.person)}
        for each in cases.values()
    ]


def _done(request: AuthenticatedRequest, found: Call) -> HttpResponse:
    step = request.POST.get("step", "")
    if step not in STEPS:
        return redirect("web:call", pk=found.pk)
    try:
        _do(request, found, step)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已办好。"))
        if found.dossier_id:
            return redirect("web:dossier", pk=found.dossier_id)
    return redirect("web:call", pk=found.pk)


def _do(request: AuthenticatedRequest, found: Call, step: str) -> None:
    """Say that one has seen it, whose it is, or what was done about it."""
    match step:
        case "place":
            case = case_of(request.user, number_in(request.POST.get("dossier", "")) or 0)
            calls.place(found, case, by=request.user)
        case "end":
            calls.put_aside(found, request.POST.get("words", ""), by=request.user)
    asked = unacknowledged(kind="crisis.call", link=found.link)
    for message in asked.filter(recipient=request.user):
        seen(message, by=request.user)
