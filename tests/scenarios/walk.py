"""One step of a case each, as somebody takes it in their browser."""

import io
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model
from pypdf import PdfReader

from accounts.models import User
from casework.models import Case, Dossier
from documents.models import Document
from tests.driver import Browser, typing
from tests.filled import FILLED
from tests.filled_groups import FILLED_GROUPS
from tests.pages import Page

FORMS = FILLED | FILLED_GROUPS
Work = TypeVar("Work", bound=Model)


def called(by: User, raw: dict[str, dict[str, Any]]) -> Case:
    """Somebody calls for help, and ``by`` writes it down."""
    browser = Browser(by)
    page = browser.open("/leads/new/")
    page = browser.press(page, "登记", typing(raw["D01"]) | typing(raw["C01"]))
    assert "已登记" in page.main
    return Case.objects.latest("pk")


def assigned(case: Case, *, by: User, to: User) -> None:
    browser = Browser(by)
    page = browser.follow(browser.open(f"/dossiers/{case.pk}/"), "派单")
    done(browser.press(page, "派单", {"worker": str(to.pk)}), "派单")


def written(case: Dossier, code: str, *, by: User, **changes: Any) -> None:
    """Write a form and put it by."""
    browser = Browser(by)
    page = browser.open(f"/dossiers/{case.pk}/?form={code}")
    browser.press(page, "存着", typing(FORMS[code] | changes))


def handed_in(case: Dossier, code: str, button: str, *, by: User, **changes: Any) -> None:
    """Write a form and hand it in."""
    done(tried(case, code, button, by=by, **changes), button)


def tried(case: Dossier, code: str, button: str, *, by: User, **changes: Any) -> Page:
    browser = Browser(by)
    page = browser.open(f"/dossiers/{case.pk}/?form={code}")
    return browser.press(page, button, typing(FORMS[code] | changes))


def accepted(case: Case, *, by: User, owner: User, supervisor: User, level: str) -> None:
    people = {"owner": str(owner.pk), "supervisor": str(supervisor.pk)}
    decided(case, "批准接案并派主责", by=by, level=level, opinion="同意接案。", **people)


def decided(case: Any, button: str, *, by: User, **said: str) -> None:
    browser = Browser(by)
    page = browser.press(on_desk(browser, case, button), button, said)
    assert "已办好。" in page.main, (page.status, page.part("errors").words)


def on_desk(browser: Browser, case: Any, button: str = "") -> Page:
    """Open the case from where it stands on one's desk; where a button is sought, at its page."""
    desk = browser.open("/")
    number = now(case).number
    lines = [each for each in desk.find("li") if number in each.words]
    links = {link["href"]: None for line in lines for link in line.find("a")}
    pages = [browser.open(link) for link in (links if button else [*links][:1])]
    found = [page for page in pages if not button or page.offers(button)]
    assert found, f"no {button} of {number} on this desk: {[page.url for page in pages]}"
    return found[0]


def pressed(case: Any, button: str, *, by: User, **typed: str) -> Page:
    """Press a button of the dossier's page."""
    browser = Browser(by)
    return browser.press(browser.open(f"/dossiers/{case.pk}/"), button, typed)


def said(case: Any, link: str, *, by: User, **typed: str) -> Page:
    """Do what asks for a few words on a page of its own."""
    browser = Browser(by)
    page = browser.follow(browser.open(f"/dossiers/{case.pk}/"), link)
    return browser.press(page, link, typed)


def done(page: Page, what: str) -> None:
    """The page says that it is done."""
    wrong = [each.words for each in page.find(id="errors")]
    assert f"{what}：已办好。" in page.main, (page.status, page.url, wrong)


def now(work: Work) -> Work:
    """Return a case, group or project as it is now."""
    return type(work)._default_manager.get(pk=work.pk)


# ── papers ────────────────────────────────────────────────────────────────────────────────


def pages_of(content: bytes) -> list[str]:
    """Return the text of each page of a PDF, blanks and line ends left out."""
    return [bare(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def bare(text: str) -> str:
    return "".join(text.split())


def assert_printed(paper: Document, words: Iterable[str]) -> None:
    """A paper holds what it must: number and page on every page, round, names, check code."""
    pages = pages_of(paper.read())
    text = "".join(pages)
    assert [each for each in words if bare(each) not in text] == []
    assert f"第{paper.round}稿" in pages[0]
    assert paper.check_code in text.replace("-", "")
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page
        assert paper.number in page
