"""The demo station: a working day with something of everything, and only ever loaded once."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate
from stdnum.cn import ric

from accounts.models import Community, Post, Station, User
from audit.checks import problems
from audit.models import Entry
from casework import panels
from casework.approvals import valid
from casework.deadlines import days_left, open_deadline
from casework.demo.cast import PASSWORD
from casework.group_figures import (
    attendance_of,
    attendance_rate,
    dropout,
    headcount,
    person_times,
)
from casework.group_records import day_of, members_of, session_plans, sessions_of
from casework.indicators import expense_figures, progress_rows
from casework.instalments import instalments_of
from casework.models import Case, Deadline, Dossier, Draft, Group, Person, Project, Submission
from casework.periods import month_to_file
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


def open_clock(work: Dossier, verb: str) -> Deadline:
    return Deadline.objects.get(dossier=work.pk, verb=verb, met_on=None)


def in_time(work: Dossier) -> bool:
    """Whether everything was done by its day, and nothing is late."""
    clocks = Deadline.objects.filter(dossier=work.pk)
    return all((each.met_on or localdate()) <= each.due_on for each in clocks)


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
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_a_group_is_in_its_middle(today: datetime) -> None:
    with time_machine.travel(today, tick=False):
        loaded()
        group = Group.objects.get(status="running")
        day, listed = localdate(), valid(group, "G03")[0]

        assert (len(sessions_of(group)), group.sessions_planned, group.phase) == (3, 6, "转折期")
        assert list(session_plans(group)) == [1, 2, 3, 4]
        assert (day_of(group, 4) or day) - day >= timedelta(days=4)
        assert (person_times(group), headcount(group)) == (20, 8)
        assert str(attendance_rate(group)) == "87.0"
        assert (dropout(group).left, dropout(group).ever, dropout(group).warns) == (1, 8, False)
        assert [member.pictured for member in members_of(group)].count(False) == 1
        assert {"缺席", "迟到", "早退", "请假"} <= {each.status for each in attendance_of(group)}
        screened = next(
            e["value"] for e in listed.form_of("G03")["fields"] if e["key"] == "screening"
        )
        assert Counter(row["decision"] for row in screened) == {"入组": 8, "候补": 1, "未入组": 1}
        assert in_time(group)


@pytest.mark.django_db
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_a_project_is_in_its_fourth_month(today: datetime) -> None:
    with time_machine.travel(today, tick=False):
        loaded()
        project = Project.objects.get(status="implementing")
        done = {row["indicator"]: (row["done"], row["target"]) for row in progress_rows(project)}

        assert month_to_file(project) == localdate().replace(day=1)
        assert panels.average(project) == Decimal("84.1")
        assert [each.conflict for each in panels.ballots_of(project)].count(True) == 1
        assert [bool(each.paid_on) for each in instalments_of(project)] == [True, False, False]
        assert done["个案（个）"] == ("5", "10")
        assert done["小组（节）"] == ("3", "12")
        assert done["走访（户次）"] == ("93", "180")
        assert done["资源（元）"] == ("6120", "15000")
        assert expense_figures(project)["spent"] == "27836.50"
        assert project.submissions.filter(verb="progress").count() == 3
        assert open_clock(project, "start_midterm").due_on > localdate()
        assert in_time(project)


@pytest.mark.django_db
def test_the_demo_is_sound_and_nobody_in_it_is_real() -> None:
    loaded()
    people = Person.objects.all()

    work = [*Case.objects.all(), *Group.objects.all(), *Project.objects.all()]
    assert [each for each in work if folded(each) != recorded(each)] == []
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
