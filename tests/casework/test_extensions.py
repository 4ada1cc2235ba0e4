"""延期 (handbook 4.13 X4): asked for with a reason, granted by who stands above, within bounds."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.models import User
from audit.services import facts_of
from casework.deadlines import put_off
from casework.errors import RuleError
from casework.extensions import ask_time, extend, latest_day, may_ask, may_grant
from casework.ladder import climb
from casework.models import Case, Deadline, Statement
from casework.services import act
from notifications.models import Message
from tests.actors import accepted, fill
from tests.driver import at
from tests.invariants import check

UNTIL = date(2026, 3, 24)
WHY = "服务对象住院，评估须等出院。"


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """An assessment that is due on 03-17."""
    with at("2026-03-06 10:00"):
        accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    return lead


@pytest.fixture
def clock(case: Case) -> Deadline:
    return Deadline.objects.select_related("dossier__station").get(dossier=case.pk, met_on=None)


def again(clock: Deadline) -> Deadline:
    return Deadline.objects.select_related("dossier__station").get(pk=clock.pk)


def test_the_owner_asks_and_nothing_moves_until_it_is_granted(
    clock: Deadline, case: Case, lin_yue: User, zheng_min: User
) -> None:
    with at("2026-03-16 10:00"):
        ask_time(clock, UNTIL, WHY, by=lin_yue)
    assert (again(clock).due_on, again(clock).asked_until) == (date(2026, 3, 17), UNTIL)
    told = Message.objects.filter(kind="deadline.extend")
    assert {str(each.recipient) for each in told} == {"郑敏", "周岚"}
    assert told[0].says == f"{case.number}：提交预估，申请延期"

    with at("2026-03-16 11:00"):
        extend(again(clock), UNTIL, "同意。", by=zheng_min)
    found = again(clock)
    assert (found.due_on, found.first_due_on) == (UNTIL, date(2026, 3, 17))
    assert found.asked_until is None
    check(case)


def test_the_reason_is_sealed_and_the_trail_knows_its_hash(
    clock: Deadline, case: Case, zheng_min: User
) -> None:
    with at("2026-03-16 10:00"):
        extend(clock, UNTIL, WHY, by=zheng_min)

    verb, facts = list(facts_of(case.chain))[-1]
    said = Statement.objects.get(pk=facts["statement"])
    assert verb == "case.extend_deadline"
    assert (facts["was"], facts["until"]) == ("2026-03-17", "2026-03-24")
    assert str(said.text) == WHY
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM casework_statement WHERE id = %s", [said.pk])
        assert WHY.encode() not in bytes(cursor.fetchone()[0])


def test_the_ladder_begins_anew(clock: Deadline, lin_yue: User, zheng_min: User) -> None:
    with at("2026-03-17 10:00"):
        assert climb() == 1
        extend(again(clock), UNTIL, WHY, by=zheng_min)
        assert climb() == 0
    with at("2026-03-20 10:00"):
        assert climb() == 1
    assert list(clock.rungs.values_list("rung", flat=True)) == [2, 1]


def test_a_day_that_comes_back_is_not_climbed_for_again(clock: Deadline, zheng_min: User) -> None:
    with at("2026-03-17 10:00"):
        assert climb() == 1
        put_off(again(clock), UNTIL, estimated=False)
        put_off(again(clock), date(2026, 3, 17), estimated=False)
        assert climb() == 0
    with at("2026-03-18 10:00"):
        assert climb() == 1
    assert list(clock.rungs.order_by("pk").values_list("rung", flat=True)) == [2, 3]


def test_nobody_grants_time_to_themselves(
    clock: Deadline, lin_yue: User, zheng_min: User, zhou_lan: User, liu_chang: User
) -> None:
    assert [may_ask(clock, user) for user in (lin_yue, zheng_min)] == [True, False]
    assert not may_grant(clock, lin_yue)
    assert all(may_grant(clock, user) for user in (zheng_min, zhou_lan, liu_chang))
    with at("2026-03-24 10:00"), pytest.raises(PermissionDenied):
        extend(clock, UNTIL, WHY, by=lin_yue)


def test_nobody_who_decides_grants_time_to_themselves(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-03-24 10:00"):
        fill(case, "C03", by=lin_yue)
        act("submit_assessment", case, by=lin_yue)
    decision = Deadline.objects.select_related("dossier__station").get(dossier=case.pk, met_on=None)
    assert not may_grant(decision, zheng_min)
    assert may_grant(decision, zhou_lan)


def test_colleagues_and_strangers_neither_ask_nor_grant(
    clock: Deadline, chen_siyuan: User, zhang_qian: User, xu_qin: User
) -> None:
    for user in (chen_siyuan, zhang_qian, xu_qin):
        for service in (ask_time, extend):
            with at("2026-03-16 10:00"), pytest.raises(PermissionDenied):
                service(clock, UNTIL, WHY, by=user)


@pytest.mark.parametrize(
    ("until", "why", "wrong"),
    [
        (None, WHY, {"until"}),
        (date(2026, 3, 17), WHY, {"until"}),  # no later than it is
        (date(2026, 4, 1), WHY, {"until"}),  # more than ten working days
        (UNTIL, "  ", {"reason"}),
        (date(2026, 3, 1), "", {"until", "reason"}),
    ],
)
def test_a_bad_request_is_refused_at_its_fields(
    clock: Deadline, zheng_min: User, until: date | None, why: str, wrong: set[str]
) -> None:
    with at("2026-03-16 10:00"), pytest.raises(RuleError) as refused:
        extend(clock, until, why, by=zheng_min)

    assert set(refused.value.errors) == wrong
    assert again(clock).due_on == date(2026, 3, 17)


def test_however_often_it_is_put_off_it_ends_ten_working_days_after_the_first_day(
    clock: Deadline, zheng_min: User
) -> None:
    assert latest_day(clock) == date(2026, 3, 31)
    with at("2026-03-16 10:00"):
        extend(clock, date(2026, 3, 31), WHY, by=zheng_min)
        with pytest.raises(RuleError):
            extend(again(clock), date(2026, 4, 1), WHY, by=zheng_min)


def test_what_is_done_or_stands_still_needs_no_time(clock: Deadline, zheng_min: User) -> None:
    Deadline.objects.filter(pk=clock.pk).update(stopped_on="2026-03-12", remaining=3)
    with at("2026-03-16 10:00"), pytest.raises(RuleError, match="停着"):
        extend(again(clock), UNTIL, WHY, by=zheng_min)
    Deadline.objects.filter(pk=clock.pk).update(stopped_on=None, met_on="2026-03-12")
    with at("2026-03-16 10:00"), pytest.raises(RuleError, match="已经办了"):
        extend(again(clock), UNTIL, WHY, by=zheng_min)
