"""小组的数字: person-times, attendance, drop-out, change and content (handbook 8.1, 8.2).

Counted from members, sessions and attendance; a mixed group's person-times count by each member's
own category, and the group itself once, by its main one (8.2 rule 3).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from casework.approvals import valid
from casework.group_records import (
    filed,
    is_dwindling,
    lost,
    members_of,
    plan_of,
    sessions_of,
    staying,
)
from casework.models import Attendance, Content, Group, GroupSession, Member
from casework.models.dossier import once

ENOUGH = 10  # copies, from which on a rate is shown apart (handbook 8.1 satisfaction)
TENTH = Decimal("0.1")


# ── attendance ────────────────────────────────────────────────────────────────────────────


@once
def attendance_of(group: Group) -> list[Attendance]:
    """Return everything on the sign-in sheets of the sessions that were recorded."""
    found = Attendance.objects.filter(session__group=group.pk).select_related("session", "member")
    return list(found.order_by("session__number", "member__number"))


def _there(group: Group) -> list[Attendance]:
    return [each for each in attendance_of(group) if each.status in Attendance.THERE]


def person_times(group: Group) -> int:
    """人次: everybody who was there, at each session; late or leaving early counts."""
    return len(_there(group))


def person_times_by_category(group: Group) -> dict[str, int]:
    """Return them by each member's own category; they add up to the whole."""
    return dict(Counter(each.member.category for each in _there(group)))


def headcount(group: Group) -> int:
    """人数: the different people who were there at least once."""
    return len({each.member_id for each in _there(group)})


def attendance_rate(group: Group) -> Decimal | None:
    """出席率: who was there of all who were on the list, added up over the sessions."""
    return percent(len(_there(group)), len(attendance_of(group)))


def minutes(group: Group) -> int:
    return sum(each.minutes for each in sessions_of(group))


def attendance_of_session(session: GroupSession) -> Decimal | None:
    rows = list(session.attendance.values_list("status", flat=True))
    return percent(sum(each in Attendance.THERE for each in rows), len(rows))


@dataclass(frozen=True)
class Row:
    """One member's line of the attendance grid: a word for each session, "" where not a member."""

    member: Member
    cells: list[str]
    times: int


@dataclass(frozen=True)
class Grid:
    """组员 × 节次, as a page draws it."""

    sessions: list[GroupSession]
    rows: list[Row]
    totals: list[int]  # who was there at each session
    listed: list[int]  # who was on the list


def grid_of(group: Group) -> Grid:
    sessions, known = sessions_of(group), attendance_of(group)
    said = {(each.member_id, each.session.number): each.status for each in known}
    numbers = [each.number for each in sessions]
    rows = [_row(member, numbers, said) for member in members_of(group)]
    columns = [[row.cells[n] for row in rows if row.cells[n]] for n in range(len(sessions))]
    there = [sum(cell in Attendance.THERE for cell in column) for column in columns]
    return Grid(sessions, rows, there, [len(column) for column in columns])


def _row(member: Member, numbers: Iterable[int], said: dict[tuple[int, int], str]) -> Row:
    cells = [said.get((member.pk, number), "") for number in numbers]
    return Row(member, cells, sum(cell in Attendance.THERE for cell in cells))


@dataclass(frozen=True)
class Dropout:
    """流失 (handbook 4.13 X15): how many have left of how many, and whether that is too many."""

    left: int
    ever: int
    percent: int
    warns: bool
    since: date | None  # the day it passed the mark, while nobody has written why


def dropout(group: Group) -> Dropout:
    ever = len(members_of(group))
    gone = ever - len(staying(group))
    return Dropout(gone, ever, lost(group), is_dwindling(group), group.dropout_on)


# ── before and after ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Change:
    """One scale before and after: the means of those who were measured twice."""

    measure: str
    members: int
    before: Decimal
    after: Decimal

    @property
    def delta(self) -> Decimal:
        return self.after - self.before


