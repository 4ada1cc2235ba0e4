"""消息, 消息设置 and 消息渠道, as those who open them see them."""

from typing import Any

import pytest

from accounts.models import Role, Station, User
from notifications.models import NEVER, Channel, Delivery, Urgency, Wishes
from notifications.services import messages_of, notify, unread
from notifications.wishes import wishes_of
from tests.conftest import person
from tests.driver import Browser
from tests.pages import Page
from tests.web.tour import ROBOT

SAYS = "TQDJ-C-2026-0001：出现危机警示，请马上查看。"


def told(user: User, **changes: Any) -> None:
    said = {"kind": "case.alarm", "says": SAYS, "link": "/drafts/"} | changes
    notify([user.pk], **said)


def said_at(page: Page, html_id: str) -> str:
    """Return the message at a field, which its control announces."""
    control, message = page.part(html_id), page.part(f"{html_id}-error")
    assert control["aria-invalid"] == "true"
    assert message["id"] in control["aria-describedby"].split()
    return message.words


# ── 消息 ──────────────────────────────────────────────────────────────────────────────────


def test_a_message_that_asks_for_it_is_acknowledged_by_a_button(zheng_min: User) -> None:
    told(zheng_min, urgency=Urgency.URGENT, must_ack=True)
    told(zheng_min, urgency=Urgency.IMPORTANT)
    browser = Browser(zheng_min)
    page = browser.open("/messages/")
    assert "2 条未读" in page.main
    assert "紧急" in page.main
    assert "重要" in page.main
    page = browser.press(page, f"收到 {SAYS}")
    assert "已回执" in page.main
    assert not any("收到" in each.words for each in page.buttons())
    message = messages_of(zheng_min).get(must_ack=True)
    assert message.acknowledged_by == zheng_min


def test_one_is_read_by_going_there_and_all_by_a_button(zheng_min: User) -> None:
    for _each in range(3):
        told(zheng_min)
    browser = Browser(zheng_min)
    page = browser.press(browser.open("/messages/"), f"去看 {SAYS}")
    assert page.url == "/drafts/"
    assert unread(zheng_min) == 2
    page = browser.press(browser.open("/messages/"), "全部标为已读")
    assert "都看过了" in page.main


# ── 消息设置 ──────────────────────────────────────────────────────────────────────────────


def test_who_has_saved_nothing_sees_the_defaults(lin_yue: User) -> None:
    page = Browser(lin_yue).open("/messages/settings/")
    shown = {name: page.typed(f"f-{name}") for name in ("quiet_from", "quiet_until", "email")}
    assert shown == {"quiet_from": "21:00", "quiet_until": "07:30", "email": ""}
    assert page.typed("f-mail_from") == str(Urgency.IMPORTANT.value)
    assert page.typed("f-wecom_from") == str(Urgency.URGENT.value)
    assert page.typed("f-digest_hour") == ""


def test_wishes_are_saved_and_shown_again(lin_yue: User) -> None:
    browser = Browser(lin_yue)
    typed = {
        "email": "lin.yue@station.example",
        "mail_from": str(NEVER),
        "wecom_from": "1",
        "digest_hour": "8",
        "quiet_from": "20:00",
        "quiet_until": "08:00",
    }
    page = browser.press(browser.open("/messages/settings/"), "保存", typed)
    assert "消息设置已保存。" in page.words
    assert {name: page.typed(f"f-{name}") for name in typed} == typed
    lin_yue.refresh_from_db()
    saved = wishes_of(lin_yue)
    assert lin_yue.email == "lin.yue@station.example"
    assert (saved.mail_from, saved.wecom_from, saved.digest_hour) == (NEVER, 1, 8)
    assert saved.quiet_from.isoformat("minutes") == "20:00"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("email", "林悦", "邮箱写成 name@example.com 的样子。"),
        ("email", f"{'x' * 260}@example.com", "邮箱"),
        ("quiet_from", "25:00", "时间写成 21:00 的样子。"),
        ("quiet_until", "", "请填几点几分。"),
        ("mail_from", "9", "没有这一项，请重新选。"),
        ("wecom_from", "", "请选一项。"),
        ("digest_hour", "3", "没有这一项，请重新选。"),
    ],
)
def test_something_wrong_is_said_at_the_field_and_nothing_is_lost(
    lin_yue: User, field: str, typed: str, says: str
) -> None:
    browser = Browser(lin_yue)
    page = browser.open("/messages/settings/")
    page = browser.press(page, "保存", {"quiet_from": "20:15", field: typed})
    assert said_at(page, f"f-{field}").startswith(says)
    if field != "quiet_from":
        assert page.typed("f-quiet_from") == "20:15"
    if field in {"email", "quiet_from"}:
        assert page.typed(f"f-{field}") == typed
    assert not Wishes.objects.exists()


