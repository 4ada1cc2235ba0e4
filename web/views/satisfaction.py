"""满意度: the page that a client answers, and the worker's ways to it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedRequest
from casework import choices
from casework.errors import RuleError
from casework.permissions import Who, standing
from casework.satisfaction import BEST, answer, answered, invite, invited, read_out
from documents.printing import qr
from web.views.records import case_of
from workflows.posted import number_in

SCALE = [
    (1, gettext_lazy("很不满意")),
    (2, gettext_lazy("不满意")),
    (3, gettext_lazy("一般")),
    (4, gettext_lazy("满意")),
    (5, gettext_lazy("很满意")),
]


@never_cache
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """A client's own page: no login, no name, no number. It serves once."""
    asked = invited(token)
    if asked is None:
        return render(request, "web/survey_over.html", status=404)
    typed = _typed(request)
    if request.method == "POST" and None not in typed:
        try:
            answer(token, [each or 0 for each in typed], request.POST.get("comment", ""))
        except RuleError as error:
            return _asked(request, asked.episode.dossier.station.name, typed, str(error))
        return render(request, "web/survey_done.html")
    says = _("还有题没选，每一题都选一个。") if request.method == "POST" else ""
    return _asked(request, asked.episode.dossier.station.name, typed, says)


def _asked(request: HttpRequest, station: str, typed: list[int | None], says: str) -> HttpResponse:
    context = {"station_name": station, "error": says, **_questions(typed)}
    context["comment"] = request.POST.get("comment", "")
    return render(request, "web/survey.html", context, status=422 if says else 200)


@login_required
def ask_client(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Read the items to a client, and put down what they say."""
    case = case_of(request.user, pk)
    if Who.OWNER not in standing(request.user, case) or case.status != "closing":
        raise PermissionDenied
    typed, says = _typed(request), ""
    if request.method == "POST" and None in typed:
        says = _("还有题没选，每一题都选一个。")
    elif request.method == "POST":
        try:
            items = [each or 0 for each in typed]
            read_out(case, items, request.POST.get("comment", ""), by=request.user)
        except RuleError as error:
            says = str(error)
        else:
            messages.success(request, _("服务对象的满意度已记下。"))
            return redirect("web:closing", pk=pk)
    context = {"case": case, "error": says, "answered": answered(case), **_questions(typed)}
    context["comment"] = request.POST.get("comment", "")
    return render(request, "web/ask_client.html", context, status=422 if says else 200)


@login_required
@require_POST
def invite_client(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Open a page for the client and show its address, also as a QR for their own phone."""
    case = case_of(request.user, pk)
    try:
        token = invite(case, by=request.user)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("web:closing", pk=pk)
    path = reverse("web:survey", args=[token])
    context = {
        "case": case,
        "path": path,
        "url": (url := settings.PUBLIC_URL + path),
        "qr": qr(url),
    }
    return render(request, "web/invited.html", context)


def _typed(request: HttpRequest) -> list[int | None]:
    """Return what was chosen for each item; None where nothing was, or nothing there is."""
    sent = [number_in(request.POST.get(f"q{n}", "")) for n, _q in _numbered()]
    return [each if each is not None and 1 <= each <= BEST else None for each in sent]


def _numbered() -> list[tuple[int, Any]]:
    return list(enumerate(choices.SATISFACTION, 1))


def _questions(typed: list[int | None]) -> dict[str, Any]:
    rows = [(n, words, chosen) for (n, words), chosen in zip(_numbered(), typed, strict=True)]
    return {"rows": rows, "scale": SCALE, "typed": any(typed)}
