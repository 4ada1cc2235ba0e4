"""项目的工作页: what was promised, what was done and spent of it, and what is to be settled."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedRequest
from casework import counting, indicators, panels
from casework.approvals import in_force
from casework.baselines import baseline_of, baselines_of, compared
from casework.carryover import ongoing_rows
from casework.expenses import may_read as may_read_expenses
from casework.instalments import instalments_of
from casework.inviting import INVITERS
from casework.lifecycles.funding import total_of
from casework.models import Project, Seat
from casework.permissions import Who, standing
from casework.projects import may_ask_for
from casework.rectifying import items_of
from casework.sampling import sample_in
from web.plan_chart import chart_of
from web.tabs import Tabs
from web.work_page import work_page

Shown = dict[str, Any]
WHOLE = Decimal(100)


def project_page(
    request: AuthenticatedRequest, project: Project, tabs: Tabs, said: dict[str, str]
) -> Shown:
    """Return what every page of work shows, with the project's own: progress, money, plan."""
    who, today = standing(request.user, project), timezone.localdate()
    return {
        **work_page(request, project, tabs, said),
        "tags": _tags(project),
        "facts": _facts(project),
        "links": _links(request, project, who),
        "progress": progress_of(project, today),
        "budget": budget_of(project),
        "instalments": instalments_of(project),
        "chart": _chart(project, today),
        "rectifications": items_of(project),
        "still_open": _ongoing(project),
        "panel": panel_of(project) if who & INVITERS else None,
        "asked": asked_of(project) if may_ask_for(request.user, project) else None,
        "sample": sample_in(request.user, project) if Who.EVALUATOR in who else [],
        "versions": versions_of(project),
    }


def _tags(project: Project) -> list[Shown]:
    proposal, version = in_force(project, "P01"), baseline_of(project)
    words = [proposal.category, proposal.funding] if proposal else []
    words += [_("基线第 %s 版") % version.version] if version else []
    return [{"text": str(each), "cls": ""} for each in words if each]


def _facts(project: Project) -> list[Shown]:
    runs = f"{project.starts_on:%Y-%m-%d}～{project.ends_on:%Y-%m-%d}" if project.ends_on else ""
    facts = [
        (_("项目负责人"), str(project.owner or _("待定"))),
        (_("社工站"), str(project.station)),
        (_("周期"), runs),
        (_("批准经费"), f"{project.amount:,.2f}" if project.amount else ""),
    ]
    return [{"label": label, "text": text} for label, text in facts if text]


def _links(request: AuthenticatedRequest, project: Project, who: set[Who]) -> list[Shown]:
    links = []
    if project.accepted_on and may_read_expenses(request.user, project):
        links.append((reverse("web:expenses", args=[project.pk]), _("支出"), "chart-bar"))
    if who & INVITERS:
        links.append((reverse("web:panel", args=[project.pk]), _("评审与评估人员"), "users-group"))
    return [{"href": href, "text": text, "icon": icon} for href, text, icon in links]


def asked_of(project: Project) -> Shown:
    """How much is applied for, what the budget comes to, and what lies between."""
    asked, total = project.asked or Decimal(0), total_of(project)
    return {"sum": project.asked, "total": total, "gap": abs(total - asked)}


# ── what was done of what was promised ────────────────────────────────────────────────────


def progress_of(project: Project, today: date) -> Shown | None:
    """Each target with what was done, beside how much of the time is gone."""
    rows = indicators.progress_rows(project)
    if not rows:
        return None
    gone = elapsed(project, today)
    content = counting.satisfaction(project)
    return {
        "rows": [_measured(row, gone) for row in rows],
        "gone": gone,
        "satisfaction": content.percent,
        "answers": content.answers,
    }


def elapsed(project: Project, today: date) -> int:
    """Return how much of a project's time is gone, in per cent."""
    if project.starts_on is None or project.ends_on is None:
        return 0
    whole = (project.ends_on - project.starts_on).days + 1
    return min(max((today - project.starts_on).days + 1, 0) * 100 // whole, 100)


def _measured(row: Any, gone: int) -> Shown:
    percent = Decimal(str(row["rate"]).rstrip("%"))
    behind = percent + 10 < gone
    return {**row, "bar": int(min(percent, WHOLE)), "cls": "ochre" if behind else "bamboo"}


def budget_of(project: Project) -> Shown | None:
    """What was granted in each category, and what was spent of it."""
    version = baseline_of(project)
    if version is None:
        return None
    spent = counting.spent(project)
    rows = [_category(name, Decimal(said), spent) for name, said in version.budget.items()]
    unplanned = [name for name, sum_ in spent.items() if sum_ and name not in version.budget]
    rows += [_category(name, Decimal(0), spent) for name in unplanned]
    return {"rows": rows, **indicators.expense_figures(project)}


def _category(name: str, granted: Decimal, spent: dict[str, Decimal]) -> Shown:
    sum_ = spent.get(name, Decimal(0))
    percent = int(sum_ * 100 / granted) if granted else (100 if sum_ else 0)
    over = sum_ > granted
    return {
        "name": name,
        "granted": granted,
        "spent": sum_,
        "bar": min(percent, 100),
        "percent": percent,
        "cls": "red" if over else "teal",
    }


def _chart(project: Project, today: date) -> Any:
    proposal = in_force(project, "P01")
    if proposal is None:
        return None
    scope = proposal.scope or {}
    begins = project.starts_on or _day(scope.get("start"))
    ends = project.ends_on or _day(scope.get("end"))
    return chart_of(proposal.milestones or [], begins, ends, today)


def _day(said: Any) -> date | None:
    return date.fromisoformat(said) if said else None


# ── who judges, what was changed, what outlives it ────────────────────────────────────────


def panel_of(project: Project) -> Shown:
    """Everybody who was asked in: as what, until when, and what came of it."""
    found = Seat.objects.filter(dossier=project.pk).select_related("user").order_by("pk")
    seats = found.annotate(drawn=Count("sample"))
    ballots = {each.seat_id: each for each in panels.ballots_of(project)}
    today = timezone.localdate()
    return {
        "rows": [_seat(each, ballots.get(each.pk), today) for each in seats],
        "average": panels.average(project),
        "valid": len(panels.valid_ballots(project)),
    }


def _seat(seat: Any, ballot: Any, today: date) -> Shown:
    return {
        "pk": seat.pk,
        "part": seat.get_part_display(),
        "name": str(seat.user),
        "since": seat.since,
        "until": seat.until,
        "over": seat.until is not None and seat.until < today,
        "is_evaluator": seat.part == Seat.Part.EVALUATOR,
        "declared": ballot is not None,
        "conflict": bool(ballot and ballot.conflict),
        "total": ballot.total if ballot else None,
        "drawn": seat.drawn,
    }


def versions_of(project: Project) -> list[Shown]:
    """Each version of the baseline, with what it changed of the one before."""
    found = baselines_of(project)
    pairs = zip([None, *found], found, strict=False)
    return [{"version": new, "changes": compared(old, new) if old else []} for old, new in pairs]


def _ongoing(project: Project) -> list[Shown]:
    """What goes on in it, and where that goes when it ends."""
    return ongoing_rows(project) if project.accepted_on else []
