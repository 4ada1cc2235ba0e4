"""企业微信群机器人: what it is told, what it may answer, and which addresses are called at all."""

from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ValidationError

from accounts.models import Station, User
from notifications import outbox, wecom
from notifications.channels import give_address
from notifications.failures import sentence
from notifications.models import Channel, Delivery, Urgency
from tests.driver import at
from tests.notifications.conftest import NUMBER, told
from tests.notifications.outside import Robot


def test_a_group_is_told_a_number_that_there_is_something_to_do_and_where(
    robot: Robot, lin_yue: User
) -> None:
    told(lin_yue, urgency=Urgency.URGENT)
    outbox.look()
    link = "http://127.0.0.1:8000/dossiers/1/"
    assert robot.heard == [f"【紧急】{NUMBER} 有一件事要办 {link}"]
    assert robot.paths == ["/cgi-bin/webhook/send?key=0c1d2e3f"]


def test_what_waits_is_said_at_once_and_each_matter_once(
    robot: Robot, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    told(lin_yue, zheng_min, zhou_lan, urgency=Urgency.URGENT)
    told(lin_yue, urgency=Urgency.URGENT, link="/dossiers/2/")
    outbox.look()
    (heard,) = robot.heard
    assert len(heard.splitlines()) == 2
    assert not Delivery.objects.waiting().exists()


def test_a_flood_is_cut_to_what_a_message_may_hold(robot: Robot, lin_yue: User) -> None:
    for number in range(200):
        told(lin_yue, urgency=Urgency.URGENT, link=f"/dossiers/{number}/")
    outbox.look()
    (heard,) = robot.heard
    lines = heard.splitlines()
    assert len(heard.encode()) <= wecom.MOST_BYTES
    assert lines[-1] == f"……另有 {200 - (len(lines) - 1)} 件，登录后看。"
    assert not Delivery.objects.waiting().exists()


def test_a_robot_speaks_ten_times_a_minute_at_most(robot: Robot, lin_yue: User) -> None:
    for second in range(60):
        with at(f"2026-03-25 10:00:{second:02}"):
            told(lin_yue, urgency=Urgency.URGENT, link=f"/dossiers/{second}/")
            outbox.look()
    assert len(robot.heard) == 10
    with at("2026-03-25 10:01:30"):
        outbox.look()
    assert not Delivery.objects.waiting().exists()


@pytest.mark.parametrize(
    ("answer", "code", "says"),
    [
        ((200, {"errcode": 93000, "errmsg": "x"}), "errcode:93000", "地址已失效"),
        ((200, {"errcode": 45009, "errmsg": "x"}), "errcode:45009", "发得太快"),
        ((200, {"errcode": 40008, "errmsg": "x"}), "errcode:40008", "错误码 40008"),
        ((200, {"errcode": "名字"}), "garbled", "看不懂"),
        ((200, []), "garbled", "看不懂"),
        ((200, b"<html>"), "garbled", "看不懂"),
        ((500, ""), "http:500", "出错（500）"),
        ((404, ""), "http:404", "出错（404）"),
        ((302, ""), "redirect", "转到了别处"),
        ((307, ""), "redirect", "转到了别处"),
        (None, "timeout", "没有在规定时间内回应"),
    ],
)
def test_what_it_may_answer(
    robot: Robot,
    channel: Channel,
    lin_yue: User,
    monkeypatch: pytest.MonkeyPatch,
    *,
    answer: tuple[int, Any] | None,
    code: str,
    says: str,
) -> None:
    monkeypatch.setattr(wecom, "TIMEOUT", 0.2)
    robot.answer = answer
    told(lin_yue, urgency=Urgency.URGENT)
    outbox.look()
    channel.refresh_from_db()
    assert (channel.failure, channel.failures) == (code, 1)
    assert says in sentence(code)
    assert Delivery.objects.waiting().count() == 1
    assert len(robot.paths) == 1, "no redirect is followed"


def test_nobody_at_the_other_end(robot: Robot, channel: Channel, lin_yue: User) -> None:
    robot.server_close()
    told(lin_yue, urgency=Urgency.URGENT)
    outbox.look()
    channel.refresh_from_db()
    assert channel.failure == "unreachable"


def test_no_log_line_holds_the_address(robot: Robot, lin_yue: User, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    robot.answer = (500, "")
    told(lin_yue, urgency=Urgency.URGENT)
    outbox.look()
    assert "http:500" in caplog.text
    assert "0c1d2e3f" not in caplog.text


KEY = "/cgi-bin/webhook/send?key=0c1d2e3f"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "机器人",
        f"http://qyapi.weixin.qq.com{KEY}",
        f"https://qyapi.weixin.qq.com.example.com{KEY}",
        f"https://qyapi.weixin.qq.com@10.0.0.1{KEY}",
        f"https://10.0.0.1{KEY}",
        f"https://qyapi.weixin.qq.com:8443{KEY}",
        f"file:///etc/passwd{KEY}",
        "https://[qyapi.weixin.qq.com/",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
        "https://qyapi.weixin.qq.com/cgi-bin/other?key=0c1d2e3f",
        f"https://qyapi.weixin.qq.com{KEY}#x",
    ],
)
def test_an_address_which_is_no_robots_is_refused(
    station: Station, zhou_lan: User, address: str
) -> None:
    with pytest.raises(ValidationError, match="地址"):
        give_address(station, address, by=zhou_lan)
    assert not Channel.objects.exists()


def test_the_address_is_stored_sealed_and_bound_to_its_station(
    station: Station, zhou_lan: User
) -> None:
    address = f"https://qyapi.weixin.qq.com{KEY}"
    give_address(station, f"  {address}\n", by=zhou_lan)
    channel = Channel.objects.get()
    assert b"0c1d2e3f" not in bytes(channel.address or b"")
    assert wecom._opened(channel) == address
    channel.station_id = station.pk + 1
    with pytest.raises(InvalidTag):
        wecom._opened(channel)
