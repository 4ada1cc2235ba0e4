"""Reading the engine: what waits for whom. Nothing is assigned; a handover needs no care."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from viewflow.workflow.models import Task

from accounts.models import Post, Role, User
from casework.models import Deadline, Dossier, Seat
from casework.permissions import Who
from workflows.nodes import OPEN, Step
from workflows.registry import FLOWS

DOSSIER = "process__dossierprocess__dossier"
MOST = 50  # on one desk; the nearest deadlines come first


def desk_of(user: User, posts: Iterable[Post] | None = None) -> QuerySet[Task]:
    """Return the open steps that lie on this user's desk, those due first leading.

    ``posts`` are the user's of today, where they are at hand. What has ended has no open step.
    To say so spares the database all the closed work.
    """
    mine = Q(pk__in=[])
    for post in user.posts.current() if posts is None else posts:
        mine |= _hands_of(post)
    open_ = Deadline.objects.running().filter(dossier=OuterRef(DOSSIER)).order_by("due_on")
    return (
        Task.objects.filter(mine, status__in=OPEN, **{f"{DOSSIER}__ended_on": None})
        .annotate(due_on=Subquery(open_.values("due_on")[:1]))
        .order_by(F("due_on").asc(nulls_last=True), "pk")
        .select_related(
            f"{DOSSIER}__case__person",
            f"{DOSSIER}__station",
            f"{DOSSIER}__owner",
            f"{DOSSIER}__community",
        )
    )


class Waits(NamedTuple):
    """A step on a desk, as far as counts are concerned."""

    dossier: int
    due_on: date | None
    decides: bool


def glance(user: User, posts: Iterable[Post] | None = None) -> list[Waits]:
    """Return what lies on a desk in one query, for the counts that every page shows."""
    found = desk_of(user, posts).select_related(None).values_list("flow_task", DOSSIER, "due_on")
    return [Waits(dossier, due_on, step.decides) for step, dossier, due_on in found[: MOST + 1]]


def decisions_for(user: User) -> QuerySet[Task]:
    """Return what waits for this user's decision, oldest deadline first."""
    nodes = [node for node in _steps() if node.decides]
    return desk_of(user).filter(flow_task__in=nodes)[:MOST]


def tasks_of(dossier: Dossier) -> list[Task]:
    """Return the open steps of a dossier: the main one, and one for each open request."""
    found = Task.objects.filter(process__dossierprocess__dossier=dossier.pk, status__in=OPEN)
    return list(found.select_related("process__dossierprocess").order_by("pk"))


def _hands_of(post: Post) -> Q:
    """Return the open steps that a post brings to its holder's desk."""
    here = Q(**{f"{DOSSIER}__station": post.station_id})
    own = Q(**{f"{DOSSIER}__owner": post.user_id})
    along = _along(post.user_id) & _steps_of(Who.COLLABORATOR)
    mine = Q(**{f"{DOSSIER}__supervisor": post.user_id})
    taking = Q(**{f"{DOSSIER}__receiver": post.user_id}) & _steps_of(Who.RECEIVER)
    watching = Q(**{f"{DOSSIER}__witness": post.user_id}) & _steps_of(Who.WITNESS)
    working = _steps_of(Who.WORKER) | _steps_of(Who.OWNER) | _steps_of(Who.LEAVER)
    nobodys = _supervisor_absent()
    judge = _steps_of(Who.SUPERVISOR) & ~own
    leads = _steps_of(Who.WORKER) & Q(**{f"{DOSSIER}__owner": None})  # to be assigned
    head = leads | (_steps_of(Who.HEAD) & ~own) | watching
    return {
        Role.WORKER.value: here & ((own & working) | taking | along),
        Role.SUPERVISOR.value: here
        & (
            watching
            | (judge & (mine | nobodys))
            | (_steps_of(Who.HEAD) & ~own & _without(Role.HEAD))
        ),
        Role.HEAD.value: here & head,
        Role.DISTRICT.value: Q(**{f"{DOSSIER}__station__district": post.station_id})
        & ((_steps_of(Who.SUPERVISOR) & _without(Role.SUPERVISOR)) | (head & _without(Role.HEAD))),
    }.get(post.role, Q(pk__in=[]))


def _along(user: Any) -> Q:
    """What somebody works along with today (协作社工)."""
    seats = Seat.objects.current().filter(user=user, part=Seat.Part.COLLABORATOR)
    return Q(**{f"{DOSSIER}__in": seats.values("dossier")})


def _steps_of(who: Who) -> Q:
    """The steps which lie in somebody's hands, as their rows say."""
    return Q(flow_task__in=[node for node in _steps() if who in node.hands])


def _steps() -> list[Step]:
    nodes = [node for flow in FLOWS.values() for node in flow.instance.nodes()]
    return [node for node in nodes if isinstance(node, Step)]


def _supervisor_absent() -> Q:
    """Nobody is named supervisor, or whoever is works on it themselves, or has left."""
    there = Post.objects.current().filter(
        station=OuterRef(f"{DOSSIER}__station"),
        role=Role.SUPERVISOR,
        user=OuterRef(f"{DOSSIER}__supervisor"),
    )
    return Q(**{f"{DOSSIER}__supervisor": F(f"{DOSSIER}__owner")}) | ~Q(Exists(there))


def _without(role: Role) -> Q:
    """Nobody at the station holds the role but the worker whose work it is (SoD-1)."""
    others = Post.objects.current().filter(station=OuterRef(f"{DOSSIER}__station"), role=role)
    owner = Coalesce(OuterRef(f"{DOSSIER}__owner"), 0)  # nobody is nobody's colleague
    return ~Q(Exists(others.exclude(user=owner)))
