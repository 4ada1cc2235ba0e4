"""交接 (C15): whoever takes a case over knows where it stands, and the client knows them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.dossier import Dossier
from casework.models.forms import Content, DossierForm
from casework.questions import Choice, Day, Errors, Listed, LongText, Rows, Signed, Sub, Text


class Handover(DossierForm):
    """个案交接单: the state of the case is drawn up by the system, the rest by who leaves it."""

    code, key, name_of_form = "C15", "case_handover", _("个案交接单")
    stage, when_filled = _("更换社工/离职/跨项目年度"), _("离岗前完成")
    anew = True
    over = frozenset({"filed", "approved"})

    parties = Sub(
        _("移交人/接收人/监交人"),
        1,
        hint=_("监交人是站长或督导。"),
        parts={
            "from": Text(_("移交人")),
            "to": Text(_("接收人")),
            "witness": Text(_("监交人")),
        },
    )
    reason = Choice(_("交接原因"), 1, of=choices.HANDOVER_REASONS)
    cases = Listed(
        _("在案清单与状态"),
        2,
        type="auto-list{case,stage,risk,next_due,open_actions}",
        columns={
            "case": _("卷宗"),
            "stage": _("阶段"),
            "risk": _("风险"),
            "next_due": _("最近期限"),
            "open_actions": _("没办完的事"),
        },
    )
    key_notes = LongText(_("重点提示（风险、禁忌、关系）"), 3)
    pending_docs = Listed(
        _("未完成文书"),
        1,
        type="auto-list",
        columns={"doc": _("文书"), "state": _("情况")},
    )
    intro = Sub(
        _("服务对象告知与共同会面"),
        2,
        hint=_("高风险的须当面一起见一次，其余可以电话。"),
        parts={
            "informed_at": Day(_("告知日期"), past=True),
            "joint_visit_at": Day(_("共同会面日期"), past=True, required=False),
            "client_response": Text(_("服务对象的反应"), required=False),
        },
    )
    files = Rows(
        _("资料（电子/纸质）移交清单"),
        1,
        parts={
            "item": Text(_("资料")),
            "qty": Text(_("数量")),
            "location": Text(_("在哪里"), required=False),
        },
    )
    signs = Signed(_("三方签名"))

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("个案交接单")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Nobody hands over to themselves, or watches over their own handing over."""
        said = content.get("parties") or {}
        if said.get("to") and said["to"] == said.get("from"):
            return {"parties.to": str(_("接收人和移交人是同一个人，请核对。"))}
        if said.get("witness") and said["witness"] in {said.get("from"), said.get("to")}:
            return {"parties.witness": str(_("监交人须是移交人、接收人以外的人，请核对。"))}
        return {}

    @classmethod
    def against(cls, content: Content, dossier: Any) -> Errors:
        """Somebody at high risk is visited together, in person (handbook 4.10)."""
        from casework.deadlines import is_high  # noqa: PLC0415  (deadlines read forms)

        said = content.get("intro")
        if said and not said.get("joint_visit_at") and is_high(dossier):
            says = _("高风险的，须移交人和接收人当面一起见过服务对象，写明哪一天。")
            return {"intro.joint_visit_at": str(says)}
        return {}

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        """Who hands over to whom, as the dossier and the application say."""
        from casework.handovers import begun_with  # noqa: PLC0415  (handovers read forms)

        return begun_with(dossier)

    def called(self) -> Any:
        of_one = self.dossier.kind == Dossier.Kind.CASE
        return self.name_of_form if of_one else _("工作交接单")

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.handovers import reckoned  # noqa: PLC0415

        return reckoned(dossier)
