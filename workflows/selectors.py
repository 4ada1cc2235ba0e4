"""Reading the engine: what waits for whom. Nothing is assigned; a handover needs no care."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from viewflow.workflow.models import Task

from accounts.models import Post, User
from casework.models import Deadline, Dossier
from workflows.hands import DOSSIER, hands_of, steps
from workflows.nodes import OPEN

MOST = 50  # on one desk; the nearest deadlines come first


def desk_of(user: User, posts: Iterable[Post] | None = None) -> QuerySet[Task]:
    """Return the open steps that lie on this user's desk, those due first leading.

    ``posts`` are the user's of today, where they are at hand. What has ended has no open step.
    To say so spares the database all the closed work.
    """
    mine = Q(pk__in=[])
    for post in user.posts.current() if posts is None else posts:
        mine |= hands_of(post)
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
    nodes = [node for node in steps() if node.decides]
    return desk_of(user).filter(flow_task__in=nodes)[:MOST]


def tasks_of(dossier: Dossier) -> list[Task]:
    """Return the open steps of a dossier: the main one, and one for each open request."""
    found = Task.objects.filter(process__dossierprocess__dossier=dossier.pk, status__in=OPEN)
    return list(found.select_related("process__dossierprocess").order_by("pk"))
