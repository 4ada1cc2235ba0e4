"""逐题问: a scale on one page, item after item; its score goes into the form's draft."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework import consents
from casework.catalogue import title_of
from casework.errors import RuleError, StaleDraftError
from casework.scales import BY_SLUG, Result, Scale
from casework.screening import chosen_today, row_of, rows_for, screen
from casework.services import may_edit
from web.asked_scale import AskedScale, chosen_in
from web.places import place_of
from web.views.records import case_of
from workflows.posted import version_in
from workflows.views import keep


@login_required
def scale(request: AuthenticatedRequest, pk: int, code: str, slug: str) -> HttpResponse:
    """Ask a scale item by item for a form that is open to whoever asks."""
    case, wanted = case_of(request.user, pk), BY_SLUG.get(slug)
    question = rows_for(code, wanted) if wanted else None
    if wanted is None or question is None:
        raise Http404
    if not may_edit(case, code, request.user):
        raise PermissionDenied(_("这份表现在不由你填写。"))
    back = f"{place_of(case, code)}#f-{question.key}"
    if closed := consents.closed(case, code).get(question.key):
        messages.error(request, closed)
        return HttpResponseRedirect(back)
    if "begin" in request.POST:  # pressed within the form: what is typed there is saved first
        return keep(request, case) or redirect(request.path)
    if request.method == "POST":
        return _scored(
            request, AskedScale(case, code, wanted, chosen_in(request.POST, wanted)), back
        )
    record_reading("read.dossier", by=request.user, station=case.station, dossier=pk, form=code)
    chosen = chosen_today(row_of(case, code, wanted), wanted)
    return _page(request, AskedScale(case, code, wanted, chosen))


def _scored(request: AuthenticatedRequest, asked: AskedScale, back: str) -> HttpResponse:
    """Write down the score, or say what is not answered yet; what was chosen stays chosen."""
    asked.pressed = True
    if asked.missing:
        return _page(request, asked, status=422)
    case, version = asked.case, version_in(request.POST)
    try:
        result = screen(
            case, asked.code, asked.scale, asked.options, by=request.user, version=version
        )
    except StaleDraftError:
        asked.stale = True
        return _page(request, asked, status=409)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        _tell(request, asked.scale, asked.code, result)
    return HttpResponseRedirect(back)


def _tell(request: HttpRequest, scale: Scale, code: str, result: Result) -> None:
    says = _("%(scale)s 得 %(score)s 分。%(reading)s。已写进《%(form)s》。") % {
        "scale": scale.key,
        "score": result.score,
        "reading": result.reading,
        "form": title_of(code),
    }
    (messages.warning if result.watched else messages.success)(request, says)


def _page(request: HttpRequest, asked: AskedScale, status: int = 200) -> HttpResponse:
    context = {"asked": asked, "case": asked.case}
    return render(request, "web/scale.html", context, status=status)
