"""服务对象: showing whole numbers to who says why; each time is an entry in the trail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from audit.services import salted
from web import grants
from web.views.records import person_of


@login_required
@require_POST
def reveal(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show a person's numbers for five minutes, against a reason that is kept."""
    person = person_of(request.user, pk)
    back = request.POST.get("back", "")
    reason, words = request.POST.get("reason", ""), request.POST.get("words", "").strip()
    if reason not in dict(grants.REASONS) or (reason == "other" and not words):
        messages.error(request, _("要看完整信息，先选一个理由；选“其他”的，写明是什么。"))
    else:
        record_reading(
            "read.identity",
            by=request.user,
            station=person.station,
            person=person.pk,
            reason=reason,
            words=salted(words) if words else "",
        )
        grants.give(request, person.pk)
    here = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
    return redirect(back if here else "web:desk")
