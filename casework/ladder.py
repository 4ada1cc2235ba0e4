"""催办: the ladder of reminders (handbook 4.13 X4 and 13), each rung climbed exactly once.

Two working days before, on the day, and 1, 3 and 7 working days late: whoever has to do it, then
the supervisor, the head and the 总站 as well. It reminds and changes nothing. A message holds a
number, a matter and a day.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.deadlines import hands_of
from casework.lifecycles import MACHINES, machine_of
from casework.models import Deadline, DeadlineRung
from casework.permissions import Who, acquaint, people
from casework.workdays import is_working_day, working_days
from notifications.models import Urgency
from notifications.services import Note, notify_all

BATCH = 100  # deadlines a transaction


class Rung(NamedTuple):
    """A step of the ladder: working days late, who is told besides the hands, and what."""

    late: int
    who: tuple[Who, ...]
    kind: str
    says: Any


EARLY = 2  # working days before; shorter times have no such reminder
RUNGS = {
    1: Rung(-EARLY, (), "deadline.soon", gettext_lazy("%(day)s 到期")),
    2: Rung(0, (), "deadline.today", gettext_lazy("今天到期")),
    3: Rung(
        1,
        (Who.SUPERVISOR,),
        "deadline.late",
        gettext_lazy("应于 %(day)s 前办，已逾期"),
    ),
    4: Rung(
        3,
        (Who.SUPERVISOR, Who.HEAD),
        "deadline.late",
        gettext_lazy("应于 %(day)s 前办，逾期已满 3 个工作日"),
    ),
    5: Rung(
        7,
        (Who.SUPERVISOR, Who.HEAD, Who.DISTRICT),
        "deadline.late",
        gettext_lazy("应于 %(day)s 前办，逾期已满 7 个工作日"),
    ),
}
WORKERS = {Who.OWNER, Who.WORKER}


def climb() -> int:
    """Climb what is to be climbed today; nothing on a day off. Returns how many rungs.

    After days without a worker only the highest rung is climbed: it tells everybody below.
    """
    today = timezone.localdate()
    if not is_working_day(today)[0]:
        return 0
    reached = reached_by(today)
    climbed = 0
    while batch := _climb_some(reached):
        climbed += batch
    return climbed


def reached_by(today: date) -> dict[int, date]:
    """Return for each rung the last due day that has reached it."""
    return {
        number: working_days(rung.late).before(today)
        if rung.late >= 0
        else working_days(-rung.late).after(today)[0]
        for number, rung in RUNGS.items()
    }


def waiting(reached: dict[int, date]) -> QuerySet[Deadline]:
    """Return the running deadlines with a rung to climb, or with an owner not told of the last."""
    higher = Q(pk__in=[])
    for number, day in reached.items():
        short = Q(days__lte=EARLY) if number == 1 else Q(pk__in=[])
        higher |= Q(due_on__lte=day, rung__lt=number) & ~short
    handed = Q(told=None) | ~Q(told=F("dossier__owner"))
    own = Q(rung__gt=0, verb__in=_verbs_of_workers(), dossier__owner__isnull=False)
    running = Deadline.objects.running().filter(due_on__lte=max(reached.values()))
    return running.filter(higher | (own & handed)).order_by("due_on", "pk")


@transaction.atomic
def _climb_some(reached: dict[int, date]) -> int:
    """Take some in hand that nobody else has, and tell whom they concern."""
    near = waiting(reached).select_related("dossier__station")
    batch = list(near.select_for_update(skip_locked=True, of=("self",))[:BATCH])
    acquaint([clock.dossier for clock in batch])
    rungs, notes = [], []
    for clock in batch:
        number = _highest(clock, reached)
        higher = number > clock.rung
        told = _told(clock, RUNGS[number].who) if higher else {clock.dossier.owner_id}
        notes += [_note(clock, number, pk) for pk in sorted(told - {None})]
        rungs += [DeadlineRung(deadline=clock, due_on=clock.due_on, rung=number)] * higher
        clock.rung, clock.told_id = max(number, clock.rung), clock.dossier.owner_id
    DeadlineRung.objects.bulk_create(rungs)
    Deadline.objects.bulk_update(batch, ["rung", "told"])
    notify_all(notes)
    return len(batch)


def _highest(clock: Deadline, reached: dict[int, date]) -> int:
    return max(number for number, day in reached.items() if clock.due_on <= day)


def _told(clock: Deadline, who: Iterable[Who]) -> set[Any]:
    above = {pk for each in who for pk in people(clock.dossier, each)}
    return hands_of(clock) | above


def _note(clock: Deadline, number: int, recipient: int) -> Note:
    """Word a message: a number, a matter and a day; never a name."""
    label = machine_of(clock.dossier, clock.verb).verbs[clock.verb][0].label
    when = RUNGS[number].says % {"day": f"{clock.due_on:%m-%d}"}
    says = _("%(number)s：%(what)s，%(when)s") % {
        "number": clock.dossier.number,
        "what": label,
        "when": when,
    }
    urgency = Urgency.IMPORTANT if RUNGS[number].late > 0 else Urgency.ORDINARY
    return Note(recipient, RUNGS[number].kind, says, f"/dossiers/{clock.dossier_id}/", urgency)


def _verbs_of_workers() -> list[str]:
    """The verbs that lie in the hands of whoever owns the dossier."""
    return [
        verb
        for machine in MACHINES.values()
        for verb, rows in machine.verbs.items()
        if any(WORKERS & set(row.by) for row in rows)
    ]
