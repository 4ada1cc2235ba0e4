"""Work changes hands while somebody else is at it: one hand at a time."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Community, Role, Station, User
from casework.departures import close_account, entrust_all, open_departure
from casework.models import Case, Departure
from casework.services import act
from tests.actors import accepted, fill, registered, seen
from tests.conftest import person
from tests.invariants import check
from tests.races.test_door import AGAIN, at_once, refused, same

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def departure(
    committed: None, lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> Departure:
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    return opened(lin_yue, lead.station, zheng_min, zhou_lan)


def opened(user: User, station: Station, witness: User, by: User) -> Departure:
    last_day = timezone.localdate() + timedelta(days=30)
    said: dict[str, Any] = {"last_day": last_day, "witness": witness, "reason": "离职"}
    return open_departure(user, station, by=by, **said)


@AGAIN
def test_of_two_heads_who_name_at_once_one_does(
    departure: Departure, lead: Case, chen_siyuan: User, zhou_lan: User, again: int
) -> None:
    station = lead.station
    second = person("song.jie", "宋洁", station, Role.HEAD)
    other = person("sun.hao", "孙浩", station, Role.WORKER)
    results = at_once(
        lambda: entrust_all(departure, {lead.pk: chen_siyuan}, seen={}, by=zhou_lan),
        lambda: entrust_all(departure, {lead.pk: other}, seen={}, by=second),
    )
    assert refused(results) == 1
    named = same(lead).receiver
    assert named == (chen_siyuan if results[0] == 1 else other)
    check(lead)


@AGAIN
def test_of_two_who_open_a_departure_one_does(
    station: Station, lin_yue: User, zheng_min: User, zhou_lan: User, again: int
) -> None:
    second = person("song.jie", "宋洁", station, Role.HEAD)
    results = at_once(
        lambda: opened(lin_yue, station, zheng_min, zhou_lan),
        lambda: opened(lin_yue, station, zheng_min, second),
    )
    assert refused(results) == 1
    assert Departure.objects.count() == 1


@AGAIN
def test_an_account_is_closed_after_the_last_signature_or_not_at_all(
    departure: Departure, lead: Case, chen_siyuan: User, zhou_lan: User, again: int
) -> None:
    lin_yue = departure.user
    entrust_all(departure, {lead.pk: chen_siyuan}, seen={}, by=zhou_lan)
    fill(lead, "C15", by=lin_yue)
    act("check_list", lead, by=lin_yue)
    act("check", lead, by=chen_siyuan, seen=["stage", "risk", "papers", "next"])
    fill(lead, "C05", by=lin_yue)
    act("introduce", lead, by=lin_yue)
    act("sign_over", lead, by=lin_yue)
    judgement = seen(lead, "sign_over")
    act("countersign", lead, by=chen_siyuan, judgement=judgement)
    results = at_once(
        lambda: close_account(departure, by=zhou_lan),
        lambda: act("sign", same(lead), by=departure.witness, judgement=judgement),
    )
    late = refused(results)
    lin_yue.refresh_from_db()
    assert lin_yue.is_active is bool(late)
    assert same(lead).owner == chen_siyuan
    check(lead)


@AGAIN
def test_nothing_is_given_to_an_account_that_is_being_closed(
    departure: Departure, community: Community, chen_siyuan: User, zhou_lan: User, again: int
) -> None:
    new = registered(community, by=zhou_lan)
    leaver = opened(chen_siyuan, new.station, departure.witness, zhou_lan)
    results = at_once(
        lambda: close_account(leaver, by=zhou_lan),
        lambda: act("assign", same(new), by=zhou_lan, worker=chen_siyuan),
    )
    assert refused(results) == 1
    chen_siyuan.refresh_from_db()
    assert chen_siyuan.is_active is (same(new).owner == chen_siyuan)
