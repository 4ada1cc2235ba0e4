"""服务: records at any time, reviews when due, a plan that is replaced only when approved."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from casework.approvals import in_force, latest
from casework.drafts import draft_of, raw_of
from casework.errors import RuleError
from casework.marks import mark_read, unread
from casework.models import Case, SessionRecord
from casework.services import act, drop_draft, save_draft
from casework.sessions import is_late, last_record, volume
from notifications.models import Message
from tests import actors
from tests.actors import fill, returned, seen, served
from tests.driver import at
from tests.filled import C04, C05, C07, C14
from tests.invariants import check

REVISED = C04 | {"overall_goal": "情绪平稳，学会一键呼叫。"}


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Any:
    """秦玉兰's case in service, on 2026-04-03."""
    with at("2026-03-24 10:00"):
        actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        actors.assessed(lead, worker=lin_yue, supervisor=zheng_min)
        actors.planned(lead, worker=lin_yue, supervisor=zheng_min)
    with at("2026-04-03 17:00"):
        yield lead


def told(user: User, verb: str) -> bool:
    return Message.objects.filter(recipient=user, kind=f"case.{verb}").exists()


# ── records ───────────────────────────────────────────────────────────────────────────────


def test_each_record_is_another_one_filed_and_sealed(case: Case, lin_yue: User) -> None:
    for number in (1, 2, 3):
        served(case, worker=lin_yue)
        last = latest(case, "C05")
        assert last
        assert (last.covers, last.outcome) == ([["C05", number, 1]], "filed")
        assert draft_of(case, "C05") is None
    assert volume(case).sessions == 3
    assert case.status == "intervening"
    check(case)


def test_minutes_follow_from_start_and_end_and_goals_from_the_plan(
    case: Case, lin_yue: User
) -> None:
    served(case, worker=lin_yue, objectives=["1", "3"])
    row = SessionRecord.objects.get(dossier=case)
    assert (row.minutes, row.mode, row.held_on) == (60, "入户", date(2026, 3, 27))
    sealed = latest(case, "C05")
    assert sealed
    said = {each["key"]: each for each in sealed.form_of("C05")["fields"]}
    assert said["time"]["value"]["minutes"] == 60
    assert [row["text"] for row in said["objectives"]["value"]] == ["情绪：≤5", "居家安全：≤1"]
    assert said["session_no"]["value"] == "1"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"time": {"date": "2026-04-02", "start": "15:00", "end": "14:00"}}, "须填写齐全"),
        ({"time": {"date": "2027-04-02", "start": "14:00", "end": "15:00"}}, "须填写齐全"),
        ({"risk_change": {"level": "high"}}, "须填写齐全"),
        ({"objectives": []}, "须填写齐全"),
    ],
    ids=["ends before it begins", "is still to come", "risk without grounds", "no goal"],
)
def test_a_record_that_cannot_be_right_is_refused_and_kept(
    case: Case, lin_yue: User, changes: dict[str, Any], says: str
) -> None:
    fill(case, "C05", by=lin_yue, **changes)
    with pytest.raises(RuleError, match=says):
        act("add_session", case, by=lin_yue)
    assert raw_of(case, "C05")["process"] == C05["process"]


def test_a_record_begins_with_what_the_last_one_left_to_do(case: Case, lin_yue: User) -> None:
    served(case, worker=lin_yue)
    last = last_record(case)
    assert last
    assert last.next_plan["content"] == C05["next_plan"]["content"]
    begun = raw_of(case, "C05")
    assert (begun["time"]["date"], begun["objectives"]) == ("2026-04-03", ["1"])
    assert begun["process"] == ""
    assert not begun["risk_change"]["level"]


