"""更换主责社工 (X11): asked for, agreed to by two, handed over, met; in a crisis by the head."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Role, Station, User
from casework.errors import RuleError
from casework.lifecycles.change_worker import open_change
from casework.models import Case, Dossier
from casework.permissions import Who, may_see_content, standing
from casework.services import act, may_edit
from notifications.models import Message
from tests import actors
from tests.actors import fill, seen
from tests.conftest import person
from tests.driver import at
from tests.filled import C14
from tests.invariants import check
from workflows.selectors import desk_of

WISH = C14 | {
    "type": "更换主责社工",
    "reason": "老人说和年轻女社工更好开口。",
    "params": {"worker": "陈思远"},
    "client_opinion": "“想换一个说方言的。”",
}


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Any:
    """秦玉兰's case in service; it is 2026-05-29."""
    with at("2026-03-24 10:00"):
        actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        actors.assessed(lead, worker=lin_yue, supervisor=zheng_min)
        actors.planned(lead, worker=lin_yue, supervisor=zheng_min)
    with at("2026-05-29 10:00"):
        yield lead


@pytest.fixture
def asked(case: Case, lin_yue: User) -> Case:
    fill(case, "C14", by=lin_yue, **WISH)
    act("request_change", case, by=lin_yue)
    return case


def agreed(case: Case, supervisor: User, head: User, receiver: User) -> None:
    judgement = seen(case, "request_change")
    act("endorse_change", case, by=supervisor, judgement=judgement)
    act("approve", case, by=head, judgement=judgement, receiver=receiver)


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def sees(user: User, case: Case) -> bool:
    return Dossier.objects.visible_to(user).filter(pk=case.pk).exists()


def steps_on(user: User, case: Case) -> list[str]:
    found = desk_of(user).filter(process__dossierprocess__dossier=case.pk)
    return sorted(task.flow_task.name for task in found)


def test_the_client_wants_another_and_gets_one(
    asked: Case, lin_yue: User, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    """X11, all the way: request, two signatures, C15, and the first meeting's record."""
    case = asked
    check(case)
    assert steps_on(zheng_min, case) == ["endorse"]
    assert not sees(chen_siyuan, case)

    agreed(case, zheng_min, zhou_lan, chen_siyuan)

    check(case)
    assert sees(chen_siyuan, case)
    assert standing(chen_siyuan, now(case)) == {Who.RECEIVER}
    assert may_see_content(chen_siyuan, now(case))
    assert now(case).owner == lin_yue
    assert Message.objects.filter(recipient=chen_siyuan, kind="change_worker.approve").exists()
    assert steps_on(lin_yue, case) == ["hand_over", "serve"]

    fill(case, "C05", by=lin_yue)
    fill(case, "C15", by=lin_yue)
    act("handover", case, by=lin_yue)

    check(case)
    assert (now(case).owner, now(case).receiver) == (chen_siyuan, None)
    assert not sees(lin_yue, case)
    assert steps_on(chen_siyuan, case) == ["confirm", "serve"]
    assert case.deadlines.get(met_on=None, verb="confirm").due_on.isoformat() == "2026-06-05"

    assert may_edit(now(case), "C05", chen_siyuan)  # what she had begun is still there
    act("confirm", now(case), by=chen_siyuan)

    check(case)
    assert open_change(now(case)) is None


def test_it_is_decided_within_three_working_days(asked: Case) -> None:
    clocks = asked.deadlines.filter(met_on=None, verb__in=["approve", "endorse_change", "reject"])
    assert [each.due_on.isoformat() for each in clocks] == ["2026-06-03"]


def test_what_the_client_thinks_of_it_is_written_down(case: Case, lin_yue: User) -> None:
    fill(case, "C14", by=lin_yue, **WISH | {"client_opinion": ""})
    with pytest.raises(RuleError, match="必填项"):
        act("request_change", case, by=lin_yue)
    fill(case, "C14", by=lin_yue)  # an extension
    with pytest.raises(RuleError, match="更换主责社工"):
        act("request_change", case, by=lin_yue)


def test_only_the_owner_asks(case: Case, chen_siyuan: User, zheng_min: User) -> None:
    for other in (chen_siyuan, zheng_min):
        with pytest.raises(PermissionDenied):
            act("request_change", case, by=other)


def test_the_head_may_say_no_and_says_why(asked: Case, lin_yue: User, zhou_lan: User) -> None:
    judgement = seen(asked, "request_change", "")
    with pytest.raises(RuleError, match="须写明意见"):
        act("reject", asked, by=zhou_lan, judgement=judgement)
    act("reject", asked, by=zhou_lan, judgement=seen(asked, "request_change", "站里没有别人。"))
    check(asked)
    assert now(asked).owner == lin_yue
    assert Message.objects.filter(recipient=lin_yue, kind="change_worker.reject").exists()


def test_it_can_be_taken_back_and_asked_for_again(asked: Case, lin_yue: User) -> None:
    act("withdraw_change", asked, by=lin_yue)
    check(asked)
    fill(asked, "C14", by=lin_yue, **WISH)
    act("request_change", asked, by=lin_yue)
    check(asked)


def test_it_goes_to_a_worker_of_the_station_who_has_no_other_part_in_it(
    asked: Case, station: Station, zheng_min: User, zhou_lan: User, zhang_qian: User
) -> None:
    judgement = seen(asked, "request_change")
    act("endorse_change", asked, by=zheng_min, judgement=judgement)
    zheng_min.posts.create(station=station, role=Role.WORKER, since="2025-01-01")
    for wrong, says in (
        (asked.owner, "同一个人"),
        (zhang_qian, "没有社工岗位"),
        (zheng_min, "督导"),
    ):
        with pytest.raises(RuleError, match=says):
            act("approve", asked, by=zhou_lan, judgement=judgement, receiver=wrong)
    check(asked)


# ── in a crisis ───────────────────────────────────────────────────────────────────────────


def test_in_a_crisis_only_the_head_changes_it(
    case: Case, lin_yue: User, chen_siyuan: User, zhou_lan: User
) -> None:
    given: dict[str, Any] = {
        "receiver": chen_siyuan,
        "reason": "林悦生病住院。",
        "client_opinion": "都可以。",
    }
    with pytest.raises(RuleError, match="危机没解除"):
        act("appoint", case, by=zhou_lan, **given)
    fill(case, "C14", by=lin_yue, **WISH)
    act("raise_crisis", case, by=lin_yue)
    with pytest.raises(RuleError, match="危机还没解除"):
        act("request_change", case, by=lin_yue)
    with pytest.raises(PermissionDenied):
        act("appoint", case, by=lin_yue, **given)

    act("appoint", case, by=zhou_lan, **given)
    check(case)
    fill(case, "C15", by=zhou_lan)
    act("handover", case, by=zhou_lan)

    check(case)
    assert now(case).owner == chen_siyuan


def test_a_crisis_stops_what_was_decided_before_it(
    asked: Case, lin_yue: User, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    agreed(asked, zheng_min, zhou_lan, chen_siyuan)
    fill(asked, "C15", by=lin_yue)
    with at("2026-05-30 10:00"):
        act("raise_crisis", asked, by=lin_yue)
        with pytest.raises(RuleError, match="只由站长办理"):
            act("handover", asked, by=lin_yue)
        act("handover", asked, by=zhou_lan)
        check(asked)
    assert now(asked).owner == chen_siyuan


def test_a_second_worker_is_nothing_to_it_before_they_are_named(
    asked: Case, station: Station
) -> None:
    other = person("sun.hao", "孙浩", station, Role.WORKER)
    assert standing(other, asked) == set()
    assert not sees(other, asked)
