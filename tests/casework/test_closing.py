"""结案, 跟进, 归档: nothing closes unreviewed, nobody is forgotten, no box lacks a paper."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from casework import archive, followups, satisfaction
from casework.approvals import latest
from casework.closures import gas_t
from casework.demo.serving import PAGE
from casework.errors import RuleError
from casework.models import Case, Dossier, Episode
from casework.scans import keep, wanted
from casework.services import act, open_forms
from tests import actors
from tests.actors import closing, fill, returned, seen, served, visited
from tests.driver import at
from tests.filled import C09
from tests.invariants import check


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Iterator[Case]:
    """秦玉兰's case in service; it is 2026-06-12."""
    with at("2026-03-24 10:00"):
        actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        actors.assessed(lead, worker=lin_yue, supervisor=zheng_min)
        actors.planned(lead, worker=lin_yue, supervisor=zheng_min)
    with at("2026-06-12 10:00"):
        served(lead, worker=lin_yue)
        yield lead


@pytest.fixture
def written(case: Case, lin_yue: User) -> Case:
    """In closing, with everything written and the client asked."""
    closing(case, worker=lin_yue)
    actors.asked(case, worker=lin_yue)
    fill(case, "C08", "C09", by=lin_yue)
    return case


@pytest.fixture
def following(written: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    act("submit_closure", written, by=lin_yue)
    sign(written, zheng_min, zhou_lan)
    return written


@pytest.fixture(autouse=True)
def _printed() -> Iterator[None]:
    """What belongs into the box counts here, not whether it is printed yet."""
    with patch.object(archive, "shelves", []):
        yield


def sign(case: Case, supervisor: User, head: User) -> None:
    act("endorse_closure", case, by=supervisor, judgement=seen(case, "submit_closure"))
    act("approve_closure", case, by=head, judgement=seen(case, "submit_closure"))


# ── GAS ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("scored", "t"),
    [
        ([(3, 1), (2, 0), (2, 2)], "63.6"),  # S1
        ([(3, 1), (2, 0), (1, 0)], "56.6"),  # S3
        ([(3, 1), (2, 1), (1, 0), (1, -1)], "58.0"),  # S4
        ([(1, 0)], "50.0"),
        ([(1, -2), (1, -2)], "25.2"),
    ],
)
def test_the_t_score_is_the_handbooks(scored: list[tuple[int, int]], t: str) -> None:
    assert gas_t(scored) == Decimal(t)
    assert gas_t([]) is None


# ── 提交结案 ──────────────────────────────────────────────────────────────────────────────


def test_the_grounds_are_said_and_kept_sealed(case: Case, lin_yue: User) -> None:
    with pytest.raises(RuleError, match="须写明情况"):
        act("start_close", case, by=lin_yue, reason=" ")
    closing(case, worker=lin_yue)
    said = case.statements.get()
    said.dossier = case
    assert (said.verb, said.text) == ("start_close", "三个目标都已达成。")


def test_who_changes_their_mind_goes_back_to_the_work(case: Case, lin_yue: User) -> None:
    closing(case, worker=lin_yue)
    act("withdraw_close", case, by=lin_yue, reason="女儿说还想再见两次")
    assert case.status == "intervening"
    check(case)


@pytest.mark.parametrize(
    ("form", "changes", "says"),
    [
        ("C08", {"informed": {"first_date": "2026-06-10", "meetings": "1"}}, "至少两次会面"),
        ("C08", {"goal_attainment": []}, "须填写齐全"),
        ("C09", {"followup_plan": [{"date": "1"}]}, "1、3 个月的回访"),
        ("C09", {"followup_plan": []}, "须填写齐全"),
        ("C09", {"followup_plan": [{"date": "no"}]}, "须填写齐全"),
    ],
)
def test_what_is_missing_is_said(
    written: Case, lin_yue: User, form: str, changes: dict[str, Any], says: str
) -> None:
    fill(written, form, by=lin_yue, **changes)
    with pytest.raises(RuleError, match=says):
        act("submit_closure", written, by=lin_yue)


