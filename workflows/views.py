"""What the steps' URLs answer: a decision has a page here; a form is filled in on the dossier's."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework.approvals import latest, remarks_on
from casework.catalogue import FORMS
from casework.drafts import raw_of
from casework.errors import RuleError, StaleDraftError
from casework.lifecycles import Lifecycle, Move, Verdict, machine_of
from casework.permissions import may_see_content
from casework.services import act, answer_remark, may_edit, save_draft
from workflows.asking import Plain
from workflows.clash import clash
from workflows.forms import form_for
from workflows.posted import raw_from, version_in
from workflows.review import sheet_of


@dataclass
class Offer:
    """A verb as a page shows it: whether it can be done, why not, and what it asks for."""

    verdict: Verdict
    form: Plain | None

    @property
    def move(self) -> Move:
        return self.verdict.move


class StepView(View):
    """The one view of all steps. The engine has locked the dossier and asked whether one may."""

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        task = request.activation.task
        case = task.process.coerced.record
        if not task.flow_task.decides:
            return redirect("web:dossier", pk=case.pk)
        return screen(request, case, task)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        task = request.activation.task
        case = task.process.coerced.record
        verbs = {verb.partition(".")[2]: verb for verb in task.flow_task.verbs}
        verb = request.POST.get("verb", "")
        if verb in verbs:
            return do(request, case, verbs[verb], task)
        return kept(request, case)


def kept(request: Any, case: Any) -> HttpResponse:
    """Save what came of a form and nothing more: 存着, 再加一行."""
    code, add = request.POST.get("form", ""), request.POST.get("add", "")
    return keep(request, case) or _back(case, code, add=add)


def do(request: Any, case: Any, verb: str, task: Any = None) -> HttpResponse:
    """Do the verb whose button was pressed; a refusal says what to mend and keeps what is typed."""
    if unsaved := keep(request, case):
        return unsaved
    lifecycle = machine_of(case, verb)
    row = lifecycle.row_of(verb.rpartition(".")[2])
    if not lifecycle.offers(row):
        return over(request, case, why_over(lifecycle, row))
    lifecycle.require_role(row.verb, request.user)
    bound = form_for(row, case, request.POST, request.FILES)
    if bound.is_valid():
        try:
            act(verb, case, by=request.user, **bound.given())
        except RuleError as error:
            bound.add_error(None, str(error))
        else:
            return _done(request, case, row)
    return _refused(request, case, row, bound, task)


def why_over(lifecycle: Lifecycle, row: Move) -> str:
    """Say what to do instead, where it is the dossier's end that stands in the way."""
    ended = lifecycle.dossier.ended_on is not None and lifecycle.at in row.source
    return str(row.when.says) if ended else ""


def over(request: HttpRequest, case: Any, says: str = "") -> HttpResponse:
    """It is too late for this: somebody has done it already, or the dossier has ended."""
    return render(request, "workflows/done.html", {"case": case, "says": says}, status=409)


def keep(request: Any, case: Any) -> HttpResponse | None:
    """Save what came along of a form, before anything is judged; say so where it cannot be."""
    code = request.POST.get("form", "")
    if code not in FORMS or not may_edit(case, code, request.user):
        return None
    raw = raw_from(request.POST, code, raw_of(case, code))
    try:
        save_draft(case, code, raw, by=request.user, version=version_in(request.POST))
    except StaleDraftError:
        return clash(request, case, code)
    except RuleError as error:
        messages.error(request, str(error))
        return _back(case, code)
    reply(request, case, code)
    return None


def reply(request: Any, case: Any, code: str) -> None:
    """What was typed under a remark is its answer, whichever button was pressed."""
    if not any(name.startswith("answer-") for name in request.POST):
        return
    for remark in remarks_on(case, code).filter(review__submission=latest(case, code)):
        said = request.POST.get(f"answer-{remark.pk}", "").strip()
        if said and said != remark.answer:
            answer_remark(remark, case, by=request.user, answer=said)


def _done(request: Any, case: Any, row: Move) -> HttpResponse:
    """Say what happened, and go where the work goes on."""
    messages.success(request, _("%(what)s：已办好。") % {"what": row.label})
    if may_see_content(request.user, case):
        return redirect("web:dossier", pk=case.pk)
    return redirect("web:desk")


def _refused(request: Any, case: Any, row: Move, bound: Plain, task: Any) -> HttpResponse:
    if row.decides or row.withdraws:
        return screen(request, case, task, bound)
    if row.forms and not bound.fields:
        return _back(case, request.POST.get("form", ""), row.verb)
    return ask(request, case, row, bound)


def _back(case: Any, code: str, tried: str = "", add: str = "") -> HttpResponse:
    """Go back to the form: to what stood in the way, or to the row that was asked for."""
    known = add if code in FORMS and add in FORMS[code].anchors() else ""
    said = {"form": code if code in FORMS else "", "tried": tried, "add": known}
    query = urlencode({key: text for key, text in said.items() if text})
    place = "#errors" if tried else f"#f-{known}" if known else ""
    return HttpResponseRedirect(f"{reverse('web:dossier', args=[case.pk])}?{query}{place}")


def ask(request: HttpRequest, case: Any, row: Move, bound: Plain | None = None) -> HttpResponse:
    """The page of a verb that asks for a few words, or of one that belongs to no step."""
    verdict = machine_of(case, row.name).judge(row.verb, request.user)  # type: ignore[arg-type]
    form = bound or form_for(row, case)
    context = {"case": case, "offer": Offer(verdict, form), "title": row.label}
    return render(request, "workflows/ask.html", context, status=422 if bound else 200)


def screen(
    request: AuthenticatedRequest, case: Any, task: Any, bound: Plain | None = None
) -> HttpResponse:
    """The page of a decision: two rounds side by side, remarks at the fields, the decision."""
    if not may_see_content(request.user, case):
        raise PermissionDenied
    sheet = sheet_of(case, task, request, bound)
    if sheet is None:
        return render(request, "workflows/done.html", {"case": case}, status=409)
    record_reading(
        "read.submission",
        by=request.user,
        station=case.station,
        dossier=case.pk,
        submission=sheet["submission"].pk,
    )
    status = 422 if bound else 200
    return render(request, "workflows/review.html", sheet, status=status)
