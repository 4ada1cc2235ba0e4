"""交接: where a case stands when it changes hands, and what is still unfinished."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework.approvals import in_force, latest
from casework.catalogue import FORMS, title_of
from casework.deadlines import open_deadline
from casework.drafts import draft_of
from casework.lifecycles import machines_of
from casework.models import Content, Handover, Submission
from casework.supervision import left_open

Outcome = Submission.Outcome
CHANGES_WORKER = "更换主责社工"


def begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What a handover begins with: who takes part, and the record that moves with the case."""
    asked = in_force(dossier, "C14")
    named = (asked.params or {}).get("worker") if asked and asked.type == CHANGES_WORKER else ""
    parties = {
        "from": str(dossier.owner or ""),
        "to": named or "",
        "witness": str(dossier.supervisor or ""),
    }
    files = [{"item": _("电子卷宗"), "qty": _("1 卷"), "location": _("本系统")}]
    return {"parties": (parties, _("带自卷宗，可改。")), "files": (files, "")}


def reckoned(dossier: Any) -> Content:
    """What the system draws up when a handover is sealed: the case's state, unfinished forms."""
    clock = open_deadline(dossier)
    return {
        "cases": [
            {
                "case": dossier.number,
                "stage": dossier.get_status_display(),
                "risk": str(dossier.get_risk_display()),
                "next_due": clock.due_on.isoformat() if clock else "",
                "open_actions": "；".join(_open_actions(dossier)),
            }
        ],
        "pending_docs": [*_unfinished(dossier)],
    }


def _open_actions(dossier: Any) -> Iterator[str]:
    """Yield the requests under way, and what the last supervision left to do."""
    verbs = {v: rows for m in machines_of(dossier) for v, rows in m.verbs.items()}
    for request in dossier.requests.filter(open=True).order_by("pk"):
        yield _("在途申请：%s") % verbs[request.verb][-1].label
    for row in left_open(dossier):
        yield str(row["action"])


def _unfinished(dossier: Any) -> Iterator[Content]:
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