def test_two_weeks_notice_is_as_good_as_two_meetings(written: Case, lin_yue: User) -> None:
    early = {"first_date": "2026-05-29", "meetings": "1"}
    fill(written, "C08", by=lin_yue, informed=early)
    act("submit_closure", written, by=lin_yue)
    assert written.status == "closure_review"


def test_the_client_is_asked(case: Case, lin_yue: User) -> None:
    closing(case, worker=lin_yue)
    fill(case, "C08", "C09", by=lin_yue)
    with pytest.raises(RuleError, match="满意度"):
        act("submit_closure", case, by=lin_yue)


def test_who_is_lost_is_neither_asked_nor_told(case: Case, lin_yue: User) -> None:
    closing(case, worker=lin_yue)
    fill(case, "C08", "C09", by=lin_yue, closure_type="失联", informed={})
    act("submit_closure", case, by=lin_yue)
    assert case.status == "closure_review"
    check(case)


def test_a_half_written_record_is_in_the_way(written: Case, lin_yue: User) -> None:
    fill(written, "C05", by=lin_yue)
    with pytest.raises(RuleError, match="没提交的服务记录"):
        act("submit_closure", written, by=lin_yue)


def test_nothing_is_achieved_while_the_risk_is_high(
    written: Case, lin_yue: User, zheng_min: User
) -> None:
    act("submit_closure", written, by=lin_yue)
    served(written, worker=lin_yue, risk_change={"level": "high", "reason": "又说不想活"})
    with pytest.raises(RuleError, match="不能以“目标达成”结案"):
        act("endorse_closure", written, by=zheng_min, judgement=seen(written, "submit_closure"))
    judgement = seen(written, "submit_closure", "风险仍高，继续服务。")
    act("reject_close", written, by=zheng_min, judgement=judgement)
    assert written.status == "intervening"
    check(written)


def test_a_high_risk_cannot_even_be_submitted_as_achieved(written: Case, lin_yue: User) -> None:
    served(written, worker=lin_yue, risk_change={"level": "high", "reason": "藏了药"})
    with pytest.raises(RuleError, match="风险仍为高"):
        act("submit_closure", written, by=lin_yue)


# ── 审批 ──────────────────────────────────────────────────────────────────────────────────


