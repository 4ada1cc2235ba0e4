"""一页摘要: a case on one page, for whoever takes it over or has not seen it for long."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from web.summary import summary_of
from web.views.records import case_of


@login_required
@require_safe
def summary(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everything that ten minutes are enough for; names and numbers masked, reading recorded."""
    case = case_of(request.user, pk)
    record_reading("read.summary", by=request.user, station=case.station, dossier=pk)
    return render(request, "web/summary.html", summary_of(case))
