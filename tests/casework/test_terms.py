"""时限策略: defaults that the lifecycle declares, numbers that a station sets, from a day on."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Station, User
from audit.services import facts_of
from casework.errors import RuleError
from casework.lifecycles import LIFECYCLES, CaseLifecycle
from casework.models import Case, TermPolicy
from casework.policies import POLICIES, TIMED, timed_as
from casework.services import act
from casework.sessions import is_overdue
from casework.terms import default_of, set_terms, settings_at
from tests.actors import accepted, fill, screened
from tests.driver import at

TODAY = date(2026, 3, 2)
HANDBOOK = {  # 5.1; and 4.1 for the decision on a closure, which 5.1 leaves out
    "t_first_contact": 1,
    "t_intake_submit": 3,
    "t_intake_decision": 2,
    "t_assessment": 7,
    "t_assessment_high": 3,
    "t_plan": 5,
    "t_session_record": 3,
    "t_supervisor_review": 3,
    "t_referral": 15,
    "t_midterm": 3,
    "t_closure_docs": 7,
    "t_closure_review": 5,
    "t_archive": 15,
    "t_group_plan": 7,
    "t_group_session": 3,
    "t_group_report": 10,
    "t_project_internal": 3,  # and from here on 4.5, but for the last two
    "t_project_check": 5,
    "t_project_review": 20,
    "t_project_revise": 10,
    "t_project_change": 10,
    "t_project_sign": 30,
    "t_project_midterm": 15,
    "t_project_grade": 20,
    "t_project_eval": 1,
    "t_carryover": 60,
}


@pytest.fixture
def case(lead: Case) -> Case:
    return lead


def due(case: Case, verb: str) -> date:
    return case.deadlines.get(verb=verb, met_on=None).due_on


def test_the_defaults_are_those_of_the_handbook() -> None:
    assert {each.key: default_of(each) for each in POLICIES} == HANDBOOK


def test_all_rows_of_one_key_declare_the_same_time() -> None:
    for policy in POLICIES:
        rows = [row for m in LIFECYCLES.values() for row in m.rows if timed_as(row) in policy.verbs]
        assert len({row.within.days for row in rows if row.within}) == 1, policy.key


def test_every_time_of_a_state_is_under_some_key() -> None:
    """``close_unreached`` alone has a time that no station sets: it is no way forward."""
    timed = {
        timed_as(row)
        for machine in LIFECYCLES.values()
        for row in machine.rows
        if row.within and not row.within.since
    }
    assert {verb for verb in timed if (verb, False) not in TIMED} == {"close_unreached"}


def test_no_first_contact_may_take_longer_than_giving_up() -> None:
    (first,) = [each for each in POLICIES if each.key == "t_first_contact"]
    (row,) = CaseLifecycle.verbs["close_unreached"]

    assert row.within
    assert first.most < row.within.days


def test_a_station_sets_its_number_and_what_begins_then_has_it(
    case: Case, station: Station, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-03-06 10:00"):
        set_terms(station, {"t_assessment": "10"}, since=date(2026, 3, 6), by=zhou_lan)
        accepted(case, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)

    clock = case.deadlines.running().get(verb="submit_assessment")
    assert (clock.days, clock.due_on) == (10, date(2026, 3, 20))


def test_what_runs_keeps_the_number_with_which_it_began(
    case: Case, station: Station, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-03-06 10:00"):
        accepted(case, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        before = due(case, "submit_assessment")
        numbers = {"t_assessment": 2, "t_supervisor_review": 1}
        set_terms(station, numbers, since=date(2026, 3, 6), by=zhou_lan)

    assert due(case, "submit_assessment") == before
    with at("2026-03-13 10:00"):
        fill(case, "C03", by=lin_yue)
        act("submit_assessment", case, by=lin_yue)
    assert due(case, "approve_assessment") == date(2026, 3, 16)


def test_a_number_holds_from_its_day_on(
    case: Case, station: Station, lin_yue: User, zhou_lan: User
) -> None:
    with at("2026-03-02 10:00"):
        set_terms(station, {"t_intake_submit": 5}, since=date(2026, 3, 4), by=zhou_lan)
    with at("2026-03-03 10:00"):
        screened(case, worker=lin_yue, head=zhou_lan)

    assert due(case, "submit_intake") == date(2026, 3, 6)


def test_the_stations_own_number_goes_before_that_of_the_district(
    case: Case, station: Station, lin_yue: User, zhou_lan: User, liu_chang: User
) -> None:
    with at("2026-03-02 10:00"):
        assert station.district
        set_terms(station.district, {"t_intake_submit": 6, "t_plan": 6}, since=TODAY, by=liu_chang)
        set_terms(station, {"t_intake_submit": 4}, since=TODAY, by=zhou_lan)
        screened(case, worker=lin_yue, head=zhou_lan)
        found = {each.policy.key: each.number for each in settings_at(station)}

    assert due(case, "submit_intake") == date(2026, 3, 6)
    assert (found["t_intake_submit"], found["t_plan"], found["t_assessment"]) == (4, 6, 7)


def test_a_record_is_late_by_what_the_station_allowed_on_the_day_of_the_service(
    case: Case, station: Station, zhou_lan: User
) -> None:
    with at("2026-03-02 10:00"):
        set_terms(station, {"t_session_record": 1}, since=date(2026, 3, 10), by=zhou_lan)
    case.known.clear()

    assert not is_overdue(case, "2026-03-09", date(2026, 3, 12))
    assert is_overdue(case, "2026-03-10", date(2026, 3, 12))


def test_it_is_in_the_trail_who_set_what(station: Station, zhou_lan: User) -> None:
    with at("2026-03-02 10:00"):
        set_terms(station, {"t_plan": 8}, since=TODAY, by=zhou_lan)

    ((verb, facts),) = facts_of(f"station:{station.pk}")
    assert verb == "station.set_terms"
    assert facts == {"since": "2026-03-02", "numbers": {"t_plan": 8}}


def test_only_the_head_sets_the_stations_and_the_district_its_own(
    station: Station, district: Station, lin_yue: User, zheng_min: User, liu_chang: User
) -> None:
    for user in (lin_yue, zheng_min, liu_chang):
        with at("2026-03-02 10:00"), pytest.raises(PermissionDenied):
            set_terms(station, {"t_plan": 8}, since=TODAY, by=user)
    assert not TermPolicy.objects.exists()


@pytest.mark.parametrize("said", ["0", "-1", "21", "5.5", "五", "", "９", "1e1", "99999999999999"])
def test_a_number_out_of_bounds_is_refused_at_its_field(
    station: Station, zhou_lan: User, said: str
) -> None:
    with at("2026-03-02 10:00"), pytest.raises(RuleError) as refused:
        set_terms(station, {"t_plan": said, "t_assessment": 9}, since=TODAY, by=zhou_lan)

    assert refused.value.errors == {"t_plan": "请填 1 到 20 之间的整数。"}
    assert not TermPolicy.objects.exists()


def test_nothing_is_set_for_days_that_have_passed(station: Station, zhou_lan: User) -> None:
    with at("2026-03-02 10:00"), pytest.raises(RuleError) as refused:
        set_terms(station, {"t_plan": 8}, since=date(2026, 3, 1), by=zhou_lan)

    assert list(refused.value.errors) == ["since"]


def test_saving_what_is_there_already_changes_nothing(station: Station, zhou_lan: User) -> None:
    with at("2026-03-02 10:00"):
        said = {each.policy.key: each.number for each in settings_at(station)}
        assert set_terms(station, said, since=TODAY, by=zhou_lan) == []
    assert not list(facts_of(f"station:{station.pk}"))
