"""指标: what a project has done of what it was granted for, and spent of its money."""

from typing import Any

from casework.models import Content


def monthly_done(dossier: Any) -> list[Content]:
    """Return each target with what was done of it this month, and in all."""
    return []


def progress_rows(dossier: Any) -> list[Content]:
    """Return each target with what was done of it: indicator, target, done, rate."""
    return []


def expense_figures(dossier: Any) -> Content:
    """Return what was granted and what was spent of it: budget, spent, rate."""
    return {}
