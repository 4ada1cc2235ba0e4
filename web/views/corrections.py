"""更正 and 作废: a new version of a paper on a page of its own, and setting one aside."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework import corrections
from casework.catalogue import FORMS, title_of
from casework.errors import RuleError
from casework.lifecycles import Verdict
from casework.models import Case, Content, Submission
from casework.services import act
from casework.versions import Version, version_of
from web.asked import html_id
from web.asking import Asking
from web.correcting import judged
from web.views.records import content_of, hidden
from workflows.posted import raw_from

LONGEST = 2000  # characters of a reason


@login_required
def correct(request: AuthenticatedRequest, pk: int, submission: int, code: str) -> HttpResponse:
    """Write a new version of what was approved or filed; the supervisor approves it."""
    case, version = _found(request, pk, submission, code)
    verdict = _permitted(case, version, request, "ask_revise")
    raw = corrections.begun(case, version)
    if request.method != "POST":
        return _page(request, case, version, verdict, raw=raw)
    raw = raw_from(request.POST, code, raw)
    if "verb" not in request.POST and "add" in request.POST:
        return _page(request, case, version, verdict, raw=raw)
    try:
        act("ask_revise", case, by=request.user, of=version, reason=_reason(request), raw=raw)
    except RuleError as error:
        return _page(request, case, version, verdict, raw=raw, error=error)
    messages.success(request, _("更正已提交，批准之前照原来的一版。"))
    return redirect("web:dossier", pk=case.pk)


@login_required
def void(request: AuthenticatedRequest, pk: int, submission: int, code: str) -> HttpResponse:
    """Set a version aside, with the reason; what was sealed is kept."""
    case, version = _found(request, pk, submission, code)
    verdict = _permitted(case, version, request, "void")
    if request.method != "POST":
        return _page(request, case, version, verdict)
    try:
        act("void", case, by=request.user, of=version, reason=_reason(request))
    except RuleError as error:
        return _page(request, case, version, verdict, error=error)
    messages.success(request, _("已作废，原件保留可查。"))
    return redirect("web:dossier", pk=case.pk)


def _found(
    request: AuthenticatedRequest, pk: int, submission: int, code: str
) -> tuple[Case, Version]:
    case = content_of(request.user, pk)
    version = version_of(case, submission, code)
    if version is None:
        raise hidden(request.user, Submission.objects.filter(pk=submission))
    return case, version


def _permitted(case: Case, version: Version, request: AuthenticatedRequest, verb: str) -> Verdict:
    """Return the verdict for whoever may do it at all; to others it is forbidden."""
    verdict = judged(case, version, request.user, verb)
    if not verdict.permitted:
        raise PermissionDenied(verdict.findings[1].says)
    return verdict


def _reason(request: AuthenticatedRequest) -> str:
    return request.POST.get("reason", "").replace("\x00", "")[:LONGEST]


def _page(  # noqa: PLR0913
    request: AuthenticatedRequest,
    case: Case,
    version: Version,
    verdict: Verdict,
    *,
    raw: Content | None = None,
    error: RuleError | None = None,
) -> HttpResponse:
    record_reading(
        "read.submission",
        by=request.user,
        station=case.station,
        dossier=case.pk,
        submission=version.submission.pk,
    )
    errors = dict(getattr(error, "errors", None) or {})
    unsaid = bool(error) and verdict.allowed and not errors and not _reason(request).strip()
    pointed = [_pointed(path, says) for path, says in errors.items()]
    context = {
        "case": case,
        "who": case.shown_as,
        "title": title_of(version.form),
        "version": version,
        "verdict": verdict,
        "questions": _questions(request, case, version, raw, errors) if raw is not None else [],
        "reason": _reason(request),
        "errors": [{"href": "#reason", "text": str(error)}] if unsaid else pointed,
        "unsaid": unsaid,
        "error": str(error) if error else "",
    }
    return render(request, "web/correct.html", context, status=422 if error else 200)


def _questions(
    request: AuthenticatedRequest,
    case: Case,
    version: Version,
    raw: Content,
    errors: dict[str, str],
) -> list[Any]:
    code = version.form
    asking = Asking(
        case,
        code,
        raw,
        {path.partition("#")[2]: says for path, says in errors.items()},
        guarded=True,
        editable=True,
        content=corrections.read(case, version, raw).content,
        longer=request.POST.get("add", ""),
    )
    asking.remarks = []  # those of the way to its approval were answered then
    return [asking.question(each) for each in FORMS[code].asked()]


def _pointed(place: str, says: str) -> dict[str, str]:
    return {"href": f"#{html_id(place.partition('#')[2])}", "text": says}
