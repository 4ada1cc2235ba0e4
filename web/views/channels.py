"""消息渠道: how the ways out are doing; a head gives the station's robot its address."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import Station
from notifications.channels import State, give_address, states_for, stations_of, take_away, try_out
from notifications.failures import sentence


@login_required
@require_safe
def channels(request: AuthenticatedRequest) -> HttpResponse:
    if not stations_of(request.user).exists():
        raise PermissionDenied
    return _page(request)


@login_required
@require_POST
@sensitive_post_parameters("address")
def address(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Save a robot's address. It is sealed, and shown never again."""
    station = _own(request, pk)
    try:
        give_address(station, request.POST.get("address", ""), by=request.user)
    except ValidationError as error:
        typed = request.POST.get("address", "")
        return _page(request, {"pk": pk, "says": error.messages[0], "typed": typed})
    messages.success(request, _("机器人地址已保存。发一条测试消息，看看群里收不收得到。"))
    return redirect("web:channels")


@login_required
@require_POST
def remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    take_away(_own(request, pk), by=request.user)
    messages.success(request, _("机器人已移除，群里不再有消息。"))
    return redirect("web:channels")


@login_required
@require_POST
def trial(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Have a test message sent; a worker does it, and the page says what came of it."""
    if try_out(_own(request, pk), by=request.user):
        messages.success(request, _("测试消息已交出，过半分钟刷新本页看结果。"))
    else:
        messages.error(request, _("还没有机器人，先填地址。"))
    return redirect("web:channels")


def _own(request: AuthenticatedRequest, pk: int) -> Station:
    return get_object_or_404(stations_of(request.user), pk=pk)


def _page(request: AuthenticatedRequest, wrong: dict[str, Any] | None = None) -> HttpResponse:
    states = states_for(request.user)
    context = {
        "mail": next((_shown(each) for each in states if each.channel.station_id is None), None),
        "stations": [
            {
                "station": station,
                "state": next((_shown(s) for s in states if s.channel.station == station), None),
                "wrong": wrong if wrong and wrong["pk"] == station.pk else None,
            }
            for station in stations_of(request.user)
        ],
    }
    return render(request, "web/channels.html", context, status=422 if wrong else 200)


def _shown(state: State) -> dict[str, Any]:
    channel = state.channel
    return {
        "channel": channel,
        "waiting": state.waiting,
        "says": sentence(channel.failure) if channel.failure else "",
    }
