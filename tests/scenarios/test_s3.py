"""S3 抑郁危机个案: the red line, two signatures in order, the crisis, and the end in August."""

from typing import Any

import pytest

from accounts.models import User
from casework.models import Case
from documents.models import Document
from documents.services import make
from notifications.models import Message
from tests.driver import Browser, at
from tests.filled import LEAD, NO_CRISIS
from tests.scenarios.crisis import to_the_end
from tests.scenarios.walk import (
    accepted,
    assert_printed,
    assigned,
    called,
    decided,
    handed_in,
    now,
    pressed,
    tried,
    written,
)
from workflows.selectors import tasks_of

ZHAO = {"name": "赵桂芳", "sex": "女", "birth_date": "1967-10-02"}
CALL = LEAD["C01"] | {"presenting_problem": "妹妹说她近来不出门、睡不着，药断断续续地吃。"}
D01 = ZHAO | {"primary_category": "dibao_edge", "living_with": "与配偶"}
C01 = {
    "presenting_problem": "睡不着，药断断续续地吃，偶尔觉得没意思，没有打算。",
    "crisis_screen": NO_CRISIS,
    "case_type": {"category": "dibao_edge", "problem_type": "精神障碍与自伤"},
}
SCALES = [{"scale": "PHQ-9", "date": "2026-04-20", "score": "17", "item9": "1"}]
C03: dict[str, Any] = {
    "risk": {"items": "悲观念头", "level": "medium", "basis": "PHQ-9 17 分，第 9 题 1"},
    "scales": SCALES,
    "service_level": "重点个案",
}
SAFE = "预警：整夜不睡、不吃药。应对：给妹妹打电话。联系人：妹妹、林悦。就医：区精神卫生中心。"
C04: dict[str, Any] = {
    "goals": [
        {
            "no": "1",
            "goal": "规律服药与复诊",
            "baseline": "断续",
            "indicator": "按时服药周数",
            "target": "连续 12 周",
            "due": "2026-07-24",
        },
        {
            "no": "2",
            "goal": "情绪",
            "baseline": "17",
            "indicator": "PHQ-9 得分",
            "target": "≤9",
            "due": "2026-07-24",
        },
        {
            "no": "3",
            "goal": "出门",
            "baseline": "每周 0 次",
            "indicator": "每周外出次数",
            "target": "≥2 次",
            "due": "2026-07-24",
        },
    ],
    "period": {"start": "2026-04-24", "end": "2026-10-23", "expected_sessions": "12"},
    "gas": [
        {"goal_no": "1", "0": "连续 12 周", "weight": "3"},
        {"goal_no": "2", "0": "≤9", "weight": "2"},
        {"goal_no": "3", "0": "≥2 次", "weight": "1"},
    ],
    "evaluation_plan": {"methods": "量表、访谈", "mid_date": "2026-07-24"},
    "sign_client": {"name": "赵桂芳", "way": "手写签名", "date": "2026-04-22"},
}


@pytest.mark.usefixtures("community")
def test_a_depressed_woman_from_the_call_through_a_crisis_to_the_closing(
    xu_qin: User, zhou_lan: User, lin_yue: User, zheng_min: User
) -> None:
    case = in_assessment(xu_qin, zhou_lan, lin_yue, zheng_min)
    assessed_on_the_red_line(case, lin_yue, zheng_min)
    planned_and_taken_back(case, lin_yue, zheng_min)
    signed_in_order(case, lin_yue, zheng_min, zhou_lan)
    paper = Document.objects.get(dossier=case.pk, form="C04")
    assert make(paper.pk)
    paper.refresh_from_db()
    signed = ["赵桂芳", "林悦", "郑敏", "2026年4月23日", "周岚", "2026年4月24日"]
    goals = ["规律服药与复诊", "PHQ-9得分", "≤9", "每周外出次数", "≥2次"]
    assert_printed(paper, [*signed, *goals, "目标合适。", "同意实施。"])
    to_the_end(now(case), lin_yue, zheng_min, zhou_lan)
    assert not [each for each in Message.objects.all() if "赵" in each.says + each.link]


