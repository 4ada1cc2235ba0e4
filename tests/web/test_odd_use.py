"""What people do with the pages of the second half: press twice, go back, mistype, paste books."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import User
from casework.models import Case, SessionRecord
from casework.satisfaction import invite
from casework.services import act
from documents.models import Document
from documents.services import make
from tests.actors import asked, closing, fill, seen, served, visited
from tests.driver import Browser, at, typing
from tests.filled import C05, C08, C09, C11, C16
from tests.pages import Page

AFTER = {"pre_post-1-post": "5"}  # of PHQ-9, whose first score came along


@pytest.fixture
def serving(intervening: Case) -> Iterator[Case]:
    with at("2026-03-27 17:00"):
        yield intervening


@pytest.fixture
def ending(serving: Case, lin_yue: User) -> Iterator[Case]:
    """In the days of its closing, the client asked."""
    served(serving, worker=lin_yue)
    with at("2026-06-15 10:00"):
        asked(closing(serving, worker=lin_yue), worker=lin_yue)
        yield serving


def record_page(case: Case, browser: Browser) -> Page:
    return browser.open(f"/dossiers/{case.pk}/record/")


def said_at(page: Page, field: str) -> str:
    return page.part(f"f-{field}-error").words


# ── a record ──────────────────────────────────────────────────────────────────────────────


def test_a_record_that_is_sent_twice_is_filed_once(serving: Case, lin_yue: User) -> None:
    """From a page that never saved a draft; what it holds can still be used."""
    browser = Browser(lin_yue)
    page = record_page(serving, browser)
    browser.press(page, "提交", typing(C05))
    again = browser.press(page, "提交", typing(C05))

    assert again.status == 409
    assert "这份草稿刚才已经提交了" in again.main
    assert C05["process"] in again.main
    assert SessionRecord.objects.filter(dossier=serving.pk).count() == 1


def test_an_old_page_is_known_as_old_beside_the_next_record(serving: Case, lin_yue: User) -> None:
    """Both drafts were saved once; the versions tell them apart."""
    browser = Browser(lin_yue)
    page = record_page(serving, browser)
    browser.press(page, "存着", typing(C05))
    old = record_page(serving, browser)
    browser.press(old, "提交")
    browser.press(record_page(serving, browser), "存着", {"process": "下一次的。"})

    assert browser.press(old, "提交").status == 409
    assert "下一次的。" in record_page(serving, browser).main


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"time-start": "23:30", "time-end": "00:30"}, "time-end", "分两份写"),
        ({"time-start": "15:00", "time-end": "14:00"}, "time-end", "应晚于开始时间"),
        ({"time-start": "15:00", "time-end": "15:00"}, "time-end", "应晚于开始时间"),
        ({"time-start": "06:00", "time-end": "21:00"}, "time-end", "不超过 12 小时"),
        ({"time-date": "2026-03-28"}, "time-date", "这一天还没到"),
        ({"time-date": "2026-02-30"}, "time-date", "日期写成"),
        ({"next_plan-content": "去" * 5000}, "next_plan-content", "最多写 200 字"),
        ({"risk_change-level": "high"}, "risk_change-reason", "写一句依据"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept(
    serving: Case, lin_yue: User, changes: dict[str, str], field: str, says: str
) -> None:
    browser = Browser(lin_yue)
    page = browser.press(record_page(serving, browser), "提交", typing(C05) | changes)

    assert says in said_at(page, field)
    texts = {name: said for name, said in changes.items() if name != "risk_change-level"}
    assert {name: page.typed(f"f-{name}") for name in texts} == texts
    assert not SessionRecord.objects.filter(dossier=serving.pk).exists()


@pytest.mark.parametrize("text", ["很长的一天。" * 833, "䶮阿姨说：😀👨‍👩‍👧 𠮷"])
def test_long_and_rare_words_are_filed_as_they_are(serving: Case, lin_yue: User, text: str) -> None:
    browser = Browser(lin_yue)
    browser.press(record_page(serving, browser), "提交", typing(C05 | {"process": text}))

    filed = serving.submissions.get(form="C05")
    page = browser.open(f"/dossiers/{serving.pk}/filed/{filed.pk}/")
    assert text in page.main
    assert make(Document.objects.get(submission=filed, form="C05").pk)


# ── the closing ───────────────────────────────────────────────────────────────────────────


def test_a_closing_that_is_sent_twice_says_that_it_is_done(ending: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{ending.pk}/closing/")
    said = typing(C08) | typing(C09) | AFTER
    browser.press(page, "提交结案", said)
    again = browser.press(page, "提交结案", said)

    assert again.status == 409
    assert "没有重复办理" in again.main
    assert ending.submissions.filter(form="C08").count() == 1


@pytest.mark.parametrize(("score", "says"), [("-2", ""), ("-3", "从列出的选项里选一个")])
def test_a_goal_may_score_below_nothing_down_to_two(
    ending: Case, lin_yue: User, score: str, says: str
) -> None:
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{ending.pk}/closing/")
    worse = {"goal_attainment-0-gas_score": score, "change": ""}
    page = browser.press(page, "提交结案", typing(C08) | typing(C09) | AFTER | worse)

    error = "f-goal_attainment-0-gas_score-error"
    assert says in "".join(each.words for each in page.find(id=error))
    assert bool(page.find(id=error)) is bool(says)


# ── the client's page, and after ──────────────────────────────────────────────────────────


def test_a_clients_answer_arrives_from_a_browser_that_says_whence(
    serving: Case, lin_yue: User
) -> None:
    """A page that hides its address from its own station hides its origin from it as well."""
    url = f"/s/{invite(closing(serving, worker=lin_yue), by=lin_yue)}/"
    client = Browser(enforce_csrf_checks=True)
    page, second = client.open(url), client.open(url)
    assert client.client.get(url).headers["Referrer-Policy"] == "same-origin"

    answers = {f"q{number}": "5" for number in range(1, 9)}
    long = client.press(page, "提交", answers | {"comment": "谢" * 5000})
    assert "最多写 1000 字" in long.part("errors").words
    assert "谢" * 5000 in long.html
    assert "收到了，谢谢" in client.press(page, "提交", answers | {"comment": "䶮😀"}).words
    assert "可能已经填过" in client.press(second, "提交", answers).words


def test_a_visit_before_the_closing_is_no_follow_up(
    ending: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{closed_by(ending, zheng_min, zhou_lan).pk}/?form=C11")
    early = {"visit-actual": "2026-06-01"}
    page = browser.press(page, "记录回访", typing(C11) | early)

    assert "结案是 2026-06-15，回访应在那之后" in said_at(page, "visit-actual")
    assert page.typed("f-visit-actual") == "2026-06-01"


def closed_by(case: Case, supervisor: User, head: User) -> Any:
    """Handed in and signed twice."""
    assert case.owner
    fill(case, "C08", "C09", by=case.owner)
    act("submit_closure", case, by=case.owner)
    for verb, by in [("endorse_closure", supervisor), ("approve_closure", head)]:
        act(verb, case, by=by, judgement=seen(case, "submit_closure"))
    return case


def test_a_box_whose_papers_are_being_made_says_so(
    ending: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    """What failed is told apart from what only has to be waited for."""
    closed_by(ending, zheng_min, zhou_lan)
    papers = Document.objects.filter(dossier=ending.pk, form="C02")
    papers.update(state=Document.State.FAILED)
    page = Browser(lin_yue).open(f"/dossiers/{ending.pk}/box/")

    rows = {row.words.split(" ")[1]: row.words for row in page.find("tr") if row.find("td")}
    assert "没有生成" in rows["知情同意书与服务协议"]
    assert "生成中" in rows["个案预估表"]
    assert "正在印的等一会儿" in page.main


def test_what_a_box_lacks_leads_to_the_box(
    ending: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    """Not back to the cover, which is what one has just sent."""
    closed_by(ending, zheng_min, zhou_lan)
    done = {"visit": {"actual": "2026-06-15"}, "conclusion": "结束跟进"}
    visited(ending, worker=lin_yue, **done)
    browser, box = Browser(lin_yue), f"/dossiers/{ending.pk}/box/"
    page = browser.open(f"/dossiers/{ending.pk}/?form=C16")
    assert page.link("去填写") == box

    page = browser.press(page, "申请：跟进结束归档", typing(C16))
    assert {each["href"] for each in page.part("errors").find("a")} == {box}
