"""来报 (handbook 4.2, 6): an alarm by whoever of the station sees somebody, but not their dossier.

Who calls says whom they mean by what they know. They are answered the same whether that is
somebody's dossier or nobody's, so that nothing can be learnt by asking; and each asking is an
alarm, with their name on it, to people who will look into it.
"""

import re
from datetime import datetime, timedelta
from typing import Any
from unicodedata import normalize

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Post, Role, Station, User
from audit.services import record_aside
from casework.errors import RuleError
from casework.lifecycles import machine_of
from casework.locking import lock
from casework.models import Call, Case, DataKey, Dossier
from casework.permissions import Who, people
from casework.services import act
from casework.vault import blind
from notifications.models import Urgency
from notifications.services import notify

Said = dict[str, str]  # number, name, phone, where, words: each as far as it is known
CALLERS = [Role.WORKER, Role.SUPERVISOR, Role.COMMUNITY]  # the head sees every dossier anyway
KINDS = ["crisis.call", "crisis.raise_crisis", "crisis.relapse", "mandatory_report.identify"]
BACK = "relapse"  # what an alarm is in a crisis of which the worst was over
WORDS = {Call.Verb.CRISIS.value: "reason", BACK: "reason", Call.Verb.REPORT.value: "told"}
DOSSIER, CALL = re.compile(r"/dossiers/(\d+)/"), re.compile(r"/crisis/calls/(\d+)/")
TWICE = timedelta(minutes=2)
MATTER = {
    Call.Verb.CRISIS.value: gettext_lazy("有人来报一件危机，请马上看是谁的事"),
    Call.Verb.REPORT.value: gettext_lazy("有人来报须强制报告的情形，请马上看是谁的事"),
}


# ── calling ───────────────────────────────────────────────────────────────────────────────


def stations_of(user: User) -> QuerySet[Station]:
    """Return the stations at which ``user`` may call."""
    posts = user.posts.current()
    headed = posts.filter(role=Role.HEAD).values("station")
    here = posts.filter(role__in=CALLERS).exclude(station__in=headed)
    return Station.objects.filter(pk__in=here.values("station")).order_by("pk")


@transaction.atomic
def call(said: Said, *, station: Station, by: User, verb: str = Call.Verb.CRISIS) -> Call:
    """Raise it on the dossier that can only be meant; else let head and supervisors find whose."""
    if not stations_of(by).filter(pk=station.pk).exists():
        raise PermissionDenied(_("须由本站工作人员来报。"))
    known = {key: text for key, each in said.items() if (text := normalize("NFKC", each).strip())}
    if not known:
        raise RuleError(_("写下是谁，或者在哪里看到了什么，一样就行。"))
    if again := _just_said(known, station, by, verb):
        return again
    key, now = DataKey.objects.create(), timezone.now()
    made = Call.objects.create(station=station, by=by, at=now, verb=verb, said=known, data_key=key)
    meant = _meant(known, station, by)
    if meant:
        lock(meant)
    if meant and meant.ended_on is None:
        _begin(made, meant, by=by)
    else:
        _tell(made, readers_of(made))
    record_aside("crisis.call", _chain(station), by=by, call=made.pk)
    return made


def _just_said(known: Said, station: Station, by: User, verb: str) -> Call | None:
    """A button that is pressed twice calls once."""
    lately = Call.objects.filter(by=by, station=station, verb=verb)
    newest = lately.filter(at__gte=timezone.now() - TWICE).order_by("-pk").first()
    return newest if newest and newest.said == known else None


def _meant(said: Said, station: Station, by: User) -> Case | None:
    """Return the open case that is named beyond doubt: by its number, or by name and phone.

    A name that does not fit the number is a doubt. For the community, it is one they brought.
    """
    number, name, phone = (said.get(key, "") for key in ("number", "name", "phone"))
    if not number and not (name and phone):
        return None
    near = _within_reach(by, station)
    if number:
        near = near.filter(Q(number=number.upper()) | Q(registration=number.upper()))
    if name:
        near = near.filter(person__name=name)
    if phone:
        near = near.filter(person__phone_index=blind("phone", _digits(phone)))
    found = list(near[:2])
    return found[0] if len(found) == 1 else None


def _within_reach(by: User, station: Station) -> QuerySet[Case]:
    here = Case._default_manager.select_related(*Case.near)
    open_ = here.filter(station=station, ended_on=None)
    posts = by.posts.current().filter(station=station)
    if posts.exclude(role=Role.COMMUNITY).filter(role__in=CALLERS).exists():
        return open_
    return open_.filter(registered_by=by)


def _digits(phone: str) -> str:
    return "".join(each for each in phone if each.isdigit())


# ── whose it is ───────────────────────────────────────────────────────────────────────────


def _begin(found: Call, case: Case, *, by: User) -> None:
    """Begin it on a dossier; where it is going on already, tell what else was seen.

    What was said is sealed with the person's key from here on, to be forgotten with them.
    """
    said, key = found.said, found.data_key
    found.dossier, found.data_key, found.ended_at = case, case.data_key, timezone.now()
    found.save(update_fields=["dossier", "data_key", "said", "ended_at", "seen_at"])
    key.delete()
    verb, words = found.verb, words_of(said)
    if verb == Call.Verb.CRISIS and words and _offered(case, BACK):
        verb = BACK
    if case.ended_on or _offered(case, verb):
        given: dict[str, Any] = {WORDS[verb]: words}
        act(verb, case, by=by, **given)
    else:
        _tell(found, readers_of(found))


