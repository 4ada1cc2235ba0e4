"""台账, 导入, 支出 and 计入项目 in use: faults stand at the field, nothing typed is lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Community, Role, Station, User
from casework.attributions import attribute, attribution_on
from casework.models import Baseline, Case, Expense, LedgerEntry, Project, Submission
from tests.casework.ledgers import a_project, entry
from tests.casework.test_importing import WINTER, rows
from tests.conftest import person
from tests.driver import Browser
from tests.pages import Page
from tests.web.test_bad_input import said_at
from web.ledger_list import PAGE

Kind = LedgerEntry.Kind
EVENT = {"on": "2026-03-20", "what": "防骗讲座", "person_times": "28"}


@pytest.fixture
def project(community: Community, lin_yue: User) -> Project:
    return a_project(community.station, lin_yue)


def sent(browser: Browser, content: bytes) -> Page:
    """Choose a file on the page of the import, and have it looked at."""
    file = SimpleUploadedFile("邻居名单.csv", content, content_type="text/csv")
    response = browser.client.post("/ledger/import/", {"file": file})
    return browser.arrive(response, "/ledger/import/")


# ── the list ──────────────────────────────────────────────────────────────────────────────


def test_a_worker_writes_an_event_down_and_finds_it_in_the_list(
    project: Project, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.follow(browser.open("/"), "台账")
    page = browser.follow(page, "记一条")
    said = EVENT | {"project": project.number, "category": "elder_alone"}
    page = browser.press(page, "登记", said)

    assert "已登记：防骗讲座。" in page.words
    assert "28 人次" in page.main
    assert project.title in page.main
    assert "独居老人" in page.main


def test_each_kind_asks_what_it_counts(project: Project, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.open("/ledger/new/?kind=visit")
    assert {"households", "person_times"} <= page.names(page.button("登记")[0])
    page = browser.follow(page, "资源链接")
    assert "households" not in page.names(page.button("登记")[0])
    page = browser.press(page, "登记", {"what": "米面油", "amount": "2,400"})
    assert LedgerEntry.objects.get().amount == Decimal(2400)


def test_a_fault_stands_at_its_field_and_what_was_typed_is_still_there(
    project: Project, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    typed = EVENT | {"what": "联系 13812345678", "person_times": "二十八", "on": "2026-03-26"}
    page = browser.press(browser.open("/ledger/new/?kind=event"), "登记", typed)

    assert page.status == 422
    assert "个人信息" in said_at(page, "f-what")
    assert "整数" in said_at(page, "f-person_times")
    assert "还没有到" in said_at(page, "f-on")
    assert page.typed("f-what") == "联系 13812345678"
    assert page.typed("f-person_times") == "二十八"
    assert "有 3 处要改" in page.main
    assert not LedgerEntry.objects.exists()


def test_the_list_is_narrowed_by_kind_month_and_project(
    project: Project, station: Station, lin_yue: User
) -> None:
    entry(station, lin_yue, Kind.EVENT, date(2026, 2, 28), what="二月的活动")
    entry(station, lin_yue, Kind.EVENT, date(2026, 3, 1), what="三月的活动", project=project)
    entry(station, lin_yue, Kind.VISIT, date(2026, 3, 31), what="三月的走访")
    browser = Browser(lin_yue)

    def names(query: str) -> list[str]:
        return [each.words for each in browser.open(f"/ledger/{query}").find("th", scope="row")]

    assert names("?kind=event") == ["三月的活动", "二月的活动"]
    assert names("?month=2026-03") == ["三月的走访", "三月的活动"]
    assert names(f"?project={project.pk}") == ["三月的活动"]
    assert len(names("?kind=x&month=2026-13&project=y&after=z")) == 3


def test_fifty_make_a_page_and_cost_what_five_cost(
    station: Station, lin_yue: User, community: Community
) -> None:
    def count(number: int) -> int:
        for _each in range(number):
            entry(station, lin_yue, Kind.EVENT, date(2026, 3, 1), community=community)
        browser.open("/ledger/")
        with CaptureQueriesContext(connection) as asked:
            browser.client.get("/ledger/")
        return len(asked)

    browser = Browser(lin_yue)
    few, many = count(5), count(PAGE)
    assert few == many <= 17
    page = browser.open("/ledger/")
    assert len(page.find("th", scope="row")) == PAGE
    second = browser.follow(page, "下一页")
    assert len(second.find("th", scope="row")) == 5
    assert "回第一页" in second.main


@pytest.mark.parametrize("who", ["xu_qin", "gao_yuan"])
def test_there_is_no_ledger_for_those_who_neither_keep_nor_read_it(
    community: Community, who: str, request: pytest.FixtureRequest
) -> None:
    browser = Browser(request.getfixturevalue(who))
    assert browser.open("/ledger/").status == 403
    assert browser.open("/ledger/new/").status == 403


def test_the_district_reads_and_writes_nothing(
    station: Station, lin_yue: User, liu_chang: User
) -> None:
    found = entry(station, lin_yue, Kind.EVENT, date(2026, 3, 1))
    browser = Browser(liu_chang)
    page = browser.open("/ledger/")
    assert station.name in page.main
    assert "记一条" not in page.main
    page = browser.open(f"/ledger/{found.pk}/")
    assert (page.status, "更正" in page.main) == (200, False)
    assert browser.client.post(f"/ledger/{found.pk}/", {"do": "void"}).status_code == 403
    assert browser.open("/ledger/import/").status == 403


def test_finance_sees_what_is_money(station: Station, lin_yue: User) -> None:
    event = entry(station, lin_yue, Kind.EVENT, date(2026, 3, 1), what="讲座")
    entry(station, lin_yue, Kind.LINK, date(2026, 3, 1), what="米面油", amount=Decimal(2400))
    browser = Browser(person("he.qi", "何琪", station, Role.FINANCE))

    page = browser.open("/ledger/")
    assert "米面油" in page.main
    assert "讲座" not in page.main
    assert browser.open(f"/ledger/{event.pk}/").status == 404


def test_another_stations_entry_does_not_exist(
    station: Station, lin_yue: User, zhang_qian: User
) -> None:
    found = entry(station, lin_yue, Kind.EVENT, date(2026, 3, 1))
    browser = Browser(zhang_qian)
    assert found.what not in browser.open("/ledger/").main
    assert browser.open(f"/ledger/{found.pk}/").status == 404
    assert browser.client.post(f"/ledger/{found.pk}/", {"do": "void"}).status_code == 404


# ── one entry ─────────────────────────────────────────────────────────────────────────────


def test_an_entry_is_put_right_and_a_fault_leaves_what_was_typed(
    project: Project, station: Station, lin_yue: User
) -> None:
    found = entry(station, lin_yue, Kind.EVENT, date(2026, 3, 1), person_times=28)
    browser = Browser(lin_yue)
    page = browser.open(f"/ledger/{found.pk}/")
    page = browser.press(page, "保存更正", {"person_times": "许多", "what": "防骗讲座（两场）"})
    assert page.status == 422
    assert "整数" in said_at(page, "f-person_times")
    assert page.typed("f-what") == "防骗讲座（两场）"

    page = browser.press(page, "保存更正", {"person_times": "65"})
    assert "已改好" in page.words
    found.refresh_from_db()
    assert (found.person_times, found.what) == (65, "防骗讲座（两场）")


def test_an_entry_is_set_aside_with_a_reason(station: Station, lin_yue: User) -> None:
    found = entry(station, lin_yue, Kind.EVENT, date(2026, 3, 1))
    browser = Browser(lin_yue)
    page = browser.press(browser.open(f"/ledger/{found.pk}/"), "作废这一条")
    assert "为什么作废" in said_at(page, "f-reason")

    page = browser.press(page, "作废这一条", {"reason": "记了两次。"})
    assert "已作废" in page.main
    assert not any(page.offers(each) for each in ["保存更正", "作废这一条"])


def test_a_need_is_settled_and_taken_up_again(
    station: Station, lin_yue: User, community: Community
) -> None:
    found = entry(station, lin_yue, Kind.NEED, date(2026, 3, 1), community=community)
    browser = Browser(lin_yue)
    page = browser.press(browser.open(f"/ledger/{found.pk}/"), "办结")
    assert "选一个办结结果" in said_at(page, "f-result")
    page = browser.press(page, "办结", {"result": "met", "settled_on": "2026-02-01"})
    assert "2026-03-01" in said_at(page, "f-settled_on")
    assert page.typed("f-result") == "met"

    page = browser.press(page, "办结", {"settled_on": "2026-03-20"})
    assert "已满足" in page.main
    page = browser.press(page, "还没有办结，继续办")
    assert "在办" in page.main


# ── importing ─────────────────────────────────────────────────────────────────────────────


def test_a_file_is_looked_at_then_taken_in_and_never_twice(project: Project, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = sent(browser, WINTER.encode("gb18030"))
    assert "还没有导入" in page.main
    assert "活动 1 行 · 走访 2 行 · 资源链接 1 行" in page.main
    assert not LedgerEntry.objects.exists()

    page = browser.press(page, "核对无误，导入 4 行")
    assert "已导入 4 行。" in page.words
    assert LedgerEntry.objects.count() == 4

    page = sent(browser, WINTER.encode())
    assert page.status == 422
    assert "已由林悦导入过" in page.main
    assert not page.offers("核对无误，导入 4 行")


def test_each_bad_cell_is_named_by_row_and_column(community: Community, lin_yue: User) -> None:
    bad = rows("活动,2026-01-20,防骗讲座,,,56,,,,", "活动,昨天,<b>饺子</b>,义合社区,,,,,,")
    page = sent(Browser(lin_yue), bad)

    assert page.status == 422
    assert "3 处要改" in page.main
    for place in ("第 3 行 日期", "第 3 行 社区", "第 3 行 人次"):
        assert place in page.main
    assert "<b>饺子" not in page.html
    assert not LedgerEntry.objects.exists()


def test_no_file_and_no_table_are_said_so(community: Community, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.press(browser.open("/ledger/import/"), "先看看")
    assert (page.status, "选一个 CSV 文件" in page.main) == (422, True)
    assert "另存为" in sent(browser, b"PK\x03\x04").main


def test_the_template_opens_in_a_spreadsheet(community: Community, lin_yue: User) -> None:
    response = Browser(lin_yue).client.get("/ledger/import/template/")
    assert response.content.decode().startswith("\ufeff类型,日期,名称")
    assert "attachment" in response.headers["Content-Disposition"]


# ── expenses ──────────────────────────────────────────────────────────────────────────────


def test_what_is_spent_stands_against_the_budget(project: Project, lin_yue: User) -> None:
    _budget(project, lin_yue, {"人员": "78000.00", "业务活动": "46500.00"})
    browser = Browser(lin_yue)
    url = f"/projects/{project.pk}/expenses/"
    typed = {"category": "人员", "item": "一月工资", "amount": "6500", "voucher": "记-3"}
    page = browser.press(browser.open(url), "登记支出", typed | {"on": "2026-01-31"})

    assert "已登记 6500 元" in page.words
    assert "8.3%" in page.main
    page = browser.press(page, "登记支出", typed | {"on": "2026-01-31"})
    assert "已经登记过" in said_at(page, "f-voucher")
    assert page.typed("f-item") == "一月工资"
    page = browser.press(page, "登记支出", {"amount": "很多", "category": ""})
    assert "数字" in said_at(page, "f-amount")
    assert "预算科目" in said_at(page, "f-category")


def test_a_sum_is_set_aside_on_a_page_of_its_own(project: Project, lin_yue: User) -> None:
    paid = _spent(project, lin_yue)
    browser = Browser(lin_yue)
    page = browser.follow(browser.open(f"/projects/{project.pk}/expenses/"), "作废 记-3 一月工资")
    page = browser.press(page, "作废这一笔")
    assert "为什么作废" in said_at(page, "f-reason")
    page = browser.press(page, "作废这一笔", {"reason": "凭证号写错。"})
    assert "已作废" in page.main
    paid.refresh_from_db()
    assert paid.voided_on == date(2026, 3, 25)


def test_finance_reads_and_others_do_not(
    project: Project, station: Station, lin_yue: User, zheng_min: User, zhang_qian: User
) -> None:
    paid = _spent(project, lin_yue)
    url = f"/projects/{project.pk}/expenses/"
    page = Browser(person("he.qi", "何琪", station, Role.FINANCE)).open(url)
    assert "6,500.00" in page.main
    assert not page.offers("登记支出")
    assert Browser(zheng_min).open(url).status == 403
    stranger = Browser(zhang_qian)
    assert stranger.open(url).status == 404
    assert stranger.client.post(f"{url}{paid.pk}/void/").status_code == 404


# ── 计入项目 ──────────────────────────────────────────────────────────────────────────────


def test_the_owner_lets_a_case_count_for_a_project(
    intervening: Case, project: Project, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{intervening.pk}/")
    assert page.typed("f-since") == "2026-03-25"  # when it was accepted
    page = browser.press(page, "计入这个项目", {"project": str(project.pk)})

    assert "2026-03-25 起计入" in page.words
    assert project.number in page.main
    found = attribution_on(intervening, date(2026, 3, 25))
    assert found
    assert found.project == project


def test_a_wrong_day_is_said_at_its_field(
    intervening: Case, project: Project, zhou_lan: User
) -> None:
    browser = Browser(zhou_lan)
    page = browser.open(f"/dossiers/{intervening.pk}/attribution/")
    said = {"project": str(project.pk), "since": "2025-10-01"}
    page = browser.press(page, "计入这个项目", said)
    assert page.status == 422
    assert "不能早于" in said_at(page, "f-since")
    assert page.typed("f-project") == str(project.pk)
    page = browser.press(page, "计入这个项目", {"project": ""})
    assert "选本站" in said_at(page, "f-project")


def test_a_case_stops_counting_on_a_day(intervening: Case, project: Project, lin_yue: User) -> None:
    attribute(intervening, project, since=date(2026, 3, 25), by=lin_yue)
    browser = Browser(lin_yue)
    page = browser.follow(browser.open(f"/dossiers/{intervening.pk}/"), "改归属")
    page = browser.press(page, "到这天为止", {"until": "2026-03-24"})
    assert "不能早于" in said_at(page, "f-until")
    browser.press(page, "到这天为止", {"until": "2026-03-31"})

    assert attribution_on(intervening, date(2026, 3, 31))
    assert attribution_on(intervening, date(2026, 4, 1)) is None


def test_others_look_and_do_not_touch(
    intervening: Case, project: Project, zheng_min: User, chen_siyuan: User
) -> None:
    url = f"/dossiers/{intervening.pk}/attribution/"
    page = Browser(zheng_min).open(url)
    assert (page.status, page.offers("计入这个项目")) == (200, False)
    assert Browser(zheng_min).client.post(url).status_code == 403
    assert Browser(chen_siyuan).open(url).status == 404


def test_a_case_that_is_not_accepted_counts_for_nothing(screening: Case, lin_yue: User) -> None:
    assert Browser(lin_yue).open(f"/dossiers/{screening.pk}/attribution/").status == 404


def _spent(project: Project, by: User) -> Expense:
    return Expense.objects.create(
        project=project,
        on=date(2026, 1, 31),
        category="人员",
        item="一月工资",
        amount=Decimal(6500),
        voucher="记-3",
        entered_by=by,
        entered_at=timezone.now(),
    )


def _budget(project: Project, by: User, budget: dict[str, str]) -> None:
    """The baseline that was locked with the contract."""
    contract = Submission.objects.create(
        dossier=project,
        episode=project.episodes.get(),
        verb="sign",
        form="P04",
        instance=1,
        round=1,
        covers=[["P04", 1, 1]],
        content="{}",
        sha256="0" * 64,
        author=by,
        at=timezone.now(),
    )
    Baseline.objects.create(
        project=project,
        version=1,
        budget=budget,
        amount=Decimal(150_000),
        starts_on=date(2025, 11, 1),
        ends_on=date(2026, 10, 31),
        locked_at=timezone.now(),
        submission=contract,
    )
