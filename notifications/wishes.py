"""消息设置: reading and saving what somebody wants, and when the night is over."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from notifications.models import Wishes


def wishes_of(user: User) -> Wishes:
    """Return what ``user`` wants; the defaults, where nothing was saved."""
    return wishes_of_all([user.pk])[user.pk]


def wishes_of_all(users: Iterable[int]) -> dict[int, Wishes]:
    """Return the wishes of many, in one query."""
    pks = set(users)
    saved = Wishes.objects.in_bulk(pks)
    return {pk: saved.get(pk) or Wishes(user_id=pk) for pk in pks}


@transaction.atomic
def save_wishes(user: User, *, email: str, **wishes: object) -> None:
    """Save what ``user`` wants, and the address to which letters go."""
    user.email = email
    user.save(update_fields=["email"])
    Wishes.objects.update_or_create(user=user, defaults=wishes)


def quiet_until(wishes: Wishes, now: datetime) -> datetime | None:
    """Return when somebody's quiet hours end; None while they may be disturbed.

    The same hour twice means no quiet hours at all.
    """
    here = timezone.localtime(now)
    clock, begins, ends = here.time(), wishes.quiet_from, wishes.quiet_until
    over_night = begins > ends
    quiet = (clock >= begins or clock < ends) if over_night else begins <= clock < ends
    if not quiet:
        return None
    day = here.date() + timedelta(days=1 if over_night and clock >= begins else 0)
    return datetime.combine(day, ends, tzinfo=here.tzinfo)
