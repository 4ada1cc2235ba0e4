"""S1 独居老人: 秦玉兰, from the community's call on 03-02 to the archive box on 09-28."""

from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from accounts.models import Community, User
from casework.models import Case
from documents.models import Document
from notifications.models import Message
from tests.driver import Browser, at, typing
from tests.filled import C01, C02, C03, C04, D01, LEAD
from tests.pages import Page
from tests.scenarios.second_half import second_half
from tests.scenarios.walk import assert_printed, now

ASSESSED: dict[str, Any] = C03 | {
    "benefit_check": [{"policy": "高龄津贴", "status": "待核实"}],
}
MENDED: dict[str, Any] = {
    "benefit_check-1-policy": "家庭医生签约",
    "benefit_check-1-status": "符合未办",
    "problems-0-client_view": "“没意思，不想麻烦人。”",
}


@pytest.fixture(autouse=True)
def _station(committed: None, community: Community) -> None:
    """The station of the scenario, with real commits: papers are made as in the product."""


def test_from_the_first_call_to_the_archive_box(
    xu_qin: User, zhou_lan: User, lin_yue: User, zheng_min: User, gao_yuan: User
) -> None:
    case = called(xu_qin)
    assigned(case, zhou_lan, lin_yue)
    screened(case, lin_yue)
    consented(case, lin_yue, zhou_lan)
    accepted(case, zhou_lan, lin_yue, zheng_min)
    assessed(case, lin_yue, zheng_min)
    returned(case, zheng_min, lin_yue)
    answered(case, lin_yue)
    assessment_approved(case, zheng_min, lin_yue)
    planned(case, lin_yue)
    plan_approved(case, zheng_min, lin_yue)
    papers_are_there(case, lin_yue)
    second_half(now(case), worker=lin_yue, supervisor=zheng_min, head=zhou_lan, auditor=gao_yuan)
    assert not [each for each in Message.objects.all() if "秦" in each.says + each.link]


def called(xu_qin: User) -> Case:
    with at("2026-03-02 09:10"):
        browser = Browser(xu_qin)
        page = browser.follow(browser.open("/"), "登记求助")
        page = browser.press(page, "登记", typing(LEAD["D01"]) | typing(LEAD["C01"]))
        assert "已登记，登记号 TQDJ-J-2026-0001，站长已收到通知。" in page.main
        assert "站长已收到，待派单" in page.main
    return Case.objects.get(number="TQDJ-J-2026-0001")


def assigned(case: Case, zhou_lan: User, lin_yue: User) -> None:
    """The head is told without a name, finds the lead on the desk, and hands it on the same day."""
    with at("2026-03-02 10:00"):
        browser = Browser(zhou_lan)
        assert "TQDJ-J-2026-0001：登记求助" in browser.open("/messages/").main
        page = browser.follow(browser.open("/"), "受理线索 · 秦**")
        page = browser.follow(page, "派单")
        page = browser.press(page, "派单", {"worker": str(lin_yue.pk)})
        assert "派单：已办好。" in page.main
    with at("2026-03-02 15:00"):
        browser = Browser(lin_yue)
        assert "TQDJ-J-2026-0001：派单" in browser.open("/messages/").main
        assert on_desk(browser, "受理线索 · 秦**", due="03-03")


def screened(case: Case, lin_yue: User) -> None:
    """C01 is written, the screening done; without consent the intake is refused, and says why."""
    with at("2026-03-03 14:00"):
        browser = Browser(lin_yue)
        page = browser.follow(browser.open("/"), "受理线索 · 秦**")
        page = browser.press(page, "受理初筛", typing(C01))
        assert "受理初筛：已办好。" in page.main
        assert now(case).status == "screening"

        page = browser.press(browser.open(page.url), "提交接案")
        assert "不能“提交接案”" in page.part("errors").words
        assert "须先签《知情同意书与服务协议》" in page.part("errors").words
        assert now(case).status == "screening"
        sentence = "须先签《知情同意书与服务协议》，或有见证的口头同意。"
        page = browser.follow(page, sentence)
        assert page.part("sheet-title").words == "知情同意书与服务协议"
        assert page.part("f-signatures")


def consented(case: Case, lin_yue: User, zhou_lan: User) -> None:
    """C02 is signed; only then D01's sensitive answers open, and the intake can be submitted."""
    with at("2026-03-06 10:00"):
        browser = Browser(lin_yue)
        page = browser.open(f"/dossiers/{case.pk}/?form=D01")
        assert "才能填写" in page.part("f-health").words

        page = browser.open(f"/dossiers/{case.pk}/?form=C02")
        page = browser.press(page, "存着", typing(C02))
        page = browser.open(f"/dossiers/{case.pk}/?form=D01")
        page = browser.press(page, "提交接案", typing(D01))
        assert "提交接案：已办好。" in page.main
        assert now(case).status == "intake_review"
        assert on_desk(Browser(zhou_lan), "接案审批 · 秦**", due="03-10")


