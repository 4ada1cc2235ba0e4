"""登记求助: a call for help, from as little as is known; and what became of those one brought."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import Community
from casework import masking
from casework.calls import stations_of
from casework.drafts import registration_of, write_registration
from casework.errors import RuleError, StaleDraftError
from casework.lifecycles import CaseLifecycle
from casework.models import Content
from casework.registration import (
    LooksKnownError,
    candidate,
    communities_of,
    leads_of,
    register,
)
from casework.search import Alike
from web.asked import Asked
from web.sheets import questions_for
from workflows.posted import number_in, raw_from, version_in

ASKED = {  # what a call for help asks; all else can wait (handbook 3: 最小字段)
    "D01": ["name", "sex", "birth_date", "phone", "living_address"],
    "C01": [
        "channel",
        "referrer",
        "requester",
        "presenting_problem",
        "expectation",
        "crisis_screen",
    ],
}
NEEDED = {"D01": {"name", "sex"}, "C01": {"presenting_problem"}}


def _raw(request: HttpRequest) -> Content:
    raw: Content = {code: raw_from(request.POST, code, {}) for code in ASKED}
    return raw | {"community": request.POST.get("community", "")}


@login_required
def new_lead(request: AuthenticatedRequest) -> HttpResponse:
    """Write down a call for help. What is typed is saved as a draft until it is sent."""
    communities = communities_of(request.user)
    if not communities.exists():
        raise PermissionDenied
    draft = registration_of(request.user)
    raw: Any = dict(draft.raw) if draft else {}
    errors: dict[str, str] = {}
    known: list[Any] = []
    if request.method == "POST":
        raw = _raw(request)
        done, errors, known = _sent(request, raw, list(communities))
        if done:
            return done
    draft = registration_of(request.user)
    context = {
        "communities": communities,
        "community": str(raw.get("community") or ""),
        "person": questions_of("D01", raw, errors),
        "call": questions_of("C01", raw, errors),
        "errors": [{"href": href_of(path), "text": says} for path, says in errors.items()],
        "known": [candidate_of(each) for each in known],
        "draft": draft,
        "version": draft.version if draft else 0,
        "community_error": errors.get("community", ""),
    }
    return render(request, "web/new_lead.html", context, status=422 if errors else 200)


def _sent(
    request: AuthenticatedRequest, raw: Any, communities: list[Community]
) -> tuple[HttpResponse | None, dict[str, str], list[Any]]:
    """Keep what was written, and register it if that was the button."""
    try:
        write_registration(raw, by=request.user)
    except RuleError as error:
        return None, {"": str(error)}, []
    if "save" in request.POST or "add" in request.POST:
        return None, {}, []
    return _register(request, raw, communities)


def _register(
    request: AuthenticatedRequest, raw: Any, communities: list[Community]
) -> tuple[HttpResponse | None, dict[str, str], list[Any]]:
    """Register, or say what is wrong, or whom it may be."""
    where = next((each for each in communities if str(each.pk) == raw["community"]), None)
    if where is None:
        return None, {"community": _("请选服务对象住在哪个社区。")}, []
    same = request.POST.get("same", "")
    try:
        case = register(
            raw,
            community=where,
            by=request.user,
            person=candidate(request.user, number_in(same)) if number_in(same) else None,
            knowingly_new=same == "new",
        )
    except LooksKnownError as error:
        return None, {}, error.people
    except RuleError as error:
        return None, error.errors or {"": str(error)}, []
    messages.success(request, _("已登记，登记号 %s，站长已收到通知。") % case.registration)
    visible = type(case)._default_manager.visible_to(request.user).filter(pk=case.pk).exists()
    return (redirect("web:dossier", pk=case.pk) if visible else redirect("web:leads")), {}, []


def questions_of(code: str, raw: Any, errors: dict[str, str]) -> list[Asked]:
    """Return what a call for help asks of a form, with what was typed and what is wrong."""
    own = {path.partition("#")[2]: says for path, says in errors.items() if path.startswith(code)}
    found = questions_for(code, raw.get(code) or {}, own, ASKED[code])
    for each in found:
        each.required = "yes" if each.key in NEEDED[code] else "no"
        for part in each.parts:
            part.required = "no"
    return found


def href_of(path: str) -> str:
    """Link to the control that an error is about."""
    return "#f-" + (path.partition("#")[2] or path).replace(".", "-") if path else ""


def candidate_of(known: Alike) -> dict[str, Any]:
    """Somebody whom it may be, as far as one needs to see to tell."""
    person = known.person
    return {
        "why": "；".join(known.why),
        "pk": person.pk,
        "number": person.number,
        "who": masking.name(person.name),
        "age": masking.age(person),
        "address": masking.address(person),
        "phone": masking.phone(person.phone or ""),
    }


@require_POST
def save_lead(request: HttpRequest) -> JsonResponse:
    """Save a call for help while it is being written; see static/web/js/draft.js."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    user: Any = request.user
    if not communities_of(user).exists():
        raise PermissionDenied
    try:
        draft = write_registration(_raw(request), by=user, version=version_in(request.POST))
    except StaleDraftError:
        return JsonResponse({"by": str(user), "at": _at(registration_of(user))}, status=409)
    except RuleError as error:
        return JsonResponse({"says": str(error)}, status=400)
    return JsonResponse({"version": draft.version, "saved": _at(draft), "alarm": False})


def _at(draft: Any) -> str:
    return f"{timezone.localtime(draft.saved_at):%H:%M}"


@login_required
@require_safe
def leads(request: AuthenticatedRequest) -> HttpResponse:
    """What one has brought: numbers, days, and how far each is; nothing of its content."""
    here = set(stations_of(request.user).values_list("pk", flat=True))
    rows = [
        {
            "case": each,
            "step": list(CaseLifecycle.steps)[CaseLifecycle.step_of(each.status)],
            "may_call": each.station_id in here and not each.ended_on,
        }
        for each in leads_of(request.user)[:50]
    ]
    may = communities_of(request.user).exists()
    return render(request, "web/leads.html", {"rows": rows, "may_register": may})
