"""Two who hold one session, and members who sign in all at once."""

from datetime import time
from functools import partial

import pytest

from accounts.models import Community, User
from casework.company import give_seat
from casework.drafts import checked
from casework.models import Attendance, Group, Seat, SignIn
from casework.services import act
from casework.sign_in import open_sheet, sign_in, tick
from tests.driver import at
from tests.group_actors import (
    approved,
    begun,
    listed,
    opened,
    session_planned,
    session_written,
    submitted,
)
from tests.invariants import check
from tests.races.test_door import AGAIN, at_once, refused

pytestmark = pytest.mark.usefixtures("committed")
TODAY = "2026-04-14 14:20"


@pytest.fixture
def judges(committed: None, zheng_min: User, zhou_lan: User) -> tuple[User, User]:
    return zheng_min, zhou_lan


@pytest.fixture
def group(
    judges: tuple[User, User], community: Community, chen_siyuan: User, lin_yue: User
) -> Group:
    """Opened today; two work along, and the first session is on."""
    zheng_min, zhou_lan = judges
    with at("2026-04-02 10:00"):
        group = submitted(opened(community, by=chen_siyuan), worker=chen_siyuan)
        approved(group, supervisor=zheng_min, head=zhou_lan)
    with at("2026-04-10 10:00"):
        listed(group, worker=chen_siyuan)
        session_planned(group, 1, by=chen_siyuan)
    with at(TODAY):
        begun(group, worker=chen_siyuan)
        give_seat(group, lin_yue, Seat.Part.COLLABORATOR, by=chen_siyuan)
    return group


def same(group: Group) -> Group:
    return Group.objects.get(pk=group.pk)


@AGAIN
def test_a_session_is_held_once_whoever_writes_it_down(
    group: Group, chen_siyuan: User, lin_yue: User, again: int
) -> None:
    with at(TODAY):
        session_written(group, 1, by=lin_yue)
        results = at_once(
            lambda: act("complete_session", same(group), by=chen_siyuan),
            lambda: act("complete_session", same(group), by=lin_yue),
        )
    assert refused(results) == 1
    assert group.sessions.count() == 1
    assert Attendance.objects.filter(session__group=group.pk).count() == 12
    check(group)


@AGAIN
def test_twelve_sign_in_while_the_worker_ticks(group: Group, chen_siyuan: User, again: int) -> None:
    with at(TODAY):
        _sheet, token = open_sheet(group, by=chen_siyuan, starts=time(14, 30))
        tick(group, {12: "请假"}, by=chen_siyuan)  # the sheet is begun
        signing = [partial(sign_in, token, n, f"{n:04d}") for n in range(1, 12)]
        results = at_once(*signing, partial(sign_in, token, 1, "0001"))
        assert refused(results) == 0
        rows = checked(same(group), "G06").content["attendance"]
    assert SignIn.objects.filter(group=group.pk).count() == 11
    assert sorted(row["status"] for row in rows) == ["出席"] * 11 + ["请假"]