def in_assessment(xu_qin: User, zhou_lan: User, lin_yue: User, zheng_min: User) -> Case:
    with at("2026-04-13 16:00"):
        case = called(xu_qin, {"D01": ZHAO, "C01": CALL})
        assigned(case, by=zhou_lan, to=lin_yue)
    with at("2026-04-14 10:00"):
        handed_in(case, "C01", "受理初筛", by=lin_yue, **C01, reg_at="2026-04-14T09:00")
    with at("2026-04-15 10:00"):
        signed = {"role": "服务对象", "name": "赵桂芳", "way": "手写签名", "date": "2026-04-15"}
        written(case, "C02", by=lin_yue, signatures=[signed])
        handed_in(case, "D01", "提交接案", by=lin_yue, **D01)
        accepted(case, by=zhou_lan, owner=lin_yue, supervisor=zheng_min, level="重点个案")
    return now(case)


def assessed_on_the_red_line(case: Case, lin_yue: User, zheng_min: User) -> None:
    """PHQ-9 item 9 = 1: nothing without a safety plan, and the field says so."""
    with at("2026-04-21 10:00"):
        page = tried(case, "C03", "提交预估", by=lin_yue, **C03)
        assert "须写安全计划" in page.part("errors").words
        assert page.part("f-safety_plan")["aria-invalid"] == "true"
        assert "须写安全计划" in page.part("f-safety_plan-error").words
        assert "红线" in page.part("red-line").words
        assert now(case).status == "assessing"
        assert not now(case).alarmed_at

        handed_in(case, "C03", "提交预估", by=lin_yue, **C03, safety_plan=SAFE)
        decided(case, "通过预估", by=zheng_min, opinion="同意，按重点个案。")
    assert (now(case).status, now(case).level, now(case).risk) == ("planning", "重点个案", "medium")


def planned_and_taken_back(case: Case, lin_yue: User, zheng_min: User) -> None:
    """She hands in too early, takes it back before anybody has said anything, hands in again."""
    with at("2026-04-22 10:00"):
        handed_in(case, "C04", "提交计划", by=lin_yue, **C04)
        page = pressed(case, "撤回计划（首次）", by=lin_yue)
        assert "撤回计划（首次）：已办好。" in page.main
        assert now(case).status == "planning"
        assert f"{now(case).number}：撤回计划" in Browser(zheng_min).open("/messages/").main
        handed_in(case, "C04", "提交计划", by=lin_yue, **C04)
    rounds = case.submissions.filter(form="C04").order_by("pk")
    assert [each.outcome for each in rounds] == ["withdrawn", "pending"]


def signed_in_order(case: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> None:
    """The head cannot sign before the supervisor, and is told why; then nothing is taken back."""
    with at("2026-04-23 10:00"):
        browser = Browser(zhou_lan)
        assert now(case).number not in browser.open("/").main
        page = browser.open(f"/dossiers/{case.pk}/")
        (why,) = page.find("details", **{"data-verb": "approve_plan"})
        assert "督导" in why.words
        assert not page.offers("批准计划")

        decided(case, "同意，报站长", by=zheng_min, opinion="目标合适。")
        assert now(case).status == "plan_review"
    with at("2026-04-24 10:00"):
        page = Browser(lin_yue).open(f"/dossiers/{case.pk}/")
        assert not page.offers("撤回计划（首次）")
        assert "本稿已有审批意见，不能撤回" in page.main
        for task in tasks_of(case):
            url, taken = task.reverse("execute"), {"verb": "withdraw_plan"}
            assert Browser(lin_yue).client.post(url, taken).status_code == 403
        decided(case, "批准计划", by=zhou_lan, opinion="同意实施。")
    assert now(case).status == "intervening"
    reviews = case.submissions.latest().reviews.order_by("pk")
    assert [(each.decision, each.signed_as) for each in reviews] == [
        ("endorsed", "supervisor"),
        ("approved", "head"),
    ]
