"""未完成文书: what is written and not handed in, waits for a decision, or came back."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework.approvals import latest
from casework.catalogue import FORMS, title_of
from casework.drafts import draft_of
from casework.models import Content, Handover, Submission

Outcome = Submission.Outcome


def unfinished(dossier: Any) -> Iterator[Content]:
    """Yield each form of a dossier that is not finished, and how far it is."""
    for code in FORMS:
        state = _state_of(dossier, code)
        if state and code != Handover.code:
            yield {"doc": title_of(code), "state": state}


def _state_of(dossier: Any, code: str) -> str:
    """Say what is unfinished about a form; nothing, where it is sealed or not begun."""
    last, draft = latest(dossier, code), draft_of(dossier, code)
    outcome = last.outcome if last else None
    if outcome == Outcome.PENDING:
        return _("已提交，待审")
    if outcome == Outcome.RETURNED:
        return _("退回，待改")
    typed_since = draft and (last is None or draft.saved_at > last.at)
    return _("起草中") if typed_since or outcome == Outcome.WITHDRAWN else ""
