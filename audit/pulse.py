"""Whether anything goes on behind the pages: beat asks each minute, the worker writes it down.

One row tells of both, as a station needs both: without either no paper is made and no deadline
watched.
"""

from datetime import timedelta

from django.utils import timezone

from audit.models import Pulse

ALIVE = timedelta(minutes=3)  # two may be lost to a restart
ONLY = 1  # the row's key


def beat() -> None:
    Pulse.objects.update_or_create(pk=ONLY, defaults={"at": timezone.now()})


def silence() -> timedelta | None:
    """Return how long nothing has been heard; None, if nothing ever was."""
    last = Pulse.objects.filter(pk=ONLY).first()
    return timezone.now() - last.at if last else None


def alive() -> bool:
    silent = silence()
    return silent is not None and silent < ALIVE
