"""The pages of service, closing and after: nothing that axe finds, in the light or in the dark."""

import pytest
import time_machine
from playwright.sync_api import Page

from accounts.models import User
from casework import archive
from casework.models import Case
from casework.satisfaction import invite
from tests.actors import accepted, archived, closed, closing, served, visited
from tests.browser.conftest import Sit, day
from tests.browser.pages import look


def test_the_pages_of_a_case_in_service(
    serving: Case, sit: Sit, lin_yue: User, zheng_min: User
) -> None:
    served(serving, worker=lin_yue)
    here, page = f"/dossiers/{serving.pk}/", sit(lin_yue)
    look(page, f"{here}record/")
    tried_in_vain(page)
    look(page, here, dark=True)
    for form in ("C07&for=submit_midterm", "C04&for=revise_plan", "C14&for=ask_extend"):
        look(page, f"{here}?form={form}")
    filed = serving.submissions.get(form="C05")
    look(page, f"{here}filed/{filed.pk}/")
    look(sit(zheng_min), f"{here}filed/{filed.pk}/", dark=True)


def tried_in_vain(page: Page) -> None:
    """The same page with everything that is wrong said at its field."""
    page.get_by_role("button", name="提交").click()
    page.locator("#errors").wait_for()
    look(page, dark=True)


def test_the_page_of_a_scale(
    sit: Sit, lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    """Asked, and pressed before anything is answered."""
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    page = sit(lin_yue)
    page.goto(f"/dossiers/{lead.pk}/forms/C03/scales/phq-9/")
    page.get_by_role("button", name="算分并写进表里").click()
    page.locator("#errors").wait_for()
    look(page, dark=True)


def test_the_pages_of_a_case_that_closes(serving: Case, sit: Sit, lin_yue: User) -> None:
    served(serving, worker=lin_yue)
    page = sit(lin_yue)
    look(page, f"/dossiers/{serving.pk}/do/start_close/")
    closing(serving, worker=lin_yue)
    look(page, f"/dossiers/{serving.pk}/")
    for place in ("closing/", "satisfaction/"):
        look(page, f"/dossiers/{serving.pk}/{place}", dark=True)
    page.goto(f"/dossiers/{serving.pk}/closing/")
    page.get_by_role("button", name="请服务对象自己填").click()
    look(page, dark=True)
    look(sit(), f"/s/{invite(serving, by=lin_yue)}/", dark=True)
    look(sit(), "/s/over/", dark=True)


def test_the_pages_after_the_closing(  # noqa: PLR0917
    serving: Case,
    sit: Sit,
    lin_yue: User,
    zheng_min: User,
    zhou_lan: User,
    gao_yuan: User,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The auditor's among them: with gaps, for nobody has read the record."""
    monkeypatch.setattr(archive, "shelves", [])
    served(serving, worker=lin_yue)
    clock.move_to(day("2026-06-15"))
    closed(serving, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    here, page = f"/dossiers/{serving.pk}/", sit(lin_yue)
    look(page, f"{here}?form=C11")
    look(page, f"{here}box/", dark=True)
    visited(serving, worker=lin_yue, visit={"actual": "2026-06-15"}, conclusion="结束跟进")
    look(page, f"{here}?form=C16")
    archived(serving, worker=lin_yue, head=zhou_lan)
    look(page, here, dark=True)
    for place in (f"{here}box/", f"/people/{serving.person_id}/", "/search/", "/records/"):
        look(page, place, dark=True)
    auditor = sit(gao_yuan)
    for place in ("/audits/", "/audits/?only=late", f"{here}trace/", here):
        look(auditor, place, dark=True)
