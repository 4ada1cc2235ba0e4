"""撤回同意 on pages: how it is recorded, what is no longer shown, who opens a sealed paper."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Entry
from casework import choices, consents
from casework.demo.serving import PAGE
from casework.models import Case
from casework.scans import keep
from casework.services import act
from documents.models import Document
from documents.services import make
from tests.actors import assessed, fill, planned, screened, seen
from tests.driver import Browser
from tests.scenarios.walk import done

ILL = "高血压，每天服药。"


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    screened(lead, worker=lin_yue, head=zhou_lan)
    media = {"photo": "yes", "audio": "no", "case_publication": "no", "anonymised_only": "yes"}
    fill(lead, "C02", by=lin_yue, media_consent=media)
    fill(lead, "C01", by=lin_yue)
    fill(lead, "D01", by=lin_yue, health=ILL)
    act("submit_intake", lead, by=lin_yue)
    given: dict[str, Any] = {"owner": lin_yue, "supervisor": zheng_min, "level": "一般个案"}
    act("approve_intake", lead, by=zhou_lan, judgement=seen(lead, "submit_intake"), **given)
    return lead


def withdrawn(case: Case, *items: str, by: User) -> None:
    words = {"items": list(items), "way": choices.WITHDRAWN_BY[0], "wish": "“不想留了。”"}
    browser = Browser(by)
    page = browser.follow(browser.open(f"/dossiers/{case.pk}/"), "去办 登记撤回同意")
    done(browser.press(page, "撤回同意", words), "撤回同意")


def settled(case: Case, measures: str, *, by: User) -> None:
    browser = Browser(by)
    page = browser.open(f"/dossiers/{case.pk}/do/settle_withdrawal/")
    done(browser.press(page, "撤回处理完毕", {"measures": measures}), "撤回处理完毕")


def test_the_owner_records_it_on_a_page_that_offers_what_is_in_force(
    case: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{case.pk}/do/withdraw_consent/")
    assert "健康、精神状况" in page.main
    assert "残疾情况" not in page.main

    wrong = browser.press(page, "撤回同意", {"wish": "“不想说了。”"})
    assert wrong.status == 422
    assert "“不想说了。”" in wrong.html

    withdrawn(case, "health", by=lin_yue)


def test_the_page_says_what_is_shut_by_when_and_what_can_still_be_done(
    case: Case, lin_yue: User
) -> None:
    withdrawn(case, "all", by=lin_yue)
    main = Browser(lin_yue).open(f"/dossiers/{case.pk}/").main

    assert "服务对象已撤回全部同意" in main
    assert "2026-04-16 前处理" in main
    assert "03-26 10:00 前撤下" in main
    assert "撤回不等于结案" in main
    assert "服务对象要求终止" in main
    settled(case, "停止收集，照片已撤。", by=lin_yue)
    assert "已处理 2026-03-25" in Browser(lin_yue).open(f"/dossiers/{case.pk}/").main


@pytest.mark.parametrize("reader", ["lin_yue", "zheng_min", "zhou_lan"])
def test_what_was_withdrawn_is_on_no_page_any_more(
    case: Case, lin_yue: User, reader: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(reader)
    pages = [f"/dossiers/{case.pk}/?form=D01", f"/dossiers/{case.pk}/forms/D01/compare/"]
    assert ILL in Browser(user).open(pages[0]).html
    withdrawn(case, "health", by=lin_yue)

    for url in pages:
        assert ILL not in Browser(user).open(url).html
    assert "已撤回同意，不再显示" in Browser(user).open(pages[0]).main


def test_words_said_beside_the_forms_are_shut_away_with_the_whole(
    case: Case, lin_yue: User
) -> None:
    withdrawn(case, "all", by=lin_yue)
    settled(case, "停了量表。", by=lin_yue)
    assert "停了量表。" not in Browser(lin_yue).open(f"/dossiers/{case.pk}/").main


def test_a_sealed_paper_is_opened_by_the_head_alone_and_each_time_is_on_record(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    paper = Document.objects.get(dossier=case.pk, form="D01", submission__verb="submit_intake")
    assert make(paper.pk)
    url = f"/documents/{paper.pk}/"
    before = Browser(lin_yue).client.get(url).content
    withdrawn(case, "health", by=lin_yue)

    for user in (lin_yue, zheng_min):
        answer = Browser(user).client.get(url)
        assert answer.status_code == 403
        assert "严格限制" in answer.content.decode()
    assert Browser(zhou_lan).client.get(url).content == before
    assert Entry.objects.filter(verb="read.restricted", actor=zhou_lan).count() == 1
    assert "严格限制" in Browser(lin_yue).open(f"/dossiers/{case.pk}/").main


def test_a_paper_without_any_of_it_is_open_as_before(case: Case, lin_yue: User) -> None:
    withdrawn(case, "health", by=lin_yue)
    paper = Document.objects.filter(dossier=case.pk, form="C02").latest("pk")
    assert make(paper.pk)
    answer = Browser(lin_yue).client.get(f"/documents/{paper.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_nobody_else_is_offered_it(case: Case, zheng_min: User, zhang_qian: User) -> None:
    assert "登记撤回同意" not in Browser(zheng_min).open(f"/dossiers/{case.pk}/").main
    stranger = Client()
    stranger.force_login(zhang_qian)
    assert stranger.get(f"/dossiers/{case.pk}/do/withdraw_consent/").status_code == 404


def test_the_scan_of_a_signed_plan_is_opened_by_the_head_alone(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    assessed(case, worker=lin_yue, supervisor=zheng_min)
    planned(case, worker=lin_yue, supervisor=zheng_min)
    plan = case.submissions.get(form="C04")
    scan = keep(case, plan, "C04", PAGE, by=lin_yue)
    url = f"/dossiers/{case.pk}/scans/{scan.pk}/"
    assert Browser(lin_yue).client.get(url).status_code == 200
    withdrawn(case, "all", by=lin_yue)

    assert Browser(lin_yue).client.get(url).status_code == 403
    assert Browser(zhou_lan).client.get(url).status_code == 200


def test_the_owner_has_the_consent_signed_anew(case: Case, lin_yue: User) -> None:
    """As it was, to begin with: who signs, and what else is agreed to, is written in."""
    browser = Browser(lin_yue)
    page = browser.follow(browser.open(f"/dossiers/{case.pk}/"), "去办 重签同意书")
    page = browser.press(page, "重签同意书", {"sensitive_consent": ["health", "benefit", "minor"]})
    assert "每个签名的日期都晚于上一份同意书" in page.part("errors").words

    rows = [each["id"] for each in page.find("input", type="date") if "signatures" in each["id"]]
    dates = {page.part(each)["name"]: "2026-03-25" for each in rows if page.typed(each)}
    done(browser.press(page, "重签同意书", dates), "重签同意书")
    assert "minor" in consents.given(Case.objects.get(pk=case.pk))["sensitive_consent"]
