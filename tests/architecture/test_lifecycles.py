"""The lifecycle is the handbook's table 4.1, as far as it is built; the flow is its drawing."""

import re
from typing import Any

import pytest

from casework.lifecycles import LIFECYCLES, CaseLifecycle
from casework.lifecycles.base import NEW, SAME
from casework.permissions import Who
from casework.services import EFFECTS
from tests.architecture.handbook import machine_of, plain
from workflows.flows import FLOWS
from workflows.flows.base import dossier_lock
from workflows.nodes import Step

TABLE = machine_of("case")
ROWS = {(row["src"], row["dst"], row["action"]): row for row in TABLE["transitions"]}
OURS = CaseLifecycle.describe()["transitions"]

SELF_MOVES = {  # the handbook writes these as part of a row: rules 7 and 13 of chapter 4
    *("endorse_plan", "endorse_closure"),  # 督导+站长: the first of two signatures
    *("ask_decline", "refuse_decline", "withdraw_decline"),  # 社工提→站长批
    *("ask_extend", "refuse_extend", "withdraw_extend"),  # 社工提→督导批
    *("ask_finish_followup", "refuse_finish_followup", "withdraw_finish_followup"),
    "keep_waiting",  # 每10工作日复核
}
LATER = {  # what the handbook has where we have states, and we do not yet
    "new_episode": "a closed case first",
    "refer_out": "转介",
    "refer_mid": "转介",
    "refer_partial": "转介",
    "emergency_session": "危机支线",
    "client_ends": "服务对象要求终止",
    "abort": "终止",
    "suspend": "暂停",
    "reopen": "重开",
}
BY_THE_DAY = {"start_followup"}  # 结案后1、3、6月: the report says which, and followups.visits
CALLED = {who.value: str(who.label) for who in Who}
SPOKEN = {  # who, where the handbook says it in words
    "resolve_by_advice": "社工",  # 社工→站长知悉: the head is told
    "decline": "站长",  # 社工提→站长批: the worker's part is ask_decline
    "extend": "督导",  # 社工提→督导批
    "finish_followup": "站长",  # 社工提→站长批
    "recall": "站长",  # 站长/系统: nothing frees a place by itself yet
    "add_session": "主责社工",  # 主责/协作社工: nobody is named as working along yet
}
TWO_SIGNATURES = {
    "approve_plan": ["督导", "站长"],  # 督导(高风险、重点案为督导+站长)
    "approve_closure": ["站长"],  # 督导+站长: the supervisor's is endorse_closure
}

STEPS = [
    pytest.param(node, id=f"{flow.__name__}.{node.name}")
    for flow in FLOWS.values()
    for node in flow.instance.nodes()
    if isinstance(node, Step)
]
GUARDS = {
    each.code: each
    for machine in LIFECYCLES.values()
    for row in machine.rows
    for each in row.guards
}


def cell(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["src"], row["dst"], row["action"]


def test_every_row_is_a_row_of_the_handbook() -> None:
    added = {row["action"] for row in OURS if cell(row) not in ROWS}

    assert added == SELF_MOVES
    assert all(row["src"] == row["dst"] for row in OURS if row["action"] in SELF_MOVES)


def test_nothing_is_left_out_by_oversight() -> None:
    built = {state.value for state in CaseLifecycle.states}
    wanted = {row for row in ROWS if row[0] in built | {NEW}}
    missing = {action for _src, _dst, action in wanted - {cell(row) for row in OURS}}

    assert missing <= LATER.keys()
    assert not LATER.keys() & CaseLifecycle.verbs.keys()


def test_states_and_verbs_have_the_handbooks_names() -> None:
    states = {state["key"]: state["name"] for state in TABLE["states"]}
    for state in CaseLifecycle.states:
        assert plain(str(state.label)) == plain(states[state.value])
    for row in OURS:
        if row["action"] not in SELF_MOVES:
            assert plain(row["name"]) == plain(ROWS[cell(row)]["name"])


def test_who_may_do_what_is_the_handbooks_column() -> None:
    for row in (row for row in OURS if row["action"] not in SELF_MOVES):
        said = "/".join(CALLED[role] for role in row["roles"])
        wanted = SPOKEN.get(row["action"], ROWS[cell(row)]["actor"])
        assert said in TWO_SIGNATURES.get(row["action"], [wanted]), row["action"]


def test_the_terms_are_the_handbooks() -> None:
    for row in (row for row in OURS if row["action"] not in SELF_MOVES | BY_THE_DAY):
        wanted = re.findall(r"\d+", ROWS[cell(row)]["deadline"])
        assert re.findall(r"\d+", row["deadline"]) == wanted, row["action"]


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.__name__)
def test_every_flow_agrees_with_its_lifecycle(flow: Any) -> None:
    assert list(flow.instance.disagreements()) == []
    assert flow.lock_impl is dossier_lock


@pytest.mark.parametrize("step", STEPS)
def test_every_step_names_known_verbs_and_has_a_chinese_title(step: Any) -> None:
    assert all(step.rows.values())
    assert re.search("[一-鿿]", str(step.task_title))


@pytest.mark.parametrize("guard", GUARDS.values(), ids=GUARDS)
def test_every_guard_is_a_whole_chinese_sentence(guard: Any) -> None:
    assert re.fullmatch("[一-鿿《“].*。", str(guard.says))


def test_every_row_says_in_chinese_what_it_does() -> None:
    for machine in LIFECYCLES.values():
        for row in machine.rows:
            assert re.search("[一-鿿]", str(row.label))
            assert row.target == SAME or row.target in machine.states.values


def test_every_effect_belongs_to_a_verb() -> None:
    verbs = {verb for machine in LIFECYCLES.values() for verb in machine.verbs}

    assert EFFECTS.keys() <= verbs
