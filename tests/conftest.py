"""The cast: Lin Yue and Chen Siyuan work, Zheng Min supervises, Zhou Lan heads 天桥东街;
Liu Chang is of the 总站, Xu Qin of the community, Zhang Qian of another station. Of projects,
Song Jie seals for the agency, Wang Xu pays for the district, Ma Jun is of the street, Jia Ning
keeps the accounts."""

import gc
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection

from accounts.models import Community, Post, Role, Station, User
from audit.triggers import lock_table, unlock_table
from casework import calendars
from casework.models import Case
from tests.actors import registered
from tests.projects import Cast

LONG_AGO = date(2025, 1, 1)
APPEND_ONLY = ["audit_entry", "audit_checkpoint"]


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: not to look it through again saves a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True)
def _no_calendar_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test reads the calendar anew, once, and not again by the clock."""
    monkeypatch.setattr(calendars, "KEPT", float("inf"))
    calendars.forget()


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Real commits. They are cleaned up by a flush, which the triggers would refuse."""
    for table in APPEND_ONLY:
        unlock_table(connection, table)
        lock_table(connection, table)
    yield
    for table in APPEND_ONLY:
        unlock_table(connection, table)


@pytest.fixture
def district(db: None) -> Station:
    return Station.objects.create(name="天桥区社工总站", code="TQ", kind=Station.Kind.DISTRICT)


@pytest.fixture
def station(district: Station) -> Station:
    return Station.objects.create(name="天桥东街街道社工站", code="TQDJ", district=district)


@pytest.fixture
def community(station: Station) -> Community:
    return Community.objects.create(station=station, name="天桥东社区")


@pytest.fixture
def lin_yue(station: Station) -> User:
    return person("lin.yue", "林悦", station, Role.WORKER)


@pytest.fixture
def chen_siyuan(station: Station) -> User:
    return person("chen.siyuan", "陈思远", station, Role.WORKER)


@pytest.fixture
def zheng_min(station: Station) -> User:
    return person("zheng.min", "郑敏", station, Role.SUPERVISOR)


@pytest.fixture
def zhou_lan(station: Station) -> User:
    return person("zhou.lan", "周岚", station, Role.HEAD)


@pytest.fixture
def liu_chang(district: Station) -> User:
    return person("liu.chang", "刘畅", district, Role.DISTRICT)


@pytest.fixture
def xu_qin(station: Station, community: Community) -> User:
    return person("xu.qin", "许琴", station, Role.COMMUNITY, community)


@pytest.fixture
def gao_yuan(station: Station) -> User:
    return person("gao.yuan", "高远", station, Role.AUDITOR)


@pytest.fixture
def song_jie(station: Station) -> User:
    return person("song.jie", "宋洁", station, Role.AGENCY)


@pytest.fixture
def wang_xu(district: Station) -> User:
    return person("wang.xu", "王旭", district, Role.CIVIL)


@pytest.fixture
def ma_jun(station: Station) -> User:
    return person("ma.jun", "马骏", station, Role.STREET)


@pytest.fixture
def jia_ning(station: Station) -> User:
    return person("jia.ning", "贾宁", station, Role.FINANCE)


@pytest.fixture
def zhang_qian(district: Station) -> User:
    """Of another station: for her, nothing of ours exists."""
    other = Station.objects.create(name="工人新村北村街道社工站", code="GRBC", district=district)
    return person("zhang.qian", "张倩", other, Role.WORKER)


@pytest.fixture
def lead(community: Community, xu_qin: User, zhou_lan: User) -> Case:
    """秦玉兰, as the community has registered her."""
    return registered(community, by=xu_qin)


def person(
    username: str, name: str, station: Station, role: Role, community: Community | None = None
) -> User:
    user = User.objects.create_user(username, password="bihuan-2026", full_name=name)
    Post.objects.create(user=user, station=station, role=role, community=community, since=LONG_AGO)
    return user


@pytest.fixture
def cast(station: Station, request: pytest.FixtureRequest) -> Cast:
    """Everybody whom a project of 天桥东街 needs; Lin Yue leads it."""
    names = ["lin_yue", "zhou_lan", "song_jie", "liu_chang", "wang_xu", "ma_jun", "jia_ning"]
    return Cast(station, *(request.getfixturevalue(name) for name in names))
