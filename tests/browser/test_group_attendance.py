"""A session of a group on phones: a worker calls the roll, a member signs in, the figures agree."""

import pytest
import time_machine
from playwright.sync_api import Page, expect

from accounts.models import Community, User
from casework import album
from casework.company import give_seat
from casework.group_figures import attendance_rate, person_times
from casework.models import Group
from casework.services import act
from tests.browser.conftest import HOUR, Sit, day
from tests.browser.pages import Thumb, look, saved, write
from tests.filled_groups import FILLED_GROUPS
from tests.group_actors import approved, begun, fill, listed, opened, picture, session_planned
from tests.group_actors import submitted as handed_in

PHONE = {"has_touch": True, "is_mobile": True}
MEETING = HOUR.replace(month=4, day=14, hour=14, minute=20)


@pytest.fixture
def group(  # noqa: PLR0917
    sit: Sit,
    community: Community,
    chen_siyuan: User,
    zheng_min: User,
    zhou_lan: User,
    clock: time_machine.Traveller,
) -> Group:
    """On the day of its first session, ten minutes before it."""
    clock.move_to(day("2026-04-02"))
    group = handed_in(opened(community, by=chen_siyuan), worker=chen_siyuan)
    approved(group, supervisor=zheng_min, head=zhou_lan)
    clock.move_to(day("2026-04-10"))
    listed(group, worker=chen_siyuan)
    session_planned(group, 1, by=chen_siyuan)
    clock.move_to(MEETING)
    return begun(group, worker=chen_siyuan)


def code_shown(page: Page, group: Group) -> str:
    """Show the code; return where it leads."""
    page.goto(f"/dossiers/{group.pk}/sign-in/")
    expect(page.get_by_label("几点开始")).to_have_value("14:30")
    page.get_by_role("button", name="出示签到码").tap()
    expect(page.get_by_role("img", name="签到页的二维码")).to_be_visible()
    return str(page.locator(".scan .link a").get_attribute("href"))


def test_a_roll_is_called_on_a_phone_while_members_sign_in(
    group: Group, sit: Sit, chen_siyuan: User
) -> None:
    page, member = sit(chen_siyuan, 390, **PHONE), sit(None, 390, **PHONE)
    path = code_shown(page, group)
    page.get_by_role("link", name="去点名").tap()
    thumb = Thumb(page)
    for number in range(2, 12):
        thumb.choose(f"attendance-{number}-status", "出席")
    thumb.choose("attendance-1-status", "迟到")
    thumb.choose("attendance-11-status", "缺席")
    thumb.choose("attendance-10-status", "早退")
    saved(page)

    signed_in(member, path)
    page.get_by_text("工作人员和志愿者").tap()
    write(page, {"staff": FILLED_GROUPS["G06"]["staff"]})
    page.get_by_role("button", name="去写过程记录").tap()
    expect(page.locator("h1")).to_have_text(group.title)

    fill(group, "G07", by=chen_siyuan, phase="形成期")
    act("complete_session", group, by=chen_siyuan)
    page.goto(f"/dossiers/{group.pk}/")
    expect(page.locator("#grid tfoot")).to_contain_text("11/12")
    expect(page.locator("#grid")).to_contain_text("共 11 人次")
    said = dict(group.sessions.get().attendance.values_list("member__number", "status"))
    assert [said[n] for n in (1, 2, 3, 11, 12)] == ["出席", "迟到", "出席", "早退", "缺席"]
    assert (person_times(group), str(attendance_rate(group))) == (11, "91.7")


def signed_in(page: Page, path: str) -> None:
    """Number and digits, the wrong ones first; what one touches is as large as a thumb."""
    page.goto(path)
    for field in (page.get_by_label("组员号"), page.get_by_label("手机号后四位")):
        assert (box := field.bounding_box())
        assert box["height"] >= 44
    page.get_by_label("组员号").fill("1")
    page.get_by_label("手机号后四位").fill("9999")
    page.get_by_role("button", name="签到").tap()
    expect(page.get_by_role("alert")).to_contain_text("还可以试 4 次")
    page.get_by_label("手机号后四位").fill("0001")
    page.get_by_role("button", name="签到").tap()
    expect(page.locator("h1")).to_contain_text("签好了，谢谢")
    assert "秦" not in page.content()


def test_the_pages_around_a_group(group: Group, sit: Sit, chen_siyuan: User, lin_yue: User) -> None:
    """Nothing that axe finds, in the light or in the dark, and nothing beside the screen."""
    give_seat(group, lin_yue, "collaborator", by=chen_siyuan)
    two, three = group.members.filter(number__in=[2, 3]).order_by("number")
    for seen in ([two], [two, three]):
        album.keep(group, picture(), members=seen, by=chen_siyuan)
    album.withdraw(group, three, by=chen_siyuan)
    page, here = sit(chen_siyuan), f"/dossiers/{group.pk}/"
    for place in ("", "attendance/", "album/", "seats/", "sign-in/"):
        look(page, f"{here}{place}", dark=True)
    for place in ("members/8/case/", "members/8/need/"):
        look(page, f"{here}{place}")
    page.goto(f"{here}sign-in/")
    page.get_by_role("button", name="出示签到码").click()
    path = str(page.locator(".scan .link a").get_attribute("href"))
    look(page, dark=True)
    member = sit()
    look(member, path, dark=True)
    member.get_by_role("button", name="签到").click()
    look(member, dark=True)
    look(member, "/g/over/")