def test_supervisor_and_head_sign_in_order_and_it_is_followed_up_at_once(
    written: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    act("submit_closure", written, by=lin_yue)
    with pytest.raises(RuleError, match="先由督导"):
        act("approve_closure", written, by=zhou_lan, judgement=seen(written, "submit_closure"))
    sign(written, zheng_min, zhou_lan)
    assert written.status == "following"
    assert written.closed_on == date(2026, 6, 12)
    episode = Episode.objects.get(dossier=written)
    assert (episode.closed_on, episode.closed_as) == (date(2026, 6, 12), "目标达成")
    written.person.refresh_from_db()
    assert written.person.status == "已结"
    check(written)


def test_what_the_client_said_is_sealed_with_the_evaluation(written: Case, lin_yue: User) -> None:
    act("submit_closure", written, by=lin_yue)
    sealed = latest(written, "C08")
    assert sealed
    said = {each["key"]: each["value"] for each in sealed.form_of("C08")["fields"]}
    assert said["satisfaction"]["mean"] == "4.9"
    assert said["service_volume"]["sessions"] == 1
    assert said["service_volume"]["gas_t"] == "63.6"


def test_a_returned_closure_is_mended(written: Case, lin_yue: User, zheng_min: User) -> None:
    act("submit_closure", written, by=lin_yue)
    judgement = returned(written, "submit_closure", "C08#change", "C09#outcome")
    act("return_closure", written, by=zheng_min, judgement=judgement)
    assert written.status == "closing"
    with pytest.raises(RuleError, match="逐条答复"):
        act("submit_closure", written, by=lin_yue)
    check(written)


def test_who_has_gone_is_not_sent_back_to_service(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    closing(case, worker=lin_yue)
    fill(case, "C08", "C09", by=lin_yue, closure_type="死亡", informed={})
    act("submit_closure", case, by=lin_yue)
    judgement = seen(case, "submit_closure", "再等等。")
    with pytest.raises(RuleError, match="不能退回服务"):
        act("reject_close", case, by=zheng_min, judgement=judgement)


# ── 跟进 ──────────────────────────────────────────────────────────────────────────────────


def test_whoever_was_at_high_risk_is_visited_three_times(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    served(case, worker=lin_yue, risk_change={"level": "high", "reason": "说不想活"})
    Dossier.objects.filter(pk=case.pk).update(risk="medium")
    case.refresh_from_db()
    closing(case, worker=lin_yue)
    actors.asked(case, worker=lin_yue)
    fill(case, "C08", "C09", by=lin_yue)
    with pytest.raises(RuleError, match="6 个月"):
        act("submit_closure", case, by=lin_yue)
    thrice = [{"date": each} for each in ("1", "3", "6")]
    fill(case, "C09", by=lin_yue, followup_plan=thrice)
    with at("2026-08-27 10:00"):
        act("submit_closure", case, by=lin_yue)
    with at("2026-08-28 10:00"):
        sign(case, zheng_min, zhou_lan)
        days = [visit.due_on for visit in followups.visits(case)]
    assert days == [date(2026, 9, 28), date(2026, 11, 30), date(2027, 3, 1)]  # S3
    estimated = case.deadlines.filter(met_on=None).order_by("due_on").values_list("estimated")
    assert [each for (each,) in estimated] == [False, False, True]


def test_a_visit_meets_its_day_and_the_next_task_opens(following: Case, lin_yue: User) -> None:
    with at("2026-07-13 10:00"):
        visited(following, worker=lin_yue, visit={"actual": "2026-07-13"})
        assert [visit.number for visit in followups.left(following)] == [2]
    check(following)


def test_a_visit_that_ends_the_follow_up_leaves_none(following: Case, lin_yue: User) -> None:
    with at("2026-07-13 10:00"):
        visited(following, worker=lin_yue, conclusion="结束跟进", visit={"actual": "2026-07-13"})
        with pytest.raises(RuleError, match="回访都做完了"):
            act("add_followup", following, by=lin_yue)
    assert not following.deadlines.filter(verb="add_followup", met_on=None).exists()
    check(following)


def test_one_more_visit_where_the_last_says_so(following: Case, lin_yue: User) -> None:
    with at("2026-09-14 10:00"):
        for day in ("2026-07-13", "2026-09-14"):
            visited(following, worker=lin_yue, visit={"actual": day}, conclusion="继续跟进")
        assert [visit.due_on for visit in followups.left(following)] == [date(2026, 10, 14)]
    check(following)


def test_who_refuses_to_be_visited_is_archived_by_the_head(
    written: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    refused = [{"date": "no", "focus": "“不用再来了，谢谢。”"}]
    fill(written, "C09", by=lin_yue, followup_plan=refused)
    act("submit_closure", written, by=lin_yue)
    sign(written, zheng_min, zhou_lan)
    assert written.status == "closed"
    check(written)
    for submission, form in wanted(written):
        keep(written, submission, form, PAGE, by=lin_yue)
    fill(written, "C16", by=zhou_lan)
    act("archive_no_followup", written, by=zhou_lan)
    assert written.status == "archived"
    check(written)


# ── 归档 ──────────────────────────────────────────────────────────────────────────────────


def test_the_box_names_what_it_lacks(following: Case, lin_yue: User) -> None:
    lacks = archive.missing(following)
    assert [each.form for each in lacks] == ["C02", "C04"]
    assert all("扫描件" in each.says for each in lacks)
    boxed = [paper.form for paper in archive.papers(following)]
    assert boxed == ["C01", "C02", "D01", "C03", "D02", "C04", "C05", "C08", "C09"]


def test_only_a_scan_is_kept_and_only_where_one_is_wanted(
    following: Case, lin_yue: User, chen_siyuan: User
) -> None:
    (submission, form), *_rest = wanted(following)
    with pytest.raises(RuleError, match="PDF、JPG 或 PNG"):
        keep(following, submission, form, b"MZ not a scan", by=lin_yue)
    with pytest.raises(RuleError, match="10 MB"):
        keep(following, submission, form, b"%PDF-" + b"0" * 11_000_000, by=lin_yue)
    with pytest.raises(RuleError, match="不需要签字页"):
        keep(following, submission, "C03", PAGE, by=lin_yue)
    with pytest.raises(PermissionDenied):
        keep(following, submission, form, PAGE, by=chen_siyuan)


def test_an_archived_dossier_is_read_only(
    written: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    test_who_refuses_to_be_visited_is_archived_by_the_head(written, lin_yue, zheng_min, zhou_lan)
    for user in (lin_yue, zheng_min, zhou_lan):
        assert open_forms(written, user) == []
        with pytest.raises((PermissionDenied, RuleError)):
            act("add_session", written, by=user)
    with pytest.raises(PermissionDenied):
        keep(written, latest(written, "C02"), "C02", PAGE, by=lin_yue)  # type: ignore[arg-type]


# ── 满意度 ────────────────────────────────────────────────────────────────────────────────


def test_a_clients_page_serves_once_and_not_for_ever(case: Case, lin_yue: User) -> None:
    closing(case, worker=lin_yue)
    first = satisfaction.invite(case, by=lin_yue)
    token = satisfaction.invite(case, by=lin_yue)
    with pytest.raises(RuleError, match="过期"):
        satisfaction.answer(first, [5] * 8, "")
    with at("2026-06-20 10:00"), pytest.raises(RuleError, match="过期"):
        satisfaction.answer(token, [5] * 8, "")
    with pytest.raises(RuleError, match="每一题"):
        satisfaction.answer(token, [5] * 7, "")
    satisfaction.answer(token, [5] * 7 + [4], "都\x00好")
    with pytest.raises(RuleError, match="用过或过期"):
        satisfaction.answer(token, [1] * 8, "")
    said = satisfaction.answered(case)
    assert said
    assert (said["mean"], said["comment"], said["way"]) == ("4.9", "都好", "服务对象自填")


def test_nobody_answers_for_the_client_but_the_owner_who_reads_it_out(
    case: Case, lin_yue: User, zhou_lan: User
) -> None:
    with pytest.raises(RuleError, match="结案评估时"):
        satisfaction.read_out(case, [5] * 8, "", by=lin_yue)
    closing(case, worker=lin_yue)
    with pytest.raises(PermissionDenied):
        satisfaction.read_out(case, [5] * 8, "", by=zhou_lan)
    satisfaction.read_out(case, [4] * 8, "", by=lin_yue)
    with pytest.raises(RuleError, match="已经答过"):
        satisfaction.read_out(case, [5] * 8, "", by=lin_yue)


def test_the_report_begins_with_what_is_there(case: Case, lin_yue: User) -> None:
    from casework.drafts import raw_of  # noqa: PLC0415

    closing(case, worker=lin_yue)
    fill(case, "C08", by=lin_yue)
    begun = raw_of(case, "C09")
    assert "共服务 1 次、60 分钟" in begun["process_summary"]
    assert "GAS T 分 63.6" in begun["outcome"]
    assert begun["closure_reason"]["reason"] == "目标达成"
    assert [row["date"] for row in begun["followup_plan"]] == ["1", "3"]
    assert C09["summary"] not in begun["summary"]
