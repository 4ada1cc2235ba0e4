"""离岗: a worker leaves; every dossier of theirs is handed over before the account is closed."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Community, Role, Station, User
from casework import departures, drafts
from casework.departures import (
    close_account,
    entrust_all,
    look_after,
    open_departure,
    open_transfers,
)
from casework.errors import RuleError
from casework.models import Case, Departure, Dossier, Transfer
from casework.permissions import Who, may_see_content, standing
from casework.services import act
from casework.tasks import look_after_departures
from notifications.models import Message
from tests import actors
from tests.actors import fill, seen
from tests.conftest import person
from tests.driver import at
from tests.invariants import check
from workflows.selectors import desk_of

LAST_DAY = date(2026, 6, 19)
HIGH = {"risk": {"level": "high", "basis": "说过不想活"}, "safety_plan": "先打 120，通知女儿。"}
ALL_FOUR = ["stage", "risk", "papers", "next"]


@pytest.fixture
def cast(lin_yue: User, chen_siyuan: User, zheng_min: User, zhou_lan: User, liu_chang: User) -> Any:
    return SimpleNamespace(
        lin_yue=lin_yue,
        chen_siyuan=chen_siyuan,
        zheng_min=zheng_min,
        zhou_lan=zhou_lan,
        liu_chang=liu_chang,
    )


@pytest.fixture
def cases(
    community: Community, xu_qin: User, lin_yue: User, zheng_min: User, zhou_lan: User
) -> list[Case]:
    """Three of Lin Yue's: one in service, one at high risk, one being assessed."""
    with at("2026-03-24 10:00"):
        found = [actors.registered(community, by=xu_qin) for _each in range(3)]
        for case in found:
            actors.accepted(case, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        served, risky, _begun = found
        actors.assessed(served, worker=lin_yue, supervisor=zheng_min)
        actors.planned(served, worker=lin_yue, supervisor=zheng_min)
        actors.assessed(risky, worker=lin_yue, supervisor=zheng_min, **HIGH)
    return found


@pytest.fixture
def departure(
    cases: list[Case], station: Station, lin_yue: User, zheng_min: User, zhou_lan: User
) -> Any:
    """It is 2026-05-29; her last day is 2026-06-19."""
    with at("2026-05-29 10:00"):
        yield opened(lin_yue, station, witness=zheng_min, by=zhou_lan)


def opened(user: User, station: Station, *, witness: User, by: User, **changes: Any) -> Departure:
    given: dict[str, Any] = {"last_day": LAST_DAY, "reason": "离职"} | changes
    return open_departure(user, station, witness=witness, by=by, **given)


def named(departure: Departure, cases: list[Case], receiver: User, *, by: User) -> int:
    """Name one receiver for several, none having been named before."""
    return entrust_all(departure, dict.fromkeys([c.pk for c in cases], receiver), seen={}, by=by)


def listed(case: Case, leaver: User, receiver: User) -> None:
    fill(case, "C15", by=leaver)
    act("check_list", case, by=leaver)
    act("check", case, by=receiver, seen=ALL_FOUR)


def introduced(case: Case, leaver: User, **changes: Any) -> None:
    fill(case, "C05", by=leaver, **changes)
    act("introduce", case, by=leaver)


def signed(case: Case, leaver: User, receiver: User, witness: User) -> None:
    act("sign_over", case, by=leaver)
    judgement = seen(case, "sign_over")
    act("countersign", case, by=receiver, judgement=judgement)
    act("sign", case, by=witness, judgement=judgement)


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def state(case: Case) -> str:
    return str(Transfer.objects.filter(dossier=case.pk).latest("pk").status)


def sees(user: User, case: Case) -> bool:
    return Dossier.objects.visible_to(user).filter(pk=case.pk).exists()


def told(user: User, kind: str) -> int:
    return Message.objects.filter(recipient=user, kind=kind).count()


# ── the whole of it ───────────────────────────────────────────────────────────────────────


def test_a_worker_with_three_cases_leaves(
    departure: Departure, cases: list[Case], cast: Any
) -> None:
    """Listed, met, signed by three; the risky one in person, the half-written one waived."""
    served, risky, begun = cases
    fill(begun, "C03", by=cast.lin_yue)
    assert [state(case) for case in cases] == ["initiated"] * 3
    assert named(departure, cases, cast.chen_siyuan, by=cast.zhou_lan) == 3
    for case in cases:
        check(case)
        assert state(case) == "listing"
        assert sees(cast.chen_siyuan, case)
        assert may_see_content(cast.chen_siyuan, now(case))
        listed(case, cast.lin_yue, cast.chen_siyuan)
        check(case)
    introduced(served, cast.lin_yue, place_mode={"place": "电话", "mode": "电话"})
    introduced(begun, cast.lin_yue, place_mode={"place": "电话", "mode": "电话"})
    with pytest.raises(RuleError, match="须当面一起见"):
        introduced(risky, cast.lin_yue, place_mode={"place": "电话", "mode": "电话"})
    introduced(risky, cast.lin_yue)
    for case in (served, risky):
        signed(case, cast.lin_yue, cast.chen_siyuan, cast.zheng_min)
        check(case)
    with pytest.raises(RuleError, match="还有未完成的文书"):
        act("sign_over", begun, by=cast.lin_yue)
    act("waive", begun, by=cast.zhou_lan, reason="预估由接手人写完。")
    signed(begun, cast.lin_yue, cast.chen_siyuan, cast.zheng_min)

    for case in cases:
        check(case)
        assert state(case) == "done"
        assert now(case).owner == cast.chen_siyuan
        assert not sees(cast.lin_yue, case)
        paper = case.submissions.get(form="C15")
        assert [each.signed_as for each in paper.reviews.order_by("pk")] == ["receiver", "witness"]
    assert drafts.draft_of(now(begun), "C03") is not None
    assert told(cast.liu_chang, "handover.sign") == 3
    close_account(departure, by=cast.zhou_lan)
    cast.lin_yue.refresh_from_db()
    assert not cast.lin_yue.is_active
    assert not cast.lin_yue.posts.current().exists()


def test_what_is_asked_for_goes_on_in_other_hands(
    departure: Departure, cases: list[Case], cast: Any
) -> None:
    case = cases[0]
    fill(case, "C14", by=cast.lin_yue)
    act("ask_extend", case, by=cast.lin_yue)
    named(departure, [case], cast.chen_siyuan, by=cast.zhou_lan)
    listed(case, cast.lin_yue, cast.chen_siyuan)
    introduced(case, cast.lin_yue)
    act("waive", case, by=cast.zhou_lan, reason="延期申请在等审批。")
    signed(case, cast.lin_yue, cast.chen_siyuan, cast.zheng_min)
    act("extend", now(case), by=cast.zheng_min, judgement=seen(now(case), "ask_extend"))
    check(case)


def test_each_finds_their_part_on_their_desk(
    departure: Departure, cases: list[Case], lin_yue: User, chen_siyuan: User, zhou_lan: User
) -> None:
    case = cases[0]

    def desk(user: User) -> list[str]:
        found = desk_of(user).filter(process__dossierprocess__dossier=case.pk)
        return sorted(task.flow_task.name for task in found)

    assert desk(zhou_lan) == ["entrust"]
    named(departure, [case], chen_siyuan, by=zhou_lan)
    assert desk(lin_yue) == ["check_list", "serve"]
    listed(case, lin_yue, chen_siyuan)
    assert desk(chen_siyuan) == ["introduce"]
    assert case.deadlines.get(met_on=None, verb="sign").due_on == LAST_DAY


def test_a_witness_who_does_not_supervise_it_sees_it_too(
    cases: list[Case], station: Station, lin_yue: User, chen_siyuan: User, zhou_lan: User
) -> None:
    han_li = person("han.li", "韩立", station, Role.SUPERVISOR)
    assert not sees(han_li, cases[0])
    with at("2026-05-29 10:00"):
        departure = opened(lin_yue, station, witness=han_li, by=zhou_lan)
        assert sees(han_li, cases[0])
        assert standing(han_li, now(cases[0])) == {Who.WITNESS}
        named(departure, cases[:1], chen_siyuan, by=zhou_lan)
        listed(cases[0], lin_yue, chen_siyuan)
        introduced(cases[0], lin_yue)
        signed(cases[0], lin_yue, chen_siyuan, han_li)
        check(cases[0])
    assert not sees(han_li, cases[0])


def test_a_handover_sheet_may_come_back(departure: Departure, cases: list[Case], cast: Any) -> None:
    case = cases[0]
    named(departure, [case], cast.chen_siyuan, by=cast.zhou_lan)
    listed(case, cast.lin_yue, cast.chen_siyuan)
    introduced(case, cast.lin_yue)
    act("sign_over", case, by=cast.lin_yue)
    back = actors.returned(case, "sign_over", "C15#key_notes")
    act("return_handover", case, by=cast.chen_siyuan, judgement=back)
    check(case)
    with pytest.raises(RuleError, match="批注须逐条答复"):
        act("sign_over", case, by=cast.lin_yue)


# ── refusals ──────────────────────────────────────────────────────────────────────────────


def test_who_may_open_a_departure(
    station: Station, lin_yue: User, zheng_min: User, zhou_lan: User, zhang_qian: User
) -> None:
    last_day = timezone.localdate() + timedelta(days=30)
    for other in (lin_yue, zheng_min, zhang_qian):
        with pytest.raises(PermissionDenied):
            opened(lin_yue, station, witness=zheng_min, by=other, last_day=last_day)
    with pytest.raises(RuleError, match="早于今天"):
        opened(lin_yue, station, witness=zheng_min, by=zhou_lan, last_day=date(2026, 1, 1))
    with pytest.raises(RuleError, match="监交人"):
        opened(lin_yue, station, witness=lin_yue, by=zhou_lan, last_day=last_day)
    with pytest.raises(RuleError, match="监交人"):
        opened(lin_yue, station, witness=zhang_qian, by=zhou_lan, last_day=last_day)
    opened(lin_yue, station, witness=zheng_min, by=zhou_lan, last_day=last_day)
    with pytest.raises(RuleError, match="已经在办离岗"):
        opened(lin_yue, station, witness=zheng_min, by=zhou_lan, last_day=last_day)


def test_a_head_who_leaves_is_seen_off_by_the_district(
    station: Station, zhou_lan: User, zheng_min: User, liu_chang: User
) -> None:
    zhou_lan.posts.create(station=station, role=Role.WORKER, since="2025-01-01")
    last_day = timezone.localdate() + timedelta(days=30)
    with pytest.raises(PermissionDenied):
        opened(zhou_lan, station, witness=zheng_min, by=zhou_lan, last_day=last_day)
    opened(zhou_lan, station, witness=zheng_min, by=liu_chang, last_day=last_day)


def test_nobody_takes_over_from_themselves_or_under_their_own_eyes(
    departure: Departure, cases: list[Case], station: Station, lin_yue: User, zhou_lan: User
) -> None:
    witness = departure.witness
    witness.posts.create(station=station, role=Role.WORKER, since="2025-01-01")
    for wrong, says in ((lin_yue, "同一个人"), (witness, "监交人")):
        with pytest.raises(RuleError, match=says):
            named(departure, cases, wrong, by=zhou_lan)
    assert {state(case) for case in cases} == {"initiated"}  # all or nothing


def test_who_leaves_too_takes_nothing_over(
    departure: Departure, cases: list[Case], station: Station, chen_siyuan: User, zhou_lan: User
) -> None:
    opened(chen_siyuan, station, witness=zhou_lan, by=zhou_lan)
    with pytest.raises(RuleError, match="也在办离岗"):
        named(departure, cases, chen_siyuan, by=zhou_lan)


def test_only_the_head_names_and_only_the_named_sign(
    departure: Departure, cases: list[Case], lin_yue: User, chen_siyuan: User, zhou_lan: User
) -> None:
    case = cases[0]
    with pytest.raises(PermissionDenied):
        named(departure, cases, chen_siyuan, by=lin_yue)
    named(departure, cases, chen_siyuan, by=zhou_lan)
    with pytest.raises(RuleError, match="须移交人先核对"):
        act("check", case, by=chen_siyuan, seen=ALL_FOUR)
    fill(case, "C15", by=lin_yue)
    act("check_list", case, by=lin_yue)
    with pytest.raises(RuleError, match="四样都核对过"):
        act("check", case, by=chen_siyuan, seen=ALL_FOUR[:2])
    act("check", case, by=chen_siyuan, seen=ALL_FOUR)
    introduced(case, lin_yue)
    act("sign_over", case, by=lin_yue)
    judgement = seen(case, "sign_over")
    for wrong in (lin_yue, zhou_lan):
        with pytest.raises(PermissionDenied):
            act("countersign", case, by=wrong, judgement=judgement)
    with pytest.raises(RuleError, match="监交人最后签"):
        act("sign", case, by=departure.witness, judgement=judgement)
    check(case)


def test_who_was_named_meanwhile_is_not_overruled_unseen(
    departure: Departure, cases: list[Case], station: Station, chen_siyuan: User, zhou_lan: User
) -> None:
    other = person("sun.hao", "孙浩", station, Role.WORKER)
    named(departure, cases, chen_siyuan, by=zhou_lan)
    with pytest.raises(RuleError, match="刚才已由别人指定"):
        named(departure, cases, other, by=zhou_lan)
    shown = {case.pk: chen_siyuan.pk for case in cases}
    wanted = {case.pk: other for case in cases[:2]}
    assert entrust_all(departure, wanted, seen=shown, by=zhou_lan) == 2
    assert [now(case).receiver for case in cases] == [other, other, chen_siyuan]


def test_work_that_changes_hands_anyway_is_not_handed_over_twice(
    cases: list[Case], station: Station, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    from tests.casework.test_change_worker import WISH  # noqa: PLC0415

    with at("2026-05-29 10:00"):
        fill(cases[0], "C14", by=lin_yue, **WISH)
        act("request_change", cases[0], by=lin_yue)
        departure = opened(lin_yue, station, witness=zheng_min, by=zhou_lan)
        assert open_transfers(departure).count() == 2
        act("withdraw_change", cases[0], by=lin_yue)
        assert departures.begin_all(departure, by=zhou_lan) == 1
        with pytest.raises(RuleError):
            act("request_change", cases[1], by=lin_yue)
        check(cases[0])


# ── late ──────────────────────────────────────────────────────────────────────────────────


def test_three_days_before_the_last_it_is_raised_and_the_head_completes_it(
    departure: Departure, cases: list[Case], cast: Any
) -> None:
    named(departure, cases[:2], cast.chen_siyuan, by=cast.zhou_lan)
    listed(cases[0], cast.lin_yue, cast.chen_siyuan)
    introduced(cases[0], cast.lin_yue)
    act("sign_over", cases[0], by=cast.lin_yue)
    with at("2026-06-15 10:00"):
        look_after_departures()
        assert state(cases[0]) == "signing"
    with at("2026-06-16 00:10"):
        look_after_departures()
        look_after_departures()
        assert {state(case) for case in cases} == {"escalated"}
        assert told(cast.zhou_lan, "handover.overdue") == 3
        assert told(cast.liu_chang, "handover.overdue") == 3
        for case in cases:
            check(case)
        with pytest.raises(PermissionDenied):
            act("force", cases[0], by=cast.lin_yue, reason="来不及了。")
        with pytest.raises(RuleError, match="须先指定接手人"):
            act("force", cases[2], by=cast.zhou_lan, reason="来不及了。")
        named(departure, cases[2:], cast.chen_siyuan, by=cast.zhou_lan)
        for case in cases:
            act("force", case, by=cast.zhou_lan, reason="林悦提前离岗，由我和接手人对过。")
            check(case)
    assert {now(case).owner for case in cases} == {cast.chen_siyuan}


def test_the_account_is_closed_at_the_end_of_the_last_day_and_not_while_anything_is_hers(
    departure: Departure, cases: list[Case], cast: Any
) -> None:
    with pytest.raises(RuleError, match="还有 3 件没有交出去") as refused:
        close_account(departure, by=cast.zhou_lan)
    assert all(now(case).number in str(refused.value) for case in cases)
    with at("2026-06-20 00:05"):
        look_after(date(2026, 6, 20))
        look_after(date(2026, 6, 20))
        cast.lin_yue.refresh_from_db()
        assert cast.lin_yue.is_active
        assert (told(cast.zhou_lan, "departure.late"), told(cast.liu_chang, "departure.late")) == (
            1,
            1,
        )
        named(departure, cases, cast.chen_siyuan, by=cast.zhou_lan)
        for case in cases:
            act("force", case, by=cast.zhou_lan, reason="林悦已离岗。")
        look_after(date(2026, 6, 20))
        cast.lin_yue.refresh_from_db()
        assert not cast.lin_yue.is_active
        assert not Departure.objects.filter(ended_on=None).exists()
        with pytest.raises(RuleError, match="已经办结或取消"):
            close_account(departure, by=cast.zhou_lan)


def test_who_works_elsewhere_too_still_signs_in(
    station: Station, lin_yue: User, zheng_min: User, zhou_lan: User, zhang_qian: User
) -> None:
    far = zhang_qian.posts.get().station
    lin_yue.posts.create(station=far, role=Role.WORKER, since="2025-01-01")
    with at("2026-05-29 10:00"):
        close_account(opened(lin_yue, station, witness=zheng_min, by=zhou_lan), by=zhou_lan)
    lin_yue.refresh_from_db()
    assert lin_yue.is_active
    with at("2026-05-30 10:00"):
        assert [post.station for post in lin_yue.posts.current()] == [far]


def test_who_is_on_leave_hands_over_and_keeps_the_account(
    station: Station, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-05-29 10:00"):
        departure = opened(lin_yue, station, witness=zheng_min, by=zhou_lan, reason="休假")
    with at("2026-06-20 00:05"):
        look_after(date(2026, 6, 20))
        departure.refresh_from_db()
        lin_yue.refresh_from_db()
        assert departure.ended_on == date(2026, 6, 20)
        assert lin_yue.is_active
        assert lin_yue.posts.current().exists()


def test_what_has_ended_meanwhile_is_signed_for_too(
    departure: Departure, cases: list[Case], chen_siyuan: User, zhou_lan: User
) -> None:
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(ended_on=date(2026, 6, 1))
    with pytest.raises(RuleError, match="还有 3 件"):
        close_account(departure, by=zhou_lan)


def test_who_is_to_take_something_over_is_not_closed_either(
    departure: Departure, cases: list[Case], station: Station, cast: Any
) -> None:
    named(departure, cases[:1], cast.chen_siyuan, by=cast.zhou_lan)
    own = opened(cast.chen_siyuan, station, witness=cast.zheng_min, by=cast.zhou_lan)
    with pytest.raises(RuleError, match="还有 1 件"):
        close_account(own, by=cast.zhou_lan)


# ── they stay after all ───────────────────────────────────────────────────────────────────


def test_a_worker_who_stays_keeps_what_is_not_handed_over(
    departure: Departure, cases: list[Case], cast: Any
) -> None:
    """One case has gone, one waits for its second signature, one has only begun."""
    gone, signing, _begun = cases
    named(departure, cases[:2], cast.chen_siyuan, by=cast.zhou_lan)
    for case in (gone, signing):
        listed(case, cast.lin_yue, cast.chen_siyuan)
        introduced(case, cast.lin_yue, place_mode={"place": "家中", "mode": "入户"})
    signed(gone, cast.lin_yue, cast.chen_siyuan, cast.zheng_min)
    act("sign_over", signing, by=cast.lin_yue)

    assert departures.call_off(departure, reason="撤回辞职。", by=cast.zhou_lan) == 2

    assert [state(case) for case in cases] == ["done", "called_off", "called_off"]
    assert [now(case).owner for case in cases] == [cast.chen_siyuan, cast.lin_yue, cast.lin_yue]
    assert not sees(cast.chen_siyuan, signing)
    assert signing.submissions.latest("pk").outcome == "lapsed"
    for user in (cast.lin_yue, cast.chen_siyuan, cast.zheng_min):
        assert told(user, "departure.call_off") == 1
    for case in cases:
        check(case)
    assert departures.called_off([departure]) == {departure.pk}
    assert departures.look_after(LAST_DAY) == 0
    assert cast.lin_yue.posts.current().exists()


def test_who_stayed_may_leave_another_time(
    departure: Departure, cases: list[Case], station: Station, cast: Any
) -> None:
    departures.call_off(departure, reason="撤回辞职。", by=cast.zhou_lan)
    again = opened(cast.lin_yue, station, witness=cast.zheng_min, by=cast.zhou_lan)

    assert open_transfers(again).count() == 3
    named(again, cases, cast.chen_siyuan, by=cast.zhou_lan)
    for case in cases:
        check(case)


def test_a_departure_is_called_off_by_the_head_with_a_reason_and_once(
    departure: Departure, cases: list[Case], lin_yue: User, zhou_lan: User
) -> None:
    with pytest.raises(PermissionDenied):
        departures.call_off(departure, reason="我不走了。", by=lin_yue)
    with pytest.raises(RuleError, match="为什么不走了"):
        departures.call_off(departure, reason=" ", by=zhou_lan)
    with pytest.raises(RuleError, match="人不走了，才取消交接"):
        act("call_off", cases[0], by=zhou_lan, reason="这件不交了。")
    departures.call_off(departure, reason="撤回辞职。", by=zhou_lan)
    with pytest.raises(RuleError, match="已经办结或取消"):
        departures.call_off(departure, reason="再一次。", by=zhou_lan)
    with pytest.raises(RuleError, match="已经办结或取消"):
        departures.close_account(departure, by=zhou_lan)
