"""逐题问: one scale on one page; what it finds goes into the form, and is kept item by item."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from casework.drafts import draft_of, raw_of
from casework.models import Case, Draft
from casework.services import act
from tests.actors import fill
from tests.driver import Browser, at, filled_in
from tests.filled import C03
from tests.pages import Page
from tests.web.test_budgets import count

PRESS = "算分并写进表里"


def url(case: Case, slug: str = "phq-9", code: str = "C03") -> str:
    return f"/dossiers/{case.pk}/forms/{code}/scales/{slug}/"


def answers(*options: int) -> dict[str, str]:
    return {f"item-{number}": str(option) for number, option in enumerate(options, 1)}


def rows(case: Case) -> list[dict[str, Any]]:
    return list(Draft.objects.get(dossier=case, form="C03").raw["scales"])


def chosen(page: Page) -> dict[str, str]:
    """Return what is chosen on the page of a scale."""
    radios = [each for each in page.find("input") if each["name"].startswith("item-")]
    return {each["name"]: each["value"] for each in radios if "checked" in each.attrs}


def ask(user: User, case: Case, *options: int, slug: str = "phq-9") -> Page:
    browser = Browser(user)
    return browser.press(browser.open(url(case, slug)), PRESS, answers(*options))


# ── asking ────────────────────────────────────────────────────────────────────────────────


def test_a_scale_is_asked_from_the_form_and_lands_in_it(assessing: Case, lin_yue: User) -> None:
    """What was typed into the form before the button was pressed is there as well."""
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{assessing.pk}/?form=C03")
    page = browser.press(page, "逐题问 PHQ-9", {"bio": "睡不好。"})
    assert page.url == url(assessing)
    assert "过去两周里" in page.main

    page = browser.press(page, PRESS, answers(1, 1, 2, 2, 1, 2, 1, 1, 0))

    assert page.url == f"/dossiers/{assessing.pk}/?form=C03"
    assert "PHQ-9 得 11 分。筛查提示：中度抑郁症状。已写进《个案预估表》。" in page.main
    assert page.typed("f-scales-0-score") == "11"
    assert page.typed("f-scales-0-answers") == "1 1 2 2 1 2 1 1 0"
    assert page.part("f-scales-0-answers").attrs.keys() >= {"readonly"}
    assert raw_of(assessing, "C03")["bio"] == "睡不好。"


@pytest.mark.parametrize(
    ("slug", "options", "found"),
    [
        ("gad-7", [3, 3, 3, 3, 3, 0, 0], ("15", "筛查提示：重度焦虑症状")),
        (
            "gds-15",
            [0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0],
            ("5", "筛查提示：可能有抑郁症状"),
        ),
    ],
)
def test_each_scale_is_scored_by_its_own_rules(
    assessing: Case, lin_yue: User, slug: str, options: list[int], found: tuple[str, str]
) -> None:
    ask(lin_yue, assessing, *options, slug=slug)

    (row,) = rows(assessing)
    assert (row["score"], row["interpretation"]) == found
    assert (row["date"], row["item9"]) == ("2026-03-25", "")


def test_the_form_goes_on_with_what_was_asked(assessing: Case, lin_yue: User) -> None:
    """The page of the form sends the answers back with everything else, and is taken."""
    fill(assessing, "C03", by=lin_yue, scales=[])
    page = ask(lin_yue, assessing, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, slug="gds-15")
    browser = Browser(lin_yue)
    answer = browser.save(page, {"psycho": "平静。"})
    assert answer.status_code == 200
    assert rows(assessing)[0]["answers"] == " ".join("0" * 15)

    browser.press(browser.open(page.url), "提交预估")

    assert assessing.submissions.filter(form="C03").count() == 1


def test_what_is_not_answered_is_named_and_what_is_stays(assessing: Case, lin_yue: User) -> None:
    page = ask(lin_yue, assessing, 3, 2)

    assert page.status == 422
    assert "有 7 处要改" in page.main
    assert page.link("第 3 题还没选。") == "#f-item-3"
    assert page.part("f-item-3")["aria-invalid"] == "true"
    assert chosen(page) == answers(3, 2)
    assert draft_of(assessing, "C03") is None


@pytest.mark.parametrize("odd", ["4", "-1", "", "一", "1.5", "9" * 40, "\x00"])
def test_what_is_no_option_is_not_an_answer(assessing: Case, lin_yue: User, odd: str) -> None:
    form = answers(*[0] * 9) | {"item-4": odd}
    response = Browser(lin_yue).client.post(url(assessing), form)

    assert response.status_code == 422
    assert "第 4 题还没选。" in response.content.decode()


def test_a_second_press_changes_nothing(assessing: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.open(url(assessing))
    one, _url = browser.send(page, PRESS, answers(*[1] * 9))
    two, _url = browser.send(page, PRESS, answers(*[1] * 9))

    assert (one.status_code, two.status_code) == (302, 302)
    assert Draft.objects.get(dossier=assessing, form="C03").version == 1
    assert len(rows(assessing)) == 1


def test_a_form_saved_elsewhere_is_said_and_a_second_press_writes_the_row_alone(
    assessing: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.open(url(assessing))
    fill(assessing, "C03", by=lin_yue)

    page = browser.press(page, PRESS, answers(*[1] * 9))
    assert page.status == 409
    assert "在别处存过，这次的答案还没写进去" in page.main
    assert rows(assessing) == C03["scales"]

    browser.press(page, PRESS)
    assert [each["score"] for each in rows(assessing)] == ["9", "9"]
    assert raw_of(assessing, "C03")["bio"] == C03["bio"]


def test_what_the_form_says_already_is_told_before_it_is_replaced(
    assessing: Case, lin_yue: User
) -> None:
    fill(assessing, "C03", by=lin_yue)
    page = Browser(lin_yue).open(url(assessing))

    assert "表里已有 11 分（2026-03-11），算分后换成这一次的。" in page.main
    assert chosen(page) == {}


def test_a_slip_of_today_is_mended_from_what_was_chosen(assessing: Case, lin_yue: User) -> None:
    ask(lin_yue, assessing, *[2] * 9)
    page = Browser(lin_yue).open(url(assessing))
    with at("2026-03-26 10:00"):
        later = Browser(lin_yue).open(url(assessing))

    assert chosen(page) == answers(*[2] * 9)
    assert chosen(later) == {}


# ── the ninth item ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("ninth", "alarmed"), [(1, False), (2, True)])
def test_the_ninth_item_draws_the_red_line(
    assessing: Case, lin_yue: User, ninth: int, alarmed: bool
) -> None:
    fill(assessing, "C03", by=lin_yue)
    page = ask(lin_yue, assessing, *[0] * 8, ninth)

    assert f"第 9 题 {ninth} 分，须立即关注" in page.main
    assert page.link("安全计划") == "#f-safety_plan"
    assert assessing.alarms.exists() is alarmed
    page = Browser(lin_yue).press(page, "提交预估")
    assert "须同时有安全计划" in page.main
    assert not assessing.submissions.filter(form="C03").exists()


def test_a_ninth_item_typed_smaller_is_refused_at_its_field(assessing: Case, lin_yue: User) -> None:
    fill(assessing, "C03", by=lin_yue, safety_plan="家人看护，就医。", scales=[])
    browser = Browser(lin_yue)
    page = ask(lin_yue, assessing, *[0] * 8, 2)

    page = browser.press(page, "提交预估", {"scales-0-item9": "0", "scales-0-score": "0"})

    assert "逐题时第 9 题是 2 分" in page.part("f-scales-0-item9-error").words
    assert "逐题合计是 2 分" in page.part("f-scales-0-score-error").words
    assert not assessing.submissions.filter(form="C03").exists()


# ── who may ───────────────────────────────────────────────────────────────────────────────


def test_without_consent_the_page_leads_back_and_says_why(assessing: Case, lin_yue: User) -> None:
    said: dict[str, Any] = {"items": ["all"], "on": timezone.localdate(), "way": "口头"}
    act("withdraw_consent", assessing, by=lin_yue, wish="不想再说了。", **said)

    page = Browser(lin_yue).open(url(assessing))
    response = Browser(lin_yue).client.post(url(assessing), answers(*[1] * 9))

    assert page.url == f"/dossiers/{assessing.pk}/?form=C03"
    assert "服务对象已撤回同意" in page.main
    assert "逐题问" not in page.main
    assert response.status_code == 302
    assert draft_of(assessing, "C03") is None


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *[("zheng_min", 403), ("zhou_lan", 403)],
        *[("chen_siyuan", 404), ("liu_chang", 404), ("zhang_qian", 404), ("xu_qin", 404)],
    ],
)
def test_nobody_else_asks_or_answers(
    assessing: Case, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    browser = Browser(request.getfixturevalue(who))

    assert browser.client.get(url(assessing)).status_code == status
    assert browser.client.post(url(assessing), answers(*[1] * 9)).status_code == status
    assert draft_of(assessing, "C03") is None


def test_once_it_is_handed_in_nobody_asks(assessment_submitted: Case, lin_yue: User) -> None:
    response = Browser(lin_yue).client.post(url(assessment_submitted), answers(*[1] * 9))

    assert response.status_code == 403


@pytest.mark.parametrize(
    ("code", "slug"), [("C03", "who-5"), ("C04", "phq-9"), ("C99", "phq-9"), ("C03", "PHQ-9")]
)
def test_what_is_not_asked_item_by_item_has_no_page(
    assessing: Case, lin_yue: User, code: str, slug: str
) -> None:
    assert Browser(lin_yue).open(url(assessing, slug, code)).status == 404


# ── elsewhere ─────────────────────────────────────────────────────────────────────────────


def test_the_answers_are_read_by_who_decides(
    assessing: Case, lin_yue: User, zheng_min: User
) -> None:
    fill(assessing, "C03", by=lin_yue, scales=[])
    ask(lin_yue, assessing, 1, 2, 0, 1, 0, 3, 1, slug="gad-7")
    act("submit_assessment", assessing, by=lin_yue)
    page = Browser(zheng_min).open("/approvals/")

    assert "逐题：1 2 0 1 0 3 1" in page.main


def test_the_page_takes_few_queries(assessing: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)

    assert count(browser, url(assessing)) <= 22


def test_a_score_takes_few_queries(assessing: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.open(url(assessing))
    form, _button = page.button(PRESS)
    data = filled_in(page, form, answers(*[1] * 9))

    with CaptureQueriesContext(connection) as found:
        assert browser.post(url(assessing), data).status_code == 302

    assert len([each for each in found if "SAVEPOINT" not in each["sql"]]) <= 24
