"""What is done to a dossier outside its form: verbs of no step, answers to remarks, the queue."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from casework.errors import RuleError
from casework.lifecycles import Lifecycle, Move, machine_of
from casework.lifecycles.base import NEW
from casework.models import Case, Remark
from casework.services import answer_remark
from web.places import OF_VERBS, place_of
from web.views.records import content_of, dossier_of, one_of
from workflows.flows import FLOWS
from workflows.forms import asks_nothing
from workflows.selectors import decisions_for
from workflows.views import ask, do, keep, kept, over, why_over


@login_required
def do_verb(request: AuthenticatedRequest, pk: int, verb: str) -> HttpResponse:
    """What belongs to no open step: a few words that a verb asks for, or a form handed in.

    Decisions have pages of their own, at their step.
    """
    case = dossier_of(request.user, pk)
    lifecycle, row = _found(case, verb)
    if request.method == "POST":
        only_kept = row.forms and "verb" not in request.POST
        return kept(request, case) if only_kept else do(request, case, verb)
    if verb in OF_VERBS:
        return redirect(OF_VERBS[verb], pk=pk)
    if asks_nothing(row):
        form = next(iter(row.forms), "")
        return redirect(place_of(case, form, verb if form else ""))
    if lifecycle.offers(row):
        return ask(request, case, row)
    says = why_over(lifecycle, row)
    if lifecycle.beside and not says:
        return redirect("web:dossier", pk=case.pk)  # it is going on already: there it is shown
    return over(request, case, says)


def _found(case: Case, verb: str) -> tuple[Lifecycle, Move]:
    """Return the machine and the row of a verb that is done here; else a 404."""
    try:
        lifecycle = machine_of(case, verb)
    except KeyError as unknown:
        raise Http404 from unknown
    row = lifecycle.row_of(verb)
    if not _is_done_here(lifecycle, row):
        raise Http404
    return lifecycle, row


def _is_done_here(lifecycle: Lifecycle, row: Move) -> bool:
    """Whether a verb has a page for its words, or is handed in while another step is open."""
    made = NEW in row.source and not lifecycle.beside
    if row.decides or row.withdraws or made:
        return False
    anytime = f"{lifecycle.key}.{row.verb}" in FLOWS[lifecycle.key].anytime
    return anytime or not asks_nothing(row)


@login_required
@require_POST
def remark(request: AuthenticatedRequest, pk: int, remark: int) -> HttpResponse:
    """Answer a remark; what was typed into the form around it is kept as well."""
    case = content_of(request.user, pk)
    remarks = Remark.objects.filter(review__submission__dossier=case)
    found = one_of(request.user, remarks, remark, "review__submission__dossier")
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
