"""Other ways a case may go: an alarm, a case not taken, a withdrawal, advice, nobody reached."""

from typing import Any

import pytest

from accounts.models import User
from casework.models import Case
from notifications.models import Message
from tests.actors import accepted, fill, screened
from tests.driver import Browser, at
from tests.filled import NO_CRISIS
from tests.scenarios.walk import called, decided, done, now, on_desk, said, tried, written

NOT_OURS = {
    "in_scope": "否",
    "decision_suggest": "不接案",
    "reject_reason": "房产诉讼，不属本站服务范围，已当面说明。",
}
TOLD = {"told": "03-04 当面告知本人。", "alternatives": "区法律援助中心，地址和电话已写给她。"}


@pytest.fixture
def screening(lead: Case, lin_yue: User, zhou_lan: User) -> Case:
    return screened(lead, worker=lin_yue, head=zhou_lan)


def told(user: User) -> list[tuple[str, bool]]:
    messages = Message.objects.filter(recipient=user).order_by("pk")
    return [(each.says, each.urgent) for each in messages]


# ── 红色警示 ──────────────────────────────────────────────────────────────────────────────


def test_item_nine_of_two_shows_red_tells_both_at_once_and_blocks_nothing(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    scales = [{"scale": "PHQ-9", "date": "2026-03-11", "score": "19", "item9": "2"}]
    changes = {"scales": scales, "safety_plan": "家属陪护，药品由家属保管，就医。"}
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{case.pk}/?form=C03")
    answer = browser.save(page, {"scales-0-scale": "PHQ-9", "scales-0-item9": "2"})

    assert answer.json()["alarm"] is True
    alarm = (f"{now(case).number}：出现危机警示，请马上查看。", True)
    for user in (zheng_min, zhou_lan):
        assert alarm in told(user)
        assert "有危机警示" in Browser(user).open("/").main
        assert "紧急" in Browser(user).open("/messages/").main
        assert "PHQ-9 第 9 题 2 分及以上" in Browser(user).open(f"/dossiers/{case.pk}/").main
    written(case, "C03", by=lin_yue, **changes)
    page = tried(case, "C03", "提交预估", by=lin_yue, **changes)
    done(page, "提交预估")
    assert "危机警示：先保证安全" in page.main
    assert [each for each in told(zhou_lan) if each == alarm] == [alarm]


@pytest.mark.parametrize("crisis", ["self_harm", "no_care"])
def test_a_crisis_found_on_the_first_call_reaches_the_head_before_anybody_is_assigned(
    crisis: str, xu_qin: User, zhou_lan: User
) -> None:
    raw: dict[str, dict[str, Any]] = {
        "D01": {"name": "赵某", "sex": "女"},
        "C01": {"presenting_problem": "求救。", "crisis_screen": NO_CRISIS | {crisis: "yes"}},
    }

    case = called(xu_qin, raw)

    assert (f"{case.number}：出现危机警示，请马上查看。", True) in told(zhou_lan)
    assert "危机警示：先保证安全" in Browser(zhou_lan).open(f"/dossiers/{case.pk}/").main


# ── 不接案 ────────────────────────────────────────────────────────────────────────────────


def test_a_case_is_declined_on_the_second_request(
    screening: Case, lin_yue: User, zhou_lan: User, xu_qin: User
) -> None:
    """The worker asks, the head refuses with a reason, she asks again, the head agrees."""
    written(screening, "C01", by=lin_yue, **NOT_OURS)
    done(said(screening, "申请：不接案", by=lin_yue, **TOLD), "申请：不接案")
    assert now(screening).status == "screening"
    assert "不接案审批" in Browser(lin_yue).open(f"/dossiers/{screening.pk}/").main

    page = on_desk(Browser(zhou_lan), screening)
    assert TOLD["alternatives"] in page.main
    page = Browser(zhou_lan).press(page, "不同意：不接案")
    assert (page.status, "须写明意见" in page.part("errors").words) == (422, True)
    decided(screening, "不同意：不接案", by=zhou_lan, opinion="先问清居住安全再说。")
    assert "先问清居住安全再说。" in Browser(lin_yue).open(f"/dossiers/{screening.pk}/").main
    assert now(screening).status == "screening"

    done(said(screening, "申请：不接案", by=lin_yue, **TOLD), "申请：不接案")
    decided(screening, "同意：不接案", by=zhou_lan, opinion="同意，已告知。")
    assert now(screening).status == "declined"
    assert now(screening).ended_on
    number = screening.number
    assert (f"{number}：不接案", False) in told(lin_yue)
    assert (f"{number}：不接案", False) in told(xu_qin)


def test_a_request_without_reasons_is_not_made(screening: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{screening.pk}/do/ask_decline/")

    assert "须写明不接案的理由和告知情况。" in page.main
    page = browser.press(page, "申请：不接案", TOLD)

    assert page.status == 422
    assert TOLD["told"] in page.html
    assert now(screening).requests.count() == 0


def test_a_request_can_be_taken_back(screening: Case, lin_yue: User, zhou_lan: User) -> None:
    written(screening, "C01", by=lin_yue, **NOT_OURS)
    said(screening, "申请：不接案", by=lin_yue, **TOLD)
    browser = Browser(lin_yue)

    page = browser.press(browser.open(f"/dossiers/{screening.pk}/"), "撤回申请：不接案")

    done(page, "撤回申请：不接案")
    assert screening.number not in Browser(zhou_lan).open("/").main
    assert not screening.requests.filter(open=True).exists()


# ── 其他结局 ──────────────────────────────────────────────────────────────────────────────


def test_a_requester_withdraws_and_nothing_stands_in_the_way(lead: Case, lin_yue: User) -> None:
    Case.objects.filter(pk=lead.pk).update(owner=lin_yue)

    page = said(lead, "求助人撤回", by=lin_yue, wish="“不麻烦了。”", informed="随时可以再来。")

    done(page, "求助人撤回")
    assert now(lead).status == "consulted"


def test_a_nameless_caller_gets_advice_and_the_matter_ends_there(
    lin_yue: User, zhou_lan: User, community: object
) -> None:
    raw = {
        "D01": {"name": "佚名", "sex": "女"},
        "C01": {"channel": "来电", "presenting_problem": "家里有人打她，问去哪里求助。"},
    }
    case = called(lin_yue, raw)
    fill(case, "C01", by=lin_yue, presenting_problem=raw["C01"]["presenting_problem"])
    written(case, "C01", by=lin_yue)
    page = tried(case, "C01", "受理初筛", by=lin_yue)
    done(page, "受理初筛")

    page = said(case, "咨询办结", by=lin_yue, advice="给了反家暴热线和庇护所电话。")

    done(page, "咨询办结")
    assert "佚名" in page.main
    assert now(case).status == "consulted"
    assert (f"{case.number}：咨询办结", False) in told(zhou_lan)


def test_a_lead_ends_when_nobody_was_reached_at_three_different_times(
    lead: Case, lin_yue: User
) -> None:
    Case.objects.filter(pk=lead.pk).update(owner=lin_yue)
    times = {"at_1": "2026-03-02T09:00", "at_2": "2026-03-02T09:30", "at_3": "2026-03-04T19:00"}
    ways = {"way_1": "电话", "way_2": "电话", "way_3": "上门"}
    with at("2026-03-05 10:00"):
        page = said(lead, "线索办结（联系不上）", by=lin_yue, **times, **ways)
        assert (page.status, now(lead).status) == (422, "lead")
        assert "须有三次不同时段的联系记录" in page.main
        assert page.part("id_way_3")["value"] == "上门"

        page = Browser(lin_yue).press(page, "线索办结（联系不上）", {"at_2": "2026-03-03T15:00"})
        done(page, "线索办结（联系不上）")
    assert now(lead).status == "consulted"
