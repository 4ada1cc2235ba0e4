"""项目: applied for and judged, then evaluated at half time, on the pages of those who do it."""

from datetime import date
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from accounts.models import User
from casework import panels
from casework.attributions import attribute
from casework.demo.serving import PAGE
from casework.expenses import spend
from casework.models import Case, Project
from casework.services import act
from tests.actors import accepted
from tests.browser.conftest import Sit, day
from tests.browser.pages import look, saved, told, write
from tests.filled_projects import P01, P06, TITLE
from tests.projects import Cast, begun, contracted, granted, publicised, reviewed_by, seen

Clock = time_machine.Traveller


def test_an_application_is_handed_in_and_judged_by_those_without_an_interest(
    sit: Sit, clock: Clock, cast: Cast
) -> None:
    clock.move_to(day("2025-09-15"))
    project = applied(sit(cast.leader))
    clock.move_to(day("2025-10-13"))
    act("apply", project, by=cast.agency, judgement=seen(project, "submit_internal"))
    act("accept", project, by=cast.district, judgement=seen(project, "submit_internal"))
    invited(sit(cast.civil), project)
    stranger, expert = reviewed_by(project, cast, 2)
    stands_back(sit(stranger), project)
    scores(sit(expert), project)
    summed_up(sit(cast.civil), project)


