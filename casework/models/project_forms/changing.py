"""变更 (P07): what of a project is to be different from now on, and why."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models.forms import Content, DossierForm
from casework.models.project_forms.measures import COSTS, COUNTED
from casework.questions import Choice, Decided, Errors, LongText, Money, Rows, Text

CHANGES = ["指标", "预算", "人员", "周期", "对象", "地点", "终止"]
COST_ITEMS = {f"预算·{each}": each for each in COSTS}  # 预算·人员 → the category
TARGET_ITEMS = {  # 指标·小组·节 → what is counted
    f"指标·{method}·{unit}": (method, unit) for method, units in COUNTED.items() for unit in units
}
OTHER_ITEMS = ["开始日期", "结束日期", "人员", "对象", "地点", "其他"]
ITEMS = [*TARGET_ITEMS, *COST_ITEMS, *OTHER_ITEMS]
NAMED_IN = {"指标": set(TARGET_ITEMS), "预算": set(COST_ITEMS)}
WHOLE_NUMBER = re.compile("[0-9]{1,8}")


def unclear(row: dict[str, Any]) -> Errors:
    """Return what is wrong with a change that a new baseline could not be made of."""
    item = row.get("item")
    if item in COST_ITEMS:
        return {key: says for key in ("before", "after") if (says := _no_sum(row.get(key)))}
    if item in TARGET_ITEMS:
        return {key: says for key in ("before", "after") if (says := _no_count(row.get(key)))}
    return {}


def _no_sum(said: str | None) -> str:
    try:
        Money().parse(said or "0")
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _no_count(said: str | None) -> str:
    fits = not said or WHOLE_NUMBER.fullmatch(said)
    return "" if fits else gettext("指标的变更前后只写整数，例如 12。")


class ChangeRequest(DossierForm):
    """项目变更申请: approved, it makes another version of the baseline; none is rewritten."""

    code, key, name_of_form = "P07", "change_request", _("项目变更申请")
    stage, when_filled = _("任意"), _("变更前")
    anew = True
    over = frozenset({"approved", "refused", "withdrawn", "lapsed", "filed"})

    type = Choice(
        _("变更类别"),
        0,
        of=CHANGES,
        hint=_("同时改几样的，选最主要的一样；预算调剂达到 10% 的须购买方批准。"),
    )
    diff = Rows(
        _("变更前后对照"),
        1,
        hint=_("指标写整数，预算写金额（元），批准后直接成为新基线；新增的，变更前写 0。"),
        within=unclear,
        parts={
            "item": Choice(_("变更什么"), of=ITEMS),
            "before": Text(_("变更前")),
            "after": Text(_("变更后")),
        },
    )
    reason = LongText(_("理由与影响"), 0)
    approval = Decided(_("审批"), said="approval-chain")

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("项目变更申请")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """Whoever changes targets or budget says which, line by line."""
        named = {row.get("item") for row in content.get("diff") or []}
        wanted = NAMED_IN.get(str(content.get("type")), named)
        if not named or named & wanted:
            return {}
        says = _("变更类别是“%s”，对照里至少写一行改哪一项。")
        return {"diff": str(says % content["type"])}
