"""申报 (P01): what is wanted, for whom, to be measured how, and with how much money."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.models.project_forms.measures import (
    COSTS,
    METHODS,
    MOST,
    UNITS,
    reversed_days,
    uncounted,
)
from casework.models.project_forms.wording import DECLARATION
from casework.questions import (
    Choice,
    Day,
    Errors,
    LongText,
    Money,
    Number,
    Rows,
    Sub,
    Text,
    Wording,
    Worked,
    yuan,
)

FIELDS = [
    "养老服务",
    "社会救助",
    "城乡社区治理",
    "儿童福利和社会事务",
    "社工人才队伍",
    "社区社会组织培育",
    "其他",
]
FUNDINGS = ["政府购买", "福彩公益金", "公益创投", "慈善捐赠", "社区基金", "自筹"]
OUTCOMES = ["产出", "成果", "影响"]
ODDS = ["高", "中", "低"]


class ProjectProposal(DossierForm):
    """项目申报书: from its activities come the targets, from its budget the money."""

    code, key, name_of_form = "P01", "project_proposal", _("项目申报书")
    stage, when_filled = _("申报"), _("征集截止前")

    project = Sub(
        _("项目编号/名称"),
        0,
        parts={
            "no": Worked(_("编号")),
            "name": Text(_("名称")),
            "brand": Text(_("品牌"), required=False),
        },
    )
    category = Choice(_("项目类别"), 0, of=FIELDS)
    applicant = Sub(
        _("申报单位/负责人/联系"),
        1,
        parts={
            "org": Text(_("申报单位")),
            "leader": Text(_("负责人")),
            "phone": Text(_("电话")),  # an office's: printed whole
            "qualification": Text(_("资质"), required=False),
        },
    )
    funding = Choice(_("资金来源"), 0, of=FUNDINGS)
    scope = Sub(
        _("实施地点/周期"),
        0,
        parts={
            "communities": Text(_("社区")),
            "start": Day(_("开始日期")),
            "end": Day(_("结束日期")),
        },
    )
    background = LongText(
        _("背景与需求分析（依据）"),
        0,
        hint=_("引用需求台账：哪一期、多少条、哪类需求；不写服务对象的姓名。"),
    )
    beneficiaries = Rows(
        _("服务对象（直接/间接）及人数"),
        0,
        parts={
            "category": Choice(_("类别"), of=choices.CATEGORIES),
            "direct": Number(_("直接人数"), most=MOST),
            "indirect": Number(_("间接人数"), most=MOST, required=False),
            "selection": Text(_("怎么选"), required=False),
        },
    )
    goals = Rows(
        _("总目标/具体目标"),
        0,
        hint=_(
            "第一行写总目标，再写三四个具体目标；每个具体目标写清指标、现状、达到多少、怎么测。"
        ),
        parts={
            "no": Text(_("序号"), required=False),
            "goal": Text(_("目标")),
            "indicator": Text(_("指标"), required=False),
            "baseline": Text(_("现状（基线）"), required=False),
            "target": Text(_("达到"), required=False),
            "measure": Text(_("怎么测"), required=False),
        },
    )
    activities = Rows(
        _("服务内容与活动"),
        0,
        hint=_("产出指标由这里来，实施时按服务记录自动累计：个案按个，小组按个、节，走访按户次。"),
        within=uncounted,
        parts={
            "no": Text(_("序号"), required=False),
            "goal_no": Text(_("目标序号"), required=False),
            "content": Text(_("内容")),
            "method": Choice(_("方式"), of=METHODS),
            "qty": Number(_("数量"), least=1, most=MOST),
            "unit": Choice(_("单位"), of=UNITS),
            "person_times": Number(_("人次"), most=MOST, required=False),
            "schedule": Text(_("时间安排"), required=False),
        },
    )
    milestones = Rows(
        _("进度安排"),
        0,
        within=reversed_days,
        parts={
            "stage": Text(_("阶段")),
            "start": Day(_("开始")),
            "end": Day(_("结束")),
            "deliverable": Text(_("成果"), required=False),
        },
    )
    team = Rows(
        _("团队"),
        1,
        parts={
            "name": Text(_("姓名")),
            "role": Text(_("分工")),
            "cert": Text(_("证书"), required=False),
            "workload": Text(_("投入"), required=False, hint=_("例如每周 3 天。")),
        },
    )
    budget = Rows(
        _("预算"),
        1,
        hint=_("金额由数量和单价得出。管理费、税费也写测算依据。"),
        sums=["amount"],
        parts={
            "category": Choice(_("科目"), of=COSTS),
            "item": Text(_("支出内容")),
            "unit": Text(_("单位"), required=False),
            "qty": Number(_("数量"), least=1, most=MOST),
            "price": Money(_("单价（元）")),
            "amount": Worked(_("金额（元）"), like=Money()),
            "source": Text(_("资金来源"), required=False),
            "basis": Text(_("测算依据"), required=False),
        },
    )
    outcomes = Rows(
        _("预期成效（产出/成果/影响）"),
        0,
        parts={
            "level": Choice(_("层次"), of=OUTCOMES),
            "desc": Text(_("成效")),
            "indicator": Text(_("用什么看"), required=False),
        },
    )
    evaluation = LongText(_("评估方式"), 0)
    risks = Rows(
        _("风险与应对"),
        0,
        parts={
            "risk": Text(_("风险")),
            "prob": Choice(_("可能性"), of=ODDS, required=False),
            "impact": Choice(_("影响"), of=ODDS, required=False),
            "response": Text(_("应对"), required=False),
        },
    )
    sustainability = LongText(_("可持续性与创新"), 0)
    files = Rows(
        _("附件"),
        1,
        required=False,
        hint=_("随纸质申报书一起交的材料：登记证书、资质、团队证书。"),
        parts={
            "name": Text(_("材料")),
            "copies": Number(_("份数"), least=1, most=99),
        },
    )
    seal = Wording(_("声明、盖章、日期"), 0, text=DECLARATION, said="seal")

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("项目申报书")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """A project lasts for some days."""
        scope = content.get("scope") or {}
        start, end = scope.get("start"), scope.get("end")
        if start and end and end <= start:
            return {"scope.end": str(_("结束日期应晚于开始日期，请核对。"))}
        return {}

    @classmethod
    def work_out(cls, content: Content, dossier: Any) -> None:
        """The number is the dossier's; an amount follows from quantity and price."""
        if content.get("project"):
            content["project"]["no"] = getattr(dossier, "number", None)
        for row in content.get("budget") or []:
            row["amount"] = _amount(row)


def _amount(row: dict[str, Any]) -> str | None:
    if row.get("qty") is None or row.get("price") is None:
        return None
    return f"{row['qty'] * yuan(row['price']):.2f}"
