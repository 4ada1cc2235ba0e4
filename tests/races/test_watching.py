"""Several look after the same crises at once: each rung is climbed once, and none is left out."""

import os
import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Community, User
from casework.models import Case, Crisis, Rung
from casework.services import act
from casework.watching import watch
from documents import services
from notifications.models import Message
from tests.actors import registered
from tests.documents.test_worker import send, wait, worker
from tests.driver import at
from tests.races.test_door import AGAIN, at_once, same

pytestmark = pytest.mark.usefixtures("committed")
RAISED = 8
MANY, RUNGS = 40, 6  # after eight days: three answers, charge, written, visit; to be killed among


@pytest.fixture(autouse=True)
def _nothing_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "enqueue", [])


@pytest.fixture
def crises(committed: None, community: Community, zheng_min: User, zhou_lan: User) -> list[Case]:
    """Some cases in each of which somebody has raised a crisis, on 05-06 at 14:00."""
    with at("2026-05-06 14:00"):
        found = [registered(community, by=zhou_lan) for _number in range(RAISED)]
        for case in found:
            act("raise_crisis", case, by=zheng_min)
    Message.objects.all().delete()
    return found


def climbed() -> Counter[str]:
    """How often each rung was climbed, by its name."""
    return Counter(
        matter.split("-", 2)[2] for matter in Rung.objects.values_list("matter", flat=True)
    )


def told() -> Counter[str]:
    """How often whom was told of what."""
    return Counter(Message.objects.values_list("kind", flat=True))


@AGAIN
def test_two_who_watch_climb_every_rung_once(crises: list[Case], again: int) -> None:
    for when, rungs in (("14:10", ["answer-1"]), ("14:30", ["answer-2", "answer-3"])):
        with at(f"2026-05-06 {when}"):
            assert sum(at_once(watch, watch)) == len(rungs) * RAISED
            assert watch() == 0
    assert climbed() == dict.fromkeys(["answer-1", "answer-2", "answer-3"], RAISED)
    assert told() == {f"watch.{rung}": 2 * RAISED for rung in climbed()}  # supervisor and head


@AGAIN
def test_what_is_answered_meanwhile_is_told_again_once_or_never(
    crises: list[Case], zheng_min: User, zhou_lan: User, again: int
) -> None:
    def answers() -> None:
        for case in crises:
            for user in (zheng_min, zhou_lan):
                act("acknowledge", same(case), by=user)

    with at("2026-05-06 14:10"):
        first, done, second = at_once(watch, answers, watch)
        assert (done, watch()) == (None, 0)
    assert climbed()["answer-1"] == first + second <= RAISED
    assert told()["watch.answer-1"] == 2 * (first + second)


@pytest.mark.filterwarnings("ignore::celery.exceptions.AlwaysEagerIgnored")
def test_a_watch_killed_halfway_loses_nothing_and_tells_nobody_twice(
    tmp_path: Path, community: Community, zhou_lan: User
) -> None:
    long_raised([registered(community, by=zhou_lan) for _number in range(MANY)], zhou_lan)

    send(tmp_path, "casework.tasks.watch")
    with worker(tmp_path) as program:
        wait(Rung.objects.exists)
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    assert 0 < Rung.objects.count() < MANY * RUNGS
    assert Message.objects.count() == Rung.objects.count()  # the head alone is there

    send(tmp_path, "casework.tasks.watch")
    with worker(tmp_path):
        wait(lambda: Rung.objects.count() == MANY * RUNGS)
    assert set(climbed().values()) == {MANY}
    assert Message.objects.count() == MANY * RUNGS
    assert "秦玉兰" not in (tmp_path / "log").read_text()


def long_raised(cases: list[Case], by: User) -> None:
    """Let a crisis of eight days be in each, to which nobody has seen."""
    ago = timezone.now() - timedelta(days=8)
    Crisis.objects.bulk_create(
        Crisis(dossier=case, number=f"WJ-{case.pk}", status="raised", raised_by=by, raised_at=ago)
        for case in cases
    )
    Message.objects.all().delete()
