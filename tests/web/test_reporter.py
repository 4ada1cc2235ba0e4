"""报案人保密 (handbook 2.3, 反家庭暴力法 §14): who reported is told to three, and on no page else.

The reporter of these tests is a second head who has done nothing else, so that the name can stand
on a page for no other reason.
"""

import re
from collections import deque
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from accounts.models import Role, Station, User
from casework.models import Case
from casework.services import act
from documents.models import Document
from documents.services import make
from notifications.models import Message
from tests import actors
from tests.conftest import person
from tests.driver import Browser
from tests.pages import Page
from tests.scenarios.walk import pages_of

NAME = "魏清"
SAID: dict[str, dict[str, Any]] = {
    "identify": {"grounds": ["violence"], "told": "身上有新伤。"},
    "report": {"grounds": ["violence"], "to": ["police"], "words": "电话 110。"},
    "ack": {"receipt": "已受理，编号待告。"},
}
KNOWN = "报告人（保密）"
HIDDEN = "（保密）"
MOST = 90  # pages that one person is led to; more would be a trap
CHOICE = re.compile(r"<option.*?</option>", re.DOTALL)  # whom one may choose has done nothing yet
TAB = re.compile(r"&for=\w+")  # the same page once more, for another button
OWN = ["", "trace/", "summary/", "record/", "box/", "closing/", "do/report/", "do/raise_crisis/"]
ROUND = ["/", "/messages/", "/deadlines/", "/drafts/", "/crisis/", "/dossiers/", "/records/"]


@pytest.fixture
def wei_qing(station: Station) -> User:
    return person("wei.qing", NAME, station, Role.HEAD)


@pytest.fixture
def ma_li(station: Station) -> User:
    """Supervises too, but not this case."""
    return person("ma.li", "马莉", station, Role.SUPERVISOR)


def said(case: Case, *verbs: str, by: User) -> None:
    """Say it, and read nothing: who reads a dossier is named where that is shown."""
    browser = Browser(by)
    for verb in verbs:
        page = browser.open(f"/dossiers/{case.pk}/do/{verb}/")
        response, _url = browser.send(page, verb, SAID[verb])
        assert response.status_code == 302


@pytest.fixture
def reported(intervening: Case, wei_qing: User, lin_yue: User, zheng_min: User) -> Case:
    """All but finished: the police know, the owner protects, the supervisor asks for the end."""
    said(intervening, "identify", "report", "ack", by=wei_qing)
    today = {"date": "2026-03-25", "start": "08:00", "end": "09:00"}
    actors.fill(intervening, "C05", by=lin_yue, time=today)
    act("protect", intervening, by=lin_yue)
    act("ask_finish", intervening, by=zheng_min, result="已告诫，孩子在姑姑家。")
    return intervening


# ── what somebody is shown ────────────────────────────────────────────────────────────────


