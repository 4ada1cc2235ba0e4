"""The forms of a group: what they refuse, what they work out, and what they begin with."""

from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from accounts.models import Community, User
from casework import drafts
from casework.catalogue import FORMS
from casework.models import Checked, Group
from tests.filled_groups import FILLED_GROUPS, MEMBERS, SESSIONS, WAITING
from tests.groups import NUMBER, group_of, sealed

AFTER = "2026-06-30 12:00+08:00"  # S6 is over
AWAY = [set(), set(), {"储美娟"}, {"秦玉兰", "柏世安"}, {"路长河"}, set()]  # session by session


def read(code: str, **changes: Any) -> Checked:
    with time_machine.travel(AFTER, tick=False):
        group = SimpleNamespace(number=NUMBER)
        return FORMS[code].read(FILLED_GROUPS[code] | changes, group)


def less(row: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}


# ── the plan ──────────────────────────────────────────────────────────────────────────────


def test_the_plan_of_s6_is_whole_and_costs_1200_yuan() -> None:
    plan = read("G02")

    assert plan.whole
    assert plan.content["group"] == {"no": NUMBER, "name": "指尖上的邻里"}
    amounts = [row["amount"] for row in plan.content["budget"]]
    assert amounts == ["240.00", "360.00", "240.00", "360.00"]
    shown = FORMS["G02"].question("budget").shown(plan.content["budget"])
    assert shown["rows"][-1] == ["合计", "", "", "", "1,200.00", ""]


def test_a_budget_of_which_a_price_is_missing_asks_for_it_and_adds_up_the_rest() -> None:
    rows = [{"item": "茶点", "qty": "6"}, {"item": "讲义", "qty": "1.5", "price": "0.33"}]
    plan = read("G02", budget=rows)

    assert set(plan.missing) == {"budget.0.price"}
    assert [row["amount"] for row in plan.content["budget"]] == [None, "0.50"]


def test_a_group_takes_no_fewer_at_most_than_at_least() -> None:
    members = FILLED_GROUPS["G02"]["members"] | {"min": "12", "max": "8"}

    assert "比最少人数少" in read("G02", members=members).errors["members.max"]
    assert read("G02", members=members | {"max": "12"}).whole


def test_the_last_session_is_not_before_the_first() -> None:
    schedule = FILLED_GROUPS["G02"]["schedule"] | {"end": "2026-04-13"}

    assert "末节早于首节" in read("G02", schedule=schedule).errors["schedule.end"]
    assert read("G02", schedule=schedule | {"end": "2026-04-14"}).whole


def test_there_is_a_row_for_every_session_numbered_one_by_one() -> None:
    rows = FILLED_GROUPS["G02"]["session_outline"]

    short = read("G02", session_outline=rows[:5])
    assert "计划 6 节，总表里有 5 行" in short.errors["session_outline"]
    twice = [*rows[:5], rows[5] | {"no": "5"}]
    assert "依次编号" in read("G02", session_outline=twice).errors["session_outline"]
    assert read("G02", session_outline=rows[::-1]).whole


def test_a_goal_may_be_begun_without_saying_yet_how_it_is_measured() -> None:
    goal = less(FILLED_GROUPS["G02"]["goals"][0], "indicator", "measure", "target")

    assert read("G02", goals=[goal]).whole


# ── who is in it ──────────────────────────────────────────────────────────────────────────


def test_whoever_is_screened_or_put_on_the_waiting_list_has_applied() -> None:
    rows = FILLED_GROUPS["G03"]["screening"]

    stranger = [*rows, {"applicant": "冉贵琴", "decision": "入组"}]
    assert "不在报名表里" in read("G03", screening=stranger).errors["screening"]
    waits = [{"name": "冉贵琴", "handled": "候补"}]
    assert "不在报名表里" in read("G03", waitlist=waits).errors["waitlist"]


def test_two_of_one_name_are_told_apart() -> None:
    rows = FILLED_GROUPS["G03"]["applicants"]

    same = read("G03", applicants=[*rows, rows[0]])
    assert "同名的在姓名后注明" in same.errors["applicants"]
    other = rows[0] | {"name": "秦玉兰（3 号楼）"}
    assert read("G03", applicants=[*rows, other]).whole


def test_every_member_signs_and_nobody_else() -> None:
    signs = FILLED_GROUPS["G04"]["signs"]

    assert "还有 2 名组员没有签名" in read("G04", signs=signs[2:]).errors["signs"]
    more = [*signs, {"name": "辛宝田", "way": "手写签名", "date": "2026-04-14"}]
    assert "不在组员名单里" in read("G04", signs=more).errors["signs"]
    media = [{"member": "辛宝田", "agree": "yes"}]
    assert "不在组员名单里" in read("G04", media=media).errors["media"]


# ── session by session ────────────────────────────────────────────────────────────────────


def test_who_was_away_has_not_signed_in() -> None:
    row = {"member": "储美娟", "status": "缺席", "sign": "本人签名"}

    assert "没有签到" in read("G06", attendance=[row]).errors["attendance"]
    assert read("G06", attendance=[row | {"status": "早退"}]).whole


