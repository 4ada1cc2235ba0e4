"""What the verbs ask for besides the forms of the handbook. A verb not listed asks for nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Role, User
from casework import choices, supervision
from casework.approvals import Judgement, Note, pending
from casework.catalogue import FORMS
from casework.consents import withdrawable
from casework.crises import open_report
from casework.lifecycles import Move
from casework.models import Case, Dossier
from casework.supervision import open_items

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

NOTE = "remark-"  # prefix of a remark's text, followed by its form and question: C03#problems
PART = "part-"  # the same, for the part of the answer that is meant


class Plain(forms.Form):
    """The base: knows the case and the row, for choices and snapshots."""

    def __init__(self, *args: Any, case: Case, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.move = case, move
        self.offer()

    def offer(self) -> None:
        """Fill in choices which depend on the case."""

    def given(self) -> dict[str, Any]:
        """Return what the door is given."""
        return dict(self.cleaned_data)


def words(label: Any, hint: Any = "", rows: int = 3, *, required: bool = True) -> Any:
    """A text of some sentences."""
    widget = forms.Textarea(attrs={"rows": rows, "class": "inp"})
    return forms.CharField(
        label=label, help_text=hint, widget=widget, max_length=2000, required=required
    )


def several(
    label: Any, of: Sequence[tuple[str, Any]], hint: Any = "", *, required: bool = True
) -> Any:
    """Boxes to tick."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(of),
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


