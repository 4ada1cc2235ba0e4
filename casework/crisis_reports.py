"""危机: what a crisis record begins with, and who was told of the crisis when."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.approvals import in_force
from casework.models import Content, Dossier
from notifications.models import Message, Urgency


def begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What a record begins with: when the alarm was raised, or today, and the plan for it."""
    alarmed = timezone.localtime(dossier.alarmed_at) if dossier.alarmed_at else None
    found = {"at_date": (alarmed.date() if alarmed else timezone.localdate()).isoformat()}
    found |= {"at_time": f"{alarmed:%H:%M}"} if alarmed else {}
    says = _("带自警示的时间，可改。") if alarmed else ""
    known: dict[str, tuple[Any, Any]] = {"found": (found, says)}
    assessed = in_force(dossier, "C03")
    if assessed is not None and assessed.safety_plan:
        known["safety_plan"] = (assessed.safety_plan, _("带自《个案预估表》，按现在的情况改。"))
    return known


def notified_of(dossier: Dossier) -> list[Content]:
    """Return who was sent an urgent message about the dossier, and when, the first time first."""
    link = f"/dossiers/{dossier.pk}/"
    sent = Message.objects.filter(urgency=Urgency.URGENT, link=link).select_related("recipient")
    return [
        {
            "who": str(each.recipient),
            "at": f"{timezone.localtime(each.created_at):%Y-%m-%d %H:%M}",
        }
        for each in sent.order_by("pk")
    ]
