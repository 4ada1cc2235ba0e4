"""Icons, the seven-step bar, days in words, and what makes a form's markup accessible."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

register = template.Library()

ICONS = Path(__file__).parents[1] / "static/web/icons"
STEPS = [
    gettext_lazy("接案"),
    gettext_lazy("预估"),
    gettext_lazy("计划"),
    gettext_lazy("服务"),
    gettext_lazy("评估"),
    gettext_lazy("结案"),
    gettext_lazy("跟进"),
]
STATES = {
    "n": gettext_lazy("进行中"),
    "r": gettext_lazy("退回"),
    "l": gettext_lazy("逾期"),
}
WEEKDAYS = [
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
]
GREETINGS = [
    (5, gettext_lazy("夜深了")),
    (9, gettext_lazy("早上好")),
    (12, gettext_lazy("上午好")),
    (14, gettext_lazy("中午好")),
    (18, gettext_lazy("下午好")),
    (24, gettext_lazy("晚上好")),
]
UNHEARD = SafeString('aria-hidden="true"')
SOON = 2  # days: the first rung of the ladder of reminders
FEW = 6  # options that may lie open as chips instead of in a list


# ── icons and bars ───────────────────────────────────────────────────────────────────────


@cache
def _shapes(name: str) -> SafeString:
    """Return what is inside an icon's svg element; an icon we do not have stops the page."""
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    inner = text.partition(">")[2].rpartition("</svg>")[0]
    inner = inner.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
    return mark_safe(re.sub(r"\s+", " ", inner).strip())  # noqa: S308 (our own files)


@register.simple_tag
def icon(name: str, cls: str = "", label: str = "") -> SafeString:
    """Draw an icon: decoration, unless it has a label."""
    said = format_html('role="img" aria-label="{}"', label) if label else UNHEARD
    return format_html(
        '<svg class="ico {}" {} viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-linecap="round" stroke-linejoin="round">{}</svg>',
        cls,
        said,
        _shapes(name),
    )


def bar_in_words(code: str, steps: Sequence[Any] = STEPS) -> str:
    """Say what a code of the steps shows: d done, n now, r returned, l late, t to come."""
    for number, letter in enumerate(code, start=1):
        if letter in STATES:
            says = _("第 %(number)s 步 %(step)s %(state)s，共 %(all)s 步")
            said = {"step": steps[number - 1], "state": STATES[letter], "all": len(steps)}
            return says % {"number": number, **said}
    return _("各步均已完成") if set(code) == {"d"} else _("各步都未开始")


@register.simple_tag
def mini(code: str, label: str = "", steps: Sequence[Any] = STEPS) -> SafeString:
    """Draw the steps as a thin bar."""
    return format_html(
        '<span class="loop-mini" role="img" aria-label="{}">{}</span>',
        label or bar_in_words(code, steps),
        format_html_join("", '<i class="{}"></i>', ((letter,) for letter in code)),
    )


# ── days and hours ───────────────────────────────────────────────────────────────────────


class Due(NamedTuple):
    """A deadline as it is shown."""

    words: str
    cls: str
    day: str


@register.simple_tag
def due(on: dt.date, today: dt.date | None = None) -> Due:
    """Say how far away a deadline is, how pressing that is, and which day it is."""
    today = today or timezone.localdate()
    left = (on - today).days
    if left < 0:
        words = ngettext("逾期 %(days)s 天", "逾期 %(days)s 天", -left) % {"days": -left}
        return Due(words, "late", day(on, today))
    words = ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left}
    cls = "soon" if left <= SOON else ""
    return Due(words if left else _("今天截止"), cls, day(on, today))


@register.filter
def day(value: dt.date | None, today: dt.date | None = None) -> str:
    """11-23, or 2025-11-23 of another year."""
    if value is None:
        return ""
    today = today or timezone.localdate()
    return f"{value:%m-%d}" if value.year == today.year else f"{value:%Y-%m-%d}"


@register.filter
def status(record: Any) -> str:
    """Where a dossier stands, as one says it: that a state is the last one shows elsewhere."""
    return str(record.get_status_display()).removesuffix("（终）")


