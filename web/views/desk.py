"""工作台: what came back, what is due, and what one waits for."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import Role
from casework.approvals import remarks_on
from casework.calendars import estimated_years
from casework.catalogue import title_of
from casework.lifecycles import lifecycle_of
from casework.models import Case, Dossier, Submission
from casework.permissions import may_see_content
from notifications.channels import dead_for
from web.handed_out import on_desk
from web.kinds import kind_of
from web.steps import code_of
from web.urgent import returned_to
from workflows.selectors import MOST, desk_of

Outcome = Submission.Outcome
CASE = Dossier.Kind.CASE
IN_CHARGE = {Role.WORKER.value, Role.HEAD.value}


@login_required
@require_safe
def desk(request: AuthenticatedRequest) -> HttpResponse:
    """The day in one page: returned and late first, then today, this week, and the rest."""
    roles = set(request.user.posts.current().values_list("role", flat=True))
    if roles == {Role.COMMUNITY.value}:
        return redirect("web:leads")
    if roles == {Role.AUDITOR.value}:
        return redirect("web:audits")
    today = timezone.localdate()
    returned = returned_to(request.user)
    items = [_item(task, returned, today) for task in desk_of(request.user)[:MOST]]
    items += on_desk(request.user, today)
    first = [each for each in items if each["cls"] in {"back", "late"}]
    rest = [each for each in items if each not in first]
    end = today + timedelta(days=6 - today.weekday())
    own = _own(request) if roles & IN_CHARGE else []
    context = {
        "today": today,
        "first": sorted(first, key=lambda each: each["cls"] != "back"),
        "now": [each for each in rest if each["due_on"] and each["due_on"] <= today],
        "week": [each for each in rest if each["due_on"] and today < each["due_on"] <= end],
        "later": [each for each in rest if not each["due_on"] or each["due_on"] > end],
        "returned": sum(each["cls"] == "back" for each in first),
        "late": sum(each["cls"] == "late" for each in first),
        "cases": [_mine(each, returned, today) for each in own if each.kind == CASE],
        "others": [_other(each, returned, today) for each in own if each.kind != CASE],
        "waiting": _waiting(request),
        "may_register": bool(roles & {Role.WORKER.value, Role.HEAD.value}),
        "alarms": _alarms(request),
        "dead": dead_for(request.user) if Role.HEAD.value in roles else [],
        "estimated": estimated_years() if roles & {Role.HEAD, Role.DISTRICT} else [],
    }
    return render(request, "web/desk.html", context)


def _item(task: Any, returned: dict[int, Submission], today: date) -> dict[str, Any]:
    case = task.process.dossierprocess.dossier
    back = returned.get(case.pk) if not task.flow_task.decides else None
    late = task.due_on is not None and task.due_on < today
    item = {
        "title": _title(task.flow_task),
        "who": case.shown_as,
        "number": case.number,
        "community": str(case.community or ""),
        "href": task.reverse("execute") if task.flow_task.decides else _workspace(case, back),
        "due_on": task.due_on,
        "decides": task.flow_task.decides,
        "cls": "back" if back else "late" if late else "",
    }
    return item | (_quoted(case, back) if back else {})


def _workspace(case: Case, back: Submission | None) -> str:
    """Where the work is done; at the reviewer's words, where it came back."""
    return reverse("web:dossier", args=[case.pk]) + ("#returned" if back else "")


def _title(step: Any) -> str:
    """Name the paper one is to write; else what the step is called."""
    submits = [code for row in step.first for code in row.submits if not step.decides]
    return title_of(submits[0]) if submits else str(step.task_title)


def _quoted(case: Case, back: Submission) -> dict[str, Any]:
    """What the reviewer said, in their own words."""
    review = back.reviews.select_related("reviewer").latest("pk")
    remarks = [each for code in back.codes for each in remarks_on(case, code)]
    return {
        "round": back.round,
        "opinion": review.opinion,
        "by": review.reviewer,
        "at": review.at,
        "remarks": sum(each.review_id == review.pk for each in remarks),
    }


def _own(request: AuthenticatedRequest) -> list[Any]:
    """Everything one is in charge of and that has not ended, the newest first."""
    own = Dossier.objects.filter(owner=request.user, ended_on=None)
    near = own.select_related("case__person", "group", "project").prefetch_related("deadlines")
    return list(near.order_by("-opened_on", "-pk")[:MOST])


def _mine(dossier: Dossier, returned: dict[int, Submission], today: date) -> dict[str, Any]:
    case, late = dossier.work, _is_late(dossier, today)
    category = case.person.question("primary_category").shown(case.person.primary_category)
    return {
        "pk": case.pk,
        "who": case.shown_as,
        "risk": case.risk,
        "risk_says": case.get_risk_display(),
        "status": case.get_status_display(),
        "bar": code_of(case, returned=case.pk in returned, late=late),
        "cls": "red-t" if late else "ochre-t" if case.pk in returned else "",
        "small": category,
    }


def _other(dossier: Dossier, returned: dict[int, Submission], today: date) -> dict[str, Any]:
    work, late = dossier.work, _is_late(dossier, today)
    return {
        "pk": work.pk,
        "title": work.title,
        "kind": kind_of(work).name,
        "status": work.get_status_display(),
        "bar": code_of(work, returned=work.pk in returned, late=late),
        "steps": list(lifecycle_of(work).steps),
        "cls": "red-t" if late else "ochre-t" if work.pk in returned else "",
    }


def _is_late(work: Any, today: date) -> bool:
    running = [e for e in work.deadlines.all() if e.met_on is None and e.stopped_on is None]
    return any(each.due_on < today for each in running)


def _waiting(request: AuthenticatedRequest) -> list[dict[str, Any]]:
    """What one has handed in and others have not decided on yet."""
    pending = Submission.objects.filter(author=request.user, outcome=Outcome.PENDING)
    found = pending.defer("content").select_related("dossier__case__person", "dossier__supervisor")
    today = timezone.localdate()
    return [
        {
            "pk": each.dossier_id,
            "number": each.dossier.number,
            "title": title_of(each.form),
            "who": each.dossier.shown_as,
            "by": each.dossier.supervisor,
            "days": (today - timezone.localdate(each.at)).days,
        }
        for each in found.order_by("at")[:MOST]
    ]


def _alarms(request: AuthenticatedRequest) -> list[Dossier]:
    """Open dossiers with a red alarm among those the user supervises, heads or owns."""
    seen = Dossier.objects.visible_to(request.user)
    found = seen.filter(alarmed_at__isnull=False, ended_on=None).order_by("-alarmed_at")
    return [
        each for each in found.select_related("station")[:5] if may_see_content(request.user, each)
    ]