def _offered(case: Case, verb: str) -> bool:
    machine = machine_of(case, verb)
    return machine.offers(machine.row_of(verb))


def words_of(said: Said) -> str:
    """What was seen, and where: the rest says who it is."""
    return "；".join(said[key] for key in ("words", "where") if key in said)


@transaction.atomic
def place(found: Call, case: Case, *, by: User) -> None:
    """Say whose dossier was meant: what was called for begins there."""
    _require_open(found, by)
    lock(case)
    if not Dossier.objects.visible_to(by).filter(pk=case.pk).exists():
        raise PermissionDenied(_("这份卷宗不归你看。"))
    found.seen_at = found.seen_at or timezone.now()
    _begin(found, case, by=by)
    record_aside("crisis.call_placed", _chain(found.station), by=by, call=found.pk)


@transaction.atomic
def put_aside(found: Call, words: str, *, by: User) -> None:
    """Say what was done about it where no dossier is meant."""
    _require_open(found, by)
    if not words.strip():
        raise RuleError(_("写一句怎么处理的，再办结。"))
    found.said = found.said | {"done": words.strip()}
    found.ended_at = timezone.now()
    found.seen_at = found.seen_at or found.ended_at
    found.save(update_fields=["said", "ended_at", "seen_at"])
    record_aside("crisis.call_ended", _chain(found.station), by=by, call=found.pk)


def _require_open(found: Call, by: User) -> None:
    """Hold it, so that it is placed once."""
    Call.objects.select_for_update().only("pk").get(pk=found.pk)
    found.refresh_from_db()
    if by.pk not in readers_of(found):
        raise PermissionDenied(_("须由站长或督导处理。"))
    if found.ended_at:
        raise RuleError(_("这件来报已经处理过了，请刷新页面。"))


# ── who knows of it ───────────────────────────────────────────────────────────────────────


def readers_of(found: Call) -> set[int]:
    """Return who may read it: those of the dossier; else of the station; never the caller.

    Who calls would learn from it whether a dossier was found.
    """
    if found.dossier:
        told = people(found.dossier, Who.SUPERVISOR) | people(found.dossier, Who.HEAD)
    else:
        told = _holding(found, [Role.SUPERVISOR, Role.HEAD])
    told -= {found.by_id}
    return told or (_above(found) - {found.by_id})


def _holding(found: Call, roles: list[Role]) -> set[int]:
    posts = Post.objects.current().filter(station=found.station_id, role__in=roles)
    return set(posts.values_list("user", flat=True))


def _above(found: Call) -> set[int]:
    posts = Post.objects.current().filter(station=found.station.district_id, role=Role.DISTRICT)
    return set(posts.values_list("user", flat=True))


def waiting_for(user: User) -> list[Call]:
    """Return the calls of which ``user`` is to say whose they are, oldest first."""
    open_ = Call.objects.filter(ended_at=None).select_related("station", "by").defer("said")
    return [each for each in open_.order_by("pk") if user.pk in readers_of(each)]


def own(user: User) -> QuerySet[Call]:
    """Return what ``user`` has called about, newest first; of its content, nothing."""
    return Call.objects.filter(by=user).defer("said").order_by("-pk")


def mark_seen(link: str) -> None:
    """Note that somebody has answered a message that tells of a call, or of where it came to."""
    found = DOSSIER.fullmatch(link)
    meant = Q(dossier=int(found[1])) if found else Q(pk=_number_in(link))
    Call.objects.filter(meant, seen_at=None).update(seen_at=timezone.now())


def _number_in(link: str) -> int:
    found = CALL.fullmatch(link)
    return int(found[1]) if found else 0


def _tell(found: Call, told: set[int]) -> None:
    notify(
        told,
        kind="crisis.call",
        says=_("%(number)s：%(what)s") % {"number": found.station.code, "what": MATTER[found.verb]},
        link=found.link,
        urgency=Urgency.URGENT,
        must_ack=True,
    )


def _chain(station: Station) -> str:
    return f"calls:{station.pk}"


# ── nobody waits in vain ──────────────────────────────────────────────────────────────────

TEN_MINUTES, TWO_HOURS = timedelta(minutes=10), timedelta(hours=2)
LAST = 4  # three times for want of an answer, then once for want of a dossier


def look_after(now: datetime) -> int:
    """Tell again, the 总站 too, of what nobody answers or places; return how often."""
    open_ = Call.objects.filter(ended_at=None, at__lte=now - TEN_MINUTES, told__lt=LAST)
    waiting: Any = open_.select_related("station").defer("said")
    return sum(_told_again(each, _times(each, now)) for each in waiting)


def _times(found: Call, now: datetime) -> int:
    """How many times it should have been told again by now."""
    if now >= found.at + TWO_HOURS:
        return LAST
    return min(LAST - 1, (now - found.at) // TEN_MINUTES) if found.seen_at is None else 0


@transaction.atomic
def _told_again(found: Call, times: int) -> bool:
    """Whoever moves the count tells: no other worker does."""
    own_turn = Call.objects.filter(pk=found.pk, told=found.told, ended_at=None)
    if times <= found.told or not own_turn.update(told=times):
        return False
    _tell(found, readers_of(found) | _above(found))
    return True
