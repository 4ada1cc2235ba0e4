"""工作日: due dates by the national calendar, honest about years it does not know yet."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

import chinese_calendar
from django.utils.translation import gettext as _

from casework.calendars import imported

SATURDAY = 5  # as date.weekday() counts


@dataclass(frozen=True)
class Term:
    """时限: so many working days (handbook 5.1); fewer where the risk is high.

    ``since`` names what they are counted from, where it is not the arrival in a state: then no
    clock of the state's own begins, and either a planned day or the record itself tells.
    """

    days: int
    high: int | None = None
    since: Any = ""
    working: ClassVar[bool] = True  # whether a station may set the number of working days

    def __str__(self) -> str:
        if self.since:
            return _("%(since)s%(days)s个工作日") % {"since": self.since, "days": self.days}
        if self.high is None:
            return _("%(days)s个工作日") % {"days": self.days}
        return _("%(days)s个工作日（高风险%(high)s个）") % {"days": self.days, "high": self.high}

    def after(self, start: date, *, high_risk: bool = False) -> tuple[date, bool]:
        """Return the due date, and whether it is only an estimate (暂定)."""
        left = self.high if high_risk and self.high is not None else self.days
        day, estimated = start, False
        while left:
            day += timedelta(days=1)
            works, known = is_working_day(day)
            left -= works
            estimated |= not known
        return day, estimated

    def before(self, day: date) -> date:
        """Return the day that lies so many working days before ``day``."""
        left = self.days
        while left:
            day -= timedelta(days=1)
            left -= is_working_day(day)[0]
        return day


@dataclass(frozen=True)
class Days(Term):
    """So many calendar days: what the handbook counts in 日."""

    working = False

    def __str__(self) -> str:
        return _("%(since)s%(days)s日") % {"since": self.since, "days": self.days}

    def after(self, start: date, *, high_risk: bool = False) -> tuple[date, bool]:
        return start + timedelta(days=self.days), False


@dataclass(frozen=True)
class Months(Term):
    """So many months: how far from a day something may be done."""

    working = False

    def __str__(self) -> str:
        return _("%(since)s%(days)s个月") % {"since": self.since, "days": self.days}

    def after(self, start: date, *, high_risk: bool = False) -> tuple[date, bool]:
        return months_after(start, self.days), False


@dataclass(frozen=True)
class Hours(Term):
    """So many hours, by the clock: what cannot wait for a working day."""

    working = False

    def __str__(self) -> str:
        return _("%(since)s%(days)s小时") % {"since": self.since, "days": self.days}

    def after(self, start: date, *, high_risk: bool = False) -> tuple[date, bool]:
        """Return the day by whose end it is late for certain; ``watching`` minds the hours."""
        return start + timedelta(hours=self.days), False


def is_working_day(day: date) -> tuple[bool, bool]:
    """Return (works, known). A year not yet announced counts weekends only."""
    year = imported().get(day.year)
    if year is not None:
        return year.get(day, day.weekday() < SATURDAY), True
    try:
        return chinese_calendar.is_workday(day), True
    except NotImplementedError:
        return day.weekday() < SATURDAY, False


def working_days(days: int, high: int | None = None, *, since: Any = "") -> Term:
    return Term(days, high, since)


def days(count: int, *, since: Any = "") -> Days:
    return Days(count, None, since)


def months(count: int, *, since: Any = "") -> Months:
    return Months(count, None, since)


def hours(count: int, *, since: Any = "") -> Hours:
    return Hours(count, None, since)


def days_between(start: date, end: date) -> int:
    """Return how many working days lie after ``start`` up to ``end``; negative if it was before."""
    if end < start:
        return -days_between(end, start)
    span = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day)[0] for day in span)


def next_working_day(day: date) -> date:
    """Return ``day``, or the first working day after it (handbook 5.1)."""
    while not is_working_day(day)[0]:
        day += timedelta(days=1)
    return day


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later; the last of a month that is too short."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
