"""考核基线: what was approved, version by version; how great a change is, and what it makes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from casework.approvals import in_force, pending
from casework.models import Baseline, Content, Submission
from casework.models.dossier import once
from casework.models.project_forms.changing import COST_ITEMS, TARGET_ITEMS
from casework.questions import yuan

BIG = Decimal(10)  # percent of the money: from here on whoever pays decides too
PERSON_TIMES = "人次"
BEGINS, ENDS = "开始日期", "结束日期"
PERIOD = (BEGINS, ENDS)


@once
def baselines_of(project: Any) -> list[Baseline]:
    """Return every version, the first one leading."""
    return list(Baseline.objects.filter(project=project.pk).order_by("version"))


def baseline_of(project: Any) -> Baseline | None:
    """Return the version in force."""
    return next(reversed(baselines_of(project)), None)


def targets_of(activities: list[Content]) -> list[Content]:
    """Return what is to be done, each thing that is counted once; and for how many, in all."""
    found: dict[tuple[str, str], int] = {}
    for row in activities:
        key = (row["method"], row["unit"])
        found[key] = found.get(key, 0) + int(row["qty"])
    served = sum(int(row.get("person_times") or 0) for row in activities)
    if served:
        found["", PERSON_TIMES] = served
    return [{"method": m, "unit": u, "qty": qty} for (m, u), qty in found.items()]


def budget_of(rows: list[Content]) -> dict[str, Decimal]:
    """Return a budget's sums by category."""
    found: dict[str, Decimal] = {}
    for row in rows:
        found[row["category"]] = found.get(row["category"], yuan(0)) + yuan(row["amount"])
    return found


def lock_first(project: Any, submission: Submission, at: datetime) -> Baseline:
    """Lock what was approved as the first version."""
    proposal, charter = in_force(project, "P01"), in_force(project, "P03")
    sums = budget_of(proposal.budget)
    scope = proposal.scope
    return _kept(
        project,
        version=1,
        targets=targets_of(proposal.activities),
        budget={category: f"{sum_:.2f}" for category, sum_ in sums.items()},
        amount=yuan(charter.approved["amount"]),
        starts_on=date.fromisoformat(scope["start"]),
        ends_on=date.fromisoformat(scope["end"]),
        locked_at=at,
        submission=submission,
    )


def lock_next(project: Any, change: Content, submission: Submission, at: datetime) -> Baseline:
    """Lock what a change has made of the version in force as the next one."""
    now = baseline_of(project)
    assert now is not None  # noqa: S101  (a running project has one, for the type checker)
    after = {row["item"]: row["after"] for row in change["diff"]}
    period = {key: date.fromisoformat(after[key]) for key in PERIOD if key in after}
    return _kept(
        project,
        version=now.version + 1,
        targets=_changed_targets(now.targets, after),
        budget=now.budget | {COST_ITEMS[key]: f"{yuan(said):.2f}" for key, said in _costs(after)},
        amount=now.amount,
        starts_on=period.get(BEGINS, now.starts_on),
        ends_on=period.get(ENDS, now.ends_on),
        locked_at=at,
        submission=submission,
    )


def _kept(project: Any, **told: Any) -> Baseline:
    made = Baseline.objects.create(project_id=project.pk, **told)
    project.amount, project.starts_on, project.ends_on = made.amount, made.starts_on, made.ends_on
    project.save(update_fields=["amount", "starts_on", "ends_on"])
    project.forget()
    return made


def _costs(after: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, said) for key, said in after.items() if key in COST_ITEMS]


def _changed_targets(targets: list[Content], after: dict[str, str]) -> list[Content]:
    """Return the targets with what has changed, a new one last; what comes to nought is gone."""
    found = {(row["method"], row["unit"]): row["qty"] for row in targets}
    found |= {TARGET_ITEMS[key]: int(said) for key, said in after.items() if key in TARGET_ITEMS}
    return [{"method": m, "unit": u, "qty": qty} for (m, u), qty in found.items() if qty]


# ── how great a change is ─────────────────────────────────────────────────────────────────


def moved_by(change: Content) -> Decimal:
    """Return how much money a change moves: what some categories get, others give."""
    rows = [row for row in change.get("diff") or [] if row.get("item") in COST_ITEMS]
    steps = [yuan(row.get("after")) - yuan(row.get("before")) for row in rows]
    more = sum((step for step in steps if step > 0), yuan(0))
    less = sum((-step for step in steps if step < 0), yuan(0))
    return max(more, less)


def size_of(project: Any, change: Content) -> Decimal:
    """Return the same in percent of what was approved."""
    if not project.amount:
        return Decimal(0)
    return Decimal(moved_by(change) * 100 / project.amount).quantize(Decimal("0.01"))


def asked_change(project: Any) -> Content:
    """Return the change that waits for a decision, as it was handed in."""
    waiting = pending(project, "request_change")
    if waiting is None:
        return {}
    return {each["key"]: each["value"] for each in waiting.form_of("P07")["fields"]}


def is_big(project: Any) -> bool:
    """Whether the change that waits is for whoever pays to decide as well."""
    return size_of(project, asked_change(project)) >= BIG


# ── comparing ─────────────────────────────────────────────────────────────────────────────


def compared(before: Baseline, after: Baseline) -> list[Content]:
    """Return what differs between two versions: item, before, after."""
    old, new = _said(before), _said(after)
    return [
        {"item": item, "before": old.get(item, ""), "after": new.get(item, "")}
        for item in dict.fromkeys([*old, *new])
        if old.get(item) != new.get(item)
    ]


def _said(version: Baseline) -> dict[str, str]:
    """Return a version in words: 指标·小组·节 → 12, 预算·人员 → 78000.00."""
    targets = {
        "·".join(filter(None, ("指标", row["method"], row["unit"]))): str(row["qty"])
        for row in version.targets
    }
    costs = {f"预算·{category}": said for category, said in version.budget.items()}
    period = {BEGINS: version.starts_on.isoformat(), ENDS: version.ends_on.isoformat()}
    return targets | costs | period
