"""Questions with one answer."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import masking
from casework.questions.base import Question, written

SHORT, LONG = 200, 20_000  # characters


class Text(Question):
    longest: ClassVar[int] = SHORT

    def parse(self, raw: Any) -> Any:
        text = written(raw)
        if len(text) > self.longest:
            says = _("最多写 %(most)s 字，现在有 %(now)s 字，请删减，或另附材料。")
            raise ValidationError(says % {"most": self.longest, "now": len(text)})
        return text


class LongText(Text):
    """A text of paragraphs. ``said`` is its type where the handbook has another word for it."""

    kind = "longtext"
    longest = LONG

    def __init__(
        self, label: Any = "", level: int = 1, *, said: str = "longtext", **kw: Any
    ) -> None:
        self.said = said
        super().__init__(label, level, **kw)

    @property
    def type(self) -> str:
        return self.said


class Choice(Question):
    """One of the options. An option's text is its value, as the handbook writes it."""

    kind = "choice"

    def __init__(self, label: Any = "", level: int = 1, *, of: Any = (), **kwargs: Any) -> None:
        self.options = [(each, each) if isinstance(each, str) else each for each in of]
        super().__init__(label, level, **kwargs)

    def parse(self, raw: Any) -> Any:
        if str(raw) not in dict(self.options):
            raise ValidationError(_("请从列出的选项里选一个。"))
        return str(raw)

    def shown(self, value: Any) -> Any:
        return str(dict(self.options).get(value, value or ""))

    @property
    def type(self) -> str:
        return f"enum({','.join(str(text) for _value, text in self.options)})"


class Many(Choice):
    """Any number of the options."""

    kind = "many"
    native = "JSONText"

    def empty(self, raw: Any) -> bool:
        return not raw

    def parse(self, raw: Any) -> Any:
        return list(dict.fromkeys(super(Many, self).parse(each) for each in raw))

    def shown(self, value: Any) -> Any:
        return "、".join(str(dict(self.options).get(each, each)) for each in value or [])

    def raw_of(self, value: Any) -> Any:
        return list(value or [])

    @property
    def type(self) -> str:
        return f"multi({','.join(str(text) for _value, text in self.options)})"


class Checklist(Many):
    """Items to be agreed to one by one; none agreed to is an answer as well."""

    kind = "checklist"

    @property
    def type(self) -> str:
        return "checklist"


class YesNo(Question):
    kind = "yesno"
    native = "BooleanField"

    def parse(self, raw: Any) -> Any:
        if str(raw) not in {"yes", "no"}:
            raise ValidationError(_("请选“是”或“否”。"))
        return str(raw) == "yes"

    def shown(self, value: Any) -> Any:
        return "" if value is None else _("是") if value else _("否")

    def raw_of(self, value: Any) -> Any:
        return "" if value is None else "yes" if value else "no"

    @property
    def type(self) -> str:
        return "bool"


class Number(Question):
    """A whole number from ``least`` to ``most``."""

    kind = "number"
    native = "IntegerField"

    def __init__(
        self, label: Any = "", level: int = 1, *, least: int = 0, most: int = 9999, **kwargs: Any
    ) -> None:
        self.least, self.most = least, most
        super().__init__(label, level, **kwargs)

    def parse(self, raw: Any) -> Any:
        try:
            number = int(str(raw).strip())
        except ValueError:
            raise ValidationError(
                _("这里填整数，例如 %(least)s。") % {"least": self.least}
            ) from None
        if not self.least <= number <= self.most:
            says = _("应在 %(least)s 到 %(most)s 之间。")
            raise ValidationError(says % {"least": self.least, "most": self.most})
        return number

    @property
    def type(self) -> str:
        return "int"


def _recent(day: dt.date) -> dt.date:
    """Refuse days before 1900: typing errors, and beyond what time zones can reckon with."""
    if day.year < 1900:  # noqa: PLR2004
        raise ValidationError(_("年份早于 1900 年，请核对日期。"))
    return day


class Day(Question):
    """A date. ``past`` refuses days to come, as for a birth or a visit that took place."""

    kind = "day"
    native = "DateField"

    def __init__(
        self, label: Any = "", level: int = 1, *, past: bool = False, **kwargs: Any
    ) -> None:
        self.past = past
        super().__init__(label, level, **kwargs)

    def parse(self, raw: Any) -> Any:
        try:
            day = dt.date.fromisoformat(str(raw).strip())
        except ValueError:
            raise ValidationError(_("日期写成 2026-03-02 的样子。")) from None
        if self.past and day > timezone.localdate():
            raise ValidationError(_("这一天还没到，请核对日期。"))
        return _recent(day).isoformat()

    @property
    def type(self) -> str:
        return "date"


class Moment(Question):
    """A date and time, in the station's time zone."""

    kind = "moment"
    native = "DateTimeField"

    def parse(self, raw: Any) -> Any:
        moment = forms.DateTimeField(
            error_messages={"invalid": _("时间写成 2026-03-02 09:30 的样子。")}
        ).clean(str(raw).strip())
        _recent(moment)
        if moment > timezone.now() + dt.timedelta(minutes=5):
            raise ValidationError(_("这个时间还没到，请核对。"))
        return moment.isoformat()

    def shown(self, value: Any) -> Any:
        if not value:
            return ""
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")

    def raw_of(self, value: Any) -> Any:
        return str(self.shown(value)).replace(" ", "T")

    @property
    def type(self) -> str:
        return "datetime"


class Phone(Question):
    """A mobile or landline number."""

    kind = "phone"

    def parse(self, raw: Any) -> Any:
        text = "".join(each for each in str(raw) if each not in " -－—").removeprefix("+86")
        if not text.isascii() or not text.isdigit() or not 7 <= len(text) <= 12:  # noqa: PLR2004
            raise ValidationError(_("电话应是 11 位手机号，或带区号的座机号，请核对。"))
        return text

    def shown(self, value: Any) -> Any:
        """Masked, on screen and on paper: who must see it whole says why (handbook 11.4)."""
        return masking.phone(str(value or ""))


class IdNumber(Question):
    """A certificate's number. Whether it is a valid 身份证号 depends on its type: see the form."""

    kind = "idcard"

    def parse(self, raw: Any) -> Any:
        text = str(raw).strip().upper().replace(" ", "")
        if not text.isascii() or not text.isalnum() or len(text) > 20:  # noqa: PLR2004
            raise ValidationError(_("证件号码只有数字和字母，最长 20 位，请对照证件核对。"))
        return text

    def shown(self, value: Any) -> Any:
        return masking.number(str(value or ""))


class Clock(Question):
    """A time of day, as 09:30."""

    kind = "clock"

    def parse(self, raw: Any) -> Any:
        try:
            time = dt.time.fromisoformat(str(raw).strip())
        except ValueError:
            raise ValidationError(_("时间写成 09:30 的样子。")) from None
        return f"{time:%H:%M}"

    @property
    def type(self) -> str:
        return "time"
