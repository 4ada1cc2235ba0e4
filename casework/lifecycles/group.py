"""小组状态机. The handbook's table 4.4, row for row; a test compares the two.

Whoever works along (协作社工) writes what a session leaves behind; what is decided on, the owner
hands in. Days before and after a session are planned by the record, not counted from a state.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from casework.group_records import (
    completing_days,
    dropout_days,
    followup_days,
    has_budget,
    listing_days,
    opening_days,
    pause_ends,
    plan_days,
    record_days,
    session_plan_days,
)
from casework.lifecycles.base import NEW, SAME, Lifecycle, move
from casework.lifecycles.grouping import (
    attendance_whole,
    closed_group,
    contract_signed,
    dwindling,
    enough_members,
    enough_sessions,
    everybody_listed,
    first_planned,
    followed,
    goals_measured,
    measured,
    members_known,
    no_draft_session,
    not_followed,
    not_postponed,
    not_too_many,
    others_answered,
    session_ahead,
    session_held,
    session_planned,
    starts_ahead,
    too_few,
    within_plan,
)
from casework.lifecycles.guards import ready
from casework.lifecycles.rows import approve, give_back, in_order, on_request, take_back
from casework.lifecycles.serving import box_complete
from casework.models import Group
from casework.permissions import Who
from casework.workdays import days, working_days

S = Group.Status
OWNER, WORKER, SUPERVISOR, HEAD = Who.OWNER, Who.WORKER, Who.SUPERVISOR, Who.HEAD
ALONG, OBSERVER, SYSTEM = Who.COLLABORATOR, Who.OBSERVER, Who.SYSTEM
BRIEF: dict[str, Any] = {"submits": ["C14"], "whole": False, "edits": False}  # drawn up from words
AS_IT_STANDS: dict[str, Any] = {"submits": ["G03"], "whole": False, "edits": False}


# fmt: off
class GroupLifecycle(Lifecycle):
    key, name = "group", _("小组状态机 Group")
    states = S
    state = fsm.State(S, default=S.DRAFT)
    final = frozenset({S.ARCHIVED, S.CANCELLED})
    steps = {  # the five phases of MZ/T 095, and what comes after
        "筹备": [S.DRAFT, S.PLAN_REVIEW, S.RECRUITING, S.READY, S.CANCELLED],
        "形成": [S.RUNNING, S.PAUSED],
        "转折": [],
        "成熟": [],
        "结束": [S.EVALUATING, S.REPORT_REVIEW, S.FINISHED],
        "跟进": [S.FOLLOWING, S.ARCHIVED],
    }

    def step(self) -> int:
        """Between its first session and its last a group is where its last record says."""
        group: Any = self.dossier
        if group.status not in {S.RUNNING, S.PAUSED}:
            return super().step()
        phases = [f"{each}期" for each in self.steps]
        return max(phases.index(group.phase), 1) if group.phase in phases else 1

    # ── 筹备 ──────────────────────────────────────────────────────────────────────────
    set_up = move(NEW, S.DRAFT, _("立组"), by=[WORKER])
    submit_plan = move(
        S.DRAFT, S.PLAN_REVIEW, _("提交计划书"), by=[OWNER], submits=["G01", "G02"],
        guards=[*ready("G01", "G02"), goals_measured, starts_ahead],
        within=days(7, since=_("首节前≥")), due=plan_days, tells=[SUPERVISOR, HEAD],
    )
    cancel = [
        move(S.DRAFT, S.CANCELLED, _("取消（未报批）"), by=[OWNER], tells=[SUPERVISOR]),
        move(
            S.RECRUITING, S.CANCELLED, _("取消"), by=[HEAD], **AS_IT_STANDS, guards=[too_few],
            tells=[OWNER, SUPERVISOR],
        ),
        move(
            S.READY, S.CANCELLED, _("取消（开组前）"), by=[HEAD], **AS_IT_STANDS,
            tells=[OWNER, SUPERVISOR],
        ),
    ]
    withdraw_plan = take_back(
        S.PLAN_REVIEW, S.DRAFT, _("撤回计划书"), withdraws="submit_plan", tells=[SUPERVISOR],
    )
    return_plan = give_back(
        S.PLAN_REVIEW, S.DRAFT, _("退回修改"), by=[SUPERVISOR, HEAD], decides="submit_plan",
        within=working_days(3), tells=[OWNER],
    )
    approve_plan = in_order("approve_plan", approve(
        S.PLAN_REVIEW, S.RECRUITING, _("批准"), by=[SUPERVISOR], decides="submit_plan",
        within=working_days(3), tells=[OWNER],
    ), then=[HEAD], then_if=has_budget)
    confirm_members = move(
        S.RECRUITING, S.READY, _("确认名单"), by=[OWNER], submits=["G03"],
        guards=[*ready("G03"), enough_members, not_too_many, others_answered],
        due=listing_days, tells=[SUPERVISOR],
    )
    postpone = move(
        S.RECRUITING, SAME, _("延期开组"), by=[HEAD], guards=[too_few, not_postponed],
        tells=[OWNER, SUPERVISOR],
    )

    # ── 开组, 各节 ────────────────────────────────────────────────────────────────────
    open = move(
        S.READY, S.RUNNING, _("开组（第1节）"), by=[OWNER], submits=["G04"],
        guards=[*ready("G04"), contract_signed, members_known, first_planned],
        due=opening_days, tells=[SUPERVISOR],
    )
    plan_session = move(
        [S.READY, S.RUNNING], SAME, _("提交单节计划"), by=[OWNER, ALONG], submits=["G05"],
        guards=[*ready("G05"), session_ahead], within=days(3, since=_("每节前≥")),
        due=session_plan_days,
    )
    complete_session = move(
        S.RUNNING, SAME, _("完成一节"), by=[OWNER, ALONG], submits=["G06", "G07"],
        guards=[
            *ready("G06", "G07"), within_plan, session_planned, session_held, everybody_listed,
        ],
        within=working_days(3, since=_("节后")), due=record_days, tells=[SUPERVISOR],
    )
    add_observation = move(
        [S.RUNNING, S.EVALUATING], SAME, _("记录观察"), by=[OWNER, ALONG, OBSERVER],
        submits=["G08"], guards=ready("G08"), tells=[OWNER],
    )
    sign_contract = move(
        S.RUNNING, SAME, _("补签契约、改影像授权"), by=[OWNER], submits=["G04"],
        guards=[*ready("G04"), members_known],
    )
    member_change = move(S.RUNNING, SAME, _("组员退出/加入"), by=[OWNER], tells=[SUPERVISOR])
    admit_member = on_request("admit_member", move(
        S.RUNNING, SAME, _("封闭组加入组员"), by=[SUPERVISOR], **BRIEF, when=closed_group,
        within=working_days(3, since=_("申请后")), tells=[OWNER],
    ), asked=[OWNER])
    change_sessions = on_request("change_sessions", move(
        [S.READY, S.RUNNING], SAME, _("增减节数"), by=[SUPERVISOR], **BRIEF,
        within=working_days(3, since=_("申请后")), tells=[OWNER],
    ), asked=[OWNER])
    review_dropout = move(
        S.RUNNING, SAME, _("写流失分析"), by=[OWNER], when=dwindling,
        within=working_days(3, since=_("流失超过四成后")), due=dropout_days, tells=[SUPERVISOR],
    )
    pause = on_request("pause", move(
        S.RUNNING, S.PAUSED, _("暂停"), by=[SUPERVISOR], **BRIEF, tells=[OWNER, HEAD],
    ), asked=[OWNER])
    resume = move(
        S.PAUSED, S.RUNNING, _("恢复"), by=[SUPERVISOR], **BRIEF, due=pause_ends, tells=[OWNER],
    )
    abort = on_request("abort", move(
        [S.RUNNING, S.PAUSED], S.EVALUATING, _("提前终止"), by=[HEAD], **BRIEF, tells=[OWNER],
    ), asked=[SUPERVISOR])

    # ── 结束, 总结 ────────────────────────────────────────────────────────────────────
    complete = move(
        S.RUNNING, S.EVALUATING, _("末节完成"), by=[OWNER], submits=["G09"],
        guards=[*ready("G09"), enough_sessions, no_draft_session], due=completing_days,
        tells=[SUPERVISOR],
    )
    measure = move(
        S.EVALUATING, SAME, _("补录前后测、满意度"), by=[OWNER], submits=["G09"],
        guards=ready("G09"),
    )
    submit_report = move(
        S.EVALUATING, S.REPORT_REVIEW, _("提交总结"), by=[OWNER], submits=["G10"],
        guards=[*ready("G10"), attendance_whole, measured], within=working_days(10),
        tells=[SUPERVISOR],
    )
    return_report = give_back(
        S.REPORT_REVIEW, S.EVALUATING, _("退回"), by=[SUPERVISOR, HEAD], decides="submit_report",
        within=working_days(5), tells=[OWNER],
    )
    withdraw_report = take_back(
        S.REPORT_REVIEW, S.EVALUATING, _("撤回总结"), withdraws="submit_report",
        tells=[SUPERVISOR],
    )
    approve_report = in_order("approve_report", approve(
        S.REPORT_REVIEW, S.FINISHED, _("批准"), by=[SUPERVISOR], decides="submit_report",
        within=working_days(5), tells=[OWNER, HEAD],
    ), then=[HEAD])

    # ── 跟进 ──────────────────────────────────────────────────────────────────────────
    start_followup = move(S.FINISHED, S.FOLLOWING, _("跟进"), by=[SYSTEM], tells=[OWNER])
    add_followup = move(
        S.FOLLOWING, SAME, _("记录跟进"), by=[OWNER], submits=["G11"], guards=ready("G11"),
        when=not_followed, due=followup_days, tells=[SUPERVISOR],
    )
    archive = on_request("archive", move(
        S.FOLLOWING, S.ARCHIVED, _("归档"), by=[HEAD], submits=["C16"],
        guards=[*ready("C16"), box_complete], when=followed, within=working_days(15),
    ), asked=[OWNER])
