"""消息设置: the form's shape. What is wrong is said at the field, in a sentence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Wishes
from notifications.models.wishes import FROM

HOURS = [("", _("不要")), *((str(hour), f"{hour}:00") for hour in range(6, 22))]
CHOOSE = {"required": _("请选一项。"), "invalid_choice": _("没有这一项，请重新选。")}
CLOCK = {"required": _("请填几点几分。"), "invalid": _("时间写成 21:00 的样子。")}


class WishesForm(forms.Form):
    """By which way, from which urgency, when not, and once a day at which hour."""

    email = forms.EmailField(
        label=_("邮箱"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("邮箱写成 name@example.com 的样子。"),
            "max_length": _("邮箱太长，请核对。"),
        },
    )
    mail_from = forms.TypedChoiceField(
        label=_("电子邮件"), choices=FROM, coerce=int, error_messages=CHOOSE
    )
    wecom_from = forms.TypedChoiceField(
        label=_("站里的企业微信群"), choices=FROM, coerce=int, error_messages=CHOOSE
    )
    digest_hour = forms.TypedChoiceField(
        label=_("每日摘要"),
        choices=HOURS,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages=CHOOSE,
    )
    quiet_from = forms.TimeField(label=_("从几点起不打扰"), error_messages=CLOCK)
    quiet_until = forms.TimeField(label=_("到几点为止"), error_messages=CLOCK)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("digest_hour") is not None and not said.get("email", True):
            self.add_error("email", _("选了每日摘要，就要填邮箱。"))
        return said

    @property
    def fields_shown(self) -> list[dict[str, Any]]:
        """Return what the page draws: each field with its value, its words and its fault."""
        return [self._shown(name) for name in self.fields]

    def _shown(self, name: str) -> dict[str, Any]:
        field = self[name]
        value = field.value()
        return {
            "id": f"f-{name}",
            "name": name,
            "label": field.label,
            "type": field.widget_type,
            "value": value.strftime("%H:%M") if hasattr(value, "strftime") else value,
            "options": getattr(field.field, "choices", ()),
            "hint": HINTS.get(name, ""),
            "error": next(iter(field.errors), ""),
        }


HINTS = {
    "email": _("信里只有编号和链接，没有姓名和案情。"),
    "mail_from": _("普通：派单、待审；重要：退回、到期；紧急：危机。"),
    "wecom_from": _("发到群里的同样只有编号和链接。"),
    "digest_hour": _("每天一封，只写条数和编号。"),
    "quiet_until": _("这段时间只发紧急的，其余等到早上。两个时间一样，就是不设。"),
}


def form_for(wishes: Wishes, email: str) -> WishesForm:
    """Return the form with what was saved before."""
    saved = {name: getattr(wishes, name) for name in WishesForm.base_fields if name != "email"}
    return WishesForm(initial=saved | {"email": email})
