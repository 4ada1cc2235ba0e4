"""接案: the call for help (C01) and the agreement to serve (C02)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.models.wording import CONFIDENTIALITY, PI_NOTICE, RIGHTS_DUTIES, WITHDRAWAL
from casework.questions import (
    Auto,
    Checklist,
    Choice,
    Decided,
    Errors,
    LongText,
    Moment,
    Phone,
    Rows,
    Signed,
    Sub,
    Text,
    Wording,
    YesNo,
)
from casework.questions.simple import Day

REFERRED = {"转介", "热线派单"}
NOT_TAKEN = {"咨询后结束", "转介", "不接案"}


class Intake(DossierForm):
    """求助(接案)登记表."""

    code, key, name_of_form = "C01", "intake_registration", _("求助（接案）登记表")
    stage, when_filled = _("接案"), _("首次接触当日")

    reg_no = Auto(_("登记编号"))
    reg_at = Moment(_("登记日期时间"))
    channel = Choice(_("求助方式"), 1, of=choices.CHANNELS)
    referrer = Sub(
        _("转介单位/人及联系"),
        2,
        needed=lambda content, dossier: content.get("channel") in REFERRED,
        needs=_("求助方式是转介或热线派单的，须写明转介单位或转介人。"),
        parts={
            "org": Text(_("单位")),
            "name": Text(_("联系人"), required=False),
            "phone": Phone(_("电话"), required=False),
            "doc": Text(_("转介文书"), required=False),
        },
    )
    requester = Sub(
        _("求助人与服务对象关系"),
        2,
        parts={
            "name": Text(_("求助人"), required=False),
            "relation": Text(_("关系"), hint=_("本人求助的写“本人”。")),
            "phone": Phone(_("电话"), required=False),
        },
    )
    client_id = Auto(_("服务对象"), 2, type="ref(client)")
    presenting_problem = LongText(_("主诉问题（原话）"), 3)
    expectation = LongText(_("期望"), 2, required=False)
    history = LongText(_("过往求助/服务史"), 3, required=False)
    crisis_screen = Sub(
        _("紧急/危机筛查"),
        3,
        hint=_("逐项问过再选。任一项为“是”，督导和站长马上收到警示，办理不受影响。"),
        parts={key: YesNo(label) for key, label in choices.CRISES.items()},
    )
    mandatory_report_flag = YesNo(_("未成年人/无民事行为能力受侵害嫌疑"), 3)
    in_scope = Choice(_("是否属本站服务范围"), 1, of=choices.IN_SCOPE)
    case_type = Sub(
        _("初步类别与问题类型"),
        1,
        parts={
            "category": Choice(_("类别"), of=choices.CATEGORIES),
            "problem_type": Choice(_("问题类型"), of=choices.PROBLEM_TYPES),
        },
    )
    initial_opinion = LongText(_("社工初步判断"), 2)
    decision_suggest = Choice(_("处理建议"), 1, of=choices.SUGGESTIONS)
    reject_reason = LongText(
        _("不接案/转介理由与告知情况"),
        2,
        needed=lambda content, dossier: content.get("decision_suggest") in NOT_TAKEN,
        needs=_("建议不接案、转介或咨询后结束的，须写明理由和告知情况。"),
    )
    sign_worker = Signed(_("登记社工签名/日期"))
    sign_review = Decided(_("站长（督导）意见/签名/日期"))

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("求助（接案）登记表")


def crises_in(content: Content) -> list[str]:
    """Return the keys of the crisis questions answered with yes."""
    screen = content.get("crisis_screen") or {}
    found = [key for key in choices.CRISES if screen.get(key)]
    return found + ["mandatory_report"] * bool(content.get("mandatory_report_flag"))


class Consent(DossierForm):
    """知情同意书与服务协议. Four layers: general, sensitive, third parties, publicity."""

    code, key, name_of_form = "C02", "consent_agreement", _("知情同意书与服务协议")
    stage, when_filled = _("接案"), _("预估前")

    agreement_no = Auto(_("协议编号"))
    parties = Sub(
        _("服务对象/监护人"),
        2,
        parts={
            "client": Text(_("服务对象")),
            "guardian": Text(_("监护人"), required=False),
            "agency": Text(_("机构")),
            "worker": Text(_("社工")),
        },
    )
    service_terms = Sub(
        _("服务内容、方式、期限、频次"),
        1,
        parts={
            "scope": Text(_("内容")),
            "mode": Text(_("方式")),
            "start": Day(_("开始")),
            "end": Day(_("结束"), required=False),
            "freq": Text(_("频次"), required=False),
        },
    )
    rights_duties = Wording(_("双方权利义务"), text=RIGHTS_DUTIES)
    confidentiality = Wording(_("保密与保密例外"), text=CONFIDENTIALITY)
    pi_notice = Wording(_("个人信息处理告知"), text=PI_NOTICE)
    sensitive_consent = Checklist(
        _("敏感个人信息单独同意"),
        2,
        of=choices.SENSITIVE_ITEMS,
        required=False,
        hint=_("逐项问，同意的才勾。没有勾的，相应的内容不收集、不填写。"),
    )
    share_consent = Rows(
        _("向第三方提供的单独同意"),
        2,
        required=False,
        parts={
            "recipient": Text(_("提供给谁")),
            "purpose": Text(_("为什么")),
            "items": Text(_("提供什么")),
            "agree": YesNo(_("同意")),
        },
    )
    media_consent = Sub(
        _("影像、案例使用授权"),
        2,
        hint=_("默认不同意。"),
        parts={
            "photo": YesNo(_("照片、影像")),
            "audio": YesNo(_("录音")),
            "case_publication": YesNo(_("案例发表")),
            "anonymised_only": YesNo(_("只限匿名")),
        },
    )
    record_consent = YesNo(_("录音/远程服务同意"), 2, required=False)
    withdrawal_notice = Wording(_("撤回方式告知"), text=WITHDRAWAL)
    sign_mode = Choice(_("签署方式"), 1, of=choices.SIGN_MODES)
    signatures = Rows(
        _("服务对象签名/指印，监护人签名，见证人"),
        2,
        parts={
            "role": Choice(_("身份"), of=choices.SIGNERS),
            "name": Text(_("姓名")),
            "way": Choice(_("方式"), of=choices.SIGN_WAYS),
            "date": Day(_("日期"), past=True),
        },
    )
    org_sign = Signed(_("社工签名、机构盖章、日期"))
    withdrawal = Sub(
        _("撤回记录"),
        2,
        required=False,
        asked=False,
        parts={
            "date": Day(_("日期"), required=False),
            "scope": Text(_("范围"), required=False),
            "handled_by": Text(_("经办"), required=False),
        },
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("知情同意书与服务协议")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """An oral consent needs a witness (handbook 4.13, X9)."""
        oral = content.get("sign_mode") == choices.ORAL
        if oral and content.get("signatures") and not signed_by("见证人", content):
            return {"signatures": str(_("口头同意须有见证人：请加一行见证人的姓名和日期。"))}
        return {}

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        """What was withdrawn of it so far: a consent sealed once more says so."""
        from casework.withdrawals import reckoned  # noqa: PLC0415  (they read forms)

        return reckoned(dossier)

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        guardian = (dossier.person.guardian or {}).get("name", "")
        parties = {
            "client": dossier.person.name,
            "guardian": guardian,
            "agency": dossier.station.name,
            "worker": str(dossier.owner or ""),
        }
        no = dict.fromkeys(["photo", "audio", "case_publication"], False)
        return {
            "parties": (parties, _("带自服务对象档案和本站信息，可改。")),
            "media_consent": ({**no, "anonymised_only": True}, _("默认不同意，问过再改。")),
        }


def signed_by(role: str, content: Content) -> bool:
    """Whether somebody in that role has signed."""
    return any(
        row.get("role") == role and row.get("name") and row.get("date")
        for row in content.get("signatures") or []
    )
