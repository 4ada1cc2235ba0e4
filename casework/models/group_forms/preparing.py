"""筹备期: what is needed (G01), and who has applied and been taken in (G03)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.models.group_forms.names import ONCE, has_twice, names_in
from casework.questions import (
    Choice,
    Day,
    Errors,
    LongText,
    Many,
    Number,
    Phone,
    Rows,
    Sub,
    Text,
)

FITS = ["合适", "基本合适", "不合适"]
TAKEN_IN = "入组"
DECISIONS = [TAKEN_IN, "候补", "未入组"]


class GroupNeedAssessment(DossierForm):
    """小组需求评估: why a group, and for whom."""

    code, key, name_of_form = "G01", "group_need_assessment", _("小组需求评估")
    stage, when_filled = _("筹备期"), _("立组前")

    method = Many(_("需求来源与方法"), 1, of=["问卷", "访谈", "焦点小组", "台账分析", "个案汇聚"])
    result = Sub(
        _("样本与结果"),
        1,
        parts={
            "n": Number(_("样本数"), least=1, most=99_999, required=False),
            "finding": LongText(_("结果")),
            "data_file": Text(
                _("原始数据存放"), required=False, hint=_("写文件名或柜号，不写姓名。")
            ),
        },
    )
    population = LongText(_("目标人群画像"), 1)
    feasibility = LongText(_("开组必要性与可行性"), 1)
    need_refs = Rows(
        _("关联台账条目"),
        1,
        required=False,
        hint=_("写台账里的编号，一行一条。"),
        parts={"need": Text(_("台账条目"))},
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("小组需求评估")


class GroupRecruitment(DossierForm):
    """招募与筛选记录: everybody who applied, and what became of it."""

    code, key, name_of_form = "G03", "group_recruitment", _("招募与筛选记录")
    stage, when_filled = _("筹备期"), _("首节前")

    applicants = Rows(
        _("报名表"),
        2,
        hint=_("已建档的写上档案编号，入组后就连到本人的档案。"),
        parts={
            "client_ref": Text(_("档案编号"), required=False),
            "name": Text(_("姓名")),
            "phone": Phone(_("电话"), required=False),
            "category": Choice(_("主类别"), of=choices.CATEGORIES),
            "expectation": Text(_("期望"), required=False),
            "source": Choice(_("来源"), of=choices.SOURCES, required=False),
        },
    )
    screening = Rows(
        _("筛选会谈"),
        2,
        hint=_("姓名和报名表里写的一样；结论写“入组”的就是组员。"),
        parts={
            "applicant": Text(_("报名者")),
            "date": Day(_("日期"), past=True, required=False),
            "fit": Choice(_("是否合适"), of=FITS, required=False),
            "special_need": Text(_("特殊需要"), required=False),
            "risk": Choice(_("风险"), of=choices.RISKS, required=False),
            "decision": Choice(_("结论"), of=DECISIONS),
        },
    )
    waitlist = Rows(
        _("候补/未入组去向"),
        2,
        required=False,
        hint=_("每个候补和没有入组的人，都写怎么答复、转到哪里。"),
        parts={"name": Text(_("姓名")), "handled": Text(_("去向"))},
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("招募与筛选记录")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Everybody applies once, is screened once, and has applied before being screened."""
        wrong = {
            key: str(ONCE)
            for key, name in (("applicants", "name"), ("screening", "applicant"))
            if has_twice(content.get(key), name)
        }
        applied = set(names_in(content.get("applicants"), "name"))
        if not applied.issuperset(names_in(content.get("screening"), "applicant")):
            wrong["screening"] = str(_("有人不在报名表里：请核对姓名，或先在报名表里补一行。"))
        if not applied.issuperset(names_in(content.get("waitlist"), "name")):
            wrong["waitlist"] = str(_("有人不在报名表里：请核对姓名，或先在报名表里补一行。"))
        return wrong


def taken_in(recruitment: Any) -> list[dict[str, Any]]:
    """Return the applications of those whom the screening has taken in."""
    screened = recruitment.screening or []
    taken = {row["applicant"] for row in screened if row["decision"] == TAKEN_IN}
    return [row for row in recruitment.applicants or [] if row["name"] in taken]
