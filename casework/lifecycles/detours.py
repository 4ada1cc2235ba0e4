"""个案状态机, the rows off the main way: 转介, 暂停, 终止, 重开, 紧急服务 (handbook 4.1, 4.13)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import supervision
from casework.approvals import in_force
from casework.lifecycles.base import NEW, SAME, Stage, move
from casework.lifecycles.guards import ready, risk_assessed, safety_plan
from casework.lifecycles.leaving import (
    accepted,
    calm,
    emergency,
    may_suspend,
    not_taken,
    receipt_accepted,
    referral_agreed,
    unaccepted,
    within_six_months,
)
from casework.lifecycles.rows import both, named, on_request
from casework.lifecycles.serving import asks_for
from casework.models import Case
from casework.models.applications import RESUME, SUSPEND
from casework.permissions import Who
from casework.workdays import days, hours, working_days

S = Case.Status
OWNER, WORKER, SUPERVISOR, HEAD = Who.OWNER, Who.WORKER, Who.SUPERVISOR, Who.HEAD
UNDER_WAY = [  # where a case may be ended before its time
    *(S.ASSESSING, S.ASSESSMENT_REVIEW, S.PLANNING, S.PLAN_REVIEW),
    *(S.INTERVENING, S.MID_REVIEW, S.SUSPENDED, S.REOPENED),
]
AT_WORK = [*UNDER_WAY, S.CLOSING, S.CLOSURE_REVIEW, S.CLOSED, S.FOLLOWING]
ACCEPTED = [*AT_WORK, S.REFERRED_OUT]  # where what a supervision left to do may be done
WITHOUT_PLAN = [S.ASSESSING, S.ASSESSMENT_REVIEW, S.PLANNING, S.PLAN_REVIEW]
ELSEWHERE = [
    *(S.FOLLOWING, S.CLOSED, S.REOPENED, S.SUSPENDED, S.REFERRED_OUT),
    *(S.INTAKE_REVIEW, S.WAITLISTED, S.SCREENING, S.LEAD),
]
unplanned_emergency = both(
    Stage(emergency.check, emergency.says),
    lambda case: in_force(case, "C04") is None,
    emergency.says,
)
BRIEF: dict[str, Any] = {"submits": ["C14"], "whole": False, "edits": False}  # drawn up from words


def lies_with(hands: str) -> Stage:
    """Whether a supervision left something to do that lies with somebody."""
    return Stage(
        lambda case: bool(supervision.open_items(case, hands)),
        _("督导没有交办给你、还没办好的事项。"),
    )


def suspension_ends(case: Case) -> list[date]:
    """By then it is resumed, or turned to closing."""
    until = case.suspended_until if case.status == S.SUSPENDED else None
    return [until] if until else []


def _reopening(source: str, label: Any) -> Any:
    return move(
        source, S.REOPENED, label, by=[HEAD], **BRIEF, guards=[within_six_months],
        within=working_days(2, since=_("申请后")), tells=[WORKER, SUPERVISOR],
    )  # fmt: skip


def _urgent(sources: Sequence[str], label: Any, when: Stage) -> Any:
    return move(
        sources, SAME, label, by=[OWNER, WORKER, SUPERVISOR], submits=["C05"],
        guards=ready("C05"), when=when, within=hours(24, since=_("服务后")), tells=[SUPERVISOR],
    )  # fmt: skip


# fmt: off
class Detours:
    # ── 转介 ──────────────────────────────────────────────────────────────────────────
    refer_out = on_request("refer_out", move(
        S.SCREENING, S.REFERRED_OUT, _("转介"), by=[HEAD], submits=["C10"],
        guards=[*ready("C10"), referral_agreed], within=working_days(2, since=_("决定后")),
        tells=[WORKER],
    ), asked=[WORKER])
    referral_done = move(
        S.REFERRED_OUT, S.REFERRED, _("转介办结（未立案）"), by=[WORKER], submits=["C10"],
        guards=[*ready("C10"), receipt_accepted], when=unaccepted, within=working_days(15),
        tells=[HEAD],
    )
    referral_accepted = move(
        S.REFERRED_OUT, S.CLOSING, _("转介被接收，转入结案"), by=[WORKER], submits=["C10"],
        guards=[*ready("C10"), receipt_accepted], when=accepted, within=working_days(15),
        tells=[HEAD],
    )
    referral_failed = [
        move(
            S.REFERRED_OUT, S.SCREENING, _("被拒/撤回（未立案）"), by=[WORKER], submits=["C10"],
            guards=[*ready("C10"), not_taken], when=unaccepted,
            within=working_days(2, since=_("回执后")), tells=[HEAD],
        ),
        move(
            S.REFERRED_OUT, S.INTERVENING, _("被拒/撤回（已立案）"), by=[WORKER],
            submits=["C10"], guards=[*ready("C10"), not_taken], when=accepted,
            within=working_days(2, since=_("回执后")), tells=[SUPERVISOR],
        ),
    ]
    refer_mid = on_request("refer_mid", move(
        S.INTERVENING, S.REFERRED_OUT, _("中途转介"), by=[SUPERVISOR], submits=["C10"],
        guards=[*ready("C10"), referral_agreed], within=working_days(2, since=_("决定后")),
        tells=[OWNER],
    ), asked=[OWNER])
    refer_partial = on_request("refer_partial", move(
        S.INTERVENING, SAME, _("部分转介（本案继续）"), by=[SUPERVISOR], submits=["C10"],
        guards=[*ready("C10"), referral_agreed], within=working_days(2, since=_("决定后")),
        tells=[OWNER],
    ), asked=[OWNER])

    # ── 暂停 ──────────────────────────────────────────────────────────────────────────
    suspend = on_request("suspend", move(
        S.INTERVENING, S.SUSPENDED, _("暂停"), by=[SUPERVISOR], submits=["C14"],
        guards=[*ready("C14"), asks_for(SUSPEND), may_suspend], tells=[OWNER, HEAD],
    ), asked=[OWNER], still=[calm])
    resume = on_request("resume", move(
        S.SUSPENDED, S.INTERVENING, _("恢复"), by=[SUPERVISOR], submits=["C14", "C03"],
        guards=[*ready("C14", "C03"), asks_for(RESUME), risk_assessed, safety_plan],
        within=working_days(5, since=_("期满前")), due=suspension_ends, tells=[OWNER],
    ), asked=[OWNER])
    close_from_suspend = move(
        S.SUSPENDED, S.CLOSING, _("暂停期满转结案"), by=[HEAD], **BRIEF,
        within=days(60, since=_("暂停至多")), tells=[WORKER],
    )

    # ── 终止 ──────────────────────────────────────────────────────────────────────────
    client_ends = [
        move(
            UNDER_WAY, S.CLOSING, _("服务对象要求终止"), by=[OWNER], **BRIEF,
            tells=[SUPERVISOR, HEAD],
        ),
        move(
            S.REFERRED_OUT, S.CLOSING, _("服务对象要求终止（已立案）"), by=[OWNER], **BRIEF,
            when=accepted, tells=[SUPERVISOR, HEAD],
        ),
    ]
    abort = on_request("abort", move(
        UNDER_WAY, S.CLOSING, _("终止（死亡、迁出、失联、入狱入院、机构原因）"),
        by=[SUPERVISOR], **BRIEF, within=working_days(10, since=_("发生后")), tells=[OWNER],
    ), asked=[OWNER])

    # ── 重开, 再求助 ──────────────────────────────────────────────────────────────────
    reopen = [
        *on_request("reopen", _reopening(S.FOLLOWING, _("重开")), asked=[WORKER]),
        *on_request("reopen", _reopening(S.CLOSED, _("重开（跟进前）")), asked=[WORKER]),
        named("reopen", _reopening(S.ARCHIVED, _("重开（已归档）"))),
    ]
    reassess = move(
        S.REOPENED, S.ASSESSING, _("重新预估"), by=[OWNER], within=working_days(7),
        tells=[SUPERVISOR],
    )
    new_episode = move(
        NEW, S.LEAD, _("归档后再求助"), by=[WORKER], submits=["C01"], whole=False, tells=[HEAD],
    )

    # ── 督导, 会诊 ────────────────────────────────────────────────────────────────────
    add_supervision = move(
        AT_WORK, SAME, _("记录督导"), by=[SUPERVISOR], submits=["C06"], guards=ready("C06"),
        within=working_days(5, since=_("督导后")), tells=[OWNER],
    )
    finish_action = move(
        ACCEPTED, SAME, _("督导交办"), by=[OWNER], when=lies_with(supervision.OWNER),
        due=supervision.days_with(supervision.OWNER), tells=[SUPERVISOR],
    )
    finish_own_action = move(
        ACCEPTED, SAME, _("督导交办（督导自己的）"), by=[SUPERVISOR],
        when=lies_with(supervision.SUPERVISOR),
        due=supervision.days_with(supervision.SUPERVISOR), tells=[OWNER],
    )
    add_conference = move(
        AT_WORK, SAME, _("记录会诊"), by=[OWNER, HEAD], submits=["C13"], guards=ready("C13"),
        within=working_days(3, since=_("会后")), tells=[SUPERVISOR],
    )

    # ── 紧急 ──────────────────────────────────────────────────────────────────────────
    emergency_session = [
        _urgent(WITHOUT_PLAN, _("紧急服务记录（计划前）"), unplanned_emergency),
        _urgent(ELSEWHERE, _("紧急服务记录"), emergency),
    ]
