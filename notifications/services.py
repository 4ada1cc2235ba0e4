"""Telling people things. Knows people and messages; knows nothing of cases."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from notifications.models import Message

MOST_COUNTED = 99  # an unread count beyond it says 99+; counting on costs, and helps nobody


def notify(
    recipients: Iterable[int], *, kind: str, says: str, link: str, urgent: bool = False
) -> None:
    """Promise each recipient (by user id) a message, in the caller's transaction."""
    Message.objects.bulk_create(
        Message(recipient_id=pk, kind=kind, says=says, link=link, urgent=urgent)
        for pk in sorted(set(recipients))
    )


def messages_of(user: User) -> QuerySet[Message]:
    return Message.objects.filter(recipient=user).order_by("-pk")


def unread(user: User) -> int:
    """Return how many messages wait, counted up to one more than ``MOST_COUNTED``."""
    return Message.objects.filter(recipient=user, read_at=None)[: MOST_COUNTED + 1].count()


def mark_read(user: User, pks: Iterable[int] | None = None) -> int:
    """Mark the given messages of ``user`` as read; all of them without ``pks``."""
    found = Message.objects.filter(recipient=user, read_at=None)
    return (found if pks is None else found.filter(pk__in=list(pks))).update(read_at=timezone.now())
