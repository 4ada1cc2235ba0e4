"""小组的数字: what a report adds up, from sign-in sheets and measures (handbook 8.1)."""

from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from casework.approvals import in_force
from casework.group_beginnings import last_of, members_of, rows_of
from casework.models import Content, Dossier
from casework.models.group_forms.sessions import PRESENT

ENOUGH = 10  # copies, from which on a rate is given at all (handbook 8.1)


def reckoned_report(dossier: Dossier) -> Content:
    """Return the figures that G10 seals."""
    return {"basic": _basic(dossier), "satisfaction": _satisfaction(dossier)}


def _basic(dossier: Dossier) -> Content:
    sheets, members = rows_of(dossier, "G06"), len(members_of(dossier))
    statuses = [row["status"] for sheet in sheets for row in sheet.attendance or []]
    came = sum(status in PRESENT for status in statuses)
    minutes = [(plan.meta or {}).get("minutes") or 0 for plan in rows_of(dossier, "G05")]
    return {
        "name": dossier.title,
        "sessions": len(rows_of(dossier, "G07")),
        "members": members,
        "person_times": came,
        "rate": _percent(came, members * len(sheets)),
        "minutes": sum(minutes),
    }


def _satisfaction(dossier: Dossier) -> Content:
    measure = last_of(dossier, "G09")
    rows = (measure.satisfaction or []) if measure else []
    answered = [row["answered"] or 0 for row in rows]
    happy = sum(row["content"] or 0 for row in rows)
    scores = [Decimal(row["score"]) for row in rows if row["score"]]
    copies = max(answered, default=0)
    return {
        "copies": copies or None,
        "rate": _percent(happy, sum(answered)) if copies >= ENOUGH else None,
        "mean": f"{_mean(scores):.1f}" if scores else None,
    }


def report_begun_with(dossier: Dossier) -> dict[str, tuple[Any, Any]]:
    """G10 begins with the goals and the budget of the plan, and what the measures say."""
    plan = in_force(dossier, "G02")
    known: dict[str, tuple[Any, Any]] = {}
    if plan is not None:
        goals = [{key: row[key] for key in ("goal", "indicator", "target")} for row in plan.goals]
        spent = [{"item": row["item"], "budget": row["amount"]} for row in plan.budget]
        known["goals"] = (goals, _("带自《小组计划书》，填结果。"))
        known["expense"] = (spent, _("带自《小组计划书》，填实支。"))
    if said := _changes(last_of(dossier, "G09")):
        known["outcome"] = (said, _("由前后测带出，可改。"))
    return known


def _changes(measure: Any) -> str:
    """Say of each scale how its mean has changed, over those who answered twice."""
    rows = [row for row in (measure.scores or []) if row["delta"]] if measure else []
    rows.sort(key=lambda row: row["measure"] or "")
    lines = []
    for name, group in groupby(rows, key=lambda row: row["measure"] or ""):
        both = list(group)
        before, after = (_mean([Decimal(row[key]) for row in both]) for key in ("pre", "post"))
        says = _("%(name)s：%(n)s 人前后测，平均 %(before).1f → %(after).1f。")
        words = {"name": name or _("量表"), "n": len(both), "before": before, "after": after}
        lines.append(says % words)
    return "\n".join(lines)


def _mean(figures: list[Decimal]) -> Decimal:
    return sum(figures, Decimal(0)) / len(figures)


def _percent(part: int, whole: int) -> str | None:
    return f"{Decimal(100 * part) / whole:.1f}%" if whole else None
