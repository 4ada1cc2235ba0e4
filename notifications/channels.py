"""消息渠道: a head gives the station's robot its address, takes it away, and tries it out."""

from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Post, Role, Station, User
from audit.services import record_aside
from notifications import wecom
from notifications.models import Channel, Delivery, Urgency, Way
from notifications.outbox import publish_on_commit


class State(NamedTuple):
    """How a channel is doing, as a page shows it."""

    channel: Channel
    waiting: int


def stations_of(user: User) -> QuerySet[Station]:
    """Return the stations whose channels are this user's to look after: those they head."""
    headed = Post.objects.current().filter(user=user, role=Role.HEAD)
    return Station.objects.filter(pk__in=headed.values("station")).order_by("pk")


def channels_for(user: User) -> QuerySet[Channel]:
    """Return the channels that matter to a head: the house's e-mail and their stations' robots."""
    stations = stations_of(user)
    mail = Q(way=Way.MAIL) if settings.EMAIL_HOST else Q(pk__in=[])
    found = Channel.objects.filter(mail | Q(station__in=stations))
    return found.select_related("station").order_by("way", "pk")


def states_for(user: User) -> list[State]:
    return [State(each, Delivery.objects.waiting().of(each).count()) for each in channels_for(user)]


def dead_for(user: User) -> list[Channel]:
    """Return what a head must be told of: channels that have failed too often in a row."""
    if not stations_of(user).exists():
        return []
    return list(channels_for(user).filter(failures__gte=Channel.DEAD))


@transaction.atomic
def give_address(station: Station, address: str, *, by: User) -> None:
    """Save a robot's address, sealed. Raises ValidationError with what is wrong with it."""
    _require_head(station, by)
    token = wecom.sealed(wecom.checked(address), station.pk)
    fresh = {"failures": 0, "failure": "", "free_at": timezone.now()}
    given = {"way": Way.WECOM, "address": token, **fresh}
    Channel.objects.update_or_create(station=station, defaults=given)
    record_aside("channel.give_address", f"channels:{station.pk}", by=by)


@transaction.atomic
def take_away(station: Station, *, by: User) -> None:
    """Forget a robot; what waits for it will not be said there."""
    _require_head(station, by)
    gone, _rows = Channel.objects.filter(station=station).delete()
    if gone:
        Delivery.objects.waiting().filter(station=station).update(failure="removed")
        record_aside("channel.take_away", f"channels:{station.pk}", by=by)


@transaction.atomic
def try_out(station: Station, *, by: User) -> bool:
    """Have a test message sent now, even where the channel rests; no, where there is no robot."""
    _require_head(station, by)
    if not Channel.objects.filter(station=station).update(free_at=timezone.now()):
        return False
    Delivery.objects.create(way=Way.WECOM, station=station, recipient=by, urgency=Urgency.URGENT)
    publish_on_commit()
    return True


def _require_head(station: Station, user: User) -> None:
    if not stations_of(user).filter(pk=station.pk).exists():
        raise PermissionDenied
