"""小组计划书 (G02): what a group wants, with whom, how often, and with how much money."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.questions import (
    Choice,
    Day,
    Decided,
    Decimal,
    Errors,
    LongText,
    Many,
    Money,
    Number,
    Rows,
    Sub,
    Text,
    Worked,
    YesNo,
    yuan,
)

TYPES = ["教育", "成长", "支持", "治疗", "兴趣/社交", "任务", "互助"]
OPENNESS = ["封闭", "半开放", "开放"]
MODELS = ["社会目标", "治疗", "互动", "发展"]
LEADER = "组长"
STAFF = [LEADER, "协作员", "观察员", "志愿者"]
EVALUATIONS = ["前后测", "满意度", "出席率", "观察", "访谈"]


class GroupPlan(DossierForm):
    """小组计划书. A later version replaces it only when approved."""

    code, key, name_of_form = "G02", "group_plan", _("小组计划书")
    stage, when_filled = _("筹备期"), _("首节前≥7日报批")

    group = Sub(
        _("小组编号/名称"),
        0,
        parts={"no": Worked(_("小组编号")), "name": Text(_("小组名称"))},
    )
    type = Choice(_("小组性质类型"), 0, of=TYPES)
    openness = Choice(_("开放性"), 0, of=OPENNESS, hint=_("封闭的小组开组以后要加人，须督导同意。"))
    theory = LongText(_("理念与理论"), 0)
    background = LongText(_("背景与需求"), 0)
    goals = Rows(
        _("总目标/具体目标"),
        0,
        hint=_("每个目标写清看什么指标、怎么测、要达到多少。"),
        parts={
            "no": Text(_("序号"), required=False),
            "goal": Text(_("目标")),
            "indicator": Text(_("指标"), required=False),
            "measure": Text(_("怎么测"), required=False),
            "target": Text(_("达到"), required=False),
        },
    )
    model = Choice(_("工作模式"), 0, of=MODELS)
    members = Sub(
        _("对象与人数"),
        0,
        hint=_("常见 8～15 人；人数不到下限不能开组。"),
        parts={
            "criteria": Text(_("入组条件")),
            "min": Number(_("最少"), least=2, most=60),
            "max": Number(_("最多"), least=2, most=60),
            "exclude": Text(_("不宜入组"), required=False),
        },
    )
    schedule = Sub(
        _("节数/频率/时长/地点/周期"),
        0,
        hint=_("常见 4～8 节，每节 60～120 分钟。批准以后增减节数，须报计划变更。"),
        parts={
            "sessions": Number(_("节数"), least=1, most=60),
            "freq": Text(_("频率")),
            "minutes": Number(_("每节分钟"), least=10, most=480),
            "place": Text(_("地点")),
            "start": Day(_("首节")),
            "end": Day(_("末节")),
        },
    )
    recruit = LongText(_("招募与筛选方法"), 0)
    session_outline = Rows(
        _("各节安排总表"),
        0,
        hint=_("一节一行，和上面的节数一致。"),
        parts={
            "no": Number(_("节次"), least=1, most=60),
            "date": Day(_("日期"), required=False),
            "theme": Text(_("主题")),
            "objective": Text(_("目标"), required=False),
            "content": Text(_("内容"), required=False),
            "materials": Text(_("物资"), required=False),
            "person": Text(_("负责"), required=False),
        },
    )
    staff = Rows(
        _("人员分工"),
        0,
        parts={"name": Text(_("姓名")), "role": Choice(_("分工"), of=STAFF)},
    )
    resources = Rows(_("所需资源"), 0, parts={"resource": Text(_("资源"))})
    budget = Rows(
        _("预算"),
        1,
        sums=("amount",),
        hint=_("金额由数量和单价算出。不花钱的小组写一行，单价填 0。"),
        parts={
            "item": Text(_("项目")),
            "unit": Text(_("单位"), required=False),
            "qty": Decimal(_("数量"), most=99_999),
            "price": Money(_("单价（元）"), most=999_999),
            "amount": Worked(_("金额（元）"), like=Money()),
            "source": Text(_("来源"), required=False),
        },
    )
    risks = Rows(
        _("预计困难与应对"),
        0,
        parts={"risk": Text(_("困难")), "response": Text(_("应对"), required=False)},
    )
    safety = LongText(
        _("安全与应急预案"),
        0,
        hint=_("老人和儿童的小组尤其要写：跌倒、急病、走失、接送、就近医院。"),
    )
    evaluation = Many(_("评估方法"), 0, of=EVALUATIONS)
    stat_rule = Sub(
        _("多类别组员统计归类"),
        0,
        hint=_("“组数”计入主类别；人次默认按组员各自的类别分开计，合计不重复。"),
        parts={
            "primary_category": Choice(_("小组主类别"), of=choices.CATEGORIES),
            "split_by_member": YesNo(_("人次按组员各自类别")),
        },
    )
    approval = Decided(_("申请社工/督导/站长审批"), 1, said="approval-chain")

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("小组计划书")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Least and most, first and last day, and as many rows of sessions as there are."""
        wrong: Errors = {}
        members, schedule = content.get("members") or {}, content.get("schedule") or {}
        if _beyond(members.get("min"), members.get("max")):
            wrong["members.max"] = str(_("最多人数比最少人数少，请核对。"))
        if _beyond(schedule.get("start"), schedule.get("end")):
            wrong["schedule.end"] = str(_("末节早于首节，请核对日期。"))
        planned, outline = schedule.get("sessions"), content.get("session_outline")
        if planned and outline and len(outline) != planned:
            says = _("计划 %(planned)s 节，总表里有 %(listed)s 行：请一节写一行，或改节数。")
            wrong["session_outline"] = says % {"planned": planned, "listed": len(outline)}
        elif outline and _numbers(outline) != [*range(1, len(outline) + 1)]:
            wrong["session_outline"] = str(_("节次从 1 起依次编号，不重不漏，请核对。"))
        return wrong

    @classmethod
    def work_out(cls, content: Content, dossier: Any) -> None:
        """The number is the dossier's; an amount is so many at a price."""
        if content.get("group"):
            content["group"]["no"] = dossier.number
        for row in content.get("budget") or []:
            row["amount"] = _amount(row)

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        known: dict[str, tuple[Any, Any]] = {
            "group": ({"name": dossier.title}, _("带自登记时的名称，可改。")),
            "stat_rule": ({"split_by_member": True}, _("默认按组员各自的类别计，可改。")),
        }
        if dossier.owner:
            leader = [{"name": str(dossier.owner), "role": LEADER}]
            known["staff"] = (leader, _("带自卷宗，可改。"))
        return known


def _beyond(least: Any, most: Any) -> bool:
    """Whether both are written and the first is beyond the second."""
    return least is not None and most is not None and least > most


def _numbers(outline: list[dict[str, Any]]) -> list[int]:
    return sorted(row["no"] or 0 for row in outline)


def _amount(row: dict[str, Any]) -> str | None:
    if row.get("qty") is None or row.get("price") is None:
        return None
    return f"{yuan(row['qty']) * yuan(row['price']):.2f}"
