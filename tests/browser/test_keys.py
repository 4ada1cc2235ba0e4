"""快捷键, and numbers that are hidden again."""

from datetime import timedelta

import time_machine
from playwright.sync_api import Page, expect

from accounts.models import User
from casework.models import Case
from casework.services import act
from tests.actors import fill
from tests.browser.conftest import HOUR, Sit
from tests.browser.pages import FORM, kinds_of, told


def test_a_plan_is_read_and_remarked_on_by_keys_alone(
    planning: Case, sit: Sit, lin_yue: User, zheng_min: User
) -> None:
    fill(planning, "C04", by=lin_yue)
    act("submit_plan", planning, by=lin_yue)
    page = sit(zheng_min)
    page.goto("/approvals/")
    for key, row in [("j", "period"), ("j", "overall_goal"), ("j", "goals"), ("k", "overall_goal")]:
        page.keyboard.press(key)
        expect(page.locator(f"#row-C04-{row}")).to_be_focused()
    page.keyboard.press("c")
    remark = page.locator("#row-C04-overall_goal textarea")
    expect(remark).to_be_focused()
    page.keyboard.type("jk/ 写具体些。")
    expect(remark).to_have_value("jk/ 写具体些。")

    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_placeholder("搜姓名、拼音、号码")).to_be_focused()


def test_ctrl_and_enter_submit_what_is_being_written(
    planning: Case, sit: Sit, lin_yue: User
) -> None:
    fill(planning, "C04", by=lin_yue)
    page = sit(lin_yue)
    page.goto(f"/dossiers/{planning.pk}/")
    page.locator('[name="overall_goal"]').press("Control+Enter")
    told(page, "提交计划：已办好。")


def test_single_keys_can_be_turned_off(planning: Case, sit: Sit, lin_yue: User) -> None:
    page = sit(lin_yue)
    page.goto("/")
    page.keyboard.press("?")
    page.locator("#keys").get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_placeholder("搜姓名、拼音、号码")).not_to_be_focused()


def test_a_second_thought_decides_nothing(
    planning: Case, sit: Sit, lin_yue: User, zheng_min: User
) -> None:
    fill(planning, "C04", by=lin_yue)
    act("submit_plan", planning, by=lin_yue)
    page = sit(zheng_min)
    page.goto("/approvals/")
    page.locator("#decide").get_by_role("button", name="批准计划").click()
    page.get_by_role("dialog", name="批准计划").get_by_role("button", name="再看看").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert planning.submissions.get(form="C04").outcome == "pending"


def test_no_bar_covers_the_field_one_writes_in(planning: Case, sit: Sit, lin_yue: User) -> None:
    page = sit(lin_yue, 390)
    page.goto(f"/dossiers/{planning.pk}/")
    kinds_of(page)
    covered = page.locator(f"{FORM} :is(input:not([type=hidden]), select, textarea)").evaluate_all(
        """fields => fields.filter(each => {
            each.focus();
            const { x, y, width, height } = each.getBoundingClientRect();
            return document.elementFromPoint(x + width / 2, y + height / 2) !== each;
        }).map(each => each.name)"""
    )
    assert covered == []


def test_revealed_numbers_are_hidden_when_their_time_is_up(
    planning: Case, sit: Sit, lin_yue: User, clock: time_machine.Traveller
) -> None:
    page = sit(lin_yue)
    page.clock.install(time=HOUR)
    page.goto(f"/dossiers/{planning.pk}/")
    expect(page.locator(".who")).not_to_contain_text("10000000001")
    revealed(page)
    expect(page.locator(".who")).to_contain_text("10000000001")

    clock.shift(timedelta(minutes=6))
    page.clock.fast_forward("06:00")
    expect(page.locator(".who")).not_to_contain_text("10000000001")
    expect(page.locator("h1")).to_have_text("秦**")


def revealed(page: Page) -> None:
    page.get_by_role("link", name="查看完整信息").click()
    page.get_by_label("查看理由").select_option("contact")
    page.get_by_role("button", name="查看并留痕").click()
    expect(page.locator("h1")).to_have_text("秦玉兰")
