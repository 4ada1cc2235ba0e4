"""错的输入: a plain message at the field, and what was typed is still there."""

from typing import Any

import pytest
from django.http import QueryDict
from stdnum.cn import ric

from accounts.models import User
from casework.approvals import remarks_on
from casework.models import Case, Draft, Person
from tests.actors import fill
from tests.driver import Browser, typing
from tests.filled import C03, D01, LEAD
from tests.pages import Page


def said_at(page: Page, html_id: str) -> str:
    """Return the message at a field, which its control announces."""
    control, message = page.part(html_id), page.part(f"{html_id}-error")
    assert control["aria-invalid"] == "true"
    assert message["id"] in control["aria-describedby"].split()
    return message.words


def registering(user: User, **changes: str) -> Page:
    browser = Browser(user)
    typed = typing(LEAD["D01"]) | typing(LEAD["C01"]) | changes
    return browser.press(browser.open("/leads/new/"), "登记", typed)


def tried(case: Case, code: str, button: str, user: User, **changes: Any) -> Page:
    browser = Browser(user)
    page = browser.open(f"/dossiers/{case.pk}/?form={code}")
    raw = {"D01": D01, "C03": C03}[code]
    return browser.press(page, button, typing(raw) | changes)


@pytest.fixture
def consented(screening: Case, lin_yue: User) -> Case:
    fill(screening, "C02", by=lin_yue)
    return screening


# ── 登记 ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("birth_date", "2027-01-01", "这一天还没到，请核对日期。"),
        ("birth_date", "2026-02-30", "日期写成 2026-03-02 的样子。"),
        ("birth_date", "1847-08-15", "年份早于 1900 年，请核对日期。"),
        ("phone", "12", "电话应是 11 位手机号，或带区号的座机号，请核对。"),
        ("name", "秦" * 300, "最多写 200 字，现在有 300 字"),
        ("presenting_problem", "没" * 33_000, "最多写 20000 字，现在有 33000 字"),
    ],
)
def test_a_call_for_help_with_something_wrong(
    xu_qin: User, key: str, typed: str, says: str
) -> None:
    page = registering(xu_qin, **{key: typed})

    assert page.status == 422
    assert says in said_at(page, f"f-{key}")
    assert page.typed(f"f-{key}") == typed
    summary = page.part("errors")
    assert says in summary.words
    assert [each["href"] for each in summary.find("a")] == [f"#f-{key}"]
    assert not Person.objects.exists()


def test_an_empty_call_for_help_asks_for_the_least(xu_qin: User) -> None:
    browser = Browser(xu_qin)

    page = browser.press(browser.open("/leads/new/"), "登记")

    assert page.status == 422
    for key in ("name", "presenting_problem"):
        assert "还没填" in said_at(page, f"f-{key}")
    assert "还没填" in page.part("f-sex-error").words


def test_names_that_few_fonts_know_are_kept_whole(xu_qin: User, zhou_lan: User) -> None:
    page = registering(xu_qin, name="𠮷䶮😀", presenting_problem="“夜里睡不着😢”，𠮷家")

    assert page.status == 200
    person = Person.objects.get()
    assert person.name == "𠮷䶮😀"
    page = Browser(zhou_lan).open(f"/dossiers/{Case.objects.get().pk}/")
    assert "𠮷**" in page.main
    assert "“夜里睡不着😢”，𠮷家" in page.main


def test_what_nobody_types_is_left_out(xu_qin: User) -> None:
    registering(xu_qin, name="秦\x00玉兰", presenting_problem="没下楼\x00。")

    assert Person.objects.get().name == "秦玉兰"


