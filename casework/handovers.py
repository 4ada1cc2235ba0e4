"""交接: where a case stands when it changes hands, and what is still unfinished."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework.approvals import in_force
from casework.deadlines import open_deadline
from casework.lifecycles import HandoverLifecycle, machines_of
from casework.models import Content
from casework.models.applications import CHANGE
from casework.supervision import left_open
from casework.unfinished import unfinished


def begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What a handover begins with: who takes part, what was done so far, and the record that
    moves with the case."""
    transfer = HandoverLifecycle(dossier).record
    parties = {
        "from": str(dossier.owner or ""),
        "to": str(dossier.receiver or _asked_for(dossier)),
        "witness": str(dossier.witness or dossier.supervisor or ""),
    }
    files = [{"item": _("电子卷宗"), "qty": _("1 卷"), "location": _("本系统")}]
    found = {"parties": (parties, _("带自卷宗，可改。")), "files": (files, "")}
    if transfer:
        found |= {"reason": (transfer.departure.reason, ""), "intro": (_met(transfer), "")}
    return found


def _asked_for(dossier: Any) -> str:
    """Return whom an approved application names."""
    asked = in_force(dossier, "C14")
    return (asked.params or {}).get("worker") or "" if asked and asked.type == CHANGE else ""


def _met(transfer: Any) -> Content:
    """Return on which day the client was told, and met by both, as far as that is recorded."""
    day = transfer.introduced_on.isoformat() if transfer.introduced_on else ""
    return {"informed_at": day, "joint_visit_at": day if transfer.in_person else ""}


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
                "open_actions": "；".join(open_actions(dossier)),
            }
        ],
        "pending_docs": [*unfinished(dossier)],
    }


def open_actions(dossier: Any) -> Iterator[str]:
    """Yield the requests under way, and what the last supervision left to do."""
    verbs = {v: rows for m in machines_of(dossier) for v, rows in m.verbs.items()}
    for request in dossier.requests.filter(open=True).order_by("pk"):
        yield _("在途申请：%s") % verbs[request.verb][-1].label
    for row in left_open(dossier):
        yield str(row["action"])
