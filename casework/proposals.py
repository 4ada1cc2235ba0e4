"""申报书之后: what the later forms of a project begin with, so that nothing is typed twice."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from casework.approvals import in_force
from casework.carryover import ongoing_rows
from casework.indicators import progress_rows
from casework.models import Content
from casework.questions import yuan

Begun = dict[str, tuple[Any, Any]]


def budget_of(dossier: Any) -> dict[str, Decimal]:
    """Return the budget that was applied for, added up by category."""
    found: dict[str, Decimal] = {}
    for row in _said(dossier, "budget", []):
        found[row["category"]] = found.get(row["category"], yuan(0)) + yuan(row["amount"])
    return found


def charter_begun_with(dossier: Any) -> Begun:
    """P03 begins with what was applied for, to be granted or cut."""
    rows, amount = _said(dossier, "activities", []), sum(budget_of(dossier).values(), yuan(0))
    if not rows:
        return {}
    says = _("带自《项目申报书》，可改。")
    granted = {"amount": f"{amount:.2f}", "indicators": "\n".join(_measured(row) for row in rows)}
    tasks = [{"task": row["content"], "qty": f"{row['qty']} {row['unit']}"} for row in rows]
    return {"approved": (granted, says), "wbs": (tasks, says)}


def _measured(row: Content) -> str:
    """Return one target in words: 走访 240 户次（入户走访）."""
    return f"{row['method']} {row['qty']} {row['unit']}（{row['content']}）"


def contract_begun_with(dossier: Any) -> Begun:
    """P04 begins with its parties: who pays is still to be named."""
    applicant = _said(dossier, "applicant", {})
    if not applicant:
        return {}
    parties = [
        {"role": "甲方"},
        {"role": "乙方", "org": applicant["org"], "agent": applicant["leader"]},
        {"role": "丙方", "org": str(dossier.station)},
    ]
    return {"parties": (parties, _("乙方带自《项目申报书》，可改。"))}


def report_begun_with(dossier: Any) -> Begun:
    """P09 begins with the figures, and with what is still going on."""
    says, known = _("产出带自服务记录，请补充。"), Begun()
    done = "\n".join(_reached(row) for row in progress_rows(dossier))
    if done:
        known["body"] = (done, says)
    left = [_left(row) for row in ongoing_rows(dossier) if row["item"] in {"在案个案", "在办小组"}]
    if left:
        known["carryover"] = (left, _("带自在案清单，可改。"))
    return known


def _reached(row: Content) -> str:
    says = _("%(indicator)s：目标 %(target)s，完成 %(done)s，完成率 %(rate)s。")
    return says % {key: row[key] for key in ("indicator", "target", "done", "rate")}


def _left(row: Content) -> Content:
    return {
        "item": row["item"],
        "plan": f"{row['number']}：{row['way']}",
        "next_project": row["to"],
    }


def accounts_begun_with(dossier: Any) -> Begun:
    """P10 begins with the budget by category."""
    lines = [
        {"category": each, "budget": f"{sum_:.2f}"} for each, sum_ in budget_of(dossier).items()
    ]
    return {"lines": (lines, _("预算带自《项目申报书》，填决算。"))} if lines else {}


def _said(dossier: Any, key: str, otherwise: Any) -> Any:
    """Return an answer of the application in force."""
    proposal = in_force(dossier, "P01")
    return (getattr(proposal, key) if proposal else None) or otherwise
