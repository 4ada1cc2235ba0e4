"""催办: who is told what on which day, each once, and never a name (handbook 4.13 X4, 13)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, Post, User
from casework.deadlines import stop_clocks
from casework.ladder import RUNGS, climb, reached_by
from casework.models import Case, Deadline, DeadlineRung
from casework.services import act
from notifications.models import Message
from tests.actors import accepted, fill, registered
from tests.driver import at

Told = set[tuple[str, str]]


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User, liu_chang: User) -> Case:
    """An assessment that is due on Tuesday 03-17: accepted on Friday 03-06."""
    with at("2026-03-06 10:00"):
        accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    Message.objects.all().delete()
    return lead


def told_on(day: str) -> Told:
    """Climb on a day; return who was told of what kind."""
    before = set(Message.objects.values_list("pk", flat=True))
    with at(f"2026-{day} 10:00"):
        climb()
    new = Message.objects.exclude(pk__in=before).select_related("recipient")
    return {(str(each.recipient), each.kind) for each in new}


def everybody(*names: str, kind: str = "deadline.late") -> Told:
    return {(name, kind) for name in names}


def test_it_reminds_before_and_on_the_day_and_goes_up_step_by_step(case: Case) -> None:
    told = {day: told_on(day) for day in ["03-12", "03-13", "03-16", "03-17", "03-18", "03-19"]}

    assert told == {
        "03-12": set(),
        "03-13": everybody("林悦", kind="deadline.soon"),  # two working days before
        "03-16": set(),
        "03-17": everybody("林悦", kind="deadline.today"),
        "03-18": everybody("林悦", "郑敏"),
        "03-19": set(),
    }
    assert told_on("03-20") == everybody("林悦", "郑敏", "周岚")
    assert told_on("03-25") == set()
    assert told_on("03-26") == everybody("林悦", "郑敏", "周岚", "刘畅")
    assert told_on("04-30") == set()  # there is nobody above
    assert list(DeadlineRung.objects.order_by("pk").values_list("rung", flat=True)) == [*RUNGS]


def test_nothing_happens_to_the_case_itself(case: Case) -> None:
    before = Case.objects.values().get(pk=case.pk)
    for day in ["03-13", "03-17", "03-18", "03-20", "03-26"]:
        told_on(day)

    assert Case.objects.values().get(pk=case.pk) == before
    assert case.deadlines.running().get(verb="submit_assessment").due_on == date(2026, 3, 17)


def test_the_second_climb_of_a_day_tells_nobody(case: Case) -> None:
    assert told_on("03-18")
    assert told_on("03-18") == set()


def test_a_day_off_is_no_day_to_be_reminded(case: Case) -> None:
    assert told_on("03-14") == set()
    assert told_on("03-15") == set()
    with at("2026-03-14 10:00"):
        assert climb() == 0


def test_after_a_time_without_a_worker_only_the_highest_rung_is_climbed(case: Case) -> None:
    assert told_on("03-20") == everybody("林悦", "郑敏", "周岚")
    assert Message.objects.count() == 3
    assert DeadlineRung.objects.get().rung == 4


@pytest.mark.django_db
def test_a_holiday_is_nobodys_delay() -> None:
    """Over National Day a deadline of 09-30 is one working day late on 10-08, not eight."""
    reached = reached_by(date(2026, 10, 8))

    assert reached[3] == date(2026, 9, 30)
    assert reached[4] < date(2026, 9, 30)


def test_a_message_holds_a_number_a_matter_and_a_day(case: Case) -> None:
    told_on("03-18")

    for message in Message.objects.all():
        assert message.says == f"{case.number}：提交预估，应于 03-17 前办，已逾期"
        assert message.link == f"/dossiers/{case.pk}/"


def test_what_is_met_is_reminded_of_no_more(case: Case, lin_yue: User) -> None:
    told_on("03-13")
    with at("2026-03-16 10:00"):
        fill(case, "C03", by=lin_yue)
        act("submit_assessment", case, by=lin_yue)

    assert not {kind for _name, kind in told_on("03-17")} - {"deadline.soon"}
    assert not DeadlineRung.objects.filter(deadline__verb="submit_assessment", rung=2).exists()


def test_a_decision_is_asked_of_those_who_decide(case: Case, lin_yue: User) -> None:
    with at("2026-03-16 10:00"):
        fill(case, "C03", by=lin_yue)
        act("submit_assessment", case, by=lin_yue)

    assert told_on("03-19") == everybody("郑敏", kind="deadline.today")


def test_what_nobody_has_taken_up_is_asked_of_the_head(
    community: Community, xu_qin: User, zhou_lan: User, lin_yue: User
) -> None:
    with at("2026-03-02 10:00"):
        registered(community, by=xu_qin)

    assert told_on("03-02") == set()  # a time of one day is too short for a reminder before
    assert told_on("03-03") == everybody("周岚", kind="deadline.today")


def test_a_new_owner_is_told_of_what_they_take_over(case: Case, chen_siyuan: User) -> None:
    told_on("03-18")
    Case.objects.filter(pk=case.pk).update(owner=chen_siyuan)

    assert told_on("03-19") == everybody("陈思远")
    assert told_on("03-19") == set()
    assert DeadlineRung.objects.count() == 1


def test_whoever_has_left_is_not_told_but_those_above_are(case: Case, lin_yue: User) -> None:
    Post.objects.filter(user=lin_yue).update(until="2026-03-10")

    assert told_on("03-17") == everybody("周岚", kind="deadline.today")


def test_what_stands_still_is_not_on_the_ladder(case: Case) -> None:
    with at("2026-03-12 10:00"):
        assert stop_clocks(case, on=date(2026, 3, 12)) == 1

    assert told_on("03-26") == set()
    assert not Deadline.objects.late(date(2026, 3, 26)).exists()


@pytest.fixture
def many(case: Case) -> Callable[[int], None]:
    def make(number: int) -> None:
        clock = case.deadlines.running().earliest("pk")
        clones = [Deadline(**{**_values(clock), "pk": None}) for _each in range(number)]
        Deadline.objects.bulk_create(clones)

    return make


def _values(clock: Deadline) -> dict[str, Any]:
    return {each.attname: getattr(clock, each.attname) for each in clock._meta.concrete_fields} | {
        "id": None
    }


def test_a_hundred_take_as_many_queries_as_ten(case: Case, many: Callable[[int], None]) -> None:
    def queries(day: str) -> int:
        with CaptureQueriesContext(connection) as found:
            told_on(day)
        return len(found)

    told_on("03-12")  # reads the calendar
    many(9)
    few = queries("03-13")
    many(80)
    Deadline.objects.update(rung=0)
    DeadlineRung.objects.all().delete()

    assert queries("03-17") == few
    assert DeadlineRung.objects.count() == 90


def test_beat_climbs_by_day() -> None:
    entry: dict[str, Any] = settings.CELERY_BEAT_SCHEDULE["ladder"]

    assert entry["task"] == "casework.tasks.climb"
    assert {8, 18} <= entry["schedule"].hour
    assert not {0, 6, 22} & entry["schedule"].hour
