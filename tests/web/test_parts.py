"""The parts that pages are made of, besides forms, and the log-in page."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from tests.web.markup import Page

MORNING = dt.datetime(2026, 11, 23, 10, 42, tzinfo=timezone.get_default_timezone())


def part(part: str, /, **context: Any) -> str:
    return render_to_string(f"web/parts/_{part}.html", context)


def test_the_stepper_says_where_it_stands() -> None:
    states = ["done", "back", "todo"]
    steps = [
        {"label": each, "state": each, "lines": ["10-12 林悦"], "seal": "准"} for each in states
    ]
    items = Page(part("loop", steps=steps)).all("li")

    assert ["aria-current" in each for each in items] == [False, True, False]


def test_findings_say_what_is_missing_and_where_to_mend_it() -> None:
    findings = [
        {"met": True, "says": "已批准。"},
        {"met": False, "says": "未签字。", "href": "#f-sign"},
    ]
    html = part("findings", findings=findings)

    assert "已满足" in html
    assert "未满足" in html
    assert [each["href"] for each in Page(html).all("a")] == ["#f-sign"]


def test_a_paper_that_failed_can_be_made_again() -> None:
    papers = [{"title": "个案预估表", "small": "没生成出来", "retry_url": "/documents/3/retry/"}]

    [form] = Page(part("documents", documents=papers)).all("form")
    assert form == {"method": "post", "action": "/documents/3/retry/"}


def test_the_timeline_tells_who_did_what_when() -> None:
    entry = {"cls": "back", "when": MORNING, "who": "郑敏", "what": "退回", "why": "理由"}

    assert 'datetime="2026-11-23T10:42:00+08:00"' in part("timeline", entries=[entry])


def test_errors_are_summed_up_with_links() -> None:
    html = part("error_summary", errors=[{"href": "#f-bio", "text": "健康状况：还没填。"}])

    assert "有 1 处要改" in html
    assert [each["href"] for each in Page(html).all("a")] == ["#f-bio"]
    assert not part("error_summary", errors=[]).strip()


def test_a_long_list_has_pages() -> None:
    paginator = SimpleNamespace(num_pages=3, count=120)
    here = SimpleNamespace(
        paginator=paginator,
        number=2,
        has_previous=True,
        has_next=True,
        previous_page_number=1,
        next_page_number=3,
    )

    links = [each["href"] for each in Page(part("pager", page=here, query="state=open&")).all("a")]
    assert links == ["?state=open&page=1", "?state=open&page=3"]


def test_the_alarm_waits_unseen_until_there_is_one() -> None:
    assert "hidden" in Page(part("alarm", alarm=False)).all("section")[0]
    assert "hidden" not in Page(part("alarm", alarm=True)).all("section")[0]


def test_a_dialog_has_its_outcome_as_title_and_verbs_on_its_buttons() -> None:
    page = Page(part("dialog", id="ask", title="查看", action="/go/", button="看", cancel="不看"))

    assert page.all("dialog") == [{"id": "ask", "aria-labelledby": "ask-title"}]
    assert [each["type"] for each in page.all("button")] == ["submit", "button"]
    assert page.all("form")[0]["action"] == "/go/"


def test_two_rounds_are_compared_field_by_field() -> None:
    old, new = [("same", "每周"), ("del", "0 次")], [("same", "每周"), ("ins", "2 次")]
    row = {
        "label": "目标",
        "old": old,
        "new": new,
        "changed": True,
        "remark_count": 2,
        "anchor": "C04#goals",
    }
    page = Page(part("compare", rows=[row], form_id="decide"))

    assert page.all("article")[0]["aria-label"] == "目标，已改，有批注 2 条"
    assert (len(page.all("del")), len(page.all("ins"))) == (1, 1)
    assert page.controls()[0]["name"] == "remark-C04#goals"
    assert page.controls()[0]["form"] == "decide"


def test_the_queue_shows_which_one_is_open() -> None:
    items = [{"href": "/a/", "title": "计划书", "small": "林悦", "current": True}, {"href": "/b/"}]

    assert ["aria-current" in each for each in Page(part("queue", queue=items)).all("a")] == [
        True,
        False,
    ]


def test_a_thread_shows_what_was_said() -> None:
    say = {"by": "郑敏", "at": MORNING, "text": "写明几次。"}
    html = part("threads", threads=[{"label": "目标", "href": "#r", "open": True, "says": [say]}])

    assert "写明几次。" in html
    assert 'class="open"' in html


def test_views_are_links_that_work_without_a_script() -> None:
    links = Page(part("views", base="?round=3&", view="diff")).all("a")
    [link] = [each for each in links if "aria-current" in each]

    assert link == {"href": "?round=3&view=diff", "data-view": "diff", "aria-current": "true"}


def test_an_empty_place_offers_one_thing_to_do() -> None:
    html = part("empty", name="writing", text="没有没写完的草稿。", href="/", action="回工作台")

    assert [each["href"] for each in Page(html).all("a")] == ["/"]


def test_login_says_that_what_was_typed_is_kept() -> None:
    html = render_to_string("web/login.html", {"kept": "locked away", "next": "/drafts/"})
    sent = {each["name"]: each.get("value") for each in Page(html).all("input")}

    assert "登录已过期，刚才填的内容还在，登录后接着办。" in html
    assert (sent["kept"], sent["next"]) == ("locked away", "/drafts/")


def test_login_explains_a_wrong_password_at_its_field() -> None:
    form = SimpleNamespace(errors=True, non_field_errors=["口令不对。"], username=None)
    page = Page(render_to_string("web/login.html", {"form": form}))
    password = next(each for each in page.all("input") if each["name"] == "password")

    assert password["aria-describedby"] == "password-error"
    assert "password-error" in page.ids


def test_the_shell_has_its_landmarks_and_says_where_one_is() -> None:
    items = [
        {"label": "工作台", "icon": "layout-dashboard", "href": "/", "count": 2, "alert": True},
        {"label": "个案", "icon": "user-heart", "href": "/dossiers/", "current": True},
    ]
    context = {
        "nav": [{"title": "", "items": items}],
        "tabs": items,
        "me": {"pk": 1, "name": "林悦", "avatar": "林悦", "role": "社工"},
        "station": {"name": "天桥东街街道社工站"},
        "unread": 3,
        "source_url": "https://example.org/source",
        "messages": [SimpleNamespace(level_tag="error", message="没有办成。")],
    }
    html = render_to_string("web/base.html", context)
    page = Page(html)

    assert page.all("html") == [{"lang": "zh-CN"}]
    assert [len(page.all(tag)) for tag in ("main", "aside", "header", "footer")] == [1, 1, 1, 1]
    assert [each["href"] for each in page.all("a") if "aria-current" in each] == ["/dossiers/"] * 2
    assert {"消息，3 条未读"} <= {each.get("aria-label") for each in page.all("a")}
    assert page.referred <= set(page.ids)
    assert 'href="https://example.org/source"' in html
    assert not [each for each in page.all("script") if "src" not in each]


def test_a_search_never_stands_in_an_address() -> None:
    [search] = [
        each for each in Page(render_to_string("web/base.html")).all("form") if "role" in each
    ]

    assert search["method"] == "post"


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500"])
def test_what_went_wrong_is_said_in_our_own_page_even_to_a_stranger(page: str) -> None:
    html = render_to_string(f"{page}.html")

    assert Page(html).all("h1") == [{}]
    assert "回工作台" in html
