"""服务计划: the goals that are in force, and when the case is to be looked at again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.approvals import approved, in_force
from casework.models import Dossier
from casework.policies import number_for
from casework.workdays import months_after, working_days

EVERY = 3  # months between reviews (handbook 5.1 t_midterm)
EARLY = working_days(5)  # before the day, from which a review may be handed in (4.1)
LONGEST_EXTENSION, MOST_EXTENSIONS = 3, 2  # months; times (handbook 5.1 case_max_period)


@dataclass(frozen=True)
class Goal:
    """One goal of the plan in force, with its weight for GAS."""

    no: str
    goal: str
    indicator: str
    baseline: str
    target: str
    weight: int

    @property
    def text(self) -> str:
        return f"{self.goal}：{self.target}" if self.target else self.goal


def goals_of(dossier: Dossier) -> list[Goal]:
    """Return the goals of the plan in force; none where there is no plan."""
    plan = in_force(dossier, "C04")
    if plan is None:
        return []
    weights = {row["goal_no"]: row["weight"] for row in plan.gas or []}
    rows = [(str(row.get("no") or n), row) for n, row in enumerate(plan.goals or [], 1)]
    return [
        Goal(
            no,
            row["goal"],
            row.get("indicator") or "",
            row.get("baseline") or "",
            row.get("target") or "",
            weights.get(no) or 1,
        )
        for no, row in rows
    ]


def expired(dossier: Any, day: date) -> bool:
    """Whether the time the plan was made for is over (records go on, marked)."""
    rested = timedelta(days=dossier.suspended_days)
    return dossier.served_until is not None and day > dossier.served_until + rested


# ── reviews ───────────────────────────────────────────────────────────────────────────────


def review_day(dossier: Any) -> date | None:
    """Return when the next review is due: the plan's own day or middle, then every 3 months."""
    plan = in_force(dossier, "C04")
    if plan is None:
        return None
    reviews = approved(dossier, "C07")
    if reviews:
        since = timezone.localdate(reviews[0].at)
        after = months_after(since, _every(dossier, since))
        return after if dossier.served_until is None or after < dossier.served_until else None
    return _first_review(dossier, plan)


def _every(dossier: Any, since: date) -> int:
    """Return how many months lie between reviews: as the station had it on that day."""
    return number_for(dossier, "t_midterm", since, EVERY)


def _first_review(dossier: Any, plan: Any) -> date:
    said = (plan.evaluation_plan or {}).get("mid_date")
    if said:
        return date.fromisoformat(said)
    start, end = (date.fromisoformat(plan.period[key]) for key in ("start", "end"))
    return min(middle(start, end), months_after(start, _every(dossier, start)))


def middle(start: date, end: date) -> date:
    """Return the day halfway between two days."""
    return start + timedelta(days=(end - start).days // 2)


def review_opens(dossier: Any) -> date | None:
    """Return the first day on which the next review may be handed in."""
    day = review_day(dossier)
    return EARLY.before(day) if day else None


def review_begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What a review begins with: the time since the last one, and the goals."""
    plan = in_force(dossier, "C04")
    if plan is None:
        return {}
    says = _("带自《个案服务计划书》，可改。")
    reviews = approved(dossier, "C07")
    since = timezone.localdate(reviews[0].at).isoformat() if reviews else plan.period["start"]
    goals = [
        {"goal_no": goal.no, "indicator": goal.indicator, "baseline": goal.baseline}
        for goal in goals_of(dossier)
    ]
    period = {"start": since, "end": timezone.localdate().isoformat()}
    return {"period": (period, says), "goal_progress": (goals, says)}
