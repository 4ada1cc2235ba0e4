"""项目状态机. The handbook's table 4.5, row for row; a test compares the two.

Here from the application to the contract; from the start to the archive in ``running``. The
application (P01) waits from the internal review on until the panel has come to its conclusion:
the agency's seal and the formal check are signatures on it, the panel's own paper is P02. “A+B”
is a submission and signatures in order.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from casework import periods
from casework.approvals import pending
from casework.lifecycles.base import NEW, SAME, Lifecycle, Stage, move
from casework.lifecycles.funding import (
    applied,
    begun_in_time,
    enough_ballots,
    granted_as_applied,
    interest_declared,
    no_conflict,
    objection_noted,
    objections_settled,
    paid_in_full,
    publicity_long_enough,
    publicity_over,
    returned_once,
    review_says,
    scored_once,
    tasks_assigned,
    tasks_divided,
    team_there,
    uncorrected,
    waits_with_third,
)
from casework.lifecycles.guards import ready
from casework.lifecycles.rows import approve as approval
from casework.lifecycles.rows import endorse, give_back, in_order, take_back
from casework.lifecycles.running import Running
from casework.models import Project
from casework.objections import open_objections
from casework.permissions import Who
from casework.workdays import days, working_days

S = Project.Status
OWNER, WORKER, HEAD, SUPERVISOR = Who.OWNER, Who.WORKER, Who.HEAD, Who.SUPERVISOR
AGENCY, DISTRICT, CIVIL, STREET = Who.AGENCY, Who.DISTRICT, Who.CIVIL, Who.STREET
FINANCE, EXPERT = Who.FINANCE, Who.EXPERT
PANEL = [CIVIL, DISTRICT]  # 评审组: who concludes for the experts, from their ballots
APPLIED = ["submit_internal", "resubmit"]  # the rounds of the application
CHARTER, CONTRACT = "submit_charter", "offer_contract"


def unless_waiting(verb: str, says: Any) -> Stage:
    return Stage(lambda project: pending(project, verb) is None, says)


def while_waiting(verb: str, says: Any) -> Stage:
    return Stage(lambda project: pending(project, verb) is not None, says)


uncharted = unless_waiting(CHARTER, _("任务书已经报送，等会签、批准。"))
charted = while_waiting(CHARTER, _("须先由项目负责人报送任务书。"))
unoffered = unless_waiting(CONTRACT, _("协议已经发出，等承接方签。"))
offered = while_waiting(CONTRACT, _("须先由购买方发出协议。"))
doubted = Stage(lambda project: bool(open_objections(project)), _("没有待核查的异议。"))


# fmt: off
class ProjectLifecycle(Running, Lifecycle):
    key, name = "project", _("项目状态机 Project")
    states = S
    state = fsm.State(S, default=S.DRAFTING)
    final = frozenset({S.REJECTED, S.ARCHIVED})
    steps = {
        "申报": [S.DRAFTING, S.INTERNAL_REVIEW, S.SUBMITTED],
        "评审": [S.REVIEWING, S.REVISING, S.PUBLICISED, S.REJECTED],
        "立项": [S.APPROVED, S.CONTRACTED],
        "实施": [S.IMPLEMENTING, S.CHANGING, S.SUSPENDED],
        "中期": [S.MIDTERM, S.RECTIFYING],
        "末期": [S.FINAL_EVAL, S.FINAL_RECTIFYING],
        "结项": [S.CLOSING, S.CLOSED, S.TERMINATED, S.ARCHIVED],
    }

    # ── 申报 ──────────────────────────────────────────────────────────────────────────
    open_project = move(
        NEW, S.DRAFTING, _("起草项目"), by=[WORKER, HEAD], tells=[HEAD, AGENCY],
    )
    submit_internal = move(
        S.DRAFTING, S.INTERNAL_REVIEW, _("提交内审"), by=[OWNER], submits=["P01"],
        guards=[*ready("P01"), *applied], tells=[HEAD, AGENCY],
    )
    return_internal = give_back(
        S.INTERNAL_REVIEW, S.DRAFTING, _("退回"), by=[AGENCY], decides="submit_internal",
        within=working_days(3), tells=[OWNER],
    )
    withdraw_internal = take_back(
        S.INTERNAL_REVIEW, S.DRAFTING, _("撤回内审"), withdraws="submit_internal",
        tells=[AGENCY],
    )
    apply = endorse(
        S.INTERNAL_REVIEW, S.SUBMITTED, _("盖章申报"), by=[AGENCY], decides="submit_internal",
        tells=[DISTRICT, CIVIL, OWNER],
    )
    accept = endorse(
        S.SUBMITTED, S.REVIEWING, _("形式审查通过"), by=[DISTRICT, CIVIL],
        decides="submit_internal", within=working_days(5), tells=[EXPERT, OWNER],
    )
    return_apply = give_back(
        S.SUBMITTED, S.DRAFTING, _("形审退回"), by=[DISTRICT, CIVIL], decides="submit_internal",
        guards=[returned_once], within=working_days(5), tells=[OWNER, AGENCY],
    )

    # ── 评审 ──────────────────────────────────────────────────────────────────────────
    declare_interest = move(
        S.REVIEWING, SAME, _("申报利益冲突"), by=[EXPERT], tells=[CIVIL, DISTRICT],
    )
    score = move(
        S.REVIEWING, SAME, _("打分"), by=[EXPERT],
        guards=[interest_declared, no_conflict, scored_once], tells=[CIVIL, DISTRICT],
    )
    revise = give_back(
        S.REVIEWING, S.REVISING, _("修改后通过"), by=PANEL, decides=APPLIED, submits=["P02"],
        guards=[*ready("P02"), review_says("修改后通过"), enough_ballots], when=uncorrected,
        within=working_days(20), tells=[OWNER, AGENCY],
    )
    resubmit = move(
        S.REVISING, S.REVIEWING, _("提交修改"), by=[OWNER], submits=["P01"],
        guards=[*ready("P01"), *applied], within=working_days(10), tells=PANEL,
    )
    pass_review = move(
        S.REVIEWING, S.PUBLICISED, _("通过并公示"), by=[CIVIL], submits=["P02"],
        guards=[
            *ready("P02"), review_says("通过"), enough_ballots, publicity_long_enough,
        ],
        within=working_days(7, since=_("公示期5–")), tells=[OWNER, AGENCY, HEAD, DISTRICT, STREET],
    )
    reject = move(
        S.REVIEWING, S.REJECTED, _("不通过"), by=PANEL, submits=["P02"],
        guards=[*ready("P02"), review_says("不通过"), enough_ballots],
        tells=[OWNER, AGENCY, HEAD],
    )

    # ── 公示, 立项 ────────────────────────────────────────────────────────────────────
    note_objection = move(
        S.PUBLICISED, SAME, _("登记异议"), by=[CIVIL, STREET, DISTRICT], tells=[CIVIL, OWNER],
    )
    settle_objection = move(
        S.PUBLICISED, SAME, _("异议不成立"), by=[CIVIL], when=doubted, tells=[OWNER],
    )
    objection = move(
        S.PUBLICISED, S.REVIEWING, _("异议成立，重审"), by=[CIVIL], submits=["P02"],
        whole=False, edits=False, guards=[objection_noted],
        within=working_days(5, since=_("异议提出后")), tells=[OWNER, *PANEL],
    )
    submit_charter = move(
        S.PUBLICISED, SAME, _("报送任务书"), by=[OWNER], submits=["P03"],
        guards=[*ready("P03"), granted_as_applied, tasks_assigned], when=uncharted,
        tells=[STREET, CIVIL],
    )
    return_charter = give_back(
        S.PUBLICISED, SAME, _("退回任务书"), by=[STREET, CIVIL], decides=CHARTER, when=charted,
        tells=[OWNER],
    )
    withdraw_charter = take_back(
        S.PUBLICISED, SAME, _("撤回任务书"), withdraws=CHARTER, when=charted, tells=[STREET],
    )
    approve = in_order("approve", approval(
        S.PUBLICISED, S.APPROVED, _("批准立项"), by=[STREET], decides=CHARTER, when=charted,
        guards=[publicity_over, objections_settled],
        within=working_days(3, since=_("公示期满后")), due=periods.approval_days,
        tells=[OWNER, AGENCY, HEAD, DISTRICT],
    ), then=[CIVIL], first="cosign_charter", label=_("会签，报区民政"))

    # ── 签约, 启动 ────────────────────────────────────────────────────────────────────
    offer_contract = move(
        S.APPROVED, SAME, _("购买方签协议"), by=[CIVIL], submits=["P04"],
        guards=[*ready("P04"), paid_in_full], when=unoffered,
        within=days(30, since=_("立项后")), due=periods.contract_days,
        tells=[AGENCY, OWNER],
    )
    return_contract = give_back(
        S.APPROVED, SAME, _("退回协议"), by=[AGENCY, STREET], decides=CONTRACT, when=offered,
        tells=[CIVIL],
    )
    withdraw_contract = take_back(
        S.APPROVED, SAME, _("撤回协议"), withdraws=CONTRACT, when=offered, tells=[AGENCY],
    )
    sign = in_order("sign", approval(
        S.APPROVED, S.CONTRACTED, _("签订协议"), by=[AGENCY], decides=CONTRACT, when=offered,
        within=days(30, since=_("立项后")), tells=[FINANCE, OWNER, HEAD, DISTRICT, CIVIL],
    ), then=[STREET], then_if=waits_with_third, first="countersign_contract",
       label=_("承接方签，报落地方"))
    kickoff = move(
        S.CONTRACTED, S.IMPLEMENTING, _("启动"), by=[OWNER], submits=["P05"],
        guards=[*ready("P05"), tasks_divided, team_there, begun_in_time], due=periods.begins,
        tells=[WORKER, HEAD, SUPERVISOR, AGENCY, DISTRICT, CIVIL, STREET, FINANCE],
    )
