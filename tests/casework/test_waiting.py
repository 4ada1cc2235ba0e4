"""轮候: who is not urgent waits, is looked at every ten working days, and is taken up again."""

from datetime import date

import pytest

from accounts.models import User
from casework.errors import RuleError
from casework.models import Case
from casework.services import act, open_forms
from tests.actors import fill, screened
from tests.driver import at
from tests.filled import NO_CRISIS
from tests.invariants import check


@pytest.fixture
def waiting(lead: Case, lin_yue: User, zhou_lan: User) -> Case:
    with at("2026-03-03 10:00"):
        screened(lead, worker=lin_yue, head=zhou_lan)
        act("waitlist", lead, by=zhou_lan, told="电话告知约四月中旬。")
    return lead


def due(case: Case) -> list[date]:
    return list(case.deadlines.filter(met_on=None).values_list("due_on", flat=True))


def test_it_waits_and_is_looked_at_every_ten_working_days(waiting: Case, zhou_lan: User) -> None:
    assert waiting.status == "waitlisted"
    assert due(waiting) == [date(2026, 3, 17)]
    check(waiting)
    with at("2026-03-17 10:00"):
        act("keep_waiting", waiting, by=zhou_lan, reason="还没有名额")
    assert due(waiting) == [date(2026, 3, 31)]
    check(waiting)


def test_it_is_taken_up_again(waiting: Case, zhou_lan: User, lin_yue: User) -> None:
    act("recall", waiting, by=zhou_lan, reason="有名额了")
    assert waiting.status == "screening"
    assert "C01" in open_forms(waiting, lin_yue)
    check(waiting)


def test_who_waits_may_withdraw(waiting: Case, lin_yue: User) -> None:
    act("requester_withdraws", waiting, by=lin_yue, wish="不等了", informed="随时可以再来")
    assert waiting.status == "consulted"
    check(waiting)


def test_nobody_in_danger_waits(lead: Case, lin_yue: User, zhou_lan: User) -> None:
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(lead, "C01", by=lin_yue, crisis_screen=NO_CRISIS | {"self_harm": "yes"})
    with pytest.raises(RuleError, match="不能轮候"):
        act("waitlist", lead, by=zhou_lan, told="四月")


def test_what_waits_or_is_judged_is_not_written_in(
    waiting: Case, lin_yue: User, zhou_lan: User
) -> None:
    """The requester may withdraw at any time; that does not open the form again."""
    assert open_forms(waiting, lin_yue) == []
    act("recall", waiting, by=zhou_lan, reason="有名额了")
    fill(waiting, "C02", by=lin_yue)
    fill(waiting, "C01", "D01", by=lin_yue)
    act("submit_intake", waiting, by=lin_yue)
    assert open_forms(waiting, lin_yue) == []
