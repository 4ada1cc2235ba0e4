"""Around a group: colleagues who work along, members who sign in, pictures, a case of one's own."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Community, Post, User
from audit.services import facts_of
from casework import album
from casework.company import candidates, end_seat, give_seat, seats_of
from casework.departures import close_account, open_departure
from casework.drafts import checked, raw_of
from casework.errors import RuleError
from casework.lifecycles import HandoverLifecycle
from casework.models import Group, Seat, SignIn, SignInSheet
from casework.permissions import may_see_content
from casework.referred_members import note_need, open_case_for
from casework.services import act, may_edit, save_draft
from casework.sign_in import (
    TRIES_EACH,
    WrongPairError,
    close_sheet,
    lines_of,
    open_sheet,
    open_sheet_of,
    sheet_for,
    sign_in,
    tick,
)
from casework.works import work_of
from notifications.models import Message
from tests.driver import at
from tests.filled import FILLED
from tests.filled_groups import FILLED_GROUPS, MEMBERS
from tests.group_actors import (
    approved,
    begun,
    fill,
    listed,
    opened,
    picture,
    seen,
    session_held,
    session_planned,
    submitted,
)
from workflows.selectors import desk_of

ALONG, OBSERVER = Seat.Part.COLLABORATOR, Seat.Part.OBSERVER
UNWILLING = {1, 11}  # 秦玉兰 and 柏世安 have not agreed to be pictured


@pytest.fixture
def group(community: Community, chen_siyuan: User, zheng_min: User, zhou_lan: User) -> Group:
    """Opened on the day of its first session, which is not written down yet."""
    with at("2026-04-02 10:00"):
        group = submitted(opened(community, by=chen_siyuan), worker=chen_siyuan)
        approved(group, supervisor=zheng_min, head=zhou_lan)
    with at("2026-04-10 10:00"):
        listed(group, worker=chen_siyuan)
        session_planned(group, 1, by=chen_siyuan)
    with at("2026-04-14 14:00"):
        return begun(group, worker=chen_siyuan)


# ── 协作, 观察 ────────────────────────────────────────────────────────────────────────────


def test_whoever_works_along_writes_a_session_down(
    group: Group, chen_siyuan: User, lin_yue: User
) -> None:
    with at("2026-04-14 15:00"):
        give_seat(group, lin_yue, ALONG, by=chen_siyuan)
        assert Group.objects.visible_to(lin_yue).get() == group
        assert [task.flow_task.name for task in desk_of(lin_yue)] == ["run"]
    with at("2026-04-14 17:00"):
        session_held(group, 1, by=lin_yue)
    assert group.sessions.count() == 1
    told = Message.objects.filter(kind="group.complete_session", recipient=chen_siyuan)
    assert told.count() == 1  # the owner knows


def test_what_is_decided_on_stays_the_owners(
    group: Group, chen_siyuan: User, lin_yue: User
) -> None:
    with at("2026-04-14 15:00"):
        give_seat(group, lin_yue, ALONG, by=chen_siyuan)
        for verb in ("complete", "member_change", "ask_pause", "ask_archive"):
            with pytest.raises(PermissionDenied):
                act(verb, group, by=lin_yue)
        assert not may_edit(group, "G09", lin_yue)


def test_whoever_observes_writes_what_they_saw_and_nothing_else(
    group: Group, zhou_lan: User, lin_yue: User
) -> None:
    with at("2026-04-14 15:00"):
        give_seat(group, lin_yue, OBSERVER, by=zhou_lan)
        assert may_see_content(lin_yue, group)
        seen_by = {"name": "林悦", "no": "1", "date": "2026-04-14"}
        fill(group, "G08", by=lin_yue, observer=seen_by)
        act("add_observation", group, by=lin_yue)
        with pytest.raises(PermissionDenied):
            save_draft(group, "G07", FILLED_GROUPS["G07"], by=lin_yue)
    assert group.submissions.get(form="G08").author == lin_yue


def test_a_part_ends_at_once_and_only_colleagues_have_one(
    group: Group, chen_siyuan: User, lin_yue: User, zhang_qian: User, zheng_min: User
) -> None:
    with at("2026-04-14 15:00"):
        assert lin_yue in candidates(group)
        for other in (zhang_qian, zheng_min, chen_siyuan):
            with pytest.raises(RuleError, match="本站社工"):
                give_seat(group, other, ALONG, by=chen_siyuan)
        with pytest.raises(PermissionDenied):
            give_seat(group, lin_yue, ALONG, by=lin_yue)
        give_seat(group, lin_yue, ALONG, by=chen_siyuan)
        with pytest.raises(RuleError, match="已经是协作社工"):
            give_seat(group, lin_yue, ALONG, by=chen_siyuan)
    with at("2026-04-20 15:00"):
        end_seat(seats_of(group).get(), group, by=chen_siyuan)
        assert not Group.objects.visible_to(lin_yue).exists()
        assert not may_edit(group, "G07", lin_yue)


# ── 签到 ──────────────────────────────────────────────────────────────────────────────────


def test_members_sign_in_by_number_and_digits_and_are_late_after_ten_minutes(
    group: Group, chen_siyuan: User
) -> None:
    with at("2026-04-14 14:20"):
        sheet, token = open_sheet(group, by=chen_siyuan, starts=time(14, 30))
        assert token not in str(SignInSheet.objects.values())  # only its hash is kept
        assert sheet_for(token) == sheet
        assert not sign_in(token, "1", "0001").late
        assert sign_in(token, "1", "0001").pk  # twice is once
    with at("2026-04-14 14:41"):
        assert sign_in(token, 2, "0002").late
    assert SignIn.objects.count() == 2
    rows = {row["member"]: row for row in raw_of(group, "G06")["attendance"]}
    first, second, third = list(MEMBERS)[:3]
    assert (rows[first]["status"], rows[first]["sign"]) == ("出席", "扫码签到")
    assert rows[second]["status"] == "迟到"
    assert not rows[third]["status"]
    said = [facts for verb, facts in facts_of(group.chain) if verb == "group.sign_in"]
    assert [facts["member"] for facts in said] == [1, 2]


def test_a_wrong_pair_costs_a_try(group: Group, chen_siyuan: User) -> None:
    with at("2026-04-14 14:20"):
        _sheet, token = open_sheet(group, by=chen_siyuan, starts=time(14, 30))
        for left in reversed(range(TRIES_EACH)):
            with pytest.raises(WrongPairError) as refused:
                sign_in(token, "3", "9999")
            assert refused.value.left == left
        with pytest.raises(RuleError, match="试得太多"):
            sign_in(token, "3", "0003")  # right, but too late
        assert sign_in(token, "4", "0004")  # others sign in all the same
        with pytest.raises(WrongPairError):
            sign_in(token, "99", "0004")


def test_a_page_is_over_with_its_day_and_when_it_is_closed(
    group: Group, chen_siyuan: User, lin_yue: User
) -> None:
    with at("2026-04-14 14:20"):
        with pytest.raises(PermissionDenied):
            open_sheet(group, by=lin_yue, starts=time(14, 30))
        _first, old = open_sheet(group, by=chen_siyuan, starts=time(14, 30))
        _second, token = open_sheet(group, by=chen_siyuan, starts=time(14, 30))
        assert sheet_for(old) is None
    with at("2026-04-15 00:01"), pytest.raises(RuleError, match="过期"):
        sign_in(token, "1", "0001")
    with at("2026-04-14 16:00"):
        assert open_sheet_of(group)
        close_sheet(group, by=chen_siyuan)
        with pytest.raises(RuleError, match="关闭"):
            sign_in(token, "1", "0001")
    with at("2026-04-15 10:00"), pytest.raises(RuleError, match="今天没有要开的一节"):
        open_sheet(group, by=chen_siyuan, starts=time(14, 30))


def test_ticking_and_scanning_write_the_same_sheet(group: Group, chen_siyuan: User) -> None:
    names = list(MEMBERS)
    with at("2026-04-14 14:35"):
        _sheet, token = open_sheet(group, by=chen_siyuan, starts=time(14, 30))
        sign_in(token, "1", "0001")
        tick(group, {2: "迟到", 3: "请假"}, by=chen_siyuan)
        sign_in(token, "4", "0004")  # while the sheet is being filled in
        tick(group, {1: "早退"}, by=chen_siyuan)
        lines = {line.member.number: line for line in lines_of(group)}
        with pytest.raises(RuleError):
            tick(group, {40: "出席"}, by=chen_siyuan)
    assert [lines[n].status for n in (1, 2, 3, 4, 5)] == ["早退", "迟到", "请假", "出席", ""]
    assert lines[3].signed_in is None
    rows = {row["member"]: row for row in checked(group, "G06").content["attendance"]}
    assert rows[names[0]]["sign"] == "扫码签到"  # she came by herself
    assert rows[names[1]]["sign"] == "工作人员代记"
    with at("2026-04-14 17:00"):
        tick(group, dict.fromkeys(range(5, 13), "出席"), by=chen_siyuan)
        fill(group, "G07", by=chen_siyuan, phase="形成期")
        act("complete_session", group, by=chen_siyuan)
        assert sheet_for(token) is None
    assert group.sessions.get().attendance.filter(status="请假").count() == 1


# ── 相册 ──────────────────────────────────────────────────────────────────────────────────


def test_nobody_is_pictured_who_did_not_agree(group: Group, chen_siyuan: User) -> None:
    members = {each.number: each for each in group.members.all()}
    assert {n for n, each in members.items() if not each.pictured} == UNWILLING
    with at("2026-04-14 17:00"):
        with pytest.raises(RuleError, match="1、11 号组员没有同意"):
            album.keep(group, picture(), members=[*members.values()], by=chen_siyuan)
        album.keep(group, picture(), members=[members[2], members[3]], by=chen_siyuan)
        photo = album.photos_of(group).get()
        assert album.content_of(photo, group) == picture()
        with pytest.raises(RuleError):
            album.keep(group, b"%PDF-1.7", members=[members[2]], by=chen_siyuan)


def test_who_takes_it_back_is_seen_no_more(group: Group, chen_siyuan: User) -> None:
    two, three = group.members.filter(number__in=[2, 3]).order_by("number")
    with at("2026-04-14 17:00"):
        photo = album.keep(group, picture(), members=[two, three], by=chen_siyuan)
        album.withdraw(group, three, by=chen_siyuan)
    assert not album.photos_of(group).exists()
    assert album.withheld(group) == [(photo, [3])]
    with pytest.raises(LookupError):
        album.content_of(photo, group)


# ── 个案, 交接 ────────────────────────────────────────────────────────────────────────────


def test_a_members_own_trouble_becomes_a_lead(
    group: Group, chen_siyuan: User, lin_yue: User
) -> None:
    member = group.members.get(number=8)
    problem = "看不清小字，独自在家不敢热饭。"
    with at("2026-04-28 17:00"):
        with pytest.raises(PermissionDenied):
            open_case_for(member, group, by=lin_yue, problem=problem, sex="男")
        case = open_case_for(member, group, by=chen_siyuan, problem=problem, sex="男")
    member.refresh_from_db()
    assert member.person == case.person
    assert (case.person.name, case.person.primary_category) == ("路长河", "disabled")
    content = case.submissions.get().snapshot
    assert group.number in str(content)
    assert [f["case"] for v, f in facts_of(group.chain) if v == "group.open_case"] == [case.pk]
    with at("2026-04-29 17:00"):
        again = open_case_for(member, group, by=chen_siyuan, problem="又来说。")
    assert again.person == case.person


def test_a_need_that_shows_in_a_group_goes_into_the_ledger(
    group: Group, chen_siyuan: User, zhou_lan: User
) -> None:
    """S6: 1 名组员（视力残疾）发现照护需求→生成新需求."""
    member = group.members.get(number=8)
    with at("2026-04-28 17:00"):
        with pytest.raises(PermissionDenied):
            note_need(member, group, by=zhou_lan, what="日常照护", on=date(2026, 4, 28))
        entry = note_need(member, group, by=chen_siyuan, what="日常照护", on=date(2026, 4, 28))
    assert (entry.kind, entry.source, entry.category) == ("need", "group", "disabled")
    assert (entry.community, entry.person) == (group.community, None)
    with at("2026-04-29 17:00"):
        open_case_for(member, group, by=chen_siyuan, problem="不敢热饭。", sex="男")
        member.refresh_from_db()
        entry = note_need(member, group, by=chen_siyuan, what="助餐", on=date(2026, 4, 29))
    assert entry.person == member.person


def test_a_thin_session_is_remarked_on(group: Group, chen_siyuan: User, zheng_min: User) -> None:
    rows = [{"member": n, "status": "出席" if i < 7 else "缺席"} for i, n in enumerate(MEMBERS)]
    with at("2026-04-14 17:00"):
        session_held(group, 1, by=chen_siyuan, attendance=rows)  # 7 of 12 are 58 %
    told = Message.objects.filter(kind="group.low_attendance")
    assert {each.recipient for each in told} == {chen_siyuan, zheng_min}


def test_a_group_changes_hands_before_an_account_is_closed(
    group: Group, chen_siyuan: User, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-04-15 10:00"):
        departure = open_departure(
            chen_siyuan,
            group.station,
            last_day=date(2026, 5, 8),
            witness=zheng_min,
            reason="离职",
            by=zhou_lan,
        )
        group = work_of(group.pk)
        with pytest.raises(RuleError, match=group.number):
            close_account(departure, by=zhou_lan)
        act("entrust", group, by=zhou_lan, receiver=lin_yue)
        save_draft(
            group, "C15", FILLED["C15"] | {"key_notes": "第 3 节起留意两位争执。"}, by=chen_siyuan
        )
        act("check_list", group, by=chen_siyuan)
        act("check", group, by=lin_yue, seen=["stage", "risk", "papers", "next"])
        day = timezone.localdate()
        with pytest.raises(RuleError, match="还没到"):
            act("introduce", group, by=lin_yue, on=day + timedelta(1), told="x", in_person=True)
        act("introduce", group, by=lin_yue, on=day, told="第 1 节一起见了组员。", in_person=True)
        intro = {"informed_at": day.isoformat(), "joint_visit_at": day.isoformat()}
        parties = {"from": "陈思远", "to": "林悦", "witness": "郑敏"}
        sheet = FILLED["C15"] | {"intro": intro, "parties": parties, "reason": "离职"}
        save_draft(group, "C15", sheet, by=chen_siyuan)
        act("sign_over", group, by=chen_siyuan)
        act("countersign", group, by=lin_yue, judgement=seen(group, "sign_over"))
        act("sign", group, by=zheng_min, judgement=seen(group, "sign_over"))
        close_account(departure, by=zhou_lan)
    assert group.owner == lin_yue
    assert HandoverLifecycle(work_of(group.pk)).record is None
    sealed = group.submissions.get(form="C15")
    assert sealed.form_of("C15")["name"] == "工作交接单"
    assert group.number in str(sealed.snapshot["forms"])
    assert not Post.objects.current(date(2026, 4, 16)).filter(user=chen_siyuan).exists()
