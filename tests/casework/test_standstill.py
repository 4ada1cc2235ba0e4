"""停表: while a dossier is suspended nothing is due; then it goes on with what was left."""

from datetime import date

import pytest

from accounts.models import User
from casework.deadlines import open_deadline, resume_clocks, stop_clocks
from casework.models import Case, Deadline
from casework.services import act
from tests.actors import accepted, assessed, fill, planned, served
from tests.driver import at
from tests.invariants import check


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """An assessment that is due on 03-17."""
    with at("2026-03-06 10:00"):
        accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    return lead


def clock(case: Case) -> Deadline:
    return case.deadlines.get(met_on=None)


def test_nothing_is_due_while_it_stands_still(case: Case) -> None:
    assert stop_clocks(case, on=date(2026, 3, 12)) == 1

    assert open_deadline(case) is None
    assert (clock(case).stopped_on, clock(case).remaining) == (date(2026, 3, 12), 3)
    assert stop_clocks(case, on=date(2026, 3, 20)) == 0  # again is no matter


def test_it_goes_on_with_the_working_days_that_were_left(case: Case) -> None:
    stop_clocks(case, on=date(2026, 3, 12))
    assert resume_clocks(case, on=date(2026, 4, 2)) == 1

    due = clock(case)
    assert due.due_on == date(2026, 4, 8)  # 04-03, 04-07 and 04-08: 清明 lies between
    assert (due.first_due_on, due.stopped_on, due.rung) == (date(2026, 3, 17), None, 0)
    assert resume_clocks(case, on=date(2026, 5, 6)) == 0


def test_what_was_late_is_as_late_as_it_was(case: Case) -> None:
    stop_clocks(case, on=date(2026, 3, 19))
    assert clock(case).remaining == -2
    resume_clocks(case, on=date(2026, 4, 2))

    assert clock(case).due_on == date(2026, 3, 31)


def test_on_a_day_off_it_goes_on_from_the_next_working_day(case: Case) -> None:
    stop_clocks(case, on=date(2026, 3, 17))
    resume_clocks(case, on=date(2026, 4, 4))

    assert clock(case).due_on == date(2026, 4, 7)


def test_it_is_met_as_any_other_when_the_work_is_done(case: Case, lin_yue: User) -> None:
    stop_clocks(case, on=date(2026, 3, 12))
    resume_clocks(case, on=date(2026, 3, 20))
    with at("2026-03-23 10:00"):
        fill(case, "C03", by=lin_yue)
        act("submit_assessment", case, by=lin_yue)

    done = case.deadlines.get(verb="submit_assessment")
    assert (done.met_on, done.due_on) == (date(2026, 3, 23), date(2026, 3, 25))
    check(case)


def test_a_planned_day_moves_and_is_not_planned_again(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    with at("2026-03-24 10:00"):
        assessed(case, worker=lin_yue, supervisor=zheng_min)
        planned(case, worker=lin_yue, supervisor=zheng_min)
    before = {each.verb: each.due_on for each in case.deadlines.running()}
    stop_clocks(case, on=date(2026, 3, 25))
    resume_clocks(case, on=date(2026, 4, 2))
    with at("2026-04-03 10:00"):
        served(case, worker=lin_yue)

    after = {each.verb: each.due_on for each in case.deadlines.running()}
    assert set(after) == set(before) == {"submit_midterm", "start_close"}
    assert all(after[verb] > before[verb] for verb in before)
    check(case)
