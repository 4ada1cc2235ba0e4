"""个案: the list, and the workspace of one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework.approvals import latest, standing_version
from casework.deadlines import open_deadline
from casework.models import Case, Dossier, Genogram
from casework.models.assessment import needs_safety_plan
from casework.permissions import may_see_content
from casework.questions.base import written
from casework.services import open_forms
from web import grants
from web.attributing import attribution_of
from web.beside import beside
from web.doing import doing_of
from web.family import drawn, family_of
from web.handed_out import handed_out
from web.heads import head_of
from web.history import timeline_of
from web.offers import Offers
from web.papers import papers_of
from web.places import OWN
from web.service import service_of, visits_of
from web.sheets import sheet_for
from web.steps import loop_of
from web.tabs import Tabs
from web.views.records import dossier_of
from web.withdrawn import shut_away, withdrawn_of

PAGE = 50


@login_required
def dossiers(request: AuthenticatedRequest) -> HttpResponse:
    """The dossiers one may see; a search is kept in the session, so that no name is in a URL."""
    if request.method == "POST":
        request.session["dossiers_q"] = written(request.POST.get("q", ""))[:40]
        return redirect("web:dossiers")
    wanted = request.session.get("dossiers_q", "")
    seen = Dossier.objects.visible_to(request.user)
    cases = Case._default_manager.filter(pk__in=seen.values("pk"))
    if wanted:
        named = Q(person__name__startswith=wanted) if len(wanted) > 1 else Q(pk__in=[])
        cases = cases.filter(
            named | Q(number__icontains=wanted) | Q(registration__icontains=wanted)
        )
    shown = cases.select_related("person", "owner", "community", "station")
    page = Paginator(shown.order_by("-opened_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    rows = [_row(request, case) for case in page]
    return render(request, "web/dossiers.html", {"page": page, "rows": rows, "wanted": wanted})


def _row(request: AuthenticatedRequest, case: Case) -> dict[str, Any]:
    category = case.person.question("primary_category").shown(case.person.primary_category)
    return {"case": case, "who": case.shown_as, "category": category}


@login_required
@require_safe
def dossier(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One case: who it is about, how far it is, what can be done now and why the rest cannot."""
    case = dossier_of(request.user, pk)
    if not may_see_content(request.user, case):
        return render(request, "web/dossier_masked.html", _masked(request, case))
    said = {key: request.GET.get(key, "") for key in ("form", "tried", "for", "add", "page")}
    offers = Offers(case, request.user, open_forms(case, request.user))
    tabs = Tabs(case, offers, said["form"], said["for"] or said["tried"])
    if tabs.own_page:
        return redirect(_own_page(request, case, said["form"]))
    code = tabs.code
    record_reading(
        "read.dossier", by=request.user, station=case.station, dossier=case.pk, form=code
    )
    context = head_of(request, case) | _around(request, case, said["page"], code)
    also = {"doing": doing_of(case, offers), "beside": beside(case, request.user, offers)}
    return render(request, "web/dossier.html", context | _form(request, case, tabs, said) | also)


def _own_page(request: AuthenticatedRequest, case: Case, code: str) -> str:
    """Where a form has a page of its own, with what was said of it on the way there."""
    query = request.GET.urlencode()
    return f"{redirect(OWN[code], pk=case.pk).url}?{query}"


def _form(
    request: AuthenticatedRequest, case: Case, tabs: Tabs, said: dict[str, str]
) -> dict[str, Any]:
    """The form that is shown, open or to be read, and what can be done with it."""
    offers, code, tried = tabs.offers, tabs.code, said["tried"]
    sheet = sheet_for(
        case,
        code,
        request.user,
        spots=offers.spots(tried, code),
        seen=grants.holds(request, case.person_id),
        longer=said["add"],
        reading=code not in tabs.writing,
    )
    return {
        "leaves": tabs.shown(),
        "code": code,
        "sheet": sheet,
        "drawings": drawn(case, sheet.checked.content) if code == Genogram.code else [],
        "red_line": code == "C03" and needs_safety_plan(sheet.checked.content, case),
        "tried": offers.tried(tried),
        "offers": offers.sorted_for(code if sheet.editable else "", tabs.wanted),
        "droppable": tabs.droppable,
        "waiting": offers.waiting(),
        "earlier": (last := latest(case, code)),
        "stands_as": standing_version(case, last, code).word_of(code) if last else "",
        "action": offers.action(code, tabs.wanted),
    }


def _around(request: AuthenticatedRequest, case: Case, page: str, code: str) -> dict[str, Any]:
    """What stands beside the form."""
    return {
        "service": service_of(case, timezone.localdate(), page),
        "visits": visits_of(case),
        "handed_out": handed_out(case, request.user),
        "may_record": case.owner_id == request.user.pk,
        "papers": papers_of(case),
        "attribution": attribution_of(case, request.user),
        "family": family_of(case, request.user, draws=code != Genogram.code),
        "timeline": timeline_of(case, request.user, content=not shut_away(case)),
        "withdrawn": withdrawn_of(case),
    }


def _masked(request: AuthenticatedRequest, case: Case) -> dict[str, Any]:
    """What the 总站 sees: how far it is, by whom and when; no name, no case text (handbook 6)."""
    return {
        "case": case,
        "loop": loop_of(case, deadline := open_deadline(case)),
        "deadline": deadline,
        "timeline": timeline_of(case, request.user),
        "offers": Offers(case, request.user, []).by_hand(),
    }
