"""预估: what is the matter, what is needed, what helps, and how great the risk is (C03)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.questions import (
    Auto,
    Choice,
    Day,
    Decided,
    Itemised,
    LongText,
    Many,
    Number,
    Rows,
    Scaled,
    Signed,
    Sub,
    Text,
)
from casework.scales import NOTICE

RED_LINE, ALARM = 1, 2  # PHQ-9 第9题: 安全计划; 红色警示 (handbook 7.2)


def ninth_item(content: Content) -> int:
    """Return the highest answer to item 9 of a PHQ-9 among the scales; 0 without one."""
    rows = content.get("scales") or []
    return max((r.get("item9") or 0 for r in rows if r.get("scale") == "PHQ-9"), default=0)


def risk_in(content: Content) -> str:
    """Return the risk level: high, medium, low or nothing yet."""
    return str((content.get("risk") or {}).get("level") or "")


def needs_safety_plan(content: Content, dossier: Any) -> bool:
    return risk_in(content) == "high" or ninth_item(content) >= RED_LINE


class Assessment(DossierForm):
    """个案预估表."""

    code, key, name_of_form = "C03", "assessment", _("个案预估表")
    stage, when_filled = _("预估"), _("接案批准后≤7个工作日")

    assess_no = Auto(_("预估编号/版本"))
    sources = Many(_("资料来源"), 1, of=choices.ASSESSMENT_SOURCES)
    contacts = Rows(
        _("会谈/走访次数与日期"),
        2,
        parts={
            "date": Day(_("日期"), past=True),
            "place": Text(_("地点"), required=False),
            "who": Text(_("对象"), required=False),
        },
    )
    bio = LongText(_("生理/身体状况"), 3, covers="health")
    psycho = LongText(_("心理/情绪/认知"), 3, covers="health")
    social = LongText(_("社会功能/人际"), 2)
    family = LongText(_("家庭状况（结构、关系、经济、照顾）"), 3)
    economy_housing = LongText(_("经济与居住"), 3)
    support = Rows(
        _("社会支持网络（正式/非正式）"),
        2,
        parts={
            "source": Text(_("来源")),
            "type": Choice(_("类型"), of=choices.SUPPORT_TYPES, required=False),
            "content": Text(_("内容"), required=False),
            "strength": Choice(_("强弱"), of=choices.STRENGTHS, required=False),
        },
    )
    benefit_check = Rows(
        _("政策待遇核查"),
        3,
        parts={
            "policy": Text(_("政策")),
            "status": Choice(_("状态"), of=choices.BENEFIT_STATES, required=False),
            "gap": Text(_("缺口"), required=False),
        },
    )
    problems = Rows(
        _("问题界定"),
        3,
        parts={
            "no": Text(_("序号"), required=False),
            "problem": Text(_("问题")),
            "duration": Text(_("持续多久"), required=False),
            "severity": Choice(_("严重程度"), of=choices.SEVERITIES, required=False),
            "client_view": Text(_("服务对象的看法"), required=False),
            "priority": Choice(_("优先"), of=choices.PRIORITIES, required=False),
        },
    )
    needs = Rows(
        _("需求清单"),
        2,
        parts={
            "no": Text(_("序号"), required=False),
            "need": Text(_("需求")),
            "domain": Choice(_("领域"), of=choices.NEED_DOMAINS, required=False),
            "priority": Choice(_("优先"), of=choices.PRIORITIES, required=False),
            "need_item_ref": Text(_("台账编号"), required=False),
        },
    )
    strengths = Rows(
        _("优势与资源"),
        2,
        parts={
            "level": Choice(_("层面"), of=choices.STRENGTH_LEVELS, required=False),
            "content": Text(_("内容")),
        },
    )
    risk = Sub(
        _("危机/风险评估"),
        3,
        hint=_("硬条件优先于分数；下调须督导同意。"),
        parts={
            "items": Text(_("风险事项"), required=False),
            "level": Choice(_("风险等级"), of=choices.RISKS),
            "basis": Text(_("依据"), required=False),
            "immediate_actions": Text(_("已采取的措施"), required=False),
            "review_date": Day(_("下次评估"), required=False),
        },
    )
    scales = Scaled(
        _("量表结果"),
        3,
        required=False,
        hint=NOTICE,
        parts={
            "scale": Choice(_("量表"), of=choices.SCALES),
            "version": Text(_("版本"), required=False),
            "date": Day(_("日期"), past=True, required=False),
            "score": Number(_("得分"), most=200),
            "item9": Number(_("PHQ-9 第 9 题"), most=3, required=False),
            "interpretation": Text(_("判读"), required=False),
            "answers": Itemised(_("逐题")),
        },
    )
    safety_plan = LongText(
        _("安全计划"),
        3,
        needed=needs_safety_plan,
        needs=_("高风险，或 PHQ-9 第 9 题达到 1 分，须写安全计划：预警信号、应对、联系人、就医。"),
    )
    theory = Many(_("理论视角"), 0, of=choices.THEORIES)
    conclusion = LongText(_("预估结论"), 2)
    service_level = Choice(_("建议服务级别"), 1, of=choices.LEVELS)
    sign_worker = Signed(_("社工签名/日期"))
    sign_supervisor = Decided(_("督导意见/签名/日期"))

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("个案预估表")
