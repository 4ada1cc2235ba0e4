"""评审页: a project as an expert sees it: the application, and what they are to do about it."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from casework.models import Project
from casework.permissions import JUDGED
from web.doing import doing_of
from web.papers import papers_of
from web.steps import loop_of
from web.tabs import Tabs
from web.workspace import form_part


def judged_page(
    request: AuthenticatedRequest, project: Project, tabs: Tabs, said: dict[str, str]
) -> dict[str, Any]:
    """Return what is to be judged; nothing of who else said what about it."""
    steps = [{**each, "lines": []} for each in loop_of(project, None)]
    return {
        "loop": steps,
        "deadline": None,
        "timeline": [],
        "facts": [{"label": _("社工站"), "text": str(project.station)}],
        "doing": doing_of(project, tabs.offers),
        "papers": papers_of(project, JUDGED),
        **form_part(request, tabs, said),
        "waiting": [],  # what others are to decide is not theirs to know
    }
