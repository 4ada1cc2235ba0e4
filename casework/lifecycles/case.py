"""个案状态机. The handbook's table 4.1, row for row; a test compares the two.

Each row: from, to, what it is called; who; the forms it seals or what it decides on; what must be
so; how long one has, counted from arriving in the state; who is told.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from casework.lifecycles.base import NEW, SAME, Lifecycle, move
from casework.lifecycles.guards import (
    answered,
    client_agrees,
    consent_given,
    crisis_screened,
    goals_measurable,
    problem_noted,
    ready,
    reasons_given,
    risk_assessed,
    safety_plan,
    worker_assigned,
)
from casework.lifecycles.rows import approve, give_back, in_order, on_request, take_back
from casework.models import Case, Dossier
from casework.permissions import Who
from casework.workdays import working_days

S = Case.Status
OWNER, WORKER, SUPERVISOR, HEAD = Who.OWNER, Who.WORKER, Who.SUPERVISOR, Who.HEAD
DISTRICT, COMMUNITY = Who.DISTRICT, Who.COMMUNITY


def weighty(case: Dossier) -> bool:
    """高风险、重点案: the plan needs the head's signature after the supervisor's."""
    key = case.level in {Dossier.Level.KEY, Dossier.Level.MANAGED}
    return key or case.risk == Dossier.Risk.HIGH


# fmt: off
class CaseLifecycle(Lifecycle):
    key, name = "case", _("个案状态机 Case")
    states = S
    state = fsm.State(S, default=S.LEAD)
    final = frozenset({S.DECLINED, S.CONSULTED})
    steps = {
        "接案": [S.LEAD, S.SCREENING, S.INTAKE_REVIEW, S.DECLINED, S.CONSULTED],
        "预估": [S.ASSESSING, S.ASSESSMENT_REVIEW],
        "计划": [S.PLANNING, S.PLAN_REVIEW],
        "服务": [S.INTERVENING],
        "评估": [],
        "结案": [],
        "跟进": [],
    }

    # ── 接案 ──────────────────────────────────────────────────────────────────────────
    register = move(
        NEW, S.LEAD, _("登记求助"), by=[WORKER, HEAD, DISTRICT, COMMUNITY], submits=["C01"],
        whole=False, tells=[HEAD],
    )
    assign = move(
        S.LEAD, SAME, _("派单"), by=[HEAD, DISTRICT], within=working_days(1), tells=[WORKER],
    )
    close_unreached = move(
        S.LEAD, S.CONSULTED, _("线索办结（联系不上）"), by=[WORKER], submits=["C01"], whole=False,
        within=working_days(5), tells=[HEAD],
    )
    start_screen = move(
        S.LEAD, S.SCREENING, _("受理初筛"), by=[WORKER], opens=["C01"],
        guards=[worker_assigned, crisis_screened], within=working_days(1),
    )
    resolve_by_advice = move(
        S.SCREENING, S.CONSULTED, _("咨询办结"), by=[WORKER], submits=["C01"], whole=False,
        guards=[problem_noted], within=working_days(3), tells=[HEAD],
    )
    decline = on_request("decline", move(
        S.SCREENING, S.DECLINED, _("不接案"), by=[HEAD], submits=["C01"], whole=False,
        guards=[problem_noted, reasons_given, answered("C01")], within=working_days(3),
        tells=[WORKER, COMMUNITY],
    ), asked=[WORKER])
    requester_withdraws = move(
        [S.LEAD, S.SCREENING, S.INTAKE_REVIEW], S.CONSULTED, _("求助人撤回"), by=[WORKER],
        submits=["C01"], whole=False, tells=[HEAD],
    )
    submit_intake = move(
        S.SCREENING, S.INTAKE_REVIEW, _("提交接案"), by=[WORKER], submits=["C01", "C02", "D01"],
        guards=[consent_given, *ready("C01", "C02", "D01")], within=working_days(3),
        tells=[HEAD, SUPERVISOR],
    )
    return_intake = give_back(
        S.INTAKE_REVIEW, S.SCREENING, _("退回补正"), by=[HEAD, SUPERVISOR],
        decides="submit_intake", within=working_days(2), tells=[WORKER],
    )
    withdraw_intake = take_back(
        S.INTAKE_REVIEW, S.SCREENING, _("撤回接案"), withdraws="submit_intake",
        tells=[HEAD, SUPERVISOR],
    )
    approve_intake = approve(
        S.INTAKE_REVIEW, S.ASSESSING, _("批准接案并派主责"), by=[HEAD], decides="submit_intake",
        within=working_days(2), tells=[OWNER, SUPERVISOR],
    )

    # ── 预估 ──────────────────────────────────────────────────────────────────────────
    submit_assessment = move(
        S.ASSESSING, S.ASSESSMENT_REVIEW, _("提交预估"), by=[OWNER], submits=["C03"],
        guards=[*ready("C03"), risk_assessed, safety_plan], within=working_days(7, high=3),
        tells=[SUPERVISOR],
    )
    return_assessment = give_back(
        S.ASSESSMENT_REVIEW, S.ASSESSING, _("退回修改"), by=[SUPERVISOR],
        decides="submit_assessment", within=working_days(3), tells=[OWNER],
    )
    withdraw_assessment = take_back(
        S.ASSESSMENT_REVIEW, S.ASSESSING, _("撤回预估"), withdraws="submit_assessment",
        tells=[SUPERVISOR],
    )
    approve_assessment = approve(
        S.ASSESSMENT_REVIEW, S.PLANNING, _("通过预估"), by=[SUPERVISOR],
        decides="submit_assessment", within=working_days(3), tells=[OWNER],
    )

    # ── 计划 ──────────────────────────────────────────────────────────────────────────
    submit_plan = move(
        S.PLANNING, S.PLAN_REVIEW, _("提交计划"), by=[OWNER], submits=["C04"],
        guards=[*ready("C04"), goals_measurable, client_agrees], within=working_days(5),
        tells=[SUPERVISOR],
    )
    return_plan = give_back(
        S.PLAN_REVIEW, S.PLANNING, _("退回修改"), by=[SUPERVISOR, HEAD], decides="submit_plan",
        within=working_days(3), tells=[OWNER],
    )
    withdraw_plan = take_back(
        S.PLAN_REVIEW, S.PLANNING, _("撤回计划（首次）"), withdraws="submit_plan",
        tells=[SUPERVISOR],
    )
    approve_plan = in_order("approve_plan", approve(
        S.PLAN_REVIEW, S.INTERVENING, _("批准计划"), by=[SUPERVISOR], decides="submit_plan",
        within=working_days(3), tells=[OWNER],
    ), then=[HEAD], then_if=weighty)
