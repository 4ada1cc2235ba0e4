"""跟进 and 归档: how things are after the closing (C11), and the box they end in (C16)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.dossier import Dossier
from casework.models.forms import Content, DossierForm
from casework.questions import (
    Auto,
    Choice,
    Day,
    Listed,
    LongText,
    Reckoned,
    Rows,
    Signed,
    Sub,
    Text,
    Worked,
    YesNo,
)
from casework.questions.base import Errors


def concluded(content: Content) -> str:
    """Return what a visit comes to: 结束跟进, 继续跟进, 重开个案, 转介."""
    return str(content.get("conclusion") or "")


class FollowUp(DossierForm):
    """回访/跟进记录表: one for each planned visit, filed on submission."""

    code, key, name_of_form = "C11", "followup_record", _("回访/跟进记录表")
    stage, when_filled = _("结案后"), _("结案后1、3（、6）个月")
    anew = True
    over = frozenset({"filed"})

    visit = Sub(
        _("回访次序/计划日期/实际日期"),
        1,
        parts={
            "no": Worked(_("第几次")),
            "due": Worked(_("计划日期")),
            "actual": Day(_("实际日期"), past=True),
        },
    )
    mode = Sub(
        _("方式/受访人"),
        2,
        parts={
            "way": Choice(_("方式"), of=choices.FOLLOW_UP_WAYS),
            "who": Text(_("受访人"), required=False),
        },
    )
    maintenance = Rows(
        _("目标维持情况"),
        2,
        parts={
            "goal_no": Text(_("目标")),
            "status": Choice(_("情况"), of=choices.MAINTAINED),
        },
    )
    new_issue = Sub(
        _("新需求/风险"),
        3,
        parts={
            "has": YesNo(_("有没有")),
            "desc": Text(_("情况"), required=False),
            "risk": Choice(_("风险"), of=choices.RISKS, required=False),
        },
    )
    feedback = LongText(_("服务对象反馈"), 2, required=False)
    conclusion = Choice(_("结论"), 1, of=choices.FOLLOW_UP_ENDS)
    sign = Signed(_("社工签名"))

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("回访/跟进记录表")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """A new need is described."""
        new = content.get("new_issue") or {}
        if new.get("has") and not new.get("desc"):
            return {"new_issue.desc": str(_("有新需求或风险，写一句是什么。"))}
        return {}

    @classmethod
    def against(cls, content: Content, dossier: Any) -> Errors:
        """A visit follows the closing."""
        made = (content.get("visit") or {}).get("actual")
        closed = dossier.closed_on if made else None
        if closed and made < closed.isoformat():
            says = _("结案是 %s，回访应在那之后，请核对日期。")
            return {"visit.actual": says % closed.isoformat()}
        return {}

    @classmethod
    def work_out(cls, content: Content, dossier: Any) -> None:
        """Which of the planned visits this is, and when it was due."""
        from casework.followups import next_visit  # noqa: PLC0415  (follow-ups read forms)

        planned = next_visit(dossier) if content.get("visit") else None
        if planned:
            content["visit"] |= {"no": str(planned.number), "due": planned.due_on.isoformat()}

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.followups import begun_with  # noqa: PLC0415

        return begun_with(dossier)


class ArchiveCover(DossierForm):
    """个案卷宗封面、卷内目录与备考表: mostly drawn up by the system."""

    code, key, name_of_form = "C16", "archive_cover", _("个案卷宗封面、卷内目录与备考表")
    stage, when_filled = _("归档"), _("末次跟进后≤15个工作日")
    over = frozenset({"approved", "filed"})
    once_a_period = True

    archive_no = Auto(_("案卷号"))
    title = Auto(_("题名"), type="auto")
    meta = Reckoned(
        _("起止日期、件数、页数"),
        0,
        type="auto",
        figures={"start": _("起"), "end": _("止"), "papers": _("件数"), "pages": _("页数")},
    )
    retention = Choice(_("保管期限"), 0, of=choices.RETENTIONS)
    access = Choice(_("密级/查阅范围"), 0, of=choices.ACCESSES)
    catalog = Listed(
        _("卷内目录"),
        0,
        type="auto-list{no,doc,date,pages,owner,note}",
        columns={
            "no": _("序号"),
            "doc": _("文书"),
            "date": _("日期"),
            "pages": _("页数"),
            "owner": _("责任人"),
            "note": _("备注"),
        },
    )
    remark = Sub(
        _("备考表"),
        0,
        parts={
            "situation": Text(_("情况说明")),
            "compiler": Worked(_("立卷人")),
            "checker": Worked(_("检查人")),
            "date": Worked(_("日期")),
        },
    )
    access_log = Listed(
        _("移交/查阅登记"),
        1,
        type="auto-list",
        columns={"date": _("日期"), "who": _("谁"), "what": _("事由")},
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("个案卷宗封面、卷内目录与备考表")

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.archive import begun_with  # noqa: PLC0415  (the archive reads forms)

        return begun_with(dossier)

    def called(self) -> Any:
        cover = _("卷宗封面、卷内目录与备考表")
        return self.name_of_form if self.dossier.kind == Dossier.Kind.CASE else cover

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.archive import reckoned  # noqa: PLC0415

        return reckoned(dossier)
