"""脱敏: numbers are masked everywhere; who must see them says why, for five minutes."""

import pytest

from accounts.models import User
from audit.models import Entry
from casework import masking
from casework.models import Case
from casework.services import act
from tests.actors import fill, registered
from tests.driver import Browser, at
from tests.filled import C01, D01, LEAD
from tests.pages import Page

PHONE, CONTACT, REQUESTER = "10000000001", "10000000002", "10000000003"
REASON = {"reason": "contact"}


def opened(browser: Browser, case: Case, query: str = "") -> Page:
    return browser.open(f"/dossiers/{case.pk}/{query}")


def revealed(browser: Browser, case: Case, **said: str) -> Page:
    return browser.press(opened(browser, case), "查看并留痕", said)


# ── 查看完整信息 ──────────────────────────────────────────────────────────────────────────


def test_a_reason_shows_the_numbers_whole_and_is_written_down(
    intervening: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = opened(browser, intervening)
    assert PHONE not in page.html
    assert masking.phone(PHONE) in page.main
    assert page.part("who-title").words == "秦**"

    page = revealed(browser, intervening, **REASON)

    assert page.part("who-title").words == "秦玉兰"
    assert PHONE in page.main
    assert CONTACT in page.main
    assert "3 号楼 2 单元 301" in page.main
    (entry,) = Entry.objects.filter(verb="read.identity")
    assert entry.chain == f"reads:{intervening.station_id}:2026-03-25"
    assert entry.actor == lin_yue
    assert '"reason":"contact"' in entry.body
    assert f'"person":{intervening.person_id}' in entry.body


@pytest.mark.parametrize(
    "said", [{"reason": ""}, {"reason": "curious"}, {"reason": "other", "words": "  "}]
)
def test_without_a_reason_nothing_is_shown(
    intervening: Case, lin_yue: User, said: dict[str, str]
) -> None:
    page = revealed(Browser(lin_yue), intervening, **said)

    assert "先选一个理由" in page.main
    assert PHONE not in page.html
    assert not Entry.objects.filter(verb="read.identity").exists()


def test_other_reasons_are_kept_without_their_words(intervening: Case, lin_yue: User) -> None:
    page = revealed(Browser(lin_yue), intervening, reason="other", words="给秦玉兰送药")

    assert PHONE in page.main
    assert "送药" not in Entry.objects.get(verb="read.identity").body


def test_it_is_masked_again_after_five_minutes(intervening: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    revealed(browser, intervening, **REASON)

    with at("2026-03-25 10:04"):
        assert PHONE in opened(browser, intervening).main
    with at("2026-03-25 10:06"):
        page = opened(browser, intervening)
        assert PHONE not in page.html
        assert page.part("who-title").words == "秦**"


def test_it_shows_one_person_in_one_session(
    intervening: Case, lin_yue: User, xu_qin: User, zhou_lan: User
) -> None:
    other = registered(intervening.community, by=xu_qin, D01=LEAD["D01"] | {"phone": PHONE})
    act("assign", other, by=zhou_lan, worker=lin_yue)
    browser = Browser(lin_yue)
    revealed(browser, intervening, **REASON)

    assert PHONE not in opened(browser, other).html
    assert PHONE not in opened(Browser(lin_yue), intervening).html


def test_it_is_for_those_who_may_read_the_case_alone(
    intervening: Case, zheng_min: User, liu_chang: User, chen_siyuan: User, zhang_qian: User
) -> None:
    url = f"/people/{intervening.person_id}/reveal/"

    for user in (liu_chang, chen_siyuan, zhang_qian):
        assert Browser(user).client.post(url, REASON).status_code == 404
    assert PHONE in revealed(Browser(zheng_min), intervening, **REASON).main
    assert not opened(Browser(liu_chang), intervening).offers("查看并留痕")


def test_nobody_is_sent_elsewhere_afterwards(intervening: Case, lin_yue: User) -> None:
    url = f"/people/{intervening.person_id}/reveal/"

    for back in ("https://example.com/", "//example.com/", "javascript:alert(1)", ""):
        response = Browser(lin_yue).client.post(url, REASON | {"back": back})
        assert response.headers["Location"] == "/"


# ── 档案里的号码 ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def written(screening: Case, lin_yue: User) -> Case:
    fill(screening, "C02", by=lin_yue)
    fill(screening, "D01", by=lin_yue)
    return screening


def test_a_number_once_given_is_masked_in_its_form_and_kept(written: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = opened(browser, written, "?form=D01")
    assert PHONE not in page.html
    assert f"已填 {masking.phone(PHONE)}" in page.part("f-phone").words

    browser.press(page, "存着", {"health": "高血压。"})

    raw = written.drafts.get(form="D01").raw
    assert (raw["phone"], raw["emergency_contact"]["phone"]) == (PHONE, CONTACT)
    assert raw["health"] == "高血压。"


def test_who_has_said_why_may_correct_it(written: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    revealed(browser, written, reason="record")
    page = opened(browser, written, "?form=D01")
    assert page.typed("f-phone") == PHONE

    browser.press(page, "存着", {"phone": "10000000009"})

    assert written.drafts.get(form="D01").raw["phone"] == "10000000009"


# ── 处处 ──────────────────────────────────────────────────────────────────────────────────


def test_no_form_no_round_and_no_decision_shows_a_number_whole(
    screening: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    """Not even the caller's, to anybody, once it was handed in."""
    requester = {"name": "许琴", "relation": "社区工作者", "phone": REQUESTER}
    fill(screening, "C02", by=lin_yue)
    fill(screening, "C01", by=lin_yue, requester=requester, reg_at=C01["reg_at"])
    fill(screening, "D01", by=lin_yue)
    act("submit_intake", screening, by=lin_yue)
    shown = []
    for user in (lin_yue, zheng_min, zhou_lan):
        browser, case = Browser(user), f"/dossiers/{screening.pk}/"
        shown += [browser.open(f"{case}?form={code}") for code in ("C01", "C02", "D01")]
        shown += [browser.open(f"{case}forms/{code}/compare/") for code in ("C01", "C02", "D01")]
    shown.append(Browser(zhou_lan).open("/approvals/"))

    told = [page for page in shown if REQUESTER in page.html]
    assert [page.url for page in shown if PHONE in page.html or CONTACT in page.html] == []
    assert told == []
    assert sum(masking.phone(PHONE) in page.html for page in shown) >= 7
    assert {page.status for page in shown} == {200}


def test_the_registrar_learns_of_a_double_without_its_numbers(
    intervening: Case, zhou_lan: User, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.open("/leads/new/")
    typed = {"name": "秦玉兰", "sex": "女", "phone": PHONE, "presenting_problem": "又来了。"}
    page = browser.press(page, "登记", typed)

    assert "可能已有档案" in page.main
    assert masking.phone(PHONE) in page.part("errors").words
    assert "秦**" in page.part("errors").words
    page = browser.press(page, "登记", {"same": str(intervening.person_id)})
    assert "已登记" in page.main
    assert Case.objects.latest("pk").person_id == intervening.person_id


def test_what_is_read_is_written_down(intervening: Case, lin_yue: User, zhou_lan: User) -> None:
    opened(Browser(lin_yue), intervening, "?form=C03")
    Browser(zhou_lan).open(f"/dossiers/{intervening.pk}/forms/C04/compare/")

    entries = Entry.objects.filter(chain=f"reads:{intervening.station_id}:2026-03-25")
    assert list(entries.order_by("seq").values_list("verb", "actor")) == [
        ("read.dossier", lin_yue.pk),
        ("read.submission", zhou_lan.pk),
    ]
    assert all("秦" not in each.body and PHONE not in each.body for each in entries)
    assert D01["phone"] == PHONE
