"""服务记录: writing one on a page of its own, reading what was filed, and the supervisor's 阅."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import User
from audit.services import read as record_reading
from casework import masking, plans, sessions
from casework.approvals import in_force
from casework.catalogue import FORMS, title_of
from casework.drafts import draft_of
from casework.errors import RuleError
from casework.lifecycles import CaseLifecycle
from casework.marks import mark_read, may_read
from casework.models import Case, Submission
from casework.models.approvals import CORRECTS
from casework.services import drop_draft, open_forms
from casework.versions import Version
from documents.models import Document
from web.correcting import standing_of
from web.offers import Offers
from web.onward import onward_of
from web.places import USUAL
from web.service import filed_url, mark_on
from web.sheets import answers_in, sheet_for
from web.views.records import case_of, content_of, one_of

IN_SERVICE = [state for row in CaseLifecycle.verbs["add_session"] for state in row.source]
FOLDED = ("techniques", "progress", "new_needs_resources")


@login_required
@require_safe
def records(request: AuthenticatedRequest) -> HttpResponse:
    """Where 写记录 leads: to the one case in service, or to a choice among several."""
    own = Case.objects.filter(owner=request.user, ended_on=None, closed_on=None)
    served = own.filter(status__in=IN_SERVICE).select_related("person", "community")
    found = list(served.order_by("-opened_on", "-pk")[:50])
    if len(found) == 1:
        return redirect("web:record", pk=found[0].pk)
    rows = [(each, masking.name(each.person.name)) for each in found]
    return render(request, "web/records.html", {"rows": rows})


@login_required
@require_safe
def record(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One service, written down on a phone: what was done, how it went, what comes next."""
    case = case_of(request.user, pk)
    if sessions.CODE not in (forms := open_forms(case, request.user)):
        return redirect("web:dossier", pk=pk)
    record_reading("read.dossier", by=request.user, station=case.station, dossier=pk, form="C05")
    offers, tried = Offers(case, request.user, forms), request.GET.get("tried", "")
    verb = _verb_of(offers, request.GET.get("for") or tried)
    sheet = sheet_for(
        case,
        sessions.CODE,
        request.user,
        spots=offers.spots(tried, sessions.CODE),
        longer=request.GET.get("add", ""),
    )
    last, last_filed = sessions.last_record(case), sessions.last_filed(case)
    context = {
        "case": case,
        "who": case.shown_as,
        "sheet": sheet,
        "q": sheet.by_key,
        "folded": [sheet.by_key[key] for key in FOLDED],
        "code": sessions.CODE,
        "number": (last_filed.instance if last_filed else 0) + 1,
        "planned": _planned(case),
        "last": (last.next_plan or {}) if last else {},
        "late": _late(case, sheet.checked.content),
        "expired": plans.expired(case, timezone.localdate()),
        "tried": offers.tried(tried),
        "offers": offers.sorted_for(sessions.CODE, verb),
        "verb": verb,
        "label": "" if verb == USUAL[sessions.CODE] else offers.label_of(verb),
        "action": offers.action(sessions.CODE, verb),
        "droppable": draft_of(case, sessions.CODE) is not None,
    }
    return render(request, "web/record.html", context)


def _verb_of(offers: Offers, wanted: str) -> str:
    """What the record is handed in for: what one comes for, else a service, else what there is."""
    verbs = [each for each in offers.verbs_here if sessions.CODE in offers.forms_for(each)]
    return next((each for each in (wanted, USUAL[sessions.CODE]) if each in verbs), verbs[0])


def _planned(case: Case) -> int | None:
    """How many services the plan expects."""
    plan = in_force(case, "C04")
    return (plan.period or {}).get("expected_sessions") if plan else None


def _late(case: Case, content: dict[str, Any]) -> bool:
    """Whether the record that is being written is late by now (handbook 5.1)."""
    day = str((content.get("time") or {}).get("date") or "")
    return bool(day) and sessions.is_overdue(case, day, timezone.localdate())


@login_required
@require_safe
def filed(request: AuthenticatedRequest, pk: int, submission: int) -> HttpResponse:
    """A record as it was filed, with the paper, and what the supervisor said of it."""
    case = content_of(request.user, pk)
    found = _filed(request.user, case, submission)
    record_reading(
        "read.submission", by=request.user, station=case.station, dossier=pk, submission=found.pk
    )
    papers = Document.objects.filter(submission=found.pk, state=Document.State.READY)
    context = {
        "case": case,
        "who": case.shown_as,
        "submission": found,
        "title": title_of(found.form),
        "sheet": {"questions": answers_in(found, found.form)},
        "reads": [each for each in found.reviews.all() if each.decision == "read"],
        "may_read": may_read(request.user, case, found) and not mark_on(found)["read"],
        "standing": standing_of(case, Version(found, found.form), request.user),
        "beyond": onward_of(case, found, request.user),
        "paper": papers.defer("content").first(),
    }
    return render(request, "web/filed.html", context)


@login_required
@require_POST
def read(request: AuthenticatedRequest, pk: int, submission: int) -> HttpResponse:
    """Put the mark 阅, with feedback or without."""
    case = content_of(request.user, pk)
    found = _filed(request.user, case, submission)
    try:
        mark_read(case, found, by=request.user, says=request.POST.get("says", ""))
        messages.success(request, _("已阅，社工能看到你写的反馈。"))
    except RuleError as error:
        messages.error(request, str(error))
    return redirect(filed_url(case, found))


@login_required
@require_POST
def drop(request: AuthenticatedRequest, pk: int, code: str) -> HttpResponse:
    """Throw away a draft that nobody wants."""
    case = content_of(request.user, pk)
    if code not in FORMS:
        raise Http404
    try:
        drop_draft(case, code, by=request.user)
    except PermissionDenied as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("这份草稿已删掉。"))
    return redirect("web:dossier", pk=pk)


def _filed(user: User, case: Any, pk: int) -> Submission:
    """Return what was filed, or a new version of what was filed or approved."""
    kinds = Q(outcome=Submission.Outcome.FILED) | Q(verb=CORRECTS)
    filed = Submission.objects.filter(kinds, dossier=case.pk)
    found: Submission = one_of(user, filed.prefetch_related("reviews__reviewer"), pk)
    found.dossier = case  # whose key is at hand
    for each in found.reviews.all():
        each.submission = found
    return found
