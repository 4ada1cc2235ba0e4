"""撤回同意: what a dossier's page says of it: what is shut, by when, and what can still be done."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import consents, crises
from casework.models import Case, Withdrawal

Shown = dict[str, Any]


def withdrawn_of(case: Case) -> Shown | None:
    """Return what the page says of the withdrawals that hold; None where there is none."""
    held = consents.withdrawn(case)
    if not held:
        return None
    return {
        "rows": [_row(each) for each in held],
        "whole": consents.is_withdrawn(case),
        "emergency": crises.is_emergency(case),
        "ended": case.ended_on is not None or case.closed_on is not None,
    }


def _row(each: Withdrawal) -> Shown:
    done = _("已处理 %s") % each.settled_on if each.settled_on else _("%s 前处理") % each.due_on
    recall = timezone.localtime(each.recall_by) if each.recall_by else None
    return {"on": each.withdrawn_on, "words": each.words, "state": done, "recall": recall}


def shut_away(case: Case) -> bool:
    """Whether words said beside the forms are shown no more either."""
    return consents.is_withdrawn(case) and not crises.is_emergency(case)
