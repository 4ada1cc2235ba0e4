"""草稿: a second tab, a session that ends while one types, impatience, and no script at all."""

from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from accounts.models import User
from casework.drafts import raw_of
from casework.models import Case
from tests.actors import fill
from tests.browser.conftest import IDLE, Sit
from tests.browser.pages import faults, saved, sign_in, told, write
from tests.filled import C04


@pytest.fixture
def writing(planning: Case, sit: Sit, lin_yue: User) -> Page:
    """Lin Yue before the plan, which she has written."""
    fill(planning, "C04", by=lin_yue)
    page = sit(lin_yue)
    page.goto(f"/dossiers/{planning.pk}/")
    return page


def goal_of(case: Case) -> Any:
    return raw_of(Case.objects.get(pk=case.pk), "C04")["overall_goal"]


def test_a_second_tab_asks_before_it_overwrites_anything(planning: Case, writing: Page) -> None:
    other = writing.context.new_page()
    other.goto(writing.url)
    write(writing, {"overall_goal": "这一页写的。"})
    saved(writing)
    write(other, {"overall_goal": "另一页写的。"})
    other.locator("h1").click()
    clash = other.locator("[data-draft-clash]")
    expect(clash).to_contain_text("林悦")
    expect(other.locator('[name="overall_goal"]')).to_have_value("另一页写的。")
    assert goal_of(planning) == "这一页写的。"

    clash.get_by_role("button", name="用我这份").click()
    expect(clash).to_be_hidden()
    saved(other)
    assert goal_of(planning) == "另一页写的。"


def test_the_other_version_can_be_looked_at_instead(planning: Case, writing: Page) -> None:
    other = writing.context.new_page()
    other.goto(writing.url)
    write(writing, {"overall_goal": "这一页写的。"})
    saved(writing)
    write(other, {"overall_goal": "另一页写的。"})
    other.locator("h1").click()
    other.get_by_role("button", name="看那一份").click()
    expect(other.locator('[name="overall_goal"]')).to_have_value("这一页写的。")
    assert goal_of(planning) == "这一页写的。"


def test_a_session_that_ends_while_one_types_takes_nothing_along(
    planning: Case, writing: Page, lin_yue: User, clock: time_machine.Traveller
) -> None:
    write(writing, {"overall_goal": "写到一半。"})
    saved(writing)
    clock.shift(IDLE)
    write(writing, {"overall_goal": "写到一半，登录过期了。"})
    writing.locator("h1").click()
    over = writing.locator("[data-draft-over]")
    expect(over).to_contain_text("登录已过期")
    assert goal_of(planning) == "写到一半。"

    with writing.expect_popup() as opened:
        over.get_by_role("link", name="去登录").click()
    sign_in(opened.value, lin_yue.username)
    expect(opened.value.locator("h1")).to_contain_text("林悦")
    over.get_by_role("button", name="登录好了，接着存").click()
    expect(over).to_be_hidden()
    expect(writing.locator('[name="overall_goal"]')).to_have_value("写到一半，登录过期了。")
    assert goal_of(planning) == "写到一半，登录过期了。"
    writing.get_by_role("button", name="提交计划").click()
    told(writing, "提交计划：已办好。")


def test_two_presses_submit_once(planning: Case, writing: Page) -> None:
    writing.get_by_role("button", name="提交计划").dblclick()
    told(writing, "提交计划：已办好。")
    assert planning.submissions.filter(form="C04").count() == 1


def test_without_a_script_the_plan_is_filled_in_and_submitted(
    planning: Case, sit: Sit, lin_yue: User
) -> None:
    """A row that is asked for comes with the next page, and nothing written is lost."""
    page = sit(lin_yue, java_script_enabled=False)
    page.goto(f"/dossiers/{planning.pk}/")
    write(page, C04)
    page.get_by_role("button", name="提交计划").click()
    told(page, "提交计划：已办好。")
    submitted = planning.submissions.get(form="C04").form_of("C04")
    goals = next(each for each in submitted["fields"] if each["key"] == "goals")
    assert [each["goal"] for each in goals["value"]] == [each["goal"] for each in C04["goals"]]


def test_where_nothing_saves_by_itself_a_second_page_shows_both_versions(
    planning: Case, sit: Sit, lin_yue: User
) -> None:
    page = sit(lin_yue)
    page.context.route("**/draft.js", lambda route: route.abort())
    page.goto(f"/dossiers/{planning.pk}/")
    other = page.context.new_page()
    other.goto(page.url)
    for each, words in [(page, "这一页写的。"), (other, "另一页写的。")]:
        each.locator('[name="overall_goal"]').fill(words)
        each.get_by_role("button", name="存着").click()
    expect(other.locator("h1")).to_have_text("别处存了更新的一份")
    assert faults(other) == []
    assert goal_of(planning) == "这一页写的。"

    other.get_by_role("button", name="用我这份").click()
    expect(other.locator('[name="overall_goal"]')).to_have_value("另一页写的。")
