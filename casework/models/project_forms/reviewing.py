"""评审与立项: what the panel came to (P02), and what was granted (P03)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.models.forms import Content, DossierForm
from casework.questions import (
    Choice,
    Day,
    Decided,
    Errors,
    Listed,
    LongText,
    Money,
    Rows,
    Sub,
    Text,
    Worked,
)

MODES = ["书面", "答辩"]
DECISIONS = ["通过", "修改后通过", "不通过", "暂缓"]


class ProjectReview(DossierForm):
    """立项评审表: the conclusion. Each expert's own ballot is kept apart, and adds up to it."""

    code, key, name_of_form = "P02", "project_review", _("立项评审表")
    stage, when_filled = _("评审"), _("收件后≤20个工作日")
    over = frozenset({"filed", "approved"})

    panel = Sub(
        _("评审方式/专家"),
        1,
        hint=_("专家、回避由评审记录带出；申报利益冲突的专家不打分。"),
        parts={
            "mode": Choice(_("方式"), of=MODES),
            "experts": Worked(_("专家")),
            "conflict_declared": Worked(_("回避声明")),
        },
    )
    scores = Listed(
        _("评分"),
        1,
        type="list{item,weight,score}",
        columns={"item": _("评分项"), "weight": _("权重"), "score": _("平均分")},
    )
    comments = LongText(_("意见"), 1, hint=_("逐条写，申报单位要逐条回应。"))
    decision = Choice(_("结论"), 0, of=DECISIONS)
    publicity = Sub(
        _("公示"),
        0,
        required=False,
        hint=_("通过后公示 5–7 个工作日；评审时还没有公示的不填。"),
        parts={
            "from": Day(_("从")),
            "to": Day(_("到")),
            "objections": LongText(_("异议及处理"), required=False),
        },
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("立项评审表")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """What is shown to the public is shown for some days."""
        shown = content.get("publicity") or {}
        start, end = shown.get("from"), shown.get("to")
        if start and end and end < start:
            return {"publicity.to": str(_("公示结束早于开始，请核对。"))}
        return {}

    @classmethod
    def work_out(cls, content: Content, dossier: Any) -> None:
        """Who was on the panel, and who of them stood back, as their own declarations say."""
        from casework.panels import review_begun_with  # noqa: PLC0415  (panels read forms)

        if content.get("panel"):
            known, _says = review_begun_with(dossier).get("panel", ({}, ""))
            for part in ("experts", "conflict_declared"):
                content["panel"][part] = known.get(part)

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.panels import review_begun_with  # noqa: PLC0415

        return review_begun_with(dossier)

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.panels import reckoned_review  # noqa: PLC0415

        return reckoned_review(dossier)


class ProjectCharter(DossierForm):
    """立项审批与任务书: what is granted is what the project is measured by from then on."""

    code, key, name_of_form = "P03", "project_charter", _("立项审批与任务书")
    stage, when_filled = _("立项"), _("协议前")
    over = frozenset({"approved", "filed"})

    approved = Sub(
        _("批准经费/指标"),
        1,
        hint=_("批准后即为考核基线，锁定版本；以后要改的走项目变更申请。"),
        parts={
            "amount": Money(_("批准经费（元）")),
            "indicators": LongText(_("批准指标")),
        },
    )
    wbs = Rows(
        _("任务分解"),
        0,
        parts={
            "task": Text(_("任务")),
            "owner": Text(_("谁负责"), required=False),
            "due": Day(_("完成日期"), required=False),
            "qty": Text(_("数量"), required=False),
        },
    )
    approval = Decided(_("民政/街道/总站批准"), said="approval-chain")

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("立项审批与任务书")

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """What was applied for, to be granted or cut."""
        from casework.proposals import charter_begun_with  # noqa: PLC0415  (it reads forms)

        return charter_begun_with(dossier)
