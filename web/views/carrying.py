"""结转: where everything goes that is still going on in a project when that ends."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedRequest
from casework import carryover
from casework.lifecycles import lifecycle_of
from casework.models import Project
from casework.periods import carrying_from
from casework.permissions import only_judges
from web.carrying import Carrying
from web.cells import faults_of
from web.places import place_of
from web.views.projects import project_of

SEALS = {Project.Status.TERMINATED.value: "hand_on"}  # what fixes the ways; else carry_over


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def carryover_page(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A row for each case, group and need that goes on, with the four ways it can go."""
    project = project_of(request, pk)
    if only_judges(request.user, project):
        raise Http404
    page = Carrying(project)
    if request.method == "POST":
        lifecycle_of(project).require_role("choose_way", request.user)
        if count := page.choose(request.POST, request.user):
            messages.success(request, _("定了 %s 件的去向。") % count)
        if not page.errors:
            return redirect("web:carryover", pk=pk)
    return _shown(request, project, page)


def _shown(request: AuthenticatedRequest, project: Project, page: Carrying) -> HttpResponse:
    rows = list(page.rows())
    lifecycle = lifecycle_of(project)
    verb = SEALS.get(project.status, "carry_over")
    seal = lifecycle.judge(verb, request.user)
    faults = [
        {"href": fault["href"], "text": f"{row.ongoing.number} {fault['text']}"}
        for row in rows
        for fault in faults_of(
            row.cells, {f"{row.ongoing.key}-{key}": says for key, says in row.errors.items()}
        )
    ]
    context = {
        "case": project,
        "rows": rows,
        "left": len(carryover.unchosen(project)),
        "begins": carrying_from(project) if project.ends_on else None,
        "verdict": lifecycle.judge("choose_way", request.user),
        "seal": place_of(project, "P11", verb) if seal.permitted and seal.here else "",
        "faults": faults,
    }
    return render(request, "web/carryover.html", context, status=422 if faults else 200)