def accepted(case: Case, zhou_lan: User, lin_yue: User, zheng_min: User) -> None:
    with at("2026-03-06 16:00"):
        browser = Browser(zhou_lan)
        page = browser.follow(browser.open("/"), "接案审批 · 秦**")
        given = {
            "owner": str(lin_yue.pk),
            "supervisor": str(zheng_min.pk),
            "level": "一般个案",
            "opinion": "同意接案。",
        }
        page = browser.press(page, "批准接案并派主责", given)
        assert "TQDJ-C-2026-0001" in page.words
        assert_due(case, lin_yue, "个案预估表", "03-17")
    opened = now(case)
    assert (opened.owner, opened.supervisor, opened.level) == (lin_yue, zheng_min, "一般个案")
    assert (opened.number, opened.registration) == ("TQDJ-C-2026-0001", "TQDJ-J-2026-0001")


def assessed(case: Case, lin_yue: User, zheng_min: User) -> None:
    with at("2026-03-13 15:00"):
        browser = Browser(lin_yue)
        page = browser.follow(browser.open("/"), "个案预估表 · 秦**")
        page = browser.press(page, "提交预估", typing(ASSESSED))
        assert "提交预估：已办好。" in page.main
        desk = Browser(zheng_min)
        assert on_desk(desk, "预估审核 · 秦**", due="03-18")
        assert "TQDJ-C-2026-0001：提交预估" in desk.open("/messages/").main
    case.refresh_from_db()
    form = case.submissions.latest().form_of("C03")
    scales = {
        row["scale"]: (row["score"], row["item9"])
        for each in form["fields"]
        if each["key"] == "scales"
        for row in each["value"]
    }
    assert scales == {"GDS-15": (9, None), "PHQ-9": (11, 0)}


def returned(case: Case, zheng_min: User, lin_yue: User) -> None:
    """Two remarks, at benefit_check and at the problems' client_view; due again on 03-19."""
    with at("2026-03-16 11:00"):
        browser = Browser(zheng_min)
        page = browser.follow(browser.open("/"), "预估审核 · 秦**")
        said = {
            "opinion": "补齐两处再报。",
            "remark-C03#benefit_check": "缺政策待遇核查：高龄津贴、家医签约。",
            "remark-C03#problems": "问题界定没有写服务对象的看法。",
            "part-C03#problems": "problems[].client_view",
        }
        page = browser.press(page, "退回修改", said)
        assert "退回修改：已办好。" in page.main
        assert now(case).status == "assessing"
        assert_due(case, lin_yue, "个案预估表", "03-19")
    review = case.submissions.get(round=1, form="C03").reviews.get()
    anchors = review.remarks.values_list("form", "anchor")
    assert list(anchors) == [("C03", "benefit_check"), ("C03", "problems[].client_view")]


def answered(case: Case, lin_yue: User) -> None:
    """She finds each remark at its field, mends both, answers both, and hands it in again."""
    with at("2026-03-17 09:30"):
        browser = Browser(lin_yue)
        desk = browser.open("/")
        assert "“补齐两处再报。”" in desk.main
        assert "字段批注 2 条" in desk.main
        page = browser.follow(desk, "看批注并修改")
        assert "缺政策待遇核查：高龄津贴、家医签约。" in page.part("f-benefit_check").words
        assert "问题界定 · 服务对象的看法" in page.part("f-problems").words

        page = browser.press(page, "提交预估", MENDED)
        assert "这条批注还没答复。" in page.part("errors").words
        assert now(case).status == "assessing"
        policy, view = review_of(case, 1).remarks.order_by("pk")
        page = browser.press(page, "已按此修改", within=f"remark-{policy.pk}")
        said = {f"answer-{view.pk}": "已问过，原话写在表里。"}
        page = browser.press(page, "送出回复", said, within=f"remark-{view.pk}")
        page = browser.press(page, "提交预估")
        assert "提交预估：已办好。" in page.main
    rounds = case.submissions.filter(form="C03").order_by("pk")
    assert [(each.round, each.outcome) for each in rounds] == [(1, "returned"), (2, "pending")]


def assessment_approved(case: Case, zheng_min: User, lin_yue: User) -> None:
    """v1 is kept; both rounds stand side by side, what differs is marked."""
    with at("2026-03-18 10:00"):
        browser = Browser(zheng_min)
        page = browser.follow(browser.open("/"), "预估审核 · 秦**")
        assert_compared(page)
        assert "已问过，原话写在表里。" in page.main
        page = browser.press(page, "通过预估", {"opinion": "已补齐，同意。"})
        assert "通过预估：已办好。" in page.main
        assert_due(case, lin_yue, "个案服务计划书", "03-25")
        worker = Browser(lin_yue)
        page = worker.open(f"/dossiers/{case.pk}/?form=C03")
        assert_compared(worker.follow(page, "看各稿"))
    assert now(case).risk == "medium"


