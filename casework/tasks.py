"""What beat does for the casework."""

from celery import shared_task

from casework import watching


@shared_task(expires=60)  # the next one comes in a minute
def watch() -> int:
    """Look after crises and reports that nobody sees to."""
    return watching.watch()
