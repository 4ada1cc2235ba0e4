"""评审组: who judges an application, who of them stands back, and what they come to."""

from typing import Any

from casework.models import Content
from casework.models.dossier import once


@once
def review_begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What P02 begins with: the panel, its experts and their declarations."""
    return {}


def reckoned_review(dossier: Any) -> Content:
    """Return the scores of P02: each item's mean over the valid ballots."""
    return {}
