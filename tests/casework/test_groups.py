"""A group: what may be done with it where, by whom, and what stands in the way (handbook 4.4)."""

from copy import deepcopy
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Community, Role, Station, User
from casework import archive
from casework.approvals import in_force, latest, pending
from casework.errors import RuleError
from casework.group_figures import attendance_rate, dropout, person_times
from casework.groups import communities_for_groups, open_group
from casework.lifecycles import lifecycle_of
from casework.models import Deadline, Group, Person
from casework.services import act, drop_draft, may_edit, save_draft
from casework.trail import folded, recorded
from casework.versions import Version
from notifications.models import Message
from tests.conftest import person
from tests.driver import at
from tests.filled_groups import FILLED_GROUPS, MEMBERS
from tests.group_actors import (
    approved,
    begun,
    came,
    completed,
    fill,
    listed,
    opened,
    reported,
    returned,
    seen,
    session_held,
    session_planned,
    session_written,
    submitted,
)

G03 = FILLED_GROUPS["G03"]
FREE = {"budget": [{"item": "茶水由社区提供", "qty": "1", "price": "0"}]}


def taking(count: int) -> dict[str, Any]:
    """A screening which takes in so many, everybody else being told."""
    names = [row["name"] for row in G03["applicants"]]
    rows = [
        {"applicant": name, "decision": "入组" if n < count else "未入组"}
        for n, name in enumerate(names)
    ]
    told = [{"name": name, "handled": "已电话告知"} for name in names[count:]]
    return {"screening": rows, "waitlist": told}


@pytest.fixture
def draft(community: Community, chen_siyuan: User) -> Group:
    with at("2026-03-25 10:00"):
        return opened(community, by=chen_siyuan, starts_on=date(2026, 4, 14))


@pytest.fixture
def recruiting(draft: Group, chen_siyuan: User, zheng_min: User, zhou_lan: User) -> Group:
    with at("2026-04-02 10:00"):
        submitted(draft, worker=chen_siyuan)
        return approved(draft, supervisor=zheng_min, head=zhou_lan)


@pytest.fixture
def ready_group(recruiting: Group, chen_siyuan: User) -> Group:
    with at("2026-04-10 10:00"):
        listed(recruiting, worker=chen_siyuan)
        return session_planned(recruiting, 1, by=chen_siyuan)


@pytest.fixture
def running(ready_group: Group, chen_siyuan: User) -> Group:
    """The first session is held and written down."""
    with at("2026-04-14 17:00"):
        begun(ready_group, worker=chen_siyuan)
        return session_held(ready_group, 1, by=chen_siyuan)


@pytest.fixture
def again(chen_siyuan: User) -> Any:
    """Hold one more session."""

    def hold(group: Group, number: int, day: str, **changes: Any) -> None:
        with at(f"{day} 17:00"):
            session_planned(group, number, by=chen_siyuan, on=day)
            session_held(group, number, by=chen_siyuan, **changes)

    return hold


# ── 立组, 计划 ────────────────────────────────────────────────────────────────────────────


def test_a_worker_opens_a_group_of_their_own_station(
    draft: Group, chen_siyuan: User, zhang_qian: User, zhou_lan: User, community: Community
) -> None:
    assert (draft.status, draft.owner, draft.number) == ("draft", chen_siyuan, "TQDJ-G-2026-0001")
    assert draft.registration == draft.number
    assert folded(draft) == recorded(draft)
    assert [*communities_for_groups(chen_siyuan)] == [community]
    for other in (zhang_qian, zhou_lan):
        with pytest.raises(PermissionDenied):
            open_group(title="读报组", community=community, by=other)
    with pytest.raises(RuleError, match="名称"):
        open_group(title=" ", community=community, by=chen_siyuan)
    assert opened(community, by=chen_siyuan).number.endswith("-0002")


def test_a_plan_needs_measures_and_a_day_to_come(draft: Group, chen_siyuan: User) -> None:
    with at("2026-04-02 10:00"):
        fill(draft, "G02", "G01", by=chen_siyuan, goals=[{"goal": "会用手机"}])
        with pytest.raises(RuleError, match="怎么测") as refused:
            act("submit_plan", draft, by=chen_siyuan)
        assert "G02#goals.0.indicator" in refused.value.errors
        fill(draft, "G02", by=chen_siyuan)
    with at("2026-04-14 10:00"), pytest.raises(RuleError, match="首节须在今天以后"):
        act("submit_plan", draft, by=chen_siyuan)


