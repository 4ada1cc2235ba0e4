"""What beat does for the casework: estimated days, reminders, crises and departures."""

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from casework import calendar_years, departures, ladder, merging, watching


@shared_task(expires=600)  # after a night without a worker, one climb is enough
def climb() -> int:
    calendar_years.settle()
    merging.remind()
    return ladder.climb()


@shared_task(expires=60)  # the next one comes in a minute
def watch() -> int:
    """Look after crises and reports that nobody sees to."""
    return watching.watch()


@shared_task(autoretry_for=(OperationalError,), retry_backoff=60, max_retries=5)
def look_after_departures() -> None:
    """Raise what is not handed over in time, close the accounts of who has left."""
    departures.look_after(timezone.localdate())
