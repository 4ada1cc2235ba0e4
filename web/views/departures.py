"""离岗交接: who leaves, what they have, who takes it over; and closing the account at the end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import AuthenticatedRequest
from casework import choices
from casework.departures import (
    begin_all,
    call_off,
    called_off,
    close_account,
    departures_of,
    entrust_all,
    open_departure,
    receivers,
    stations_of,
)
from casework.errors import RuleError
from casework.models import Departure
from casework.questions.base import written
from web.departing import Line, OpenForm, chosen, lines_of

LONGEST = 2000  # characters of a reason


@login_required
def departures(request: AuthenticatedRequest) -> HttpResponse:
    """Those who leave or have left, and a form to write down one more."""
    if not stations_of(request.user).exists():
        raise PermissionDenied
    form = OpenForm(request.POST or None, user=request.user)
    if request.method == "POST":
        form = OpenForm(request.POST, user=request.user)
        if form.is_valid() and (opened := _opened(request, form)):
            return redirect("web:departure", pk=opened.pk)
    found = list(departures_of(request.user).order_by("ended_on", "-last_day", "-pk")[:50])
    context = {"form": form, "departures": found, "called_off": called_off(found)}
    return render(request, "web/departures.html", context, status=422 if form.errors else 200)


def _opened(request: AuthenticatedRequest, form: OpenForm) -> Departure | None:
    said = form.cleaned_data
    try:
        return open_departure(
            said["leaver"].user,
            said["leaver"].station,
            last_day=said["last_day"],
            witness=said["witness"].user,
            reason=said["reason"],
            by=request.user,
        )
    except RuleError as error:
        form.add_error(None, str(error))
        return None


@login_required
def departure(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One who leaves: everything they have, how far each is, and what is missing."""
    found = get_object_or_404(departures_of(request.user), pk=pk)
    lines = lines_of(found)
    if request.method != "POST":
        return _page(request, found, lines)
    step = request.POST.get("step", "")
    if step == "preview":
        return _preview(request, found, lines)
    return _done(request, found, lines, step)


def _page(
    request: AuthenticatedRequest, found: Departure, lines: list[Line], **more: Any
) -> HttpResponse:
    left = [each for each in lines if not each.done]
    context = {
        "departure": found,
        "lines": lines,
        "left": left,
        "unbegun": [each for each in left if each.transfer is None],
        "choosable": any(each.choosable for each in left),
        "receivers": receivers(found),
        "comes_back": found.reason == choices.COMES_BACK,
        "called_off": bool(called_off([found])),
    }
    return render(request, "web/departure.html", context | more)


def _choices(request: AuthenticatedRequest, found: Departure, lines: list[Line]) -> Any:
    return chosen(lines, {each.pk: each for each in receivers(found)}, request.POST)


def _preview(request: AuthenticatedRequest, found: Departure, lines: list[Line]) -> HttpResponse:
    """Show what would be done, before anything is."""
    if not (wanted := _choices(request, found, lines)):
        messages.error(request, _("没有选接手人，或和现在的一样。先在清单里选人。"))
        return redirect("web:departure", pk=found.pk)
    picked = {each.case.pk: each.receiver.pk for each in wanted}
    for line in lines:
        line.picked = picked.get(line.case.pk)
    return _page(request, found, lines, preview=wanted)


def _entrust(request: AuthenticatedRequest, found: Departure, lines: list[Line]) -> str:
    wanted = _choices(request, found, lines)
    named = entrust_all(
        found,
        {each.case.pk: each.receiver for each in wanted},
        seen={each.case.pk: each.seen for each in wanted},
        by=request.user,
    )
    says = ngettext("已指定 %(count)s 件的接手人。", "已指定 %(count)s 件的接手人。", named)
    return says % {"count": named}


def _begin(request: AuthenticatedRequest, found: Departure, lines: list[Line]) -> str:
    return _("已发起 %(count)s 件。") % {"count": begin_all(found, by=request.user)}


def _close(request: AuthenticatedRequest, found: Departure, lines: list[Line]) -> str:
    close_account(found, by=request.user)
    stays = found.reason == choices.COMES_BACK
    return _("交接办结，账号照常使用。") if stays else _("账号已停用，离岗办结。")


def _call_off(request: AuthenticatedRequest, found: Departure, lines: list[Line]) -> str:
    reason = written(request.POST.get("reason", ""))[:LONGEST]
    count = call_off(found, reason=reason, by=request.user)
    return _("离岗取消了，%(count)s 件没交出去的不用再交接。") % {"count": count}


def _done(
    request: AuthenticatedRequest, found: Departure, lines: list[Line], step: str
) -> HttpResponse:
    """Do it, say what came of it, or why it was refused."""
    if do := STEPS.get(step):
        try:
            messages.success(request, do(request, found, lines))
        except RuleError as error:
            messages.error(request, str(error))
    return redirect("web:departure", pk=found.pk)


STEPS = {"entrust": _entrust, "begin": _begin, "close": _close, "call_off": _call_off}
