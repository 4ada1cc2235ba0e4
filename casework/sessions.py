"""服务记录: what they add up to, what the last one left to do, and which are late."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import choices
from casework.approvals import episode_of, latest, valid
from casework.models import Dossier, SessionRecord, Submission
from casework.models.dossier import once
from casework.policies import number_for
from casework.workdays import working_days

CODE = "C05"
IN_TIME = working_days(3)  # handbook 5.1 t_session_record


@dataclass(frozen=True)
class Volume:
    """How much service there was: times, and minutes without paperwork or travel."""

    sessions: int
    minutes: int
    home_visits: int
    calls: int


def records_of(dossier: Dossier) -> QuerySet[SessionRecord]:
    """Return the service records of the episode that is running, in the order of the service."""
    numbers = [each.instance for each in _filed(dossier)]
    found = SessionRecord.objects.filter(dossier=dossier.pk, instance__in=numbers)
    return found.order_by("held_on", "instance")


@once
def volume(dossier: Dossier) -> Volume:
    """Add up the records of the running episode (handbook 8.1)."""
    rows = list(records_of(dossier).values_list("minutes", "mode"))
    modes = [mode for _minutes, mode in rows]
    return Volume(
        sessions=len(rows),
        minutes=sum(minutes for minutes, _mode in rows),
        home_visits=modes.count(choices.VISIT),
        calls=modes.count(choices.CALL),
    )


def last_record(dossier: Any) -> SessionRecord | None:
    """Return the record of the last service, whose next step is now due."""
    numbers = [each.instance for each in valid(dossier, CODE)]
    rows = SessionRecord.objects.filter(dossier=dossier.pk, instance__in=numbers)
    found = rows.order_by("held_on", "instance").last()
    if found:
        found.dossier = dossier
    return found


def last_filed(dossier: Dossier) -> Submission | None:
    """Return the record that was filed last, whichever service it is of."""
    return latest(dossier, CODE)


def is_late(submission: Submission, held_on: date) -> bool:
    """Whether a record was written later than its station allows after the service."""
    day = timezone.localdate(submission.at)
    return is_overdue(submission.dossier, held_on.isoformat(), day)


def is_overdue(dossier: Dossier, held_on: str, day: date) -> bool:
    """Whether a service held on an ISO day should have been written down before ``day``."""
    held = date.fromisoformat(held_on)
    days = number_for(dossier, "t_session_record", held, IN_TIME.days)
    due_on, _estimated = working_days(days).after(held)
    return day > due_on


def begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What a record begins with: today, who takes part, and the goals of last time."""
    worker = dossier.owner
    people = [{"name": dossier.person.name, "role": _("服务对象")}]
    people += [{"name": str(worker), "role": _("社工")}] if worker else []
    known: dict[str, tuple[Any, Any]] = {
        "time": ({"date": timezone.localdate().isoformat()}, ""),
        "participants": (people, _("带自卷宗，可改。")),
    }
    last = last_record(dossier)
    if last is not None and last.objectives:
        known["objectives"] = (last.objectives, _("和上次一样，可改。"))
    return known


def _filed(dossier: Dossier) -> list[Submission]:
    found = valid(dossier, CODE)
    running = episode_of(dossier).pk if found else None
    return [each for each in found if each.episode_id == running]
