"""跟进: the visits that the closure report plans, those that were made, and what is left."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.approvals import episode_of, in_force, valid
from casework.models import Dossier, FollowUp
from casework.models.dossier import once
from casework.models.followup import concluded
from casework.plans import goals_of
from casework.workdays import months_after, next_working_day, working_days

CODE = "C11"
ENDS, GOES_ON = "结束跟进", "继续跟进"
ARCHIVE_WITHIN = working_days(15)  # handbook 5.1 t_archive


@dataclass(frozen=True)
class Visit:
    """One planned visit: which, when due, when made (None: not yet)."""

    number: int
    due_on: date
    made_on: date | None = None


def planned_months(dossier: Dossier) -> list[int]:
    """Return after how many months the closure report wants visits; none where refused."""
    report = in_force(dossier, "C09")
    rows = (report.followup_plan or []) if report else []
    return sorted({int(row["date"]) for row in rows if str(row.get("date")).isdigit()})


def is_planned(dossier: Dossier) -> bool:
    return bool(planned_months(dossier))


@once
def visits(dossier: Dossier) -> list[Visit]:
    """Return all visits, planned ones first; one more where the last record says 继续跟进."""
    if dossier.closed_on is None:
        return []
    made = _made(dossier)
    days = [next_working_day(months_after(dossier.closed_on, n)) for n in planned_months(dossier)]
    while len(days) < len(made):
        days.append(made[len(days)][0])
    if made and len(days) == len(made) and made[-1][1] == GOES_ON:
        days.append(next_working_day(months_after(made[-1][0], 1)))
    return [
        Visit(number, day, made[number - 1][0] if number <= len(made) else None)
        for number, day in enumerate(days, 1)
    ]


def left(dossier: Dossier) -> list[Visit]:
    """Return the visits still to be made; none once a record says 结束跟进."""
    made = _made(dossier)
    if made and made[-1][1] == ENDS:
        return []
    return [visit for visit in visits(dossier) if visit.made_on is None]


def next_visit(dossier: Dossier) -> Visit | None:
    return next(iter(left(dossier)), None)


@once
def _made(dossier: Dossier) -> list[tuple[date, str]]:
    """Return day and conclusion of each visit on record in the running episode."""
    episode = episode_of(dossier).pk
    filed = [e for e in valid(dossier, CODE) if e.episode_id == episode]
    numbers = [each.instance for each in filed]
    rows = FollowUp.objects.filter(dossier=dossier.pk, instance__in=numbers).order_by("instance")
    return [
        (date.fromisoformat(row.visit["actual"]), concluded({"conclusion": row.conclusion}))
        for row in rows
    ]


def begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What a record begins with: today, and each goal to look at again."""
    goals = [{"goal_no": goal.no} for goal in goals_of(dossier)]
    known: dict[str, tuple[Any, Any]] = {
        "visit": ({"actual": timezone.localdate().isoformat()}, "")
    }
    return known | ({"maintenance": (goals, _("带自《个案服务计划书》。"))} if goals else {})
