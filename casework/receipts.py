"""回执: a crisis that is acknowledged in the inbox is acknowledged in the dossier as well."""

import re

from django.core.exceptions import PermissionDenied

from accounts.models import User
from casework.calls import KINDS, mark_seen
from casework.errors import RuleError
from casework.models import Case
from casework.services import act
from notifications.models import Message
from notifications.services import acknowledge

DOSSIER = re.compile(r"/dossiers/(\d+)/")


def seen(message: Message, *, by: User) -> None:
    """Acknowledge a message; where it tells of a crisis, say so in the dossier's own trail."""
    acknowledge(message, by=by)
    if message.kind in KINDS:
        mark_seen(message.link)
    found = DOSSIER.fullmatch(message.link) if message.kind.startswith("crisis.") else None
    if found:
        try:
            act("acknowledge", Case.objects.get(pk=int(found[1])), by=by)
        except (RuleError, PermissionDenied):
            return  # it is over, or was acknowledged there before
