"""摘要: who it is, how far, what is dangerous, what comes next. All of it stands elsewhere already;
nobody writes it (handbook 12: 接手 10 分钟看懂)."""

from typing import Any

from django.utils.translation import gettext as _

from casework import crises, masking, plans, sessions
from casework.approvals import approved, in_force, rounds
from casework.drafts import checked
from casework.handovers import open_actions
from casework.lifecycles import MACHINES
from casework.models import Case, Handover, SessionRecord, Submission
from casework.unfinished import unfinished

LAST = 3  # records of service


def summary_of(case: Case) -> dict[str, Any]:
    person, contact = case.person, case.person.emergency_contact or {}
    assessment = in_force(case, "C03")
    records = _records(case)
    return {
        "case": case,
        "who": masking.name(person.name),
        "sex": person.sex,
        "age": masking.age(person),
        "category": person.question("primary_category").shown(person.primary_category),
        "address": masking.address(person),
        "phone": masking.phone(str(person.phone or "")),
        "contact": _contact(contact),
        "crisis": crises.open_crisis(case),
        "report": crises.open_report(case),
        "safety_plan": assessment.safety_plan if assessment else "",
        "basis": (assessment.risk or {}).get("basis", "") if assessment else "",
        "goals": _goals(case),
        "volume": sessions.volume(case),
        "records": records,
        "next": (records[0]["next"] if records else {}) or {},
        "notes": _notes(case),
        "deadlines": _deadlines(case),
        "open": [*open_actions(case)],
        "papers": [*unfinished(case)],
    }


def _contact(contact: dict[str, Any]) -> str:
    if not contact.get("name"):
        return ""
    parts = [contact.get("relation"), masking.name(contact["name"])]
    return " · ".join(each for each in [*parts, masking.phone(contact.get("phone") or "")] if each)


def _goals(case: Case) -> list[dict[str, str]]:
    """The goals in force, and where each stood at the last review."""
    reviews = approved(case, "C07")
    said = reviews[0].form_of("C07")["fields"] if reviews else []
    rows = next((each["value"] for each in said if each["key"] == "goal_progress"), None) or []
    reached = {str(row.get("goal_no")): str(row.get("current") or "") for row in rows}
    return [
        {"text": each.text, "was": each.baseline, "now": reached.get(each.no, "")}
        for each in plans.goals_of(case)
    ]


def _records(case: Case) -> list[dict[str, Any]]:
    """The last services, newest first: when, how, and what was to come next."""
    newest = SessionRecord.objects.filter(dossier=case.pk).order_by("-held_on", "-instance")[:LAST]
    for each in (found := list(newest)):
        each.dossier = case  # whose key is at hand
    return [{"on": each.held_on, "mode": each.mode, "next": each.next_plan} for each in found]


def _notes(case: Case) -> str:
    """重点提示: as last handed in with a handover, else as it is being written."""
    found = rounds(case, Handover.code)
    gone = {Submission.Outcome.WITHDRAWN, Submission.Outcome.LAPSED}
    for each in (one for one in found if one.outcome not in gone):
        fields = each.form_of(Handover.code)["fields"]
        return str(next((f["value"] for f in fields if f["key"] == "key_notes"), "") or "")
    return str(checked(case, Handover.code).content.get("key_notes") or "")


def _deadlines(case: Case) -> list[dict[str, Any]]:
    verbs = {verb: rows for machine in MACHINES.values() for verb, rows in machine.verbs.items()}
    clocks = case.deadlines.running().order_by("due_on", "pk")
    return [
        {
            "what": str(verbs[each.verb][-1].label) if each.verb in verbs else _("期限"),
            "on": each.due_on,
        }
        for each in clocks
    ]
