"""S6: 指尖上的邻里, a support group of mixed members, with its dates and its figures."""

from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest

from accounts.models import Community, Role, User
from audit.checks import problems
from casework import archive
from casework.approvals import latest, valid
from casework.closed_loop import loop_of
from casework.group_figures import headcount, minutes
from casework.lifecycles import GroupLifecycle, lifecycle_of
from casework.models import Group, LedgerEntry
from casework.services import act
from casework.trail import folded, recorded
from tests.conftest import person
from tests.driver import Browser, at
from tests.filled_groups import G03, SESSIONS
from tests.group_actors import PHASES, opened, submitted
from tests.pages import Page
from tests.scenarios import group_days as days
from tests.scenarios.walk import handed_in, now, tried, written

MASTERED = "12 项操作"
LONELY = "孤独感自评"
BEFORE = ["4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "5"]
AFTER = ["9", "9", "9", "9", "9", "9", "9", "9", "10", "10", "10", "10"]
ALONE = (["7"] * 10 + ["6", "6"], ["5"] * 11 + ["6"])


def measures() -> dict[str, Any]:
    """Twelve members, each measured before and after by both scales, under a number."""
    pairs = {MASTERED: (BEFORE, AFTER), LONELY: ALONE}
    return {
        "scores": [
            {"member": f"{n:02d}", "measure": scale, "pre": pre, "post": post}
            for scale, (before, after) in pairs.items()
            for n, (pre, post) in enumerate(zip(before, after, strict=True), 1)
        ]
    }


def due(group: Group, verb: str) -> date:
    day: date = group.deadlines.get(verb=verb, met_on=None).due_on
    return day


def seen(group: Group, user: User) -> Page:
    return Browser(user).open(f"/dossiers/{group.pk}/")


@pytest.fixture
def he_jia(community: Community) -> User:
    return person("he.jia", "何佳", community.station, Role.WORKER)


@pytest.fixture
def group(  # noqa: PLR0917
    community: Community,
    chen_siyuan: User,
    lin_yue: User,
    he_jia: User,
    zheng_min: User,
    zhou_lan: User,
) -> Group:
    """Planned, approved and with its members: the first session is in four days."""
    with at("2026-03-25 10:00"):
        group = days.founded(community, chen_siyuan)
        assert group.number == "TQDJ-G-2026-0001"
        assert due(group, "submit_plan") == date(2026, 4, 7)  # 首节前 7 日
        days.accompanied(group, chen_siyuan, lin_yue, he_jia)
    with at("2026-04-02 10:00"):
        written(group, "G01", by=chen_siyuan)
        handed_in(group, "G02", "提交计划书", by=chen_siyuan)
        assert due(group, "endorse_plan") == date(2026, 4, 8)  # 3 工作日，清明放假
    with at("2026-04-07 10:00"):
        days.approved(group, zheng_min, zhou_lan)  # 预算 1,200 元：督导+站长
    with at("2026-04-10 10:00"):
        told = G03["waitlist"][:-1]  # 候补和未入的都要有去向
        page = tried(group, "G03", "确认名单", by=chen_siyuan, waitlist=told)
        assert "没有入组的报名者，须逐个写明" in page.part("errors").words
        handed_in(group, "G03", "确认名单", by=chen_siyuan)
        assert group.members.count() == 12  # 报名 17，筛选 15
        assert due(group, "plan_session") == date(2026, 4, 11)  # 每节前 3 日
        assert due(group, "open") == date(2026, 4, 14)
        days.planned(group, 1, chen_siyuan)
    return group


def test_s6(  # noqa: PLR0917
    group: Group,
    chen_siyuan: User,
    lin_yue: User,
    he_jia: User,
    zheng_min: User,
    zhou_lan: User,
    gao_yuan: User,
    zhang_qian: User,
) -> None:
    chen = chen_siyuan
    assert seen(group, zhang_qian).status == 404  # of another station
    for number, (day, _theme, _objective) in enumerate(SESSIONS, 1):
        if number == 1:
            with at(f"{day} 14:00"):
                handed_in(group, "G04", "开组（第1节）", by=chen)
            days.signed_in(group, chen)
        with at(f"{day} 17:00"):
            days.held(group, number, lin_yue if number == 2 else chen)
            if number == 3:
                days.observed(group, he_jia)
            step = lifecycle_of(now(group)).step()
            assert list(GroupLifecycle.steps)[step] + "期" == PHASES[number - 1]
            if number < len(SESSIONS):
                days.planned(group, number + 1, chen)
    with at("2026-05-26 17:30"):
        days.pictured(group, chen)
        its_sessions_come_to_68(now(group), seen(group, chen))
    with at("2026-05-26 18:00"):
        handed_in(group, "G09", "末节完成", by=chen, **measures())
        assert due(group, "submit_report") == date(2026, 6, 9)  # 末节后 10 工作日
        changed_and_content(seen(group, chen))
    with at("2026-06-05 10:00"):
        handed_in(group, "G10", "提交总结", by=chen)
    with at("2026-06-09 10:00"):
        days.approved(group, zheng_min, zhou_lan)
    is_reported_on(now(group))
    with at("2026-06-26 10:00"):
        page = days.needed(group, chen)
        assert "8 号组员的需求已记入台账" in page.main
        assert "视力残疾，日常照护" in Browser(zhou_lan).open("/ledger/").main
        handed_in(group, "G11", "记录跟进", by=chen)
        with patch.object(archive, "shelves", []):  # nothing is printed here
            days.boxed(group, chen, zhou_lan)
            is_whole(now(group))
            page = Browser(gao_yuan).open(f"/dossiers/{group.pk}/trace/")
            assert "已闭环" in page.main
            assert "六步都完整" in page.main
    need = LedgerEntry.objects.get(source="group")
    assert (need.kind, need.category) == ("need", "disabled")


def its_sessions_come_to_68(group: Group, page: Page) -> None:
    """What the page says, and what no page rounds."""
    assert "共 68 人次" in page.part("grid").words
    assert "出席率 94.4%" in page.main
    assert "组员 12 人" in page.main
    for line in ("独居老人 41 人次", "残疾人 11 人次", "一般居民 16 人次"):
        assert line in page.main
    totals = [each.words for each in next(page.part("grid").find("tfoot")).find("td")]
    assert totals == ["12/12", "12/12", "11/12", "10/12", "11/12", "12/12", "68"]
    sums = [
        list(row.find("td"))[-1].words for row in next(page.part("grid").find("tbody")).find("tr")
    ]
    assert sums.count("6") == 8
    assert (headcount(group), minutes(group)) == (12, 6 * 90)
    assert group.main_category == "elder_alone"  # “组数”计入主类别 1
    assert group.members.filter(pictured=True).count() == 10
    assert group.members.filter(signed_on=date(2026, 4, 14)).count() == 12
    first = group.sessions.get(number=1).attendance
    assert [each.member.number for each in first.filter(status="迟到")] == [7]
    assert [each.phase for each in group.sessions.order_by("number")] == PHASES


def changed_and_content(page: Page) -> None:
    assert f"{MASTERED} 4.1 → 9.3" in page.main
    assert f"{LONELY} 6.8 → 5.1" in page.main
    assert "满意度 97.9%" in page.main  # 94 of 96


def sealed(group: Group, form: str) -> dict[str, Any]:
    last = latest(group, form)
    assert last
    return last.form_of(form)


def is_reported_on(group: Group) -> None:
    assert (group.status, group.closed_on) == ("following", date(2026, 6, 9))
    assert due(group, "add_followup") == date(2026, 6, 26)  # 末节后 1 个月
    said = {each["key"]: each["value"] for each in sealed(group, "G10")["fields"]}
    assert (said["basic"]["person_times"], said["basic"]["rate"]) == (68, "94.4%")
    assert said["satisfaction"]["rate"] == "97.9%"
    assert Decimal(said["basic"]["sessions"]) == 6


def is_whole(group: Group) -> None:
    """Every step has its papers, the box holds them in order, the trail agrees."""
    assert group.status == "archived"
    loop = loop_of(group)
    assert loop.closed
    assert [step.state for step in loop.steps] == ["whole"] * 6
    assert [step.label for step in loop.steps] == [*GroupLifecycle.steps]
    assert {form for form, _each in loop.steps[2].done} >= {"G05", "G06", "G07"}  # 第 3 节
    papers = [(paper.form, paper.instance) for paper in archive.papers(group)]
    assert papers[:4] == [("G01", 1), ("G02", 1), ("G03", 1), ("G04", 1)]
    assert papers.count(("G06", 6)) == 1
    assert sealed(group, "C16")["name"] == "卷宗封面、卷内目录与备考表"
    assert folded(group) == recorded(group)
    assert list(problems(group.chain)) == []


def test_what_comes_back_is_due_as_it_was(community: Community, chen_siyuan: User) -> None:
    """The plan says when the group begins; a week before that it is due again."""
    with at("2026-03-25 10:00"):
        group = submitted(opened(community, by=chen_siyuan), worker=chen_siyuan)
    with at("2026-03-26 10:00"):
        act("withdraw_plan", group, by=chen_siyuan)
    assert group.deadlines.get(met_on=None).due_on == date(2026, 4, 7)
    assert valid(group, "G02") == []
