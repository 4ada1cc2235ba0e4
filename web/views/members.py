"""组员自己的事: a case or a need of one member, from the group in which it showed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedRequest
from casework import choices, masking
from casework.errors import RuleError
from casework.group_records import members_of
from casework.ledger_rows import LABELS
from casework.models import Case, Group, Member
from casework.questions.base import written
from casework.referred_members import note_need, open_case_for, require_noter, require_opener
from casework.registration import LooksKnownError, candidate
from web.asked import Asked
from web.cells import Cell, day_in, faults_of
from web.kinds import enter
from web.sheets import questions_for
from web.views.groups import group_of
from web.views.leads import candidate_of
from workflows.posted import number_in

Errors = dict[str, str]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: AuthenticatedRequest, pk: int, number: int) -> HttpResponse:
    """Register a call for help of a member: what troubles them, and what is not known yet."""
    group, member = _member(request, pk, number)
    require_opener(request.user, group)
    errors: Errors = {}
    known: list[Any] = []
    if request.method == "POST":
        try:
            opened = _opened(request, group, member)
        except LooksKnownError as error:
            known = error.people
        except RuleError as error:
            errors = error.errors or {"": str(error)}
        else:
            messages.success(
                request, _("已登记，登记号 %s，站长已收到通知。") % opened.registration
            )
            return redirect("web:dossier", pk=opened.pk)
    asked = _asked(request, member, errors)
    context = {
        **_around(group, member),
        "asked": asked,
        "errors": _faults(asked, errors),
        "known": [candidate_of(each) for each in known],
    }
    return render(request, "web/member_case.html", context, status=422 if errors or known else 200)


def _opened(request: AuthenticatedRequest, group: Group, member: Member) -> Case:
    same = request.POST.get("same", "")
    return open_case_for(
        member,
        group,
        by=request.user,
        problem=written(request.POST.get("presenting_problem", "")),
        sex=request.POST.get("sex", ""),
        person=candidate(request.user, number_in(same)) if number_in(same) else None,
        knowingly_new=same == "new",
    )


def _asked(request: AuthenticatedRequest, member: Member, errors: Errors) -> list[Asked]:
    """The questions: sex only of whom the station keeps no record."""
    wanted = {"D01": [] if member.person_id else ["sex"], "C01": ["presenting_problem"]}
    found: list[Asked] = []
    for code, keys in wanted.items():
        own = {path.partition("#")[2]: says for path, says in errors.items() if code in path}
        found += questions_for(code, {key: request.POST.get(key, "") for key in keys}, own, keys)
    return found


def _faults(asked: list[Asked], errors: Errors) -> list[dict[str, str]]:
    ids = {each.key: f"#{each.id}" for each in asked}
    found = [(path.partition("#")[2], says) for path, says in errors.items()]
    return [{"href": ids.get(key, ""), "text": says} for key, says in found]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def need(request: AuthenticatedRequest, pk: int, number: int) -> HttpResponse:
    """Write a member's need into the ledger."""
    group, member = _member(request, pk, number)
    require_noter(request.user, group)
    posted = request.method == "POST"
    typed = {key: written(request.POST.get(key, "")) for key in ("what", "on")} if posted else {}
    errors: Errors = {}
    if posted:
        try:
            note_need(member, group, by=request.user, what=typed["what"], on=day_in(typed, "on"))
        except RuleError as error:
            errors = error.errors or {"": str(error)}
        else:
            messages.success(request, _("%s 号组员的需求已记入台账。") % member.number)
            return redirect("web:dossier", pk=pk)
    cells = _cells(typed, errors)
    context = {**_around(group, member), "cells": cells, "faults": faults_of(cells, errors)}
    return render(request, "web/member_need.html", context, status=422 if errors else 200)


def _cells(typed: dict[str, str], errors: Errors) -> list[Cell]:
    hint = _("只写名称，不写人名、证件号和电话。")
    today = timezone.localdate().isoformat()
    what, on = typed.get("what", ""), typed.get("on", today)
    return [
        Cell("what", LABELS["what"], "text", what, errors.get("what", ""), hint),
        Cell("on", LABELS["on"], "day", on, errors.get("on", "")),
    ]


def _member(request: AuthenticatedRequest, pk: int, number: int) -> tuple[Group, Member]:
    group = group_of(request, pk)
    enter(request, group)
    found = next((each for each in members_of(group) if each.number == number), None)
    if found is None:
        raise Http404
    return group, found


def _around(group: Group, member: Member) -> dict[str, Any]:
    return {
        "case": group,
        "number": member.number,
        "who": masking.name(str(member.name or "")),
        "category": dict(choices.CATEGORIES).get(member.category, ""),
        "on_record": member.person.number if member.person else "",
    }
