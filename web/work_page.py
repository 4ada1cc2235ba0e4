"""小组和项目的工作页: what their pages have in common."""

from typing import Any

from django.urls import reverse

from accounts.http import AuthenticatedRequest
from casework.deadlines import open_deadline
from web.history import timeline_of
from web.steps import loop_of
from web.tabs import Tabs
from web.workspace import around, form_part


def work_page(
    request: AuthenticatedRequest, work: Any, tabs: Tabs, said: dict[str, str]
) -> dict[str, Any]:
    """Return what it is called, how far it is, its form, and what stands beside that."""
    deadline = open_deadline(work)
    return {
        "loop": loop_of(work, deadline),
        "deadline": deadline,
        "stopped": deadline is None and work.deadlines.stopped().exists(),
        "seats_url": reverse("web:seats", args=[work.pk]),
        "timeline": timeline_of(work, request.user, content=True),
        **around(request, work, tabs.offers),
        **form_part(request, tabs, said),
    }
