"""督导 and 会诊: what one leaves to do the next asks for, and no minutes name anybody served."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from casework import drafts
from casework.approvals import submissions
from casework.deadlines import hands_of
from casework.errors import RuleError
from casework.ladder import climb
from casework.models import Case, CaseConference, Submission, SupervisionItem, SupervisionRecord
from casework.services import act, save_draft
from casework.supervision import left_open, open_items
from casework.versions import Version
from notifications.models import Message
from tests import actors
from tests.driver import at
from tests.filled import C06, C13
from tests.invariants import check


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Any:
    """秦玉兰's case, accepted; it is 2026-05-29."""
    with at("2026-03-09 10:00"):
        actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    with at("2026-05-29 10:00"):
        yield lead


def filed(case: Case, raw: dict[str, Any], *, by: User) -> Submission:
    save_draft(case, "C06", raw, by=by)
    act("add_supervision", case, by=by)
    return submissions(case)[0]


LOOKED = {"previous_followup": [{"action": "和社区定扶手安装时间", "result": "还没定。"}]}
ACTION = {"action": "打电话", "owner": "林悦", "due": "2026-06-05"}


def said(submission: Submission, key: str) -> Any:
    fields = submission.form_of(submission.form)["fields"]
    return next(each for each in fields if each["key"] == key)


# ── 督导 ──────────────────────────────────────────────────────────────────────────────────


def test_a_record_begins_with_who_sits_together_today(case: Case) -> None:
    begun = drafts.begun(case, "C06")
    assert begun["people"] == {"supervisor": "郑敏", "supervisees": "林悦"}
    assert begun["time"]["date"] == "2026-05-29"
    assert begun["previous_followup"] == []


def test_the_first_record_has_nothing_to_look_back_on(case: Case) -> None:
    assert SupervisionRecord.read(C06, case).whole


def test_what_was_left_to_do_is_asked_for_next_time(case: Case, zheng_min: User) -> None:
    filed(case, C06, by=zheng_min)
    begun = drafts.begun(case, "C06")
    assert begun["previous_followup"] == [{"action": "和社区定扶手安装时间", "result": ""}]
    assert begun["issues"] == []
    assert "逐项写落实情况" in SupervisionRecord.read(C06, case).missing["previous_followup"]
    half = C06 | {"previous_followup": begun["previous_followup"]}
    assert "落实情况" in SupervisionRecord.read(half, case).errors["previous_followup.0.result"]
    done = [begun["previous_followup"][0] | {"result": "定在 4 月 20 日。"}]
    assert SupervisionRecord.read(C06 | {"previous_followup": done}, case).whole


def test_when_everything_is_done_nothing_is_asked(case: Case, zheng_min: User) -> None:
    for state in ("已完成", "不再做"):
        action = [{"action": "打电话", "owner": "林悦", "status": state}]
        filed(case, C06 | {"actions": action}, by=zheng_min)
        assert SupervisionRecord.read(C06, case).whole


