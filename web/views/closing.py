"""结案: evaluation and report on one screen, the box and what it lacks, and signed pages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework import archive, closures, consents, drafts, satisfaction, scans, sessions
from casework.catalogue import FORMS, title_of
from casework.errors import RuleError, StaleDraftError
from casework.lifecycles import lifecycle_of
from casework.models import Case, Scan, Submission
from casework.models.closing import parted
from casework.permissions import Who, standing
from casework.services import act, open_forms, save_draft
from web.offers import Offers
from web.papers import boxed
from web.sheets import sheet_for
from web.views.records import case_of, content_of, one_of
from workflows.clash import clash
from workflows.posted import number_in, raw_from
from workflows.views import reply

FORMS_OF_CLOSING = ("C08", "C09")
VERB = "submit_closure"


@login_required
def closing(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One screen, two papers: what was reached, and the report on it."""
    case = case_of(request.user, pk)
    if "C08" not in open_forms(case, request.user):
        sent = request.method == "POST" and case.owner == request.user
        done = render(request, "workflows/done.html", {"case": case}, status=409) if sent else None
        return done or redirect("web:dossier", pk=pk)
    if request.method == "POST":
        return _posted(request, case)
    record_reading("read.dossier", by=request.user, station=case.station, dossier=pk, form="C08")
    return render(request, "web/closing.html", _context(request, case))


def _context(request: AuthenticatedRequest, case: Case) -> dict[str, Any]:
    tried, add = request.GET.get("tried", ""), request.GET.get("add", "")
    offers = Offers(case, request.user, open_forms(case, request.user))
    evaluation, report = (
        sheet_for(case, code, request.user, spots=offers.spots(tried, code), longer=add)
        for code in FORMS_OF_CLOSING
    )
    said = evaluation.checked.content
    return {
        "case": case,
        "who": case.shown_as,
        "evaluation": evaluation,
        "report": report,
        "version": f"{evaluation.version}.{report.version}",
        "saved_at": max(filter(None, [_saved(evaluation), _saved(report)]), default=None),
        "filled": evaluation.filled + report.filled,
        "required": evaluation.required + report.required,
        "volume": sessions.volume(case),
        "score": closures.t_of(case, said.get("goal_attainment")),
        "asked": not parted(said, case),
        "answered": satisfaction.answered(case),
        "tried": offers.tried(tried),
        "verdict": offers.sorted_for("C08", VERB)["submit"],
    }


def _saved(sheet: Any) -> Any:
    return sheet.draft.saved_at if sheet.draft else None


