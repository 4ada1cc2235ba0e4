"""The lifecycle is the handbook's table 4.1, as far as it is built; the flow is its drawing."""

import re
from typing import Any

import pytest

from casework.lifecycles import LIFECYCLES, MACHINES, OVERLAYS
from casework.lifecycles.base import SAME
from casework.permissions import Who
from casework.services import EFFECTS
from tests.architecture.handbook import machine_of, plain
from workflows.flows import FLOWS
from workflows.flows.base import dossier_lock
from workflows.nodes import Step

REQUEST = ["ask", "refuse", "withdraw"]
ASKED = [
    *("decline", "extend", "finish_followup", "refer_out", "refer_mid", "refer_partial"),
    *("suspend", "resume", "abort", "reopen"),
]
ASKED_OF_GROUPS = ["pause", "abort", "archive", "admit_member", "change_sessions"]
TABLES = {key: machine_of(key) for key in MACHINES}
ROWS = {
    key: {(row["src"], row["dst"], row["action"]): row for row in table["transitions"]}
    for key, table in TABLES.items()
}
OURS = {key: machine.describe()["transitions"] for key, machine in MACHINES.items()}

SELF_MOVES = {  # the handbook writes these as part of a row: rules 7 and 13 of chapter 4
    "case": {
        *("endorse_plan", "endorse_closure"),  # 督导+站长: the first of two signatures
        *(f"{what}_{verb}" for what in REQUEST for verb in ASKED),  # 社工提→站长批, …→督导批
        "keep_waiting",  # 每10工作日复核
        *("add_supervision", "add_conference"),  # C06 and C13 are of no row of the table
        *("withdraw_consent", "settle_withdrawal"),  # X10: 停止对应处理, 15 工作日内处理
        "sign_anew",  # whoever has refused an item, or withdrawn it, may agree to it later
        *("finish_action", "finish_own_action"),  # C06 行动事项
    },
    "crisis": {
        *(f"{what}_{verb}" for what in REQUEST for verb in ("false_alarm", "end_by_event")),
        *(f"{what}_resolve" for what in REQUEST),  # 督导+站长
        "acknowledge",  # 必须确认回执 (handbook 13)
        "write_report",  # 书面≤24小时
        "reassess_risk",  # 主责社工已写再评估
    },
    "mandatory_report": {
        *(f"{what}_finish" for what in REQUEST),
        "identify",  # the table begins with what was identified
    },
    "change_worker": {
        "request_change",  # the table begins with what was asked for
        "appoint",  # 不可换社工，除非站长 (4.13 X5, rule 11): in a crisis the head alone
        "withdraw_change",  # rule 7: taken back, it is not approved
        "endorse_change",  # 督导+站长: the first of two signatures
    },
    "handover": {
        "initiate",  # the table begins with what the head has begun
        *("entrust", "entrust_anew"),  # the list goes to 接收人: somebody names them
        "check_list",  # 移交人+接收人: the first of the two
        "waive",  # 未完成文书=0或有豁免
        *("sign_over", "countersign"),  # 移交人+接收人+监交人: the first two of the three
        *("return_handover", "withdraw_handover"),  # rule 7, of what waits for a signature
        "call_off",  # whoever was to leave stays: the table knows no way back
    },
    "document": {f"{what}_revise" for what in REQUEST},  # 作者→审批人
    "group": {
        "set_up",  # the table begins with a group that is there
        *("endorse_plan", "endorse_report"),  # 督导+站长: the first of two signatures
        *(f"{what}_{verb}" for what in REQUEST for verb in ASKED_OF_GROUPS),
        *("admit_member", "change_sessions"),  # 封闭组加入须督导同意; 增减节须变更
        "postpone",  # 4.13 X14: 延期一次
        "plan_session",  # G05, 每节前≥3日, of no row of the table
        "add_observation",  # G08 is another's to write than the record of the session
        "sign_contract",  # who joins later signs G04 too; an image consent is taken back
        "review_dropout",  # 4.13 X15: 分析, 3 工作日
        "measure",  # 提前终止 comes before 后测, and what was forgotten is added
    },
    "project": {
        "open_project",  # the table begins with what is being drafted
        *("declare_interest", "score"),  # 评审组: each expert's ballot (P02: 须回避声明)
        *("note_objection", "settle_objection"),  # 无异议或已处理
        *("submit_charter", "return_charter", "withdraw_charter"),  # P03, which is approved
        "cosign_charter",  # 民政(街道会签)
        *("offer_contract", "return_contract", "withdraw_contract"),  # 购买方+承接方(+落地方)
        "countersign_contract",  # the same, where the street signs last
        "endorse_change",  # ≥10%为机构+民政: the first of two signatures
        "refuse_change",  # 批准/驳回, where the agency does not even let it go further
        *("evaluate", "return_grade", "withdraw_grade"),  # 评估方+民政: the first of the two
        "assess_oneself",  # P08 自评, which is the project's own
        "answer_item",  # 逐项整改证据
        "choose_way",  # 在案清单逐条定去向
        "hand_on",  # 在案清单已移交: P11 of what was terminated, before the box is closed
        "pay",  # P04 拨付节点: 实拨日期
        *("withdraw_internal", "withdraw_change", "withdraw_closing"),  # rule 7
    },
}
BEGIN = {  # these do move
    *("identify", "request_change", "appoint", "withdraw_change", "initiate", "call_off", "set_up"),
    *("open_project", "withdraw_internal", "refuse_change"),
}
BY_THE_DAY = {  # 结案后1、3、6月, 末节后1个月: the record says which day that is
    "case": {"start_followup"},
    "group": {"start_followup", "add_followup"},
}
ADDED = {"handover": {"called_off": "已取消"}}  # where call_off leads
CALLED = {who.value: str(who.label) for who in Who}
STAFF = "主责社工/社工/督导/站长/总站/本站工作人员"
SPOKEN = {  # who, where the handbook says it in words
    "resolve_by_advice": "社工",  # 社工→站长知悉: the head is told
    "decline": "站长",  # 社工提→站长批: the worker's part is ask_decline
    "refer_out": "站长",  # 社工提→站长批
    "reopen": "站长",  # 社工提→站长批; of an archived case the head does it, whoever asks
    "extend": "督导",  # 社工提→督导批
    **dict.fromkeys(["refer_mid", "refer_partial", "suspend", "resume", "abort"], "督导"),
    "finish_followup": "站长",  # 社工提→站长批
    "recall": "站长",  # 站长/系统: nothing frees a place by itself yet
    "add_session": "主责社工/协作社工",  # 主责/协作社工
    "emergency_session": "主责社工/社工/督导",
    **dict.fromkeys(["raise_crisis", "relapse"], STAFF),  # 任何工作人员
    **dict.fromkeys(["false_alarm", "end_by_event", "resolve", "finish"], "站长"),  # 督导+站长
    "ack": "社工/站长",  # the head too, before anybody has been assigned
    "protect": "主责社工/社工",  # the same
    "handover": "主责社工/站长",  # 移交人; in a crisis the head (rule 11)
    "confirm": "主责社工",  # 新主责: that is who it is by then
    "check": "接手人",  # 移交人+接收人: who leaves has checked before
    "introduce": "移交人/接手人",  # 移交人+接收人: one of them writes the record
    "sign": "监交人",  # 移交人+接收人+监交人: the other two have signed
}
OF_PAPERS = {  # the same, of the machine by which every paper lives
    **dict.fromkeys(["submit", "withdraw", "resubmit"], "提交人"),  # 作者
    **dict.fromkeys(["return_form", "approve"], "督导/站长"),  # 审批人
    "sign": "系统",  # 相应主体: who signed is on the paper, which is sealed of itself
    "revise": "督导/站长",  # 作者→审批人: the author's part is ask_revise
}
OF_GROUPS = {  # the same, of a group
    "complete_session": "主责社工/协作社工",  # 本=仅本人主责/协作: a record, no decision
    "pause": "督导",  # 社工提→督导批: the owner's part is ask_pause
    "abort": "站长",  # 督导+站长: the supervisor's is ask_abort
    "archive": "站长",  # 社工提→站长批
}
OF_PROJECTS = {  # the same, of projects
    **dict.fromkeys(["submit_internal", "kickoff", "request_change"], "主责社工"),  # 项目负责人
    **dict.fromkeys(["resubmit", "recheck", "final_recheck", "submit_closing"], "主责社工"),
    "progress": "主责社工",  # 系统/负责人: the figures count by themselves, the owner seals them
    **dict.fromkeys(["accept", "return_apply"], "总站/区民政"),
    **dict.fromkeys(["revise", "reject"], "区民政/总站"),  # 评审组: who concludes for the experts
    **dict.fromkeys(["pass_review", "objection", "resume", "return_closing", "close"], "区民政"),
    "terminate": "区民政",
    "approve": "区民政",  # 民政(街道会签): the street's signature is cosign_charter
    "suspend": "区民政/机构负责人",
    **dict.fromkeys(["start_midterm", "start_final"], "总站/评估人员"),  # 总站/第三方
    "pass_midterm": "评估人员/总站",  # 评估方/总站
    "need_fix": "评估人员/区民政",
    "grade": "区民政",  # 评估方+民政: the evaluator's part is evaluate
    "final_fix": "评估人员",
    "archive": "站长",  # 档案员: nobody has a post of that name; the head closes every box
}
SAID = {"document": OF_PAPERS, "group": OF_GROUPS, "project": OF_PROJECTS}
TWO_SIGNATURES = {
    "approve_plan": ["督导", "站长"],  # 督导(高风险、重点案为督导+站长)
    "approve": ["站长"],  # 督导+站长: the supervisor's is endorse_change
    "approve_report": ["站长"],  # 督导+站长: the supervisor's is endorse_report
    "approve_closure": ["站长"],  # 督导+站长: the supervisor's is endorse_closure
}
SEVERAL = {  # who, where it depends
    "document": {"void": ["提交人", "站长"]},  # 作者 of what came back, 站长 of what is approved
    "project": {
        "sign": ["机构负责人", "街道社会事务科"],  # 购买方+承接方(+落地方): whoever signs last
        "decide_change": ["机构负责人", "区民政"],  # <10%机构;≥10%为机构+民政
    },
}
TOLD_APART = {"P": {"revise", "sign"}}
RENAMED = {"批准/不同意": "批准/驳回"}  # a word that we avoid
machines = pytest.mark.parametrize("key", MACHINES)

