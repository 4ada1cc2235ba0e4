"""服务对象: showing whole numbers to who says why; each time is an entry in the trail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import User
from audit.services import read as record_reading
from audit.services import salted
from casework import masking, merging
from casework.duplicates import records_of, survivor_of
from casework.models import Case, Dossier, Person
from casework.registration import may_ask_again
from web import grants
from web.chronology import chronology, readable
from web.family import family_of
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


@login_required
@require_safe
def person(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Somebody's page: who they are, masked; their dossiers, and what happened day by day."""
    found = person_of(request.user, pk)
    records = list(records_of(found))
    seen = Dossier.objects.visible_to(request.user).values("pk")
    near = Case._default_manager.select_related(*Case.near).filter(person__in=records, pk__in=seen)
    cases = readable(list(near.order_by("-opened_on", "-pk")), request.user)
    station, latest = found.station, cases[0]
    record_reading(
        "read.chronology", by=request.user, station=station, person=pk, dossier=latest.pk
    )
    context = {
        "person": found,
        "records": records,
        "suspects": _suspects(found, request.user),
        "who": masking.name(found.name),
        "age": masking.age(found),
        "category": found.question("primary_category").shown(found.primary_category),
        "address": masking.address(found),
        "cases": cases,
        "may_ask_again": may_ask_again(request.user, found) and all(c.ended_on for c in cases),
        "events": chronology(cases),
        "family": family_of(latest, request.user, draws=True),
    }
    return render(request, "web/person.html", context)


def _suspects(found: Person, user: User) -> list[dict[str, Any]]:
    """Return the other records that may be the same person, for whoever may ask to merge."""
    own = survivor_of(found)
    return [
        {
            "url": reverse("web:ask_merge", args=[own.pk, each.person.pk]),
            "number": each.person.number,
            "who": masking.name(each.person.name),
            "why": "；".join(each.why),
        }
        for each in merging.suspects(found, user)
        if merging.may_ask(user, own, each.person)
    ]
