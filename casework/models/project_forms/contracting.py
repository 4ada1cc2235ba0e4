"""签约与实施: who promises what to whom (P04), and what is to be done each month (P05)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.models.forms import Content, DossierForm
from casework.models.project_forms.measures import WHOLE
from casework.models.project_forms.wording import TERMS
from casework.questions import (
    Choice,
    Day,
    Errors,
    Listed,
    Number,
    Rows,
    Signed,
    Text,
    Wording,
    Worked,
)

PARTIES = [
    ("甲方", _("甲方（购买方）")),
    ("乙方", _("乙方（承接方）")),
    ("丙方", _("丙方（落地方）")),
]
BOUND = {"甲方", "乙方"}  # without whom there is no contract


class ProjectContract(DossierForm):
    """项目协议: parties, instalments and terms; sealed on paper by all of them."""

    code, key, name_of_form = "P04", "project_contract", _("项目协议")
    stage, when_filled = _("签约"), _("立项后≤30日")
    over = frozenset({"approved", "filed"})

    parties = Rows(
        _("甲乙丙方"),
        1,
        parts={
            "role": Choice(_("哪一方"), of=PARTIES),
            "org": Text(_("单位")),
            "agent": Text(_("代表"), required=False),
            "phone": Text(_("电话"), required=False),  # an office's: printed whole
        },
    )
    payment = Rows(
        _("金额与拨付节点"),
        1,
        hint=_("各期比例合计 100%，例如签约后 40、中期合格 30、结项验收 30。"),
        parts={
            "phase": Text(_("哪一期")),
            "pct": Number(_("比例（%）"), least=1, most=WHOLE),
            "condition": Text(_("条件")),
            "due": Day(_("应拨日期"), required=False),
            "paid_at": Worked(_("实拨日期")),
        },
    )
    terms = Wording(_("指标、验收、违约、知识产权、保密与数据归属"), 1, text=TERMS)
    signs = Signed(_("签署盖章"), said="sig+seal")

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("项目协议")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """All of the money is paid out, and two promise each other something."""
        return _of_payment(content) | _of_parties(content)

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """Who has applied, and where the work is done."""
        from casework.proposals import contract_begun_with  # noqa: PLC0415  (it reads forms)

        return contract_begun_with(dossier)


def _of_payment(content: Content) -> Errors:
    rows = content.get("payment") or []
    total = sum(row.get("pct") or 0 for row in rows)
    if not rows or total == WHOLE:
        return {}
    return {"payment": str(_("各期比例合计应为 100%%，现在是 %s%%，请核对。") % total)}


def _of_parties(content: Content) -> Errors:
    roles = [row.get("role") for row in content.get("parties") or []]
    if roles and not set(roles) >= BOUND:
        return {"parties": str(_("协议须有甲方（购买方）和乙方（承接方），请补齐。"))}
    if len(set(roles)) < len(roles):
        return {"parties": str(_("同一方写了两行，请合并。"))}
    return {}


class ProjectPlan(DossierForm):
    """实施计划与月度计划: one a month. What was done adds up by itself; nobody types it."""

    code, key, name_of_form = "P05", "project_plan", _("实施计划与月度计划")
    stage, when_filled = _("实施"), _("每月前")
    anew = True
    over = frozenset({"filed", "approved"})

    items = Rows(
        _("月份任务"),
        0,
        parts={
            "date": Day(_("日期")),
            "activity": Text(_("任务")),
            "target": Text(_("对应指标"), required=False),
            "owner": Text(_("谁负责"), required=False),
            "qty": Text(_("数量"), required=False),
        },
    )
    done = Listed(
        _("完成情况"),
        0,
        type="auto",
        columns={
            "indicator": _("指标"),
            "target": _("目标"),
            "month": _("本月完成"),
            "done": _("累计完成"),
            "rate": _("完成率"),
        },
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("实施计划与月度计划")

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.indicators import monthly_done  # noqa: PLC0415  (indicators read forms)

        return {"done": monthly_done(dossier)}
