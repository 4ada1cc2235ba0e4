"""What the verbs ask for besides the forms of the handbook. A verb not listed asks for nothing."""

from typing import Any

from django import forms
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from casework import choices, supervision
from casework.catalogue import FORMS
from casework.consents import withdrawable
from casework.lifecycles import Move
from casework.models import Case, Dossier
from casework.supervision import open_items
from workflows.asking import Colleague, DecideForm, Plain, several, words
from workflows.beside_forms import (
    AppointForm,
    ApproveChangeForm,
    CallOffForm,
    CalmForm,
    CheckForm,
    ConfirmSeveralForm,
    ForceForm,
    GroundsForm,
    InitiateForm,
    IntroduceForm,
    RaiseForm,
    ReceiptForm,
    ReceiverForm,
    ReportForm,
    ResultForm,
    SourceForm,
    TakeChargeForm,
    WaiveForm,
)
from workflows.group_forms import OF_GROUPS
from workflows.project_forms import OF_PROJECTS


class ApproveIntakeForm(DecideForm):
    owner = Colleague(_("主责社工"), Role.WORKER)
    supervisor = Colleague(_("督导"), Role.SUPERVISOR)
    level = forms.ChoiceField(label=_("服务级别"), choices=Dossier.Level.choices)

    def offer(self) -> None:
        super().offer()
        for field in self.fields.values():
            if isinstance(field, Colleague):
                field.at(self.case)
        self.fields["owner"].initial = self.case.owner_id
        self.fields["level"].initial = Dossier.Level.GENERAL


class AssignForm(Plain):
    worker = Colleague(_("受理社工"), Role.WORKER)

    def offer(self) -> None:
        self.fields["worker"].at(self.case)  # type: ignore[attr-defined]


class UnreachedForm(Plain):
    """Three tries to reach somebody, at different times."""

    def offer(self) -> None:
        for number in (1, 2, 3):
            when = forms.DateTimeField(
                label=_("第 %s 次：时间") % number,
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
            )
            how = forms.CharField(label=_("第 %s 次：方式") % number, max_length=100)
            self.fields |= {f"at_{number}": when, f"way_{number}": how}

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"contacts": [(localtime(data[f"at_{n}"]), data[f"way_{n}"]) for n in (1, 2, 3)]}


class AdviceForm(Plain):
    advice = words(_("给出的咨询意见"))


class WithdrawsForm(Plain):
    wish = words(_("求助人的意愿"), _("按原话写。"))
    informed = words(_("告知了什么"), _("例：以后需要随时可以再来，电话多少。"))


class AskDeclineForm(Plain):
    told = words(_("怎样告知的"), _("口头或书面，何时，对谁。"))
    alternatives = words(_("给了什么替代资源"), _("例：法律援助中心的地址和电话。"))


class WaitForm(Plain):
    told = words(
        _("怎样告知了预计时间"), _("例：电话告知大约四月中旬开始，期间有急事随时打站里电话。")
    )


class ReasonForm(Plain):
    reason = words(_("说明"), _("一两句话写清楚，会留在经过里。"))


class StartCloseForm(ReasonForm):
    reason = words(_("结案依据"), _("目标达成到什么程度，或哪一条结案条件成立。"))


# ── 转介, 暂停, 终止, 重开 ─────────────────────────────────────────────────────────────────


class NotFoundForm(UnreachedForm):
    """Somebody whom three tries and the community could not find."""

    verified = words(_("社区核实的结果"), _("找过谁、怎么说的。例：社区和邻居都说搬走了。"))

    def given(self) -> dict[str, Any]:
        return super().given() | {"verified": self.cleaned_data["verified"]}


class ClientEndsForm(Plain):
    wish = words(_("服务对象怎么说"), _("按原话写。服务对象随时可以终止，不用任何人批准。"))
    informed = words(_("告知了什么"), _("停下来有什么影响，以后有事找谁。"))


class WithdrawConsentForm(Plain):
    """What is withdrawn, when and how; nobody need say why."""

    items = several(_("撤回哪几项"), [], _("只列现在有效的。全部撤回的，只勾“全部同意”。"))
    on = forms.DateField(
        label=_("撤回日期"), initial=localdate, widget=forms.DateInput(attrs={"type": "date"})
    )
    way = forms.ChoiceField(
        label=_("怎样提出的"), choices=[(each, each) for each in choices.WITHDRAWN_BY]
    )
    wish = words(_("服务对象怎么说"), _("按原话写。撤回不用说理由，也不用任何人批准。"))

    def offer(self) -> None:
        self.fields["items"].choices = withdrawable(self.case)  # type: ignore[attr-defined]


