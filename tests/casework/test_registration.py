"""登记求助: from as little as is known, by whom it is up to, and nobody twice unawares."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Community, Post, Role, Station, User
from audit.models import Entry
from casework.errors import RuleError
from casework.models import Case, Draft, Person
from casework.registration import (
    LooksKnownError,
    candidate,
    communities_of,
    leads_of,
    register,
)
from casework.services import act
from notifications.models import Message, Urgency
from tests.actors import accepted, registered, screened
from tests.conftest import LONG_AGO
from tests.filled import LEAD

KNOWN = {"name": "秦玉兰", "sex": "女", "phone": "10000000001"}
NAMELESS = {"name": "佚名", "sex": "未说明"}
NUMBER = "11010519491231002X"  # the example of the standard itself


@pytest.fixture
def elsewhere(zhang_qian: User) -> Community:
    return Community.objects.create(station=zhang_qian.posts.get().station, name="北村社区")


@pytest.fixture
def yihe(station: Station) -> Community:
    return Community.objects.create(station=station, name="义合社区")


# ── the least that must be known ──────────────────────────────────────────────────────────


def test_a_name_a_sex_and_a_problem_are_enough(community: Community, xu_qin: User) -> None:
    least: Any = {"D01": NAMELESS, "C01": {"presenting_problem": "楼道里有人哭。"}}
    case = register(least, community=community, by=xu_qin)
    assert (case.status, case.number, case.registration) == (
        "lead",
        "TQDJ-J-2026-0001",
        "TQDJ-J-2026-0001",
    )
    assert case.person.number == "TQDJ-K-2026-0001"
    assert (case.person.consent_status, case.person.status) == ("未取得", "潜在")
    assert case.community == community
    assert case.owner is None


@pytest.mark.parametrize("missing", ["D01#name", "D01#sex", "C01#presenting_problem"])
def test_without_one_of_them_it_is_refused_at_that_field(
    community: Community, xu_qin: User, missing: str
) -> None:
    raw: Any = {"D01": dict(NAMELESS), "C01": {"presenting_problem": "楼道里有人哭。"}}
    form, key = missing.split("#")
    raw[form][key] = " "
    with pytest.raises(RuleError) as refused:
        register(raw, community=community, by=xu_qin)
    assert list(refused.value.errors) == [missing]
    assert not Case.objects.exists()


def test_what_is_typed_wrong_is_refused_even_where_it_is_not_needed(
    community: Community, xu_qin: User
) -> None:
    raw: Any = {
        "D01": NAMELESS | {"phone": "十三个八", "birth_date": "2999-01-01"},
        "C01": {"presenting_problem": "楼道里有人哭。", "channel": "飞鸽"},
    }
    with pytest.raises(RuleError) as refused:
        register(raw, community=community, by=xu_qin)
    assert set(refused.value.errors) == {"D01#phone", "D01#birth_date", "C01#channel"}


def test_nothing_at_all_is_refused_like_anything_else(community: Community, xu_qin: User) -> None:
    with pytest.raises(RuleError):
        register({}, community=community, by=xu_qin)


# ── what it sets going ────────────────────────────────────────────────────────────────────


def test_a_registration_is_filed_told_to_the_head_and_gone_on_from(
    community: Community, xu_qin: User, zhou_lan: User
) -> None:
    case = registered(community, by=xu_qin)
    filed = case.submissions.get()
    assert (filed.verb, filed.outcome, filed.covers) == ("register", "filed", [["C01", 1, 1]])
    assert Draft.objects.get(dossier=case).form == "C01"
    assert [each.recipient for each in Message.objects.all()] == [zhou_lan]
    assert [each.verb for each in Entry.objects.filter(chain=case.chain)] == ["case.register"]
    assert case.deadlines.count() == 1


def test_a_crisis_is_told_after_the_registration_that_it_is_of(
    community: Community, xu_qin: User, zhou_lan: User, zheng_min: User
) -> None:
    crisis = LEAD["C01"] | {"crisis_screen": {"violence": "yes"}}
    case = registered(community, by=xu_qin, C01=crisis)
    verbs = Entry.objects.filter(chain=case.chain).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["case.register", "case.alarm"]
    urgent = Message.objects.filter(urgency=Urgency.URGENT).values_list("recipient", flat=True)
    assert set(urgent) == {zhou_lan.pk, zheng_min.pk}


def test_a_worker_who_registers_takes_it_up(community: Community, lin_yue: User) -> None:
    assert registered(community, by=lin_yue).owner == lin_yue


# ── by whom ───────────────────────────────────────────────────────────────────────────────


def test_a_community_worker_registers_for_their_own_community_alone(
    community: Community, yihe: Community, elsewhere: Community, xu_qin: User
) -> None:
    assert list(communities_of(xu_qin)) == [community]
    for other in (yihe, elsewhere):
        with pytest.raises(PermissionDenied):
            registered(other, by=xu_qin)
    registered(community, by=xu_qin)


def test_staff_register_for_their_station_and_the_district_for_all(
    community: Community, yihe: Community, elsewhere: Community, lin_yue: User, liu_chang: User
) -> None:
    assert set(communities_of(lin_yue)) == {community, yihe}
    assert set(communities_of(liu_chang)) == {community, yihe, elsewhere}
    with pytest.raises(PermissionDenied):
        registered(elsewhere, by=lin_yue)


def test_who_works_at_the_station_as_well_is_not_tied_to_one_community(
    community: Community, yihe: Community, station: Station, xu_qin: User
) -> None:
    Post.objects.create(user=xu_qin, station=station, role=Role.WORKER, since=LONG_AGO)
    assert set(communities_of(xu_qin)) == {community, yihe}


def test_a_supervisor_and_somebody_who_left_register_nobody(
    community: Community, zheng_min: User, lin_yue: User
) -> None:
    lin_yue.posts.update(until="2025-12-31")
    for user in (zheng_min, lin_yue):
        assert not communities_of(user).exists()
        with pytest.raises(PermissionDenied):
            registered(community, by=user)


def test_what_one_has_brought_is_listed_for_them_alone(
    lead: Case, xu_qin: User, lin_yue: User
) -> None:
    assert list(leads_of(xu_qin)) == [lead]
    assert not leads_of(lin_yue).exists()


# ── somebody known ────────────────────────────────────────────────────────────────────────


@pytest.fixture
def known(community: Community, xu_qin: User) -> Person:
    """秦玉兰, registered before with her phone and certificate."""
    born = {"birth_date": "1949-12-31", "id_type": "居民身份证", "id_no": NUMBER}
    return registered(community, by=xu_qin, D01=KNOWN | born).person


@pytest.mark.parametrize(
    ("typed", "looks"),
    [
        (KNOWN | {"phone": "100 0000-0001"}, True),
        (KNOWN | {"phone": "10000000009"}, False),
        (KNOWN | {"name": "秦玉蓝"}, False),
        ({"name": "秦玉蓝", "sex": "女", "id_no": NUMBER.lower()}, True),
        (NAMELESS, False),
        (NAMELESS | {"phone": "10000000001"}, False),
    ],
)
def test_staff_are_asked_to_look_first_where_somebody_seems_known(
    community: Community, lin_yue: User, known: Person, typed: Any, *, looks: bool
) -> None:
    raw = LEAD | {"D01": typed}
    if not looks:
        assert register(raw, community=community, by=lin_yue).person != known
        return
    with pytest.raises(LooksKnownError) as asked:
        register(raw, community=community, by=lin_yue)
    assert [each.person for each in asked.value.people] == [known]
    assert Case.objects.count() == 1


def test_staff_say_that_it_is_the_same_or_somebody_new(
    community: Community, lin_yue: User, known: Person
) -> None:
    raw = LEAD | {"D01": KNOWN}
    same = candidate(lin_yue, known.pk)
    assert register(raw, community=community, by=lin_yue, person=same).person == known
    new = register(raw, community=community, by=lin_yue, knowingly_new=True)
    assert new.person != known
    assert known.cases.count() == 2


def test_a_community_worker_is_not_told_whom_the_station_knows(
    community: Community, xu_qin: User, known: Person
) -> None:
    case = register(LEAD | {"D01": KNOWN}, community=community, by=xu_qin)
    assert case.person != known
    assert candidate(xu_qin, known.pk) is None


def test_who_works_elsewhere_is_staff_only_there(
    community: Community, elsewhere: Community, xu_qin: User, known: Person
) -> None:
    Post.objects.create(user=xu_qin, station=elsewhere.station, role=Role.WORKER, since=LONG_AGO)
    case = register(LEAD | {"D01": KNOWN}, community=community, by=xu_qin)
    assert case.person != known
    assert candidate(xu_qin, known.pk) is None


def test_a_person_of_another_station_is_not_taken_over(
    community: Community, elsewhere: Community, known: Person, liu_chang: User, zhang_qian: User
) -> None:
    assert candidate(zhang_qian, known.pk) is None
    with pytest.raises(PermissionDenied):
        register(LEAD, community=elsewhere, by=liu_chang, person=known)


def test_the_same_name_and_phone_at_another_station_is_none_of_our_business(
    elsewhere: Community, known: Person, zhang_qian: User
) -> None:
    case = register(LEAD | {"D01": KNOWN}, community=elsewhere, by=zhang_qian)
    assert case.person != known


# ── numbers ───────────────────────────────────────────────────────────────────────────────


def test_numbers_have_no_gaps_and_are_each_stations_and_kinds_own(
    community: Community, elsewhere: Community, xu_qin: User, zhang_qian: User
) -> None:
    ours = [registered(community, by=xu_qin) for _ in range(3)]
    theirs = registered(elsewhere, by=zhang_qian)
    with pytest.raises(RuleError):
        registered(community, by=xu_qin, C01={})
    ours.append(registered(community, by=xu_qin))
    assert [case.number for case in ours] == [f"TQDJ-J-2026-000{n}" for n in range(1, 5)]
    assert [case.person.number[-4:] for case in ours] == ["0001", "0002", "0003", "0004"]
    assert theirs.number == "GRBC-J-2026-0001"


def test_a_case_number_is_given_on_acceptance_and_the_registration_stays(
    community: Community, xu_qin: User, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    first, second = (registered(community, by=xu_qin) for _ in range(2))
    for case in (second, first):
        accepted(case, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    assert (second.number, second.registration) == ("TQDJ-C-2026-0001", "TQDJ-J-2026-0002")
    assert (first.number, first.registration) == ("TQDJ-C-2026-0002", "TQDJ-J-2026-0001")


def test_numbers_begin_anew_with_the_year_where_the_station_is(
    community: Community, xu_qin: User, time_machine: Any
) -> None:
    time_machine.move_to("2026-12-31 23:59+08:00")
    registered(community, by=xu_qin)
    time_machine.move_to("2027-01-01 00:01+08:00")
    assert registered(community, by=xu_qin).number == "TQDJ-J-2027-0001"


# ── a lead nobody could be reached for ────────────────────────────────────────────────────


def test_three_tries_at_different_times_end_a_lead(
    lead: Case, lin_yue: User, zhou_lan: User, time_machine: Any
) -> None:
    time_machine.move_to("2026-03-04 18:00+08:00", tick=False)
    act("assign", lead, by=zhou_lan, worker=lin_yue)

    def at(text: str) -> datetime:
        return datetime.fromisoformat(f"2026-03-{text}:00+08:00")

    tries = [(at("03 09:00"), "电话"), (at("03 15:00"), "电话"), (at("04 09:00"), "上门")]
    for too_few in (
        tries[:2],
        [*tries[:2], (at("03 09:30"), "电话")],  # the same morning again
        [*tries[:2], (at("04 19:00"), "电话")],  # not yet
        [*tries[:2], (at("04 09:00"), " ")],  # no way how
    ):
        with pytest.raises(RuleError, match="三次不同时段"):
            act("close_unreached", lead, by=lin_yue, contacts=too_few)
    act("close_unreached", lead, by=lin_yue, contacts=tries)
    assert lead.status == "consulted"
    said = lead.submissions.get(verb="close_unreached").snapshot["said"]
    assert said[0] == ["2026-03-03 09:00", "电话"]


def test_a_screening_begins_with_every_crisis_question_answered(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    act("assign", lead, by=zhou_lan, worker=lin_yue)
    with pytest.raises(RuleError, match="每一项都选"):
        act("start_screen", lead, by=lin_yue)
    screened(lead, worker=lin_yue, head=zhou_lan)
    assert lead.status == "screening"
