"""危机: from any page to the alarm in two presses, with no approval in the way (handbook 4.2)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import Role
from casework.models import Case, Crisis, Dossier
from casework.permissions import may_see_content

MOST = 50  # whoever has more to choose from finds the person by the search


@login_required
@require_safe
def crisis(request: AuthenticatedRequest) -> HttpResponse:
    """Whose crisis it is: one's own dossiers first, each with the alarm beside it."""
    seen = Dossier.objects.visible_to(request.user).filter(ended_on=None).values("pk")
    near = Case._default_manager.select_related(*Case.near).filter(pk__in=seen)
    newest = near.order_by("-opened_on", "-pk")[:MOST]
    cases = sorted(newest, key=lambda each: each.owner_id != request.user.pk)
    going_on = Crisis.objects.filter(ended_on=None, dossier__in=cases)
    raised = set(going_on.values_list("dossier", flat=True))
    rows = [_row(each, request, raised) for each in cases]
    roles = set(request.user.posts.current().values_list("role", flat=True))
    may = bool(roles & {Role.WORKER.value, Role.HEAD.value, Role.DISTRICT.value})
    return render(request, "web/crisis.html", {"rows": rows, "most": MOST, "may_register": may})


def _row(case: Case, request: AuthenticatedRequest, raised: set[int]) -> dict[str, Any]:
    named = may_see_content(request.user, case)
    return {
        "case": case,
        "who": case.shown_as if named else "",
        "raised": case.pk in raised,
    }