def test_what_costs_something_is_signed_by_two(
    draft: Group, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-04-02 10:00"):
        submitted(draft, worker=chen_siyuan)
        with pytest.raises(RuleError):  # the supervisor's alone is not enough
            act("approve_plan", draft, by=zheng_min, judgement=seen(draft, "submit_plan"))
        approved(draft, supervisor=zheng_min, head=zhou_lan)
    assert draft.status == "recruiting"
    assert (draft.supervisor, draft.accepted_on) == (zheng_min, date(2026, 4, 2))
    assert (draft.sessions_planned, draft.main_category) == (6, "elder_alone")
    assert folded(draft) == recorded(draft)


def test_what_costs_nothing_is_signed_by_the_supervisor(
    draft: Group, chen_siyuan: User, zheng_min: User
) -> None:
    with at("2026-04-02 10:00"):
        submitted(draft, worker=chen_siyuan, **FREE)
        act("approve_plan", draft, by=zheng_min, judgement=seen(draft, "submit_plan"))
    assert draft.status == "recruiting"


def test_nobody_approves_their_own_plan(draft: Group, chen_siyuan: User, station: Station) -> None:
    chen_siyuan.posts.create(station=station, role=Role.SUPERVISOR, since=date(2025, 1, 1))
    with at("2026-04-02 10:00"):
        submitted(draft, worker=chen_siyuan, **FREE)
        with pytest.raises((RuleError, PermissionDenied)):
            act("approve_plan", draft, by=chen_siyuan, judgement=seen(draft, "submit_plan"))
    assert draft.status == "plan_review"


def test_a_plan_comes_back_with_remarks_and_goes_again(
    draft: Group, chen_siyuan: User, zheng_min: User
) -> None:
    with at("2026-04-02 10:00"):
        submitted(draft, worker=chen_siyuan)
        act(
            "return_plan",
            draft,
            by=zheng_min,
            judgement=returned(draft, "submit_plan", "G02#safety"),
        )
        assert draft.status == "draft"
        with pytest.raises(RuleError, match="批注"):
            act("submit_plan", draft, by=chen_siyuan)


def test_a_group_that_nobody_has_applied_for_is_cancelled_by_its_owner(
    draft: Group, chen_siyuan: User
) -> None:
    act("cancel", draft, by=chen_siyuan, reason="和社区的课重复了。")
    assert (draft.status, draft.ended_on is not None) == ("cancelled", True)
    assert not Deadline.objects.running().filter(dossier=draft.pk).exists()


# ── 招募: X14 ─────────────────────────────────────────────────────────────────────────────


def test_members_are_those_whom_the_screening_took_in(
    recruiting: Group, chen_siyuan: User, community: Community
) -> None:
    known = Person.objects.create(
        station=community.station,
        community=community,
        registered_by=chen_siyuan,
        data_key=recruiting.sealed_with,
        number="TQDJ-K-2026-0001",
        consent_status="未取得",
        status="潜在",
    )
    applicants = deepcopy(G03["applicants"])
    applicants[0]["client_ref"] = known.number
    applicants[1]["client_ref"] = "GRBC-K-2026-0001"  # of another station: nobody here
    with at("2026-04-10 10:00"):
        listed(recruiting, worker=chen_siyuan, applicants=applicants)
    members = list(recruiting.members.order_by("number"))
    assert [each.number for each in members] == [*range(1, 13)]
    assert [each.person for each in members[:2]] == [known, None]
    assert [each.category for each in members] == [*MEMBERS.values()]


@pytest.mark.parametrize(("count", "says"), [(7, "须达到计划的下限"), (13, "超过了计划的上限")])
def test_neither_too_few_nor_too_many_make_a_group(
    recruiting: Group, chen_siyuan: User, count: int, says: str
) -> None:
    with pytest.raises(RuleError, match=says):
        listed(recruiting, worker=chen_siyuan, **taking(count))


def test_whoever_is_not_taken_in_is_told(recruiting: Group, chen_siyuan: User) -> None:
    with pytest.raises(RuleError, match="逐个写明怎么答复"):
        listed(recruiting, worker=chen_siyuan, waitlist=[])


def test_a_group_with_too_few_is_put_off_once_then_cancelled(
    recruiting: Group, chen_siyuan: User, zhou_lan: User
) -> None:
    """X14: 取消或延期一次."""
    words: dict[str, Any] = {"reason": "报名只有 5 人。", "told": "逐个打了电话。"}
    with at("2026-04-10 10:00"):
        fill(recruiting, "G03", by=chen_siyuan, **taking(5))
        with pytest.raises(RuleError, match="今天和原定日期以后"):
            act("postpone", recruiting, by=zhou_lan, starts_on=date(2026, 4, 12), **words)
        act("postpone", recruiting, by=zhou_lan, starts_on=date(2026, 4, 28), **words)
        with pytest.raises(RuleError, match="已经延期过一次"):
            act("postpone", recruiting, by=zhou_lan, starts_on=date(2026, 5, 12), **words)
    running = Deadline.objects.running().filter(dossier=recruiting.pk, verb="confirm_members")
    assert running.get().due_on == date(2026, 4, 27)
    with at("2026-04-27 10:00"):
        act("cancel", recruiting, by=zhou_lan, **words)
    assert recruiting.status == "cancelled"
    assert latest(recruiting, "G03")
    assert not Deadline.objects.running().filter(dossier=recruiting.pk).exists()


def test_with_enough_members_it_is_neither_put_off_nor_cancelled(
    recruiting: Group, chen_siyuan: User, zhou_lan: User
) -> None:
    fill(recruiting, "G03", by=chen_siyuan)
    with pytest.raises(RuleError, match="人数已经够了"):
        act("cancel", recruiting, by=zhou_lan, reason="不想开了。", told="说了。")


def test_before_it_opens_the_head_cancels_and_members_are_told(
    ready_group: Group, zhou_lan: User
) -> None:
    with pytest.raises(RuleError):
        act("cancel", ready_group, by=zhou_lan, reason="活动室漏水。", told=" ")
    act("cancel", ready_group, by=zhou_lan, reason="活动室漏水。", told="逐个打了电话。")
    assert ready_group.status == "cancelled"


# ── 开组, 各节 ────────────────────────────────────────────────────────────────────────────


def test_it_opens_with_the_contract_and_the_first_sessions_plan(
    recruiting: Group, chen_siyuan: User
) -> None:
    with at("2026-04-10 10:00"):
        listed(recruiting, worker=chen_siyuan)
    with at("2026-04-14 14:00"):
        fill(recruiting, "G04", by=chen_siyuan)
        with pytest.raises(RuleError, match="第 1 节的《单节计划》"):
            act("open", recruiting, by=chen_siyuan)
        session_planned(recruiting, 1, by=chen_siyuan)
        few = FILLED_GROUPS["G04"]["signs"][:3]
        names = {row["name"] for row in few}
        members = [row for row in FILLED_GROUPS["G04"]["members"] if row["name"] in names]
        fill(recruiting, "G04", by=chen_siyuan, signs=few, members=members, media=[])
        with pytest.raises(RuleError, match="不少于计划的下限"):
            act("open", recruiting, by=chen_siyuan)
        begun(recruiting, worker=chen_siyuan)
    assert recruiting.status == "running"


def test_a_stranger_signs_no_contract(ready_group: Group, chen_siyuan: User) -> None:
    signs = [
        *FILLED_GROUPS["G04"]["signs"],
        {"name": "过路人", "way": "口头", "date": "2026-04-14"},
    ]
    members = [*FILLED_GROUPS["G04"]["members"], {"name": "过路人"}]
    with at("2026-04-14 14:00"), pytest.raises(RuleError, match="和确认的名单一致"):
        begun(ready_group, worker=chen_siyuan, signs=signs, members=members)


def test_a_session_counts_once_it_is_written_down(running: Group, zheng_min: User) -> None:
    session = running.sessions.get()
    assert (session.number, session.held_on, session.minutes) == (1, date(2026, 4, 14), 90)
    assert (session.phase, running.phase) == ("形成期", "形成期")
    assert person_times(running) == 12
    assert Message.objects.filter(recipient=zheng_min, kind="group.complete_session").exists()


def test_a_session_needs_its_plan_its_day_and_everybody_on_the_sheet(
    running: Group, chen_siyuan: User
) -> None:
    with at("2026-04-20 10:00"):
        session_written(running, 2, by=chen_siyuan)
        with pytest.raises(RuleError, match="《单节计划》"):
            act("complete_session", running, by=chen_siyuan)
        session_planned(running, 2, by=chen_siyuan)
        with pytest.raises(RuleError, match="还没到日子"):
            act("complete_session", running, by=chen_siyuan)
    with at("2026-04-21 17:00"):
        session_written(running, 2, by=chen_siyuan, attendance=came(2)[1:])
        with pytest.raises(RuleError, match="写全在组的组员"):
            act("complete_session", running, by=chen_siyuan)
        session_written(running, 2, by=chen_siyuan)
        act("complete_session", running, by=chen_siyuan)
    assert running.sessions.count() == 2


def test_no_session_is_planned_twice_over_or_beyond_the_plan(
    running: Group, chen_siyuan: User
) -> None:
    for number in ("1", "7"):
        meta = FILLED_GROUPS["G05"]["meta"] | {"no": number}
        fill(running, "G05", by=chen_siyuan, meta=meta)
        with pytest.raises(RuleError, match="还没开的节次"):
            act("plan_session", running, by=chen_siyuan)


def test_more_sessions_only_with_an_approved_change(
    running: Group, chen_siyuan: User, zheng_min: User, again: Any
) -> None:
    with at("2026-04-15 10:00"):
        with pytest.raises(RuleError, match="不少于已开的 1 节"):
            act("ask_change_sessions", running, by=chen_siyuan, sessions=6, reason="一样。")
        act("ask_change_sessions", running, by=chen_siyuan, sessions=2, reason="场地只到四月。")
        act(
            "change_sessions", running, by=zheng_min, judgement=seen(running, "ask_change_sessions")
        )
    assert running.sessions_planned == 2
    again(running, 2, "2026-04-21")
    with at("2026-04-28 10:00"):
        session_written(running, 3, by=chen_siyuan)
        with pytest.raises(RuleError, match="计划的节数已经开完"):
            act("complete_session", running, by=chen_siyuan)


def test_days_follow_the_record(running: Group, chen_siyuan: User) -> None:
    """The next session is planned three days ahead and recorded three working days after."""

    def due() -> dict[str, date]:
        open_ = Deadline.objects.running().filter(dossier=running.pk)
        return {each.verb: each.due_on for each in open_}

    assert due() == {
        "plan_session": date(2026, 4, 18),
        "complete_session": date(2026, 4, 24),
    }
    with at("2026-04-15 10:00"):
        session_planned(running, 2, by=chen_siyuan, on="2026-04-23")
    assert due()["complete_session"] == date(2026, 4, 28)
    assert due()["plan_session"] == date(2026, 4, 25)  # of the third


def test_a_corrected_sheet_is_counted_anew(
    running: Group, chen_siyuan: User, zheng_min: User
) -> None:
    sheet = latest(running, "G06")
    assert sheet
    version = Version(sheet, "G06")
    raw = deepcopy(FILLED_GROUPS["G06"]) | {"attendance": came(3)}  # one was not there after all
    with at("2026-04-15 10:00"), patch.object(archive, "shelves", []):
        act("ask_revise", running, by=chen_siyuan, of=version, reason="记错了一人。", raw=raw)
        assert person_times(running) == 12
        act("revise", running, by=zheng_min, judgement=seen(running, "ask_revise"))
    assert person_times(Group.objects.get(pk=running.pk)) == 11


# ── 组员来去: X15 ─────────────────────────────────────────────────────────────────────────


def leave(group: Group, number: int, by: User) -> None:
    act("member_change", group, by=by, change="leave", member=number, reason="搬家，转新社区。")


def test_whoever_has_left_is_on_the_list_no_more(
    running: Group, chen_siyuan: User, again: Any
) -> None:
    with at("2026-04-15 10:00"):
        leave(running, 12, chen_siyuan)
        with pytest.raises(RuleError, match="哪一位组员"):
            leave(running, 12, chen_siyuan)
    stay = list(MEMBERS)[:11]
    again(running, 2, "2026-04-21", attendance=came(2, stay))
    assert person_times(running) == 23
    assert attendance_rate(running) == 100


def test_a_closed_group_takes_somebody_in_with_the_supervisors_consent(
    running: Group, chen_siyuan: User, zheng_min: User
) -> None:
    new: dict[str, Any] = {
        "name": "冉桂琴（2 号楼）",
        "category": "general",
        "phone": "10000000099",
    }
    with at("2026-04-15 10:00"):
        with pytest.raises(RuleError, match="须督导同意"):
            act("member_change", running, by=chen_siyuan, change="join", reason="想来。", **new)
        with pytest.raises(RuleError, match="同名"):
            act("ask_admit_member", running, by=chen_siyuan, reason="x", **new | {"name": "冉桂琴"})
        act("ask_admit_member", running, by=chen_siyuan, reason="邻居，一直想来。", **new)
        assert running.members.count() == 12
        act("admit_member", running, by=zheng_min, judgement=seen(running, "ask_admit_member"))
    member = running.members.get(number=13)
    member.group = running
    assert (member.name, member.joined_on) == (new["name"], date(2026, 4, 15))
    assert new["name"] not in str(Message.objects.values_list("says", flat=True))


def test_an_open_group_takes_somebody_in_at_once(
    draft: Group, chen_siyuan: User, zheng_min: User
) -> None:
    with at("2026-04-02 10:00"):
        submitted(draft, worker=chen_siyuan, openness="开放", **FREE)
        act("approve_plan", draft, by=zheng_min, judgement=seen(draft, "submit_plan"))
        listed(
            draft,
            worker=chen_siyuan,
            screening=[{"applicant": n, "decision": "入组"} for n in MEMBERS],
        )
        session_planned(draft, 1, by=chen_siyuan)
    with at("2026-04-14 14:00"):
        begun(draft, worker=chen_siyuan)
        new: dict[str, Any] = {"name": "新来的", "category": "general", "reason": "社区介绍。"}
        with pytest.raises(RuleError):
            act("ask_admit_member", draft, by=chen_siyuan, **new)
        act("member_change", draft, by=chen_siyuan, change="join", **new)
    assert draft.members.count() == 13


def test_when_two_in_five_have_left_the_group_is_looked_at_anew(
    running: Group, chen_siyuan: User, zheng_min: User
) -> None:
    """X15: 流失 >40% → 提醒督导, 3 个工作日内写分析."""
    with at("2026-04-15 10:00"):
        for number in range(1, 5):
            leave(running, number, chen_siyuan)
        assert not dropout(running).warns
        with pytest.raises(RuleError):
            act("review_dropout", running, by=chen_siyuan, analysis="还没到。")
        leave(running, 5, chen_siyuan)
    found = dropout(running)
    assert (found.left, found.ever, found.percent, found.warns) == (5, 12, 41, True)
    told = Message.objects.filter(recipient=zheng_min, kind="group.dropout")
    assert told.count() == 1
    clock = Deadline.objects.running().get(dossier=running.pk, verb="review_dropout")
    assert clock.due_on == date(2026, 4, 20)
    with at("2026-04-16 10:00"):
        act("review_dropout", running, by=chen_siyuan, analysis="时间和接孩子冲突，改到上午。")
    assert not Deadline.objects.running().filter(pk=clock.pk).exists()
    assert dropout(Group.objects.get(pk=running.pk)).since is None


# ── 暂停, 终止, 结束 ──────────────────────────────────────────────────────────────────────


def paused(group: Group, *, worker: User, supervisor: User, until: date) -> None:
    words: dict[str, Any] = {"reason": "活动室维修。", "told": "逐个电话告知。"}
    act("ask_pause", group, by=worker, until=until, **words)
    act("pause", group, by=supervisor, judgement=seen(group, "ask_pause"))


def test_a_pause_is_thirty_days_at_most_and_clocks_stand_still(
    running: Group, chen_siyuan: User, zheng_min: User
) -> None:
    with at("2026-04-15 10:00"):
        with pytest.raises(RuleError, match="至多 30 日"):
            paused(running, worker=chen_siyuan, supervisor=zheng_min, until=date(2026, 5, 16))
        paused(running, worker=chen_siyuan, supervisor=zheng_min, until=date(2026, 5, 15))
    assert running.status == "paused"
    open_ = Deadline.objects.running().filter(dossier=running.pk)
    assert [each.verb for each in open_] == ["resume"]
    with at("2026-05-06 10:00"):
        act("resume", running, by=zheng_min, reason="修好了。")
    assert running.status == "running"
    due = {e.verb: e.due_on for e in Deadline.objects.running().filter(dossier=running.pk)}
    assert due["complete_session"] == date(2026, 5, 14)  # 7 working days were left


def test_supervisor_and_head_end_it_before_its_time(
    running: Group, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    words: dict[str, Any] = {"reason": "多数人退出，目标达不到。", "told": "第 2 节上当面说了。"}
    with at("2026-04-21 10:00"):
        with pytest.raises(PermissionDenied):
            act("ask_abort", running, by=chen_siyuan, **words)
        act("ask_abort", running, by=zheng_min, **words)
        act("abort", running, by=zhou_lan, judgement=seen(running, "ask_abort"))
    assert (running.status, running.ends_as) == ("evaluating", "提前终止")
    with at("2026-04-23 10:00"):
        reported(running, worker=chen_siyuan, supervisor=zheng_min, head=zhou_lan)
    assert running.status == "following"


def test_it_is_complete_at_four_fifths_of_its_sessions(
    running: Group, chen_siyuan: User, again: Any
) -> None:
    days = {2: "2026-04-21", 3: "2026-04-28", 4: "2026-05-12"}
    for number, day in days.items():
        again(running, number, day)
    with at("2026-05-13 10:00"), pytest.raises(RuleError, match="80%"):
        completed(running, worker=chen_siyuan)
    again(running, 5, "2026-05-19")  # 5 of 6 are 83 %
    with at("2026-05-20 10:00"):
        fill(running, "G07", by=chen_siyuan)
        with pytest.raises(RuleError, match="没提交的签到表"):
            completed(running, worker=chen_siyuan)
        drop_draft(running, "G07", by=chen_siyuan)
        completed(running, worker=chen_siyuan)
    assert running.status == "evaluating"


def test_a_report_needs_its_measures(
    running: Group, chen_siyuan: User, zheng_min: User, again: Any
) -> None:
    with at("2026-04-14 18:00"):
        act("ask_change_sessions", running, by=chen_siyuan, sessions=2, reason="场地只到四月。")
        act(
            "change_sessions", running, by=zheng_min, judgement=seen(running, "ask_change_sessions")
        )
    again(running, 2, "2026-04-21")
    with at("2026-04-22 10:00"):
        before = [{"member": "01", "measure": "12 项操作", "pre": "4"}]
        completed(running, worker=chen_siyuan, scores=before)
        fill(running, "G10", by=chen_siyuan)
        with pytest.raises(RuleError, match="前测、后测和满意度"):
            act("submit_report", running, by=chen_siyuan)
        fill(running, "G09", by=chen_siyuan)
        act("measure", running, by=chen_siyuan)
        act("submit_report", running, by=chen_siyuan)
    assert running.status == "report_review"
    assert pending(running, "submit_report")


# ── who ───────────────────────────────────────────────────────────────────────────────────


def test_another_station_sees_no_group(running: Group, zhang_qian: User) -> None:
    assert not Group.objects.visible_to(zhang_qian).exists()
    with pytest.raises(PermissionDenied):
        act("plan_session", running, by=zhang_qian)


def test_a_colleague_does_nothing_with_it(running: Group, lin_yue: User) -> None:
    assert not Group.objects.visible_to(lin_yue).exists()
    assert not may_edit(running, "G06", lin_yue)
    with pytest.raises(PermissionDenied):
        save_draft(running, "G06", FILLED_GROUPS["G06"], by=lin_yue)


def test_two_supervisors_and_the_one_who_agreed_goes_on(
    draft: Group, chen_siyuan: User, zheng_min: User, zhou_lan: User, station: Station
) -> None:
    han_li = person("han.li", "韩立", station, Role.SUPERVISOR)
    with at("2026-04-02 10:00"):
        submitted(draft, worker=chen_siyuan)
        assert Group.objects.visible_to(han_li).exists()
        approved(draft, supervisor=han_li, head=zhou_lan)
    assert draft.supervisor == han_li
    assert not Group.objects.visible_to(zheng_min).exists()


def test_every_phase_is_a_step_of_its_own(running: Group) -> None:
    lifecycle = lifecycle_of(running)
    assert list(lifecycle.steps)[lifecycle.step()] == "形成"
    running.phase = "成熟期"
    assert list(lifecycle.steps)[lifecycle.step()] == "成熟"


def test_the_plan_in_force_is_the_approved_one(recruiting: Group) -> None:
    assert in_force(recruiting, "G02").schedule["sessions"] == 6
