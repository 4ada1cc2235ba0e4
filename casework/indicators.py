"""指标: what a project has done of what it was granted for, and spent of its money.

By computation only: targets are those of the baseline in force, what was done is counted.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from casework.baselines import baseline_of
from casework.models import Content
from casework.periods import A_DAY, month_to_file
from casework.workdays import months_after

Figures = dict[tuple[str, str], Decimal]


def progress_rows(dossier: Any, until: date | None = None) -> list[Content]:
    """Return each target with what was done of it: indicator, target, done, rate."""
    version = baseline_of(dossier)
    if version is None:
        return []
    done = _counted(dossier, until=until)
    return [_row(row, done) for row in version.targets]


def monthly_done(dossier: Any, month: date | None = None) -> list[Content]:
    """Return each target with what was done of it in a month, and in all until its end.

    Without a month it is the one that is to be added up next.
    """
    begins = (month or month_to_file(dossier)).replace(day=1)
    ends = months_after(begins, 1) - A_DAY
    alone = _counted(dossier, since=begins, until=ends)
    rows = progress_rows(dossier, until=ends)
    version = baseline_of(dossier)
    targets = version.targets if version else []
    return [
        row | {"month": shown(alone.get((target["method"], target["unit"]), Decimal(0)))}
        for row, target in zip(rows, targets, strict=True)
    ]


def expense_figures(dossier: Any, until: date | None = None) -> Content:
    """Return what was granted and what was spent of it: budget, spent, rate."""
    from casework.counting import spent  # noqa: PLC0415  (counting reads forms)

    if not dossier.amount:
        return {}
    sum_ = sum(spent(dossier, until=until).values(), Decimal(0))
    return {
        "budget": f"{dossier.amount:.2f}",
        "spent": f"{sum_:.2f}",
        "rate": rate(sum_, dossier.amount),
    }


def _counted(dossier: Any, *, since: date | None = None, until: date | None = None) -> Figures:
    from casework.counting import counted  # noqa: PLC0415  (counting reads forms)

    found: Figures = counted(dossier, since=since, until=until)
    return found


def _row(target: Content, done: Figures) -> Content:
    so_far = done.get((target["method"], target["unit"]), Decimal(0))
    return {
        "indicator": name_of(target),
        "target": str(target["qty"]),
        "done": shown(so_far),
        "rate": rate(so_far, Decimal(target["qty"])),
    }


def name_of(target: Content) -> str:
    """Return what a target is called: 走访（户次）; of the whole, 服务人次."""
    if not target["method"]:
        return f"服务{target['unit']}"
    return f"{target['method']}（{target['unit']}）"


def shown(number: Decimal) -> str:
    """Return a figure without needless decimals."""
    return str(int(number)) if number == int(number) else f"{number:.2f}"


def rate(done: Decimal, of: Decimal) -> str:
    percent = (done * 100 / of).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{shown(percent) if percent == int(percent) else percent}%"
