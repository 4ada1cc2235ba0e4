"""Folding a dossier's trail gives its state: what the records say, told from the evidence."""

from typing import Any

from audit.services import facts_of
from casework.lifecycles import lifecycle_of
from casework.models import Dossier

FOLDED = ("owner", "supervisor", "receiver", "witness", "number", "risk", "level")


def folded(dossier: Dossier) -> dict[str, Any]:
    """Return the state as the trail tells it."""
    said: dict[str, Any] = {"status": "", "sealed": []} | dict.fromkeys(FOLDED)
    own = f"{lifecycle_of(dossier).key}."
    for verb, facts in facts_of(dossier.chain):
        if verb.startswith(own):  # what runs beside it has states of its own
            said["status"] = facts.get("to", said["status"])
        said |= {key: facts[key] for key in FOLDED if key in facts}
        if "sha256" in facts and facts["sha256"] not in said["sealed"]:
            said["sealed"].append(facts["sha256"])
    return said


def recorded(dossier: Dossier) -> dict[str, Any]:
    """Return the same state as the rows tell it."""
    accepted = dossier.accepted_on is not None
    return {
        "status": dossier.status,
        "owner": dossier.owner_id,
        "supervisor": dossier.supervisor_id,
        "receiver": dossier.receiver_id,
        "witness": dossier.witness_id,
        "number": dossier.number if accepted else None,
        "risk": dossier.risk or None,
        "level": dossier.level or None,
        "sealed": list(dossier.submissions.order_by("pk").values_list("sha256", flat=True)),
    }
