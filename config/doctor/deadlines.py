"""The clock and the calendar: deadlines are working days in 济南's time."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from casework.workdays import is_working_day
from config.doctor.findings import Finding, broken, check, ok, warning

HERE = "Asia/Shanghai"
DRIFT = timedelta(seconds=5)
ANNOUNCED = (11, 15)  # month and day by which the State Council has told the next year's holidays


@check
def timezone_here() -> Finding:
    found = timezone.localtime().utcoffset()
    if settings.TIME_ZONE != HERE or not settings.USE_TZ or found != timedelta(hours=8):
        return broken(
            f"The product's time is not that of {HERE}.", "Take TIME_ZONE and USE_TZ as they were."
        )
    return ok(f"Time is that of {HERE}.")


@check
def clock() -> Finding:
    """This machine's clock against the database's."""
    drift = abs(databases_clock() - timezone.now())
    if drift > DRIFT:
        return broken(
            f"This clock and the database's are {drift.total_seconds():.0f} seconds apart.",
            "Let both machines follow one time server: apt-get install systemd-timesyncd",
        )
    return ok("This clock and the database's agree.")


def databases_clock() -> datetime:
    """Return what the database calls now; a file has no clock but ours."""
    if connection.vendor == "sqlite":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


@check
def holidays() -> Finding:
    """法定节假日 and 调休 come with ``chinesecalendar``; a year it lacks is 暂定."""
    today = timezone.localdate()
    mend = "Run manage.py import_calendar FILE, or upgrade chinesecalendar; until then it is 暂定."
    if not _known(today.year):
        return broken(f"The calendar does not know {today.year}.", mend)
    if not _known(today.year + 1):
        late = (today.month, today.day) >= ANNOUNCED
        says = f"The calendar does not know {today.year + 1} yet, so its deadlines are 暂定."
        return warning(says, mend) if late else ok(says)
    return ok(f"The calendar knows {today.year} and {today.year + 1}.")


def _known(year: int) -> bool:
    return is_working_day(date(year, 6, 1))[1]
