"""卷宗: the lists of cases, groups and projects, and the workspace of one."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework.deadlines import open_deadline
from casework.models import Dossier
from casework.permissions import may_see_content, only_judges
from casework.questions.base import written
from casework.sampling import note_reading
from web.case_page import case_page
from web.group_page import group_page
from web.history import timeline_of
from web.judged_page import judged_page
from web.kinds import KINDS, enter, kind_of
from web.listing import cells_of, listed, opens_for
from web.offers import Offers
from web.places import OWN
from web.project_page import project_page
from web.steps import loop_of
from web.views.records import dossier_of
from web.workspace import said_in, tabs_of

PAGE = 50
Page = Callable[..., dict[str, Any]]
PAGES: dict[str, tuple[str, Page]] = {
    Dossier.Kind.CASE: ("web/dossier.html", case_page),
    Dossier.Kind.GROUP: ("web/group.html", group_page),
    Dossier.Kind.PROJECT: ("web/project.html", project_page),
}
JUDGED: tuple[str, Page] = ("web/work.html", judged_page)  # what an expert sees of a project


@login_required
def dossiers(request: AuthenticatedRequest, kind: str = Dossier.Kind.CASE) -> HttpResponse:
    """The work of one kind that one may see; a search is kept in the session, so that no name
    is in a URL."""
    key = f"dossiers_q_{kind}"
    if request.method == "POST":
        request.session[key] = written(request.POST.get("q", ""))[:40]
        return redirect(KINDS[kind].route)
    wanted = request.session.get(key, "")
    page = Paginator(listed(request.user, kind, wanted), PAGE).get_page(request.GET.get("page"))
    rows = [{"work": each, "cells": cells_of(each)} for each in page]
    context = {"kind": KINDS[kind], "page": page, "rows": rows, "wanted": wanted}
    context["opens"] = opens_for(request.user, kind)
    return render(request, "web/dossiers.html", context)


@login_required
@require_safe
def dossier(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One piece of work: whom or what it is about, how far it is, what can be done now and why
    the rest cannot."""
    work = dossier_of(request.user, pk)
    enter(request, work)
    if not may_see_content(request.user, work):
        note_reading(request.user, work)
        return render(request, "web/dossier_masked.html", _masked(request, work))
    said = said_in(request)
    tabs = tabs_of(request, work, said)
    if tabs.own_page:
        return redirect(_own_page(request, work, said["form"]))
    record_reading(
        "read.dossier", by=request.user, station=work.station, dossier=work.pk, form=tabs.code
    )
    page, build = JUDGED if only_judges(request.user, work) else PAGES[work.kind]
    context = build(request, work, tabs, said)
    return render(request, page, {"case": work, "kind": kind_of(work), **context})


def _own_page(request: AuthenticatedRequest, work: Any, form: str) -> str:
    """Where a form has a page of its own, with what was said of it on the way there."""
    query = request.GET.urlencode()
    return f"{redirect(OWN[form], pk=work.pk).url}?{query}"


def _masked(request: AuthenticatedRequest, work: Any) -> dict[str, Any]:
    """What the 总站 sees: how far it is, by whom and when; no name, no case text (handbook 6)."""
    return {
        "case": work,
        "kind": kind_of(work),
        "loop": loop_of(work, deadline := open_deadline(work)),
        "deadline": deadline,
        "timeline": timeline_of(work, request.user),
        "offers": Offers(work, request.user, []).by_hand(),
    }
