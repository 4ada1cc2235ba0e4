"""盯着危机: each rung once, at its hour; none of what was seen to (handbook 4.2, 13)."""

from typing import Any

import pytest

from accounts.models import User
from casework.errors import RuleError
from casework.models import Case, Rung
from casework.receipts import seen
from casework.services import act
from casework.watching import watch
from notifications.models import Message
from tests import actors
from tests.driver import at


@pytest.fixture
def raised(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User, liu_chang: User) -> Case:
    """秦玉兰, in service; on 05-06 at 14:00 somebody has raised a crisis."""
    with at("2026-05-04 10:00"):
        case = actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        actors.assessed(case, worker=lin_yue, supervisor=zheng_min)
        actors.planned(case, worker=lin_yue, supervisor=zheng_min)
    with at("2026-05-06 14:00"):
        act("raise_crisis", case, by=lin_yue)
        Message.objects.all().delete()
    return case


def climbed(case: Case, when: str) -> list[str]:
    """Let the watch pass twice; return the rungs it has climbed, which are climbed once."""
    before = set(Rung.objects.values_list("pk", flat=True))
    with at(when):
        count = watch()
        assert watch() == 0
    new = Rung.objects.filter(dossier=case.pk).exclude(pk__in=before).order_by("pk")
    assert new.count() == count
    return [each.matter.partition("-")[2].partition("-")[2] for each in new]


def told(kind: str) -> set[str]:
    return {each.recipient.username for each in Message.objects.filter(kind=kind)}


def alarm(user: User) -> Message:
    return Message.objects.get(recipient=user, kind="crisis.raise_crisis")


def test_unanswered_it_is_told_again_every_ten_minutes_three_times(raised: Case) -> None:
    assert climbed(raised, "2026-05-06 14:09") == []
    assert climbed(raised, "2026-05-06 14:10") == ["answer-1"]
    assert told("watch.answer-1") == {"zheng.min", "zhou.lan", "liu.chang"}
    assert climbed(raised, "2026-05-06 14:20") == ["answer-2"]
    assert climbed(raised, "2026-05-06 14:30") == ["answer-3"]
    assert climbed(raised, "2026-05-06 14:40") == []
    assert {each.urgent for each in Message.objects.all()} == {True}


def test_one_answer_of_two_is_not_enough(raised: Case, zheng_min: User, zhou_lan: User) -> None:
    with at("2026-05-06 14:05"):
        act("acknowledge", raised, by=zheng_min)
    assert climbed(raised, "2026-05-06 14:10") == ["answer-1"]
    with at("2026-05-06 14:15"):
        act("acknowledge", raised, by=zhou_lan)
    assert climbed(raised, "2026-05-06 14:30") == []


def test_after_two_hours_nobody_has_taken_charge(
    raised: Case, zhou_lan: User, lin_yue: User
) -> None:
    climbed(raised, "2026-05-06 14:30")
    assert climbed(raised, "2026-05-06 15:59") == []
    assert climbed(raised, "2026-05-06 16:00") == ["charge"]


def test_after_a_day_it_must_be_written_and_after_a_week_visited(
    raised: Case, zhou_lan: User, zheng_min: User, lin_yue: User
) -> None:
    with at("2026-05-06 14:05"):
        act("take_charge", raised, by=zhou_lan, lead=lin_yue)
        act("acknowledge", raised, by=zheng_min)
    assert climbed(raised, "2026-05-06 18:00") == []
    assert climbed(raised, "2026-05-07 14:00") == ["written"]
    assert climbed(raised, "2026-05-13 14:00") == ["visit-1"]
    assert told("watch.visit") == {"lin.yue", "zheng.min", "zhou.lan"}
    assert climbed(raised, "2026-05-20 14:00") == ["visit-2"]


def test_what_was_written_and_who_was_visited_is_not_asked_for(
    raised: Case, zhou_lan: User, zheng_min: User, lin_yue: User
) -> None:
    with at("2026-05-06 15:00"):
        act("take_charge", raised, by=zhou_lan, lead=lin_yue)
        act("acknowledge", raised, by=zheng_min)
        actors.fill(raised, "C12", by=lin_yue)
    with at("2026-05-06 16:00"):
        act("write_report", raised, by=lin_yue)
    with at("2026-05-12 18:00"):
        actors.served(raised, worker=lin_yue)
    assert climbed(raised, "2026-05-13 14:00") == []


def test_a_report_is_made_within_two_hours_and_its_receipt_within_a_day(
    raised: Case, lin_yue: User, zhou_lan: User, zheng_min: User
) -> None:
    with at("2026-05-06 14:01"):
        act("take_charge", raised, by=zhou_lan, lead=lin_yue)
        act("acknowledge", raised, by=zheng_min)
    with at("2026-05-06 15:00"):
        act("identify", raised, by=lin_yue, grounds=["violence"])
    assert climbed(raised, "2026-05-06 16:59") == []
    assert climbed(raised, "2026-05-06 17:00") == ["report"]
    with at("2026-05-06 17:10"):
        said: dict[str, Any] = {"grounds": ["violence"], "to": ["police"], "words": "电话。"}
        act("report", raised, by=lin_yue, **said)
    assert climbed(raised, "2026-05-07 13:00") == []
    assert "receipt" in climbed(raised, "2026-05-07 17:10")


def test_a_receipt_in_the_inbox_counts_in_the_dossier_and_the_other_way_round(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-05-06 14:00"):
        actors.screened(lead, worker=lin_yue, head=zhou_lan)
        act("raise_crisis", lead, by=lin_yue)
        seen(alarm(zheng_min), by=zheng_min)
        with pytest.raises(RuleError, match="已经回过"):
            act("acknowledge", lead, by=zheng_min)
        act("acknowledge", lead, by=zhou_lan)
    assert alarm(zhou_lan).acknowledged_at is not None
    assert climbed(lead, "2026-05-06 14:30") == []


def test_nothing_is_watched_that_is_over(raised: Case, zheng_min: User, zhou_lan: User) -> None:
    with at("2026-05-06 14:05"):
        actors.fill(raised, "C12", by=zheng_min)
        act("ask_false_alarm", raised, by=zheng_min, reason="看错了。")
        judgement = actors.seen(raised, "ask_false_alarm")
        act("false_alarm", raised, by=zhou_lan, judgement=judgement)
    assert climbed(raised, "2026-05-20 14:00") == []
