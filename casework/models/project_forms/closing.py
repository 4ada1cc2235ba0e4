"""结项与结转: what came of a project (P09), of its money (P10), of whoever is still in it (P11)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.models.forms import Content, DossierForm
from casework.models.project_forms.measures import COSTS
from casework.questions import (
    Choice,
    Day,
    Errors,
    Listed,
    LongText,
    Money,
    Number,
    Rows,
    Sub,
    Text,
    Worked,
    yuan,
)

LEFT = ["在案个案", "在办小组", "组织", "资源"]
EVEN, OVERSPENT = "无结余", "超支，由承接方承担"
SURPLUSES = ["退回购买方", "经批准转入下期", EVEN, OVERSPENT]
TO_OTHERS = {"转总站", "转介"}  # ways on which another agency takes over


class ClosingReport(DossierForm):
    """结项报告: begun with the figures, told in words."""

    code, key, name_of_form = "P09", "closing_report", _("结项报告")
    stage, when_filled = _("结项"), _("到期后≤30日")

    body = LongText(
        _("实施概况、产出、成果、影响"),
        0,
        said="auto+longtext",
        hint=_("产出按服务记录带出，补上概况、成果和影响。"),
    )
    cases = Rows(
        _("典型案例"),
        1,
        hint=_("只引用经匿名化审查通过的案例，不写姓名和住址。"),
        parts={"story": Text(_("案例")), "summary": Text(_("摘要"), required=False)},
    )
    lessons = LongText(_("经验、问题、建议"), 0)
    carryover = Rows(
        _("后续可持续安排/结转"),
        1,
        hint=_("在案的每一件都写去向；没有在案的，写组织、资源怎样延续。"),
        parts={
            "item": Choice(_("什么"), of=LEFT),
            "plan": Text(_("安排")),
            "next_project": Text(_("下期项目"), required=False),
        },
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("结项报告")

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """The figures, and what is still going on."""
        from casework.proposals import report_begun_with  # noqa: PLC0415  (it reads forms)

        return report_begun_with(dossier)


class FinancialFinal(DossierForm):
    """财务决算表: what was granted and what was spent; the differences are worked out."""

    code, key, name_of_form = "P10", "financial_final", _("财务决算表")
    stage, when_filled = _("结项"), _("到期后≤30日")

    lines = Rows(
        _("预算/决算/差异/说明"),
        1,
        sums=["budget", "actual", "diff"],
        parts={
            "category": Choice(_("科目"), of=COSTS),
            "budget": Money(_("预算（元）")),
            "actual": Money(_("决算（元）")),
            "diff": Worked(_("差异（元）"), like=Money()),
            "note": Text(_("说明"), required=False),
        },
    )
    vouchers = Rows(
        _("票据清单/专账"),
        1,
        hint=_("可以一册凭证一行：起止凭证号、张数、合计金额。"),
        sums=["amount"],
        parts={
            "no": Text(_("凭证号")),
            "date": Day(_("日期"), past=True, required=False),
            "content": Text(_("内容")),
            "sheets": Number(_("张数"), required=False),
            "amount": Money(_("金额（元）")),
        },
    )
    audit = Sub(
        _("审计意见"),
        1,
        required=False,
        parts={
            "org": Text(_("审计机构")),
            "opinion": LongText(_("意见")),
            "file": Text(_("报告文号"), required=False),
        },
    )
    surplus = Sub(
        _("结余处理"),
        1,
        hint=_("结余由预算减决算得出。"),
        parts={
            "amount": Worked(_("结余（元）"), like=Money()),
            "method": Choice(_("怎么处理"), of=SURPLUSES),
        },
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("财务决算表")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Each category has one line, and what is left over is dealt with as it is."""
        return _of_lines(content) | _of_surplus(content)

    @classmethod
    def work_out(cls, content: Content, dossier: Any) -> None:
        for row in content.get("lines") or []:
            row["diff"] = f"{yuan(row.get('budget')) - yuan(row.get('actual')):.2f}"
        if content.get("surplus"):
            content["surplus"]["amount"] = f"{left_over(content):.2f}"

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.proposals import accounts_begun_with  # noqa: PLC0415  (it reads forms)

        return accounts_begun_with(dossier)


def left_over(content: Content) -> Any:
    """Return what was not spent of what was granted; less than nothing, if too much was."""
    rows = content.get("lines") or []
    return sum((yuan(row.get("budget")) - yuan(row.get("actual")) for row in rows), yuan(0))


def _of_lines(content: Content) -> Errors:
    named = [row.get("category") for row in content.get("lines") or []]
    if len(set(named)) < len(named):
        return {"lines": str(_("同一科目写了两行，请合并。"))}
    return {}


def _of_surplus(content: Content) -> Errors:
    method = (content.get("surplus") or {}).get("method")
    if not method or not content.get("lines"):
        return {}
    left = left_over(content)
    fits = {EVEN: left == 0, OVERSPENT: left < 0}.get(method, left > 0)
    says = _("按上面的预算和决算，结余是 %s 元，请核对处理方式。")
    return {} if fits else {"surplus.method": str(says % f"{left:,.2f}")}


class ProjectCarryover(DossierForm):
    """项目结转/续签衔接单: nobody in a project is left hanging when it ends (handbook 8.2)."""

    code, key, name_of_form = "P11", "project_carryover", _("项目结转/续签衔接单")
    stage, when_filled = _("跨年"), _("期满前60日启动")
    over = frozenset({"approved", "filed"})

    link = Sub(
        _("上期项目/下期项目"),
        0,
        hint=_("还没有下期项目的，下期写“无”，空档天数写到有人接上为止。"),
        parts={
            "prev": Text(_("上期项目")),
            "next": Text(_("下期项目")),
            "gap_days": Number(_("空档天数"), most=3650),
        },
    )
    ongoing = Listed(
        _("在案服务清单"),
        2,
        type="auto-list",
        columns={
            "item": _("类别"),
            "number": _("编号"),
            "stage": _("阶段"),
            "way": _("去向"),
            "to": _("承接方"),
        },
    )
    gap_plan = LongText(
        _("空档期安排"),
        1,
        needed=lambda content, dossier: bool((content.get("link") or {}).get("gap_days")),
        needs=_("有空档的，写明空档期谁保底跟进、怎么联系。"),
    )
    notice = Rows(
        _("服务对象告知"),
        2,
        needed=lambda content, dossier: bool(_ongoing(dossier)),
        needs=_("在案的服务对象都要告知：写明卷宗号和哪一天告知的。"),
        hint=_("写卷宗号，不写姓名。"),
        parts={"client": Text(_("服务对象")), "informed_at": Day(_("告知日期"), past=True)},
    )
    handover = Rows(
        _("承接机构变更交接"),
        1,
        needed=lambda content, dossier: any(
            row.get("way") in TO_OTHERS for row in _ongoing(dossier)
        ),
        needs=_("有转给总站或其他机构的，写明哪家承接、《个案交接单》编号和交接日期。"),
        parts={
            "org": Text(_("承接机构")),
            "ref": Text(_("交接单编号")),
            "date": Day(_("交接日期"), past=True, required=False),
        },
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("项目结转/续签衔接单")

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        says = _("带自卷宗，可改。")
        return {"link": ({"prev": f"{dossier.number} {dossier.title}".strip()}, says)}

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        return {"ongoing": _ongoing(dossier)}


def _ongoing(dossier: Any) -> list[Content]:
    from casework.carryover import ongoing_rows  # noqa: PLC0415  (it reads forms)

    return ongoing_rows(dossier)
