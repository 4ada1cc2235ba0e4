"""Several workers climb the ladder at once: each rung is climbed once, and none is left out."""

from datetime import date

import pytest

from accounts.models import User
from casework.deadlines import put_off
from casework.ladder import climb
from casework.models import Case, Deadline, DeadlineRung
from casework.services import act
from notifications.models import Message
from tests.actors import accepted, fill
from tests.driver import at
from tests.races.test_door import at_once, same

pytestmark = pytest.mark.usefixtures("committed")
CLOCKS = 250  # three batches


@pytest.fixture
def case(committed: None, lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """An assessment that is due on 03-17, and many more deadlines like it."""
    with at("2026-03-06 10:00"):
        accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    (clock,) = lead.deadlines.running()
    Deadline.objects.bulk_create(
        Deadline(dossier=lead, verb=clock.verb, due_on=clock.due_on, hands=clock.hands)
        for _each in range(CLOCKS - 1)
    )
    Message.objects.all().delete()
    return lead


def climbed(case: Case) -> int:
    return DeadlineRung.objects.filter(deadline__dossier=case.pk).count()


def test_four_workers_climb_each_rung_once(case: Case) -> None:
    with at("2026-03-18 10:00"):
        results = at_once(climb, climb, climb, climb)

    assert sum(results) == CLOCKS
    assert climbed(case) == CLOCKS
    assert Message.objects.count() == 2 * CLOCKS  # the worker and the supervisor
    with at("2026-03-18 10:10"):
        assert climb() == 0


def test_what_is_met_meanwhile_is_reminded_of_once_or_never(case: Case, lin_yue: User) -> None:
    with at("2026-03-18 10:00"):
        fill(case, "C03", by=lin_yue)
        results = at_once(climb, lambda: act("submit_assessment", same(case), by=lin_yue), climb)

    assert not [each for each in results if isinstance(each, Exception)]
    assert Message.objects.filter(kind="deadline.late").count() == 2 * climbed(case)


def test_a_day_put_off_meanwhile_is_not_overtaken(case: Case) -> None:
    (first,) = case.deadlines.running().order_by("pk")[:1]
    later = date(2026, 3, 30)
    with at("2026-03-18 10:00"):
        at_once(climb, lambda: put_off(Deadline.objects.get(pk=first.pk), later, estimated=False))
        climb()

    first.refresh_from_db()
    assert (first.due_on, first.first_due_on) == (later, date(2026, 3, 17))
    assert not first.rungs.filter(due_on=later).exists()