def _posted(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """Keep both forms, answer remarks, and hand both in if that was the button."""
    try:
        _keep(request, case)
    except StaleDraftError:
        return clash(request, case, _stale(request, case))
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("web:closing", pk=case.pk)
    for code in FORMS_OF_CLOSING:
        reply(request, case, code)
    if request.POST.get("refresh"):
        return _begin_again(request, case)
    if request.POST.get("verb") == VERB:
        return _handed_in(request, case)
    return _back(case, add=request.POST.get("add", ""))


def _handed_in(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    row = lifecycle_of(case).row_of(VERB)
    try:
        act(VERB, case, by=request.user)
    except RuleError:
        return _back(case, tried=VERB)
    messages.success(request, _("%(what)s：已办好。") % {"what": row.label})
    return redirect("web:dossier", pk=case.pk)


def _begin_again(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """Fill the report anew from what is there by now; what only a person knows stays."""
    known = {key: value for key, (value, _says) in FORMS["C09"].prefilled(case).items()}
    fresh = {key: FORMS["C09"].question(key).raw_of(value) for key, value in known.items()}
    save_draft(case, "C09", drafts.raw_of(case, "C09") | fresh, by=request.user)
    messages.success(request, _("结案报告已按最新资料重新带出。"))
    return redirect("web:closing", pk=case.pk)


def _back(case: Case, *, tried: str = "", add: str = "") -> HttpResponse:
    known = {key: text for key, text in {"tried": tried, "add": add}.items() if text}
    place = "#errors" if tried else f"#f-{add}" if add else ""
    url = reverse("web:closing", args=[case.pk])
    return HttpResponseRedirect(f"{url}?{urlencode(known)}{place}" if known else url)


def _versions(request: HttpRequest) -> list[int | None]:
    """Return the versions that were typed over, C08's and C09's; none where somebody insists."""
    if request.POST.get("force") == "1":
        return [None, None]
    first, _dot, second = request.POST.get("version", "").partition(".")
    return [number_in(first), number_in(second)]


@transaction.atomic
def _keep(request: AuthenticatedRequest, case: Case) -> None:
    for code, version in zip(FORMS_OF_CLOSING, _versions(request), strict=True):
        raw = raw_from(request.POST, code, drafts.raw_of(case, code))
        save_draft(case, code, raw, by=request.user, version=version)


def _stale(request: AuthenticatedRequest, case: Case) -> str:
    """Return which of the two has a newer version."""
    pairs = zip(FORMS_OF_CLOSING, _versions(request), strict=True)
    newer = [code for code, version in pairs if version != drafts.version_of(case, code)]
    return next(iter(newer), FORMS_OF_CLOSING[0])


@require_POST
def save_closing(request: HttpRequest, pk: int) -> JsonResponse:
    """Save both drafts as they stand; answers as a single form's does."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    case = case_of(request.user, pk)
    try:
        _keep(request, case)  # type: ignore[arg-type]
    except StaleDraftError:
        return JsonResponse({"by": "", "at": ""}, status=409)
    except (RuleError, PermissionDenied) as error:
        return JsonResponse({"says": str(error)}, status=400)
    evaluation, report = (sheet_for(case, code, request.user) for code in FORMS_OF_CLOSING)
    return JsonResponse(
        {
            "version": f"{evaluation.version}.{report.version}",
            "saved": f"{timezone.localtime():%H:%M}",
            "filled": evaluation.filled + report.filled,
            "required": evaluation.required + report.required,
            "alarm": case.alarms.exists(),
        }
    )


# ── the box ───────────────────────────────────────────────────────────────────────────────


@login_required
@require_safe
def box(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What belongs into the box, what is there, and where each missing paper is mended."""
    case = content_of(request.user, pk)
    if case.closed_on is None:
        raise Http404
    wanted = {(each.pk, form) for each, form in scans.wanted(case)}
    papers, bound = boxed(case)
    kept = Scan.objects.filter(submission__dossier=case.pk).defer("content").order_by("pk")
    context = {
        "case": case,
        "who": case.shown_as,
        "papers": papers,
        "bound": bound,
        "missing": archive.missing(case),
        "scans": [(each, title_of(each.form)) for each in kept],
        "wanted": [(pk_, form, title_of(form)) for pk_, form in sorted(wanted)],
        "number": archive.box_number(case),
        "forms": open_forms(case, request.user),
    }
    return render(request, "web/box.html", context)


@login_required
@require_POST
def keep_scan(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Keep the scan of a signed page."""
    case = content_of(request.user, pk)
    number = number_in(request.POST.get("submission", ""))
    found = one_of(request.user, Submission.objects.filter(dossier=case.pk), number or 0)
    found.dossier = case
    sent = request.FILES.get("file")
    content = sent.read(scans.MOST + 1) if sent else b""
    try:
        scans.keep(case, found, request.POST.get("form", ""), content, by=request.user)
        messages.success(request, _("签字页扫描件已存好。"))
    except (RuleError, PermissionDenied) as error:
        messages.error(request, str(error))
    return redirect("web:box", pk=pk)


KINDS = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@login_required
@require_safe
def scan(request: AuthenticatedRequest, pk: int, scan: int) -> HttpResponse:
    """A scan as it was uploaded. Its file name holds numbers alone."""
    case = content_of(request.user, pk)
    scans_here = Scan.objects.filter(submission__dossier=case.pk).select_related("submission")
    found = one_of(request.user, scans_here, scan, "submission__dossier")
    found.submission.dossier = case  # whose key is at hand
    if consents.restricts(case, found.submission, [found.form]):
        if Who.HEAD not in standing(request.user, case):
            return render(request, "web/restricted.html", {"case": case}, status=403)
        record_reading(
            "read.restricted", by=request.user, station=case.station, dossier=pk, scan=found.pk
        )
    record_reading("read.scan", by=request.user, station=case.station, dossier=pk, scan=found.pk)
    response = HttpResponse(scans.content_of(found, case), content_type=KINDS[found.kind])
    name = f"{case.number}-{found.form}-{found.pk}.{found.kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
