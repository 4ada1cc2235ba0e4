"""工作日: due dates by the national calendar, honest about years it does not know yet."""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Term:
    """时限: so many working days (handbook 5.1); fewer where the risk is high."""

    days: int
    high: int | None = None

    def __str__(self) -> str:
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


def is_working_day(day: date) -> tuple[bool, bool]:
    """Return (works, known). A year not yet announced counts weekends only."""
    try:
        return chinese_calendar.is_workday(day), True
    except NotImplementedError:
        return day.weekday() < 5, False  # noqa: PLR2004


def working_days(days: int, high: int | None = None) -> Term:
    return Term(days, high)
