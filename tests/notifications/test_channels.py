"""消息渠道: a head looks after the station's robot; one that is dead shows, and recovers."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Station, User
from audit.models import Entry
from notifications import outbox
from notifications.channels import (
    channels_for,
    dead_for,
    give_address,
    states_for,
    take_away,
    try_out,
)
from notifications.models import Channel, Delivery, Urgency
from tests.driver import at
from tests.notifications.conftest import told
from tests.notifications.outside import TAKEN, Robot


def failed(robot: Robot, times: int) -> None:
    robot.answer = (500, "")
    for _each in range(times):
        Channel.objects.update(free_at="2026-03-25T00:00Z")
        outbox.look()


def test_a_channel_is_dead_after_five_failures_in_a_row_and_alive_after_one_success(
    robot: Robot, lin_yue: User, zhou_lan: User, zheng_min: User
) -> None:
    told(lin_yue, urgency=Urgency.URGENT)
    failed(robot, 4)
    assert dead_for(zhou_lan) == []
    failed(robot, 1)
    assert [each.failure for each in dead_for(zhou_lan)] == ["http:500"]
    assert [state.waiting for state in states_for(zhou_lan)] == [1]
    assert dead_for(zheng_min) == [], "it is the head's to mend"

    robot.answer = TAKEN
    with at("2026-03-25 10:30"):
        outbox.look()
    assert dead_for(zhou_lan) == []
    assert [state.waiting for state in states_for(zhou_lan)] == [0]


def test_a_trial_goes_at_once_even_where_the_channel_rests(
    robot: Robot, station: Station, lin_yue: User, zhou_lan: User
) -> None:
    told(lin_yue, urgency=Urgency.URGENT)
    failed(robot, 5)
    robot.answer, robot.heard = TAKEN, []
    with at("2026-03-25 22:00"):
        assert try_out(station, by=zhou_lan)
        outbox.look()
    (heard,) = robot.heard
    assert "测试消息" in heard
    assert dead_for(zhou_lan) == []


def test_a_new_address_begins_afresh_and_an_old_one_is_forgotten(
    robot: Robot, channel: Channel, station: Station, lin_yue: User, zhou_lan: User
) -> None:
    told(lin_yue, urgency=Urgency.URGENT)
    failed(robot, 5)
    robot.answer = TAKEN
    give_address(station, robot.address.replace("0c1d", "9999"), by=zhou_lan)
    assert Channel.objects.get() == channel
    assert dead_for(zhou_lan) == []
    outbox.look()
    assert "key=9999" in robot.paths[-1]


def test_what_waits_for_a_robot_that_was_taken_away_waits_no_more(
    robot: Robot, station: Station, lin_yue: User, zhou_lan: User
) -> None:
    told(lin_yue, urgency=Urgency.URGENT)
    take_away(station, by=zhou_lan)
    assert Delivery.objects.get().failure == "removed"
    outbox.look()
    assert not robot.heard
    assert not try_out(station, by=zhou_lan)
    told(lin_yue, urgency=Urgency.URGENT)
    assert Delivery.objects.count() == 1


def test_the_trail_knows_who_did_it_and_not_the_address(
    robot: Robot, station: Station, zhou_lan: User
) -> None:
    take_away(station, by=zhou_lan)
    entries = Entry.objects.filter(chain=f"channels:{station.pk}").order_by("seq")
    assert [(each.verb, each.actor) for each in entries] == [
        ("channel.give_address", zhou_lan),
        ("channel.take_away", zhou_lan),
    ]
    assert not any("0c1d2e3f" in each.body for each in entries)


@pytest.mark.usefixtures("robot")
def test_only_the_head_of_that_very_station(
    station: Station, zheng_min: User, zhang_qian: User, zhou_lan: User, liu_chang: User
) -> None:
    zhang_qian.posts.update(role="head")
    for other in (zheng_min, zhang_qian, liu_chang):
        for refused in (take_away, try_out):
            with pytest.raises(PermissionDenied):
                refused(station, by=other)
        assert not channels_for(other).exists()
    zhou_lan.posts.update(until="2026-03-24")
    with pytest.raises(PermissionDenied):
        try_out(station, by=zhou_lan)


@pytest.mark.usefixtures("robot")
def test_a_head_sees_the_letters_of_the_house_where_there_are_any(
    settings: Any, zhou_lan: User, channel: Channel
) -> None:
    mail = Channel.objects.create(way="mail", failures=Channel.DEAD, failure="login")
    assert list(channels_for(zhou_lan)) == [channel]
    settings.EMAIL_HOST = "smtp.example"
    assert list(channels_for(zhou_lan)) == [mail, channel]
    assert dead_for(zhou_lan) == [mail]
