"""The demo station: a working day with something of everything, and only ever loaded once."""

from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from stdnum.cn import ric

from accounts.models import Community, Post, Station, User
from audit.checks import problems
from audit.models import Entry
from casework.deadlines import days_left, open_deadline
from casework.demo.cast import PASSWORD
from casework.models import Case, Deadline, Draft, Person, Submission
from casework.services import act
from casework.trail import folded, recorded
from notifications.models import Message

COUNTED = [
    Case,
    Community,
    Deadline,
    Draft,
    Entry,
    Message,
    Person,
    Post,
    Station,
    Submission,
    User,
]
DAYS = [
    datetime(2026, 3, 24, 2, 30, tzinfo=UTC),
    datetime(2026, 11, 21, 23, 5, tzinfo=UTC),  # early on a Sunday
    datetime(2027, 1, 4, 4, 0, tzinfo=UTC),  # a year whose holidays are not known yet
]


def loaded() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in COUNTED}


def late(case: Case) -> bool:
    deadline = open_deadline(case)
    return bool(deadline and days_left(deadline) < 0)


@pytest.mark.django_db
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_desk_shows_something_of_everything(today: datetime) -> None:
    with time_machine.travel(today, tick=False):
        loaded()
        cases = {case.person.name: case for case in Case.objects.select_related("person")}
        returned, signed, overdue = (cases[name] for name in ("秦玉兰", "赵桂芳", "孙德福"))

        last = returned.submissions.latest()
        assert (returned.status, last.outcome) == ("planning", "returned")
        assert [review.remarks.count() for review in last.reviews.all()] == [2]
        assert returned.drafts.get(form="C04").saved_at > last.at
        assert (signed.status, signed.level) == ("plan_review", "重点个案")
        assert signed.submissions.latest().reviews.get().decision == "endorsed"
        assert [case.person.name for case in cases.values() if late(case)] == [overdue.person.name]
        assert [case.person.name for case in cases.values() if case.alarmed_at] == ["贺长海"]
        assert {"lead", "screening", "assessment_review", "declined", "consulted"} <= {
            case.status for case in cases.values()
        }
        assert max(Entry.objects.values_list("at", flat=True)) <= today


@pytest.mark.django_db
def test_the_demo_is_sound_and_nobody_in_it_is_real() -> None:
    loaded()
    people = Person.objects.all()

    assert [case for case in Case.objects.all() if folded(case) != recorded(case)] == []
    assert list(problems()) == []
    assert Station.objects.filter(kind="street").count() == 14
    assert [person.id_no for person in people if person.id_no]
    assert [person for person in people if person.id_no and ric.is_valid(person.id_no)] == []
    assert {person.phone[:9] for person in people if person.phone} == {"100000000"}


@pytest.mark.django_db
def test_loading_it_again_changes_nothing_even_after_work() -> None:
    said = loaded()
    lead = Case.objects.get(status="lead", owner=None)
    act(
        "assign",
        lead,
        by=User.objects.get(username="zhoulan"),
        worker=User.objects.get(username="hejia"),
    )
    before = counts()

    again = loaded()

    assert counts() == before
    assert PASSWORD in again
    accounts = [line.split()[0] for line in again.splitlines() if "街道社工站" in line]
    assert accounts[:3] == ["linyue", "zhengmin", "zhoulan"]
    assert said.splitlines()[2:] == again.splitlines()[2:]


@pytest.mark.django_db
def test_it_is_never_loaded_where_real_people_work() -> None:
    User.objects.create_user("somebody")

    with pytest.raises(CommandError, match="真实账号"):
        loaded()

    assert not Station.objects.exists()
