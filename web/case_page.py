"""个案的工作页: what a case's page shows beside what every page of work shows."""

from typing import Any

from django.utils import timezone

from accounts.http import AuthenticatedRequest
from casework.models import Case, Genogram
from casework.models.assessment import needs_safety_plan
from web.attributing import attribution_of
from web.beside import beside
from web.family import drawn, family_of
from web.handed_out import handed_out
from web.heads import head_of
from web.history import timeline_of
from web.service import service_of, visits_of
from web.tabs import Tabs
from web.withdrawn import shut_away, withdrawn_of
from web.workspace import around, form_part


def case_page(
    request: AuthenticatedRequest, case: Case, tabs: Tabs, said: dict[str, str]
) -> dict[str, Any]:
    """Return the person, the seven steps, the form, and what stands beside it."""
    return {
        **head_of(request, case),
        **around(request, case, tabs.offers),
        **_beside_form(request, case, tabs, said["page"]),
        **_form(request, case, tabs, said),
        "beside": beside(case, request.user, tabs.offers),
    }


def _form(
    request: AuthenticatedRequest, case: Case, tabs: Tabs, said: dict[str, str]
) -> dict[str, Any]:
    part = form_part(request, tabs, said)
    content, code = part["sheet"].checked.content, tabs.code
    return part | {
        "drawings": drawn(case, content) if code == Genogram.code else [],
        "red_line": code == "C03" and needs_safety_plan(content, case),
    }


def _beside_form(
    request: AuthenticatedRequest, case: Case, tabs: Tabs, page: str
) -> dict[str, Any]:
    return {
        "service": service_of(case, timezone.localdate(), page),
        "visits": visits_of(case),
        "handed_out": handed_out(case, request.user),
        "attribution": attribution_of(case, request.user),
        "family": family_of(case, request.user, draws=tabs.code != Genogram.code),
        "timeline": timeline_of(case, request.user, content=not shut_away(case)),
        "withdrawn": withdrawn_of(case),
    }
