"""项目状态机, from the start to the archive: 月度累计, 结转, 变更, 评估, 结项 (handbook 4.5)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import periods, rectifying
from casework.approvals import endorsed, pending
from casework.lifecycles.base import SAME, Stage, move
from casework.lifecycles.evaluating import (
    all_answered,
    before_as_approved,
    big,
    carried_over,
    change_balanced,
    conditions_met,
    due_to_be_paid,
    faults_named,
    filing,
    graded_passed,
    half_time,
    handed_over,
    last_month,
    nothing_hangs,
    period_dated,
    to_answer,
    ways_chosen,
)
from casework.lifecycles.guards import ready
from casework.lifecycles.rows import approve, both, give_back, in_order, reject, take_back
from casework.lifecycles.serving import box_complete
from casework.models import Project
from casework.permissions import Who
from casework.workdays import days, months, working_days

S = Project.Status
OWNER, HEAD = Who.OWNER, Who.HEAD
AGENCY, DISTRICT, CIVIL, STREET = Who.AGENCY, Who.DISTRICT, Who.CIVIL, Who.STREET
FINANCE, EVALUATOR = Who.FINANCE, Who.EVALUATOR
ALL = [OWNER, HEAD, AGENCY, DISTRICT, CIVIL, STREET, FINANCE]  # 各方
CHANGE, GRADE, CLOSING = "request_change", "evaluate", "submit_closing"
BRIEF: dict[str, Any] = {"submits": ["P07"], "whole": False, "edits": False}  # drawn up from words
MONTHLY = [
    *(S.IMPLEMENTING, S.MIDTERM, S.RECTIFYING, S.CHANGING, S.FINAL_EVAL, S.FINAL_RECTIFYING),
]
PAID_IN = [S.CONTRACTED, *MONTHLY, S.SUSPENDED, S.CLOSING, S.CLOSED]

ungraded = Stage(lambda p: pending(p, GRADE) is None, _("评定已经提交，等区民政确认。"))
graded = Stage(lambda p: pending(p, GRADE) is not None, _("须先由评估方提交评定。"))
unclosed = Stage(lambda p: pending(p, CLOSING) is None, _("结项材料已经提交，等验收。"))
handed_in = Stage(lambda p: pending(p, CLOSING) is not None, _("须先由项目负责人提交结项材料。"))
unsigned = both(big, lambda p: not endorsed(p, CHANGE), _("机构已经签署同意，由区民政决定。"))


def _carrying(source: str, **cells: Any) -> Any:
    return move(
        source, SAME, _("安排结转"), by=[HEAD], submits=["P11"],
        guards=[*ready("P11"), ways_chosen], tells=[OWNER, DISTRICT, AGENCY, CIVIL], **cells,
    )  # fmt: skip


def _ending(source: Any, label: Any) -> Any:
    return move(source, S.TERMINATED, label, by=[CIVIL], **BRIEF, tells=ALL)


# fmt: off
class Running:
    # ── 每月, 拨付, 结转 ──────────────────────────────────────────────────────────────
    progress = move(
        MONTHLY, SAME, _("月度累计"), by=[OWNER], submits=["P05"], guards=ready("P05"),
        when=filing, due=periods.month_ends, tells=[HEAD],
    )
    pay = move(
        PAID_IN, SAME, _("登记拨付"), by=[CIVIL, FINANCE], when=due_to_be_paid,
        tells=[OWNER, AGENCY, FINANCE],
    )
    choose_way = move(
        [S.IMPLEMENTING, S.FINAL_EVAL, S.CLOSING, S.TERMINATED], SAME, _("定去向"), by=[HEAD],
        tells=[OWNER],
    )
    carry_over = [
        _carrying(
            S.IMPLEMENTING, within=days(60, since=_("期满前")), due=periods.carrying_days,
        ),
        _carrying(S.FINAL_EVAL, due=periods.carrying_days),
        _carrying(S.CLOSING, due=periods.carrying_days),
    ]

    hand_on = move(
        S.TERMINATED, SAME, _("移交在案清单"), by=[HEAD], submits=["P11"],
        guards=[*ready("P11"), handed_over], tells=[OWNER, DISTRICT, AGENCY, CIVIL],
    )

    # ── 变更, 暂停, 终止 ──────────────────────────────────────────────────────────────
    request_change = move(
        S.IMPLEMENTING, S.CHANGING, _("申请变更"), by=[OWNER], submits=["P07"],
        guards=[*ready("P07"), before_as_approved, change_balanced, period_dated],
        tells=[AGENCY, CIVIL],
    )
    decide_change = in_order("decide_change", approve(
        S.CHANGING, S.IMPLEMENTING, _("批准/不同意"), by=[AGENCY], decides=CHANGE,
        within=working_days(10), tells=[OWNER, HEAD, CIVIL],
    ), then=[CIVIL], then_if=big.check, first="endorse_change", label=_("同意，报区民政"))
    refuse_change = reject(
        S.CHANGING, S.IMPLEMENTING, _("机构不同意变更"), by=[AGENCY], decides=CHANGE,
        when=unsigned, within=working_days(10), tells=[OWNER, HEAD],
    )
    withdraw_change = take_back(
        S.CHANGING, S.IMPLEMENTING, _("撤回变更申请"), withdraws=CHANGE, tells=[AGENCY],
    )
    suspend = move(S.IMPLEMENTING, S.SUSPENDED, _("暂停"), by=[CIVIL, AGENCY], **BRIEF, tells=ALL)
    resume = move(S.SUSPENDED, S.IMPLEMENTING, _("恢复"), by=[CIVIL], **BRIEF, tells=ALL)
    terminate = [
        _ending(S.APPROVED, _("终止（未签约）")),
        _ending(S.CONTRACTED, _("终止（未启动）")),
        _ending([S.RECTIFYING, S.IMPLEMENTING, S.SUSPENDED], _("终止")),
    ]

    # ── 中期 ──────────────────────────────────────────────────────────────────────────
    start_midterm = move(
        S.IMPLEMENTING, S.MIDTERM, _("中期评估"), by=[DISTRICT, EVALUATOR], guards=[half_time],
        within=months(1, since="±"), due=periods.midterm_days, tells=[OWNER, HEAD, EVALUATOR],
    )
    pass_midterm = move(
        S.MIDTERM, S.IMPLEMENTING, _("通过"), by=[EVALUATOR, DISTRICT], submits=["P06"],
        guards=[*ready("P06"), graded_passed, all_answered], within=working_days(15),
        tells=[OWNER, HEAD, FINANCE, CIVIL],
    )
    need_fix = move(
        S.MIDTERM, S.RECTIFYING, _("限期整改"), by=[EVALUATOR, CIVIL], submits=["P06"],
        guards=[*ready("P06"), faults_named], within=days(30, since=_("整改期")),
        tells=[OWNER, HEAD, DISTRICT],
    )
    answer_item = move(
        [S.RECTIFYING, S.FINAL_RECTIFYING], SAME, _("答复整改项"), by=[OWNER], when=to_answer,
        due=rectifying.answer_days, tells=[HEAD],
    )
    recheck = move(
        S.RECTIFYING, S.MIDTERM, _("提交整改复查"), by=[OWNER], submits=["P06"], whole=False,
        edits=False, guards=[all_answered], tells=[EVALUATOR, DISTRICT],
    )

    # ── 末期 ──────────────────────────────────────────────────────────────────────────
    start_final = move(
        S.IMPLEMENTING, S.FINAL_EVAL, _("末期评估"), by=[DISTRICT, EVALUATOR],
        guards=[last_month], due=periods.final_days, tells=[OWNER, HEAD, EVALUATOR],
    )
    assess_oneself = move(
        S.FINAL_EVAL, SAME, _("写自评"), by=[OWNER], when=ungraded, tells=[EVALUATOR],
    )
    evaluate = move(
        S.FINAL_EVAL, SAME, _("提交评定"), by=[EVALUATOR], submits=["P08"],
        guards=[*ready("P08"), all_answered], when=ungraded, within=working_days(20),
        tells=[CIVIL],
    )
    grade = approve(
        S.FINAL_EVAL, S.CLOSING, _("评定等级"), by=[CIVIL], decides=GRADE, when=graded,
        within=working_days(20), tells=[OWNER, HEAD, AGENCY, FINANCE],
    )
    return_grade = give_back(
        S.FINAL_EVAL, SAME, _("退回评定"), by=[CIVIL], decides=GRADE, when=graded,
        tells=[EVALUATOR],
    )
    withdraw_grade = take_back(
        S.FINAL_EVAL, SAME, _("撤回评定"), withdraws=GRADE, when=graded, tells=[CIVIL],
    )
    final_fix = move(
        S.FINAL_EVAL, S.FINAL_RECTIFYING, _("限期整改"), by=[EVALUATOR], submits=["P08"],
        whole=False, when=ungraded, within=days(30, since=_("整改期")), tells=[OWNER, HEAD],
    )
    final_recheck = move(
        S.FINAL_RECTIFYING, S.FINAL_EVAL, _("提交整改复评"), by=[OWNER], submits=["P08"],
        whole=False, edits=False, guards=[all_answered], tells=[EVALUATOR],
    )

    # ── 结项, 归档 ────────────────────────────────────────────────────────────────────
    submit_closing = move(
        S.CLOSING, SAME, _("提交结项材料"), by=[OWNER], submits=["P09", "P10"],
        guards=ready("P09", "P10"), when=unclosed, within=days(30, since=_("到期后")),
        due=periods.closing_papers_days, tells=[CIVIL],
    )
    return_closing = give_back(
        S.CLOSING, SAME, _("退回补正"), by=[CIVIL], decides=CLOSING, when=handed_in,
        within=working_days(10, since=_("提交后")), tells=[OWNER],
    )
    withdraw_closing = take_back(
        S.CLOSING, SAME, _("撤回结项材料"), withdraws=CLOSING, when=handed_in, tells=[CIVIL],
    )
    close = approve(
        S.CLOSING, S.CLOSED, _("验收结项"), by=[CIVIL], decides=CLOSING, when=handed_in,
        guards=[conditions_met, carried_over, nothing_hangs],
        within=days(60, since=_("到期后")), due=periods.closed_days,
        tells=[FINANCE, OWNER, HEAD, AGENCY, DISTRICT],
    )
    archive = [
        move(
            S.TERMINATED, S.ARCHIVED, _("归档"), by=[HEAD], submits=["C16"],
            guards=[*ready("C16"), carried_over, nothing_hangs, box_complete],
            within=days(30, since=_("终止后")), due=periods.archive_days, tells=[OWNER],
        ),
        move(
            S.CLOSED, S.ARCHIVED, _("归档"), by=[HEAD], submits=["C16"],
            guards=[*ready("C16"), box_complete], within=days(30, since=_("结项后")),
            due=periods.archive_days, tells=[OWNER],
        ),
    ]
