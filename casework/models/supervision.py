"""督导 and 会诊: what a supervisor advised (C06), and what several agencies resolved (C13)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.masking import NAMELESS
from casework.models.forms import Content, DossierForm
from casework.questions import (
    Choice,
    Clock,
    Day,
    Errors,
    Listed,
    LongText,
    Number,
    Rows,
    Signed,
    Sub,
    Text,
    Worked,
    YesNo,
)

LONGEST = 12 * 60  # minutes: beyond it a time was mistyped


def _something_left(content: Content, dossier: Any) -> bool:
    from casework.supervision import left_open  # noqa: PLC0415  (supervision reads forms)

    return bool(left_open(dossier))


class SupervisionRecord(DossierForm):
    """督导记录表: one for each supervision; what it leaves to do is asked for by the next."""

    code, key, name_of_form = "C06", "supervision_record", _("督导记录表")
    stage, when_filled = _("全程"), _("督导后≤5个工作日")
    anew = True
    over = frozenset({"filed"})

    sup = Sub(
        _("督导编号/类型"),
        1,
        parts={
            "no": Worked(_("编号")),
            "type": Choice(_("类型"), of=choices.SUPERVISIONS),
            "mode": Choice(_("方式"), of=choices.SUPERVISION_MODES, required=False),
        },
    )
    time = Sub(
        _("日期、时长、地点"),
        1,
        parts={
            "date": Day(_("日期"), past=True),
            "minutes": Number(_("分钟"), least=1, most=LONGEST),
            "place": Text(_("地点"), required=False),
        },
    )
    people = Sub(
        _("督导者/被督导者"),
        1,
        parts={"supervisor": Text(_("督导者")), "supervisees": Text(_("被督导者"))},
    )
    related = Listed(
        _("关联对象"),
        1,
        type="list(ref case/group/project/document)",
        columns={"number": _("编号")},
    )
    issues = Rows(
        _("被督导者提出的问题"),
        2,
        parts={"no": Text(_("序号"), required=False), "issue": Text(_("问题"))},
    )
    advice = Rows(
        _("督导意见"),
        1,
        parts={
            "no": Text(_("序号"), required=False),
            "advice": Text(_("意见")),
            "function": Choice(_("功能"), of=choices.SUPERVISION_FUNCTIONS, required=False),
        },
    )
    actions = Rows(
        _("行动事项"),
        1,
        hint=_("没做完的，下次督导时自动带出来问。"),
        parts={
            "no": Text(_("序号"), required=False),
            "action": Text(_("做什么")),
            "owner": Text(_("谁来做")),
            "due": Day(_("期限"), required=False),
            "status": Choice(_("状态"), of=choices.ACTION_STATES, required=False),
        },
    )
    previous_followup = Rows(
        _("上次事项落实情况"),
        1,
        needed=_something_left,
        needs=_("上次督导有没做完的事项，逐项写落实情况。"),
        parts={"action": Text(_("事项")), "result": Text(_("落实情况"))},
    )
    reflection = LongText(_("被督导者反思"), 1, required=False)
    signs = Signed(_("双方签名/日期"))

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("督导记录表")

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """Who sits together, and what the last supervision left to do."""
        from casework.supervision import begun_with  # noqa: PLC0415

        return begun_with(dossier)

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.supervision import reckoned  # noqa: PLC0415

        return reckoned(dossier, instance)


class CaseConference(DossierForm):
    """个案会诊/联席研讨记录: its minutes go from hand to hand, so they name nobody served."""

    code, key, name_of_form = "C13", "case_conference", _("个案会诊/联席研讨记录")
    stage, when_filled = _("任意阶段"), _("会后≤3个工作日")
    anew = True
    over = frozenset({"filed"})

    meta = Sub(
        _("时间地点主持"),
        1,
        parts={
            "date": Day(_("日期"), past=True),
            "time": Clock(_("时间"), required=False),
            "place": Text(_("地点")),
            "host": Text(_("主持")),
        },
    )
    attendees = Rows(
        _("参会单位人员"),
        1,
        hint=_("须签保密承诺。"),
        parts={
            "org": Text(_("单位")),
            "name": Text(_("姓名")),
            "role": Text(_("职务"), required=False),
            "confidential_signed": YesNo(_("已签保密承诺")),
        },
    )
    matters = Rows(_("研讨问题"), 2, key="questions", parts={"question": Text(_("问题"))})
    discussion = LongText(_("讨论要点"), 3, hint=_("不写服务对象的姓名，写“服务对象”或卷宗号。"))
    resolutions = Rows(
        _("决议与分工"),
        1,
        parts={
            "no": Text(_("序号"), required=False),
            "content": Text(_("决议")),
            "owner": Text(_("谁来办")),
            "due": Day(_("期限"), required=False),
        },
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("个案会诊/联席研讨记录")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Everybody who hears of the case has promised to keep it to themselves."""
        rows = enumerate(content.get("attendees") or [], 1)
        open_ = [str(number) for number, row in rows if row["confidential_signed"] is False]
        if not open_:
            return {}
        says = _("参会的人都须签保密承诺：第 %s 位还没签，补签后再提交。")
        return {"attendees": str(says % "、".join(open_))}

    @classmethod
    def against(cls, content: Content, dossier: Any) -> Errors:
        """The minutes give the dossier's number, never the client's name."""
        name = dossier.person.name or NAMELESS
        keys = ("questions", "discussion", "resolutions")
        named = [key for key in keys if name in str(content.get(key) or "")]
        says = str(_("这里写了服务对象的姓名，请改成“服务对象”或卷宗号。"))
        return {} if name == NAMELESS else dict.fromkeys(named, says)

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """The worker and the supervisor of the case come to it."""
        from casework.supervision import conference_begun_with  # noqa: PLC0415

        return conference_begun_with(dossier)
