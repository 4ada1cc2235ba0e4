"""S6: 指尖上的邻里, a support group of mixed members, with its dates and its figures."""

from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest

from accounts.models import Community, User
from audit.checks import problems
from casework import archive
from casework.approvals import latest, valid
from casework.closed_loop import loop_of
from casework.group_figures import (
    attendance_of_session,
    attendance_rate,
    changes_of,
    grid_of,
    headcount,
    minutes,
    person_times,
    person_times_by_category,
    satisfaction_of,
)
from casework.lifecycles import GroupLifecycle, lifecycle_of
from casework.models import Group
from casework.referred_members import note_need
from casework.services import act
from casework.trail import folded, recorded
from tests.driver import at
from tests.filled_groups import MEMBERS, SESSIONS
from tests.group_actors import (
    PHASES,
    approved,
    archived,
    begun,
    completed,
    fill,
    followed,
    listed,
    opened,
    seen,
    session_held,
    session_planned,
    submitted,
)

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


@pytest.fixture
def due() -> Any:
    def day_of(group: Group, verb: str) -> date:
        return group.deadlines.get(verb=verb, met_on=None).due_on

    return day_of


@pytest.fixture
def group(
    community: Community, chen_siyuan: User, zheng_min: User, zhou_lan: User, due: Any
) -> Group:
    """The whole of it as the scenario tells it, up to the last session."""
    chen = chen_siyuan
    with at("2026-03-25 10:00"):
        group = opened(community, by=chen, starts_on=date(2026, 4, 14))
        assert group.number == "TQDJ-G-2026-0001"
        assert due(group, "submit_plan") == date(2026, 4, 7)  # 首节前 7 日
    with at("2026-04-02 10:00"):
        submitted(group, worker=chen)
        assert due(group, "endorse_plan") == date(2026, 4, 8)  # 3 工作日，清明放假
    with at("2026-04-07 10:00"):
        approved(group, supervisor=zheng_min, head=zhou_lan)  # 预算 1,200 元：督导+站长
    with at("2026-04-10 10:00"):
        listed(group, worker=chen)
        assert due(group, "plan_session") == date(2026, 4, 11)  # 每节前 3 日
        assert due(group, "open") == date(2026, 4, 14)
        session_planned(group, 1, by=chen)
    for number, (day, _theme, _objective) in enumerate(SESSIONS, 1):
        with at(f"{day} 17:00"):
            if number == 1:
                begun(group, worker=chen)
            session_held(group, number, by=chen)
            assert (
                list(GroupLifecycle.steps)[lifecycle_of(group).step()] + "期" == PHASES[number - 1]
            )
            if number < len(SESSIONS):
                session_planned(group, number + 1, by=chen)
    return group


def sealed(group: Group, form: str) -> dict[str, Any]:
    last = latest(group, form)
    assert last
    return last.form_of(form)


def test_the_figures_of_its_sessions(group: Group) -> None:
    assert group.members.count() == 12
    assert person_times(group) == 68
    assert headcount(group) == 12
    assert attendance_rate(group) == Decimal("94.4")
    assert person_times_by_category(group) == {"elder_alone": 41, "disabled": 11, "general": 16}
    assert minutes(group) == 6 * 90
    assert [each.phase for each in group.sessions.order_by("number")] == PHASES
    grid = grid_of(group)
    assert grid.totals == [12, 12, 11, 10, 11, 12]
    assert grid.listed == [12] * 6
    assert [row.times for row in grid.rows].count(6) == 8
    assert attendance_of_session(group.sessions.get(number=4)) == Decimal("83.3")
    assert group.main_category == "elder_alone"  # “组数”计入主类别 1


def test_ten_of_twelve_may_be_pictured(group: Group) -> None:
    assert group.members.filter(pictured=True).count() == 10
    assert group.members.filter(pictured=False).count() == 2
    assert group.members.filter(signed_on=date(2026, 4, 14)).count() == 12
    assert {str(each.name) for each in group.members.all()} == set(MEMBERS)


def test_it_ends_with_its_measures_and_comes_into_its_box(
    group: Group, chen_siyuan: User, zheng_min: User, zhou_lan: User, due: Any
) -> None:
    chen = chen_siyuan
    with at("2026-05-26 18:00"):
        completed(group, worker=chen, **measures())
        assert due(group, "submit_report") == date(2026, 6, 9)  # 末节后 10 工作日
    mastered, lonely = changes_of(group)
    assert (mastered.members, f"{mastered.before:.1f}", f"{mastered.after:.1f}") == (
        12,
        "4.1",
        "9.3",
    )
    assert (f"{lonely.before:.1f}", f"{lonely.after:.1f}") == ("6.8", "5.1")
    content = satisfaction_of(group)
    assert (content.content, content.answers, content.rate) == (94, 96, Decimal("97.9"))
    assert content.stands_alone

    with at("2026-06-05 10:00"):
        fill(group, "G10", by=chen)
        act("submit_report", group, by=chen)
    with at("2026-06-09 10:00"):
        act("endorse_report", group, by=zheng_min, judgement=seen(group, "submit_report"))
        act("approve_report", group, by=zhou_lan, judgement=seen(group, "submit_report"))
    assert group.status == "following"
    assert group.closed_on == date(2026, 6, 9)
    assert due(group, "add_followup") == date(2026, 6, 26)  # 末节后 1 个月
    said = {each["key"]: each["value"] for each in sealed(group, "G10")["fields"]}
    assert said["basic"]["person_times"] == 68
    assert said["basic"]["rate"] == "94.4%"
    assert said["satisfaction"]["rate"] == "97.9%"

    with at("2026-06-26 10:00"):
        need = note_need(
            group.members.get(number=8), group, by=chen, what="照护", on=date(2026, 6, 26)
        )
        assert (need.kind, need.category) == ("need", "disabled")  # 视力残疾组员的照护需求
        followed(group, worker=chen)
        archived(group, worker=chen, head=zhou_lan)
        with patch.object(archive, "shelves", []):  # nothing is printed here
            loop = loop_of(group)
            boxed = [(paper.form, paper.instance) for paper in archive.papers(group)]
    assert group.status == "archived"
    assert [step.state for step in loop.steps] == ["whole"] * 6
    assert loop.closed
    assert [step.label for step in loop.steps] == [*GroupLifecycle.steps]
    assert {form for form, _each in loop.steps[2].done} == {"G05", "G06", "G07"}  # 第 3 节
    assert boxed[:4] == [("G01", 1), ("G02", 1), ("G03", 1), ("G04", 1)]
    assert boxed.count(("G06", 6)) == 1
    assert sealed(group, "C16")["name"] == "卷宗封面、卷内目录与备考表"
    assert folded(group) == recorded(group)
    assert list(problems(group.chain)) == []


def test_what_comes_back_is_due_as_it_was(
    community: Community, chen_siyuan: User, zheng_min: User
) -> None:
    """The plan says when the group begins; a week before that it is due again."""
    with at("2026-03-25 10:00"):
        group = submitted(opened(community, by=chen_siyuan), worker=chen_siyuan)
    with at("2026-03-26 10:00"):
        act("withdraw_plan", group, by=chen_siyuan)
    assert group.deadlines.get(met_on=None).due_on == date(2026, 4, 7)
    assert valid(group, "G02") == []
