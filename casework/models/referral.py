"""转介 (C10): somebody is handed on to those who can do more, with no more than they need."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.models.plan import risky
from casework.questions import (
    Checklist,
    Choice,
    Day,
    Errors,
    LongText,
    Reckoned,
    Rows,
    Sub,
    Text,
    Worked,
    YesNo,
)


def reply_in(content: Content) -> str:
    """Return what the receiving agency says: 待回复, 接收, 拒收, or nothing yet."""
    return str((content.get("receipt") or {}).get("status") or "")


def _replied(content: Content, dossier: Any) -> bool:
    return reply_in(content) in choices.REPLIED


def _sent(content: Content, dossier: Any) -> bool:
    from casework.referrals import is_sent  # noqa: PLC0415  (referrals read forms)

    return bool(is_sent(dossier))


class Referral(DossierForm):
    """转介表: approved it is sent; the receipt is the next round of the same one."""

    code, key, name_of_form = "C10", "referral_form", _("转介表")
    stage, when_filled = _("任意阶段"), _("转介决定后≤2个工作日发出")
    anew = True
    over = frozenset({"filed", "refused", "withdrawn", "lapsed"})

    ref = Sub(
        _("转介编号/方向"),
        1,
        parts={"no": Worked(_("编号")), "direction": Choice(_("方向"), of=choices.DIRECTIONS)},
    )
    reason = Sub(
        _("转介原因"),
        2,
        parts={
            "kind": Choice(_("原因"), of=choices.REFERRAL_REASONS),
            "text": LongText(_("说明"), required=False),
        },
    )
    recipient = Sub(
        _("接收机构/联系人/电话"),
        1,
        parts={
            "org": Text(_("接收机构")),
            "person": Text(_("联系人"), required=False),
            "phone": Text(_("电话"), required=False),  # an office's: printed whole
            "accept_confirm": YesNo(_("事先问过，愿意接收"), required=False),
        },
    )
    consent = Sub(
        _("服务对象意愿与单独同意"),
        2,
        needs=_("转介须有服务对象（或监护人）的单独同意；法定强制报告除外。"),
        parts={
            "agree": Choice(_("意愿"), of=choices.REFERRAL_CONSENTS),
            "consent_ref": Text(
                _("同意书里的哪一项"),
                required=False,
                hint=_("《知情同意书与服务协议》向第三方提供的单独同意。"),
            ),
        },
    )
    data_items = Checklist(
        _("拟提供资料清单（最小必要）"),
        2,
        of=choices.REFERRED_ITEMS,
        hint=_("只勾对方办这件事必须有的。"),
    )
    summary = LongText(_("个案摘要"), 3)
    services_given = Reckoned(
        _("已提供服务"),
        2,
        type="auto",
        figures={
            "sessions": _("服务次数"),
            "minutes": _("分钟"),
            "home_visits": _("入户"),
            "calls": _("电话"),
        },
    )
    risk_note = LongText(
        _("风险提示"),
        3,
        needed=risky,
        needs=_("中、高风险的，须写风险提示：要防什么，现在怎样防着。"),
    )
    receipt = Sub(
        _("接收回执"),
        1,
        needed=_sent,
        needs=_("已经转出的，写对方的答复。"),
        hint=_("发出时可不填，收到对方答复后再填。"),
        parts={
            "status": Choice(_("答复"), of=choices.RECEIPTS),
            "date": Day(_("日期"), past=True, required=False),
            "by": Text(_("谁答复的"), required=False),
            "note": Text(_("说明"), required=False),
        },
    )
    followup = Rows(
        _("转介后跟进"),
        1,
        needed=_replied,
        needs=_("有了回执，至少跟进一次。"),
        parts={"date": Day(_("日期"), past=True), "result": Text(_("情况"))},
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("转介表")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Nobody is handed on unasked; an answer has its day, and a refusal its grounds."""
        return _of_reason(content) | _of_consent(content) | _of_receipt(content)

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """What the assessment concluded, and what the client has agreed to share."""
        from casework.referrals import begun_with  # noqa: PLC0415

        return begun_with(dossier)

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.referrals import reckoned  # noqa: PLC0415

        return reckoned(dossier, instance)


def _of_reason(content: Content) -> Errors:
    said = content.get("reason") or {}
    if said.get("kind") == "其他" and not said.get("text"):
        return {"reason.text": str(_("原因选了“其他”，写一句是什么。"))}
    return {}


def _of_consent(content: Content) -> Errors:
    said = content.get("consent") or {}
    if said.get("agree") == "no":
        says = _("服务对象不同意的不能转介；属法定强制报告的，改选那一项。")
        return {"consent.agree": str(says)}
    if said.get("agree") == "yes" and not said.get("consent_ref"):
        says = _("写明对应《知情同意书与服务协议》里的哪一项；还没有的，先请服务对象单独同意。")
        return {"consent.consent_ref": str(says)}
    return {}


def _of_receipt(content: Content) -> Errors:
    said, wrong = content.get("receipt") or {}, {}
    if reply_in(content) in choices.REPLIED and not said.get("date"):
        wrong["receipt.date"] = str(_("写明对方哪一天答复的。"))
    if reply_in(content) == choices.REFUSED and not said.get("note"):
        wrong["receipt.note"] = str(_("对方拒收的，写明为什么。"))
    return wrong
