"""项目周期: contract years, half times, months, and the days around them (handbook 4.5, 5.1)."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from casework import policies
from casework.approvals import pending, submissions, valid
from casework.models import Project
from casework.workdays import months_after, working_days

A_DAY = timedelta(days=1)
A_YEAR = 12  # months
SIGNED = 30  # days after it was granted
PAPERS, CLOSED, ARCHIVED = 30, 60, 30  # days after its end, and after it was closed
MONTH_ENDS_FROM = 25  # the day from which on a month may be added up
AROUND, CARRYING = "t_project_eval", "t_carryover"
Status = Project.Status
GOING_ON = [
    *(Status.IMPLEMENTING, Status.MIDTERM, Status.RECTIFYING, Status.CHANGING),
    *(Status.FINAL_EVAL, Status.FINAL_RECTIFYING),
]


def contract_years(project: Any) -> list[tuple[date, date]]:
    """Return each year of the contract, the last as long as it is."""
    begins, years = project.starts_on, []
    while begins and begins <= project.ends_on:
        ends = min(months_after(begins, A_YEAR) - A_DAY, project.ends_on)
        years.append((begins, ends))
        begins = ends + A_DAY
    return years


def around(project: Any, day: date) -> tuple[date, date]:
    """Return the days from a month before to a month after, or as many as the station has set."""
    most = policies.number_for(project, AROUND, day, 1)
    return months_after(day, -most), months_after(day, most)


def half_times(project: Any) -> list[tuple[date, date]]:
    """Return, for each contract year, when its midterm evaluation may begin."""
    years = contract_years(project)
    return [around(project, begins + (ends - begins) // 2) for begins, ends in years]


def next_half_time(project: Any) -> tuple[date, date] | None:
    """Return when the next midterm evaluation may begin; None when all have been held."""
    held = project.evaluated_on or date.min
    return next(((begins, ends) for begins, ends in half_times(project) if held < begins), None)


def last_month(project: Any) -> tuple[date, date]:
    """Return when the final evaluation may begin."""
    return around(project, project.ends_on)


def carrying_from(project: Any) -> date:
    """Return the day from which on it is arranged what outlives the project."""
    before = policies.number_for(project, CARRYING, project.ends_on, 60)
    return date.fromordinal(project.ends_on.toordinal() - before)


def month_to_file(project: Any) -> date:
    """Return the first day of the month that is to be added up next."""
    filed = sum(each.verb == "progress" and each.stands("P05") for each in submissions(project))
    begins = project.starts_on or timezone.localdate()
    return months_after(begins.replace(day=1), filed)


def month_may_be_filed(project: Any) -> bool:
    """Whether that month is near enough its end."""
    return timezone.localdate() >= month_to_file(project).replace(day=MONTH_ENDS_FROM)


# ── the days that a project plans ─────────────────────────────────────────────────────────


def month_ends(project: Any) -> list[date]:
    if project.status not in GOING_ON or not project.starts_on:
        return []
    ends = months_after(month_to_file(project), 1) - A_DAY
    return [ends] if month_to_file(project) <= project.ends_on else []


def midterm_days(project: Any) -> list[date]:
    if project.status != Status.IMPLEMENTING or not project.starts_on:
        return []
    found = next_half_time(project)
    return [found[1]] if found else []


def final_days(project: Any) -> list[date]:
    running = project.status == Status.IMPLEMENTING and project.ends_on
    return [last_month(project)[1]] if running else []


def begins(project: Any) -> list[date]:
    waits = project.status == Status.CONTRACTED and project.starts_on
    return [project.starts_on] if waits else []


def approval_days(project: Any) -> list[date]:
    """Three working days after it has been shown to the public."""
    if project.status != Status.PUBLICISED or project.shown_until is None:
        return []
    return [working_days(3).after(project.shown_until)[0]]


def contract_days(project: Any) -> list[date]:
    """Within thirty days of being granted its contract is signed by all."""
    waits = project.status == Status.APPROVED and project.accepted_on
    return [project.accepted_on + SIGNED * A_DAY] if waits else []


def carrying_days(project: Any) -> list[date]:
    """The day from which on it is arranged what outlives it, until that has been arranged."""
    arranging = {Status.IMPLEMENTING, Status.FINAL_EVAL, Status.CLOSING}
    if project.status not in arranging or not project.ends_on or valid(project, "P11"):
        return []
    return [carrying_from(project)]


def closing_papers_days(project: Any) -> list[date]:
    return _after_the_end(project, PAPERS) if pending(project, "submit_closing") is None else []


def closed_days(project: Any) -> list[date]:
    return _after_the_end(project, CLOSED)


def _after_the_end(project: Any, days: int) -> list[date]:
    closing = project.status == Status.CLOSING and project.ends_on
    return [project.ends_on + days * A_DAY] if closing else []


def archive_days(project: Any) -> list[date]:
    over = {Status.CLOSED, Status.TERMINATED}
    waits = project.status in over and project.closed_on
    return [project.closed_on + ARCHIVED * A_DAY] if waits else []
