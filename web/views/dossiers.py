"""个案: the list, and the workspace of one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework import choices, masking
from casework.alarms import NINTH
from casework.approvals import latest
from casework.catalogue import FORMS, title_of
from casework.deadlines import open_deadline
from casework.lifecycles import Verdict, lifecycle_of
from casework.models import Case, Dossier
from casework.permissions import may_see_content
from casework.services import open_forms
from web import grants
from web.history import timeline_of
from web.papers import papers_of
from web.sheets import html_id, sheet_for
from web.steps import loop_of
from web.views.records import case_of
from workflows.flows import FLOWS
from workflows.forms import asks_nothing
from workflows.selectors import task_for, tasks_of

PAGE = 50


@login_required
def dossiers(request: AuthenticatedRequest) -> HttpResponse:
    """The dossiers one may see; a search is kept in the session, so that no name is in a URL."""
    if request.method == "POST":
        request.session["dossiers_q"] = request.POST.get("q", "").strip()[:40]
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
    seen = grants.holds(request, case.person_id)
    longer = request.GET.get("add", "")
    sheet = sheet_for(case, code, request.user, judged=bool(tried), seen=seen, longer=longer)
    context = _head(request, case) | {
        "codes": [(each, title_of(each), each in forms) for each in codes],
        "code": code,
        "sheet": sheet,
        "tried": _tried(request, case, tried),
        "clash": tried == "clash",
        "offers": _offers(request, case, code, forms),
        "waiting": _waiting(case),
        "earlier": latest(case, code),
        "action": _action(case),
    }
    return render(request, "web/dossier.html", context)


def _action(case: Case) -> str:
    """Where the open form is sent: to the step in whose name it is filled in."""
    mine = [task for task in tasks_of(case) if not task.flow_task.decides]
    return mine[0].reverse("execute") if mine else ""


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
        "loop": loop_of(case),
        "deadline": open_deadline(case),
        "alarms": _alarms(case),
        "papers": papers_of(case),
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
    sealed = [
        code for each in case.submissions.order_by("pk").defer("content") for code in each.codes
    ]
    known = dict.fromkeys([*forms, *sealed])
    return [code for code in FORMS if code in known and code != "D01"] + ["D01"]


def _first(case: Case, codes: list[str]) -> str:
    """The form of the step the case is at: what is open now, else what was last sealed."""
    lifecycle = lifecycle_of(case)
    here = [row.forms[0] for row in lifecycle.rows if row.forms and lifecycle.offers(row)]
    last = case.submissions.order_by("-pk").values_list("form", flat=True).first()
    return next((each for each in [*here, last] if each in codes), codes[0])


def _tried(request: AuthenticatedRequest, case: Case, verb: str) -> dict[str, Any] | None:
    """What stood in the way of the verb that was just pressed."""
    lifecycle = lifecycle_of(case)
    if verb not in lifecycle.verbs:
        return None
    verdict = lifecycle.judge(verb, request.user)
    return {
        "verdict": verdict,
        "findings": findings_of(case, verdict),
        "errors": _errors(case, verdict),
    }


def findings_of(case: Case, verdict: Verdict) -> list[dict[str, Any]]:
    """Return a verdict's findings with the links to where each is mended."""
    return [
        {"met": each.met, "says": each.says, "href": _link(case, each.form, each.path)}
        for each in verdict.findings
        if not (each.met and each.code in {"state", "role"})  # met, they go without saying
    ]


def _errors(case: Case, verdict: Verdict) -> list[dict[str, str]]:
    found = []
    for each in verdict.unmet:
        spots = [(spot.form, spot.path, f"{spot.label}：{spot.says}") for spot in each.spots]
        for form, path, says in spots or [(each.form, each.path, each.says)]:
            found.append({"text": says, "href": _link(case, form, path)})
    return found


def _link(case: Case, form: str, path: str) -> str:
    if not form:
        return ""
    anchor = f"#{html_id(path.partition('[')[0])}" if path else ""
    return f"{reverse('web:dossier', args=[case.pk])}?form={form}{anchor}"


def _offers(
    request: AuthenticatedRequest, case: Case, code: str, forms: list[str]
) -> dict[str, Any]:
    """Sort what can be done: with the form that is open, by a word or two, and not now."""
    verdicts = lifecycle_of(case).why_not(request.user)
    here = [_offer(case, each) for each in verdicts if each.here]
    with_form = [
        each for each in here if each["submits"] and code in each["forms"] and each["plain"]
    ]
    others = [each for each in here if each not in with_form and each["permitted"]]
    blocked = [_offer(case, each) for each in verdicts if not each.allowed]
    return {
        "submit": with_form if code in forms else [],
        "others": others,
        "next": next((each for each in blocked if each["verb"] in _main_verbs(case)), None),
        "near": [each for each in blocked if each["here"]],
        "far": [each for each in blocked if not each["here"]],
    }


def _main_verbs(case: Case) -> set[str]:
    """What the open steps are there for, decisions left aside."""
    steps = [task.flow_task for task in tasks_of(case)]
    verbs = [step.verbs[0] for step in steps if step.verbs and not step.decides]
    return {verb.partition(".")[2] for verb in verbs}


def _offer(case: Case, verdict: Verdict) -> dict[str, Any]:
    row = verdict.move
    task = task_for(case, row.verb)
    anytime = f"case.{row.verb}" in FLOWS[case.kind].anytime
    words = not asks_nothing(row) and not row.decides
    page = reverse("web:do", args=[case.pk, row.verb])
    return {
        "verb": row.verb,
        "label": row.label,
        "allowed": verdict.allowed,
        "permitted": verdict.permitted,
        "here": verdict.here,
        "submits": bool(row.submits or row.opens),
        "forms": row.forms,
        "plain": not words and not row.decides,
        "findings": findings_of(case, verdict),
        "unmet": len(verdict.unmet),
        "decides": bool(row.decides),
        "href": page if words or anytime else task.reverse("execute") if task else "",
        "action": task.reverse("execute") if task and not anytime else page,
    }


def _waiting(case: Case) -> list[dict[str, Any]]:
    """The open steps in other hands: what, and who may do it."""
    return [
        {
            "title": task.flow_task.task_title,
            "by": "、".join(str(w.label) for w in task.flow_task.hands),
        }
        for task in tasks_of(case)
        if task.flow_task.decides
    ]


def _masked(request: AuthenticatedRequest, case: Case) -> dict[str, Any]:
    """What the 总站 sees: how far it is, by whom and when; no name, no case text (handbook 6)."""
    return {
        "case": case,
        "loop": loop_of(case),
        "deadline": open_deadline(case),
        "timeline": timeline_of(case),
        "offers": [
            _offer(case, each)
            for each in lifecycle_of(case).why_not(request.user)
            if each.here and each.permitted and not each.move.decides
        ],
    }
