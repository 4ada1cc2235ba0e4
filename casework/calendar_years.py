"""导入日历: a year becomes known, and what was only estimated in it is counted again."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, User
from audit.services import record, record_aside, seal
from casework import calendars
from casework.calendar_files import Year
from casework.deadlines import rung_for
from casework.locking import lock
from casework.models import Deadline, Dossier, WorkCalendarDay
from casework.terms import SETTERS
from casework.workdays import is_working_day, working_days


def may_import(user: User) -> bool:
    return Post.objects.current().filter(user=user, role__in=SETTERS).exists()


def import_year(year: Year, *, by: User | None) -> int:
    """Take over a year, in the place of what was known of it. ``by`` is nobody at the console.

    Returns how many deadlines that were only estimated have their day now.
    """
    if by is not None and not may_import(by):
        raise PermissionDenied(_("工作日历由站长或总站导入。"))
    with transaction.atomic():
        WorkCalendarDay.objects.filter(day__year=year.year).delete()
        WorkCalendarDay.objects.bulk_create(
            WorkCalendarDay(day=each.day, works=each.works, name=each.name, by=by)
            for each in year.days
        )
        record_aside(
            "calendar.import",
            f"calendar:{year.year}",
            by=by,
            days=len(year.days),
            sha256=seal(year.as_text()),
        )
    calendars.forget()
    return settle()


def settle() -> int:
    """Give what was only estimated its day, as soon as its year is known; again is no matter.

    Returns how many deadlines are certain now.
    """
    known = [*calendars.built_in(), *calendars.imported()]
    found = Deadline.objects.running().filter(estimated=True, due_on__year__in=known)
    dossiers = Dossier.objects.filter(pk__in=found.values("dossier")).order_by("pk")
    return sum(_settled(dossier) for dossier in dossiers)


@transaction.atomic
def _settled(dossier: Dossier) -> int:
    lock(dossier)
    clocks = list(dossier.deadlines.running().filter(estimated=True))
    moved = []
    for clock in clocks:
        was = clock.due_on
        clock.due_on, clock.estimated = _recounted(clock)
        if clock.due_on != was:
            clock.rung = rung_for(clock, clock.due_on)
            moved.append([clock.pk, was.isoformat(), clock.due_on.isoformat()])
    Deadline.objects.bulk_update(clocks, ["due_on", "estimated", "rung"])
    if moved:
        record("case.recount_deadlines", dossier.chain, by=None, moved=moved)
    return sum(not clock.estimated for clock in clocks)


def _recounted(clock: Deadline) -> tuple[date, bool]:
    """Return its day and whether that is still an estimate.

    What the record plans, or somebody has granted, keeps its day. Nothing becomes late by an
    import: a day that has passed by the new count is today.
    """
    if clock.began_on is None or clock.days is None or clock.first_due_on:
        return clock.due_on, not is_working_day(clock.due_on)[1]
    due_on, estimated = working_days(clock.days).after(clock.began_on)
    return max(due_on, min(clock.due_on, timezone.localdate())), estimated
