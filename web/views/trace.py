"""闭环核查: one dossier from end to end, and the list from which an auditor starts."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import Role
from audit.services import read as record_reading
from casework.models import Case, Deadline, Dossier
from casework.permissions import only_judges
from web.steps import code_of
from web.trace import trace_of
from web.views.records import dossier_of

PAGE = 50


@login_required
@require_safe
def trace(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The ledger of a dossier. No name and no case text: whoever checks needs neither."""
    case = dossier_of(request.user, pk)
    if only_judges(request.user, case):
        raise Http404
    record_reading("read.trace", by=request.user, station=case.station, dossier=case.pk)
    return render(request, "web/trace.html", {"case": case, **trace_of(case, request.user)})


@login_required
@require_safe
def audits(request: AuthenticatedRequest) -> HttpResponse:
    """核查总览: the dossiers an auditor may check, those with something overdue to be picked."""
    if not request.user.posts.current().filter(role=Role.AUDITOR).exists():
        raise PermissionDenied
    late = Deadline.objects.late(timezone.localdate()).filter(dossier=OuterRef("pk"))
    seen = Dossier.objects.visible_to(request.user).values("pk")
    cases = Case._default_manager.filter(pk__in=seen).annotate(late=Exists(late))
    only = request.GET.get("only") == "late"
    shown = (cases.filter(late=True) if only else cases).order_by("-opened_on", "-pk")
    near = shown.select_related("station", "owner", "supervisor")
    page = Paginator(near, PAGE).get_page(request.GET.get("page"))
    rows = [(each, code_of(each, returned=False, late=bool(vars(each)["late"]))) for each in page]
    return render(request, "web/audits.html", {"page": page, "rows": rows, "only": only})
