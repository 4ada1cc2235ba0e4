"""逾期与将到期: which deadlines a page lists, by whose they are and what, fifty at a time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Role, Station, User
from casework.lifecycles import MACHINES, machine_of
from casework.models import Deadline
from workflows.posted import number_in

SEEN_BY = {Role.SUPERVISOR, Role.HEAD, Role.DISTRICT}
PAGE = 50
MOST_COUNTED = 999  # a count beyond it says 999+
SOON = timedelta(days=7)
VIEWS = {
    "": _("逾期和 7 日内"),
    "late": _("只看逾期"),
    "soon": _("只看 7 日内"),
    "stopped": _("停着的"),
}
REACHED = {
    1: _("已提醒"),
    2: _("当天已提醒"),
    3: _("已告知督导"),
    4: _("已告知站长"),
    5: _("已告知总站"),
}


@dataclass(frozen=True)
class Wanted:
    """What somebody asks to see; whatever makes no sense in an address is left out."""

    view: str = ""
    owner: int | None = None
    station: int | None = None
    what: str = ""
    after: str = ""  # the last row of the page before: its day and its id

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        view, what = query.get("view", ""), query.get("what", "")
        return cls(
            view if view in VIEWS else "",
            number_in(query.get("owner", "")),
            number_in(query.get("station", "")),
            what if what in whats() else "",
            query.get("after", ""),
        )

    def query(self, **other: Any) -> str:
        """Return the address of the same list with something else; the first page of it."""
        said = QueryDict(mutable=True)
        known = {"view": self.view, "owner": self.owner, "station": self.station}
        for key, value in {**known, "what": self.what, **other}.items():
            if value:
                said[key] = str(value)
        return f"?{said.urlencode()}"


def listed(user: User, wanted: Wanted) -> QuerySet[Deadline]:
    """Return what a user may see of what is wanted, the longest overdue first."""
    near = "dossier__station", "dossier__owner"
    found = _of_view(user, wanted).filter(_filters(wanted)).select_related(*near)
    return found.filter(_behind(wanted.after)).order_by("due_on", "pk")


def counts(user: User, wanted: Wanted) -> dict[str, str]:
    """Return how many each view has, counted up to one more than ``MOST_COUNTED``."""
    found = {}
    for view in VIEWS:
        rows = _of_view(user, Wanted(view)).filter(_filters(wanted)).order_by()
        number = rows[: MOST_COUNTED + 1].count()
        found[view] = f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)
    return found


def _of_view(user: User, wanted: Wanted) -> QuerySet[Deadline]:
    today, seen = timezone.localdate(), Deadline.objects.visible_to(user)
    if wanted.view == "stopped":
        return seen.stopped()
    if wanted.view == "late":
        return seen.late(today)
    soon = seen.running().filter(due_on__lte=today + SOON)
    return soon.filter(due_on__gte=today) if wanted.view == "soon" else soon


def _filters(wanted: Wanted) -> Q:
    said = {
        "dossier__owner": wanted.owner,
        "dossier__station": wanted.station,
        "verb": wanted.what,
    }
    return Q(**{key: value for key, value in said.items() if value})


def _behind(after: str) -> Q:
    """Return what comes after a row; everything, if there is no such row."""
    said, _dot, pk = after.partition("_")
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return Q()
    return Q(due_on__gt=day) | Q(due_on=day, pk__gt=number_in(pk) or 0)


def row_of(clock: Deadline, today: date) -> dict[str, Any]:
    """Say of a deadline what a list shows: numbers and days, no name of whom it is about."""
    late = clock.stopped_on is None and clock.met_on is None and clock.due_on < today
    return {
        "clock": clock,
        "number": clock.dossier.number,
        "what": label_of(clock),
        "late": late,
        "reached": REACHED.get(clock.rung, ""),
    }


def label_of(clock: Deadline) -> str:
    return str(machine_of(clock.dossier, clock.verb).verbs[clock.verb][-1].label)


def whats() -> dict[str, str]:
    """Return what may be due: the verbs that have a time, or a day that the record plans."""
    rows = [row for machine in MACHINES.values() for row in machine.rows]
    timed = [row for row in rows if row.due or (row.within and not row.within.since)]
    asked = [row for row in rows if row.asks and row.decision == "approved"]
    return {row.verb: str(row.label) for row in [*timed, *asked]}


def stations_seen(user: User) -> list[Station]:
    """Return the stations between which somebody of the 总站 chooses; none for others."""
    posts = user.posts.current().filter(role=Role.DISTRICT)
    return list(Station.objects.filter(district__in=posts.values("station")).order_by("pk"))


def workers_seen(user: User) -> list[User]:
    """Return who works at the stations that a user looks after."""
    posts = user.posts.current().filter(role__in=SEEN_BY).values("station")
    here = Q(station__in=posts) | Q(station__district__in=posts)
    working = Post.objects.current().filter(here, role=Role.WORKER)
    return list(User.objects.filter(pk__in=working.values("user")).order_by("full_name"))
