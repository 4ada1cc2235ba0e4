"""立组: how a group comes into being, with its number, its key and its place in the trail."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Community, Post, Role, User
from casework.errors import RuleError
from casework.lifecycles import lifecycle_of
from casework.models import DataKey, Dossier, Episode, Group
from casework.numbers import GROUP, next_number
from casework.services import Act, settle

LONGEST = 80  # characters of a title


def communities_for_groups(user: User) -> QuerySet[Community]:
    """Return the communities in which ``user`` may open a group: those of their own station."""
    posts = Post.objects.current().filter(user=user, role=Role.WORKER)
    known = Community.objects.select_related("station").order_by("station", "pk")
    return known.filter(station__in=posts.values("station"))


@transaction.atomic
def open_group(
    *,
    title: str,
    community: Community,
    by: User,
    starts_on: date | None = None,
    at: datetime | None = None,
) -> Group:
    """Open a group: the dossier exists from here on, with its number (G), and is ``by``'s work.

    ``starts_on`` is the day of the first session, where it is known: its plan is due a week before.
    """
    at = at or timezone.now()
    if not communities_for_groups(by).filter(pk=community.pk).exists():
        raise PermissionDenied(_("小组由本站社工来立。"))
    called = title.replace("\x00", "").strip()
    if not 0 < len(called) <= LONGEST:
        raise RuleError(_("请写小组名称，最多 %s 字。") % LONGEST)
    group = _made(called, community, by, starts_on, timezone.localdate(at))
    lifecycle = lifecycle_of(group)
    row = lifecycle.verbs["set_up"][0]
    settle(Act(group, row, by, at, was="", lifecycle=lifecycle), lifecycle, {"owner": by.pk})
    return group


def _made(title: str, community: Community, by: User, starts_on: date | None, today: date) -> Group:
    number = next_number(community.station, GROUP, today)
    group = Group.objects.create(
        kind=Dossier.Kind.GROUP,
        title=title,
        number=number,
        registration=number,
        sealed_with=DataKey.objects.create(),
        station=community.station,
        community=community,
        status=Group.Status.DRAFT,
        registered_by=by,
        owner=by,
        opened_on=today,
        starts_on=starts_on,
    )
    Episode.objects.create(dossier=group, opened_on=today)
    return group
