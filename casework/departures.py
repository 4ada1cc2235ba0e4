"""离岗: all that a worker has at a station passes into other hands before the post is ended.

The door does it dossier by dossier; here is what concerns all of them at once (handbook 4.10,
6 (e)): opening, naming who takes what, what is still missing, and closing the account.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, Station, User
from audit.models import Entry
from audit.services import record, salted
from casework import choices
from casework.errors import RuleError
from casework.lifecycles.handover import SPARE, HandoverLifecycle
from casework.locking import hold, lock
from casework.models import Departure, Dossier, Transfer, WorkerChange
from casework.services import act, catch_up
from casework.works import work_of, works_of
from notifications.models import Urgency
from notifications.services import notify

S = Transfer.Status
CALLED_OFF = "departure.call_off"
ANEW = {S.LISTING, S.ESCALATED}  # where another may be named; further on it is too late


# ── who ───────────────────────────────────────────────────────────────────────────────────


def stations_of(user: User) -> QuerySet[Station]:
    """Return the stations whose departures ``user`` sees to: as head, or for the 总站."""
    posts = user.posts.current()
    headed = posts.filter(role=Role.HEAD).values("station")
    over = posts.filter(role=Role.DISTRICT).values("station")
    return Station.objects.filter(Q(pk__in=headed) | Q(district__in=over))


def departures_of(user: User) -> QuerySet[Departure]:
    """Return the departures that ``user`` sees to, never their own."""
    near = Departure.objects.select_related("user", "station", "witness")
    return near.filter(station__in=stations_of(user)).exclude(user=user)


def _require_manager(user: User, station: Station, leaver: User) -> None:
    """The head sees to it; of the head's own leaving, another head or the 总站 (SoD-1)."""
    if user == leaver or not stations_of(user).filter(pk=station.pk).exists():
        raise PermissionDenied(_("离岗交接由站长办理；站长本人离岗的，由总站办理。"))


def leavers(station: Station) -> QuerySet[User]:
    """Return who works there and is not leaving yet."""
    gone = Departure.objects.filter(station=station, ended_on=None).values("user")
    return _holding(station, Role.WORKER).exclude(pk__in=gone)


def witnesses(station: Station) -> QuerySet[User]:
    return _holding(station, Role.SUPERVISOR, Role.HEAD)


def receivers(departure: Departure) -> QuerySet[User]:
    """Return who may take something over: who works there and stays."""
    others = leavers(departure.station)
    return others.exclude(pk__in=[departure.user_id, departure.witness_id])


def _holding(station: Station, *roles: Role) -> QuerySet[User]:
    posts = Post.objects.current().filter(station=station, role__in=roles)
    return User.objects.filter(pk__in=posts.values("user")).order_by("full_name", "pk")


# ── what ──────────────────────────────────────────────────────────────────────────────────


def owned(user: User, station: Station) -> QuerySet[Dossier]:
    """Return what is theirs there and has not ended, of whatever kind, the oldest first."""
    return Dossier.objects.filter(owner=user, station=station, ended_on=None).order_by("pk")


def open_transfers(departure: Departure) -> QuerySet[Transfer]:
    return departure.transfers.filter(ended_on=None).order_by("dossier")


def _hers(user: User) -> QuerySet[Dossier]:
    """Return whatever stands in the way of closing an account, at whichever station: what is
    theirs or is to be, and what has ended meanwhile with its handover unsigned."""
    theirs = Q(owner=user, ended_on=None) | Q(receiver=user, ended_on=None)
    unsigned = Q(owner=user, witness__isnull=False)
    return Dossier.objects.filter(theirs | unsigned).order_by("pk")


# ── opening, naming ───────────────────────────────────────────────────────────────────────


@transaction.atomic
def open_departure(  # noqa: PLR0913
    user: User, station: Station, *, last_day: date, witness: User, reason: str, by: User
) -> Departure:
    """Write down who leaves and when, and begin to hand over everything they have."""
    _require_manager(by, station, user)
    if not leavers(station).filter(pk=user.pk).exists():
        raise RuleError(_("所选的人不是本站社工，或已经在办离岗。"))
    if last_day < timezone.localdate():
        raise RuleError(_("离岗日不能早于今天。"))
    if witness == user or not witnesses(station).filter(pk=witness.pk).exists():
        raise RuleError(_("监交人须是本站的督导或站长，不能是移交人本人。"))
    if reason not in choices.HANDOVER_REASONS:
        raise RuleError(_("请选交接原因。"))
    departure = Departure(user=user, station=station, last_day=last_day, witness=witness)
    departure.reason, departure.opened_by, departure.opened_at = reason, by, timezone.now()
    try:
        with transaction.atomic():
            departure.save()
    except IntegrityError:  # another head was quicker
        raise RuleError(_("所选的人刚才已由别人发起离岗。")) from None
    said = {"user": user.pk, "witness": witness.pk, "day": last_day.isoformat()}
    record("departure.open", departure.chain, by=by, said=said)
    begin_all(departure, by=by)
    return departure


@transaction.atomic
def begin_all(departure: Departure, *, by: User) -> int:
    """Begin to hand over what has not begun: all of it, or what has come since."""
    _require_manager(by, departure.station, departure.user)
    begun = 0
    for case in works_of(owned(departure.user, departure.station)):
        if not _is_under_way(case):
            act("initiate", case, by=by)
            begun += 1
    return begun


def _is_under_way(case: Dossier) -> bool:
    """Whether it is being handed over already, or its worker is being changed."""
    changing = WorkerChange.objects.filter(dossier=case.pk, ended_on=None).exists()
    return case.witness_id is not None or changing