def text_of(response: Any) -> str:
    """Return all that an answer says, a PDF's text included."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    pdf = response.headers.get("Content-Type", "").startswith("application/pdf")
    return "".join(pages_of(body)) if pdf else CHOICE.sub("", body.decode())


def links_of(response: Any, text: str, url: str) -> list[str]:
    """Return where an answer leads within the house."""
    if response.status_code in {301, 302}:
        return [urljoin(url, response.headers["Location"])]
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    hrefs = [urljoin(url, each["href"]) for each in Page(text, url).find("a")]
    return [each for each in hrefs if not urlsplit(each).netloc and each.startswith("/")]


def led_to(user: User | None, case: Case) -> dict[str, str]:
    """Return what stands on every page that somebody finds by its links, or would think of."""
    client = Client()
    if user:
        client.force_login(user)
    near = [f"/dossiers/{case.pk}/{each}" for each in OWN]
    filed = [f"/dossiers/{case.pk}/filed/{each.pk}/" for each in case.submissions.all()]
    papers = [f"/documents/{each.pk}/" for each in Document.objects.all()]
    waiting = deque([*near, *filed, *papers, f"/people/{case.person_id}/", *ROUND])
    found: dict[str, str] = {}
    while waiting:
        if (url := TAB.sub("", waiting.popleft().partition("#")[0])) in found:
            continue
        response = client.get(url)
        found[url] = text_of(response)
        waiting.extend(links_of(response, found[url], url))
        assert len(found) < MOST, list(found)
    return found


def naming(pages: dict[str, str]) -> list[str]:
    return [url for url, text in pages.items() if NAME in text]


def test_the_owner_who_did_not_report_is_told_on_no_page_who_did(
    reported: Case, lin_yue: User
) -> None:
    pages = led_to(lin_yue, reported)

    assert naming(pages) == []
    assert KNOWN not in "".join(pages.values())
    here = f"/dossiers/{reported.pk}/"
    assert "报告公安/民政等" in pages[here]
    assert {here, f"{here}trace/", f"{here}summary/", f"{here}record/", "/messages/"} <= set(pages)


OTHERS = ["chen_siyuan", "xu_qin", "gao_yuan", "liu_chang", "zhang_qian", "ma_li"]


def test_nobody_else_is_either(reported: Case, request: pytest.FixtureRequest) -> None:
    """Colleague, community, auditor, 总站, another station, another supervisor, and nobody."""
    users = [None, *(request.getfixturevalue(each) for each in OTHERS)]
    pages = {str(user): led_to(user, reported) for user in users}

    assert {who: naming(found) for who, found in pages.items()} == {who: [] for who in pages}
    assert KNOWN not in "".join(text for found in pages.values() for text in found.values())
    here = f"/dossiers/{reported.pk}/"
    assert [who for who, found in pages.items() if HIDDEN in found[here]] == ["高远", "刘畅"]


def test_reporter_supervisor_and_head_are_told(
    reported: Case, wei_qing: User, zheng_min: User, zhou_lan: User
) -> None:
    for user in (wei_qing, zheng_min, zhou_lan):
        browser = Browser(user)
        page = browser.open(f"/dossiers/{reported.pk}/")
        assert f"{KNOWN} {NAME}" in page.main
        assert f"{NAME} 报告公安/民政等" in page.main
        assert f"报告公安/民政等 {NAME}" in browser.open(f"/dossiers/{reported.pk}/trace/").main


DONE = ["启动强制报告", "报告公安/民政等", "登记受理回执/报案编号"]


def test_the_trail_says_what_was_done_and_keeps_by_whom(
    intervening: Case, lin_yue: User, gao_yuan: User, liu_chang: User
) -> None:
    """Here it was the owner, whose name stands everywhere else: not beside these lines."""
    said(intervening, "identify", "report", "ack", by=lin_yue)
    for user in (gao_yuan, liu_chang):
        browser = Browser(user)
        here = browser.open(f"/dossiers/{intervening.pk}/").main
        chain = browser.open(f"/dossiers/{intervening.pk}/trace/").main
        assert [what for what in DONE if f"{HIDDEN} {what}" not in here] == []
        assert [what for what in DONE if f"{what} {HIDDEN}" not in chain] == []
        assert KNOWN not in here + chain


def test_a_reporter_who_is_neither_sees_themselves(intervening: Case, lin_yue: User) -> None:
    said(intervening, "identify", "report", by=lin_yue)
    here = Browser(lin_yue).open(f"/dossiers/{intervening.pk}/").main

    assert f"{KNOWN} 林悦" in here
    assert "林悦 报告公安/民政等" in here


def test_a_report_that_a_crisis_makes_is_kept_in_the_same_way(
    intervening: Case, lin_yue: User, zhou_lan: User, wei_qing: User, gao_yuan: User
) -> None:
    act("raise_crisis", intervening, by=lin_yue)
    act("take_charge", intervening, by=zhou_lan, lead=lin_yue)
    act("mandatory_report", intervening, by=wei_qing, grounds=["violence"])

    for user in (lin_yue, gao_yuan):
        here = Browser(user).open(f"/dossiers/{intervening.pk}/").main
        assert f"{HIDDEN} 强制报告/报警" in here
        assert f"{HIDDEN} 启动强制报告" in here
    assert f"{NAME} 强制报告/报警" in Browser(zhou_lan).open(f"/dossiers/{intervening.pk}/").main


def test_no_paper_and_no_message_names_the_reporter(reported: Case, zhou_lan: User) -> None:
    act("finish", reported, by=zhou_lan, judgement=actors.seen(reported, "ask_finish"))
    texts = {paper.form: printed(paper) for paper in papers(reported)}

    assert set(texts) == {"C05", "C12"}
    assert [form for form, text in texts.items() if NAME in text] == []
    assert "郑敏" in texts["C12"]  # who signs it is named
    said_to_all = [
        each.says for each in Message.objects.filter(kind__startswith="mandatory_report.")
    ]
    assert said_to_all
    assert [each for each in said_to_all if NAME in each] == []


def papers(case: Case) -> list[Document]:
    return list(Document.objects.filter(dossier=case.pk, form__in=["C05", "C12"]).order_by("pk"))


def printed(paper: Document) -> str:
    assert make(paper.pk)
    paper.refresh_from_db()
    return "".join(pages_of(paper.read()))


def test_nor_does_it_come_out_when_all_is_over(
    reported: Case, lin_yue: User, zhou_lan: User, gao_yuan: User
) -> None:
    act("finish", reported, by=zhou_lan, judgement=actors.seen(reported, "ask_finish"))
    for user in (lin_yue, gao_yuan):
        browser = Browser(user)
        here = browser.open(f"/dossiers/{reported.pk}/")
        chain = browser.open(f"/dossiers/{reported.pk}/trace/")
        assert f"{HIDDEN} 报告公安/民政等" in here.main
        assert f"报告公安/民政等 {HIDDEN}" in chain.main
        assert NAME not in here.html + chain.html
