"""计划: goals that can be measured, and how to reach them (C04)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.questions import (
    Auto,
    Choice,
    Day,
    Decided,
    Errors,
    LongText,
    Number,
    Rows,
    Signed,
    Sub,
    Text,
)


def risky(content: Content, dossier: Any) -> bool:
    return dossier.risk in {"high", "medium"}


class ServicePlan(DossierForm):
    """个案服务计划书. A later version replaces it only when approved."""

    code, key, name_of_form = "C04", "service_plan", _("个案服务计划书")
    stage, when_filled = _("计划"), _("预估通过后≤5个工作日")

    plan_no = Auto(_("计划编号/版本"))
    period = Sub(
        _("服务周期"),
        1,
        parts={
            "start": Day(_("开始日期")),
            "end": Day(_("结束日期")),
            "expected_sessions": Number(_("计划次数"), least=1, most=200),
        },
    )
    overall_goal = LongText(_("总目标"), 1)
    goals = Rows(
        _("具体目标（SMART）"),
        2,
        hint=_("每个目标写清现状、指标、要达到多少、什么时候。"),
        parts={
            "no": Text(_("序号"), required=False),
            "goal": Text(_("目标")),
            "baseline": Text(_("现状（基线）"), required=False),
            "indicator": Text(_("指标"), required=False),
            "target": Text(_("达到"), required=False),
            "measure": Text(_("怎么测"), required=False),
            "due": Day(_("期限"), required=False),
            "need_ref": Text(_("对应需求"), required=False),
            "priority": Choice(_("优先"), of=choices.PRIORITIES, required=False),
        },
    )
    gas = Rows(
        _("GAS分级（可选）"),
        1,
        required=False,
        parts={
            "goal_no": Text(_("目标序号")),
            "m2": Text("−2", required=False),
            "m1": Text("−1", required=False),
            "0": Text("0", required=False),
            "p1": Text("+1", required=False),
            "p2": Text("+2", required=False),
            "weight": Number(_("权重"), least=1, most=9),
        },
    )
    strategies = Rows(
        _("介入策略与方法"),
        1,
        parts={
            "goal_no": Text(_("目标序号"), required=False),
            "strategy": Text(_("策略")),
            "method": Choice(_("方法"), of=choices.METHODS, required=False),
            "theory": Choice(_("理论"), of=choices.THEORIES, required=False),
        },
    )
    actions = Rows(
        _("行动计划（时间表）"),
        1,
        parts={
            "no": Text(_("序号"), required=False),
            "goal_no": Text(_("目标序号"), required=False),
            "action": Text(_("行动")),
            "who": Text(_("谁来做"), required=False),
            "client_task": Text(_("服务对象做什么"), required=False),
            "start": Day(_("开始"), required=False),
            "due": Day(_("完成"), required=False),
            "resource_ref": Text(_("用到的资源"), required=False),
        },
    )
    resources = Rows(_("拟链接资源"), 1, required=False, parts={"resource": Text(_("资源"))})
    client_participation = LongText(_("服务对象参与及意见"), 2)
    difficulties = Rows(
        _("预计困难与应对"),
        1,
        parts={"risk": Text(_("困难")), "response": Text(_("应对"), required=False)},
    )
    crisis_plan = LongText(
        _("应急预案（危机）"),
        3,
        needed=risky,
        needs=_("风险为中或高，须写应急预案：预警信号、联系人、就医、报警。"),
    )
    evaluation_plan = Sub(
        _("评估方法与时点"),
        1,
        parts={
            "methods": Text(_("方法")),
            "mid_date": Day(_("阶段评估日"), required=False),
            "end_date": Day(_("结案评估日"), required=False),
        },
    )
    sign_client = Sub(
        _("服务对象确认签名/日期"),
        2,
        parts={
            "name": Text(_("姓名")),
            "way": Choice(_("方式"), of=choices.SIGN_WAYS),
            "date": Day(_("日期"), past=True),
            "witness": Text(_("见证人"), required=False),
        },
    )
    sign_worker = Signed(_("社工签名/日期"))
    sign_supervisor = Decided(_("督导审批意见/签名/日期"))
    sign_head = Decided(_("站长会签（重点/高风险）"), required=False)

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("个案服务计划书")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """A period ends after it begins; goals are due within it or shortly after."""
        period = content.get("period") or {}
        start, end = period.get("start"), period.get("end")
        if start and end and end < start:
            return {"period.end": str(_("结束日期早于开始日期，请核对。"))}
        return {}

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.approvals import in_force  # noqa: PLC0415  (approvals read forms)

        assessed = in_force(dossier, "C03")
        if assessed is None:
            return {}
        says = _("带自《个案预估表》，可改。")
        goals = [{"need_ref": row["need"]} for row in assessed.needs or []]
        known = {"goals": (goals, says)} if goals else {}
        if assessed.safety_plan:
            known["crisis_plan"] = (assessed.safety_plan, says)
        return known