def planned(case: Case, lin_yue: User) -> None:
    """A goal without baseline and indicator cannot be submitted; the field says so."""
    bare = [{**goal, "baseline": "", "indicator": ""} for goal in C04["goals"][:1]]
    with at("2026-03-20 16:00"):
        browser = Browser(lin_yue)
        page = browser.follow(browser.open("/"), "个案服务计划书 · 秦**")
        goals = bare + C04["goals"][1:]
        page = browser.press(page, "提交计划", typing(C04 | {"goals": goals}))
        assert "不能“提交计划”" in page.part("errors").words
        for key in ("baseline", "indicator"):
            control = page.part(f"f-goals-0-{key}")
            assert control["aria-invalid"] == "true"
            assert page.part(f"f-goals-0-{key}-error").words
            assert f"f-goals-0-{key}-error" in control["aria-describedby"].split()
        assert page.typed("f-goals-0-goal") == "情绪"
        assert now(case).status == "planning"

        page = browser.press(page, "提交计划", typing({"goals": C04["goals"]}))
        assert "提交计划：已办好。" in page.main


def plan_approved(case: Case, zheng_min: User, lin_yue: User) -> None:
    with at("2026-03-24 11:00"):
        browser = Browser(zheng_min)
        assert on_desk(browser, "计划审批 · 秦**", due="03-25")
        page = browser.follow(browser.open("/"), "计划审批 · 秦**")
        page = browser.press(page, "批准计划", {"opinion": "目标可测量，同意。"})
        assert "批准计划：已办好。" in page.main
        assert now(case).status == "intervening"
        assert "服务 · 秦**" in Browser(lin_yue).open("/").main


PAPERS = {
    "TQDJ-J-2026-0001-C01-01-1": ["2026年3月2日", "许琴"],
    "TQDJ-J-2026-0001-C01-01-2": ["林悦", "2026年3月6日", "周岚", "同意接案。"],
    "TQDJ-J-2026-0001-C02-01-1": ["秦玉兰", "林悦", "周岚", "2026年3月6日"],
    "TQDJ-J-2026-0001-D01-01-1": ["秦玉兰", "林悦", "2026年3月6日"],
    "TQDJ-C-2026-0001-C03-01-2": ["林悦", "2026年3月17日", "郑敏", "2026年3月18日", "第2稿"],
    "TQDJ-C-2026-0001-D02-01-2": ["林悦", "郑敏", "本人"],
    "TQDJ-C-2026-0001-C04-01-1": [
        *["林悦", "2026年3月20日", "郑敏", "2026年3月24日", "秦玉兰"],
        *["GDS-15得分", "≤5", "每周主动联系人数", "≥3人", "不合格项", "≤1", "GDS9"],
    ],
}


def papers_are_there(case: Case, lin_yue: User) -> None:
    """Every form has its paper: the sealed bytes, with number, round, names, pages and code."""
    papers = {each.number: each for each in Document.objects.filter(dossier=case.pk)}
    assert set(papers) == set(PAPERS)
    with at("2026-03-24 15:00"):
        browser = Browser(lin_yue)
        page = browser.open(f"/dossiers/{case.pk}/")
        for number, words in PAPERS.items():
            paper = papers[number]
            assert paper.state == "ready"
            assert number in page.words
            response = browser.client.get(f"/documents/{paper.pk}/")
            assert sha256(response.content).hexdigest() == paper.sha256
            assert number in response["Content-Disposition"]
            assert_printed(paper, words)


# ── what is looked at more than once ──────────────────────────────────────────────────────


def review_of(case: Case, number: int) -> Any:
    return case.submissions.get(form="C03", round=number).reviews.get()


def on_desk(browser: Browser, what: str, *, due: str) -> bool:
    """Whether a line of the desk says what is to be done, and by when."""
    lines = [each.words for each in browser.open("/").find("li")]
    return any(what.partition(" · ")[0] in line and due in line for line in lines)


def assert_due(case: Case, owner: User, what: str, due: str) -> None:
    """Desk and dossier show the same day."""
    browser = Browser(owner)
    assert on_desk(browser, what, due=due), browser.open("/").main
    assert f"{due} 前" in browser.open(f"/dossiers/{case.pk}/").main
    open_ = case.deadlines.filter(met_on=None).earliest("due_on")
    assert open_.due_on == date.fromisoformat(f"2026-{due}")


def assert_compared(page: Page) -> None:
    """Two rounds side by side, the changed answers marked and the others not."""
    assert "第 1 稿 退回" in page.main
    assert "第 2 稿" in page.main
    changed = page.part("row-C03-benefit_check")
    assert "chg" in changed["class"].split()
    assert "家庭医生签约" in "".join(each.words for each in changed.find("ins"))
    view = page.part("row-C03-problems")
    assert "没意思，不想麻烦人" in "".join(each.words for each in view.find("ins"))
    assert "chg" not in page.part("row-C03-bio")["class"].split()
