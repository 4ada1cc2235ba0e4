"""Two merges at the same moment: of one pair one is done, and no chain or circle comes about."""

import pytest

from accounts.models import Community, Role, Station, User
from audit.checks import problems
from casework import merging
from casework.models import Merge, Person
from tests.actors import registered
from tests.conftest import person
from tests.races.test_door import AGAIN, at_once, refused

pytestmark = pytest.mark.usefixtures("committed")
WHY = "同一个人。"


@pytest.fixture
def three(committed: None, community: Community, lin_yue: User, zhou_lan: User) -> list[Person]:
    return [registered(community, by=lin_yue).person for _n in range(3)]


def same(merge: Merge) -> Merge:
    return Merge.objects.get(pk=merge.pk)


@AGAIN
def test_two_heads_decide_once(
    three: list[Person], station: Station, lin_yue: User, zhou_lan: User, again: int
) -> None:
    second = person("li.jun", "李军", station, Role.HEAD)
    merge = merging.ask_merge(three[1], three[0], WHY, by=lin_yue)
    results = at_once(
        lambda: merging.approve_merge(same(merge), by=zhou_lan),
        lambda: merging.refuse_merge(same(merge), "不是。", by=second),
    )
    assert refused(results) == 1
    assert list(problems(three[0].chain)) == []


@AGAIN
def test_no_chain_comes_about(
    three: list[Person], lin_yue: User, zhou_lan: User, again: int
) -> None:
    """B into A and A into C, both agreed to at once: one of them only."""
    one = merging.ask_merge(three[1], three[0], WHY, by=lin_yue)
    other = merging.ask_merge(three[0], three[2], WHY, by=lin_yue)
    results = at_once(
        lambda: merging.approve_merge(same(one), by=zhou_lan),
        lambda: merging.approve_merge(same(other), by=zhou_lan),
    )
    assert refused(results) == 1
    merged = Person.objects.exclude(merged_into=None).select_related("merged_into")
    assert [each.merged_into.merged_into_id for each in merged if each.merged_into] == [None]


@AGAIN
def test_the_same_is_asked_once(three: list[Person], lin_yue: User, again: int) -> None:
    results = at_once(
        lambda: merging.ask_merge(three[1], three[0], WHY, by=lin_yue),
        lambda: merging.ask_merge(three[0], three[1], WHY, by=lin_yue),
    )
    assert refused(results) == 1
    assert Merge.objects.count() == 1
