"""结案: how far it has led (C08), the report on it (C09), and what the client thinks of it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.dossier import Episode
from casework.models.forms import Content, DossierForm
from casework.models.wording import DATA_NOTICE
from casework.questions import (
    Choice,
    Day,
    Decided,
    Errors,
    LongText,
    Number,
    Reckoned,
    Rows,
    Sub,
    Text,
    Wording,
    Worked,
)
from casework.questions.storage import Stored


def type_in(content: Content) -> str:
    """Return how a case is closed: 目标达成, 失联, …"""
    return str(content.get("closure_type") or "")


def parted(content: Content, dossier: Any) -> bool:
    """Whether nobody is there, or willing, to be told, asked and followed up (handbook 4.1,
    submit_closure; 4.13 X8)."""
    away = getattr(dossier, "ends_as", "") == choices.AWAY
    return away or type_in(content) in choices.PARTED


def _told(content: Content, dossier: Any) -> bool:
    return not parted(content, dossier)


def _planned(content: Content, dossier: Any) -> bool:
    from casework.approvals import in_force  # noqa: PLC0415  (approvals read forms)

    return in_force(dossier, "C04") is not None


class ClosingEvaluation(DossierForm):
    """结案评估表: goals by level and by GAS score; the T score is worked out (handbook 7.2)."""

    code, key, name_of_form = "C08", "closing_evaluation", _("结案评估表")
    stage, when_filled = _("评估/结案"), _("拟结案时")
    once_a_period = True

    gas_t = models.DecimalField(_("GAS T 分"), max_digits=4, decimal_places=1, null=True)

    closure_type = Choice(_("结案类型"), 1, of=choices.CLOSURES)
    informed = Sub(
        _("结案告知"),
        2,
        needed=_told,
        needs=_("写明第一次告知的日期和告知过几次。"),
        hint=_("至少两次会面告知，或提前 14 日告知。"),
        parts={
            "first_date": Day(_("第一次告知"), past=True),
            "meetings": Number(_("告知过几次会面"), most=99),
        },
    )
    goal_attainment = Rows(
        _("目标达成度"),
        2,
        needed=_planned,
        needs=_("逐个目标写明结果、达成程度和 GAS 得分。"),
        parts={
            "goal_no": Text(_("目标")),
            "target": Text(_("达到"), required=False),
            "result": Text(_("结果")),
            "attain_pct": Number(_("达成 %"), most=200, required=False),
            "level": Choice(_("程度"), of=choices.ATTAINMENTS),
            "gas_score": Choice(_("GAS 得分"), of=choices.GAS_SCORES, required=False),
            "evidence": Text(_("依据"), required=False),
        },
    )
    pre_post = Rows(
        _("量表前后测"),
        3,
        required=False,
        covers="health",
        parts={
            "scale": Choice(_("量表"), of=choices.SCALES),
            "pre": Number(_("前测"), most=200, required=False),
            "post": Number(_("后测"), most=200),
            "delta": Worked(_("变化")),
            "date": Day(_("日期"), past=True, required=False),
        },
    )
    change = LongText(_("服务对象变化"), 2)
    service_volume = Reckoned(
        _("服务量"),
        1,
        type="auto{sessions,minutes,home_visits,calls,resources,amount}",
        figures={
            "sessions": _("服务次数"),
            "minutes": _("分钟"),
            "home_visits": _("入户"),
            "calls": _("电话"),
            "gas_t": _("GAS T 分"),
        },
    )
    satisfaction = Reckoned(
        _("服务对象满意度"),
        2,
        type="score(1-5)x题",
        needed=_told,
        figures={
            **{str(number): each for number, each in enumerate(choices.SATISFACTION, 1)},
            "mean": _("平均分"),
            "way": _("填答方式"),
            "comment": _("其他意见"),
        },
    )
    self_eval = LongText(_("社工自评与反思"), 1)
    unresolved = LongText(_("未解决问题与建议"), 2, required=False)

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("结案评估表")

    @classmethod
    def work_out(cls, content: Content, dossier: Any) -> None:
        """The change of a scale follows from before and after."""
        for row in content.get("pre_post") or []:
            pre, post = row.get("pre"), row.get("post")
            row["delta"] = post - pre if pre is not None and post is not None else None

    def index(self) -> None:
        from casework.closures import t_of  # noqa: PLC0415

        self.gas_t = t_of(self.dossier, self.goal_attainment)

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.closures import evaluation_begun_with  # noqa: PLC0415  (closures read forms)

        return evaluation_begun_with(dossier)

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.closures import evaluation_reckoned  # noqa: PLC0415

        return evaluation_reckoned(dossier)


class ClosureReport(DossierForm):
    """结案报告（结案表）: filled from what is there."""

    code, key, name_of_form = "C09", "closure_report", _("结案报告（结案表）")
    stage, when_filled = _("结案"), _("结案审批时")
    once_a_period = True

    summary = LongText(_("个案概况摘要"), 2, said="auto+longtext")
    process_summary = LongText(_("服务过程小结"), 2)
    outcome = LongText(_("成效总结"), 2)
    closure_reason = Sub(
        _("结案原因与告知情况"),
        2,
        parts={
            "reason": Text(_("结案原因")),
            "informed_date": Day(_("告知日期"), past=True, required=False),
            "method": Text(_("告知方式"), required=False),
            "client_reaction": Text(_("服务对象的反应"), required=False),
        },
    )
    termination_work = LongText(_("离别情绪处理与巩固措施"), 1)
    followup_plan = Rows(
        _("后续跟进计划"),
        1,
        needed=lambda content, dossier: _followed(dossier),
        needs=_("须有跟进计划；服务对象明确拒绝跟进的，写“拒绝跟进”并写明原话。"),
        hint=_("结案后 1、3 个月；本期曾为高风险的还有 6 个月。遇休息日顺延。"),
        parts={
            "date": Choice(_("什么时候"), of=[*choices.FOLLOW_UPS, ("no", _("拒绝跟进"))]),
            "method": Choice(_("方式"), of=choices.FOLLOW_UP_WAYS, required=False),
            "owner": Text(_("谁去"), required=False),
            "focus": Text(_("看什么"), required=False),
        },
    )
    data_notice = Wording(_("资料处置告知"), 0, text=DATA_NOTICE)
    sign_client = Sub(
        _("服务对象签名（可）"),
        2,
        required=False,
        parts={
            "name": Text(_("姓名")),
            "way": Choice(_("方式"), of=choices.SIGN_WAYS),
            "date": Day(_("日期"), past=True),
            "witness": Text(_("见证人"), required=False),
        },
    )
    signs = Decided(_("社工/督导/站长签名"), said="approval-chain")

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("结案报告（结案表）")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Whoever refuses to be followed up is not followed up."""
        rows = content.get("followup_plan") or []
        if len(rows) > 1 and any(row.get("date") == "no" for row in rows):
            return {"followup_plan": str(_("写了“拒绝跟进”，就不再列回访。"))}
        if any(row.get("date") == "no" and not row.get("focus") for row in rows):
            return {"followup_plan": str(_("拒绝跟进的，在“看什么”里写明服务对象的原话。"))}
        return {}

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.closures import report_begun_with  # noqa: PLC0415  (closures read forms)

        return report_begun_with(dossier)


def _followed(dossier: Any) -> bool:
    from casework.drafts import checked  # noqa: PLC0415  (drafts read forms)

    return not parted(checked(dossier, "C08").content, dossier)


class Satisfaction(models.Model):
    """满意度: what the client answered, once for each episode; the worker does not type it in.

    ``way`` says whether the client answered alone or had it read out. ``token`` opens the page
    on which a client answers without an account; it names nobody, and serves once. How many items
    were answered 满意 or better is counted (handbook 8.1), so it stands in columns of its own.
    """

    episode = models.OneToOneField(Episode, models.PROTECT, related_name="satisfaction")
    token = models.CharField(max_length=43, unique=True, null=True, editable=False)  # noqa: DJ001
    expires_at = models.DateTimeField(null=True)
    answers = Stored("BinaryField")
    items = models.PositiveSmallIntegerField(_("答了几题"), default=0, editable=False)
    content_items = models.PositiveSmallIntegerField(_("满意以上"), default=0, editable=False)
    way = models.CharField(max_length=4, choices=choices.ANSWERED_BY, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("满意度")

    def __str__(self) -> str:
        return f"satisfaction of episode {self.episode_id}"

    @property
    def data_key(self) -> Any:
        return self.episode.dossier.data_key
