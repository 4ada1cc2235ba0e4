"""每日摘要: one letter a day with counts and numbers, at an hour of one's own choosing."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.models import Delivery, Message, Urgency, Way, Wishes
from notifications.wording import address_of, number_in

LATEST = 3  # hours: what could not be begun by then waits for the next day
MOST_NUMBERS = 20


def promise_digests(now: datetime) -> int:
    """Promise today's digest to all whose hour it is; again is harmless."""
    here = timezone.localtime(now)
    hours = range(here.hour - LATEST + 1, here.hour + 1)
    wanted = Wishes.objects.filter(digest_hour__in=hours, user__is_active=True)
    wanted = wanted.exclude(user__email="") if settings.EMAIL_HOST else wanted.none()
    today = Delivery.objects.filter(day=here.date(), message=None)
    users = wanted.exclude(user__in=today.values("recipient")).values_list("user", flat=True)
    made = Delivery.objects.bulk_create(
        [
            Delivery(way=Way.MAIL, recipient_id=pk, day=here.date(), urgency=Urgency.ORDINARY)
            for pk in users
        ],
        ignore_conflicts=True,
    )
    return len(made)


def digest_of(user: User) -> tuple[str, str] | None:
    """Return subject and text of what waits unread; None, if nothing does."""
    found = list(Message.objects.filter(recipient=user, read_at=None).order_by("-urgency", "-pk"))
    if not found:
        return None
    subject = _("今天有 %d 条消息没看") % len(found)
    levels = [(level.label, sum(each.urgency == level for each in found)) for level in Urgency]
    counts = [_("%(level)s %(count)d 条") % {"level": a, "count": b} for a, b in levels if b]
    numbers = list(dict.fromkeys(number for each in found if (number := number_in(each))))
    lines = [subject, "，".join(reversed(counts)), *numbers[:MOST_NUMBERS]]
    if len(numbers) > MOST_NUMBERS:
        lines.append(_("……另有 %d 个编号") % (len(numbers) - MOST_NUMBERS))
    return subject, "\n".join([*lines, "", address_of("/messages/")])
