"""计划书: from its first word to the approved paper, at a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from casework.models import Case
from documents import services
from documents.models import Document
from tests.browser.conftest import Sit
from tests.browser.pages import faults, saved, told, write, written
from tests.driver import typing
from tests.filled import C04

FIRST = {key: C04[key] for key in ("period", "overall_goal", "goals")}
REST = {key: answer for key, answer in C04.items() if key not in FIRST}


@pytest.mark.parametrize("width", [1440, 390])
def test_a_plan_comes_back_with_a_remark_and_is_approved_in_its_second_round(
    width: int, planning: Case, sit: Sit, lin_yue: User, zheng_min: User
) -> None:
    worker, reviewer = sit(lin_yue, width), sit(zheng_min, width)
    written_in_two_sittings(worker)
    returned_with_a_remark(reviewer)
    answered_and_sent_again(worker)
    compared_and_approved(reviewer)
    printed(worker, planning)


def written_in_two_sittings(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="个案服务计划书 · 秦**").first.click()
    write(page, FIRST)
    saves_by_itself(page)
    page.reload()
    typed = {**FIRST, "overall_goal": f"{FIRST['overall_goal']}再看。"}
    assert written(page, FIRST) == typing(typed)
    write(page, REST)
    saved(page)
    assert faults(page) == []
    page.get_by_role("button", name="提交计划").click()
    told(page, "提交计划：已办好。")


def saves_by_itself(page: Page) -> None:
    """Nobody leaves the field or presses anything."""
    goal = page.locator('[name="overall_goal"]')
    goal.focus()
    saved(page)
    with page.expect_response("**/forms/C04/draft/"):
        goal.press("End")
        goal.press_sequentially("再看。")
    expect(page.locator("[data-saved-text]")).to_contain_text("草稿已保存")


def returned_with_a_remark(page: Page) -> None:
    """At a part of an answer: the indicator of the goals."""
    page.goto("/")
    page.get_by_role("link", name="待我审批").first.click()
    goals = page.locator("#row-C04-goals")
    goals.locator("summary").click()
    goals.get_by_role("textbox", name="批注“具体目标（SMART）”").fill("写明每月测几次。")
    goals.get_by_label("批在哪一处").select_option("goals[].indicator")
    assert faults(page) == []
    page.locator("#opinion").fill("指标再写实一点。")
    decided(page, "退回修改")
    told(page, "退回修改：已办好。")


def answered_and_sent_again(page: Page) -> None:
    """She reads what was said before anything else, and finds the place it was said of."""
    page.goto("/")
    expect(page.locator(".hot").first).to_contain_text("“指标再写实一点。”")
    page.get_by_role("link", name="看批注并修改").click()
    page.locator("#returned").get_by_role("link", name="具体目标（SMART）").click()
    remark = page.locator(".anchor-note")
    expect(remark).to_be_in_viewport()
    expect(remark).to_contain_text("写明每月测几次。")
    assert faults(page) == []
    write(page, {"goals": [{"indicator": "GDS-15 得分，每月一测"}]})
    remark.get_by_role("button", name="已按此修改").click()
    expect(remark).to_contain_text("你答复了")
    page.get_by_role("button", name="提交计划").click()
    told(page, "提交计划：已办好。")


def compared_and_approved(page: Page) -> None:
    page.goto("/approvals/")
    goals = page.locator("#row-C04-goals")
    expect(goals).to_have_attribute("aria-label", "具体目标（SMART），已改，有批注 1 条")
    expect(goals.locator("ins")).to_have_text("，每月一测")
    expect(page.locator("#row-C04-overall_goal ins")).to_have_count(0)
    expect(page.locator(".threads")).to_contain_text("已按此修改。")
    assert faults(page) == []
    page.locator("#opinion").fill("目标可测量，同意。")
    decided(page, "批准计划")
    told(page, "批准计划：已办好。")


def decided(page: Page, what: str) -> None:
    """It is asked once more, for it cannot be undone."""
    page.locator("#decide").get_by_role("button", name=what).click()
    page.locator("dialog[open]").get_by_role("button", name=what).click()


def printed(page: Page, case: Case) -> None:
    """Its paper is listed once the worker has made it, and opens."""
    paper = Document.objects.get(dossier=case.pk, form="C04")
    page.goto(f"/dossiers/{case.pk}/")
    listed = page.locator(".docs li").filter(has_text=paper.number)
    expect(listed).to_contain_text("正在生成文书…")
    assert services.make(paper.pk)
    page.reload()
    expect(listed).to_contain_text("有效")
    opened = page.request.get(listed.get_by_role("link").get_attribute("href") or "")
    assert opened.body().startswith(b"%PDF")
