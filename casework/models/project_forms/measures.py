"""What a project is measured by: what it does, counted in which units, and what it spends."""

from typing import Any

from django.utils.translation import gettext as _

from casework.questions import Errors

COUNTED = {  # method → its units; a pair says what is counted (handbook 8.1)
    "个案": ["个", "人次"],
    "小组": ["个", "节", "人次"],
    "活动": ["场", "人次"],
    "培训": ["场", "人次"],
    "走访": ["户次", "人次"],
    "资源": ["次", "元"],
}
METHODS = [*COUNTED]
UNITS = ["个", "节", "场", "户次", "次", "元", "人次"]
MOST = 99_999_999  # of anything: money raised is counted in yuan

COSTS = ["人员", "业务活动", "督导培训", "宣传", "管理", "税费", "其他"]
WHOLE = 100  # percent


def uncounted(row: dict[str, Any]) -> Errors:
    """Return what is wrong with a row whose unit says nothing about its method."""
    method, unit = row.get("method"), row.get("unit")
    if not method or not unit or unit in COUNTED[method]:
        return {}
    says = _("“%(method)s”按%(units)s计，算不出“%(unit)s”，请改单位或方式。")
    units = "、".join(COUNTED[method])
    return {"unit": says % {"method": method, "units": units, "unit": unit}}


def reversed_days(row: dict[str, Any]) -> Errors:
    """Return what is wrong with a row that ends before it starts."""
    start, end = row.get("start"), row.get("end")
    if start and end and end < start:
        return {"end": _("结束日期早于开始日期，请核对。")}
    return {}
