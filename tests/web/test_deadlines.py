"""逾期与将到期, 时限设置 and 工作日历 as their people find them: in order, bounded, and walled."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Post, Role, User
from casework.ladder import climb
from casework.models import Case, Deadline, Statement, TermPolicy, WorkCalendarDay
from tests.casework.test_calendars import csv_of
from tests.driver import Browser, at
from web.overdue import PAGE

LIST = "/deadlines/"


@pytest.fixture
def late(assessing: Case) -> Case:
    """Due on 04-03, and looked at on 04-08: two working days late, for 清明 lay between."""
    return assessing


def clock(case: Case) -> Deadline:
    return case.deadlines.get(met_on=None)


def copies(case: Case, number: int, due_on: date) -> None:
    Deadline.objects.bulk_create(
        Deadline(dossier=case, verb="submit_plan", due_on=due_on, hands="owner")
        for _each in range(number)
    )


# ── the list ──────────────────────────────────────────────────────────────────────────────


def test_it_says_what_is_late_for_how_long_and_who_knows(late: Case, zhou_lan: User) -> None:
    assert clock(late).due_on == date(2026, 4, 3)
    with at("2026-04-08 10:00"):
        climb()
        page = Browser(zhou_lan).open(LIST)

    assert late.number in page.main
    assert "逾期 5 天" in page.main
    assert "已告知督导" in page.main
    assert late.person.name not in page.html
    assert "秦" not in page.main


def test_the_longest_overdue_comes_first_and_fifty_make_a_page(late: Case, zhou_lan: User) -> None:
    today = timezone.localdate()
    copies(late, PAGE, today + timedelta(days=3))
    copies(late, 7, today - timedelta(days=1))
    browser = Browser(zhou_lan)

    page = browser.open(LIST)
    first = [each.words for each in page.find("tr")][1:]
    assert len(first) == PAGE
    assert all("逾期 1 天" in each for each in first[:7])
    second = browser.follow(page, "下一页")
    assert len(second.find("tr")) - 1 == 7
    assert "回第一页" in second.main
    assert "下一页" not in second.main


def test_what_stands_still_is_listed_apart(late: Case, zhou_lan: User) -> None:
    Deadline.objects.filter(dossier=late.pk).update(stopped_on="2026-03-24", remaining=2)
    with at("2026-05-06 10:00"):
        browser = Browser(zhou_lan)
        page = browser.open(LIST)
        assert "没有要赶的事" in page.main
        assert late.number not in page.main
        page = browser.open(f"{LIST}?view=stopped")
    assert late.number in page.main
    assert "03-24 起停着" in page.main
    assert "逾期 3" not in page.main


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("view=late", True),
        ("view=soon", False),
        ("what=submit_assessment", True),
        ("what=submit_plan", False),
        ("owner={owner}", True),
        ("owner=999999", False),
        ("station={station}", True),
        ("station=999999", False),
        ("view=nonsense&what=drop+table&owner=x&after=y", True),
        ("after=2026-04-02_0", True),
        ("after=2026-04-03_99999999", False),
        ("after=2026-04-03_x", True),
    ],
)
def test_it_is_narrowed_by_view_worker_station_and_matter(
    late: Case, zhou_lan: User, query: str, *, found: bool
) -> None:
    said = query.format(owner=late.owner_id, station=late.station_id)
    with at("2026-04-08 10:00"):
        page = Browser(zhou_lan).open(f"{LIST}?{said}")

    assert (late.number in page.main) is found


def test_a_supervisor_sees_their_own_the_district_all_and_another_station_none(
    late: Case, zheng_min: User, liu_chang: User, zhang_qian: User, lin_yue: User
) -> None:
    Post.objects.filter(user=zhang_qian).update(role=Role.HEAD)
    with at("2026-04-08 10:00"):
        assert late.number in Browser(zheng_min).open(LIST).main
        shown = Browser(liu_chang).open(LIST)
        assert late.number in shown.main
        assert "天桥东街街道社工站" in shown.main
        page = Browser(zhang_qian).open(LIST)
        assert late.number not in page.html
        assert "林悦" not in page.html
        assert Browser(zhang_qian).client.get(url(late)).status_code == 404
        assert Browser(zhang_qian).client.post(url(late), {}).status_code == 404
        assert Browser(lin_yue).client.get(LIST).status_code == 403


def test_a_full_page_takes_as_many_queries_as_one_row(late: Case, zhou_lan: User) -> None:
    browser = Browser(zhou_lan)

    def queries() -> int:
        browser.open(LIST)
        with CaptureQueriesContext(connection) as found:
            browser.client.get(LIST)
        return len(found)

    few = queries()
    copies(late, PAGE + 5, timezone.localdate())
    assert queries() == few
    assert few <= 30


def test_the_way_there_is_for_those_who_have_it(
    late: Case, zhou_lan: User, zheng_min: User, lin_yue: User
) -> None:
    links = {
        user: {each["href"] for each in Browser(user).open("/messages/").find("a")}
        for user in (zhou_lan, zheng_min, lin_yue)
    }
    assert {LIST, "/terms/", "/calendar/"} <= links[zhou_lan]
    assert LIST in links[zheng_min]
    assert not {LIST, "/terms/", "/calendar/"} & links[lin_yue]
    assert "/terms/" not in links[zheng_min]


# ── one deadline ──────────────────────────────────────────────────────────────────────────


def url(case: Case) -> str:
    return f"/deadlines/{clock(case).pk}/"


def test_more_time_is_asked_for_and_granted(late: Case, lin_yue: User, zheng_min: User) -> None:
    browser = Browser(lin_yue)
    page = browser.follow(browser.open(f"/dossiers/{late.pk}/"), "延期")
    said = {"until": "2026-04-10", "reason": "住院，等出院。"}
    page = browser.press(page, "交给督导和站长", said)
    assert "申请延到 2026-04-10" in page.main

    page = Browser(zheng_min).open(url(late))
    assert "住院，等出院。" in page.main
    page = Browser(zheng_min).press(page, "同意延期", said | {"reason": "同意。"})

    assert clock(late).due_on == date(2026, 4, 10)
    assert "原到期日" in page.main
    assert "2026-04-03" in page.main
    assert "延长了一个期限" in Browser(lin_yue).open(f"/dossiers/{late.pk}/").main


def test_what_was_typed_stays_when_it_is_refused(late: Case, zheng_min: User) -> None:
    browser = Browser(zheng_min)
    page = browser.press(browser.open(url(late)), "同意延期", {"until": "", "reason": "写了很多字"})

    assert page.status == 422
    assert "写了很多字" in page.html
    assert "最迟 2026-04-20" in page.part("f-until-error").words
    assert not Statement.objects.exists()


def test_the_district_is_not_shown_what_was_said(
    late: Case, lin_yue: User, liu_chang: User
) -> None:
    browser = Browser(lin_yue)
    said = {"until": "2026-04-10", "reason": "住院，等出院。"}
    browser.press(browser.open(url(late)), "交给督导和站长", said)

    page = Browser(liu_chang).open(url(late))
    assert "申请延到 2026-04-10" in page.main
    assert "住院" not in page.html


# ── 时限设置 ──────────────────────────────────────────────────────────────────────────────


def test_a_head_sets_a_number_and_sees_where_each_comes_from(
    late: Case, zhou_lan: User, liu_chang: User
) -> None:
    head, district = Browser(zhou_lan), Browser(liu_chang)
    district.press(district.open("/terms/"), "保存时限", {"t_plan": "6"})
    page = head.press(head.open("/terms/"), "保存时限", {"t_assessment": "9"})

    rows = {row.words.split("（")[0]: row.words for row in page.find("tr")}
    assert "本站，2026-03-25 起" in rows["预估完成"]
    assert "总站，2026-03-25 起" in rows["计划完成"]
    assert "默认" in rows["结案材料"]
    assert "7 个工作日" in head.open(f"/dossiers/{late.pk}/").main
    assert TermPolicy.objects.count() == 2


def test_a_bad_number_is_named_at_its_field_and_nothing_is_lost(zhou_lan: User) -> None:
    browser = Browser(zhou_lan)
    typed = {"t_plan": "很快", "t_assessment": "9", "since": "2026-04-01"}
    page = browser.press(browser.open("/terms/"), "保存时限", typed)

    assert page.status == 422
    assert "请填 1 到 20 之间的整数" in page.part("f-t_plan-error").words
    assert "计划完成（预估通过后）：请填" in page.part("errors").words
    assert page.part("f-t_plan")["value"] == "很快"
    assert page.part("f-t_assessment")["value"] == "9"
    assert page.part("f-since")["value"] == "2026-04-01"
    assert not TermPolicy.objects.exists()


def test_a_number_for_later_is_shown_with_its_day(zhou_lan: User) -> None:
    browser = Browser(zhou_lan)
    page = browser.press(
        browser.open("/terms/"), "保存时限", {"t_plan": "8", "since": "2026-04-01"}
    )

    assert "2026-04-01 起 8" in page.main
    assert page.part("f-t_plan")["value"] == "8"


# ── 工作日历 ──────────────────────────────────────────────────────────────────────────────


def test_a_file_is_looked_at_before_it_is_imported(zhou_lan: User) -> None:
    browser = Browser(zhou_lan)
    file = SimpleUploadedFile("2027.csv", csv_of())
    page = browser.arrive(browser.client.post("/calendar/", {"file": file}), "/calendar/")
    assert "2027 年，先核对" in page.main
    assert not WorkCalendarDay.objects.exists()

    page = browser.press(page, "核对无误，导入")

    assert WorkCalendarDay.objects.count() == 12
    assert "导入的：工作日放假 10 天，周末上班 2 天" in page.main


def test_a_bad_file_says_which_line_and_keeps_what_was_pasted(zhou_lan: User) -> None:
    browser = Browser(zhou_lan)
    page = browser.press(browser.open("/calendar/"), "先看看", {"text": "2027-01-02,否,元旦"})

    assert page.status == 422
    assert "第 1 行" in page.main
    assert "2027-01-02,否,元旦" in page.html
    assert browser.client.post("/calendar/", {"text": ""}).status_code == 422


def test_heads_are_warned_while_a_year_is_only_estimated(zhou_lan: User, lin_yue: User) -> None:
    says = "2027 年的节假日安排还没有导入"
    with at("2026-11-23 10:00"):
        browser = Browser(zhou_lan)
        assert all(says in browser.open(url).main for url in ("/", LIST, "/terms/", "/calendar/"))
        assert says not in Browser(lin_yue).open("/").main
    assert says not in Browser(zhou_lan).open("/").main