def test_nobody_is_counted_twice_at_one_session() -> None:
    rows = FILLED_GROUPS["G06"]["attendance"]

    assert "只写一行" in read("G06", attendance=[*rows, rows[0]]).errors["attendance"]


def test_nobody_is_observed_in_two_rows() -> None:
    rows = FILLED_GROUPS["G08"]["per_member"]

    assert "只写一行" in read("G08", per_member=[*rows, rows[0]]).errors["per_member"]


def test_a_session_is_rated_from_one_to_five() -> None:
    assert "1 到 5 之间" in read("G07", satisfaction="97.9").errors["satisfaction"]


# ── before and after ──────────────────────────────────────────────────────────────────────


def test_the_change_follows_from_before_and_after_and_waits_for_both() -> None:
    rows = read("G09").content["scores"]

    assert [row["delta"] for row in rows] == ["+5", "+5.4", "-2", "-1.4", None]


def test_of_two_scales_each_row_says_which() -> None:
    rows = [less(row, "measure") for row in FILLED_GROUPS["G09"]["scores"]]

    assert "写明是哪一种" in read("G09", scores=rows).errors["scores"]
    assert read("G09", scores=rows, instrument=[{"name": "操作清单"}]).whole


def test_satisfaction_is_a_mean_or_so_many_of_so_many() -> None:
    assert "写平均分" in read("G09", satisfaction=[{"item": "内容"}]).errors["satisfaction"]
    more = [{"item": "内容", "content": "13", "answered": "12"}]
    assert "比收回的多" in read("G09", satisfaction=more).errors["satisfaction"]
    assert read("G09", satisfaction=[{"item": "内容", "score": "4.5"}]).whole


# ── what they begin with, and what is added up ────────────────────────────────────────────


@pytest.fixture
def group(community: Community, chen_siyuan: User) -> Group:
    return group_of(community, owner=chen_siyuan)


def begun(group: Group, code: str) -> dict[str, Any]:
    return drafts.begun(group, code)


def test_a_plan_begins_with_the_name_and_the_leader(group: Group) -> None:
    said = begun(group, "G02")

    assert said["group"]["name"] == "指尖上的邻里"
    assert said["staff"] == [{"name": "陈思远", "role": "组长"}]
    assert said["stat_rule"] == {"primary_category": "", "split_by_member": "yes"}


def test_a_contract_begins_with_those_taken_in_and_takes_no_consent_for_granted(
    group: Group,
) -> None:
    assert len(begun(group, "G04")["clauses"]) == 5
    sealed(group, "G03")
    said = begun(group, "G04")

    assert [row["name"] for row in said["members"]] == list(MEMBERS)
    assert [row["name"] for row in said["signs"]] == list(MEMBERS)
    assert {row["agree"] for row in said["media"]} == {"no"}
    assert not {row["name"] for row in said["members"]} & set(WAITING)


def test_a_session_begins_as_the_plan_has_it_and_its_record_as_the_session(group: Group) -> None:
    sealed(group, "G02", outcome="approved")
    first = begun(group, "G05")
    assert first["meta"] == {
        "no": "1",
        "theme": SESSIONS[0][1],
        "date": "2026-04-14",
        "place": "天桥东社区活动室",
        "minutes": "90",
    }
    sealed(group, "G05", meta=first["meta"])
    assert begun(group, "G05")["meta"]["no"] == "2"

    record = begun(group, "G07")
    assert [row["objective"] for row in record["objective_result"]] == [
        "每人自己挂上一个号",
        "知道挂错了怎么退",
    ]
    sealed(group, "G07")
    assert begun(group, "G07")["objective_result"] == []


def held(group: Group) -> None:
    """Hold the six sessions of S6, with who was away."""
    sealed(group, "G02", outcome="approved")
    sealed(group, "G04")
    for number, away in enumerate(AWAY, 1):
        came = [{"member": name, "status": "请假" if name in away else "出席"} for name in MEMBERS]
        meta = FILLED_GROUPS["G05"]["meta"] | {"no": str(number)}
        sealed(group, "G05", meta=meta)
        sealed(group, "G06", attendance=came)
        sealed(group, "G07")
    sealed(group, "G09")


def test_the_report_begins_with_goals_money_and_what_has_changed(group: Group) -> None:
    held(group)
    said = begun(group, "G10")

    assert [row["goal"] for row in said["goals"]] == [
        "会用手机办日常的事",
        "和邻居有来往，不那么孤单",
    ]
    assert said["expense"][1]["budget"] == "360.00"
    assert "12 项操作：2 人前后测，平均 4.1 → 9.3。" in said["outcome"]
    assert "孤独感自评：2 人前后测，平均 6.8 → 5.1。" in said["outcome"]


def test_few_copies_give_no_rate(group: Group) -> None:
    few = [{"item": "内容", "score": "5", "content": "9", "answered": "9"}]
    sealed(group, "G09", satisfaction=few)
    done = sealed(group, "G10", outcome="pending")
    said = {each["key"]: each["value"] for each in done.form_of("G10")["fields"]}

    assert said["satisfaction"] == {"copies": 9, "rate": None, "mean": "5.0"}
    assert said["basic"]["rate"] is None
