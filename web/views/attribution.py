"""计入项目: which project a case or a group counts for, from when on; and counting for none."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from casework.attributions import attribute, may_attribute, projects_for, release
from casework.errors import RuleError
from casework.models import Dossier
from casework.questions.base import written
from web.attributing import begun, cells_of, current
from web.cells import Cell, day_in, faults_of
from web.views.records import dossier_of
from workflows.posted import number_in


@login_required
def attribution(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What a dossier has counted for, and letting it count for a project from a day on."""
    dossier = dossier_of(request.user, pk)
    if not begun(dossier):
        raise Http404
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        if not may_attribute(request.user, dossier):
            raise PermissionDenied(_("归属由主责社工或站长登记。"))
        typed = {key: written(request.POST.get(key, "")) for key in ("project", "since", "until")}
        try:
            messages.success(request, _done(request, dossier, typed))
        except RuleError as error:
            errors = error.errors or {"": str(error)}
        else:
            return redirect("web:dossier", pk=pk)
    return _page(request, dossier, typed, errors)


def _done(request: AuthenticatedRequest, dossier: Dossier, typed: dict[str, str]) -> str:
    if "release" in request.POST:
        release(dossier, until=day_in(typed, "until"), by=request.user)
        return _("已登记：这一天以后不计入项目。")
    project = projects_for(dossier).filter(pk=number_in(typed["project"]) or 0).first()
    if project is None:
        says = _("选本站已立项、还没有结项的项目。")
        raise RuleError(says, {"project": says})
    done = attribute(dossier, project, since=day_in(typed, "since"), by=request.user)
    said = {"day": done.since.isoformat(), "title": project.title}
    return _("%(day)s 起计入“%(title)s”。") % said


def _page(
    request: AuthenticatedRequest,
    dossier: Dossier,
    typed: dict[str, str],
    errors: dict[str, str],
) -> HttpResponse:
    known = list(dossier.attributions.select_related("project").order_by("-since"))
    cells: list[Cell] = []
    ending: Cell | None = None
    if may_attribute(request.user, dossier):
        cells = cells_of(dossier, list(projects_for(dossier)), known, typed, errors)
        ending = _ending(typed, errors) if any(each.until is None for each in known) else None
    context = {
        "dossier": dossier,
        "known": known,
        "now": current(known),
        "cells": cells,
        "ending": ending,
        "faults": faults_of([*cells, *([ending] if ending else [])], errors),
    }
    return render(request, "web/attribution.html", context, status=422 if errors else 200)


def _ending(typed: dict[str, str], errors: dict[str, str]) -> Cell:
    return Cell("until", _("计到哪天为止"), "day", typed.get("until", ""), errors.get("until", ""))