STEPS = [
    pytest.param(node, id=f"{flow.__name__}.{node.name}")
    for flow in FLOWS.values()
    for node in flow.instance.nodes()
    if isinstance(node, Step)
]
GUARDS = {
    each.code: each for machine in MACHINES.values() for row in machine.rows for each in row.guards
}


def cell(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["src"], row["dst"], row["action"]


def rows_of(key: str) -> list[dict[str, Any]]:
    return [row for row in OURS[key] if row["action"] not in SELF_MOVES[key]]


@machines
def test_every_row_is_a_row_of_the_handbook(key: str) -> None:
    added = {row["action"] for row in OURS[key] if cell(row) not in ROWS[key]}

    assert added == SELF_MOVES[key]
    stay = [row for row in OURS[key] if row["action"] in SELF_MOVES[key] - BEGIN]
    assert all(row["src"] == row["dst"] for row in stay)


@machines
def test_nothing_is_left_out(key: str) -> None:
    missing = ROWS[key].keys() - {cell(row) for row in OURS[key]}

    assert missing == set()


@machines
def test_states_and_verbs_have_the_handbooks_names(key: str) -> None:
    states = {state["key"]: state["name"] for state in TABLES[key]["states"]}
    ours = {state.value: plain(str(state.label)) for state in MACHINES[key].states}
    assert ours == {state: plain(name) for state, name in states.items()} | ADDED.get(key, {})
    for row in rows_of(key):
        said = RENAMED.get(row["name"], row["name"])
        assert plain(said) == plain(ROWS[key][cell(row)]["name"])


@machines
def test_who_may_do_what_is_the_handbooks_column(key: str) -> None:
    for row in rows_of(key):
        said = "/".join(CALLED[role] for role in row["roles"])
        wanted = SAID.get(key, SPOKEN).get(row["action"], ROWS[key][cell(row)]["actor"])
        assert said in SEVERAL.get(key, TWO_SIGNATURES).get(row["action"], [wanted]), row["action"]


@machines
def test_the_terms_are_the_handbooks(key: str) -> None:
    by_the_day = BY_THE_DAY.get(key, set())
    for row in (row for row in rows_of(key) if row["action"] not in by_the_day):
        wanted = re.findall(r"\d+", ROWS[key][cell(row)]["deadline"])
        assert re.findall(r"\d+", row["deadline"]) == wanted, row["action"]


def test_no_two_machines_of_a_dossier_share_a_verb() -> None:
    """But for a few of projects, which steps call by their whole name: project.revise."""
    for kind, main in LIFECYCLES.items():
        verbs = [verb for each in (main, *OVERLAYS[kind]) for verb in each.verbs]
        assert {verb for verb in verbs if verbs.count(verb) > 1} == TOLD_APART.get(kind, set())


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
    for machine in MACHINES.values():
        for row in machine.rows:
            assert re.search("[一-鿿]", str(row.label))
            assert row.target == SAME or row.target in machine.states.values


def test_every_effect_belongs_to_a_verb() -> None:
    verbs = {verb for machine in MACHINES.values() for verb in machine.verbs}
    named = {row.name for machine in MACHINES.values() for row in machine.rows}

    assert EFFECTS.keys() <= verbs | named


def test_no_verb_does_what_another_machine_means_by_its_name() -> None:
    for verb in (each for each in EFFECTS if "." not in each):
        machines = {machine.key for machine in MACHINES.values() if verb in machine.verbs}
        others = [each for each in machines if f"{each}.{verb}" not in EFFECTS]
        assert len(others) == 1, verb
