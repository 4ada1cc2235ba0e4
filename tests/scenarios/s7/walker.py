"""What each chapter of S7 does on the project's pages: write, hand in, answer, decide."""

from typing import Any
from urllib.parse import urljoin

from accounts.models import User
from casework.approvals import open_remarks
from casework.models import Project
from tests.driver import Browser, typing
from tests.filled_projects import PROJECTS
from tests.pages import Page
from tests.scenarios.walk import done, now


def seen_by(user: User, project: Project) -> tuple[Browser, Page]:
    """The project's page, before somebody."""
    browser = Browser(user)
    return browser, browser.open(f"/dossiers/{project.pk}/")


def began(project: Project, what: str, *, by: User) -> tuple[Browser, Page]:
    """Take something up from the list of what can be done, by what it is called there."""
    browser, page = seen_by(by, project)
    links = [link["href"] for link in page.find("a") if link.words.split()[-1:] == [what]]
    assert links, f"no {what} on {page.url}: {[link.words for link in page.find('a')]}"
    return browser, browser.open(urljoin(page.url, links[0]))


def told(project: Project, what: str, /, *, by: User, **typed: Any) -> None:
    """Do what asks for a few words on a page of its own."""
    browser, page = began(project, what, by=by)
    done(browser.press(page, what, typed), what)


def form_of(browser: Browser, project: Project, code: str) -> Page:
    return browser.open(f"/dossiers/{project.pk}/?form={code}")


def written(project: Project, code: str, *, by: User, **changes: Any) -> Page:
    """Write a form and put it by."""
    browser = Browser(by)
    page = form_of(browser, project, code)
    return browser.press(page, "存着", typing(PROJECTS[code] | changes))


def tried(project: Project, code: str, button: str, *, by: User, **changes: Any) -> Page:
    browser = Browser(by)
    return _sent(browser, form_of(browser, project, code), code, button, changes)


def _sent(browser: Browser, page: Page, code: str, button: str, changes: Any) -> Page:
    """Type all that there is to be typed; no row of what is an empty list."""
    raw = {key: said for key, said in (PROJECTS[code] | changes).items() if said != []}
    return browser.press(page, button, typing(raw))


def handed_in(
    project: Project, code: str, button: str, *, by: User, begun: str = "", **changes: Any
) -> None:
    """Write a form and hand it in; ``begun`` is what it is listed as, where it is no step's."""
    if not begun:
        done(tried(project, code, button, by=by, **changes), button)
        return
    browser, page = began(project, begun, by=by)
    done(_sent(browser, page, code, button, changes), button)


def answered(project: Project, code: str, *, by: User, said: str = "") -> None:
    """Answer each remark at its field."""
    browser = Browser(by)
    for remark in open_remarks(project, code):
        page, place = form_of(browser, project, code), f"remark-{remark.pk}"
        if said:
            browser.press(page, "送出回复", {f"answer-{remark.pk}": said}, within=place)
        else:
            browser.press(page, "已按此修改", within=place)
    assert not open_remarks(now(project), code)
