"""工作日历: the years that somebody has imported, as every count of working days asks for them."""

from datetime import date, timedelta
from functools import lru_cache
from time import monotonic

import chinese_calendar
from django.utils import timezone

from casework.models import WorkCalendarDay

KEPT = 60.0  # seconds for which a process remembers; a year is imported once in a year
AHEAD = timedelta(days=60)  # as far as the deadlines reach that are set these days

Year = dict[date, bool]  # day → whether it is worked, where its weekday says otherwise


def imported() -> dict[int, Year]:
    """Return the imported years; each replaces what the package says of that year."""
    return _read(int(monotonic() // KEPT))


@lru_cache(maxsize=1)
def _read(_moment: int) -> dict[int, Year]:
    found: dict[int, Year] = {}
    for day, works in WorkCalendarDay.objects.values_list("day", "works"):
        found.setdefault(day.year, {})[day] = works
    return found


def forget() -> None:
    """Read again at the next question: another year was imported."""
    _read.cache_clear()


def built_in() -> list[int]:
    """Return the years that the package knows."""
    return sorted({day.year for day in chinese_calendar.constants.holidays})


def is_known(year: int) -> bool:
    return year in imported() or year in built_in()


def estimated_years() -> list[int]:
    """Return the years in use, this one and the coming, of which nobody has imported anything."""
    today = timezone.localdate()
    years = sorted({today.year, (today + AHEAD).year})
    return [year for year in years if not is_known(year)]
