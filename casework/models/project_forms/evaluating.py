"""评估: how far a project has come at half time (P06), and what it has come to (P08)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.models.forms import Content, DossierForm
from casework.models.project import Project
from casework.models.project_forms.measures import WHOLE
from casework.questions import (
    Choice,
    Day,
    Decimal,
    Errors,
    Listed,
    LongText,
    Number,
    Reckoned,
    Rows,
    Sub,
    Text,
)

GRADES = ["优秀", "良好", "合格", "不合格"]
DIMENSIONS = ["指标", "成效", "满意度", "财务", "社会评价"]


def faults_in(content: Content) -> str:
    """Return what an evaluation asks to be put right; nothing, if all is well."""
    return str((content.get("result") or {}).get("rectify") or "")


def _to_answer(content: Content, dossier: Any) -> bool:
    """Whether the project has its faults before it, and is to say what it did about them."""
    return getattr(dossier, "status", "") == Project.Status.RECTIFYING and bool(faults_in(content))


class MidtermReport(DossierForm):
    """中期评估报告: figures by computation only; the answer to its faults is its next round."""

    code, key, name_of_form = "P06", "midterm_report", _("中期评估报告")
    stage, when_filled = _("中期"), _("周期50%±1月")

    indicator_progress = Listed(
        _("指标完成率"),
        0,
        type="auto{indicator,target,done,rate}",
        columns={
            "indicator": _("指标"),
            "target": _("目标"),
            "done": _("完成"),
            "rate": _("完成率"),
        },
    )
    expense = Reckoned(
        _("经费执行"),
        1,
        type="auto{budget,spent,rate}",
        figures={"budget": _("预算（元）"), "spent": _("已支出（元）"), "rate": _("执行率")},
    )
    analysis = LongText(_("成效与问题"), 0)
    doc_check = Rows(
        _("档案抽查"),
        2,
        hint=_("写文书编号，不写姓名。"),
        parts={
            "doc": Text(_("文书")),
            "finding": Text(_("情况")),
            "score": Decimal(_("得分"), most=WHOLE, places=1, required=False),
        },
    )
    result = Sub(
        _("评分/等级/整改要求"),
        0,
        parts={
            "score": Decimal(_("评分"), most=WHOLE, places=1),
            "grade": Choice(_("等级"), of=GRADES),
            "rectify": LongText(
                _("整改要求"), required=False, hint=_("一行一项；不用整改的不填。")
            ),
        },
    )
    rectification = Rows(
        _("整改回复"),
        0,
        needed=_to_answer,
        needs=_("逐项写明怎么改的、什么时候改完、有什么证据。"),
        hint=_("整改期间由项目负责人逐项填写，评估时不填。"),
        parts={
            "item": Text(_("整改要求")),
            "action": Text(_("怎么改的"), required=False),
            "due": Day(_("完成日期"), required=False),
            "evidence": Text(_("证据"), required=False),
        },
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("中期评估报告")

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.indicators import expense_figures, progress_rows  # noqa: PLC0415

        return {
            "indicator_progress": progress_rows(dossier),
            "expense": expense_figures(dossier),
        }


class FinalEvaluation(DossierForm):
    """末期评估: what the project says of itself, and what others have found."""

    code, key, name_of_form = "P08", "final_evaluation", _("末期评估")
    stage, when_filled = _("末期"), _("到期前后1个月")

    self_eval = LongText(_("自评"), 0)
    results = Rows(
        _("指标、成效、满意度、财务、社会评价"),
        0,
        hint=_("每个方面一行，权重合计 100。"),
        parts={
            "dimension": Choice(_("方面"), of=DIMENSIONS),
            "weight": Number(_("权重"), least=1, most=WHOLE),
            "score": Decimal(_("百分制得分"), most=WHOLE, places=1),
            "evidence": Text(_("依据"), required=False),
        },
    )
    grade = Choice(_("第三方结论/等级"), 0, of=GRADES)

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("末期评估")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """The weights make a whole."""
        rows = content.get("results") or []
        total = sum(row.get("weight") or 0 for row in rows)
        if rows and total != WHOLE:
            return {"results": str(_("权重合计应为 100，现在是 %s，请核对。") % total)}
        return {}
