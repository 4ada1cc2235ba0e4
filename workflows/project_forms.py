"""What the verbs of a project ask for besides its forms: scores, objections, money, where to."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import panels, rectifying
from casework.carryover import keepers_for, nexts_for, ongoing_of
from casework.instalments import payable
from casework.models import CarryOver, Project
from casework.scans import MOST
from workflows.asking import DecideForm, Plain, words

DATE = {"type": "date"}
NEXT = CarryOver.Way.NEXT.value


def a_day(label: Any, hint: Any = "", *, required: bool = True) -> Any:
    widget = forms.DateInput(attrs=DATE)
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)


# ── 评审, 公示 ────────────────────────────────────────────────────────────────────────────


class DeclareForm(Plain):
    conflict = forms.TypedChoiceField(
        label=_("和申报单位、项目人员有没有利益冲突"),
        choices=[("no", _("没有")), ("yes", _("有，我回避"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        help_text=_("任职、亲属、合作、受过资助的都算。申报了冲突的不打分。"),
    )
    what = words(_("是什么冲突"), _("有的才写。"), rows=2, required=False)


class ScoreForm(Plain):
    """Points for each item of a hundred, with its weight beside it."""

    comments = words(_("意见"), _("逐条写，申报单位要逐条回应。"))

    def offer(self) -> None:
        asked = {
            f"item_{number}": forms.DecimalField(
                label=_("%(item)s（权重 %(weight)s）") % {"item": item, "weight": weight},
                min_value=0,
                max_value=panels.MOST,
                max_digits=4,
                decimal_places=1,
            )
            for number, (item, weight) in enumerate(panels.WEIGHTS.items())
        }
        self.fields = asked | self.fields

    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        scores = {item: said[f"item_{number}"] for number, item in enumerate(panels.WEIGHTS)}
        return {"scores": scores, "comments": said["comments"]}


class ObjectionForm(Plain):
    words = words(_("谁提出什么异议"), _("实名的写姓名和联系方式，匿名的写来源。"))


class FindingForm(Plain):
    finding = words(_("核查经过和结论"))


# ── 拨付, 变更, 整改 ──────────────────────────────────────────────────────────────────────


class PayForm(Plain):
    instalment = forms.ChoiceField(label=_("哪一笔"), widget=forms.RadioSelect)
    on = a_day(_("实拨日期"))

    def offer(self) -> None:
        found = [
            (each.pk, f"{each.phase} {each.pct}% · {each.amount:,.2f}")
            for each in payable(self.case)
        ]
        self.fields["instalment"].choices = found  # type: ignore[attr-defined]
        self.fields["instalment"].initial = found[0][0] if found else None
        self.fields["on"].initial = localdate()


class DecideChangeForm(DecideForm):
    verdict = forms.ChoiceField(
        label=_("决定"),
        choices=[("approved", _("批准，基线另存新版本")), ("refused", _("不同意，基线不变"))],
        widget=forms.RadioSelect,
    )


class GroundsForm(Plain):
    reason = words(_("原因和影响"), _("会写进《项目变更申请》，通知各方。"))


class FinalFixForm(Plain):
    items = words(_("整改要求"), _("一行一项。"))
    due = a_day(_("期限"), _("至多 30 日；空着的按 10 个工作日。"), required=False)


class AnswerForm(Plain):
    item = forms.ChoiceField(label=_("哪一项"), widget=forms.RadioSelect)
    action = words(_("怎么改的"), rows=2)
    evidence = words(_("证据是什么"), _("例：补签的督导批阅页。不写姓名。"), rows=2)
    file = forms.FileField(label=_("证据"), help_text=_("PDF、JPG 或 PNG，不超过 10 MB。"))

    def offer(self) -> None:
        found = [(e.pk, f"{e.number}. {e.what}") for e in rectifying.unanswered(self.case)]
        self.fields["item"].choices = found  # type: ignore[attr-defined]
        self.fields["item"].initial = found[0][0] if found else None

    def given(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return self.cleaned_data | {"file": file.read(MOST + 1)}


class OwnWordsForm(Plain):
    words = words(_("自评"), _("目标、成效、经费、不足，各写几句。"), rows=8)


# ── 结转 ──────────────────────────────────────────────────────────────────────────────────


class WayForm(Plain):
    item = forms.ChoiceField(label=_("哪一件"))
    way = forms.ChoiceField(
        label=_("去向"), choices=CarryOver.Way.choices, widget=forms.RadioSelect
    )
    to = forms.ModelChoiceField(
        Project.objects.none(), label=_("下期项目"), required=False, empty_label=_("不转入下期")
    )
    keeper = forms.ModelChoiceField(
        User.objects.none(), label=_("保底跟进人"), required=False, empty_label=_("请选择")
    )
    informed_on = a_day(_("哪一天告知了服务对象"))

    def offer(self) -> None:
        fields: Any = self.fields
        fields["item"].choices = [
            (each.key, f"{each.item} {each.number}") for each in ongoing_of(self.case)
        ]
        fields["to"].queryset = nexts_for(self.case)
        fields["keeper"].queryset = keepers_for(self.case)


OF_PROJECTS: dict[str, type[Plain]] = {
    "project.declare_interest": DeclareForm,
    "project.score": ScoreForm,
    "project.note_objection": ObjectionForm,
    "project.settle_objection": FindingForm,
    "project.objection": FindingForm,
    "project.approve": DecideForm,
    "project.pay": PayForm,
    "project.decide_change": DecideChangeForm,
    **dict.fromkeys(["project.suspend", "project.resume", "project.terminate"], GroundsForm),
    "project.final_fix": FinalFixForm,
    "project.answer_item": AnswerForm,
    "project.assess_oneself": OwnWordsForm,
    "project.choose_way": WayForm,
}