def test_a_record_is_numbered_and_says_which_case_it_is_about(case: Case, zheng_min: User) -> None:
    one, two = filed(case, C06, by=zheng_min), filed(case, C06 | LOOKED, by=zheng_min)
    assert said(one, "sup")["shown"][0] == ["编号", f"{case.number}-C06-01"]
    assert said(one, "sup")["value"]["type"] == "个别"
    assert said(two, "sup")["value"]["no"] == f"{case.number}-C06-02"
    assert said(one, "related")["shown"]["rows"] == [[f"个案 {case.number}"]]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"time": {"date": "2026-05-30", "minutes": "60"}}, "time.date"),
        ({"time": {"date": "2026-05-28", "minutes": "0"}}, "time.minutes"),
        ({"sup": {"type": "闲聊"}}, "sup.type"),
        ({"actions": [{"action": "打电话"}]}, "actions.0.owner"),
        ({"advice": [{"advice": "多听", "function": "批评"}]}, "advice.0.function"),
        ({"issues": []}, "issues"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(
    case: Case, changes: dict[str, Any], place: str
) -> None:
    assert set(SupervisionRecord.read(C06 | changes, case).errors) == {place}


# ── 交办 ──────────────────────────────────────────────────────────────────────────────────


def test_what_is_to_be_done_lies_with_whom_the_record_names(case: Case, zheng_min: User) -> None:
    rows = [ACTION, ACTION | {"action": "问精防", "owner": "郑敏", "due": ""}]
    rows += [ACTION | {"action": "报改造", "owner": "天桥东社区"}]
    filed(case, C06 | {"actions": rows}, by=zheng_min)

    said = [(each.text, each.hands, each.due_on) for each in SupervisionItem.objects.order_by("pk")]
    day = date(2026, 6, 5)
    assert said == [
        ("打电话", "owner", day),
        ("问精防", "supervisor", None),
        ("报改造", "owner", day),
    ]
    assert [each["action"] for each in left_open(case)] == ["打电话", "报改造", "问精防"]
    check(case)


def test_its_day_is_a_deadline_and_is_met_when_all_of_that_day_is_done(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    rows = [ACTION, ACTION | {"action": "报改造"}]
    filed(case, C06 | {"actions": rows}, by=zheng_min)
    clock = case.deadlines.running().get(verb="finish_action")
    assert clock.due_on == date(2026, 6, 5)
    assert hands_of(clock) == {lin_yue.pk}
    for _each in range(2):
        assert case.deadlines.running().filter(verb="finish_action").exists()
        item = open_items(case, "owner")[0]
        act("finish_action", case, by=lin_yue, item=item.pk, result="已办。")
        check(case)
    assert not case.deadlines.running().filter(verb="finish_action").exists()
    assert left_open(case) == []
    assert SupervisionItem.objects.filter(done_by=lin_yue, done_on=date(2026, 5, 29)).count() == 2


def test_nobody_does_what_lies_with_another_or_says_nothing(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    filed(case, C06 | {"actions": [ACTION]}, by=zheng_min)
    item = open_items(case, "owner")[0].pk
    with pytest.raises(PermissionDenied):
        act("finish_action", case, by=zheng_min, item=item, result="办了。")
    with pytest.raises(RuleError, match="没有交办给你"):
        act("finish_own_action", case, by=zheng_min, item=item, result="办了。")
    with pytest.raises(RuleError, match="写明"):
        act("finish_action", case, by=lin_yue, item=item, result=" ")
    with pytest.raises(RuleError, match="不在你这里"):
        act("finish_action", case, by=lin_yue, item=item + 1, result="办了。")
    assert left_open(case)


def test_late_it_climbs_the_ladder(case: Case, lin_yue: User, zheng_min: User) -> None:
    filed(case, C06 | {"actions": [ACTION]}, by=zheng_min)
    case.deadlines.exclude(verb="finish_action").update(met_on=date(2026, 5, 29))
    with at("2026-06-08 10:00"):
        climb()
    told = Message.objects.filter(kind="deadline.late")
    assert {each.recipient for each in told} == {lin_yue, zheng_min}
    assert all("督导交办" in each.says for each in told)
    assert all("打电话" not in each.says for each in told)


def test_of_a_record_set_aside_nothing_is_left_to_do(
    case: Case, zheng_min: User, zhou_lan: User
) -> None:
    record = filed(case, C06 | {"actions": [ACTION]}, by=zheng_min)
    act("void", case, by=zhou_lan, of=Version(record, "C06"), reason="写到别人卷里了。")
    assert left_open(case) == []
    assert not case.deadlines.running().filter(verb="finish_action").exists()
    check(case)


# ── 会诊 ──────────────────────────────────────────────────────────────────────────────────


def test_the_minutes_begin_with_our_own_people(case: Case) -> None:
    begun = drafts.begun(case, "C13")
    assert begun["meta"]["date"] == "2026-05-29"
    assert [(row["name"], row["role"]) for row in begun["attendees"]] == [
        ("林悦", "主责社工"),
        ("郑敏", "督导"),
    ]
    assert all(row["confidential_signed"] == "" for row in begun["attendees"])


def test_whoever_hears_of_the_case_has_promised_silence(case: Case) -> None:
    ours, theirs = C13["attendees"]
    unsigned = C13 | {"attendees": [ours, theirs | {"confidential_signed": "no"}]}
    assert "第 2 位还没签" in CaseConference.read(unsigned, case).wrong["attendees"]
    silent = C13 | {"attendees": [ours, theirs | {"confidential_signed": ""}]}
    assert set(CaseConference.read(silent, case).missing) == {"attendees.1.confidential_signed"}


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("questions", [{"question": "秦玉兰家的扶手谁来装？"}]),
        ("discussion", "社区说秦玉兰可以报居家安全改造。"),
        ("resolutions", [{"content": "为秦玉兰装扶手", "owner": "社区"}]),
    ],
)
def test_minutes_name_nobody_who_is_served(case: Case, key: str, answer: Any) -> None:
    read = CaseConference.read(C13 | {key: answer}, case)
    assert set(read.wrong) == {key}
    assert "秦玉兰" not in read.wrong[key]
    assert CaseConference.read(C13, case).whole


def test_who_gave_no_name_cannot_be_named(case: Case) -> None:
    case.person.name = "佚名"
    assert CaseConference.read(C13 | {"discussion": "求助人自称佚名。"}, case).whole
