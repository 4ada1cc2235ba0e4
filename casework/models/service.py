"""服务 and 阶段评估: what was done each time (C05), and how far it has led (C07)."""

from datetime import date, time
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.questions import (
    Auto,
    Choice,
    Clock,
    Day,
    Errors,
    LongText,
    Many,
    Number,
    Rows,
    Signed,
    Sub,
    Text,
    Ticked,
    Worked,
)

LONGEST = 12 * 60  # minutes: beyond it a time was mistyped


def has_plan(content: Content, dossier: Any) -> bool:
    from casework.approvals import in_force  # noqa: PLC0415  (approvals read forms)

    return in_force(dossier, "C04") is not None


def changed(content: Content) -> str:
    """Return what a service record says of the risk: same, down, medium, high."""
    return str((content.get("risk_change") or {}).get("level") or "")


class SessionRecord(DossierForm):
    """个案服务过程记录表: one for every contact, filed on submission and read afterwards.

    Day, minutes, way and how many were served stand in columns of their own as well: they are
    counted (handbook 8.1).
    """

    code, key, name_of_form = "C05", "session_record", _("个案服务过程记录表")
    stage, when_filled = _("介入"), _("每次服务后≤3个工作日（建议24小时）")
    anew = True
    over = frozenset({"filed"})

    held_on = models.DateField(_("服务日期"), null=True, editable=False, db_index=True)
    minutes = models.PositiveSmallIntegerField(_("分钟"), default=0, editable=False)
    mode = models.CharField(_("方式"), max_length=4, blank=True, editable=False)
    served = models.PositiveSmallIntegerField(_("服务人数"), default=1, editable=False)

    session_no = Auto(_("第几次"), type="int")
    time = Sub(
        _("日期、起止时间、时长"),
        1,
        parts={
            "date": Day(_("日期"), past=True),
            "start": Clock(_("开始")),
            "end": Clock(_("结束")),
            "minutes": Worked(_("分钟")),
        },
    )
    place_mode = Sub(
        _("地点/方式"),
        1,
        parts={
            "place": Text(_("地点"), required=False),
            "mode": Choice(_("方式"), of=choices.MODES),
        },
    )
    participants = Rows(
        _("参与人"),
        2,
        parts={"name": Text(_("姓名")), "role": Text(_("身份"), required=False)},
    )
    objectives = Ticked(
        _("本次目标"),
        1,
        needed=has_plan,
        needs=_("勾选这次对应计划里的哪个目标。"),
        parts={"goal_no": Text(_("目标")), "text": Worked(_("内容"))},
    )
    process = LongText(_("服务内容与过程"), 3, hint=_("客观写下做了什么，300 字内写清即可。"))
    response = LongText(_("服务对象反应与变化"), 3)
    techniques = Many(_("运用的技巧/理论"), 0, of=choices.TECHNIQUES, required=False)
    progress = Rows(
        _("目标进展打分"),
        1,
        required=False,
        parts={
            "goal_no": Text(_("目标")),
            "score0_10": Number(_("0～10 分"), most=10, required=False),
        },
    )
    new_needs_resources = Rows(
        _("新发现需求/资源使用"), 2, required=False, parts={"what": Text(_("需求或资源"))}
    )
    risk_change = Sub(
        _("风险变化"),
        3,
        hint=_("升高会马上告诉督导；等级下调须在阶段评估或再预估中由督导同意。"),
        parts={
            "level": Choice(_("这次看到的风险"), of=choices.RISK_CHANGES),
            "reason": Text(_("依据"), required=False),
        },
    )
    reflection = LongText(_("社工反思/专业分析"), 1, hint=_("督导可见。"))
    next_plan = Sub(
        _("下次计划"),
        1,
        parts={
            "content": Text(_("下一步")),
            "date": Day(_("下次服务"), required=False),
        },
    )
    files = Auto(_("附件（照片、单据）"), 3, type="list(file)", required=False)
    sign_worker = Signed(_("社工签名/日期"))
    supervisor_feedback = Auto(_("督导反馈"), type="comments", required=False)

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("个案服务过程记录表")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """It ends after it began; a changed risk has its reason."""
        wrong: Errors = {}
        if says := mistimed(minutes_in(content)):
            wrong["time.end"] = str(says)
        if changed(content) not in {"", "same"} and not content["risk_change"].get("reason"):
            wrong["risk_change.reason"] = str(_("风险有变化，写一句依据。"))
        return wrong

    @classmethod
    def work_out(cls, content: Content, dossier: Any) -> None:
        """Minutes follow from start and end, a goal's words from the plan."""
        if content.get("time"):
            content["time"]["minutes"] = minutes_in(content)
        known = dict(cls.offered("objectives", dossier)) if content.get("objectives") else {}
        for row in content.get("objectives") or []:
            row["text"] = known.get(row["goal_no"], "")

    @classmethod
    def offered(cls, key: str, dossier: Any) -> list[tuple[str, str]]:
        """The goals of the plan in force."""
        from casework.plans import goals_of  # noqa: PLC0415  (plans read forms)

        return [(goal.no, goal.text) for goal in goals_of(dossier)]

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """Who takes part as a rule, and what the last record meant to do next."""
        from casework.sessions import begun_with  # noqa: PLC0415  (sessions read forms)

        return begun_with(dossier)

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        return {"session_no": str(instance)}

    def index(self) -> None:
        at, place = self.time or {}, self.place_mode or {}
        self.held_on = date.fromisoformat(at["date"]) if at.get("date") else None
        self.minutes, self.mode = at.get("minutes") or 0, place.get("mode") or ""
        self.served = served_of(self.participants or [])