@transaction.atomic
def entrust_all(
    departure: Departure,
    wanted: Mapping[int, User],
    *,
    seen: Mapping[int, int | None],
    by: User,
) -> int:
    """Name who takes what over, all or nothing. ``seen`` says who was named on the page that
    ``by`` had before them: who came first is not overruled unseen."""
    _require_manager(by, departure.station, departure.user)
    named = 0
    for case in works_of(owned(departure.user, departure.station).filter(pk__in=wanted)):
        lock(case)
        transfer = HandoverLifecycle(case).record
        if wanted[case.pk].pk != seen.get(case.pk) and transfer:
            _entrust(case, transfer.status, wanted[case.pk], seen.get(case.pk), by)
            named += 1
    return named


def _entrust(case: Any, status: str, receiver: User, seen: int | None, by: User) -> None:
    verb = "entrust" if status == S.INITIATED else "entrust_anew"
    if case.receiver_id != seen:
        says = _("%(number)s 的接手人刚才已由别人指定，请看最新的清单再改。")
        raise RuleError(says % {"number": case.number})
    act(verb, case, by=by, receiver=receiver)


# ── the last day ──────────────────────────────────────────────────────────────────────────


@transaction.atomic
def close_account(departure: Departure, *, by: User | None) -> None:
    """End the posts at the station; who has none elsewhere cannot sign in any more. Who is only
    on leave keeps the account: the departure is over, that is all.

    Refused while anything is theirs, or is to become so (``by`` nobody: after the last day).
    """
    user = departure.user
    hold(user)
    if by is not None:
        _require_manager(by, departure.station, user)
    if not Departure.objects.filter(pk=departure.pk, ended_on=None).exists():
        raise RuleError(_("这次离岗已经办结或取消了。"))
    if numbers := list(_hers(user).values_list("number", flat=True)[:50]):
        says = _("还有 %(count)s 件没有交出去，不能停用：%(numbers)s。")
        raise RuleError(says % {"count": len(numbers), "numbers": "、".join(numbers)})
    today = timezone.localdate()
    if departure.reason != choices.COMES_BACK:
        _end_posts(user, departure.station, today if by else today - timedelta(days=1))
        user.is_active = user.posts.filter(Q(until=None) | Q(until__gt=today)).exists()
        user.save(update_fields=["is_active"])
    departure.ended_on = today
    departure.save(update_fields=["ended_on"])
    record("departure.close", departure.chain, by=by, user=user.pk, active=user.is_active)


@transaction.atomic
def call_off(departure: Departure, *, reason: str, by: User) -> int:
    """They stay after all: what has not been handed over remains theirs. What has been, is gone:
    it comes back by changing its worker. Return how much is called off."""
    _require_manager(by, departure.station, departure.user)
    if not reason.strip():
        raise RuleError(_("写明为什么不走了，再取消。"))
    open_ = Departure.objects.filter(pk=departure.pk, ended_on=None)
    if not open_.update(ended_on=timezone.localdate()):
        raise RuleError(_("这次离岗已经办结或取消了。"))
    departure.refresh_from_db(fields=["ended_on"])
    transfers = list(open_transfers(departure).select_related("dossier"))
    told = {departure.user_id, departure.witness_id}
    told |= {each.dossier.receiver_id for each in transfers if each.dossier.receiver_id}
    for each in transfers:
        act("call_off", work_of(each.dossier_id), by=by, reason=reason)
    why = salted(reason.strip(), within=departure.chain)
    said = {"user": departure.user_id, "open": len(transfers), "reason": why}
    record(CALLED_OFF, departure.chain, by=by, said=said)
    says = _("离岗取消了：没交出去的卷宗仍由原社工办，不用再交接。")
    notify(told - {by.pk}, kind=CALLED_OFF, says=says, link="/dossiers/")
    return len(transfers)


def called_off(departures: Iterable[Departure]) -> set[int]:
    """Return the ids of those that were called off, as the trail has it."""
    chains = {each.chain: each.pk for each in departures if each.ended_on}
    found = Entry.objects.filter(chain__in=[*chains], verb=CALLED_OFF)
    return {chains[chain] for chain in found.values_list("chain", flat=True)}


def _end_posts(user: User, station: Station, day: date) -> None:
    for post in user.posts.current().filter(station=station):
        post.until = max(day, post.since)
        post.save(update_fields=["until"])


def look_after(today: date) -> int:
    """What the clock does: raise what is late, close what is done. As often as one likes."""
    under_way = Departure.objects.filter(ended_on=None, last_day__lte=today + SPARE)
    for departure in under_way.select_related("user", "station").order_by("pk"):
        for transfer in open_transfers(departure).exclude(status=S.ESCALATED):
            catch_up(work_of(transfer.dossier_id))
        if departure.last_day < today:
            _past(departure, today)
    return len(under_way)


def _past(departure: Departure, today: date) -> None:
    """The last day is over: the account is closed; or stays open, and head and 总站 know it."""
    if not _hers(departure.user).exists():
        close_account(departure, by=None)
    elif departure.late_on is None:
        _tell_late(departure, today)


@transaction.atomic
def _tell_late(departure: Departure, today: date) -> None:
    departure.late_on = today
    departure.save(update_fields=["late_on"])
    record("departure.late", departure.chain, by=None, user=departure.user_id)
    here = Q(station=departure.station, role=Role.HEAD)
    over = Q(station=departure.station.district_id, role=Role.DISTRICT)
    told = set(Post.objects.current().filter(here | over).values_list("user", flat=True))
    says = _("离岗日已过，还有卷宗没有交出去，账号仍可登录：请马上办完交接。")
    link = f"/departures/{departure.pk}/"
    notify(told, kind="departure.late", says=says, link=link, urgency=Urgency.URGENT)
