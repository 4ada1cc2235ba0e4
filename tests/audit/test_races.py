"""Many at the same moment: real threads, real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from accounts.models import Station, User
from audit.checkpoints import write
from audit.checks import problems
from audit.models import Checkpoint, Entry
from audit.services import read, record, record_aside

pytestmark = pytest.mark.usefixtures("committed")
MANY = 20
EACH = 5


def at_once(do: Callable[[int], Any]) -> list[Any]:
    """Do it in many threads, none of which begins before all are there."""
    barrier = Barrier(MANY)

    def run(index: int) -> Any:
        try:
            barrier.wait(timeout=30)
            return do(index)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(run, range(MANY)))


@pytest.mark.parametrize("around", [nullcontext, transaction.atomic])
def test_all_who_write_at_once_get_a_number_each(
    lin_yue: User, around: Callable[[], AbstractContextManager[object]]
) -> None:
    def login(_index: int) -> list[int]:
        with around():
            return [record_aside("login.done", "logins", by=lin_yue).seq for _ in range(EACH)]

    numbers = [seq for seqs in at_once(login) for seq in seqs]

    assert sorted(numbers) == list(range(1, EACH * MANY + 1))
    assert list(problems()) == []


def test_those_who_stand_in_line_get_past_those_who_do_not(lin_yue: User) -> None:
    """A few write as the holder of a lock would, and give up when they lose."""

    def write_somehow(index: int) -> None:
        if index % 4:
            record_aside("case.print", "dossier:1", by=lin_yue)
            return
        with suppress(IntegrityError), transaction.atomic():
            record("case.submit_plan", "dossier:1", by=lin_yue)

    at_once(write_somehow)

    assert Entry.objects.filter(verb="case.print").count() == MANY * 3 // 4
    assert list(problems()) == []


def test_what_is_taken_back_leaves_no_gap(lin_yue: User, station: Station) -> None:
    def look(index: int) -> None:
        with transaction.atomic():
            read("person.reveal", by=lin_yue, station=station, person=index)
            transaction.set_rollback(index % 2 == 0)

    at_once(look)

    assert Entry.objects.count() == MANY // 2
    assert list(problems()) == []


def test_a_day_is_signed_once_by_however_many(lin_yue: User) -> None:
    record_aside("login.done", "logins", by=lin_yue)

    signed = at_once(lambda _index: write(date(2026, 3, 2)).pk)

    assert set(signed) == {Checkpoint.objects.get().pk}
