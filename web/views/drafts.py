"""草稿: saving while one types, the list of one's drafts, and two rounds of a form side by side."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework.approvals import versions
from casework.catalogue import FORMS, title_of
from casework.comparison import compare, earlier
from casework.drafts import raw_of, registration_of, store
from casework.errors import RuleError, StaleDraftError
from casework.models import Case, Dossier, Draft
from casework.services import may_edit, save_draft
from casework.versions import Version
from web.correcting import standing_of
from web.sheets import Sheet, sheet_for
from web.views.records import content_of, form_of
from workflows.posted import raw_from, version_in
from workflows.review import round_of


@require_POST
def save(request: HttpRequest, pk: int, code: str) -> JsonResponse:
    """Save a draft as it stands. Answers in JSON; see static/web/js/draft.js."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    case = content_of(request.user, pk)
    if code not in FORMS:
        raise Http404
    try:
        draft = _save(request, case, code)
    except StaleDraftError:
        return JsonResponse(_newer(case, code), status=409)
    except (RuleError, PermissionDenied) as error:
        return JsonResponse({"says": str(error)}, status=400)
    return JsonResponse(_saved(case, draft, sheet_for(case, code, request.user)))


def _save(request: Any, case: Case, code: str) -> Draft:
    raw = raw_from(request.POST, code, raw_of(case, code))
    return save_draft(case, code, raw, by=request.user, version=version_in(request.POST))


def _newer(case: Case, code: str) -> dict[str, Any]:
    draft = store(case.pk).select_related("by").filter(form=code).first()
    if draft is None:
        return {"by": "", "at": _("这份草稿已经提交了，或者不要了。")}
    return {"by": str(draft.by), "at": f"{timezone.localtime(draft.saved_at):%H:%M}"}


def _saved(case: Case, draft: Draft, sheet: Sheet) -> dict[str, Any]:
    return {
        "version": draft.version,
        "saved": f"{timezone.localtime(draft.saved_at):%H:%M}",
        "filled": sheet.filled,
        "required": sheet.required,
        "alarm": case.alarms.exists(),
    }


@login_required
@require_safe
def drafts(request: AuthenticatedRequest) -> HttpResponse:
    """What one has begun to write and not handed in."""
    seen = Dossier.objects.visible_to(request.user).values("pk")
    own = Draft.objects.filter(by=request.user, dossier__in=seen).select_related(
        "dossier__case__person", "dossier__station"
    )
    rows = [
        {"draft": each, "title": title_of(each.form), "who": each.dossier.shown_as}
        for each in own.defer("raw").order_by("-saved_at")
        if each.dossier and may_edit(each.dossier.work, each.form, request.user)
    ]
    context = {"rows": rows, "registration": registration_of(request.user)}
    return render(request, "web/drafts.html", context)


@login_required
@require_safe
def rounds_of(request: AuthenticatedRequest, pk: int, code: str) -> HttpResponse:
    """Any round of a form against the one before it."""
    case = form_of(request.user, pk, code)
    found = versions(case, code) if code in FORMS else []
    if not found:
        raise Http404
    wanted = request.GET.get("round", "")
    new = next((each for each in found if str(each.pk) == wanted), found[0])
    old = earlier(found, new)
    record_reading(
        "read.submission", by=request.user, station=case.station, dossier=case.pk, submission=new.pk
    )
    rows = [
        {
            "id": f"row-{code}-{row.key}",
            "label": row.label,
            "old": row.old,
            "new": row.new,
            "changed": row.changed and old is not None,
        }
        for row in compare(code, new, old)
    ]
    context = {
        "case": case,
        "who": case.shown_as,
        "title": title_of(code),
        "code": code,
        "rows": rows,
        "rounds": [{"pk": e.pk, "at": e.at, "says": e.word_of(code)} for e in found],
        "standing": standing_of(case, Version(new, code), request.user),
        "new": new,
        "new_round": round_of(new, code),
        "old_round": round_of(old, code) if old else None,
        "view": request.GET.get("view", "both") if old else "new",
        "reviews": new.reviews.select_related("reviewer").order_by("pk"),
    }
    return render(request, "web/rounds.html", context)
