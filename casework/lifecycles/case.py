"""个案状态机. The handbook's table 4.1, row for row; a test compares the two.

Each row: from, to, what it is called; who; the forms it seals or what it decides on; what must be
so; how long one has, counted from arriving in the state; who is told.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from casework import followups, plans
from casework.approvals import in_force
from casework.lifecycles.base import NEW, SAME, Lifecycle, Stage, move
from casework.lifecycles.closing import (
    client_asked,
    client_told,
    nobody_parted,
    not_high_as_achieved,
    nothing_half_written,
    visits_planned,
)
from casework.lifecycles.consenting import Consenting
from casework.lifecycles.detours import Detours
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
from casework.lifecycles.leaving import accepted, calm, stays_with_us, unaccepted
from casework.lifecycles.rows import approve, give_back, in_order, on_request, reject, take_back
from casework.lifecycles.serving import (
    asks_for,
    box_complete,
    may_extend,
    not_urgent,
    review_concludes,
    review_due,
)
from casework.models import Case, Dossier
from casework.models.applications import EXTEND, REVISE
from casework.permissions import Who
from casework.workdays import working_days

S = Case.Status
OWNER, WORKER, SUPERVISOR, HEAD = Who.OWNER, Who.WORKER, Who.SUPERVISOR, Who.HEAD
DISTRICT, COMMUNITY, SYSTEM = Who.DISTRICT, Who.COMMUNITY, Who.SYSTEM
ALONG = Who.COLLABORATOR
PLANS = ["submit_plan", "revise_plan"]
SERVED = {S.INTERVENING, S.PLAN_REVIEW, S.MID_REVIEW}
SOON = working_days(3, since=_("服务后"))

first = Stage(lambda case: in_force(case, "C04") is None, _("本服务期还没有生效计划时才用。"))
planned = Stage(lambda case: in_force(case, "C04") is not None, _("本服务期须有生效计划。"))
followed = Stage(followups.is_planned, _("结案报告里须有跟进计划。"))
unfollowed = Stage(lambda case: not followups.is_planned(case), _("有跟进计划的，先完成回访。"))
visiting = Stage(lambda case: bool(followups.left(case)), _("计划的回访都做完了。"))
visited = Stage(lambda case: not followups.left(case), _("还有计划的回访没有做。"))


def weighty(case: Dossier) -> bool:
    """高风险、重点案: the plan needs the head's signature after the supervisor's."""
    key = case.level in {Dossier.Level.KEY, Dossier.Level.MANAGED}
    return key or case.risk == Dossier.Risk.HIGH


def review_days(case: Case) -> list[date]:
    """阶段评估: as the plan says, and every three months; nothing while closing."""
    day = plans.review_day(case) if case.status in SERVED else None
    return [day] if day else []


def service_ends(case: Case) -> list[date]:
    """服务期满: by then the case is closed, or extended."""
    return [case.served_until] if case.served_until and case.status in SERVED else []


def visit_days(case: Case) -> list[date]:
    """回访: as the closure report plans them."""
    return [visit.due_on for visit in followups.left(case)] if case.status == S.FOLLOWING else []


def waiting_reviews(case: Case) -> list[date]:
    waits = case.waits_until if case.status == S.WAITLISTED else None
    return [waits] if waits else []


# fmt: off
class CaseLifecycle(Detours, Consenting, Lifecycle):
    key, name = "case", _("个案状态机 Case")
    states = S
    state = fsm.State(S, default=S.LEAD)
    final = frozenset({S.DECLINED, S.CONSULTED, S.REFERRED, S.ARCHIVED})
    steps = {
        "接案": [
            *(S.LEAD, S.SCREENING, S.WAITLISTED, S.INTAKE_REVIEW, S.REFERRED_OUT),
            *(S.DECLINED, S.CONSULTED, S.REFERRED),
        ],
        "预估": [S.ASSESSING, S.ASSESSMENT_REVIEW, S.REOPENED],
        "计划": [S.PLANNING, S.PLAN_REVIEW],
        "服务": [S.INTERVENING, S.SUSPENDED],
        "评估": [S.MID_REVIEW, S.CLOSING],
        "结案": [S.CLOSURE_REVIEW, S.CLOSED],
        "跟进": [S.FOLLOWING, S.ARCHIVED],
    }

    def step(self) -> int:
        """A plan that replaces another is part of the service, and so is an accepted case that
        is being handed on (handbook 4, rule 9)."""
        case = self.dossier
        revising = case.status == S.PLAN_REVIEW and planned.check(case)
        leaving = case.status == S.REFERRED_OUT and accepted.check(case)
        return self.step_of(S.INTERVENING) if revising or leaving else super().step()

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
    requester_withdraws = [
        move(
            [S.LEAD, S.SCREENING, S.WAITLISTED, S.INTAKE_REVIEW], S.CONSULTED, _("求助人撤回"),
            by=[WORKER], submits=["C01"], whole=False, edits=False, tells=[HEAD],
        ),
        move(
            S.REFERRED_OUT, S.CONSULTED, _("求助人撤回（未立案）"), by=[WORKER],
            submits=["C10"], whole=False, edits=False, when=unaccepted, tells=[HEAD],
        ),
    ]
    waitlist = move(
        S.SCREENING, S.WAITLISTED, _("轮候"), by=[HEAD], submits=["C01"], whole=False,
        edits=False, guards=[problem_noted, not_urgent], within=working_days(10, since=_("每")),
        tells=[WORKER],
    )
    keep_waiting = move(
        S.WAITLISTED, SAME, _("复核：继续轮候"), by=[HEAD], due=waiting_reviews, tells=[WORKER],
    )
    recall = move(S.WAITLISTED, S.SCREENING, _("轮候唤回"), by=[HEAD], tells=[WORKER])
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
        guards=[consent_given], within=working_days(2), tells=[OWNER, SUPERVISOR],
    )

    # ── 预估 ──────────────────────────────────────────────────────────────────────────
    submit_assessment = move(
        S.ASSESSING, S.ASSESSMENT_REVIEW, _("提交预估"), by=[OWNER], submits=["C03", "D02"],
        guards=[*ready("C03", "D02"), risk_assessed, safety_plan], within=working_days(7, high=3),
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
        when=first, within=working_days(3), tells=[OWNER],
    )
    withdraw_plan = take_back(
        S.PLAN_REVIEW, S.PLANNING, _("撤回计划（首次）"), withdraws="submit_plan", when=first,
        tells=[SUPERVISOR],
    )
    approve_plan = in_order("approve_plan", approve(
        S.PLAN_REVIEW, S.INTERVENING, _("批准计划"), by=[SUPERVISOR], decides=PLANS,
        within=working_days(3), tells=[OWNER],
    ), then=[HEAD], then_if=weighty)
    return_revision = give_back(
        S.PLAN_REVIEW, S.INTERVENING, _("退回变更（原计划继续有效）"), by=[SUPERVISOR, HEAD],
        decides="revise_plan", when=planned, within=working_days(3), tells=[OWNER],
    )
    withdraw_revision = take_back(
        S.PLAN_REVIEW, S.INTERVENING, _("撤回计划变更"), withdraws="revise_plan", when=planned,
        tells=[SUPERVISOR],
    )

    # ── 服务 ──────────────────────────────────────────────────────────────────────────
    add_session = [
        move(
            [S.INTERVENING, S.MID_REVIEW], SAME, _("记录服务"), by=[OWNER, ALONG],
            submits=["C05"], guards=ready("C05"), when=planned, within=SOON,
        ),
        move(
            S.PLAN_REVIEW, SAME, _("记录服务（计划变更待批期间）"), by=[OWNER, ALONG],
            submits=["C05"], guards=ready("C05"), when=planned, within=SOON,
        ),
        move(
            S.CLOSING, SAME, _("记录服务（结案巩固）"), by=[OWNER, ALONG],
            submits=["C05"], guards=ready("C05"), within=SOON,
        ),
        move(
            S.CLOSURE_REVIEW, SAME, _("记录服务（待批期间）"), by=[OWNER, ALONG],
            submits=["C05"], guards=ready("C05"), within=SOON,
        ),
    ]
    revise_plan = move(
        S.INTERVENING, S.PLAN_REVIEW, _("计划变更"), by=[OWNER], submits=["C04", "C14"],
        guards=[*ready("C04", "C14"), goals_measurable, client_agrees, asks_for(REVISE)],
        within=working_days(3, since=_("提出后")), tells=[SUPERVISOR],
    )
    extend = on_request("extend", move(
        S.INTERVENING, SAME, _("延期"), by=[SUPERVISOR], submits=["C14"],
        guards=[*ready("C14"), asks_for(EXTEND), may_extend],
        within=working_days(3, since=_("申请后")), tells=[OWNER],
    ), asked=[OWNER])

    # ── 评估 ──────────────────────────────────────────────────────────────────────────
    submit_midterm = move(
        S.INTERVENING, S.MID_REVIEW, _("提交阶段评估"), by=[OWNER], submits=["C07"],
        guards=[*ready("C07"), review_due], within=working_days(5, since=_("到期日±")),
        due=review_days, tells=[SUPERVISOR],
    )
    return_midterm = give_back(
        S.MID_REVIEW, S.INTERVENING, _("退回修改"), by=[SUPERVISOR], decides="submit_midterm",
        within=working_days(3), tells=[OWNER],
    )
    withdraw_midterm = take_back(
        S.MID_REVIEW, S.INTERVENING, _("撤回阶段评估"), withdraws="submit_midterm",
        tells=[SUPERVISOR],
    )
    approve_midterm = approve(
        S.MID_REVIEW, S.INTERVENING, _("批准：继续服务"), by=[SUPERVISOR],
        decides="submit_midterm", guards=[review_concludes(closing=False)],
        within=working_days(3), tells=[OWNER],
    )
    approve_midterm_close = approve(
        S.MID_REVIEW, S.CLOSING, _("批准：转入结案"), by=[SUPERVISOR], decides="submit_midterm",
        guards=[review_concludes(closing=True), calm], within=working_days(3), tells=[OWNER],
    )

    # ── 结案 ──────────────────────────────────────────────────────────────────────────
    start_close = move(
        S.INTERVENING, S.CLOSING, _("启动结案评估"), by=[OWNER], guards=[calm],
        due=service_ends, tells=[SUPERVISOR],
    )
    withdraw_close = [
        move(
            S.CLOSING, S.INTERVENING, _("撤回结案启动"), by=[OWNER], guards=[stays_with_us],
            when=planned, tells=[SUPERVISOR],
        ),
        move(
            S.CLOSING, S.ASSESSING, _("撤回结案启动（计划前）"), by=[OWNER], when=first,
            tells=[SUPERVISOR],
        ),
    ]
    submit_closure = move(
        S.CLOSING, S.CLOSURE_REVIEW, _("提交结案"), by=[OWNER], submits=["C08", "C09"],
        guards=[
            nothing_half_written, *ready("C08", "C09"), client_told, client_asked,
            visits_planned, not_high_as_achieved, calm,
        ],
        within=working_days(7), tells=[SUPERVISOR, HEAD],
    )
    return_closure = give_back(
        S.CLOSURE_REVIEW, S.CLOSING, _("退回补充"), by=[SUPERVISOR, HEAD],
        decides="submit_closure", within=working_days(5), tells=[OWNER],
    )
    withdraw_closure = take_back(
        S.CLOSURE_REVIEW, S.CLOSING, _("撤回结案"), withdraws="submit_closure",
        tells=[SUPERVISOR, HEAD],
    )
    reject_close = reject(
        S.CLOSURE_REVIEW, S.INTERVENING, _("不同意结案"), by=[SUPERVISOR],
        decides="submit_closure", when=planned, guards=[nobody_parted],
        within=working_days(5), tells=[OWNER],
    )
    approve_closure = in_order("approve_closure", approve(
        S.CLOSURE_REVIEW, S.CLOSED, _("批准结案"), by=[SUPERVISOR], decides="submit_closure",
        guards=[not_high_as_achieved, calm], within=working_days(5), tells=[OWNER, COMMUNITY],
    ), then=[HEAD])

    # ── 跟进 ──────────────────────────────────────────────────────────────────────────
    start_followup = move(
        S.CLOSED, S.FOLLOWING, _("跟进"), by=[SYSTEM], when=followed, tells=[OWNER],
    )
    add_followup = move(
        S.FOLLOWING, SAME, _("记录回访"), by=[OWNER], submits=["C11"], guards=ready("C11"),
        when=visiting, within=working_days(3, since=_("回访后")), due=visit_days,
    )
    finish_followup = on_request("finish_followup", move(
        S.FOLLOWING, S.ARCHIVED, _("跟进结束归档"), by=[HEAD], submits=["C16"],
        guards=[*ready("C16"), box_complete], when=visited, within=working_days(15),
        tells=[OWNER],
    ), asked=[OWNER])
    archive_no_followup = move(
        S.CLOSED, S.ARCHIVED, _("无须跟进归档"), by=[HEAD], submits=["C16"],
        guards=[*ready("C16"), box_complete], when=unfollowed, within=working_days(15),
    )
