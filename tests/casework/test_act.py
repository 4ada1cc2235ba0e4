"""One door: what it lets through, what it refuses, and what a refusal leaves behind."""

import json

import pytest
from viewflow.workflow.models import Task

from accounts.models import User
from audit.models import Entry
from audit.services import salted
from casework.approvals import in_force
from casework.errors import RuleError
from casework.models import Case, DataKey
from casework.services import act
from casework.trail import folded, recorded
from notifications.models import Message
from tests.actors import accepted, assessed, fill, planned, screened, seen
from workflows.nodes import OPEN


def test_a_case_goes_from_a_call_to_an_approved_plan(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    assessed(case, worker=lin_yue, supervisor=zheng_min)
    planned(case, worker=lin_yue, supervisor=zheng_min)

    case.refresh_from_db()
    assert case.status == Case.Status.INTERVENING
    assert case.number.startswith("TQDJ-C-")
    assert folded(case) == recorded(case)
    assert in_force(case, "C04").goals[1]["target"] == "≥3 人"
    open_ = Task.objects.filter(process__dossierprocess__dossier=case, status__in=OPEN)
    assert [task.flow_task.name for task in open_] == ["serve"]


def test_a_refused_act_changes_nothing(lead: Case, lin_yue: User, zhou_lan: User) -> None:
    act("assign", lead, by=zhou_lan, worker=lin_yue)
    before = Entry.objects.count()
    with pytest.raises(RuleError, match="危机筛查"):
        act("start_screen", lead, by=lin_yue)
    lead.refresh_from_db()
    assert (lead.status, Entry.objects.count()) == (Case.Status.LEAD, before)


def test_who_brought_a_lead_is_led_to_their_leads_when_it_is_declined(
    lead: Case, xu_qin: User, lin_yue: User, zhou_lan: User
) -> None:
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(
        lead,
        "C01",
        by=lin_yue,
        decision_suggest="不接案",
        reject_reason="不属本站范围，已当面说明。",
    )
    act("ask_decline", lead, by=lin_yue, told="当面", alternatives="法律援助中心")
    act("decline", lead, by=zhou_lan, judgement=seen(lead, "ask_decline"))

    told = Message.objects.get(recipient=xu_qin)
    assert (told.kind, told.link) == ("case.decline", "/leads/")


def test_the_trail_knows_a_hash_of_what_a_reviewer_said_and_not_the_words(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    entry = Entry.objects.filter(chain=case.chain, verb="case.approve_intake").get()

    facts = json.loads(entry.body)["facts"]
    assert facts["opinion"] == salted(["同意。", []], within=case.chain)
    assert "同意。" not in entry.body


def test_a_destroyed_key_opens_nothing_any_more(lead: Case) -> None:
    key = DataKey.objects.get(pk=lead.person.data_key_id)
    token = key.seal("老人近两周没下楼。".encode(), "here")
    key.destroy()

    with pytest.raises(LookupError):
        DataKey.objects.get(pk=key.pk).open(token, "here")
    assert key.destroyed_at is not None
