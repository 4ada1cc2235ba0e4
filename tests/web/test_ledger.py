"""闭环核查 and 服务历程, as they are read and printed."""

import re

import pytest

from accounts.models import User
from casework.models import Case
from documents.models import Document
from documents.services import make
from tests.actors import served
from tests.driver import Browser, at
from tests.pages import Page


@pytest.fixture
def seen(intervening: Case, lin_yue: User, gao_yuan: User) -> Page:
    """The ledger of a case in service, one paper of which is made."""
    with at("2026-03-27 17:00"):
        served(intervening, worker=lin_yue)
        assert make(Document.objects.get(dossier=intervening.pk, form="C04").pk)
        return Browser(gao_yuan).open(f"/dossiers/{intervening.pk}/trace/")


def test_the_verdict_counts_what_there_is_and_no_noughts(seen: Page) -> None:
    assert re.search(r"七步里 \d 步", seen.main)
    assert " 0 步" not in seen.main


def test_the_chain_says_when_and_what_in_words(seen: Page) -> None:
    (chain,) = [each for each in seen.find("ol") if "chain" in each["class"]]
    assert "封存了一份文书" in chain.words
    assert all(re.search(r"03-2\d \d\d:\d\d:\d\d", each.words) for each in chain.find("li"))
    assert not re.search(r"[a-z]+\.[a-z]+", chain.words)


def test_a_made_paper_leads_to_where_it_is_checked(seen: Page, intervening: Case) -> None:
    paper = Document.objects.get(dossier=intervening.pk, form="C04")
    assert seen.link("个案服务计划书") == f"/v/{paper.check_code}/"
    assert "还没印成" in seen.main


def test_a_chronology_is_in_order_and_says_who_prints_it(intervening: Case, lin_yue: User) -> None:
    """On one day the decision comes before what it decides; the community called, not the owner."""
    with at("2026-03-27 17:00"):
        served(intervening, worker=lin_yue)
        page = Browser(lin_yue).open(f"/people/{intervening.person_id}/")
    rows = [row.words for row in page.find("tr") if row.find("th") and row.find("td")]
    told = [each for each in rows if each[0].isdigit()]

    assert "登记求助 许琴" in told[0]
    assert [n for n, each in enumerate(told) if "批准接案" in each or "立案" in each] == [1, 4]
    assert "服务 1：入户 60 分钟 林悦" in told[-1]
    assert "打印人 林悦 · 2026-03-27 17:00" in page.main
    assert "按 Ctrl+P" in page.main
