"""期限: the dates of S1 and S10 exactly, and clocks that nobody can wind back (handbook 5.1)."""

from datetime import date
from typing import Any

import pytest
import time_machine

from accounts.models import Community, User
from casework.deadlines import days_left, open_deadline
from casework.models import Case, Deadline
from casework.services import act, answer_remark, save_draft
from casework.workdays import working_days
from tests.actors import accepted, assessed, fill, registered, returned, screened, seen
from tests.filled import C01, C03, LEAD


@pytest.fixture
def clock() -> Any:
    """Ten o'clock on the day that ``on`` says; it stands still."""
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as traveller:
        yield lambda day: traveller.move_to(f"2026-{day} 10:00+08:00")


@pytest.fixture
def case(clock: Any, community: Community, xu_qin: User, zhou_lan: User) -> Case:
    return registered(community, by=xu_qin)


def due(case: Case) -> tuple[str, str]:
    """What is due next, and when."""
    found = open_deadline(case)
    assert found
    return found.verb, f"{found.due_on:%m-%d}"


def test_s1_is_due_day_by_day(
    case: Case, clock: Any, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    assert due(case) == ("start_screen", "03-03")
    act("assign", case, by=zhou_lan, worker=lin_yue)
    assert due(case) == ("start_screen", "03-03")
    clock("03-03")
    fill(case, "C01", by=lin_yue)
    act("start_screen", case, by=lin_yue)
    assert due(case) == ("submit_intake", "03-06")
    clock("03-06")
    accepted_on_the_same_day(case, lin_yue, zheng_min, zhou_lan)
    assert due(case) == ("submit_assessment", "03-17")

    clock("03-13")
    fill(case, "C03", by=lin_yue)
    act("submit_assessment", case, by=lin_yue)
    assert due(case) == ("approve_assessment", "03-18")
    clock("03-16")
    remarked = returned(case, "submit_assessment", "C03#benefit_check")
    act("return_assessment", case, by=zheng_min, judgement=remarked)
    assert due(case) == ("submit_assessment", "03-19")
    clock("03-17")
    answer_the_remark(case, lin_yue)
    act("submit_assessment", case, by=lin_yue)
    clock("03-18")
    act("approve_assessment", case, by=zheng_min, judgement=seen(case, "submit_assessment"))
    assert due(case) == ("submit_plan", "03-25")

    clock("03-20")
    fill(case, "C04", by=lin_yue)
    act("submit_plan", case, by=lin_yue)
    assert due(case) == ("approve_plan", "03-25")
    clock("03-24")
    act("approve_plan", case, by=zheng_min, judgement=seen(case, "submit_plan"))
    assert due(case) == ("submit_midterm", "05-08")
    assert (case.opened_on, case.accepted_on) == (date(2026, 3, 2), date(2026, 3, 6))


def test_each_clock_is_met_on_the_day_it_is_met(
    case: Case, clock: Any, lin_yue: User, zhou_lan: User
) -> None:
    clock("03-05")
    screened(case, worker=lin_yue, head=zhou_lan)
    met = case.deadlines.get(verb="start_screen")
    assert (met.due_on, met.met_on) == (date(2026, 3, 3), date(2026, 3, 5))


def accepted_on_the_same_day(case: Case, worker: User, supervisor: User, head: User) -> None:
    fill(case, "C02", by=worker)
    fill(case, "C01", "D01", by=worker)
    act("submit_intake", case, by=worker)
    given: dict[str, Any] = {"owner": worker, "supervisor": supervisor, "level": "一般个案"}
    act("approve_intake", case, by=head, judgement=seen(case, "submit_intake"), **given)


def answer_the_remark(case: Case, worker: User) -> None:
    (review,) = case.submissions.get(outcome="returned").reviews.all()
    answer_remark(review.remarks.get(), case, by=worker, answer="已补。")


# ── coming back ───────────────────────────────────────────────────────────────────────────


def test_after_an_early_return_the_first_due_date_stands(
    case: Case, clock: Any, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    clock("03-06")
    accepted(case, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    save_draft(case, "C03", assessed_early(), by=lin_yue)
    act("submit_assessment", case, by=lin_yue)
    remarked = returned(case, "submit_assessment", "C03#bio")
    act("return_assessment", case, by=zheng_min, judgement=remarked)
    assert due(case) == ("submit_assessment", "03-17")


def test_taking_a_submission_back_wins_no_time(
    case: Case, clock: Any, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    clock("03-06")
    accepted(case, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    clock("03-18")
    fill(case, "C03", by=lin_yue)
    act("submit_assessment", case, by=lin_yue)
    act("withdraw_assessment", case, by=lin_yue)
    assert due(case) == ("submit_assessment", "03-17")
    late = open_deadline(case)
    assert late
    assert days_left(late) == -1


def assessed_early() -> dict[str, Any]:
    earlier = {"contacts": [{"date": "2026-03-06", "place": "家中"}], "scales": []}
    return C03 | earlier


# ── how urgent ────────────────────────────────────────────────────────────────────────────


def test_an_assessment_is_due_in_three_days_where_the_risk_is_high(
    case: Case, clock: Any, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    clock("03-06")
    screened(case, worker=lin_yue, head=zhou_lan)
    case.risk = "high"
    case.save(update_fields=["risk"])
    accepted_on_the_same_day(case, lin_yue, zheng_min, zhou_lan)
    assert due(case) == ("submit_assessment", "03-11")


@pytest.fixture
def told(clock: Any, community: Community, xu_qin: User, zhou_lan: User) -> Case:
    """Somebody who cannot look after themselves, and nobody else does."""
    screen = C01["crisis_screen"] | {"no_care": "yes"}
    return registered(community, by=xu_qin, C01=LEAD["C01"] | {"crisis_screen": screen})


def test_a_crisis_told_at_the_first_call_counts_as_high_risk_until_assessed(
    told: Case, clock: Any, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    clock("03-06")
    accepted(told, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    assert due(told) == ("submit_assessment", "03-11")

    clock("03-11")
    assessed(told, worker=lin_yue, supervisor=zheng_min)  # and found to be at medium risk
    assert due(told) == ("submit_plan", "03-18")


def test_the_second_signature_has_its_own_days(
    case: Case, clock: Any, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    clock("03-20")
    accepted(case, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    assessed(case, worker=lin_yue, supervisor=zheng_min, service_level="个案管理")
    fill(case, "C04", by=lin_yue)
    act("submit_plan", case, by=lin_yue)
    assert due(case) == ("endorse_plan", "03-25")
    clock("03-23")
    act("endorse_plan", case, by=zheng_min, judgement=seen(case, "submit_plan"))
    assert due(case) == ("approve_plan", "03-26")


def test_asking_and_being_refused_wins_no_time(
    case: Case, clock: Any, lin_yue: User, zhou_lan: User
) -> None:
    clock("03-03")
    screened(case, worker=lin_yue, head=zhou_lan)
    fill(case, "C01", by=lin_yue, decision_suggest="不接案", reject_reason="不属本站范围")
    act("ask_decline", case, by=lin_yue, told="当面", alternatives="法律援助中心")
    assert due(case) == ("submit_intake", "03-06")
    clock("03-05")
    act("refuse_decline", case, by=zhou_lan, judgement=seen(case, "ask_decline", "可以接。"))
    assert due(case) == ("submit_intake", "03-06")


def test_what_has_ended_is_due_no_more(
    case: Case, clock: Any, lin_yue: User, zhou_lan: User
) -> None:
    screened(case, worker=lin_yue, head=zhou_lan)
    act("resolve_by_advice", case, by=lin_yue, advice="已告知热线电话。")
    assert not Deadline.objects.filter(met_on=None).exists()
    assert case.ended_on == date(2026, 3, 2)


# ── the calendar ──────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "days", "end", "estimated"),
    [
        ("2026-04-03", 5, "2026-04-13", False),  # S10, row 14: 清明 04-04 to 04-06
        ("2026-05-08", 1, "2026-05-09", False),  # a Saturday that is worked
        ("2026-09-18", 2, "2026-09-21", False),  # and a Sunday
        ("2026-03-06", 1, "2026-03-09", False),
        ("2026-03-07", 1, "2026-03-09", False),
        ("2026-12-31", 1, "2027-01-01", True),  # nobody has said yet that it is a holiday
        ("2026-12-29", 5, "2027-01-05", True),
        ("2026-12-24", 5, "2026-12-31", False),
        ("2028-02-28", 2, "2028-03-01", True),
    ],
)
def test_working_days_follow_the_calendar_and_say_where_it_ends(
    start: str, days: int, end: str, *, estimated: bool
) -> None:
    got = working_days(days).after(date.fromisoformat(start))
    assert got == (date.fromisoformat(end), estimated)


def test_a_due_date_in_a_year_not_announced_is_marked_as_estimated(
    clock: Any, community: Community, xu_qin: User
) -> None:
    clock("12-31")
    case = registered(community, by=xu_qin)
    found = open_deadline(case)
    assert found
    assert (found.due_on, found.estimated) == (date(2027, 1, 1), True)


def test_it_is_the_stations_day_that_counts_not_londons(community: Community, xu_qin: User) -> None:
    with time_machine.travel("2026-03-02 23:30+00:00", tick=False):  # 07:30 on 03-03 here
        case = registered(community, by=xu_qin)
        found = open_deadline(case)
        assert found
        assert (case.opened_on, found.due_on) == (date(2026, 3, 3), date(2026, 3, 4))
        assert days_left(found) == 1