@register.filter
def yuan(sum_: Any) -> str:
    """A sum of money in yuan: 45,000.00; nothing for nothing."""
    return "" if sum_ in {None, ""} else f"{Decimal(str(sum_)):,.2f}"


@register.filter
def moment(value: dt.datetime | None, today: dt.date | None = None) -> str:
    """今天 10:42, or 11-21 16:40."""
    if value is None:
        return ""
    here = timezone.localtime(value) if timezone.is_aware(value) else value
    today = today or timezone.localdate()
    which = _("今天") if here.date() == today else day(here.date(), today)
    return f"{which} {here:%H:%M}"


@register.filter
def zh_day(value: dt.date | None) -> str:
    """2026年11月23日, as papers write it."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


@register.filter
def weekday(value: dt.date | None) -> str:
    """11月23日 周一."""
    return f"{value.month}月{value.day}日 {WEEKDAYS[value.weekday()]}" if value else ""


@register.simple_tag
def greeting(now: dt.datetime | None = None) -> str:
    """What one says at this hour."""
    hour = (now or timezone.localtime()).hour
    return str(next(words for until, words in GREETINGS if hour < until))


# ── the markup of a form ─────────────────────────────────────────────────────────────────

CONTROLS = {
    "phone": "text",
    "idcard": "text",
    "decimal": "number",
    "money": "number",
    "sig": "auto",
    "approval": "auto",
}
GROUPS = {"many", "yesno", "sub", "rows", "checklist", "ticked"}
SHOWN = {"wording", "auto", "sig", "approval", "worked"}
SIZES = {
    "number": "s",
    "decimal": "s",
    "money": "s",
    "choice": "s",
    "yesno": "s",
    "day": "d",
    "moment": "d",
    "longtext": "l",
    "many": "w",
    "checklist": "w",
}
FOLDABLE = {"rows", "sub", "many"}
WIDE = {"longtext", "many", "sub", "rows", "checklist", "wording"}


@register.filter
def control(q: Any) -> str:
    """Return the template of what one fills in for a question."""
    return f"web/parts/_{CONTROLS.get(q.kind, q.kind)}.html"


@register.filter
def few(q: Any) -> bool:
    """Whether a choice may lie open as chips."""
    return len(q.options) <= FEW


@register.filter
def wide(q: Any) -> bool:
    """Whether a question takes the whole width of a grid."""
    return q.kind in WIDE and not q.locked


@register.filter
def size(q: Any) -> str:
    """How much room an answer wants in a row of answers: xs, s, d (a day), m, l, or w (a line)."""
    if q.kind in SIZES:
        return SIZES[q.kind]
    if q.key == "no" or q.key.endswith("_no"):
        return "xs"
    return "l" if q.required == "yes" else "m"


@register.filter
def folded(q: Any) -> bool:
    """Whether a question may lie closed: optional, not begun, and nothing is said about it."""
    spoken = q.error or q.remarks or q.locked or len(q.rows) > 1
    return q.kind in FOLDABLE and q.required == "no" and not spoken and _blank(q)


def _blank(q: Any) -> bool:
    inside = [*q.parts, *(each for row in q.rows for each in row)]
    return all(_blank(each) for each in inside) if inside else not q.value


@register.filter
def shape(q: Any) -> str:
    """Whether a question is a "group" of controls, a "single" one, or merely "shown"."""
    if q.locked or q.kind in SHOWN:
        return "shown"
    return "group" if q.kind in GROUPS or (q.kind == "choice" and few(q)) else "single"


def described_by(q: Any, *, cell: bool = False) -> str:
    """Return the ids of everything a reader must hear with a question's control."""
    told = ("hint", "error") if cell else ("hint", "source", "error")
    ids = [f"{q.id}-{part}" for part in told if getattr(q, part)]
    return " ".join([*ids, *(f"remark-{remark.id}" for remark in q.remarks)])


@register.simple_tag
def aria(q: Any, *, cell: bool = False, group: bool = False) -> SafeString:
    """Write a control's aria attributes. A plain group may only be described."""
    pairs = {
        "aria-describedby": described_by(q, cell=cell),
        "aria-required": "true" if q.required == "yes" and not group else "",
        "aria-invalid": "true" if q.error and not group else "",
    }
    return format_html_join("", ' {}="{}"', ((k, v) for k, v in pairs.items() if v))
