"""经过: a dossier's trail as people read it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.models import Entry
from casework.lifecycles import LIFECYCLES
from casework.models import Case

OTHERS = {
    "case.answer_remark": _("答复了一条批注"),
    "case.alarm": _("触发危机警示"),
}
LEFT_OUT = ["document.seal"]  # the papers have a list of their own
SHOWN = 8


def timeline_of(case: Case) -> list[dict[str, Any]]:
    """Return the latest entries of a dossier's trail, newest first."""
    entries = Entry.objects.filter(chain=case.chain).select_related("actor").order_by("-seq")
    entries = entries.exclude(verb__in=LEFT_OUT)
    return [_told(each) for each in entries[:SHOWN]]


def _told(entry: Entry) -> dict[str, Any]:
    machine, _dot, verb = entry.verb.partition(".")
    rows = next((m.verbs.get(verb) for m in LIFECYCLES.values() if m.key == machine), None)
    decision = rows[0].decision if rows else ""
    return {
        "when": entry.at,
        "who": str(entry.actor or ""),
        "what": str(rows[0].label) if rows else str(OTHERS.get(entry.verb, entry.verb)),
        "why": "",
        "cls": {"approved": "ok", "endorsed": "ok", "returned": "back", "refused": "back"}.get(
            decision, "see" if entry.verb == "case.alarm" else ""
        ),
    }
