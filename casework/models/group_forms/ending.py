"""结束期: what has changed (G09), the report on it (G10), and how it went on (G11)."""

from decimal import Decimal as Figure
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.models.group_forms.names import names_in
from casework.questions import (
    Choice,
    Day,
    Decided,
    Decimal,
    Errors,
    LongText,
    Money,
    Number,
    Reckoned,
    Rows,
    Sub,
    Text,
    Worked,
)

ASKED = ["内容", "形式", "社工", "场地", "收获", "推荐意愿"]  # handbook 3.3 G09
TRANSFORMS = ["无", "转个案", "转社区社会组织", "转志愿者骨干", "再开组"]


class GroupMeasure(DossierForm):
    """组员满意度与前后测: begun at the first session, completed at the last, then handed in."""

    code, key, name_of_form = "G09", "group_measure", _("组员满意度与前后测")
    stage, when_filled = _("首节/末节"), _("首末节")

    instrument = Rows(
        _("问卷/量表"),
        0,
        parts={"name": Text(_("名称")), "scoring": Text(_("怎么计分"), required=False)},
    )
    scores = Rows(
        _("前测/后测"),
        2,
        hint=_("首节填前测，末节填后测。组员可以写编号，不写姓名。"),
        parts={
            "member": Text(_("组员")),
            "measure": Text(_("量表"), required=False, hint=_("只有一种的不用填。")),
            "pre": Decimal(_("前测"), least=-999, required=False),
            "post": Decimal(_("后测"), least=-999, required=False),
            "delta": Worked(_("变化")),
        },
    )
    satisfaction = Rows(
        _("满意度各题"),
        1,
        hint=_("平均分 1～5 分。满意率由份数算出：答“满意”和“很满意”的，占收回的。"),
        parts={
            "item": Text(_("题目")),
            "score": Decimal(_("平均分"), least=1, most=5, required=False),
            "content": Number(_("满意以上（份）"), required=False),
            "answered": Number(_("收回（份）"), required=False),
        },
    )
    comments = LongText(_("开放意见"), 1, required=False)

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("组员满意度与前后测")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Of several scales each row says which; no more are content than have answered."""
        wrong: Errors = {}
        scales = set(names_in(content.get("instrument"), "name"))
        rows = content.get("scores") or []
        if len(scales) > 1 and any(row.get("measure") not in scales for row in rows):
            says = _("用了几种量表：每一行写明是哪一种，和上面的名称一样。")
            wrong["scores"] = str(says)
        asked = content.get("satisfaction") or []
        if not all(row.get("score") or row.get("answered") for row in asked):
            wrong["satisfaction"] = str(_("每一题写平均分，或写满意以上和收回的份数。"))
        if any((row.get("content") or 0) > (row.get("answered") or 0) for row in asked):
            wrong["satisfaction"] = str(_("满意以上的份数比收回的多，请核对。"))
        return wrong

    @classmethod
    def work_out(cls, content: Content, dossier: Any) -> None:
        """The change follows from before and after."""
        for row in content.get("scores") or []:
            row["delta"] = _change(row.get("pre"), row.get("post"))

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.group_beginnings import measure_begun_with  # noqa: PLC0415  (reads forms)

        return measure_begun_with(dossier)


def _change(pre: str | None, post: str | None) -> str | None:
    """Return by how much a score has changed, as +2.5 or -1."""
    if pre is None or post is None:
        return None
    change = Figure(post) - Figure(pre)
    return f"{change.normalize():+f}" if change else "0"


class GroupReport(DossierForm):
    """小组总结评估报告: filled from what is there."""

    code, key, name_of_form = "G10", "group_report", _("小组总结评估报告")
    stage, when_filled = _("结束期"), _("末节后≤10个工作日")

    basic = Reckoned(
        _("基本情况"),
        0,
        type="auto",
        figures={
            "name": _("小组名称"),
            "sessions": _("节数"),
            "members": _("人数"),
            "person_times": _("人次"),
            "rate": _("出席率"),
            "minutes": _("服务分钟"),
        },
    )
    goals = Rows(
        _("目标达成评估"),
        0,
        parts={
            "goal": Text(_("目标")),
            "indicator": Text(_("指标"), required=False),
            "target": Text(_("达到"), required=False),
            "result": Text(_("结果")),
            "evidence": Text(_("依据"), required=False),
        },
    )
    process = LongText(
        _("过程评估（小组发展）"), 0, hint=_("按形成、转折、成熟、结束各期写小组怎样发展。")
    )
    outcome = LongText(
        _("成效评估（前后测）"), 0, said="auto+longtext", hint=_("写变化和原因，不写组员姓名。")
    )
    satisfaction = Reckoned(
        _("满意度"),
        0,
        type="auto",
        figures={"copies": _("收回份数"), "rate": _("满意率"), "mean": _("平均分")},
    )
    expense = Rows(
        _("经费使用"),
        1,
        sums=("budget", "actual"),
        parts={
            "item": Text(_("项目")),
            "budget": Money(_("预算（元）"), required=False),
            "actual": Money(_("实支（元）")),
        },
    )
    lessons = LongText(_("问题与改进"), 0)
    followups = Rows(
        _("跟进建议"),
        2,
        parts={"who": Text(_("组员或需求")), "plan": Text(_("怎么跟进"))},
    )
    signs = Decided(_("社工/督导/站长签名"), said="approval-chain")

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("小组总结评估报告")

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.group_figures import report_begun_with  # noqa: PLC0415  (figures read forms)

        return report_begun_with(dossier)

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.group_figures import reckoned_report  # noqa: PLC0415

        return reckoned_report(dossier)


class GroupFollowUp(DossierForm):
    """小组跟进记录: one for each time that somebody looked in again, filed on submission."""

    code, key, name_of_form = "G11", "group_followup", _("小组跟进记录")
    stage, when_filled = _("结束后"), _("末节后1个月")
    anew = True
    over = frozenset({"filed"})

    target = Sub(
        _("跟进对象与方式"),
        2,
        parts={
            "who": Text(_("跟进了谁")),
            "way": Choice(_("方式"), of=choices.FOLLOW_UP_WAYS),
            "date": Day(_("日期"), past=True),
        },
    )
    result = LongText(_("成效维持/互助延续"), 2)
    transform = Choice(
        _("转化"), 1, of=TRANSFORMS, hint=_("几样都有的，一样一份：各写一份跟进记录。")
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("小组跟进记录")
