"""What beat does for the trail."""

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from audit import checkpoints, pulse


@shared_task(autoretry_for=(OperationalError,), retry_backoff=60, max_retries=5)
def write_checkpoint() -> None:
    """Sign today's heads, unless that is done; so it may run as often as it likes."""
    checkpoints.write(timezone.localdate())


@shared_task(expires=600)  # it may wait behind papers; after a night without a worker, ten suffice
def beat() -> None:
    pulse.beat()