def served_of(people: list[Content]) -> int:
    """Return how many of those who took part were served: the family too (handbook 8.2), whoever
    works there not; a service is always to somebody."""
    roles = [str(each.get("role") or "") for each in people]
    return max(1, sum(not role.endswith(choices.STAFF) for role in roles))


def mistimed(spent: int | None) -> Any:
    """Return what is wrong with so many minutes from start to end; nothing, as a rule."""
    if spent is not None and spent <= 0:
        return _("结束时间应晚于开始时间，请核对；过了零点的分两份写，前一份写到 23:59。")
    if spent is not None and spent > LONGEST:
        return _("一次服务不超过 12 小时，请核对开始和结束时间。")
    return ""


def minutes_in(content: Content) -> int | None:
    """Return the minutes from start to end; None where either is not written."""
    said = content.get("time") or {}
    if not said.get("start") or not said.get("end"):
        return None
    start, end = time.fromisoformat(said["start"]), time.fromisoformat(said["end"])
    return (end.hour - start.hour) * 60 + end.minute - start.minute


class MidtermReview(DossierForm):
    """中期（阶段）评估表: at the plan's middle, and every three months."""

    code, key, name_of_form = "C07", "midterm_review", _("中期（阶段）评估表")
    stage, when_filled = _("评估"), _("计划中点/每3个月")
    anew = True

    period = Sub(
        _("评估日期/区间"),
        1,
        parts={"start": Day(_("从")), "end": Day(_("到"))},
    )
    goal_progress = Rows(
        _("目标达成进度"),
        2,
        parts={
            "goal_no": Text(_("目标")),
            "indicator": Text(_("指标"), required=False),
            "baseline": Text(_("现状（基线）"), required=False),
            "current": Text(_("现在")),
            "rate": Choice(_("进度"), of=choices.ATTAINMENTS, required=False),
            "evidence": Text(_("依据"), required=False),
        },
    )
    client_view = LongText(_("服务对象评价"), 2)
    risk = Sub(
        _("风险复评"),
        3,
        hint=_("批准后即为本案的风险等级。"),
        parts={
            "level": Choice(_("风险等级"), of=choices.RISKS),
            "basis": Text(_("依据"), required=False),
        },
    )
    adjustments = Rows(
        _("计划调整"),
        1,
        hint=_("写“提前结案”的，批准后转入结案；调整目标、延期的，另提计划变更或延期申请。"),
        parts={
            "type": Choice(_("结论"), of=choices.ADJUSTMENTS),
            "content": Text(_("内容"), required=False),
            "reason": Text(_("理由"), required=False),
        },
    )
    signs = Signed(_("社工/督导签名"))

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("中期（阶段）评估表")

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """The goals of the plan, and the time since the last review."""
        from casework.plans import review_begun_with  # noqa: PLC0415  (plans read forms)

        return review_begun_with(dossier)
