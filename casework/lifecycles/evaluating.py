"""The conditions of running a project, evaluating and changing it, and of letting it end."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import carryover, periods, rectifying
from casework.approvals import valid
from casework.baselines import PERIOD, baseline_of, is_big
from casework.drafts import checked
from casework.instalments import payable, unmet
from casework.lifecycles.base import Guard, Spot, Stage, guard
from casework.models import Content, Project
from casework.models.project_forms.changing import COST_ITEMS, TARGET_ITEMS
from casework.questions import yuan

PASSED = {"优秀", "良好", "合格"}

big = Stage(is_big, _("变更金额达到 10% 的，才由机构先签、区民政批准。"))
filing = Stage(periods.month_may_be_filed, _("每月 25 日起才累计当月。"))
due_to_be_paid = Stage(lambda project: bool(payable(project)), _("没有条件已满足、还没拨的款。"))
to_answer = Stage(
    lambda project: bool(rectifying.unanswered(project)), _("整改项都已答复，可以提交复查。")
)


# ── 中期, 末期 ────────────────────────────────────────────────────────────────────────────


def _within(days: tuple[date, date] | None) -> bool:
    return days is not None and days[0] <= timezone.localdate() <= days[1]


@guard("half_time", _("中期评估在项目（合同年度）周期过半前后 1 个月内进行，每期一次。"))
def half_time(project: Project, user: User) -> bool:
    return _within(periods.next_half_time(project))


@guard("last_month", _("末期评估在到期前 1 个月至到期后 1 个月内进行。"))
def last_month(project: Project, user: User) -> bool:
    return project.ends_on is not None and _within(periods.last_month(project))


def _midterm(project: Project) -> Content:
    return checked(project, "P06").content.get("result") or {}


@guard("graded_passed", _("评定为合格及以上的才通过；不合格的限期整改。"), where="P06#result.grade")
def graded_passed(project: Project, user: User) -> bool:
    return _midterm(project).get("grade") in PASSED


@guard("faults_named", _("须写明整改要求，一行一项。"), where="P06#result.rectify")
def faults_named(project: Project, user: User) -> bool:
    return bool(rectifying.asked_in(str(_midterm(project).get("rectify") or "")))


@guard("all_answered", _("每一项整改都须有答复和证据。"))
def all_answered(project: Project, user: User) -> bool:
    return not rectifying.unanswered(project)


# ── 变更 ──────────────────────────────────────────────────────────────────────────────────


def _changes(project: Project) -> list[tuple[int, Content]]:
    return [*enumerate(checked(project, "P07").content.get("diff") or [])]


def _not_as_approved(project: Project) -> list[Spot]:
    return [
        Spot("P07", f"diff.{n}.before", str(row["item"]), str(_("现行基线是 %s。") % known))
        for n, row in _changes(project)
        if (known := _approved(project, str(row.get("item")))) is not None
        and not _same(known, str(row.get("before") or "0"), str(row.get("item")))
    ]


def _approved(project: Project, item: str) -> str | None:
    """Return what the baseline says of an item that can be changed; None of any other."""
    version: Any = baseline_of(project)
    if item in COST_ITEMS:
        return str(version.budget.get(COST_ITEMS[item], "0.00"))
    if item in TARGET_ITEMS:
        rows = {(row["method"], row["unit"]): row["qty"] for row in version.targets}
        return str(rows.get(TARGET_ITEMS[item], 0))
    return None


def _same(known: str, said: str, item: str) -> bool:
    return yuan(known) == yuan(said) if item in COST_ITEMS else known == said


before_as_approved = Guard(
    "before_as_approved",
    _("变更前须与现行基线一致。"),
    lambda project, user: not _not_as_approved(project),
    where="P07#diff",
    spots=_not_as_approved,
)


@guard("change_balanced", _("预算调剂前后合计须相等，总额不变。"), where="P07#diff")
def change_balanced(project: Project, user: User) -> bool:
    rows = [row for _n, row in _changes(project) if row.get("item") in COST_ITEMS]
    return sum((yuan(row["after"]) - yuan(row["before"]) for row in rows), yuan(0)) == 0


def _undated(project: Project) -> list[Spot]:
    return [
        Spot("P07", f"diff.{n}.after", str(row["item"]), str(_("写日期，例如 2026-12-31。")))
        for n, row in _changes(project)
        if row.get("item") in PERIOD and not _is_day(str(row.get("after") or ""))
    ]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


period_dated = Guard(
    "period_dated",
    _("改周期的，变更后须写成日期，结束日期晚于开始日期。"),
    lambda project, user: not _undated(project) and _period_runs(project),
    where="P07#diff",
    spots=_undated,
)


def _period_runs(project: Project) -> bool:
    after = {row["item"]: str(row["after"]) for _n, row in _changes(project)}
    begins = after.get(PERIOD[0], str(project.starts_on))
    return begins < after.get(PERIOD[1], str(project.ends_on))


# ── 结项, 归档 ────────────────────────────────────────────────────────────────────────────


def _spots(left: Iterable[carryover.Ongoing]) -> list[Spot]:
    says = str(_("还没有去向，或还没有办结。"))
    return [Spot("P11", "ongoing", each.number, says) for each in left]


nothing_hangs = Guard(
    "nothing_hangs",
    _("没有悬空的个案、小组、需求才能结项：在案的逐条定去向，转介、结案的先办完。"),
    lambda project, user: not carryover.hanging(project),
    where="P11",
    spots=lambda project: _spots(carryover.hanging(project)),
)
handed_over = Guard(
    "handed_over",
    _("在案清单须已移交：每一件转入下期项目或转总站，转介、结案的先办完。"),
    lambda project, user: not carryover.staying(project),
    where="P11",
    spots=lambda project: _spots(carryover.staying(project)),
)


@guard("ways_chosen", _("在案的每一件都须先定去向：下期项目、转总站、转介或结案。"), where="P11")
def ways_chosen(project: Project, user: User) -> bool:
    return not carryover.unchosen(project)


@guard("carried_over", _("须先安排结转，提交《项目结转/续签衔接单》；没有在案的也写明。"))
def carried_over(project: Project, user: User) -> bool:
    return bool(valid(project, "P11"))


@guard("conditions_met", _("还有拨付条件没满足的款项，不能结项。"))
def conditions_met(project: Project, user: User) -> bool:
    return not unmet(project)
