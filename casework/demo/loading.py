"""Loading the demo station: all of it at once, or nothing; and never a second time."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from casework.demo import cast, places
from casework.demo.days import Days
from casework.demo.stories import STORIES
from casework.errors import RuleError
from notifications.services import mark_read, messages_of

UNREAD = 3  # everybody has read their older messages


@transaction.atomic
def load() -> bool:
    """Build the demo station, and return whether that had still to be done.

    Raises RuleError where real people work: accounts whose password is printed for all to see
    have no business there.
    """
    if User.objects.filter(username=cast.PLAYERS[0].username).exists():
        return False
    if User.objects.exists():
        raise RuleError(_("这里已经有真实账号，演示站只能装在空的系统里。"))
    places.build()
    cast.build()
    users, days = {user.username: user for user in User.objects.all()}, Days()
    for tell in STORIES:
        tell(users, days)
    for user in users.values():
        mark_read(user, messages_of(user).values_list("pk", flat=True)[UNREAD:])
    return True
