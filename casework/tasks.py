"""What beat does for the casework: it counts estimated days again, reminds, and keeps watch."""

from celery import shared_task

from casework import calendar_years, ladder, watching


@shared_task(expires=600)  # after a night without a worker, one climb is enough
def climb() -> int:
    calendar_years.settle()
    return ladder.climb()


@shared_task(expires=60)  # the next one comes in a minute
def watch() -> int:
    """Look after crises and reports that nobody sees to."""
    return watching.watch()
