"""发件箱: from a message to the world outside.

A row is the promise to send, written with the change it tells of. One task looks at what waits
and asks another to serve each channel. A channel is served by one worker at a time, which takes
a lease on it; a channel that fails rests, longer each time, and then is tried again. A worker
that dies leaves its lease, which ends, and rows that still wait: at least once, never lost.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from itertools import compress
from traceback import extract_tb

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Post, User
from notifications import mail, wecom
from notifications.failures import ChannelError
from notifications.models import Channel, Delivery, Message, Urgency, Way, Wishes
from notifications.wishes import quiet_until, wishes_of_all

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than any batch takes
FIRST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=30)
CARRIERS = {Way.MAIL: mail.carry, Way.WECOM: wecom.carry}
BATCH = {Way.MAIL: 25, Way.WECOM: 500}  # letters one by one; a robot says all at once
PAUSE = {Way.MAIL: timedelta(0), Way.WECOM: timedelta(seconds=6)}  # a robot: 20 a minute at most
look_later: list[Callable[[], object]] = []  # tasks.py puts its tasks here; nobody else
serve_later: list[Callable[[int], object]] = []


# ── promising ─────────────────────────────────────────────────────────────────────────────


def promise(messages: list[Message], urgency: int) -> None:
    """Write down by which ways messages of one urgency go outside, for whoever wants that."""
    if not messages:
        return
    ways = _ways([each.recipient_id for each in messages], urgency)
    made = Delivery.objects.bulk_create(
        Delivery(
            way=way,
            station_id=station,
            recipient_id=each.recipient_id,
            message=each,
            urgency=urgency,
        )
        for each in messages
        for way, station in ways.get(each.recipient_id, [])
    )
    if made:
        publish_on_commit()


def _ways(users: list[int], urgency: int) -> dict[int, list[tuple[Way, int | None]]]:
    """Return for each user the ways out that they want for this urgency, in one query."""
    posts = Post.objects.current().filter(user=OuterRef(OuterRef("pk")))
    robots = Channel.objects.filter(station__in=posts.values("station")).order_by("pk")
    found = User.objects.filter(pk__in=users, is_active=True).annotate(
        robot=Subquery(robots.values("station")[:1]),
        mail_from=_wished("mail_from"),
        wecom_from=_wished("wecom_from"),
    )
    ways: dict[int, list[tuple[Way, int | None]]] = {}
    for pk, email, robot, mail_from, wecom_from in found.values_list(
        "pk", "email", "robot", "mail_from", "wecom_from"
    ):
        letter = bool(settings.EMAIL_HOST and email) and urgency >= mail_from
        group = robot is not None and urgency >= wecom_from
        both: list[tuple[Way, int | None]] = [(Way.MAIL, None), (Way.WECOM, robot)]
        ways[pk] = list(compress(both, [letter, group]))
    return ways


def _wished(name: str) -> Coalesce:
    saved = Wishes.objects.filter(user=OuterRef("pk"))
    default = Wishes._meta.get_field(name).get_default()  # type: ignore[union-attr]
    return Coalesce(Subquery(saved.values(name)[:1]), Value(default))


def publish_on_commit() -> None:
    """Have a worker look at the outbox once this transaction stands; one call for all of it."""
    waiting = transaction.get_connection().run_on_commit
    if not any(each[1] is publish for each in waiting):
        transaction.on_commit(publish, robust=True)


def publish() -> None:
    for put in look_later:
        put()


# ── sending ───────────────────────────────────────────────────────────────────────────────


def look() -> int:
    """Have every channel served for which something waits; return how many those are."""
    waiting = Delivery.objects.due().order_by().values_list("way", "station").distinct()
    now, asked = timezone.now(), 0
    for way, station in waiting:
        channel = _channel(way, station)
        if channel and channel.free_at <= now:
            asked += 1
            for put in serve_later:
                put(channel.pk)
    return asked


def _channel(way: str, station: int | None) -> Channel | None:
    if way == Way.MAIL:
        return Channel.objects.get_or_create(way=Way.MAIL)[0]
    return Channel.objects.filter(way=way, station=station).first()


def serve(pk: int) -> int:
    """Send one batch by a channel, and return how many promises it kept."""
    channel = _taken(pk)
    if channel is None:
        return 0
    batch = _awake(Delivery.objects.due().of(channel), BATCH[Way(channel.way)])
    try:
        kept = CARRIERS[Way(channel.way)](channel, batch) if batch else None
    except Exception as error:  # whatever it is, the channel rests and is tried again
        _rest(channel, error)
        return 0
    _free(channel, kept)
    return kept or 0


def _taken(pk: int) -> Channel | None:
    """Take a channel in hand; None, if it is in other hands, or rests."""
    now = timezone.now()
    if not Channel.objects.filter(pk=pk, free_at__lte=now).update(free_at=now + LEASE):
        return None
    return Channel.objects.get(pk=pk)


def _awake(due: QuerySet[Delivery], most: int) -> list[Delivery]:
    """Return what may go now; hold what must wait for the morning, drop what nobody waits for."""
    found = list(due.select_related("message", "recipient")[:most])
    wishes, now = wishes_of_all(each.recipient_id for each in found), timezone.now()
    going: list[Delivery] = []
    for each in found:
        until = quiet_until(wishes[each.recipient_id], now)
        if gone := _unreachable(each):
            _update(each, failure=gone)
        elif until and each.urgency < Urgency.URGENT:
            _update(each, not_before=until)
        else:
            going.append(each)
    return going


def _unreachable(delivery: Delivery) -> str:
    """Return why nobody can be told any more; nothing, for most."""
    if not delivery.recipient.is_active:
        return "left"
    return "no_address" if delivery.way == Way.MAIL and not delivery.recipient.email else ""


def _update(delivery: Delivery, **changes: object) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(**changes)


def _free(channel: Channel, kept: int | None) -> None:
    """Let go of a channel; what was accepted by it shows that it works."""
    now = timezone.now()
    pause = PAUSE[Way(channel.way)] if kept else timedelta(0)
    changes: dict[str, object] = {"free_at": now + pause}
    if kept:
        changes |= {"failures": 0, "failure": "", "succeeded_at": now}
    Channel.objects.filter(pk=channel.pk).update(**changes)
    if Delivery.objects.due().of(channel).exists() and not pause:
        for put in serve_later:
            put(channel.pk)


def _rest(channel: Channel, error: Exception) -> None:
    """Let a channel that failed rest: half a minute, then twice as long each time, to a limit."""
    code = error.code if isinstance(error, ChannelError) else "unexpected"
    rest = min(FIRST_REST * 2 ** min(channel.failures, 10), LONGEST_REST)
    now = timezone.now()
    Channel.objects.filter(pk=channel.pk).update(
        free_at=now + rest, failures=channel.failures + 1, failure=code, failed_at=now
    )
    where = extract_tb(error.__traceback__)[-1]
    log.warning("channel %d failed: %s, %s:%s", channel.pk, code, where.name, where.lineno)
