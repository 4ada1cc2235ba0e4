"""What is done to a dossier outside its form: verbs of no step, answers to remarks, the queue."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from casework.errors import RuleError
from casework.lifecycles import lifecycle_of
from casework.models import Remark
from casework.services import answer_remark
from web.views.records import case_of, content_of
from workflows.forms import asks_nothing
from workflows.selectors import decisions_for
from workflows.views import ask, do, keep


@login_required
def do_verb(request: AuthenticatedRequest, pk: int, verb: str) -> HttpResponse:
    """The page of a verb that asks for a few words. Decisions have their own, at their step."""
    case = case_of(request.user, pk)
    lifecycle = lifecycle_of(case)
    if verb not in lifecycle.verbs or verb == "register":
        raise Http404
    row = lifecycle.row_of(verb)
    if row.decides or row.withdraws or asks_nothing(row):
        raise Http404
    if request.method == "POST":
        return do(request, case, verb)
    if not lifecycle.offers(row):
        return render(request, "workflows/done.html", {"case": case}, status=409)
    return ask(request, case, row)


@login_required
@require_POST
def remark(request: AuthenticatedRequest, pk: int, remark: int) -> HttpResponse:
    """Answer a remark; what was typed into the form around it is kept as well."""
    case = content_of(request.user, pk)
    remarks = Remark.objects.filter(review__submission__dossier=case)
    found = get_object_or_404(remarks, pk=remark)
    if unsaved := keep(request, case):
        return unsaved
    found.refresh_from_db()
    said = request.POST.get(f"answer-{remark}", "").strip()
    text = said or (_("已按此修改。") if request.POST.get("answer") == "done" else "")
    try:
        if not said or said != found.answer:
            answer_remark(found, case, by=request.user, answer=text)
    except RuleError as error:
        messages.error(request, str(error))
    return redirect(f"/dossiers/{pk}/?form={found.form}#remark-{remark}")


@login_required
@require_safe
def approvals(request: AuthenticatedRequest) -> HttpResponse:
    """Open what waits longest; say so when nothing does."""
    waiting = decisions_for(request.user)
    if waiting:
        return redirect(waiting[0].reverse("execute"))
    return render(request, "web/approvals_empty.html")
