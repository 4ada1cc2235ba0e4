"""Whether this process lives, and whether it can work: for containers and whoever watches.

They ask every few seconds, know neither our host name nor https, and hold no session. So
``Probes`` answers before anything else is looked at, with names alone: what is wrong with them
is told by ``manage.py doctor``, to those who may sign in to the machine.
"""

import logging
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from kombu import Connection
from kombu.exceptions import ChannelError

log = logging.getLogger(__name__)

QUEUE = "celery"


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@cache  # what is there stays there; an exception is not remembered
def migrations() -> None:
    if names := unapplied():
        raise LookupError(f"{len(names)} migrations")


def unapplied() -> list[str]:
    """Return the migrations which this code needs and the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def waiting() -> int:
    """Return how many tasks wait in the broker; raises whatever keeps it from answering."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    address = settings.CELERY_BROKER_URL
    with (
        Connection(address, transport_options=options) as broker,
        broker.channel() as channel,  # by itself: a connection would try again, for six seconds
    ):
        try:
            found = channel.queue_declare(QUEUE, passive=True)  # type: ignore[attr-defined]
        except ChannelError:  # Redis keeps no empty queue
            return 0
    return int(found.message_count)


NEEDS: dict[str, Callable[[], object]] = {
    "database": database,
    "migrations": migrations,
    "broker": waiting,
}


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; nothing is asked of anybody else."""
    return _said("ok")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say that a page could be served now, or name what is in the way."""
    failing = [name for name, need in NEEDS.items() if not _holds(name, need)]
    return _said(" ".join(failing), status=503) if failing else _said("ok")


def _holds(name: str, need: Callable[[], object]) -> bool:
    try:
        need()
    except Exception as error:  # whatever it is, we are not ready
        log.warning("not ready: %s, %s", name, type(error).__name__)
        return False
    return True


def _said(words: str, status: int = 200) -> HttpResponse:
    kept = {"Cache-Control": "no-store"}
    return HttpResponse(f"{words}\n", content_type="text/plain", status=status, headers=kept)


PROBES = {"healthz": healthz, "readyz": readyz}


class Probes:
    """Answers the probes first: for them there is no host check, no redirect and no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info.removeprefix("/"))
        return probe(request) if probe else self.get_response(request)
