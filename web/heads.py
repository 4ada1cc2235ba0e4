"""谁的个案: the head of a dossier's page: the person, masked, and how far the work is."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from casework import choices, masking
from casework.alarms import NINTH
from casework.deadlines import open_deadline
from casework.models import Case
from casework.registration import may_ask_again
from web import grants
from web.steps import loop_of


def head_of(request: AuthenticatedRequest, case: Case) -> dict[str, Any]:
    """Return the person's facts, whole only against a reason, and the seven steps."""
    person, seen = case.person, grants.holds(request, case.person_id)
    contact = person.emergency_contact or {}
    return {
        "case": case,
        "person": person,
        "seen_until": grants.until(request, person.pk),
        "who": person.name if seen else masking.name(person.name),
        "age": masking.age(person),
        "id_no": _number(person.id_no, masking.number, seen=seen),
        "phone": _number(person.phone, masking.phone, seen=seen),
        "address": masking.full_address(person) if seen else masking.address(person),
        "contact": _contact(contact, seen=seen),
        "category": person.question("primary_category").shown(person.primary_category),
        "loop": loop_of(case, deadline := open_deadline(case)),
        "deadline": deadline,
        "stopped": deadline is None and case.deadlines.stopped().exists(),
        "alarms": _alarms(case),
        "previous": _previous(request, case),
        "may_ask_again": case.ended_on is not None and may_ask_again(request.user, person),
        "reasons": grants.REASONS,
    }


def _previous(request: AuthenticatedRequest, case: Case) -> dict[str, Any] | None:
    """The case that was archived before this one, and whether the reader may open it."""
    if case.previous is None:
        return None
    seen = Case._default_manager.visible_to(request.user).filter(pk=case.previous.pk)
    return {"pk": case.previous.pk, "number": case.previous.number, "seen": seen.exists()}


def _number(whole: Any, mask: Any, *, seen: bool) -> str:
    return str(whole if seen else mask(str(whole))) if whole else ""


def _contact(contact: dict[str, Any], *, seen: bool) -> str:
    if not contact.get("name"):
        return ""
    name = contact["name"] if seen else masking.name(contact["name"])
    phone = _number(contact.get("phone"), masking.phone, seen=seen)
    return " · ".join(each for each in (contact.get("relation"), name, phone) if each)


def _alarms(case: Case) -> list[str]:
    words = {
        **choices.CRISES,
        "mandatory_report": _("未成年人/无民事行为能力人疑似受侵害"),
        NINTH: _("PHQ-9 第 9 题 2 分及以上"),
    }
    return [str(words.get(each, each)) for each in case.alarms.values_list("reason", flat=True)]
