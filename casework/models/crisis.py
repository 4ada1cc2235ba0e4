"""危机 (C12): what was found, done and reported; a later round says more of the same crisis."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.questions import (
    Choice,
    Clock,
    Day,
    Errors,
    Listed,
    LongText,
    Many,
    Moment,
    Rows,
    Sub,
    Text,
    YesNo,
)


def must_report(content: Content) -> bool:
    """Whether the law wants it reported, whoever agrees to that or not (handbook 2.3)."""
    return bool((content.get("mandatory_report") or {}).get("required"))


def _is_violation(content: Content, dossier: Any) -> bool:
    return content.get("crisis_type") in choices.VIOLATIONS


class CrisisRecord(DossierForm):
    """危机事件记录与报告: written under legal duty, before any consent if need be."""

    code, key, name_of_form = "C12", "crisis_record", _("危机事件记录与报告")
    stage, when_filled = _("支线"), _("发现后2小时内口头、24小时内书面")
    anew = True
    over = frozenset({"approved"})

    found = Sub(
        _("发现时间/方式/发现人"),
        2,
        hint=_("想法、计划、手段、既往、保护因素是安全五问：涉及自杀自伤的逐项问，问不到的留空。"),
        parts={
            "at_date": Day(_("发现日期"), past=True),
            "at_time": Clock(_("发现时间")),
            "way": Choice(_("方式"), of=choices.DISCOVERIES),
            "by": Text(_("发现人")),
            "thoughts": YesNo(_("想法"), required=False, hint=_("有没有不想活、伤人的念头。")),
            "plan": YesNo(_("计划"), required=False, hint=_("想好怎么做、什么时候没有。")),
            "means": YesNo(_("手段"), required=False, hint=_("手边有没有药、刀、绳。")),
            "history": YesNo(_("既往"), required=False, hint=_("以前做过没有。")),
            "protective": Text(_("保护因素"), required=False, hint=_("舍不下谁，谁能守着。")),
        },
    )
    crisis_type = Choice(_("危机类型"), 3, of=choices.CRISIS_TYPES)
    actions = Rows(
        _("现场处置"),
        3,
        parts={
            "time": Moment(_("时间")),
            "action": Text(_("做了什么")),
            "by": Text(_("谁做的")),
            "result": Text(_("结果"), required=False),
        },
    )
    contacted = Rows(
        _("已联系单位"),
        3,
        parts={
            "org": Choice(_("单位"), of=choices.CALLED),
            "time": Moment(_("时间")),
            "person": Text(_("联系到谁"), required=False),
            "reply": Text(_("答复"), required=False),
        },
    )
    mandatory_report = Sub(
        _("强制报告"),
        3,
        needed=_is_violation,
        needs=_("家暴、虐待忽视的，须写明属不属于强制报告。"),
        hint=_("属强制报告的先报告，再补写；不用等批准，也不用等谁同意。"),
        parts={
            "required": YesNo(_("属于强制报告")),
            "reported_at": Moment(_("报告时间"), required=False),
            "to": Text(_("报给谁"), required=False),
            "ref_no": Text(_("报案或受理编号"), required=False),
            "basis": Many(_("依据"), of=choices.REPORT_GROUNDS, required=False),
        },
    )
    breach_reason = LongText(
        _("保密突破理由"),
        2,
        needed=lambda content, dossier: must_report(content),
        needs=_("属强制报告的，写明为什么要不经同意告诉别人，说到什么程度。"),
        hint=_("未经同意把情况告诉了别人的，都写。"),
    )
    safety_plan = LongText(_("安全计划"), 3, hint=_("预警信号、怎样应对、找谁、去哪里就医。"))
    notified = Listed(
        _("督导/站长/总站通报时间"),
        1,
        type="list{who,at}",
        columns={"who": _("谁"), "at": _("时间")},
    )
    resolution = Sub(
        _("解除评估"),
        3,
        required=False,
        hint=_("解除危机时填。"),
        parts={
            "level": Choice(_("现在的风险"), of=choices.RISKS),
            "date": Day(_("评估日期"), past=True),
            "basis": Text(_("依据")),
            "by": Text(_("谁评估的"), required=False),
        },
    )
    debrief = LongText(_("复盘"), 1, required=False)

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("危机事件记录与报告")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """A duty to report has its grounds, and a report its addressee."""
        said, wrong = content.get("mandatory_report") or {}, {}
        if said.get("required") and not said.get("basis"):
            wrong["mandatory_report.basis"] = str(_("属强制报告的，勾选是哪一种情形。"))
        if said.get("reported_at") and not said.get("to"):
            wrong["mandatory_report.to"] = str(_("写明报给了哪个单位。"))
        return wrong

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """When the alarm was raised, and the safety plan that was made for the case."""
        from casework.crisis_reports import begun_with  # noqa: PLC0415  (crisis reports read forms)

        return begun_with(dossier)

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.crisis_reports import notified_of  # noqa: PLC0415

        return {"notified": notified_of(dossier)}
