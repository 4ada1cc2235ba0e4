"""登录: Argon2, five tries, and a session that ends without taking anything along."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts.models import User
from audit.models import Entry
from casework.drafts import raw_of
from casework.models import Case, Draft
from casework.services import act
from config import settings as product
from tests.actors import fill
from tests.driver import Browser, at
from tests.pages import Page

PASSWORD = "bihuan-2026"
EXPIRED = "登录已过期，刚才填的内容还在，登录后接着办。"


def signed_in(user: User) -> Browser:
    """Sign in as people do, at the login page."""
    browser = Browser(enforce_csrf_checks=True)
    page = sign_in(browser, browser.open("/"), user)
    assert page.url in {"/", "/leads/"}
    return browser


def sign_in(browser: Browser, page: Page, user: User, password: str = PASSWORD) -> Page:
    return browser.press(page, "登录", {"username": user.username, "password": password})


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    """Whatever is there, is there since 03-06."""
    with at("2026-03-06 16:00"):
        yield


# ── 登录 ──────────────────────────────────────────────────────────────────────────────────


def test_the_product_keeps_passwords_with_argon2(settings: Any) -> None:
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS

    assert make_password("bihuan-2026").startswith("argon2")


def test_whoever_signs_in_comes_to_where_they_wanted_to_go(lin_yue: User) -> None:
    browser = Browser()
    page = browser.open("/messages/")

    page = sign_in(browser, page, lin_yue)

    assert page.url == "/messages/"
    assert Entry.objects.filter(chain=f"login:{lin_yue.pk}", verb="login").count() == 1


def test_nobody_is_sent_to_another_site_after_the_login(lin_yue: User) -> None:
    browser = Browser()
    page = browser.open("/login/?next=https://example.com/")

    response, _url = browser.send(page, "登录", {"username": "lin.yue", "password": PASSWORD})

    assert response.headers["Location"] == "/"


def test_a_wrong_password_says_how_many_tries_are_left_and_the_fifth_locks(lin_yue: User) -> None:
    browser = Browser()
    page = browser.open("/login/")

    for left in (4, 3, 2, 1):
        page = sign_in(browser, page, lin_yue, "wrong")
        assert f"工号或口令不对，还可再试 {left} 次" in page.main
        assert page.part("password")["aria-invalid"] == "true"
        assert page.part("username")["value"] == "lin.yue"
    page = sign_in(browser, page, lin_yue, "wrong")

    assert page.status == 429
    assert "口令错了太多次，15 分钟后再试" in page.main
    assert "Account locked" not in page.html
    page = sign_in(browser, browser.open("/login/"), lin_yue)
    assert page.status == 429


def test_the_lock_opens_after_fifteen_minutes(lin_yue: User) -> None:
    with at("2026-03-03 09:00"):
        browser = Browser()
        for _try in range(5):
            sign_in(browser, browser.open("/login/"), lin_yue, "wrong")
    with at("2026-03-03 09:16"):
        assert sign_in(browser, browser.open("/login/"), lin_yue).url == "/"


def test_an_empty_login_says_so_and_costs_no_try(lin_yue: User) -> None:
    browser = Browser()
    page = browser.press(browser.open("/login/"), "登录")

    assert "工号和口令都要填。" in page.main


def test_signing_out_is_a_post_and_written_down(lin_yue: User) -> None:
    browser = signed_in(lin_yue)
    page = browser.open("/")
    (form, *_more) = [f for f in page.find("form") if f["action"] == "/logout/"]

    assert browser.client.get("/logout/").status_code == 405
    browser.press(page, "退出登录")

    assert browser.open("/").url.startswith("/login/")
    assert Entry.objects.filter(chain=f"login:{lin_yue.pk}", verb="logout").exists()
    assert form["method"] == "post"


# ── 超时 ──────────────────────────────────────────────────────────────────────────────────


def test_the_session_ends_when_nothing_was_done_for_half_an_hour(lin_yue: User) -> None:
    with at("2026-03-09 09:00"):
        browser = signed_in(lin_yue)
    with at("2026-03-09 09:29"):
        assert browser.open("/messages/").url == "/messages/"
    with at("2026-03-09 09:58"):
        assert browser.open("/messages/").url == "/messages/"
    with at("2026-03-09 10:29"):
        assert browser.open("/messages/").url.startswith("/login/")


def test_a_form_sent_too_late_is_kept_through_the_login_and_goes_on(
    assessing: Case, lin_yue: User
) -> None:
    with at("2026-03-09 09:00"):
        browser = signed_in(lin_yue)
        page = browser.open(f"/dossiers/{assessing.pk}/?form=C03")
    with at("2026-03-09 12:00"):
        browser.save(page, {"bio": "先自动存过一次。"})  # a script's try takes nothing away
        page = browser.press(page, "存着", {"bio": "失眠两周，𠮷😀", "risk-level": "medium"})
        assert (page.status, EXPIRED in page.main) == (401, True)
        assert "失眠" not in page.html
        assert not Draft.objects.filter(form="C03").exists()

        page = sign_in(browser, page, lin_yue, "wrong")
        page = sign_in(browser, page, lin_yue)
        assert "刚才填的内容还在" in page.main
        page = browser.press(page, "接着办")
        assert page.url.startswith(f"/dossiers/{assessing.pk}/")
    raw = raw_of(assessing, "C03")
    assert (raw["bio"], raw["risk"]["level"]) == ("失眠两周，𠮷😀", "medium")


def test_a_decision_sent_too_late_is_kept_and_made_after_the_login(
    assessing: Case, lin_yue: User, zheng_min: User
) -> None:
    with at("2026-03-13 09:00"):
        fill(assessing, "C03", by=lin_yue)
        act("submit_assessment", assessing, by=lin_yue)
        browser = signed_in(zheng_min)
        page = browser.follow(browser.open("/"), "待我审批 1")
    with at("2026-03-13 10:00"):
        said = {"opinion": "补一处。", "remark-C03#bio": "写用药。"}
        page = browser.press(page, "退回修改", said)
        assert page.status == 401
        page = browser.press(sign_in(browser, page, zheng_min), "接着办")
        assert "退回修改：已办好。" in page.main
    review = assessing.submissions.latest().reviews.get()
    assert (review.opinion, review.remarks.get().text) == ("补一处。", "写用药。")


def test_what_one_has_sent_is_given_to_nobody_else(
    assessing: Case, lin_yue: User, chen_siyuan: User
) -> None:
    with at("2026-03-09 09:00"):
        browser = signed_in(lin_yue)
        page = browser.open(f"/dossiers/{assessing.pk}/?form=C03")
    with at("2026-03-09 10:00"):
        page = browser.press(page, "存着", {"bio": "失眠两周。"})
        page = sign_in(browser, page, chen_siyuan)

    assert page.url == "/"
    assert "失眠" not in page.html
    assert not page.offers("接着办")


def test_what_a_stranger_sends_is_not_kept(assessing: Case) -> None:
    response = Client().post(f"/dossiers/{assessing.pk}/do/assign/", {"worker": "1"})

    assert response.status_code == 401
    assert b'name="kept"' not in response.content


def test_what_was_kept_is_locked_and_opens_for_a_day(assessing: Case, lin_yue: User) -> None:
    with at("2026-03-09 09:00"):
        browser = signed_in(lin_yue)
        page = browser.open(f"/dossiers/{assessing.pk}/?form=C03")
    with at("2026-03-09 18:00"):
        kept = browser.press(page, "存着", {"bio": "失眠两周。"})
    with at("2026-03-10 18:01"):
        page = sign_in(browser, kept, lin_yue)

    assert page.url == "/"
