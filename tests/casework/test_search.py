"""查找: by name, sound, number and address; and only inside one's walls."""

from typing import Any

import pytest

from accounts.models import Community, Station, User
from casework import pinyin
from casework.drafts import raw_of
from casework.models import Case
from casework.registration import LooksKnownError, register
from casework.search import alike, find
from tests.actors import accepted
from tests.filled import D01, LEAD


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    return accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)


def numbers(user: User, words: str) -> list[str]:
    return [case.number for found in find(user, words) for case in found.cases]


@pytest.mark.parametrize(
    ("name", "whole", "initials"),
    [
        ("秦玉兰", "qinyulan", "qyl"),
        ("单秀英", "shanxiuying", "sxy"),
        ("欧阳娜", "ouyangna", "oyn"),
        ("John", "john", "j"),
        ("", "", ""),
    ],
)
def test_a_name_sounds_as_it_is_read(name: str, whole: str, initials: str) -> None:
    assert (pinyin.whole(name), pinyin.initials(name)) == (whole, initials)


@pytest.mark.parametrize(
    "words",
    [
        *("秦玉兰", "秦", "qinyulan", "qin yu", "QYL", "qyl"),
        *("10000000001", "100 0000 0001", "国棉四厂宿舍", "国棉 四厂宿舍"),
        *("0001", "1", "TQDJ-C-2026-0001"),
    ],
)
def test_the_owner_finds_her_by(case: Case, lin_yue: User, words: str) -> None:
    number = words.replace("2026", case.number.split("-")[2])
    assert numbers(lin_yue, number) == [case.number]


@pytest.mark.parametrize("words", ["", "  ", "\x00", "%", "_", "玉兰", "yulan", "1000000000", "😀"])
def test_nobody_is_found_by(case: Case, lin_yue: User, words: str) -> None:
    assert numbers(lin_yue, words) == []


@pytest.mark.parametrize("words", ["秦玉兰", "qyl", "10000000001", "0001"])
def test_nobody_finds_her_who_may_not_read_her_case(  # noqa: PLR0917
    case: Case,
    words: str,
    chen_siyuan: User,
    liu_chang: User,
    xu_qin: User,
    zhang_qian: User,
    gao_yuan: User,
) -> None:
    for user in (chen_siyuan, liu_chang, xu_qin, zhang_qian, gao_yuan):
        assert find(user, words) == []


def test_a_search_takes_few_queries(
    case: Case, lin_yue: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        find(lin_yue, "秦")


# ── before a person is made ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": "秦玉兰", "phone": "10000000001"}, ["同名、同电话"]),
        ({"name": "秦玉兰", "birth_date": "1947-08-15"}, ["同名、同生日"]),
        ({"name": "秦玉兰", "living_address": {"place": "国棉四厂 宿舍"}}, ["同名、同住址"]),
        ({"name": "秦玉兰"}, []),
        ({"name": "佚名", "phone": "10000000001"}, []),
        ({"phone": "10000000001"}, []),
    ],
)
def test_who_is_alike_is_said_with_the_reasons(
    case: Case, station: Station, said: dict[str, Any], why: list[str]
) -> None:
    assert [each.why for each in alike(station, said)] == ([why] if why else [])


def test_another_station_knows_nobody(case: Case, zhang_qian: User) -> None:
    elsewhere = zhang_qian.posts.get().station
    assert alike(elsewhere, D01) == []


def test_what_was_typed_of_somebody_known_is_not_lost(
    case: Case, community: Community, lin_yue: User
) -> None:
    typed = LEAD | {"D01": {"name": "秦玉兰", "sex": "女", "phone": "10000000009"}}
    with pytest.raises(LooksKnownError):
        register(LEAD, community=community, by=lin_yue)
    again = register(typed, community=community, by=lin_yue, person=case.person)
    assert again.person == case.person
    assert raw_of(again, "D01")["phone"] == "10000000009"
    assert raw_of(again, "D01")["living_with"] == D01["living_with"]
    case.person.refresh_from_db()
    assert case.person.phone == "10000000001"


def test_the_number_that_was_given_first_still_finds_her(case: Case, lin_yue: User) -> None:
    assert numbers(lin_yue, case.registration) == [case.number]