def test_it_breaks_nothing_elsewhere_either(
    assessment_submitted: Case, zheng_min: User, lin_yue: User
) -> None:
    """PostgreSQL keeps no NUL in a text: whatever is stored as one must be rid of it before."""
    nul, browser, case = "一\x00二", Browser(zheng_min), assessment_submitted
    page = browser.open("/approvals/")
    for verb in ("return_assessment", "approve_assessment"):
        sent = page.sent(page.button(verb)[0])
        sent.update({"verb": verb, "opinion": nul, "remark-C03#bio": nul, "remark-\x00": nul})
        assert browser.post(page.url, sent).status_code == 422
    sent["opinion"] = "补。"
    del sent["remark-\x00"]
    sent["verb"] = "return_assessment"
    assert browser.post(page.url, sent).status_code == 302

    worker = Browser(lin_yue)
    page = worker.open(f"/dossiers/{case.pk}/?form=C03")
    (remark,) = remarks_on(case, "C03")
    worker.press(page, "送出回复", {f"answer-{remark.pk}": nul}, within=f"remark-{remark.pk}")
    reveal = {"reason": "other", "words": nul, "back": nul}
    assert worker.client.post(f"/people/{case.person_id}/reveal/", reveal).status_code == 302
    assert Browser().client.post("/login/", {"username": nul, "password": nul}).status_code == 200
    assert worker.client.get(f"/dossiers/{case.pk}/?form=\x00&tried=\x00").status_code == 200
    assert worker.client.get("/v/a%00/").status_code == 404


def test_markup_is_text(xu_qin: User, zhou_lan: User) -> None:
    registering(xu_qin, presenting_problem="<script>alert(1)</script>")

    page = Browser(zhou_lan).open(f"/dossiers/{Case.objects.get().pk}/")

    assert "<script>alert" not in page.html
    assert "<script>alert(1)</script>" in page.main


def test_a_community_that_is_not_ones_own_is_no_choice(xu_qin: User, zhang_qian: User) -> None:
    browser = Browser(xu_qin)
    page = browser.open("/leads/new/")
    (select,) = [each for each in page.find("select") if each["name"] == "community"]
    assert len(list(select.find("option"))) == 1

    page = browser.press(page, "登记", typing(LEAD["D01"]) | {"community": "999"})

    assert page.status == 422
    assert page.part("f-community")["aria-invalid"] == "true"


# ── 表单 ──────────────────────────────────────────────────────────────────────────────────


def test_an_id_number_with_a_wrong_check_digit(consented: Case, lin_yue: User) -> None:
    typed = {"id_type": "居民身份证", "id_no": "110101194708150015"}

    page = tried(consented, "D01", "提交接案", lin_yue, **typed)

    assert "身份证号不对（18 位，最后一位是校验位）" in said_at(page, "f-id_no")
    assert page.typed("f-id_no") == typed["id_no"]


def test_a_number_that_contradicts_the_birth_date(consented: Case, lin_yue: User) -> None:
    number = "11010119480815001"  # a day in 1948
    typed = {"id_type": "居民身份证", "id_no": number + ric.calc_check_digit(f"{number}0")}

    page = tried(consented, "D01", "提交接案", lin_yue, **typed)

    assert "和身份证号里的出生日期不一致" in said_at(page, "f-birth_date")
    assert page.typed("f-birth_date") == D01["birth_date"]


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("scales-0-score", "十一", "这里填整数"),
        ("scales-0-item9", "4", "应在 0 到 3 之间。"),
        ("contacts-0-date", "2026-12-01", "这一天还没到"),
        ("bio", "痛" * 33_000, "最多写 20000 字"),
    ],
)
def test_an_assessment_with_something_wrong(
    assessing: Case, lin_yue: User, name: str, typed: str, says: str
) -> None:
    page = tried(assessing, "C03", "提交预估", lin_yue, **{name: typed})

    assert says in said_at(page, f"f-{name}")
    assert page.typed(f"f-{name}") == typed
    assert not assessing.submissions.filter(form="C03").exists()


