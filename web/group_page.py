"""小组的工作页: its members, who came to each session, and the numbers that follow."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.http import AuthenticatedRequest
from casework import choices, group_figures, masking
from casework.group_records import (
    day_of,
    filed,
    plan_of,
    session_plans,
    sessions_of,
    staying,
)
from casework.marks import READ
from casework.models import Attendance, Group, Member
from casework.referred_members import may_note_need, may_open_case
from web.attributing import attribution_of
from web.service import filed_of, filed_url, mark_on
from web.tabs import Tabs
from web.work_page import work_page

Shown = dict[str, Any]
MARKS = {"出席": "✓", "迟到": "迟", "早退": "早", "请假": "假", "缺席": "缺"}
SESSION_PAPERS = {
    "G05": gettext_lazy("计划"),
    "G06": gettext_lazy("签到"),
    "G07": gettext_lazy("记录"),
    "G08": gettext_lazy("观察"),
}
SAYS_WHICH: dict[str, Callable[[Any], int]] = {  # of which session a paper is
    "G05": lambda row: int(row.meta["no"]),
    "G06": lambda row: int(row.instance),
    "G07": lambda row: int(row.instance),
    "G08": lambda row: int((row.observer or {}).get("no") or 0),
}


def group_page(
    request: AuthenticatedRequest, group: Group, tabs: Tabs, said: dict[str, str]
) -> Shown:
    """Return what every page of work shows, with the group's own: grid, sessions, members."""
    may_write = "G06" in tabs.offers.forms
    return {
        **work_page(request, group, tabs, said),
        "tags": _tags(group),
        "facts": _facts(group),
        "links": _links(group),
        "grid": _grid(group),
        "sessions": _sessions(group),
        "members": [_member(each) for each in group_figures.grid_of(group).rows],
        "dropout": group_figures.dropout(group),
        "may_write": may_write,
        "may_open_case": may_open_case(request.user, group),
        "may_note_need": may_note_need(request.user, group),
        "changes": group_figures.changes_of(group),
        "satisfaction": group_figures.satisfaction_of(group),
        "by_category": _by_category(group),
        "attribution": attribution_of(group, request.user),
    }


def _tags(group: Group) -> list[Shown]:
    plan = plan_of(group)
    words = [plan.type, plan.openness] if plan else []
    gone = group_figures.dropout(group)
    warns = [{"text": _("流失 %s%%") % gone.percent, "cls": "red"}] if gone.warns else []
    return [{"text": str(each), "cls": ""} for each in words if each] + warns


def _facts(group: Group) -> list[Shown]:
    done, planned = len(sessions_of(group)), getattr(group, "sessions_planned", None)
    rate = group_figures.attendance_rate(group)
    facts = [
        (_("社工 / 督导"), f"{group.owner or ''} / {group.supervisor or _('待定')}"),
        (_("节数"), _("%(done)s / %(all)s 节") % {"done": done, "all": planned or "—"}),
        (_("组员"), _("%s 人") % len(staying(group))),
        (_("人次"), str(group_figures.person_times(group))),
        (_("出席率"), f"{rate}%" if rate is not None else "—"),
    ]
    return [{"label": label, "text": text} for label, text in facts]


def _links(group: Group) -> list[Shown]:
    links = [(reverse("web:album", args=[group.pk]), _("相册"), "camera")]
    if group.closed_on:
        links.append((reverse("web:box", args=[group.pk]), _("案卷"), "files"))
    return [{"href": href, "text": text, "icon": icon} for href, text, icon in links]


# ── the attendance grid ───────────────────────────────────────────────────────────────────


def _grid(group: Group) -> Shown | None:
    """Members down, sessions across; a mark in each cell, and the sums at both edges."""
    grid = group_figures.grid_of(group)
    if not grid.sessions:
        return None
    return {
        "sessions": grid.sessions,
        "rows": [
            {"member": _member(row), "cells": [_cell(each) for each in row.cells], "sum": row.times}
            for row in grid.rows
        ],
        "totals": list(zip(grid.totals, grid.listed, strict=True)),
        "all": sum(grid.totals),
    }


def _cell(status: str) -> Shown:
    there = status in Attendance.THERE
    cls = "there" if status == Attendance.Status.PRESENT else "part" if there else "away"
    return {"mark": MARKS.get(status, ""), "says": status, "cls": cls if status else "none"}


def _member(row: Any) -> Shown:
    member: Member = row.member
    person = member.person
    return {
        "number": member.number,
        "who": masking.name(str(member.name or "")),
        "category": dict(choices.CATEGORIES).get(member.category, ""),
        "pictured": member.pictured,
        "left_on": member.left_on,
        "person": person.pk if person else None,
        "times": row.times,
    }


def _by_category(group: Group) -> list[Shown]:
    known = dict(choices.CATEGORIES)
    found = group_figures.person_times_by_category(group)
    return [{"label": known.get(key, key), "times": times} for key, times in found.items()]


# ── the sessions ──────────────────────────────────────────────────────────────────────────


def _sessions(group: Group) -> list[Shown]:
    """Each session, held or planned: its day, theme, who came, and its papers."""
    held = {each.number: each for each in sessions_of(group)}
    plans, outline = session_plans(group), _outline(group)
    last = max([*held, *plans, *outline], default=0)
    grid = group_figures.grid_of(group)
    papers = _papers(group)
    came = dict(zip((each.number for each in grid.sessions), grid.totals, strict=True))
    return [
        {
            "number": number,
            "on": held[number].held_on if number in held else day_of(group, number),
            "theme": _theme(number, held, plans, outline),
            "phase": held[number].phase if number in held else "",
            "came": came.get(number),
            "held": number in held,
            "papers": papers.get(number, []),
        }
        for number in range(1, last + 1)
    ]


def _outline(group: Group) -> dict[int, str]:
    plan = plan_of(group)
    rows = (plan.session_outline or []) if plan else []
    return {row["no"]: row.get("theme") or "" for row in rows if row.get("no")}


def _theme(number: int, held: Any, plans: Any, outline: dict[int, str]) -> str:
    if number in held:
        return str(held[number].theme)
    return str(plans[number].meta["theme"] if number in plans else outline.get(number, ""))


def _papers(group: Group) -> dict[int, list[Shown]]:
    """The sealed papers by session, each record with whether the supervisor has read it."""
    found: dict[int, list[Shown]] = {}
    for code, label in SESSION_PAPERS.items():
        numbers = {row.instance: SAYS_WHICH[code](row) for row in filed(group, code)}
        for each in reversed(filed_of(group, code)):
            mark = mark_on(each) if code in READ else {}
            paper = {"label": label, "href": filed_url(group, each), **mark}
            found.setdefault(numbers[each.instance_of(code)], []).append(paper)
    return found
