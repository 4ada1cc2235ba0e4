"""A worker in a process of its own, killed while it speaks to the world, and started again."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from notifications import outbox
from notifications.models import Channel, Delivery, Message, Urgency
from tests.documents.test_worker import send, wait, worker
from tests.notifications.conftest import NUMBER, told
from tests.notifications.outside import TAKEN, PostOffice, Robot, text_of


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    """The worker's clock is the real one, and so is ours."""
    return iter([None])


@pytest.fixture
def outside(robot: Robot, post_office: PostOffice) -> dict[str, str]:
    """Where a worker finds them."""
    return {"SMTP_URL": f"smtp://127.0.0.1:{post_office.port}", "WECOM_ORIGINS": robot.origin}


@pytest.mark.filterwarnings("ignore::celery.exceptions.AlwaysEagerIgnored")
@pytest.mark.usefixtures("committed")
def test_a_worker_killed_while_it_speaks_loses_nothing_and_says_nothing_twice_inside(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    robot: Robot,
    post_office: PostOffice,
    *,
    outside: dict[str, str],
    lin_yue: User,
) -> None:
    monkeypatch.setattr(outbox, "look_later", [])
    robot.answer = None  # it listens, and never says that it has heard
    for number in range(5):
        told(lin_yue, urgency=Urgency.URGENT, link=f"/dossiers/{number}/")

    send(tmp_path, "notifications.tasks.look")
    with worker(tmp_path, **outside) as program:
        wait(lambda: len(robot.heard) == 1)
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    assert Delivery.objects.filter(way="wecom", sent_at=None).count() == 5

    two_minutes_pass()
    robot.answer = TAKEN
    send(tmp_path, "notifications.tasks.look")
    with worker(tmp_path, **outside):
        wait(lambda: not Delivery.objects.waiting().exists())

    assert len(robot.heard) == 2
    assert robot.heard[0] == robot.heard[1], "at least once, and the same"
    assert Message.objects.filter(recipient=lin_yue).count() == 5
    assert {link_in(each) for each in post_office.letters} == {f"/dossiers/{n}/" for n in range(5)}
    log = (tmp_path / "log").read_text()
    assert not any(each in log for each in ("林悦", "lin.yue@", "0c1d2e3f", NUMBER))


def two_minutes_pass() -> None:
    """Let the lease of the dead worker end, without waiting for it."""
    Channel.objects.update(free_at=timezone.now())


def link_in(letter: Any) -> str:
    return text_of(letter).splitlines()[1].removeprefix("http://127.0.0.1:8000")