def test_an_empty_form_says_all_that_is_missing_and_links_to_it(
    assessing: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.press(browser.open(f"/dossiers/{assessing.pk}/?form=C03"), "提交预估")

    summary = page.part("errors")
    links = [each["href"].partition("#")[2] for each in summary.find("a")]
    assert len(links) == len(set(links)) == 16
    assert {"f-risk", "f-risk-level"} & set(links) == {"f-risk"}
    assert [each for each in links if not page.find(id=each)] == []
    assert "还没填" in said_at(page, "f-bio")


def test_a_choice_that_is_not_offered(assessing: Case, lin_yue: User) -> None:
    page = tried(assessing, "C03", "提交预估", lin_yue, service_level="最高级")

    assert "请从列出的选项里选一个。" in page.part("errors").words


def test_rows_beyond_the_bound(assessing: Case, lin_yue: User) -> None:
    rows = {f"needs-{n}-need": f"需求 {n}" for n in range(80)}

    page = tried(assessing, "C03", "提交预估", lin_yue, **rows)

    assert "最多写 60 行，现在有 80 行" in page.part("f-needs-error").words
    assert len(Draft.objects.get(dossier=assessing, form="C03").raw["needs"]) == 80


@pytest.mark.parametrize(("size", "status"), [(1_100_000, 200), (11_000_000, 400)])
def test_more_than_a_draft_or_a_page_can_take(
    assessing: Case, lin_yue: User, size: int, status: int
) -> None:
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{assessing.pk}/?form=C03")

    page = browser.press(page, "存着", {"bio": "a" * size})

    assert page.status == status
    assert "太长" in page.words


def test_a_call_for_help_beyond_all_bounds(xu_qin: User) -> None:
    page = registering(xu_qin, presenting_problem="a" * 1_100_000)

    assert page.status == 422
    assert "写得太长" in page.part("errors").words


@pytest.mark.parametrize("odd", ["²", "9" * 5000, "-1"])
def test_numbers_that_are_none(assessing: Case, lin_yue: User, xu_qin: User, odd: str) -> None:
    """What only a broken or a hostile page sends: a plain answer, never an error of ours."""
    browser, url = Browser(lin_yue), f"/dossiers/{assessing.pk}/"
    page = browser.open(url)
    sent = page.sent(page.button("提交预估")[0])
    sent.update({f"needs-{odd}-need": "有人陪伴", "verb": "submit_assessment"})
    sent["version"] = odd

    assert browser.post(f"{url}forms/C03/draft/", sent).status_code == 200
    assert browser.post(page.button("提交预估")[0]["action"], sent).status_code == 302
    for query in ("?form={}&tried={}&add={}", "forms/C02/compare/?round={}&view={}"):
        assert browser.client.get(url + query.replace("{}", odd)).status_code == 200
    assert browser.client.get(f"/dossiers/?page={odd}").status_code == 200
    lead = QueryDict(mutable=True)
    lead.update(typing(LEAD["D01"]) | typing(LEAD["C01"]) | {"community": odd, "same": odd})
    assert Browser(xu_qin).post("/leads/new/", lead).status_code == 422


def test_a_number_too_great_to_be_ours(zhou_lan: User) -> None:
    client, great = Browser(zhou_lan).client, "9" * 30
    gets = [
        "dossiers/{}/",
        "documents/{}/",
        "dossiers/{}/forms/C03/compare/",
        "dossiers/{}/do/assign/",
    ]
    posts = ["people/{}/reveal/", "messages/{}/", "documents/{}/retry/", "dossiers/{}/remarks/{}/"]
    both = ["steps/case/{}/plan/{}/execute/", "dossiers/{}/do/assign/"]

    got = [client.get("/" + each.replace("{}", great)).status_code for each in gets + both]
    posted = [client.post("/" + each.replace("{}", great)).status_code for each in posts + both]

    assert set(got + posted) == {404}


def test_a_search_with_anything_in_it(lead: Case, zhou_lan: User) -> None:
    browser = Browser(zhou_lan)
    for typed in ("%", "'; --", "\x00秦玉兰", "秦" * 500, "😀", "  "):
        response = browser.client.post("/dossiers/", {"q": typed})
        assert response.status_code == 302
        assert browser.open("/dossiers/").status == 200
