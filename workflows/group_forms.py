"""What the verbs of a group ask for besides its forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.group_records import staying
from workflows.asking import Plain, words

CHANGES = [("leave", _("退出")), ("join", _("加入"))]


def _day(label: Any, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, help_text=hint, widget=widget)


class CancelForm(Plain):
    """Before anybody has applied there is nobody to tell."""

    reason = words(_("取消的原因"))
    told = words(_("怎样告知报名者、组员的"), _("口头、电话还是短信，何时；有没有转介别处。"))

    def offer(self) -> None:
        if not self.move.submits:
            del self.fields["told"]


class PostponeForm(Plain):
    starts_on = _day(_("新的首节日期"), _("只能延期一次；仍不足人数的，由站长取消。"))
    reason = words(_("为什么延期"))
    told = words(_("怎样告知报名者的"))


class NewcomerForm(Plain):
    """Somebody who joins: the name as in the group's forms, and the category that is counted."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    category = forms.ChoiceField(label=_("主类别"), choices=choices.CATEGORIES)
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)
    client_ref = forms.CharField(
        label=_("档案编号"), max_length=24, required=False, help_text=_("已建档的写上，连到本人。")
    )
    reason = words(_("为什么现在加入"), _("和小组的目标合不合；其他组员知道吗。"))


class MemberChangeForm(NewcomerForm):
    """Who leaves, with what becomes of them; or who joins a group that is open."""

    field_order = ["change", "member", "reason"]
    change = forms.ChoiceField(label=_("哪一种"), choices=CHANGES, widget=forms.RadioSelect)
    member = forms.TypedChoiceField(
        label=_("退出的组员"), required=False, coerce=int, empty_value=None
    )
    reason = words(_("原因和跟进"), _("退出的，写为什么、后面怎样跟进；加入的，写为什么现在加入。"))

    def offer(self) -> None:
        found = [(each.number, f"{each.number} · {each.name}") for each in staying(self.case)]  # type: ignore[arg-type]
        self.fields["member"].choices = [("", _("没有人退出")), *found]  # type: ignore[attr-defined]
        for name in ("name", "category"):
            self.fields[name].required = False
        self.fields["category"].choices = [("", _("没有人加入")), *choices.CATEGORIES]  # type: ignore[attr-defined]


class SessionsForm(Plain):
    sessions = forms.IntegerField(label=_("改为共几节"), min_value=1, max_value=60)
    reason = words(_("为什么增减"))

    def offer(self) -> None:
        self.fields["sessions"].initial = getattr(self.case, "sessions_planned", None)


class PauseForm(Plain):
    until = _day(_("暂停到"), _("从今天算起至多 30 日；时限停走。"))
    reason = words(_("为什么暂停"))
    told = words(_("怎样告知组员的"))


class EndEarlyForm(Plain):
    reason = words(_("为什么提前终止"))
    told = words(_("怎样告知组员的"), _("组员后面怎样跟进，也写在这里。"))


class GoOnForm(Plain):
    reason = words(_("恢复的情况"), _("原因消除了没有，后面各节怎样安排。"))


class DropoutForm(Plain):
    analysis = words(_("流失分析"), _("为什么走，留下的人怎样，接着开、暂停还是提前终止。"))


OF_GROUPS: dict[str, type[Plain]] = {
    "group.cancel": CancelForm,
    "group.postpone": PostponeForm,
    "group.member_change": MemberChangeForm,
    "group.ask_admit_member": NewcomerForm,
    "group.ask_change_sessions": SessionsForm,
    "group.review_dropout": DropoutForm,
    "group.ask_pause": PauseForm,
    "group.resume": GoOnForm,
    "group.ask_abort": EndEarlyForm,
}
