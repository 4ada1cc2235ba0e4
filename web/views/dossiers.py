"""个案: the list, and the workspace of one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework import choices, masking
from casework.alarms import NINTH
from casework.approvals import latest, submissions
from casework.catalogue import FORMS, title_of
from casework.deadlines import open_deadline
from casework.lifecycles import lifecycle_of
from casework.models import Case, Dossier
from casework.models.assessment import needs_safety_plan
from casework.permissions import may_see_content
from casework.questions.base import written
from casework.services import open_forms
from web import grants
from web.family import family_of
from web.history import timeline_of
from web.offers import Offers
from web.papers import papers_of
from web.sheets import sheet_for
from web.steps import loop_of
from web.views.records import case_of

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
    return {"case": case, "who": masking.name(case.person.name), "category": category}


@login_required
@require_safe
def dossier(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One case: who it is about, how far it is, what can be done now and why the rest cannot."""
    case = case_of(request.user, pk)
    if not may_see_content(request.user, case):
        return render(request, "web/dossier_masked.html", _masked(request, case))
    forms = open_forms(case, request.user)
    codes = _codes(case, forms)
    code = request.GET.get("form", "")
    code = code if code in codes else _first(case, codes)
    tried = request.GET.get("tried", "")
    record_reading(
        "read.dossier", by=request.user, station=case.station, dossier=case.pk, form=code
    )
    offers = Offers(case, request.user, forms)
    seen = grants.holds(request, case.person_id)
    spots, longer = offers.spots(tried, code), request.GET.get("add", "")
    sheet = sheet_for(case, code, request.user, spots=spots, seen=seen, longer=longer)
    context = _head(request, case) | {
        "codes": [(each, title_of(each), each in forms) for each in codes],
        "code": code,
        "sheet": sheet,
        "red_line": code == "C03" and needs_safety_plan(sheet.checked.content, case),
        "tried": offers.tried(tried),
        "offers": offers.sorted_for(code),
        "waiting": offers.waiting(),
        "earlier": latest(case, code),
        "action": offers.action(),
    }
    return render(request, "web/dossier.html", context)


def _head(request: AuthenticatedRequest, case: Case) -> dict[str, Any]:
    person, seen = case.person, grants.holds(request, case.person_id)
    contact = person.emergency_contact or {}
    return {
        "case": case,
        "person": person,
        "seen_until": grants.until(request, person.pk),
        "who": person.name if seen else masking.name(person.name),
        "age": masking.age(person),
        "id_no": _number(person.id_no, masking.number, seen=seen),
        "phone": _number(person.phone, masking.phone, seen=seen),
        "address": masking.full_address(person) if seen else masking.address(person),
        "contact": _contact(contact, seen=seen),
        "category": person.question("primary_category").shown(person.primary_category),
        "loop": loop_of(case, deadline := open_deadline(case)),
        "deadline": deadline,
        "alarms": _alarms(case),
        "papers": papers_of(case),
        "family": family_of(case, request.user),
        "timeline": timeline_of(case),
        "reasons": grants.REASONS,
    }


def _number(whole: Any, mask: Any, *, seen: bool) -> str:
    return str(whole if seen else mask(str(whole))) if whole else ""


def _contact(contact: dict[str, Any], *, seen: bool) -> str:
    if not contact.get("name"):
        return ""
    name = contact["name"] if seen else masking.name(contact["name"])
    phone = _number(contact.get("phone"), masking.phone, seen=seen)
    return " · ".join(each for each in (contact.get("relation"), name, phone) if each)


def _alarms(case: Case) -> list[str]:
    words = {
        **choices.CRISES,
        "mandatory_report": _("未成年人/无民事行为能力人疑似受侵害"),
        NINTH: _("PHQ-9 第 9 题 2 分及以上"),
    }
    return [str(words.get(each, each)) for each in case.alarms.values_list("reason", flat=True)]


def _codes(case: Case, forms: list[str]) -> list[str]:
    """The forms there is something to see of: open ones, and those submitted before."""
    sealed = [code for each in submissions(case) for code in each.codes]
    known = dict.fromkeys([*forms, *sealed])
    return [code for code in FORMS if code in known and code != "D01"] + ["D01"]


def _first(case: Case, codes: list[str]) -> str:
    """The form of the step the case is at: what is open now, else what was last sealed."""
    lifecycle = lifecycle_of(case)
    here = [row.forms[0] for row in lifecycle.rows if row.forms and lifecycle.offers(row)]
    last = [each.form for each in submissions(case)[:1]]
    return next((each for each in [*here, *last] if each in codes), codes[0])


def _masked(request: AuthenticatedRequest, case: Case) -> dict[str, Any]:
    """What the 总站 sees: how far it is, by whom and when; no name, no case text (handbook 6)."""
    return {
        "case": case,
        "loop": loop_of(case, deadline := open_deadline(case)),
        "deadline": deadline,
        "timeline": timeline_of(case),
        "offers": Offers(case, request.user, []).by_hand(),
    }
