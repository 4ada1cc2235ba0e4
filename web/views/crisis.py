"""危机: from any page to the alarm in two presses, with no approval in the way (handbook 4.2)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from accounts.models import Role
from casework import calls
from casework.errors import RuleError
from casework.models import Case, Crisis, Dossier
from casework.permissions import may_see_content
from web.calling import CallForm, received

MOST = 50  # whoever has more to choose from finds the person by the search


@login_required
def crisis(request: AuthenticatedRequest) -> HttpResponse:
    """Whose crisis it is: one's own dossiers, each with the alarm beside it; or somebody else,
    who is named by what one knows of them."""
    stations = list(calls.stations_of(request.user))
    form = CallForm(request.POST if request.method == "POST" else None, stations=stations)
    if request.method == "POST":
        if not stations:
            raise PermissionDenied
        if form.is_valid() and _called(request, form):
            return redirect("web:crisis")
    rows = _rows(request)
    context = {
        "rows": rows,
        "most": MOST,
        "may_register": _may_register(request),
        "form": form if stations else None,
        "calls": received(request.user),
        "waiting": calls.waiting_for(request.user),
    }
    return render(request, "web/crisis.html", context, status=422 if form.is_bound else 200)


def _called(request: AuthenticatedRequest, form: CallForm) -> bool:
    """Call, and answer the same whoever was meant."""
    try:
        calls.call(form.said(), station=form.station(), by=request.user, verb=form.verb())
    except RuleError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("已经报了，站长和督导马上收到；收到没有，看下面“我报的”。"))
    return True


def _rows(request: AuthenticatedRequest) -> list[dict[str, Any]]:
    seen = Dossier.objects.visible_to(request.user).filter(ended_on=None).values("pk")
    near = Case._default_manager.select_related(*Case.near).filter(pk__in=seen)
    newest = near.order_by("-opened_on", "-pk")[:MOST]
    cases = sorted(newest, key=lambda each: each.owner_id != request.user.pk)
    going_on = Crisis.objects.filter(ended_on=None, dossier__in=cases)
    raised = set(going_on.values_list("dossier", flat=True))
    return [_row(each, request, raised) for each in cases]


def _may_register(request: AuthenticatedRequest) -> bool:
    roles = set(request.user.posts.current().values_list("role", flat=True))
    return bool(roles & {Role.WORKER.value, Role.HEAD.value, Role.DISTRICT.value})


def _row(case: Case, request: AuthenticatedRequest, raised: set[int]) -> dict[str, Any]:
    named = may_see_content(request.user, case)
    return {
        "case": case,
        "who": case.shown_as if named else "",
        "raised": case.pk in raised,
    }
