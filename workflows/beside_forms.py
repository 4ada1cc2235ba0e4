"""What the verbs of the overlays ask for: a crisis, a report, a change of worker, a handover."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from casework import choices
from casework.crises import open_report
from workflows.asking import Colleague, DecideForm, Plain, several, words

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
    lead = Colleague(_("现场负责人"), Role.WORKER, Role.SUPERVISOR, Role.HEAD)
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


def _receiver(*, required: bool = True) -> Colleague:
    field = Colleague(_("接手人"), Role.WORKER)
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


class IntroduceForm(Plain):
    """Of a group or a project: how those whom it is for were told who comes from now on."""

    on = forms.DateField(label=_("告知日期"), widget=forms.DateInput(attrs={"type": "date"}))
    told = words(_("怎样告知的"), _("例：第 3 节课上一起见了组员，介绍了接手的社工。"))
    in_person = forms.BooleanField(label=_("移交人和接手人一起去的"), required=False)


class ConfirmSeveralForm(Plain):
    told = words(_("第一次见面的情况"), _("见了谁，说好了什么。"))


class WaiveForm(Plain):
    reason = words(_("为什么可以不补"), _("例：阶段评估下月才到期，由接手人写。"))


class CallOffForm(Plain):
    reason = words(_("为什么不走了"), _("例：本人撤回辞职，站务会同意。"))


class ForceForm(Plain):
    reason = words(_("为什么由站长代管完成"), _("例：移交人提前离岗；还缺什么，由谁补。"))


def _offer_others(form: Plain) -> None:
    """Offer the station's workers but the one whose work it is."""
    field: Any = form.fields["receiver"]
    field.at(form.case)
    field.queryset = field.queryset.exclude(pk=form.case.owner_id)
