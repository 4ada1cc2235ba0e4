"""进度图: the stages of a project as bars over its months, drawn as SVG (no script, no style)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

WIDTH, LEFT, ROW, TOP = 720, 150, 26, 26  # user units of the drawing
BAR = 14


@dataclass(frozen=True)
class Bar:
    """One stage: its words, and where its bar lies."""

    label: str
    says: str
    x: float
    width: float
    y: float
    text_y: float
    state: str  # done, now, todo


def chart_of(rows: list[Any], begins: date | None, ends: date | None, today: date) -> Any:
    """Return the drawing of milestones ``rows`` (stage, start, end, deliverable) between two days;
    None where there is nothing to draw."""
    stages = [each for row in rows if (each := _stage(row))]
    if not stages or begins is None or ends is None or ends <= begins:
        return None
    scale = _Scale(begins, ends)
    bars = [_bar(scale, number, stage, today) for number, stage in enumerate(stages)]
    height = TOP + ROW * len(bars) + 6
    return {
        "width": WIDTH,
        "height": height,
        "left": LEFT,
        "months": scale.months(),
        "bars": bars,
        "bar": BAR,
        "today": scale.at(today) if begins <= today <= ends else None,
        "bottom": height - 4,
        "top": TOP - 6,
    }


@dataclass(frozen=True)
class _Stage:
    label: str
    deliverable: str
    begins: date
    ends: date


def _stage(row: Any) -> _Stage | None:
    if not row.get("start") or not row.get("end"):
        return None
    begins, ends = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return _Stage(str(row.get("stage") or ""), str(row.get("deliverable") or ""), begins, ends)


@dataclass(frozen=True)
class _Scale:
    begins: date
    ends: date

    def at(self, day: date) -> float:
        """Where a day lies; what is before or after lies at the edge."""
        whole = (self.ends - self.begins).days
        gone = min(max((day - self.begins).days, 0), whole)
        return round(LEFT + (WIDTH - LEFT - 6) * gone / whole, 1)

    def months(self) -> list[dict[str, Any]]:
        """Every month's first day within the time, with the label that stands there; of a long
        time only every third."""
        firsts = [date(self.begins.year, self.begins.month, 1)]
        while firsts[-1] < self.ends:
            last = firsts[-1]
            firsts.append(date(last.year + last.month // 12, last.month % 12 + 1, 1))
        within = [each for each in firsts if self.begins <= each <= self.ends]
        every = 1 if len(within) <= 14 else 3  # noqa: PLR2004  (what fits side by side)
        return [{"x": self.at(each), "label": _label(each)} for each in within[::every]]


def _label(day: date) -> str:
    return f"{day:%y-%m}" if day.month == 1 else _("%s月") % day.month


def _bar(scale: _Scale, number: int, stage: _Stage, today: date) -> Bar:
    x, y = scale.at(stage.begins), TOP + ROW * number
    state = "done" if stage.ends < today else "now" if stage.begins <= today else "todo"
    says = f"{stage.label} {stage.begins:%Y-%m-%d}～{stage.ends:%Y-%m-%d} {stage.deliverable}"
    width = max(scale.at(stage.ends) - x, 3)
    return Bar(stage.label[:11], says.strip(), x, width, y, y + BAR - 3, state)