def test_a_digest_needs_somewhere_to_go(lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.press(browser.open("/messages/settings/"), "保存", {"digest_hour": "8"})
    assert said_at(page, "f-email") == "选了每日摘要，就要填邮箱。"
    assert page.typed("f-digest_hour") == "8"


# ── 消息渠道 ──────────────────────────────────────────────────────────────────────────────


def channel_id(station: Station) -> str:
    return f"address-{station.pk}"


def test_a_head_gives_the_robots_address_and_never_sees_it_again(
    zhou_lan: User, station: Station
) -> None:
    browser = Browser(zhou_lan)
    page = browser.follow(browser.open("/messages/"), "消息渠道")
    assert "还没有机器人。" in page.main
    page = browser.press(page, "保存地址", {"address": ROBOT})
    assert Channel.objects.get().station == station
    assert page.typed(channel_id(station)) == ""
    assert "0c1d2e3f" not in browser.client.get("/channels/").content.decode()
    page = browser.press(page, "发一条测试消息")
    assert "测试消息已交出" in page.words
    assert "1 条" in page.main
    assert Delivery.objects.get().recipient == zhou_lan
    page = browser.press(page, "移除机器人")
    assert not Channel.objects.exists()
    assert not page.offers("发一条测试消息")


def test_a_wrong_address_is_said_at_the_field_and_kept(zhou_lan: User, station: Station) -> None:
    browser = Browser(zhou_lan)
    page = browser.press(
        browser.open("/channels/"), "保存地址", {"address": "https://example.com/send?key=1"}
    )
    assert said_at(page, channel_id(station)).startswith("地址要以 https://qyapi.weixin.qq.com/")
    assert page.typed(channel_id(station)) == "https://example.com/send?key=1"
    assert not Channel.objects.exists()


@pytest.mark.parametrize("who", ["lin_yue", "zheng_min", "liu_chang", "gao_yuan"])
def test_whoever_heads_no_station_is_shown_no_way_there(who: str, request: Any) -> None:
    page = Browser(request.getfixturevalue(who)).open("/messages/")
    assert "消息渠道" not in page.main


def test_a_head_sees_ones_own_station_and_no_other(
    zhou_lan: User, station: Station, district: Station
) -> None:
    other = Station.objects.create(name="别的站", code="BD", district=district)
    person("he.jia", "何佳", other, Role.HEAD)
    page = Browser(zhou_lan).open("/channels/")
    assert station.name in page.main
    assert "别的站" not in page.main


def test_a_dead_channel_shows_on_the_heads_desk_until_it_works_again(
    zhou_lan: User, lin_yue: User, station: Station
) -> None:
    browser = Browser(zhou_lan)
    browser.press(browser.open("/channels/"), "保存地址", {"address": ROBOT})
    assert "有消息发不出去" not in browser.open("/").main
    failed = {
        "failures": Channel.DEAD,
        "failure": "errcode:93000",
        "failed_at": "2026-03-25T01:00Z",
    }
    Channel.objects.update(**failed)
    desk = browser.open("/")
    assert "企业微信群连续几次没有发成" in desk.main
    page = browser.follow(desk, "看看怎么回事")
    assert "连续 5 次没有发成" in page.main
    assert "机器人地址已失效，请在群里重新复制地址。" in page.main
    assert "有消息发不出去" not in Browser(lin_yue).open("/").main
    Channel.objects.update(failures=0, failure="")
    assert "有消息发不出去" not in browser.open("/").main