class SettleWithdrawalForm(Plain):
    measures = words(
        _("怎样处理的"), _("停了什么、删了或撤了什么、通知了谁，哪些依法要留、为什么。")
    )


class AbortForm(Plain):
    ending = forms.ChoiceField(
        label=_("哪一种情形"), choices=[(each, each) for each in choices.ENDINGS]
    )
    source = words(_("来源或证明"), _("例：女儿来电告知；户籍所在社区书面证明。"), rows=2)
    reason = words(_("情况"))


class ReopenForm(Plain):
    reason = words(_("有什么新情况"), _("新的需求，或哪里退步了。"))


class ReopenBoxForm(ReopenForm):
    asked_by = words(_("谁提出的"), _("例：主责社工林悦，5 月 8 日口头提出。"), rows=2)


class ItemForm(Plain):
    """Which of the things a supervision left to do is done, and what came of it."""

    item = forms.ChoiceField(label=_("哪一项"), widget=forms.RadioSelect)
    result = words(_("结果"), _("做了什么，定了什么，一两句话。"), rows=2)

    def offer(self) -> None:
        hands = OWN_ITEMS.get(self.move.verb, supervision.OWNER)
        found = [(each.pk, str(each.text)) for each in open_items(self.case, hands)]
        self.fields["item"].choices = found  # type: ignore[attr-defined]
        self.fields["item"].initial = found[0][0] if found else None


OWN_ITEMS = {"finish_own_action": supervision.SUPERVISOR}
FORM_OF: dict[str, type[Plain]] = {
    "appoint": AppointForm,
    "approve": ApproveChangeForm,
    "initiate": InitiateForm,
    "entrust": ReceiverForm,
    "entrust_anew": ReceiverForm,
    "check": CheckForm,
    "waive": WaiveForm,
    "handover.introduce_to_several": IntroduceForm,
    "change_worker.confirm_with_several": ConfirmSeveralForm,
    "call_off": CallOffForm,
    "force": ForceForm,
    "finish_action": ItemForm,
    "finish_own_action": ItemForm,
    "raise_crisis": RaiseForm,
    "take_charge": TakeChargeForm,
    "ask_false_alarm": ReasonForm,
    "mandatory_report": GroundsForm,
    "stabilise": CalmForm,
    "relapse": ReasonForm,
    "ask_end_by_event": SourceForm,
    "identify": GroundsForm,
    "report": ReportForm,
    "ack": ReceiptForm,
    "ask_finish": ResultForm,
    "referral_failed": ReasonForm,
    "close_from_suspend": NotFoundForm,
    "client_ends": ClientEndsForm,
    "withdraw_consent": WithdrawConsentForm,
    "settle_withdrawal": SettleWithdrawalForm,
    "ask_abort": AbortForm,
    "ask_reopen": ReopenForm,
    "reopen": ReopenBoxForm,
    "approve_intake": ApproveIntakeForm,
    "assign": AssignForm,
    "close_unreached": UnreachedForm,
    "resolve_by_advice": AdviceForm,
    "requester_withdraws": WithdrawsForm,
    "ask_decline": AskDeclineForm,
    "waitlist": WaitForm,
    "keep_waiting": ReasonForm,
    "recall": ReasonForm,
    "start_close": StartCloseForm,
    "withdraw_close": ReasonForm,
    **OF_GROUPS,
    **OF_PROJECTS,
}


def form_for(move: Move, case: Case, data: Any = None, files: Any = None) -> Plain:
    """Return the form of a verb; where it decides on a request, that of a decision."""
    kind = DecideForm if move.decides else Plain
    own = FORM_OF.get(move.name) or FORM_OF.get(move.verb, kind)
    chosen = own if issubclass(own, DecideForm) or not move.decides else kind
    return chosen(data, files, case=case, move=move)


def asks_nothing(move: Move) -> bool:
    """Whether one press of the button is all a verb needs."""
    return not {move.name, move.verb} & FORM_OF.keys() and not move.decides


def parts_of(code: str, key: str) -> list[tuple[str, str]]:
    """Return the places within one answer at which a remark may stand."""
    anchors = FORMS[code].anchors().items()
    return [(at, label) for at, label in anchors if at.startswith((f"{key}.", f"{key}[]."))]
