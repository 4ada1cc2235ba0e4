"""项目支出: what a project has spent against its budget, and writing one sum down."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from casework import choices
from casework.counting import spent
from casework.errors import RuleError
from casework.expenses import may_keep, may_read, spend, void_expense
from casework.models import Project
from casework.questions.base import written
from web.cells import Cell, faults_of
from web.ledger_form import voiding_cell
from web.views.records import dossier_of

PAGE = 50
ASKED = ("on", "category", "item", "amount", "voucher")


def _project(request: AuthenticatedRequest, pk: int) -> Project:
    """Return a project whose money the user may see; another kind of dossier is a 404."""
    work = dossier_of(request.user, pk)
    if not isinstance(work, Project):
        raise Http404
    if not may_read(request.user, work):
        raise PermissionDenied(_("项目支出由本站的社工、站长、机构和财务看，总站看全区的。"))
    return work


@login_required
def expenses(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The sums of a project by category and one by one, and a form for one more."""
    project = _project(request, pk)
    typed = {"on": timezone.localdate().isoformat()}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = {key: written(request.POST.get(key, "")) for key in ASKED}
        try:
            done = spend(project, typed, by=request.user)
        except RuleError as error:
            errors = error.errors or {"": str(error)}
        else:
            messages.success(request, _("已登记 %s 元。") % done.amount)
            return redirect("web:expenses", pk=pk)
    cells = _cells(typed, errors)
    rows = project.expenses.select_related("entered_by").order_by("-on", "-pk")
    context = {
        "project": project,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "sums": _sums(project),
        "keeps": may_keep(request.user, project),
        "cells": cells,
        "faults": faults_of(cells, errors),
    }
    return render(request, "web/expenses.html", context, status=422 if errors else 200)


def _cells(typed: dict[str, str], errors: dict[str, str]) -> list[Cell]:
    categories = [("", _("请选")), *((each, each) for each in choices.BUDGET)]
    asked: dict[str, dict[str, Any]] = {
        "on": {"label": _("日期"), "kind": "day"},
        "category": {"label": _("科目"), "kind": "choice", "options": categories},
        "item": {"label": _("用途"), "hint": _("只写买了什么、付了什么，不写人名。")},
        "amount": {"label": _("金额（元）"), "kind": "money"},
        "voucher": {"label": _("凭证号"), "hint": _("例如“记-12”。"), "most": 30},
    }
    return [
        Cell(key, value=typed.get(key, ""), error=errors.get(key, ""), **more)
        for key, more in asked.items()
    ]


def _sums(project: Project) -> list[dict[str, Any]]:
    """Return what each category was to cost, has cost, and how much of it that is; then all."""
    baseline = project.baselines.order_by("-version").first()
    budget = {key: Decimal(value) for key, value in (baseline.budget if baseline else {}).items()}
    lines = [(each, budget.get(each), paid) for each, paid in spent(project).items()]
    whole = sum(budget.values(), Decimal(0)) if budget else None
    lines.append((_("合计"), whole, sum((paid for *_rest, paid in lines), Decimal(0))))
    return [
        {"category": each, "planned": planned, "paid": paid, "share": _share(paid, planned)}
        for each, planned, paid in lines
    ]


def _share(paid: Decimal, planned: Decimal | None) -> str:
    return f"{paid * 100 / planned:.1f}%" if planned else ""


@login_required
def void(request: AuthenticatedRequest, pk: int, expense: int) -> HttpResponse:
    """Set one sum aside, with the reason."""
    project = _project(request, pk)
    found = get_object_or_404(project.expenses.select_related("project"), pk=expense)
    if not may_keep(request.user, project):
        raise PermissionDenied
    typed = {"reason": written(request.POST.get("reason", ""))}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            void_expense(found, typed["reason"], by=request.user)
        except RuleError as error:
            errors = error.errors or {"": str(error)}
        else:
            messages.success(request, _("已作废，不再计入支出。"))
            return redirect("web:expenses", pk=pk)
    cell = voiding_cell(typed, errors)
    context = {"project": project, "expense": found, "cell": cell}
    context |= {"faults": faults_of([cell], errors)}
    return render(request, "web/expense_void.html", context, status=422 if errors else 200)
