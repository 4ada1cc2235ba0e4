"""草稿: saved while one types, back after a logout and in another browser, never overwritten."""

import json
from typing import Any

import pytest

from accounts.models import User
from casework.approvals import remarks_on
from casework.models import Case, Draft
from casework.services import act, save_draft
from tests.actors import returned
from tests.driver import Browser, at
from tests.filled import C03, LEAD


@pytest.fixture
def sent_back(assessment_submitted: Case, zheng_min: User) -> Case:
    case = assessment_submitted
    judgement = returned(case, "submit_assessment", "C03#bio", "C03#problems[].client_view")
    act("return_assessment", case, by=zheng_min, judgement=judgement)
    return case


def written(case: Case, code: str = "C03") -> dict[str, Any]:
    return dict(Draft.objects.get(dossier=case, form=code).raw)


def page_of(case: Case, code: str = "C03") -> str:
    return f"/dossiers/{case.pk}/?form={code}"


# ── 自动保存 ──────────────────────────────────────────────────────────────────────────────


def test_what_is_typed_is_saved_and_the_answer_says_so(assessing: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.open(page_of(assessing))
    with at("2026-03-25 10:42"):
        browser = Browser(lin_yue)
        answer = browser.save(page, {"bio": "睡不好。"})

    said = answer.json()
    assert answer.status_code == 200
    assert (said["version"], said["saved"], said["alarm"]) == (1, "10:42", False)
    assert 0 < said["filled"] < said["required"]
    assert written(assessing)["bio"] == "睡不好。"


def test_saving_needs_no_whole_form_and_keeps_what_cannot_be_read(
    assessing: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.open(page_of(assessing))

    answer = browser.save(page, {"scales-0-score": "十一", "contacts-0-date": "2026-02-30"})

    assert answer.status_code == 200
    raw = written(assessing)
    assert (raw["scales"][0]["score"], raw["contacts"][0]["date"]) == ("十一", "2026-02-30")


def test_a_session_that_is_over_says_401_and_nothing_else(assessing: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.open(page_of(assessing))
    browser.client.logout()

    answer = browser.save(page, {"bio": "睡不好。"})

    assert (answer.status_code, answer.json()) == (401, {})


def test_a_newer_draft_elsewhere_is_409_until_one_insists(assessing: Case, lin_yue: User) -> None:
    one, two = Browser(lin_yue), Browser(lin_yue)
    here, there = one.open(page_of(assessing)), two.open(page_of(assessing))
    two.save(there, {"bio": "那一份。"})

    answer = one.save(here, {"bio": "这一份。"})

    assert answer.status_code == 409
    assert set(answer.json()) == {"by", "at"}
    assert answer.json()["by"] == "林悦"
    assert written(assessing)["bio"] == "那一份。"
    assert one.save(here, {"bio": "这一份。"}, force="1").status_code == 200
    assert written(assessing)["bio"] == "这一份。"


def test_a_text_beyond_all_bounds_is_refused_in_words(assessing: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.open(page_of(assessing))

    answer = browser.save(page, {"bio": "a" * 1_100_000})

    assert answer.status_code == 400
    assert "写得太长" in answer.json()["says"]


def test_who_may_not_fill_in_a_form_saves_none(assessing: Case, zhou_lan: User) -> None:
    browser = Browser(zhou_lan)
    answer = browser.client.post(
        f"/dossiers/{assessing.pk}/forms/C03/draft/", {"bio": "x"}, headers={"X-Draft": "1"}
    )

    assert (answer.status_code, "不由你填写" in answer.json()["says"]) == (400, True)
    assert not Draft.objects.filter(dossier=assessing, form="C03").exists()


def test_the_answers_are_json_alone(assessing: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    answer = browser.save(browser.open(page_of(assessing)), {"bio": "睡不好。"})

    assert answer["Content-Type"] == "application/json"
    assert "睡不好" not in json.dumps(answer.json())


# ── 回来 ──────────────────────────────────────────────────────────────────────────────────


def test_a_draft_comes_back_after_a_logout_and_in_another_browser(
    assessing: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    browser.save(browser.open(page_of(assessing)), {"bio": "睡不好。"})
    browser.client.post("/logout/")

    other = Browser(lin_yue)
    page = other.follow(other.open("/drafts/"), "个案预估表 · 秦**")

    assert page.typed("f-bio") == "睡不好。"
    assert "草稿已保存" in page.main


def test_a_call_for_help_half_written_comes_back_too(xu_qin: User) -> None:
    browser = Browser(xu_qin)
    browser.save(browser.open("/leads/new/"), {"name": "秦玉兰", "presenting_problem": "没下楼。"})
    browser.client.post("/logout/")

    page = Browser(xu_qin).open("/leads/new/")

    assert page.typed("f-name") == "秦玉兰"
    assert page.typed("f-presenting_problem") == "没下楼。"


def test_only_ones_own_drafts_are_listed(assessing: Case, lin_yue: User, chen_siyuan: User) -> None:
    save_draft(assessing, "C03", C03, by=lin_yue)

    assert "个案预估表" in Browser(lin_yue).open("/drafts/").main
    assert "没有写了一半的表。" in Browser(chen_siyuan).open("/drafts/").main


def test_without_a_script_one_puts_by_and_adds_rows(assessing: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.press(browser.open(page_of(assessing)), "存着", {"bio": "睡不好。"})
    assert page.typed("f-bio") == "睡不好。"

    page = browser.press(page, "needs", {"needs-0-need": "有人陪伴"})
    assert page.typed("f-needs-0-need") == "有人陪伴"
    page = browser.press(page, "存着", {"needs-1-need": "居家安全"})

    assert [row["need"] for row in written(assessing)["needs"]] == ["有人陪伴", "居家安全"]


# ── 两份不一样 ────────────────────────────────────────────────────────────────────────────


def test_handing_in_an_old_version_shows_both_and_overwrites_nothing(
    assessing: Case, lin_yue: User
) -> None:
    one, two = Browser(lin_yue), Browser(lin_yue)
    here, there = one.open(page_of(assessing)), two.open(page_of(assessing))
    two.save(there, {"bio": "那一份。", "risk-level": "low"})

    page = one.press(here, "提交预估", {"bio": "这一份。"})

    assert page.status == 409
    assert "那一份。" in page.main
    assert "这一份。" in page.main
    assert written(assessing)["bio"] == "那一份。"
    assert not assessing.submissions.filter(form="C03").exists()

    page = one.press(page, "用我这份")
    assert page.typed("f-bio") == "这一份。"
    assert written(assessing)["bio"] == "这一份。"


def test_one_may_keep_the_other_version(assessing: Case, lin_yue: User) -> None:
    one, two = Browser(lin_yue), Browser(lin_yue)
    here, there = one.open(page_of(assessing)), two.open(page_of(assessing))
    two.save(there, {"bio": "那一份。"})

    page = one.follow(one.press(here, "存着", {"bio": "这一份。"}), "看那一份")

    assert page.typed("f-bio") == "那一份。"


# ── 批注的答复 ────────────────────────────────────────────────────────────────────────────


def test_an_answer_to_a_remark_keeps_the_form_around_it(sent_back: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    first, second = remarks_on(sent_back, "C03")
    page = browser.open(page_of(sent_back))

    page = browser.press(page, "已按此修改", {"bio": "写了用药。"}, within=f"remark-{first.pk}")

    assert page.typed("f-bio") == "写了用药。"
    first.refresh_from_db()
    assert (first.answer, first.answered_by) == ("已按此修改。", lin_yue)
    second.refresh_from_db()
    assert second.answered_at is None


def test_an_answer_typed_under_a_remark_is_not_lost_by_another_button(
    sent_back: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    _first, second = remarks_on(sent_back, "C03")

    browser.press(browser.open(page_of(sent_back)), "存着", {f"answer-{second.pk}": "原话写上了。"})

    second.refresh_from_db()
    assert second.answer == "原话写上了。"


def test_an_empty_answer_is_asked_for_in_words(sent_back: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    first, _second = remarks_on(sent_back, "C03")

    page = browser.press(browser.open(page_of(sent_back)), "送出回复", within=f"remark-{first.pk}")

    assert "写一句怎么改的，再提交答复。" in page.main


def test_an_answer_can_be_put_better_until_the_next_round(sent_back: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    first, second = remarks_on(sent_back, "C03")
    page = browser.open(page_of(sent_back))
    for remark in (first, second):
        page = browser.press(page, "已按此修改", within=f"remark-{remark.pk}")
    said = {f"answer-{first.pk}": "补了用药和频次。"}
    page = browser.press(page, "送出回复", said, within=f"remark-{first.pk}")
    first.refresh_from_db()
    assert first.answer == "补了用药和频次。"

    browser.press(page, "提交预估")
    url = f"/dossiers/{sent_back.pk}/remarks/{first.pk}/"
    assert browser.client.post(url, {"answer": "done"}).status_code == 403


def test_the_registration_of_the_form_is_the_leads_own(xu_qin: User) -> None:
    browser = Browser(xu_qin)
    page = browser.open("/leads/new/")
    one = browser.save(page, {"name": LEAD["D01"]["name"]})
    two = browser.save(page, {"name": "别的"})

    assert (one.status_code, two.status_code) == (200, 409)


# ── 申请单 ────────────────────────────────────────────────────────────────────────────────


def test_an_application_is_begun_as_the_one_it_is_written_for(
    intervening: Case, lin_yue: User
) -> None:
    """A rest begins today, more time where the plan ends; an application in writing is kept."""
    browser = Browser(lin_yue)
    rest, more = (
        browser.open(f"/dossiers/{intervening.pk}/?form=C14&for={verb}")
        for verb in ("ask_suspend", "ask_extend")
    )
    assert (rest.typed("f-type"), rest.typed("f-params-start")) == ("暂停", "2026-03-25")
    assert (more.typed("f-type"), more.typed("f-params-start")) == ("延期", "2026-09-26")

    save_draft(intervening, "C14", {"type": "延期"}, by=lin_yue)
    rest = browser.open(f"/dossiers/{intervening.pk}/?form=C14&for=ask_suspend")
    assert rest.typed("f-type") == "延期"
