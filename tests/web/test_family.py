"""家庭: what a case's page draws, from what, and for whom."""

import pytest

from accounts.models import User
from casework.models import Case
from tests.actors import assessed, fill
from tests.driver import Browser
from tests.pages import Element, Page

KIN = [
    {"name": "王建国", "relation": "丈夫", "birth": "1945-03"},
    {"name": "王晓虹", "relation": "女儿", "birth": "1972"},
]
APPROVED, WRITING, BEGUN = "按已批准的", "这一稿还没批准", "先按档案和预估表画"


def opened(case: Case, user: User, query: str = "") -> Page:
    return Browser(user).open(f"/dossiers/{case.pk}/{query}")


def family(page: Page) -> Element:
    [panel] = page.find("section", **{"aria-labelledby": "family-title"})
    return panel


def drawn(page: Page) -> list[str]:
    """Return what one reads in the drawings."""
    return [each.words for each in page.find("svg", **{"class": "drawing"})]


@pytest.fixture
def told(assessing: Case, lin_yue: User, zheng_min: User) -> Case:
    """A case whose family was told, and approved with the assessment."""
    fill(assessing, "D02", by=lin_yue)
    return assessed(assessing, worker=lin_yue, supervisor=zheng_min)


def test_whoever_reads_a_case_sees_its_family(told: Case, lin_yue: User, zheng_min: User) -> None:
    for user in (lin_yue, zheng_min):
        page = opened(told, user)
        structure, surroundings = drawn(page)

        assert "女儿是本人的子女，关系一般。" in structure
        assert "邻居（邻里）：关系弱，互相支持。" in surroundings
        assert APPROVED in family(page).words


def test_the_words_of_a_drawing_are_a_list_as_well(told: Case, lin_yue: User) -> None:
    page = opened(told, lin_yue)
    descriptions = [each.words for each in page.find("desc")]
    lists = [each for each in family(page).find("ul") if list(each.find("li"))]

    assert ["".join(item.words for item in each.find("li")) for each in lists[:2]] == descriptions


def test_nobody_else_sees_the_family(
    told: Case, liu_chang: User, xu_qin: User, zhang_qian: User
) -> None:
    for user, status in ((liu_chang, 200), (xu_qin, 404), (zhang_qian, 404)):
        answer = Browser(user).client.get(f"/dossiers/{told.pk}/")

        assert answer.status_code == status
        assert 'class="drawing"' not in answer.content.decode()
        assert "女儿" not in answer.content.decode()


def test_what_is_being_written_is_drawn_and_marked_as_such(assessing: Case, lin_yue: User) -> None:
    assert BEGUN in family(opened(assessing, lin_yue)).words

    fill(assessing, "D02", by=lin_yue, nodes=[{"person_ref": "二女儿", "sex": "女"}])

    page = opened(assessing, lin_yue)
    assert "二女儿" in drawn(page)[0]
    assert WRITING in family(page).words


def test_kin_are_drawn_the_day_they_are_typed(screening: Case, lin_yue: User) -> None:
    fill(screening, "C02", by=lin_yue)
    fill(screening, "D01", by=lin_yue, family_members=KIN)

    structure = drawn(opened(screening, lin_yue))[0]

    assert "丈夫：男，81 岁。" in structure
    assert "女儿：女，54 岁。" in structure
    assert "女儿画在本人和丈夫的线下。" in structure


def test_without_consent_nothing_is_drawn_of_kin(screening: Case, lin_yue: User) -> None:
    fill(screening, "D01", by=lin_yue, family_members=KIN)

    assert drawn(opened(screening, lin_yue)) == []


def test_names_on_record_are_masked(assessing: Case, lin_yue: User) -> None:
    nodes = [{"person_ref": "秦玉兰"}, {"person_ref": "李建军"}, {"person_ref": "三表舅"}]
    fill(
        assessing, "D02", by=lin_yue, nodes=nodes, edges=[], ecosystems=[{"name": "秦玉兰的老同事"}]
    )

    structure, surroundings = drawn(opened(assessing, lin_yue))

    assert "秦**" in structure
    assert "李**" in structure
    assert "三表舅" in structure
    assert "秦**的老同事" in surroundings


def test_the_form_is_drawn_below_its_fields_and_nowhere_twice(
    assessing: Case, lin_yue: User
) -> None:
    fill(assessing, "D02", by=lin_yue)
    page = opened(assessing, lin_yue, "?form=D02")
    ids = [each["id"] for each in page.all if each["id"]]

    assert len(drawn(page)) == 2
    assert "按存下的内容画" in page.main
    assert len(ids) == len(set(ids))
