"""演示账号: who works where. One password opens them all, so this is for a demo only."""

from datetime import date
from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from accounts.models import Community, Post, Role, Station, User

PASSWORD = "bihuan-2026"  # noqa: S105  (printed for everybody to see)
SINCE = date(2025, 7, 1)  # before anything that the stories tell of


class Player(NamedTuple):
    """An account: who, as what, at which station; of which community."""

    username: str
    name: str
    role: Role
    station: str
    community: str = ""


PLAYERS = [  # the first four make the tour
    Player("xuqin", "许琴", Role.COMMUNITY, "TQDJ", "天桥东社区"),
    Player("linyue", "林悦", Role.WORKER, "TQDJ"),
    Player("zhengmin", "郑敏", Role.SUPERVISOR, "TQDJ"),
    Player("zhoulan", "周岚", Role.HEAD, "TQDJ"),
    Player("chensiyuan", "陈思远", Role.WORKER, "TQDJ"),
    Player("hejia", "何佳", Role.WORKER, "TQDJ"),
    Player("hanli", "韩立", Role.SUPERVISOR, "TQDJ"),
    Player("caowei", "曹伟", Role.COMMUNITY, "TQDJ", "义合社区"),
    Player("gaoyuan", "高远", Role.AUDITOR, "TQDJ"),
    Player("liuchang", "刘畅", Role.DISTRICT, "TQ"),
    Player("songjie", "宋洁", Role.AGENCY, "TQDJ"),
    Player("majun", "马骏", Role.STREET, "TQDJ"),
    Player("jianing", "贾宁", Role.FINANCE, "TQDJ"),
    Player("wangxu", "王旭", Role.CIVIL, "TQ"),
    Player("zhangqian", "张倩", Role.WORKER, "GRBC"),
    Player("luojing", "罗静", Role.SUPERVISOR, "GRBC"),
    Player("fanglei", "方蕾", Role.HEAD, "GRBC"),
]


def build() -> None:
    """Give everybody an account and a post."""
    hashed = make_password(PASSWORD)  # once: Argon2 takes its time
    for each in PLAYERS:
        user = User.objects.create(username=each.username, full_name=each.name, password=hashed)
        station = Station.objects.get(code=each.station)
        community = Community.objects.filter(station=station, name=each.community).first()
        Post.objects.create(
            user=user, station=station, role=each.role, community=community, since=SINCE
        )


def table() -> list[list[str]]:
    """Return the accounts as they are printed: account, name, post, place."""
    names = dict(Station.objects.values_list("code", "name"))
    return [
        [each.username, each.name, str(each.role.label), each.community or names[each.station]]
        for each in PLAYERS
    ]
