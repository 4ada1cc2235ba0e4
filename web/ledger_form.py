"""台账的表: the fields of an entry by its kind, of settling a need, and of setting aside."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import choices
from casework.ledger_rows import LABELS, Near, asked_of
from casework.models import LedgerEntry
from web.cells import Cell, Options

Kind, Result = LedgerEntry.Kind, LedgerEntry.Result
KINDS = {"on": "day", "person_times": "number", "households": "number", "amount": "money"}
CHOSEN = ("community", "category", "project")
NEEDED = ("on", "what", "person_times", "households")
HINTS = {
    "what": gettext_lazy("只写名称，不写人名、证件号和电话。"),
    "person_times": gettext_lazy("不知道的写 0，不计入。"),
    "amount": gettext_lazy("按发票、市场价或提供方确认函折算；政策待遇不折算，留空。"),
    "category": gettext_lazy("主要的一类；各类都有的留空。"),
    "project": gettext_lazy("计入哪个项目的指标；日期要在项目周期里。"),
    "person": gettext_lazy("例如 TQDJ-K-2026-0001，只能写自己看得到的服务对象。"),
}


def cells_of(
    kind: str, near: Near, typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[Cell]:
    """Return the fields that are asked of an entry of a kind."""
    options = {
        "community": _communities(near),
        "category": _categories(),
        "project": _projects(near),
    }
    return [
        Cell(
            key,
            LABELS[key],
            "choice" if key in CHOSEN else KINDS.get(key, "text"),
            typed.get(key, ""),
            errors.get(key, ""),
            _hint(kind, key),
            key in NEEDED,
            options.get(key),
        )
        for key in asked_of(kind)
    ]


def _hint(kind: str, key: str) -> Any:
    if kind == Kind.NEED and key == "community":
        return _("社区公共需求选社区；个人的需求在下面写档案号。")
    return HINTS.get(key, "")


def _communities(near: Near) -> Options:
    return [("", _("不分社区")), *((name, name) for name in near.communities)]


def _categories() -> Options:
    return [("", _("不分类别")), *((key, str(label)) for key, label in choices.CATEGORIES)]


def _projects(near: Near) -> Options:
    named = [(each.number, f"{each.title} {each.number}") for each in near.projects.values()]
    return [("", _("不计入项目")), *named]


def typed_of(entry: LedgerEntry) -> dict[str, str]:
    """Return what would have to be typed for an entry as it stands."""
    return {
        "on": entry.on.isoformat(),
        "what": entry.what,
        "community": entry.community.name if entry.community else "",
        "category": entry.category,
        "person_times": str(entry.person_times),
        "households": str(entry.households or ""),
        "amount": "" if entry.amount is None else str(entry.amount),
        "project": entry.project.number if entry.project else "",
        "person": entry.person.number if entry.person else "",
    }


def settling_cells(
    entry: LedgerEntry, typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[Cell]:
    """Return what is asked to settle a need; nothing of any other entry."""
    if entry.kind != Kind.NEED:
        return []
    known = {"result": entry.result, "settled_on": (entry.settled_on or timezone.localdate())}
    said = {key: typed.get(key, str(value)) for key, value in known.items()}
    results = [("", _("请选")), *((each.value, str(each.label)) for each in Result)]
    return [
        Cell(
            "result", _("办结结果"), "choice", said["result"], errors.get("result", ""),
            options=results,
        ),
        Cell("settled_on", _("办结日期"), "day", said["settled_on"], errors.get("settled_on", "")),
    ]  # fmt: skip


def voiding_cell(typed: Mapping[str, str], errors: Mapping[str, str]) -> Cell:
    """Return the field that asks why something is set aside."""
    return Cell(
        "reason",
        _("为什么作废"),
        value=typed.get("reason", ""),
        error=errors.get("reason", ""),
        hint=_("记录保留可查，不再计入统计，不能恢复。不写个人信息。"),
        most=100,
    )
