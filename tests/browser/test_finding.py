"""Finding: an auditor and the papers of a whole loop, a worker and somebody's story by keys."""

import pytest
import time_machine
from playwright.sync_api import Page, expect

from accounts.models import User
from casework import archive
from casework.marks import mark_read
from casework.models import Case
from documents.models import Document
from documents.services import make
from tests.actors import archived, closed, served, visited
from tests.browser.conftest import Sit, day
from tests.browser.pages import faults


@pytest.fixture
def finished(  # noqa: PLR0917
    serving: Case,
    lin_yue: User,
    zheng_min: User,
    zhou_lan: User,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> Case:
    """秦玉兰, archived: every step whole, and one paper printed."""
    monkeypatch.setattr(archive, "shelves", [])
    served(serving, worker=lin_yue)
    mark_read(serving, serving.submissions.get(form="C05"), by=zheng_min)
    clock.move_to(day("2026-06-15"))
    closed(serving, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    for on, says in [("2026-07-15", "继续跟进"), ("2026-09-15", "结束跟进")]:
        clock.move_to(day(on))
        visited(serving, worker=lin_yue, visit={"actual": on}, conclusion=says)
    archived(serving, worker=lin_yue, head=zhou_lan)
    assert make(Document.objects.get(dossier=serving.pk, form="C04").pk)
    return serving


def test_an_auditor_follows_a_whole_loop_to_a_paper(
    finished: Case, sit: Sit, gao_yuan: User
) -> None:
    """From her list to where a paper is checked: nothing to be changed, and nobody's name."""
    page = sit(gao_yuan)
    page.goto("/")
    reads_alone(page)
    page.get_by_role("link", name=str(finished.number)).click()
    expect(page.locator(".verdict")).to_contain_text("已闭环")
    reads_alone(page)
    ledger = page.get_by_role("table").first
    expect(ledger.get_by_role("row", name="计划")).to_contain_text("郑敏")
    ledger.get_by_role("link", name="个案服务计划书").click()
    paper = Document.objects.get(dossier=finished.pk, form="C04")
    expect(page.get_by_role("main")).to_contain_text(paper.sha256)
    assert "秦" not in page.content()


def reads_alone(page: Page) -> None:
    """Nothing on the page can be sent, and no name stands on it."""
    assert page.get_by_role("main").locator("form").count() == 0
    assert "秦" not in page.content()


def test_somebodys_story_is_found_by_keys(serving: Case, sit: Sit, lin_yue: User) -> None:
    served(serving, worker=lin_yue)
    page = sit(lin_yue)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("qinyulan")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("查找")
    page.get_by_role("main").get_by_role("link", name="秦**").press("Enter")
    expect(page.locator("h1")).to_have_text("秦**")
    expect(page.get_by_role("row", name="服务 1：入户 60 分钟")).to_be_visible()
    assert faults(page) == []


def test_a_story_prints_as_one_document(serving: Case, sit: Sit, lin_yue: User) -> None:
    """Who printed it stands on paper alone; the chrome and the button do not."""
    page = sit(lin_yue)
    page.goto(f"/people/{serving.person_id}/")
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    expect(page.locator(".printed")).to_be_hidden()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})  # A4 between its margins
    for gone in (".rail", ".bar", ".tabbar", ".print-it"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".printed")).to_contain_text("打印人 林悦 · 2026-03-27")
    expect(page.get_by_role("columnheader", name="什么事")).to_be_visible()