def changes_of(group: Group) -> list[Change]:
    """Return how each scale has changed (G09), in the order of the form."""
    rows = [row for row in _measured(group, "scores") if _twice(row)]
    names = list(dict.fromkeys(row.get("measure") or "" for row in rows))
    return [_change(name, [r for r in rows if (r.get("measure") or "") == name]) for name in names]


def _twice(row: Content) -> bool:
    return row.get("pre") is not None and row.get("post") is not None


def _change(name: str, rows: list[Content]) -> Change:
    before, after = (_mean([Decimal(row[key]) for row in rows]) for key in ("pre", "post"))
    return Change(name, len(rows), before, after)


def _measured(group: Group, key: str) -> list[Content]:
    """Return rows of the measures as last handed in."""
    if not valid(group, "G09"):
        return []
    return list(getattr(filed(group, "G09")[-1], key) or [])


# ── 满意度 ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Satisfaction:
    """How content the members are: of all answers, those of 4 or 5 (“满意”, “很满意”)."""

    copies: int
    content: int
    answers: int
    mean: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        return percent(self.content, self.answers)

    @property
    def stands_alone(self) -> bool:
        """Whether there are answers enough to show the rate apart."""
        return self.copies >= ENOUGH


def satisfaction_of(group: Group) -> Satisfaction:
    rows = _measured(group, "satisfaction")
    answered = [row.get("answered") or 0 for row in rows]
    scores = [Decimal(row["score"]) for row in rows if row.get("score")]
    content = sum(row.get("content") or 0 for row in rows)
    mean = _mean(scores) if scores else None
    return Satisfaction(max(answered, default=0), content, sum(answered), mean)


# ── the report (G10) ──────────────────────────────────────────────────────────────────────


def reckoned_report(dossier: Any) -> Content:
    """Return the figures that G10 seals."""
    said = satisfaction_of(dossier)
    return {
        "basic": {
            "name": dossier.title,
            "sessions": len(sessions_of(dossier)),
            "members": headcount(dossier),
            "person_times": person_times(dossier),
            "rate": shown(attendance_rate(dossier)),
            "minutes": minutes(dossier),
        },
        "satisfaction": {
            "copies": said.copies or None,
            "rate": shown(said.rate) if said.stands_alone else None,
            "mean": f"{said.mean:.1f}" if said.mean is not None else None,
        },
    }


def report_begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """G10 begins with the goals and the budget of the plan, and what the measures say."""
    plan = plan_of(dossier)
    known: dict[str, tuple[Any, Any]] = {}
    if plan is not None:
        goals = [{key: row[key] for key in ("goal", "indicator", "target")} for row in plan.goals]
        spent = [{"item": row["item"], "budget": row["amount"]} for row in plan.budget]
        known["goals"] = (goals, _("带自《小组计划书》，填结果。"))
        known["expense"] = (spent, _("带自《小组计划书》，填实支。"))
    if said := "\n".join(_in_words(each) for each in changes_of(dossier)):
        known["outcome"] = (said, _("由前后测带出，可改。"))
    return known


def _in_words(change: Change) -> str:
    says = _("%(name)s：%(n)s 人前后测，平均 %(before)s → %(after)s。")
    before, after = (each.quantize(TENTH, ROUND_HALF_UP) for each in (change.before, change.after))
    name = change.measure or _("量表")
    return says % {"name": name, "n": change.members, "before": before, "after": after}


# ── reckoning ─────────────────────────────────────────────────────────────────────────────


def percent(part: int, whole: int) -> Decimal | None:
    """Return a share in per cent, to one decimal; nothing of nothing."""
    return (Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


def shown(share: Decimal | None) -> str | None:
    return None if share is None else f"{share}%"


def _mean(figures: list[Decimal]) -> Decimal:
    return sum(figures, Decimal(0)) / len(figures)
