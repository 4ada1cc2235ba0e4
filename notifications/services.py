"""Telling people things. Knows people and messages; knows nothing of cases."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from notifications.models import Message, Urgency
from notifications.outbox import promise

MOST_COUNTED = 99  # an unread count beyond it says 99+; counting on costs, and helps nobody


def notify(  # noqa: PLR0913
    recipients: Iterable[int],
    *,
    kind: str,
    says: str,
    link: str,
    urgency: Urgency = Urgency.ORDINARY,
    must_ack: bool = False,
    by: User | None = None,
) -> None:
    """Promise each recipient (by user id) a message, in the caller's transaction.

    ``by`` did what is told, and is not told of it. ``says`` is a number and a matter, no more.
    """
    told = set(recipients) - ({by.pk} if by else set())
    messages = Message.objects.bulk_create(
        Message(
            recipient_id=pk, kind=kind, says=says, link=link, urgency=urgency, must_ack=must_ack
        )
        for pk in sorted(told)
    )
    promise(messages, urgency)


class Note(NamedTuple):
    """One message to one person (by user id), where many have words of their own."""

    recipient: int
    kind: str
    says: str
    link: str
    urgency: Urgency = Urgency.ORDINARY


def notify_all(notes: Iterable[Note]) -> None:
    """Promise many messages at once, in the caller's transaction."""
    told = Message.objects.bulk_create(
        Message(
            recipient_id=each.recipient,
            kind=each.kind,
            says=each.says,
            link=each.link,
            urgency=each.urgency,
        )
        for each in notes
    )
    for urgency in Urgency:
        promise([each for each in told if each.urgency == urgency], urgency)


# ── the inbox ─────────────────────────────────────────────────────────────────────────────


def messages_of(user: User) -> QuerySet[Message]:
    return Message.objects.filter(recipient=user).order_by("-pk")


def unread(user: User) -> int:
    """Return how many messages wait, counted up to one more than ``MOST_COUNTED``."""
    return Message.objects.filter(recipient=user, read_at=None)[: MOST_COUNTED + 1].count()


def mark_read(user: User, pks: Iterable[int] | None = None) -> int:
    """Mark the given messages of ``user`` as read; all of them without ``pks``."""
    found = Message.objects.filter(recipient=user, read_at=None)
    return (found if pks is None else found.filter(pk__in=list(pks))).update(read_at=timezone.now())


# ── 回执 ───────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def acknowledge(message: Message, *, by: User) -> int:
    """Say that ``by`` has seen it; what was sent again meanwhile is answered with it.

    The first answer stands. Returns how many messages it answered.
    """
    if message.recipient_id != by.pk:
        raise PermissionDenied
    now = timezone.now()
    mark_read(by, [message.pk])
    same = unacknowledged(kind=message.kind, link=message.link).filter(kind=message.kind)
    return same.filter(recipient=by).update(acknowledged_at=now, acknowledged_by=by)


def unacknowledged(
    *, kind: str = "", link: str = "", before: datetime | None = None
) -> QuerySet[Message]:
    """Return what still waits for its acknowledgement; ``kind`` is how the kind begins."""
    found = _asking(kind, link).filter(acknowledged_at=None)
    return found.filter(created_at__lt=before) if before else found


def acknowledged(*, kind: str = "", link: str = "") -> QuerySet[Message]:
    """Return what was acknowledged, the first answer first."""
    return _asking(kind, link).filter(acknowledged_at__isnull=False).order_by("acknowledged_at")


def _asking(kind: str, link: str) -> QuerySet[Message]:
    found = Message.objects.filter(must_ack=True, kind__startswith=kind)
    return found.filter(link=link) if link else found
