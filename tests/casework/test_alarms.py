"""红色警示: seen at once by whom it concerns, said once, and never in the way (handbook 7)."""

from typing import Any

import pytest

from accounts.models import Role, Station, User
from audit.models import Entry
from casework import choices
from casework.errors import RuleError
from casework.models import Case
from casework.services import act, save_draft
from notifications.models import Message, Urgency
from tests.actors import accepted, fill, screened
from tests.conftest import person
from tests.filled import C01, C03, NO_CRISIS


@pytest.fixture
def assigned(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    act("assign", lead, by=zhou_lan, worker=lin_yue)
    return lead


@pytest.fixture
def assessing(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    return accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)


def told(case: Case) -> list[str]:
    """Who got an urgent message, in order."""
    found = Message.objects.filter(urgency=Urgency.URGENT, link=f"/dossiers/{case.pk}/").order_by(
        "pk"
    )
    return [str(each.recipient) for each in found]


def phq9(item9: str, **more: Any) -> Any:
    rows = [{"scale": "PHQ-9", "date": "2026-03-11", "score": "11", "item9": item9}]
    return {"scales": rows} | more


@pytest.mark.parametrize("flag", [*choices.CRISES, "mandatory_report"])
def test_any_crisis_answered_with_yes_tells_supervisor_and_head_at_once(
    assigned: Case, lin_yue: User, flag: str
) -> None:
    changes: dict[str, Any] = {"crisis_screen": NO_CRISIS | {flag: "yes"}}
    if flag == "mandatory_report":
        changes = {"mandatory_report_flag": "yes"}
    save_draft(assigned, "C01", C01, by=lin_yue)
    assert told(assigned) == []
    save_draft(assigned, "C01", C01 | changes, by=lin_yue)
    assert sorted(told(assigned)) == ["周岚", "郑敏"]
    alarm = assigned.alarms.get()
    assert (alarm.reason, alarm.form, alarm.raised_by) == (flag, "C01", lin_yue)
    assigned.refresh_from_db()
    assert assigned.alarmed_at == alarm.raised_at
    entry = Entry.objects.get(chain=assigned.chain, verb="case.alarm")
    assert entry.actor == lin_yue


def test_it_is_told_in_the_middle_of_writing_with_all_else_missing(
    assigned: Case, lin_yue: User
) -> None:
    save_draft(assigned, "C01", {"crisis_screen": {"self_harm": "yes"}}, by=lin_yue)
    assert assigned.alarms.get().reason == "self_harm"


def test_each_reason_is_told_once_and_a_new_one_again(assigned: Case, lin_yue: User) -> None:
    for screen in (
        {"self_harm": "yes"},
        {"self_harm": "no"},
        {"self_harm": "yes"},
        {"self_harm": "yes", "homeless": "yes"},
    ):
        save_draft(assigned, "C01", C01 | {"crisis_screen": NO_CRISIS | screen}, by=lin_yue)
    assert sorted(told(assigned)) == ["周岚", "周岚", "郑敏", "郑敏"]
    reasons = assigned.alarms.order_by("pk").values_list("reason", flat=True)
    assert list(reasons) == ["self_harm", "homeless"]


def test_no_alarm_stands_in_the_way_of_anything(
    assigned: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    everything = {"crisis_screen": dict.fromkeys(choices.CRISES, "yes")}
    fill(assigned, "C01", by=lin_yue, **everything, mandatory_report_flag="yes")
    act("start_screen", assigned, by=lin_yue)
    fill(assigned, "C02", by=lin_yue)
    fill(assigned, "D01", by=lin_yue)
    act("submit_intake", assigned, by=lin_yue)
    assert assigned.status == "intake_review"
    assert assigned.alarms.count() == len(choices.CRISES) + 1


@pytest.mark.parametrize(
    ("changes", "alarming"),
    [
        (phq9("0"), False),
        (phq9("1"), False),
        (phq9("2"), True),
        (phq9("3"), True),
        (phq9("9"), False),  # there is no such answer
        (phq9(""), False),
        ({"scales": [{"scale": "GDS-15", "score": "9", "item9": "3"}]}, False),
    ],
)
def test_item_nine_of_two_and_more_is_alarming(
    assessing: Case, lin_yue: User, changes: dict[str, Any], *, alarming: bool
) -> None:
    save_draft(assessing, "C03", C03 | changes, by=lin_yue)
    assert assessing.alarms.filter(reason="phq9_item9").exists() is alarming
    assert sorted(told(assessing)) == (["周岚", "郑敏"] if alarming else [])


@pytest.mark.parametrize("item9", ["1", "2", "3"])
def test_item_nine_of_one_and_more_asks_for_a_safety_plan_and_no_more(
    assessing: Case, lin_yue: User, item9: str
) -> None:
    fill(assessing, "C03", by=lin_yue, **phq9(item9))
    with pytest.raises(RuleError, match="须同时有安全计划") as refused:
        act("submit_assessment", assessing, by=lin_yue)
    assert "第 9 题" in refused.value.errors["C03#safety_plan"]
    fill(assessing, "C03", by=lin_yue, **phq9(item9, safety_plan="预警信号出现时先打 120"))
    act("submit_assessment", assessing, by=lin_yue)


def test_item_nine_of_nought_asks_for_none(assessing: Case, lin_yue: User) -> None:
    fill(assessing, "C03", by=lin_yue, **phq9("0"))
    act("submit_assessment", assessing, by=lin_yue)


def test_a_high_risk_asks_for_a_safety_plan_whatever_the_scales_say(
    assessing: Case, lin_yue: User
) -> None:
    fill(assessing, "C03", by=lin_yue, **phq9("0", risk={"level": "high"}))
    with pytest.raises(RuleError, match="须同时有安全计划"):
        act("submit_assessment", assessing, by=lin_yue)


def test_a_named_supervisor_is_told_and_not_the_others(
    assessing: Case, lin_yue: User, station: Station
) -> None:
    person("han.li", "韩立", station, Role.SUPERVISOR)
    save_draft(assessing, "C03", C03 | phq9("2"), by=lin_yue)
    assert sorted(told(assessing)) == ["周岚", "郑敏"]


def test_the_district_is_told_where_nobody_supervises(
    lead: Case, lin_yue: User, zhou_lan: User, liu_chang: User
) -> None:
    case = screened(lead, worker=lin_yue, head=zhou_lan)
    fill(case, "C01", by=lin_yue, crisis_screen=NO_CRISIS | {"no_care": "yes"})
    assert sorted(told(case)) == ["刘畅", "周岚"]
