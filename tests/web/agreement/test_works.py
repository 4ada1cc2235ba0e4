"""The same of groups and projects, walked to each of their points: their guards read records."""

from collections.abc import Iterator

import pytest

from accounts.models import Community, User
from casework.works import work_of
from tests.driver import Browser
from tests.web.agreement.saying import Row
from tests.web.agreement.test_every_state import Person, disagreements
from tests.web.tour_groups import GroupPoints
from tests.web.tour_projects import ProjectPoints


class Place(GroupPoints, ProjectPoints):
    """Who is there, for those who walk."""

    def __init__(self, community: Community, **people: User) -> None:
        self.station, self.community = community.station, community
        vars(self).update(people)


@pytest.fixture
def place(
    community: Community, lin_yue: User, zheng_min: User, zhou_lan: User, liu_chang: User
) -> Place:
    people = {"owner": lin_yue, "supervisor": zheng_min, "head": zhou_lan, "district": liu_chang}
    return Place(community, **people)


def told(place: Place, key: str, users: list[User], said: dict[str, list[Row]]) -> Iterator[str]:
    """Yield what nobody agrees on, at each point of a machine in turn."""
    people = [Person(user, Browser(user)) for user in users]
    for point in place.group_points if key == "group" else place.project_points:
        work = place.go(f"{key}_{point}")
        found = disagreements(work_of(work.pk), key, people, said)
        yield from (f"{point}: {each}" for each in found)


def test_of_a_group_everything_gives_one_answer(place: Place, said: dict[str, list[Row]]) -> None:
    users = [place.owner, place.supervisor, place.head, place.district]
    assert list(told(place, "group", users, said)) == []


def test_of_a_project_everything_gives_one_answer(place: Place, said: dict[str, list[Row]]) -> None:
    place.call_in()

    users = [place.owner, place.head, place.cast.agency, place.cast.civil]
    assert list(told(place, "project", users, said)) == []
