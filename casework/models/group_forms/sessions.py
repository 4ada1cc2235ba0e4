"""每节: its plan (G05), who came (G06), how it went (G07), and what an observer saw (G08).

Of each there is one for each session, filed by itself.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.models.forms import Content, DossierForm
from casework.models.group_forms.names import ONCE, has_twice
from casework.models.group_forms.planning import STAFF
from casework.questions import (
    Auto,
    Choice,
    Day,
    Decimal,
    Errors,
    LongText,
    Number,
    Rows,
    Sub,
    Text,
)

PHASES = ["筹备期", "形成期", "转折期", "成熟期", "结束期"]  # MZ/T 095
PRESENT = ["出席", "迟到", "早退"]  # count as being there (handbook 8.1)
AWAY = ["请假", "缺席"]
SIGNED_IN = ["本人签名", "扫码签到", "工作人员代记"]
FOLLOW_UPS = ["无", "关注", "转个案", "新需求", "转介"]


class GroupSessionPlan(DossierForm):
    """单节计划: what is to happen, minute by minute."""

    code, key, name_of_form = "G05", "session_plan", _("单节计划")
    stage, when_filled = _("每节"), _("每节前≥3日")
    anew = True
    over = frozenset({"filed"})

    meta = Sub(
        _("节次/主题/日期/地点/时长"),
        0,
        parts={
            "no": Number(_("第几节"), least=1, most=60),
            "theme": Text(_("主题")),
            "date": Day(_("日期")),
            "place": Text(_("地点")),
            "minutes": Number(_("分钟"), least=10, most=480),
        },
    )
    objectives = Rows(_("本节目标"), 0, parts={"objective": Text(_("目标"))})
    flow = Rows(
        _("流程安排"),
        0,
        parts={
            "time": Text(_("时间"), required=False),
            "minutes": Number(_("分钟"), most=480, required=False),
            "activity": Text(_("活动")),
            "purpose": Text(_("目的"), required=False),
            "materials": Text(_("物资"), required=False),
            "leader": Text(_("带领"), required=False),
        },
    )
    materials = Rows(
        _("物资/人手"),
        0,
        hint=_("一行一项；要几个人手、谁来，也写在这里。"),
        parts={"item": Text(_("物资或人手"))},
    )
    risks = Rows(_("预计困难"), 0, required=False, parts={"risk": Text(_("困难"))})

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("单节计划")

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.group_beginnings import session_begun_with  # noqa: PLC0415  (reads forms)

        return session_begun_with(dossier)


class GroupSignIn(DossierForm):
    """签到表: person-times are counted from it, and the hours of volunteers."""

    code, key, name_of_form = "G06", "attendance", _("签到表")
    stage, when_filled = _("每节"), _("当节")
    anew = True
    over = frozenset({"filed"})

    attendance = Rows(
        _("组员出席"),
        2,
        hint=_("每个组员一行，没来的也写。出席、迟到、早退都计人次。"),
        parts={
            "member": Text(_("组员")),
            "status": Choice(_("出席情况"), of=PRESENT + AWAY),
            "sign": Choice(_("签到"), of=SIGNED_IN, required=False),
        },
    )
    staff = Rows(
        _("工作人员/志愿者"),
        1,
        hint=_("志愿者的时数从这里计，不含路途。"),
        parts={
            "name": Text(_("姓名")),
            "role": Choice(_("分工"), of=STAFF),
            "hours": Decimal(_("小时"), most=24, required=False),
            "sign": Choice(_("签到"), of=SIGNED_IN, required=False),
        },
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("签到表")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Nobody is counted twice, and nobody who was away has signed in."""
        rows = content.get("attendance") or []
        if has_twice(rows, "member"):
            return {"attendance": str(ONCE)}
        if any(row.get("status") in AWAY and row.get("sign") for row in rows):
            return {"attendance": str(_("请假、缺席的没有签到：请核对出席情况，或清去签到。"))}
        return {}

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.group_beginnings import sign_in_begun_with  # noqa: PLC0415  (reads forms)

        return sign_in_begun_with(dossier)

    @classmethod
    def caught_up(cls, raw: Content, dossier: Any) -> Content:
        from casework.arrivals import with_sign_ins  # noqa: PLC0415  (reads the catalogue)

        return with_sign_ins(raw, dossier)


class GroupSessionProcess(DossierForm):
    """单节过程记录: a session counts as held once this is filed."""

    code, key, name_of_form = "G07", "session_process", _("单节过程记录")
    stage, when_filled = _("每节"), _("节后≤3个工作日")
    anew = True
    over = frozenset({"filed"})

    phase = Choice(_("小组阶段"), 0, of=PHASES)
    process = Rows(
        _("过程记录"),
        2,
        parts={
            "segment": Text(_("环节")),
            "content": LongText(_("做了什么")),
            "dynamics": LongText(_("组员互动"), required=False),
        },
    )
    objective_result = Rows(
        _("目标达成"),
        0,
        parts={"objective": Text(_("目标")), "result": Text(_("达成情况"))},
    )
    dynamics = LongText(
        _("小组动力与角色"), 2, hint=_("凝聚、冲突、次小组、沟通，各人在组里的角色。")
    )
    member_notes = Rows(
        _("个别组员表现与跟进"),
        3,
        required=False,
        hint=_("要转个案或登记新需求的，选上跟进方式，提交后从小组页面开。"),
        parts={
            "member": Text(_("组员")),
            "note": LongText(_("表现")),
            "followup": Choice(_("跟进"), of=FOLLOW_UPS, required=False),
        },
    )
    incident = LongText(_("突发情况处理"), 2, required=False)
    satisfaction = Decimal(
        _("满意度（节）"),
        1,
        least=1,
        most=5,
        places=1,
        required=False,
        hint=_("组员打分的平均，1～5 分。"),
    )
    reflection = LongText(_("社工反思/改进"), 1, hint=_("督导可见。"))
    feedback = Auto(_("督导反馈"), type="comments", required=False)

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("单节过程记录")

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.group_beginnings import process_begun_with  # noqa: PLC0415  (reads forms)

        return process_begun_with(dossier)


class GroupObservation(DossierForm):
    """观察记录: what somebody saw who did not lead."""

    code, key, name_of_form = "G08", "observation", _("观察记录")
    stage, when_filled = _("每节（可选）"), _("节后")
    anew = True
    over = frozenset({"filed"})

    observer = Sub(
        _("观察员"),
        1,
        parts={
            "name": Text(_("姓名")),
            "no": Number(_("第几节"), least=1, most=60),
            "date": Day(_("日期"), past=True, required=False),
        },
    )
    interaction = Rows(
        _("座位/互动图"),
        2,
        required=False,
        hint=_("谁和谁说话、帮忙、争执、避开，一行一对。"),
        parts={
            "from": Text(_("谁")),
            "to": Text(_("对谁")),
            "what": Text(_("互动"), required=False),
        },
    )
    per_member = Rows(
        _("组员逐一观察"),
        3,
        hint=_("参与程度 1～5 分，5 分最投入。"),
        parts={
            "member": Text(_("组员")),
            "participation": Number(_("参与"), least=1, most=5),
            "emotion": Text(_("情绪"), required=False),
            "behaviour": Text(_("行为"), required=False),
        },
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("观察记录")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Everybody is observed in one row."""
        return {"per_member": str(ONCE)} if has_twice(content.get("per_member"), "member") else {}
