"""工作台: what lies on whose desk."""

from accounts.models import Post, User
from casework.models import Case
from casework.services import act
from tests.driver import Browser

LEAD = "受理线索 · 秦**"


def desk(user: User) -> str:
    return Browser(user).open("/").main


def test_a_lead_that_is_nobodys_lies_on_the_heads_desk_alone(
    lead: Case, zhou_lan: User, lin_yue: User, liu_chang: User
) -> None:
    assert LEAD in desk(zhou_lan)
    assert LEAD not in desk(lin_yue)
    assert LEAD not in desk(liu_chang)


def test_where_a_station_has_no_head_its_leads_lie_on_the_desk_of_the_district(
    lead: Case, zhou_lan: User, liu_chang: User
) -> None:
    Post.objects.filter(user=zhou_lan).delete()

    assert LEAD in desk(liu_chang)


def test_an_assigned_lead_goes_from_the_heads_desk_to_the_workers(
    lead: Case, zhou_lan: User, lin_yue: User
) -> None:
    act("assign", lead, by=zhou_lan, worker=lin_yue)

    assert LEAD in desk(lin_yue)
    assert LEAD not in desk(zhou_lan)


def test_a_case_in_service_stays_on_its_workers_desk(intervening: Case, lin_yue: User) -> None:
    assert "服务 · 秦**" in desk(lin_yue)
