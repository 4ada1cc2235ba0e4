"""异议: what somebody has against a project that is shown to the public, and whether it holds."""

from typing import Any

from casework.models import Objection
from casework.models.dossier import once


@once
def objections_of(project: Any) -> list[Objection]:
    """Return all that was ever raised, the first one leading."""
    if project.shown_until is None:
        return []
    found = list(Objection.objects.filter(project=project.pk).order_by("pk"))
    for each in found:
        each.project = project  # whose key is at hand
    return found


def open_objections(project: Any) -> list[Objection]:
    return [each for each in objections_of(project) if each.settled_on is None]
