"""The flow follows the record: after every act just the steps are open that the record asks for."""

from typing import Any

import pytest
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.models import User
from casework.errors import RuleError
from casework.models import Case
from casework.services import act
from tests.actors import accepted, assessed, fill, returned, screened, seen
from tests.invariants import check
from workflows.models import DossierProcess
from workflows.nodes import OPEN


def tasks(case: Case) -> list[Task]:
    return list(Task.objects.filter(process__dossierprocess__dossier=case.pk).order_by("pk"))


def open_steps(case: Case) -> list[str]:
    return [task.flow_task.name for task in tasks(case) if task.status in OPEN]


def test_a_registration_opens_the_first_step(lead: Case) -> None:
    process = DossierProcess.objects.get(dossier=lead.pk)
    assert process.record == lead
    assert open_steps(lead) == ["take_up"]


def test_each_step_is_done_in_the_name_of_whoever_did_its_verb(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    done = [
        (task.flow_task.name, str(task.owner), task.data["verb"])
        for task in tasks(lead)
        if task.status == STATUS.DONE and task.owner
    ]
    assert done == [
        ("take_up", "林悦", "case.start_screen"),
        ("screen", "林悦", "case.submit_intake"),
        ("review_intake", "周岚", "case.approve_intake"),
    ]
    assert open_steps(lead) == ["assess"]
    check(lead)


def test_an_assignment_leaves_the_step_open_as_it_was(
    lead: Case, lin_yue: User, chen_siyuan: User, zhou_lan: User
) -> None:
    (before,) = (task.pk for task in tasks(lead) if task.status in OPEN)
    act("assign", lead, by=zhou_lan, worker=chen_siyuan)
    act("assign", lead, by=zhou_lan, worker=lin_yue)
    assert [task.pk for task in tasks(lead) if task.status in OPEN] == [before]
    check(lead)


def test_a_request_opens_a_step_beside_the_work_and_closes_it_when_settled(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    asked(lead, lin_yue, zhou_lan)
    assert open_steps(lead) == ["screen", "review_decline"]
    act("refuse_decline", lead, by=zhou_lan, judgement=seen(lead, "ask_decline", "可以接。"))
    assert open_steps(lead) == ["screen"]
    check(lead)
    act("ask_decline", lead, by=lin_yue, told="当面", alternatives="法律援助中心")
    act("withdraw_decline", lead, by=lin_yue)
    assert open_steps(lead) == ["screen"]
    check(lead)


def test_a_request_granted_withdraws_the_work_and_ends_the_flow(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    asked(lead, lin_yue, zhou_lan)
    act("decline", lead, by=zhou_lan, judgement=seen(lead, "ask_decline"))
    ended(lead, withdrawn={"screen": "case.decline"})


def test_a_requester_who_withdraws_takes_every_open_step_along(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    asked(lead, lin_yue, zhou_lan)
    act("requester_withdraws", lead, by=lin_yue, wish="不想要了", informed="可以再来")
    verb = "case.requester_withdraws"
    ended(lead, withdrawn={"screen": verb, "review_decline": verb})


def test_a_decision_that_comes_too_late_finds_its_step_withdrawn(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(lead, "C02", by=lin_yue)
    fill(lead, "C01", "D01", by=lin_yue)
    act("submit_intake", lead, by=lin_yue)
    judgement = seen(lead, "submit_intake")
    act("requester_withdraws", lead, by=lin_yue, wish="不想要了", informed="可以再来")
    with pytest.raises(RuleError):
        act("return_intake", lead, by=zhou_lan, judgement=judgement)
    ended(lead, withdrawn={"review_intake": "case.requester_withdraws"})


def asked(case: Case, worker: User, head: User) -> None:
    screened(case, worker=worker, head=head)
    fill(case, "C01", by=worker, decision_suggest="不接案", reject_reason="不属本站范围")
    act("ask_decline", case, by=worker, told="当面", alternatives="法律援助中心")


def ended(case: Case, *, withdrawn: dict[str, str]) -> None:
    """No step is open, the process is finished, and what was withdrawn says by what."""
    assert open_steps(case) == []
    assert DossierProcess.objects.get(dossier=case.pk).finished
    taken = {t.flow_task.name: t.data["withdrawn"] for t in tasks(case) if _withdrawn(t)}
    assert taken == withdrawn
    check(case)


def _withdrawn(task: Any) -> bool:
    return bool(task.status == STATUS.CANCELED)


def test_two_signatures_are_two_steps(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    assessed(lead, worker=lin_yue, supervisor=zheng_min, service_level="个案管理")
    fill(lead, "C04", by=lin_yue)
    act("submit_plan", lead, by=lin_yue)
    assert open_steps(lead) == ["endorse_plan"]
    act("endorse_plan", lead, by=zheng_min, judgement=seen(lead, "submit_plan"))
    assert open_steps(lead) == ["sign_plan"]
    check(lead)
    act("return_plan", lead, by=zhou_lan, judgement=returned(lead, "submit_plan", "C04#goals"))
    assert open_steps(lead) == ["plan"]
    check(lead)


def test_a_refused_act_moves_no_token(lead: Case, lin_yue: User, zhou_lan: User) -> None:
    act("assign", lead, by=zhou_lan, worker=lin_yue)
    before = list(Task.objects.order_by("pk").values())
    with pytest.raises(RuleError):
        act("start_screen", lead, by=lin_yue)
    assert list(Task.objects.order_by("pk").values()) == before
