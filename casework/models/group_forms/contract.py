"""形成期: who is in the group, and what they have agreed to with each other (G04)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.models.group_forms.names import ONCE, has_twice, names_in
from casework.questions import Choice, Day, Errors, Rows, Text, YesNo


class GroupContract(DossierForm):
    """组员登记与组员契约. Signed by each member; who joins later signs its next round."""

    code, key, name_of_form = "G04", "group_contract", _("组员登记与组员契约")
    stage, when_filled = _("形成期"), _("第1节")

    members = Rows(
        _("组员名单"),
        3,
        hint=_("健康情况只写参加活动要注意的，例如血糖、行走、视力、过敏。"),
        parts={
            "name": Text(_("姓名")),
            "client_ref": Text(_("档案编号"), required=False),
            "role": Text(_("组内角色"), required=False),
            "emergency_contact": Text(_("紧急联系人"), required=False),
            "health_note": Text(_("健康注意"), required=False),
        },
    )
    clauses = Rows(
        _("契约条款"),
        0,
        hint=_("第 1 节和组员一起定，可以增减：守时、尊重、保密、分享、安全等。"),
        parts={"clause": Text(_("条款"))},
    )
    signs = Rows(
        _("组员签名/监护人签名"),
        2,
        hint=_("每个组员一行；未成年人和不能自己决定的，监护人一起签。"),
        parts={
            "name": Text(_("组员")),
            "way": Choice(_("方式"), of=choices.SIGN_WAYS),
            "date": Day(_("日期"), past=True),
            "guardian": Text(_("监护人"), required=False),
        },
    )
    media = Rows(
        _("影像授权"),
        2,
        hint=_("逐人问。没有问过的按不同意，照片不进相册、不对外。"),
        parts={"member": Text(_("组员")), "agree": YesNo(_("同意拍照使用"))},
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("组员登记与组员契约")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Every member is listed once and has signed; only members sign."""
        wrong = {
            key: str(ONCE)
            for key, name in (("members", "name"), ("signs", "name"), ("media", "member"))
            if has_twice(content.get(key), name)
        }
        members = set(names_in(content.get("members"), "name"))
        signed = set(names_in(content.get("signs"), "name"))
        if signed and members - signed:
            says = _("还有 %s 名组员没有签名：签了契约才是组员，请各加一行。")
            wrong["signs"] = says % len(members - signed)
        stranger = _("有人不在组员名单里：请核对姓名，或先在名单里加一行。")
        if signed - members:
            wrong["signs"] = str(stranger)
        if set(names_in(content.get("media"), "member")) - members:
            wrong["media"] = str(stranger)
        return wrong

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.group_beginnings import contract_begun_with  # noqa: PLC0415  (reads forms)

        return contract_begun_with(dossier)
