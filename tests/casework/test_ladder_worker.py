"""A worker killed on the ladder, in a process of its own: what it left is climbed by the next."""

import os
import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Community, User
from casework.models import Case, Deadline, DeadlineRung, WorkCalendarDay
from notifications.models import Message
from tests.actors import registered
from tests.documents.test_worker import send, wait, worker

CLOCKS = 3000  # thirty batches: time enough to be killed in


@pytest.mark.filterwarnings("ignore::celery.exceptions.AlwaysEagerIgnored")
@pytest.mark.usefixtures("committed")
def test_a_worker_killed_on_the_ladder_loses_nothing_and_tells_nobody_twice(
    tmp_path: Path, community: Community, xu_qin: User, zhou_lan: User
) -> None:
    long_overdue(registered(community, by=xu_qin))

    send(tmp_path, "casework.tasks.climb")
    with worker(tmp_path) as program:
        wait(DeadlineRung.objects.exists)
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    climbed = DeadlineRung.objects.count()
    assert 0 < climbed < CLOCKS
    assert Message.objects.count() == climbed

    send(tmp_path, "casework.tasks.climb")
    with worker(tmp_path):
        wait(lambda: DeadlineRung.objects.count() == CLOCKS)

    assert set(Counter(DeadlineRung.objects.values_list("deadline", flat=True)).values()) == {1}
    assert Message.objects.count() == CLOCKS
    assert "秦玉兰" not in (tmp_path / "log").read_text()


def long_overdue(case: Case) -> None:
    """Let much be late, for the head to hear of; and let it be a working day, whatever it is."""
    today = timezone.localdate()
    WorkCalendarDay.objects.create(day=today, works=True)
    case.deadlines.all().delete()
    ago = today - timedelta(days=60)
    Deadline.objects.bulk_create(
        Deadline(dossier=case, verb="start_screen", due_on=ago) for _each in range(CLOCKS)
    )
    Message.objects.all().delete()
