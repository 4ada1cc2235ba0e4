"""A worker in a process of its own, killed in the middle of a paper, and started again."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone
from kombu import Connection

from accounts.models import Community, User
from config.env import broker_options
from documents import services
from documents.models import Document
from tests.actors import registered
from tests.documents.test_making import now, seals

PATIENCE = 60  # seconds, on a machine with much else to do
COMMAND = "-m celery -A config --quiet worker --concurrency 1 --loglevel WARNING --without-mingle"


@pytest.mark.filterwarnings("ignore::celery.exceptions.AlwaysEagerIgnored")
@pytest.mark.usefixtures("committed")
def test_a_worker_killed_at_a_paper_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, community: Community, xu_qin: User
) -> None:
    monkeypatch.setattr(services, "enqueue", [])
    paper = Document.objects.get(dossier=registered(community, by=xu_qin).pk)

    send(tmp_path, "documents.tasks.make", paper.pk)
    with worker(tmp_path) as program:
        wait(lambda: now(paper).leased_until is not None)
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    assert (now(paper).state, now(paper).content) == ("pending", None)

    two_minutes_pass(paper)
    send(tmp_path, "documents.tasks.sweep")
    with worker(tmp_path):
        wait(lambda: now(paper).state == "ready")

    assert now(paper).read().startswith(b"%PDF-")
    assert now(paper).attempts == 2
    assert len(seals(paper)) == 1
    assert "秦玉兰" not in (tmp_path / "log").read_text()


def send(home: Path, task: str, *args: int) -> None:
    """Put a message into the file broker below ``home``."""
    options = broker_options("files://", home)
    with Connection("files://localhost", transport_options=options) as broker:
        current_app.send_task(task, args, connection=broker)


@contextmanager
def worker(home: Path, **more: str) -> Iterator[Popen[bytes]]:
    """Run a worker on the database of the tests; whatever happens, none of it is left behind."""
    environment = (
        os.environ
        | more
        | {
            "BIHUAN_HOME": str(home),
            "BROKER_URL": "files://localhost",
            "DATABASE_URL": address_of_database(),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
    )
    with (home / "log").open("ab") as log:
        program = Popen(  # noqa: S603
            [sys.executable, *COMMAND.split()],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield program
        finally:
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()


def address_of_database() -> str:
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    user = f"{said['USER']}:{said['PASSWORD']}"
    return f"postgresql://{user}@{said['HOST']}:{said['PORT']}/{said['NAME']}"


def two_minutes_pass(paper: Document) -> None:
    """Let the lease of the dead worker end, without waiting for it."""
    ago = timezone.now() - timedelta(seconds=1)
    Document.objects.filter(pk=paper.pk).update(leased_until=ago, created_at=ago - services.LEASE)


def wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < deadline, "the worker does not come to it"
        time.sleep(0.03)
