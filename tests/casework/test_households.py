"""家庭: one address is one household; without a door there is no telling."""

from typing import Any

from accounts.models import Community, User
from casework.households import others_of
from casework.models import Household
from tests.actors import registered
from tests.filled import LEAD

ADDRESS = {"place": "国棉四厂宿舍", "door": "3 号楼 301"}


def lives(community: Community, by: User, **address: str) -> Any:
    person = LEAD["D01"] | {"living_address": address}
    return registered(community, by=by, D01=person).person


def test_people_under_one_address_are_one_household(community: Community, lin_yue: User) -> None:
    mother = lives(community, lin_yue, **ADDRESS)
    son = lives(community, lin_yue, **ADDRESS | {"door": "3号楼301"})

    assert list(others_of(mother)) == [son]
    assert Household.objects.count() == 1


def test_next_door_is_another_household(community: Community, lin_yue: User) -> None:
    mother = lives(community, lin_yue, **ADDRESS)
    lives(community, lin_yue, **ADDRESS | {"door": "3 号楼 302"})

    assert not others_of(mother).exists()


def test_without_a_door_nobody_is_put_together(community: Community, lin_yue: User) -> None:
    one = lives(community, lin_yue, place="国棉四厂宿舍", door="")
    lives(community, lin_yue, place="国棉四厂宿舍", door="")

    assert one.household is None
    assert not others_of(one).exists()


def test_the_address_is_nowhere_to_be_read(community: Community, lin_yue: User) -> None:
    lives(community, lin_yue, **ADDRESS)

    assert "国棉" not in str(Household.objects.values().get())