def test_a_higher_risk_holds_at_once_and_tells_supervisor_and_head(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    served(case, worker=lin_yue, risk_change={"level": "same"})
    assert not told(zheng_min, "add_session")
    served(case, worker=lin_yue, risk_change={"level": "high", "reason": "说不想活了"})
    assert case.risk == "high"
    assert case.episodes.get().was_high
    assert told(zheng_min, "add_session")
    assert told(zhou_lan, "add_session")
    check(case)


def test_a_lower_risk_waits_for_the_supervisor(case: Case, lin_yue: User, zheng_min: User) -> None:
    before = case.risk
    served(case, worker=lin_yue, risk_change={"level": "down", "reason": "睡得好"})
    assert case.risk == before
    assert told(zheng_min, "add_session")


def test_a_record_is_late_after_three_working_days(case: Case, lin_yue: User) -> None:
    served(case, worker=lin_yue)  # 03-27, written on 04-03
    late = latest(case, "C05")
    assert late
    assert is_late(late, date(2026, 3, 27))
    assert not is_late(late, date(2026, 3, 31))


def test_beyond_its_time_the_plan_still_lets_one_record_and_the_supervisor_knows(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    with at("2026-10-12 10:00"):
        served(case, worker=lin_yue)
    assert told(zheng_min, "add_session")


def test_only_the_owner_records(case: Case, chen_siyuan: User, zheng_min: User) -> None:
    for other in (chen_siyuan, zheng_min):
        with pytest.raises(PermissionDenied):
            save_draft(case, "C05", C05, by=other)
        with pytest.raises(PermissionDenied):
            act("add_session", case, by=other)


def test_what_was_begun_by_mistake_is_thrown_away(
    case: Case, lin_yue: User, chen_siyuan: User
) -> None:
    fill(case, "C05", by=lin_yue)
    with pytest.raises(PermissionDenied):
        drop_draft(case, "C05", by=chen_siyuan)
    drop_draft(case, "C05", by=lin_yue)
    assert draft_of(case, "C05") is None


# ── 阅 ────────────────────────────────────────────────────────────────────────────────────


def test_the_supervisor_reads_once_and_stands_in_nobodys_way(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    served(case, worker=lin_yue)
    record = latest(case, "C05")
    assert record
    assert list(unread(zheng_min)) == [record]
    for other in (lin_yue, zhou_lan):
        with pytest.raises(PermissionDenied):
            mark_read(case, record, by=other)
    mark_read(case, record, by=zheng_min, says="怀旧用得好。")
    with pytest.raises(RuleError, match="已经阅过"):
        mark_read(case, record, by=zheng_min)
    assert not unread(zheng_min)
    assert record.reviews.get().opinion == "怀旧用得好。"
    check(case)


# ── 阶段评估 ──────────────────────────────────────────────────────────────────────────────


def test_a_review_is_handed_in_from_five_working_days_before_its_day(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    with at("2026-04-27 10:00"):
        fill(case, "C07", by=lin_yue)
        with pytest.raises(RuleError, match="5 个工作日"):
            act("submit_midterm", case, by=lin_yue)
    with at("2026-04-29 10:00"):
        act("submit_midterm", case, by=lin_yue)
        served(case, worker=lin_yue)
    assert case.status == "mid_review"
    check(case)
    with at("2026-05-06 10:00"):
        judgement = seen(case, "submit_midterm")
        with pytest.raises(RuleError, match="提前结案的，才转入结案"):
            act("approve_midterm_close", case, by=zheng_min, judgement=judgement)
        act("approve_midterm", case, by=zheng_min, judgement=seen(case, "submit_midterm"))
    assert (case.status, case.risk) == ("intervening", "medium")
    check(case)


def test_a_review_that_concludes_to_close_leads_there(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    with at("2026-05-08 10:00"):
        closes = [{"type": "提前结案", "reason": "搬去和女儿住"}]
        fill(case, "C07", by=lin_yue, adjustments=closes, risk={"level": "low"})
        act("submit_midterm", case, by=lin_yue)
        with pytest.raises(RuleError, match="继续服务的才继续"):
            act("approve_midterm", case, by=zheng_min, judgement=seen(case, "submit_midterm"))
        act("approve_midterm_close", case, by=zheng_min, judgement=seen(case, "submit_midterm"))
    assert (case.status, case.risk) == ("closing", "low")
    check(case)


def test_a_returned_review_goes_on_from_what_was_written(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    with at("2026-05-08 10:00"):
        fill(case, "C07", by=lin_yue)
        act("submit_midterm", case, by=lin_yue)
        judgement = returned(case, "submit_midterm", "C07#client_view")
        act("return_midterm", case, by=zheng_min, judgement=judgement)
        assert raw_of(case, "C07")["client_view"] == C07["client_view"]
        with pytest.raises(RuleError, match="逐条答复"):
            act("submit_midterm", case, by=lin_yue)
    check(case)


# ── 计划变更, 延期 ────────────────────────────────────────────────────────────────────────


def revised(case: Case, worker: User) -> None:
    save_draft(case, "C04", REVISED, by=worker)
    save_draft(case, "C14", C14 | {"type": "计划变更"}, by=worker)
    act("revise_plan", case, by=worker)


def test_the_old_plan_stays_in_force_until_the_new_one_is_approved(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    revised(case, lin_yue)
    assert case.status == "plan_review"
    assert in_force(case, "C04").overall_goal == C04["overall_goal"]
    served(case, worker=lin_yue)
    check(case)
    act("approve_plan", case, by=zheng_min, judgement=seen(case, "revise_plan"))
    assert in_force(case, "C04").overall_goal == REVISED["overall_goal"]
    newest = latest(case, "C04")
    assert newest
    assert newest.covers == [["C04", 2, 1], ["C14", 1, 1]]
    check(case)


def test_a_returned_revision_goes_back_to_the_work_not_to_planning(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    revised(case, lin_yue)
    judgement = returned(case, "revise_plan", "C04#overall_goal")
    with pytest.raises(RuleError, match="还没有生效计划"):
        act("return_plan", case, by=zheng_min, judgement=judgement)
    act("return_revision", case, by=zheng_min, judgement=judgement)
    assert case.status == "intervening"
    assert in_force(case, "C04").overall_goal == C04["overall_goal"]
    served(case, worker=lin_yue)
    check(case)


def test_a_revision_is_taken_back_by_its_author(case: Case, lin_yue: User) -> None:
    revised(case, lin_yue)
    with pytest.raises(RuleError):
        act("withdraw_plan", case, by=lin_yue)
    act("withdraw_revision", case, by=lin_yue)
    assert case.status == "intervening"
    check(case)


def test_the_application_must_be_for_what_is_asked(case: Case, lin_yue: User) -> None:
    save_draft(case, "C04", REVISED, by=lin_yue)
    save_draft(case, "C14", C14, by=lin_yue)
    with pytest.raises(RuleError, match="须选“计划变更”"):
        act("revise_plan", case, by=lin_yue)


def test_time_is_given_twice_at_most_and_three_months_each(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    for end in ("2026-12-25", "2027-03-25"):
        fill(case, "C14", by=lin_yue, params={"end": end})
        act("ask_extend", case, by=lin_yue)
        assert case.deadlines.filter(verb="extend", met_on=None).count() == 1
        act("extend", case, by=zheng_min, judgement=seen(case, "ask_extend"))
        assert case.served_until == date.fromisoformat(end)
        check(case)
    fill(case, "C14", by=lin_yue, params={"end": "2027-05-25"})
    with pytest.raises(RuleError, match="至多两次"):
        act("ask_extend", case, by=lin_yue)


def test_more_than_three_months_are_refused(case: Case, lin_yue: User) -> None:
    fill(case, "C14", by=lin_yue, params={"end": "2026-12-27"})
    with pytest.raises(RuleError, match="不超过 3 个月"):
        act("ask_extend", case, by=lin_yue)


def test_a_refused_request_ends_its_clock(case: Case, lin_yue: User, zheng_min: User) -> None:
    fill(case, "C14", by=lin_yue)
    act("ask_extend", case, by=lin_yue)
    act("refuse_extend", case, by=zheng_min, judgement=seen(case, "ask_extend", "再等等。"))
    assert not case.deadlines.filter(verb="extend", met_on=None).exists()
    assert case.served_until == date(2026, 9, 26)
    check(case)