def applied(page: Page) -> Project:
    """Begun with the wrong sum, which is put right before it is handed in."""
    page.goto("/projects/new/")
    look(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_label("项目名称").fill(TITLE)
    page.get_by_label("申报经费（元）").fill("160000")
    page.get_by_role("button", name="起草").click()
    write(page, P01)
    saved(page)
    page.get_by_role("button", name="提交内审").click()
    expect(page.locator("#errors")).to_contain_text("相差 10,000.00 元")
    look(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="改申报经费").click()
    look(page)
    page.get_by_label("申报经费（元）").fill("150000")
    page.get_by_role("button", name="改申报经费").click()
    expect(page.locator("#asked")).to_contain_text("预算平衡")
    page.get_by_role("button", name="提交内审").click()
    told(page, "提交内审：已办好。")
    look(page)
    return Project.objects.get(title=TITLE)


def invited(page: Page, project: Project) -> None:
    """A new account: its password is shown once."""
    page.goto(f"/dossiers/{project.pk}/")
    page.get_by_role("link", name="评审与评估人员").click()
    page.get_by_label("账号名").fill("sun.li")
    page.get_by_label("姓名").fill("孙立")
    page.locator("#id_since").fill("2025-10-13")
    page.locator("#id_until").fill("2025-10-20")
    page.get_by_role("button", name="邀请").click()
    expect(page.locator(".note.bamboo")).to_contain_text("密码")
    look(page, dark=True)


def stands_back(page: Page, project: Project) -> None:
    declared(page, project, "有，我回避")
    page.goto(f"/dossiers/{project.pk}/do/score/")
    expect(page.get_by_role("main")).to_contain_text("申报了利益冲突的须回避，不能打分。")


def declared(page: Page, project: Project, said: str) -> None:
    look(page, f"/dossiers/{project.pk}/", dark=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="申报利益冲突").first.click()
    page.get_by_label(said).check()
    if said.startswith("有"):
        page.get_by_label("是什么冲突").fill("曾任申报单位理事。")
    look(page)
    page.get_by_role("button", name="申报利益冲突").click()
    told(page, "申报利益冲突：已办好。")


def scores(page: Page, project: Project) -> None:
    declared(page, project, "没有")
    page.get_by_role("link", name="打分").first.click()
    for item in panels.WEIGHTS:
        page.get_by_label(f"{item}（权重").fill("85")
    page.get_by_label("意见").fill("预算依据充分。")
    look(page)
    page.get_by_role("button", name="打分").click()
    told(page, "打分：已办好。")


def summed_up(page: Page, project: Project) -> None:
    page.goto(f"/dossiers/{project.pk}/")
    expect(page.get_by_role("main")).to_contain_text("1 份有效，均分 85.0")
    look(page, f"/dossiers/{project.pk}/?form=P02", dark=True)
    look(page, f"/dossiers/{project.pk}/panel/")


@pytest.fixture
def running(sit: Sit, clock: Clock, cast: Cast) -> Project:
    """Begun on its first day."""
    clock.move_to(day("2025-10-15"))
    project = publicised(cast)
    clock.move_to(day("2025-10-23"))
    contracted(granted(project, cast), cast)
    clock.move_to(day("2025-11-01"))
    return begun(project, cast)


def test_it_is_evaluated_at_half_time_and_puts_right_what_was_asked_for(  # noqa: PLR0917
    running: Project,
    sit: Sit,
    clock: Clock,
    cast: Cast,
    lead: Case,
    zheng_min: User,
) -> None:
    clock.move_to(day("2026-04-10"))
    counted(running, cast, lead, zheng_min)
    clock.move_to(day("2026-05-11"))
    for place in (f"/dossiers/{lead.pk}/attribution/", "/ledger/", "/ledger/new/?kind=visit"):
        look(sit(cast.leader), place, dark=True)
    look(sit(cast.leader), f"/projects/{running.pk}/expenses/", dark=True)
    evaluator = sampled(sit(cast.civil), running, lead)
    act("start_midterm", running, by=cast.district)
    evaluated(sit(evaluator), running, lead)
    put_right(sit(cast.leader), running)


def counted(project: Project, cast: Cast, case: Case, supervisor: User) -> None:
    accepted(case, worker=cast.leader, supervisor=supervisor, head=cast.head)
    attribute(case, project, since=date(2026, 4, 10), by=cast.leader)
    raw = {"on": "2026-04-10", "category": "人员", "item": "工资", "voucher": "记-1"}
    spend(project, raw | {"amount": "45500"}, by=cast.leader)


def sampled(page: Page, project: Project, case: Case) -> User:
    """An evaluator is asked in, and a dossier drawn by its number."""
    page.goto(f"/dossiers/{project.pk}/panel/")
    page.get_by_label("账号名").fill("yu.ping")
    page.get_by_label("姓名").fill("俞平")
    page.locator("#id_since").fill("2026-05-11")
    page.locator("#id_until").fill("2026-05-15")
    page.get_by_role("button", name="邀请").click()
    page.get_by_role("link", name="抽查卷宗").click()
    page.get_by_label(str(case.number)).check()
    look(page, dark=True)
    page.get_by_role("button", name="抽勾选的").click()
    expect(page.locator("#drawn")).to_contain_text(str(case.number))
    return User.objects.get(username="yu.ping")


def evaluated(page: Page, project: Project, case: Case) -> None:
    """The evaluator reads what was drawn, and asks for two things."""
    page.goto(f"/dossiers/{project.pk}/")
    page.locator("#sample").get_by_role("link", name=str(case.number)).click()
    expect(page.get_by_role("main")).not_to_contain_text(case.person.name)
    page.goto(f"/dossiers/{project.pk}/?form=P06")
    write(page, {key: said for key, said in P06.items() if key != "rectification"})
    look(page, dark=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="限期整改").click()
    told(page, "限期整改：已办好。")
    expect(page.locator("#rectify")).to_contain_text("待整改")


def put_right(page: Page, project: Project) -> None:
    """One of the two is answered with its evidence."""
    look(page, f"/dossiers/{project.pk}/", dark=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="答复一项整改").click()
    page.get_by_label("怎么改的").fill("已补批。")
    page.get_by_label("证据是什么").fill("批阅记录 2 份。")
    file: Any = {"name": "evidence.png", "mimeType": "image/png", "buffer": PAGE}
    page.locator("[type=file]").set_input_files(file)
    look(page)
    page.get_by_role("button", name="答复整改项").click()
    told(page, "答复整改项：已办好。")
    expect(page.locator("#rectify")).to_contain_text("等复查")


def test_everything_that_goes_on_has_somewhere_to_go(  # noqa: PLR0917
    running: Project, sit: Sit, clock: Clock, cast: Cast, lead: Case, zheng_min: User
) -> None:
    clock.move_to(day("2026-04-10"))
    counted(running, cast, lead, zheng_min)
    clock.move_to(day("2026-09-01"))
    page = sit(cast.head)
    look(page, f"/dossiers/{running.pk}/")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="去向", exact=True).click()
    page.get_by_label("去向 必填").select_option("转总站")
    page.get_by_label("哪天告知的").fill("2026-08-28")
    page.get_by_role("button", name="保存去向").click()
    expect(page.locator("#errors")).to_contain_text("请写明谁保底跟进")
    look(page, dark=True)
    page.get_by_label("保底跟进人").select_option(label="周岚")
    page.get_by_role("button", name="保存去向").click()
    told(page, "定了 1 件的去向。")
    look(page)
    page.get_by_role("link", name="去写衔接单").click()
    expect(page.get_by_role("main")).to_contain_text(str(lead.number))
