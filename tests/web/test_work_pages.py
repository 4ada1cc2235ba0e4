"""Groups and projects on their own pages: begun, called over, and shown with what they come to."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Community, Station, User
from casework.attributions import attribute
from casework.drafts import raw_of
from casework.models import Group, LedgerEntry, Project, Seat
from tests.casework.ledgers import a_group, entry, meets, members
from tests.driver import Browser, at
from tests.filled_groups import MEMBERS
from tests.group_actors import (
    approved,
    begun,
    listed,
    opened,
    session_held,
    session_planned,
    submitted,
)
from tests.projects import Cast, evaluator_of, on, running
from web.steps import loop_of


@pytest.fixture
def meeting(community: Community, chen_siyuan: User, zheng_min: User, zhou_lan: User) -> Group:
    """A group whose first session is today."""
    with at("2026-03-25 10:00"):
        group = opened(community, by=chen_siyuan, starts_on=date(2026, 4, 14))
    with at("2026-04-02 10:00"):
        submitted(group, worker=chen_siyuan)
        approved(group, supervisor=zheng_min, head=zhou_lan)
    with at("2026-04-10 10:00"):
        listed(group, worker=chen_siyuan)
        session_planned(group, 1, by=chen_siyuan)
    with at("2026-04-14 14:00"):
        begun(group, worker=chen_siyuan)
    return group


def test_a_worker_opens_a_group_and_finds_it_on_the_list(
    community: Community, chen_siyuan: User
) -> None:
    browser = Browser(chen_siyuan)
    new = browser.follow(browser.open("/groups/"), "立组")
    page = browser.press(new, "立组", {"title": "织补时光", "community": str(community.pk)})

    assert Group.objects.get().title == "织补时光"
    assert "织补时光" in page.main
    assert "织补时光" in browser.open("/groups/").main


def test_a_group_without_a_name_is_told_so_and_nothing_typed_is_lost(
    community: Community, chen_siyuan: User
) -> None:
    browser = Browser(chen_siyuan)
    typed = {"community": str(community.pk), "starts_on": "2026-05-05"}
    page = browser.press(browser.open("/groups/new/"), "立组", typed)

    assert page.status == 422
    assert 'value="2026-05-05"' in page.html
    assert not Group.objects.exists()


def test_everybody_is_called_over_and_the_record_comes_next(
    meeting: Group, chen_siyuan: User
) -> None:
    with at("2026-04-14 15:00"):
        browser = Browser(chen_siyuan)
        sheet = browser.open(f"/dossiers/{meeting.pk}/attendance/")
        assert [name for name in MEMBERS if name not in sheet.html] == []
        ticks = {f"attendance-{n}-status": "出席" for n in range(len(MEMBERS))}
        ticks["attendance-3-status"] = "缺席"
        page = browser.press(sheet, "去写过程记录", ticks)

    assert "单节过程记录" in page.main
    said = raw_of(meeting, "G06")["attendance"]
    assert [row["status"] for row in said].count("出席") == 11
    assert said[3]["member"] == list(MEMBERS)[3]
    assert said[3]["status"] == "缺席"


@pytest.mark.parametrize("who", ["lin_yue", "liu_chang", "xu_qin"])
def test_nobody_else_calls_them_over(
    meeting: Group, who: str, request: pytest.FixtureRequest
) -> None:
    browser = Browser(request.getfixturevalue(who))

    page = browser.open(f"/dossiers/{meeting.pk}/attendance/")

    assert page.status in {404, 302, 200}
    assert [name for name in MEMBERS if name in page.html] == []


def test_a_group_is_shown_with_its_grid_and_its_figures(
    station: Station, community: Community, chen_siyuan: User, meeting: Group
) -> None:
    meets(meeting, 1, date(2026, 4, 14), list(meeting.members.all()[:2]))
    with at("2026-04-15 10:00"):
        page = Browser(chen_siyuan).open(f"/dossiers/{meeting.pk}/")

    assert "出席表" in page.main
    assert "10/12" in page.main
    assert "83.3%" in page.main
    assert [name for name in MEMBERS if name in page.part("grid").words] == []


def test_a_phase_is_dated_by_what_was_written_of_it(meeting: Group, chen_siyuan: User) -> None:
    with at("2026-04-14 17:00"):
        session_held(meeting, 1, by=chen_siyuan)
    with at("2026-04-16 10:00"):
        session_planned(meeting, 2, by=chen_siyuan)
        preparing, forming, *_later = loop_of(meeting, None)

    assert (preparing["state"], preparing["lines"]) == ("done", [f"04-10 {chen_siyuan}"])
    assert forming["state"] == "now"


@pytest.fixture
def project(cast: Cast) -> Project:
    return running(cast)


def test_a_project_shows_what_was_done_of_what_was_promised(
    project: Project, cast: Cast, chen_siyuan: User, community: Community
) -> None:
    group = a_group(cast.station, chen_siyuan, "TQDJ-G-2026-0001")
    meets(group, 1, date(2026, 4, 14), members(group, {"general": 3})[:1])
    more = {"project": project, "amount": Decimal(740)}
    entry(cast.station, cast.leader, LedgerEntry.Kind.LINK, date(2026, 4, 1), **more)
    with on("2026-05-08"):
        attribute(group, project, since=date(2026, 4, 14), by=chen_siyuan)
        page = Browser(cast.leader).open(f"/dossiers/{project.pk}/")

    progress = page.part("progress").words
    assert "小组（个） 1 / 2" in progress
    assert "资源（元） 740 / 20000" in progress
    assert "150,000.00" in page.part("budget").words
    assert page.find("rect")  # its stages over the months


def test_whoever_pays_asks_an_evaluator_in_and_sees_the_password_once(
    project: Project, cast: Cast
) -> None:
    with on("2026-05-11"):
        browser = Browser(cast.civil)
        typed = {"username": "yu.ping", "full_name": "俞平"}
        dates = {"since": "2026-05-11", "until": "2026-05-15"}
        page = browser.press(browser.open(f"/dossiers/{project.pk}/panel/"), "邀请", typed | dates)
        again = browser.open(f"/dossiers/{project.pk}/panel/")

    seat = Seat.objects.get(user__username="yu.ping")
    assert "密码" in page.main
    assert "密码" not in again.main
    assert str(seat.until) == "2026-05-15"


def test_an_evaluator_sees_the_project_in_their_days_alone(project: Project, cast: Cast) -> None:
    with on("2026-05-11"):
        evaluator = evaluator_of(project, cast, "2026-05-15")
    url = f"/dossiers/{project.pk}/"
    with on("2026-05-15"):
        assert Browser(evaluator).open(url).status == 200
    with on("2026-05-16"):
        assert Browser(evaluator).open(url).status in {302, 404}


def test_a_worker_asks_nobody_in(project: Project, cast: Cast) -> None:
    page = Browser(cast.leader).open(f"/dossiers/{project.pk}/panel/")

    assert page.status == 403


def test_the_expenses_are_linked_for_those_who_see_them(
    project: Project, cast: Cast, zheng_min: User
) -> None:
    url = f"/dossiers/{project.pk}/"
    for user, sees in [(cast.leader, True), (cast.agency, True), (zheng_min, False)]:
        browser = Browser(user)
        links = {link["href"] for link in browser.open(url).find("a")}
        money = f"/projects/{project.pk}/expenses/"
        assert (money in links) is sees
        assert (browser.open(money).status == 200) is sees
