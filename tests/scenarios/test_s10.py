"""S10 异常合集: the rows that are one person's bad day, each as SCENARIOS says it ends."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Community, User
from casework.models import Case, Satisfaction
from casework.services import act
from documents.models import Document
from documents.services import make
from notifications.models import Message
from tests.actors import accepted, assessed, fill, planned, seen, suspended
from tests.driver import Browser, at, typing
from tests.filled import C03, LEAD, NO_CRISIS
from tests.invariants import check
from tests.pages import Page
from tests.scenarios.walk import (
    bare,
    called,
    decided,
    done,
    handed_in,
    now,
    pages_of,
    tried,
    written,
)

LEGAL_AID = "区法律援助中心的地址和电话写给了本人，12348 可先咨询。"
VIOLENCE = "家里有人打她，问去哪里求助，不愿留名。"


def spoken(case: Case, verb: str, button: str, *, by: User, **words: str) -> Page:
    """Do what asks for a few words, on its own page."""
    browser = Browser(by)
    return browser.press(browser.open(f"/dossiers/{case.pk}/do/{verb}/"), button, words)


def text_of(case: Case, form: str) -> str:
    """What the newest paper of a form says, blanks left out."""
    paper = Document.objects.filter(dossier=case.pk, form=form).latest("pk")
    assert make(paper.pk)
    paper.refresh_from_db()
    return "".join(pages_of(paper.read()))


# ── 1 拒接 ────────────────────────────────────────────────────────────────────────────────


def test_a_lawsuit_over_a_house_is_declined_with_legal_aid_and_reasons(
    community: Community, lin_yue: User, zhou_lan: User
) -> None:
    visitor = {"name": "魏建业", "sex": "男", "birth_date": "1962-07-30"}
    call = {"channel": "来访", "presenting_problem": "兄弟争老房子，想让社工站出面打官司。"}
    not_ours: dict[str, Any] = {
        **call,
        "crisis_screen": NO_CRISIS,
        "case_type": {"category": "general", "problem_type": "法律维权"},
        "in_scope": "否",
        "decision_suggest": "不接案",
        "reject_reason": "房产诉讼不属本站服务范围，已当面说明。",
    }
    case = called(lin_yue, {"D01": visitor, "C01": call})
    done(tried(case, "C01", "受理初筛", by=lin_yue, **not_ours), "受理初筛")
    written(case, "C01", by=lin_yue, **not_ours)
    told = {"told": "当面说明，对方表示理解。", "alternatives": LEGAL_AID}
    done(spoken(case, "ask_decline", "申请：不接案", by=lin_yue, **told), "申请：不接案")
    decided(case, "同意：不接案", by=zhou_lan, opinion="同意，去处讲清楚了。")

    case = now(case)
    assert (case.status, case.ended_on is not None, case.accepted_on) == ("declined", True, None)
    paper = text_of(case, "C01")
    for words in (not_ours["reject_reason"], LEGAL_AID, told["told"]):
        assert bare(words) in paper
    check(case)


# ── 2 匿名咨询 ────────────────────────────────────────────────────────────────────────────


def test_a_nameless_caller_gets_advice_and_could_have_left_a_name_later(
    community: Community, lin_yue: User, zhou_lan: User
) -> None:
    call = {"channel": "热线派单", "presenting_problem": VIOLENCE, "referrer": {"org": "12338"}}
    case = called(lin_yue, {"D01": {"name": "佚名", "sex": "女"}, "C01": call})
    asked = call | {
        "crisis_screen": NO_CRISIS,
        "case_type": {"category": "general", "problem_type": "家暴/虐待"},
    }
    done(tried(case, "C01", "受理初筛", by=lin_yue, **asked), "受理初筛")
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{case.pk}/?form=D01")
    assert page.typed("f-name") == "佚名"
    assert "存着" in page.main  # whoever comes to trust us can be named then

    advice = "讲了报警、告诫书、人身安全保护令怎么办，留了 110、12338 和本站电话。"
    done(spoken(case, "resolve_by_advice", "咨询办结", by=lin_yue, advice=advice), "咨询办结")
    case = now(case)
    assert (case.status, case.person.name, case.person.phone) == ("consulted", "佚名", None)
    assert Message.objects.filter(recipient=zhou_lan, kind="case.resolve_by_advice").exists()
    check(case)


# ── 4 失联 ────────────────────────────────────────────────────────────────────────────────

TRIES = {
    "at_1": "2026-05-02T09:00",
    "way_1": "电话，没人接",
    "at_2": "2026-05-03T15:00",
    "way_2": "上门，敲门没人应",
    "at_3": "2026-05-04T19:30",
    "way_3": "电话，已停机",
}


def test_nobody_to_be_found_rests_thirty_days_and_is_closed_without_being_asked(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-03-25 10:00"):
        case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        assessed(case, worker=lin_yue, supervisor=zheng_min)
        planned(case, worker=lin_yue, supervisor=zheng_min)
    with at("2026-04-01 10:00"):
        suspended(case, worker=lin_yue, supervisor=zheng_min, until="2026-05-01")
        assert (case.suspended_until - case.suspended_on).days == 30  # type: ignore[operator]
    with at("2026-05-05 10:00"):
        close_as_lost(case, zhou_lan)
    with at("2026-06-20 10:00"):
        evaluate(case, lin_yue, zheng_min, zhou_lan)
    case = now(case)
    assert case.closed_on == date(2026, 6, 20)
    assert not Satisfaction.objects.filter(episode__dossier=case.pk).exists()
    check(case)


def close_as_lost(case: Case, head: User) -> None:
    """Twice tried is not enough; three times and the community is."""
    browser = Browser(head)
    page = browser.open(f"/dossiers/{case.pk}/do/close_from_suspend/")
    verified = {"verified": "社区和邻居都说搬走了，不知去向。"}
    twice = TRIES | {"at_2": "2026-05-02T09:30"}
    page = browser.press(page, "暂停期满转结案", twice | verified)
    assert (page.status, now(case).status) == (422, "suspended")
    assert "须有三次不同时段的联系记录" in page.main
    done(browser.press(page, "暂停期满转结案", TRIES | verified), "暂停期满转结案")
    assert (now(case).status, now(case).ends_as) == ("closing", "失联")


def evaluate(case: Case, worker: User, supervisor: User, head: User) -> None:
    """Closed by two signatures; nobody was told, nobody was asked how content they are."""
    fill(case, "C08", "C09", by=worker, closure_type="失联", informed={})
    act("submit_closure", case, by=worker)
    act("endorse_closure", case, by=supervisor, judgement=seen(case, "submit_closure"))
    act("approve_closure", case, by=head, judgement=seen(case, "submit_closure"))


# ── 10 并发 ───────────────────────────────────────────────────────────────────────────────


def test_two_pages_of_one_assessment_show_the_difference_and_overwrite_nothing(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    """Only the owner writes an assessment: it is the office's page against the phone's."""
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    office, phone = Browser(lin_yue), Browser(lin_yue)
    url = f"/dossiers/{case.pk}/?form=C03"
    here, there = office.open(url), phone.open(url)
    phone.press(there, "存着", typing(C03 | {"bio": "路上写的。"}))

    clash = office.press(here, "提交预估", typing(C03 | {"bio": "站里写的。"}))
    assert clash.status == 409
    for words in ("别处存了更新的一份", "路上写的。", "站里写的。"):
        assert words in clash.main
    assert now(case).status == "assessing"
    assert phone.open(url).typed("f-bio") == "路上写的。"

    both = office.press(clash, "用我这份")
    assert both.typed("f-bio") == "站里写的。"
    handed_in(case, "C03", "提交预估", by=lin_yue, bio="路上写的。站里写的。")
    sealed = now(case).submissions.get(form="C03")
    assert "路上写的。站里写的。" in sealed.content


# ── 12 生僻字 ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["王喆", "李玥", "赵䶮"])
def test_a_rare_name_is_whole_on_the_paper(name: str, community: Community, lin_yue: User) -> None:
    raw = {
        "D01": LEAD["D01"] | {"name": name},
        "C01": LEAD["C01"] | {"presenting_problem": f"{name}自己来的，说最近睡不好。"},
    }
    case = called(lin_yue, raw)
    paper = text_of(case, "C01")

    assert bare(raw["C01"]["presenting_problem"]) in paper
    assert paper.count(name) >= 2  # in the head and in the answer
    assert "〓" not in paper


# ── 14 节假日时限 ─────────────────────────────────────────────────────────────────────────


def test_five_working_days_from_the_friday_before_qingming_end_on_the_thirteenth(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-04-03 10:00"):
        case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        assessed(case, worker=lin_yue, supervisor=zheng_min)
        clock = case.deadlines.running().get(verb="submit_plan")
        assert (clock.days, clock.due_on) == (5, date(2026, 4, 13))
        assert "04-13" in Browser(lin_yue).open(f"/dossiers/{case.pk}/").main
    with at("2026-04-13 23:00"):
        assert not case.deadlines.late(date(2026, 4, 13)).exists()
    assert case.deadlines.late(date(2026, 4, 14)).filter(verb="submit_plan").exists()
