"""On a phone: a service record between two stairwells, and the page that a client answers."""

from playwright.sync_api import Page, expect

from accounts.models import User
from casework.models import Case, SessionRecord
from casework.satisfaction import answered, invite
from tests.actors import closing
from tests.browser.conftest import Sit
from tests.browser.pages import Thumb, faults, overflow, saved, told, written
from tests.driver import typing
from tests.filled import C05

PHONE = {"has_touch": True, "is_mobile": True}
FIRST = {
    "time": C05["time"],
    "place_mode": {"mode": "入户"},
    "objectives": "1",
    "process": C05["process"],
}


def test_a_record_is_written_in_fewer_than_twenty_touches(
    serving: Case, sit: Sit, lin_yue: User
) -> None:
    """From the desk to filed; the page is left in the middle, and nothing typed is lost."""
    page = sit(lin_yue, 390, **PHONE)
    page.goto("/")
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("navigation", name="底部导航").get_by_role("link", name="写记录"))
    expect(page.locator("h1")).to_have_text("第 1 次服务记录")
    said_what_was_done(thumb)
    saved(page)
    thumb.reload()
    assert written(page, FIRST) == typing(FIRST)
    said_what_comes_next(thumb)
    thumb.tap(page.get_by_role("button", name="提交"))
    told(page, "记录服务：已办好。")

    assert thumb.counted < 20
    record = SessionRecord.objects.get(dossier=serving.pk)
    assert (record.minutes, record.mode) == (60, "入户")


def said_what_was_done(thumb: Thumb) -> None:
    """The day is there already, and so are the minutes once both hours are."""
    thumb.fill("time-start", "14:00")
    thumb.fill("time-end", "15:00")
    expect(thumb.page.locator("[data-total]")).to_have_text("60")
    thumb.choose("place_mode-mode", "入户")
    thumb.choose("objectives", "1")
    thumb.fill("process", C05["process"])


def said_what_comes_next(thumb: Thumb) -> None:
    thumb.fill("response", C05["response"])
    thumb.choose("risk_change-level", "same")
    thumb.fill("reflection", C05["reflection"])
    thumb.fill("next_plan-content", C05["next_plan"]["content"])
    thumb.fill("next_plan-date", C05["next_plan"]["date"])


def test_no_bar_covers_what_one_writes_in(serving: Case, sit: Sit, lin_yue: User) -> None:
    page = sit(lin_yue, 390)
    page.goto(f"/dossiers/{serving.pk}/record/")
    assert covered(page) == []
    closing(serving, worker=lin_yue)
    page.goto(f"/dossiers/{serving.pk}/closing/")
    assert covered(page) == []


def covered(page: Page) -> list[str]:
    """Return the fields that lie under something else when they have the focus."""
    found: list[str] = page.locator("form[data-draft]").evaluate(
        """form => {
            form.querySelectorAll("details").forEach(each => each.open = true);
            const kinds = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea";
            return [...form.querySelectorAll(kinds)].filter(each => {
                each.focus();
                const { x, y, width, height } = each.getBoundingClientRect();
                return document.elementFromPoint(x + width / 2, y + height / 2) !== each;
            }).map(each => each.name);
        }"""
    )
    return found


def test_a_client_answers_eight_questions_with_a_thumb(
    serving: Case, sit: Sit, lin_yue: User
) -> None:
    """No name stands on the page, what is chosen stays chosen, and it serves once."""
    closing(serving, worker=lin_yue)
    page = sit(None, 390, **PHONE)
    page.goto(f"/s/{invite(serving, by=lin_yue)}/")
    assert "秦" not in page.content()
    assert (faults(page), max(overflow(page), 0)) == ([], 0)
    thumb = Thumb(page)
    for number in range(1, 8):
        thumb.choose(f"q{number}", "5")
    thumb.tap(page.get_by_role("button", name="提交"))
    expect(page.get_by_role("alert")).to_contain_text("还有题没选")
    assert faults(page) == []
    expect(page.locator('[name="q7"][value="5"]')).to_be_checked()

    thumb.choose("q8", "4")
    thumb.tap(page.get_by_role("button", name="提交"))
    expect(page.locator("h1")).to_have_text("收到了，谢谢")
    page.reload()
    expect(page.locator("h1")).to_have_text("这个页面打不开了")
    said = answered(Case.objects.get(pk=serving.pk))
    assert said
    assert said["mean"] == "4.9"
