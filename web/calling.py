"""来报: what is asked of whoever calls, and what they are told of it afterwards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Station, User
from casework import calls
from casework.models import Call

MOST = 10  # of one's own, on one page
ASKED = ["number", "name", "phone", "where", "words"]


def _line(label: Any, hint: Any = "", most: int = 60) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=most, required=False)


class CallForm(forms.Form):
    """Whom one means, by whatever one knows; nothing is needed but one word of it."""

    number = _line(_("卷宗号"), _("知道就写，登记号也行。"), 24)
    name = _line(_("姓名"), _("不知道编号的，写全名和电话。"), 40)
    phone = _line(_("电话"), most=20)
    where = _line(_("在哪里"), _("现在人在哪里，或者住哪里。"), 200)
    words = forms.CharField(
        label=_("看到了什么"),
        help_text=_("可以先空着，先救人。"),
        widget=forms.Textarea(attrs={"rows": 2, "class": "inp"}),
        max_length=2000,
        required=False,
    )
    at = forms.ModelChoiceField(Station.objects.none(), label=_("哪个社工站"), required=False)

    def __init__(self, *args: Any, stations: list[Station], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stations = stations
        if len(stations) < 2:  # noqa: PLR2004  (nothing to choose)
            del self.fields["at"]
        else:
            field: Any = self.fields["at"]
            field.queryset = Station.objects.filter(pk__in=[each.pk for each in stations])

    def said(self) -> calls.Said:
        return {key: self.cleaned_data[key] for key in ASKED}

    def station(self) -> Station:
        return self.cleaned_data.get("at") or self.stations[0]

    def verb(self) -> str:
        """Which of the two buttons was pressed."""
        pressed = self.data.get("verb", "")
        return pressed if pressed in Call.Verb.values else Call.Verb.CRISIS.value


def received(user: User) -> list[dict[str, Any]]:
    """Return one's own calls: when, what was called for, and whether it was received. No more."""
    found = calls.own(user)[:MOST]
    return [
        {"at": each.at, "what": each.get_verb_display(), "received": each.seen_at} for each in found
    ]
