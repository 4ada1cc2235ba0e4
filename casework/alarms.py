"""红色警示: a crisis answer tells supervisor and head at once, and never stands in the way."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from casework.models import Alarm, Content, Dossier
from casework.models.assessment import ALARM, ninth_item
from casework.models.intake import crises_in
from casework.permissions import Who, people
from notifications.models import Urgency
from notifications.services import notify

NINTH = "phq9_item9"


def reasons_in(code: str, content: Content) -> list[str]:
    """Return why a form's answers are alarming; nothing, for most."""
    if code == "C01":
        return crises_in(content)
    if code == "C03" and ninth_item(content) >= ALARM:
        return [NINTH]
    return []


def watch(
    dossier: Dossier, code: str, content: Content, *, by: User, at: datetime | None = None
) -> list[str]:
    """Raise what is new among the alarming answers, each reason once; the lock is held."""
    known = set(dossier.alarms.values_list("reason", flat=True))
    new = [reason for reason in reasons_in(code, content) if reason not in known]
    if new:
        _raise(dossier, code, new, by=by, at=at or timezone.now())
    return new


def _raise(dossier: Dossier, code: str, reasons: list[str], *, by: User, at: datetime) -> None:
    Alarm.objects.bulk_create(
        Alarm(dossier=dossier, reason=reason, form=code, raised_by=by, raised_at=at)
        for reason in reasons
    )
    dossier.alarmed_at = at
    dossier.save(update_fields=["alarmed_at"])
    record("case.alarm", dossier.chain, by=by, at=at, form=code, reasons=reasons)
    told: set[Any] = people(dossier, Who.SUPERVISOR) | people(dossier, Who.HEAD)
    says = _("%(number)s：出现危机警示，请马上查看。") % {"number": dossier.number}
    notify(
        told,
        kind="case.alarm",
        says=says,
        link=f"/dossiers/{dossier.pk}/",
        urgency=Urgency.URGENT,
        must_ack=True,
        by=by,
    )