class DecideForm(Plain):
    """Names the submission that was on screen; remarks stand at its fields."""

    seen = forms.CharField(widget=forms.HiddenInput)
    opinion = forms.CharField(
        label=_("意见"),
        help_text=_("会印在文书上；退回时必填。"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def offer(self) -> None:
        waiting = pending(self.case, *self.move.decides)
        self.fields["seen"].initial = waiting.sha256 if waiting else ""

    def given(self) -> dict[str, Any]:
        rest = dict(self.cleaned_data)
        seen, opinion = rest.pop("seen"), rest.pop("opinion")
        notes = self._notes() if self.move.remarks else []
        return {"judgement": Judgement(seen, opinion, notes), **rest}

    def _notes(self) -> list[Note]:
        """Read ``remark-C03#problems`` and, for one of its parts, ``part-C03#problems``."""
        found = []
        for name, text in self.data.items():
            if name.startswith(NOTE) and str(text).strip():
                code, _hash, key = name.removeprefix(NOTE).partition("#")
                anchor = self.data.get(f"{PART}{code}#{key}") or key
                found.append(Note(code, anchor, str(text).strip()))
        return found


class _Colleague(forms.ModelChoiceField[User]):
    def __init__(self, label: Any, *roles: Role) -> None:
        super().__init__(User.objects.none(), label=label, empty_label=_("请选择"))
        self.roles = roles

    def at(self, case: Case) -> None:
        posts = Post.objects.current().filter(station=case.station_id, role__in=self.roles)
        self.queryset: QuerySet[Model] = User.objects.filter(pk__in=posts.values("user"))  # type: ignore[assignment]

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class ApproveIntakeForm(DecideForm):
    owner = _Colleague(_("主责社工"), Role.WORKER)
    supervisor = _Colleague(_("督导"), Role.SUPERVISOR)
    level = forms.ChoiceField(label=_("服务级别"), choices=Dossier.Level.choices)

    def offer(self) -> None:
        super().offer()
        for field in self.fields.values():
            if isinstance(field, _Colleague):
                field.at(self.case)
        self.fields["owner"].initial = self.case.owner_id
        self.fields["level"].initial = Dossier.Level.GENERAL


class AssignForm(Plain):
    worker = _Colleague(_("受理社工"), Role.WORKER)

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


# ── 危机, 强制报告 ────────────────────────────────────────────────────────────────────────

TOLD = [
    *(("police", _("公安机关（110）")), ("civil", _("民政部门")), ("school", _("教育部门/学校"))),
    *(("child", _("街道未成年人保护站")), ("women", _("妇联")), ("other", _("其他"))),
]


class RaiseForm(Plain):
    reason = words(
        _("看到了什么"), _("可以先空着，先救人。名字、住址不用写。"), rows=2, required=False
    )


class TakeChargeForm(Plain):
    lead = _Colleague(_("现场负责人"), Role.WORKER, Role.SUPERVISOR, Role.HEAD)
    called = words(_("叫了谁"), _("例：14:30 打 120；14:35 通知女儿。"), rows=2, required=False)

    def offer(self) -> None:
        self.fields["lead"].at(self.case)  # type: ignore[attr-defined]
        self.fields["lead"].initial = self.case.owner_id


class CalmForm(Plain):
    cared_by = words(_("谁在照看"), _("例：妹妹同住，药由家属保管，每天电话。"), rows=2)


class SourceForm(Plain):
    source = words(_("怎样终结，来源"), _("死亡、住院、移交：何时，从谁那里知道。"))


class GroundsForm(Plain):
    grounds = several(
        _("哪一种情形"),
        choices.REPORT_GROUNDS,
        _("可以先空着，报告时再勾。依法立即报告，不用任何人批准，也不用谁同意。"),
        required=False,
    )
    told = words(_("看到或听到了什么"), _("只写要紧的，细节写进危机记录。"), required=False)


class ReportForm(Plain):
    grounds = several(_("哪一种情形"), choices.REPORT_GROUNDS)
    to = several(_("报告给了谁"), TOLD)
    words = words(_("怎样报告的"), _("几点，电话还是当面，对方是谁。报告人会保密。"))

    def offer(self) -> None:
        report = open_report(self.case)
        self.fields["grounds"].initial = (report.said or {}).get("grounds") if report else None


class ReceiptForm(Plain):
    receipt = words(_("受理回执或报案编号"), _("没有编号的，写谁受理、几点。"), rows=2)


class ResultForm(Plain):
    result = words(_("处理结果"), _("公安、民政怎样处理的，现在谁在保护。"))


# ── 更换主责, 交接 ────────────────────────────────────────────────────────────────────────


def _receiver(*, required: bool = True) -> _Colleague:
    field = _Colleague(_("接手人"), Role.WORKER)
    field.required = required
    return field


class ReceiverForm(Plain):
    receiver = _receiver()

    def offer(self) -> None:
        _offer_others(self)


class InitiateForm(ReceiverForm):
    receiver = _receiver(required=False)


class AppointForm(ReceiverForm):
    reason = words(_("为什么现在更换"), _("危机期间由站长直接更换，原因会写进申请单。"))
    client_opinion = words(_("服务对象意见"), _("按原话写；问不了的，写明为什么。"), rows=2)


class ApproveChangeForm(DecideForm):
    receiver = _receiver()

    def offer(self) -> None:
        super().offer()
        _offer_others(self)


class CheckForm(Plain):
    seen = several(_("核对过哪几样"), choices.TO_CHECK, _("摘要和卷宗都看过、和移交人对过，再勾。"))


class WaiveForm(Plain):
    reason = words(_("为什么可以不补"), _("例：阶段评估下月才到期，由接手人写。"))


class ForceForm(Plain):
    reason = words(_("为什么由站长代管完成"), _("例：移交人提前离岗；还缺什么，由谁补。"))


def _offer_others(form: Plain) -> None:
    """Offer the station's workers but the one whose work it is."""
    field: Any = form.fields["receiver"]
    field.at(form.case)
    field.queryset = field.queryset.exclude(pk=form.case.owner_id)


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
}


def form_for(move: Move, case: Case, data: Any = None) -> Plain:
    """Return the form of a verb; where it decides on a request, that of a decision."""
    kind = DecideForm if move.decides else Plain
    own = FORM_OF.get(move.verb, kind)
    chosen = own if issubclass(own, DecideForm) or not move.decides else kind
    return chosen(data, case=case, move=move)


def asks_nothing(move: Move) -> bool:
    """Whether one press of the button is all a verb needs."""
    return move.verb not in FORM_OF and not move.decides


def parts_of(code: str, key: str) -> list[tuple[str, str]]:
    """Return the places within one answer at which a remark may stand."""
    anchors = FORMS[code].anchors().items()
    return [(at, label) for at, label in anchors if at.startswith((f"{key}.", f"{key}[]."))]
