"""小组的册子: what a group's records say of its plan, its members, its sessions and their days."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from casework.approvals import episode_of, in_force, pending, valid
from casework.catalogue import FORMS
from casework.models import Group, GroupSession, Member
from casework.models.dossier import once
from casework.policies import number_for
from casework.questions import yuan
from casework.workdays import months_after, next_working_day, working_days

S = Group.Status
PLAN_AHEAD = 7  # days before the first session (handbook 5.1 t_group_plan)
SESSION_AHEAD = timedelta(days=3)  # 每节前≥3日 (handbook 3.3, G05)
RECORDED_WITHIN = 3  # working days after a session (handbook 5.1 t_group_session)
DROPOUT_WITHIN = working_days(3)  # handbook 4.13 X15
MOST_LOST = 40  # per cent of the members, beyond which a group is looked at anew (X15)


@once
def plan_of(group: Group) -> Any:
    """Return the plan in force (G02); None before it is approved."""
    return in_force(group, "G02")


def has_budget(group: Group) -> bool:
    """涉经费: whether the plan that waits for its approval, or is in force, costs anything."""
    waiting = pending(group, "submit_plan")
    if waiting is None:
        plan = plan_of(group)
        rows = (plan.budget or []) if plan else []
    else:
        fields = waiting.form_of("G02")["fields"]
        rows = next(each["value"] for each in fields if each["key"] == "budget") or []
    return any(yuan(row.get("amount")) > 0 for row in rows)


def filed(group: Group, code: str) -> list[Any]:
    """Return the rows of a form that stand, in the order in which they were filed."""
    numbers = [each.instance_of(code) for each in valid(group, code)]
    model: Any = FORMS[code]
    rows = model.objects.filter(dossier=group.pk, instance__in=numbers).order_by("instance")
    for row in (found := list(rows)):
        row.dossier = group  # whose key is at hand
    return found


# ── members ───────────────────────────────────────────────────────────────────────────────


@once
def members_of(group: Group) -> list[Member]:
    """Return everybody who ever was in the group, by number."""
    found = list(Member.objects.filter(group=group.pk).select_related("person").order_by("number"))
    for each in found:
        each.group = group
    return found


def on_the_list(group: Group, day: date) -> list[Member]:
    """Return who is in the group on a day; who leaves on it is counted once more."""
    return [
        each
        for each in members_of(group)
        if each.joined_on <= day and (each.left_on is None or day <= each.left_on)
    ]


def staying(group: Group) -> list[Member]:
    return [each for each in members_of(group) if each.left_on is None]


def by_name(members: Iterable[Member]) -> dict[str, Member]:
    """Return members by the names that the forms of a group tell them apart by."""
    return {str(each.name): each for each in members}


def lost(group: Group) -> int:
    """Return how many in a hundred have left (handbook 4.13 X15)."""
    ever = members_of(group)
    return 100 * (len(ever) - len(staying(group))) // len(ever) if ever else 0


def is_dwindling(group: Group) -> bool:
    ever, gone = len(members_of(group)), len(members_of(group)) - len(staying(group))
    return gone * 100 > MOST_LOST * ever


# ── sessions ──────────────────────────────────────────────────────────────────────────────


@once
def sessions_of(group: Group) -> list[GroupSession]:
    """Return the sessions that took place and are recorded, in their order."""
    return list(GroupSession.objects.filter(group=group.pk).order_by("number"))


def next_number(group: Group) -> int:
    """Return which session comes next."""
    return len(sessions_of(group)) + 1


@once
def session_plans(group: Group) -> dict[int, Any]:
    """Return the plan of each session (G05); of two for the same one the later holds."""
    return {row.meta["no"]: row for row in filed(group, "G05")}


def day_of(group: Group, number: int) -> date | None:
    """Return on which day a session is: as planned for itself, else as the whole was planned,
    put off as far as the first session was."""
    own = session_plans(group).get(number)
    if own is not None:
        return date.fromisoformat(own.meta["date"])
    plan = plan_of(group)
    outline = (plan.session_outline or []) if plan else []
    said = next((row.get("date") for row in outline if row.get("no") == number), None)
    if said is None:
        return group.starts_on if number == 1 else None
    return date.fromisoformat(said) + _put_off(group, plan)


def _put_off(group: Group, plan: Any) -> timedelta:
    planned = date.fromisoformat(plan.schedule["start"])
    return (group.starts_on or planned) - planned


def last_held(group: Group) -> date | None:
    return max((each.held_on for each in sessions_of(group)), default=None)


# ── the days that the record plans ────────────────────────────────────────────────────────


def plan_days(group: Group) -> list[date]:
    """The plan is handed in a week before the first session, once that is known."""
    if group.status != S.DRAFT or group.starts_on is None:
        return []
    ahead = number_for(group, "t_group_plan", group.opened_on, PLAN_AHEAD)
    return [group.starts_on - timedelta(days=ahead)]


def listing_days(group: Group) -> list[date]:
    """Who is in the group is settled before the first session."""
    known = group.status == S.RECRUITING and group.starts_on
    return [known - timedelta(days=1)] if known else []


def opening_days(group: Group) -> list[date]:
    day = day_of(group, 1) if group.status == S.READY else None
    return [day] if day else []


def session_plan_days(group: Group) -> list[date]:
    """The next session that has no plan of its own yet has one three days before."""
    if group.status not in {S.READY, S.RUNNING}:
        return []
    numbers = range(next_number(group), (group.sessions_planned or 0) + 1)
    number = next((each for each in numbers if each not in session_plans(group)), None)
    day = day_of(group, number) if number else None
    return [day - SESSION_AHEAD] if day else []


def record_days(group: Group) -> list[date]:
    """The next session is recorded three working days after it at the latest."""
    number = next_number(group)
    if group.status != S.RUNNING or number > (group.sessions_planned or 0):
        return []
    day = day_of(group, number)
    return [_recorded_by(group, day)] if day else []


def completing_days(group: Group) -> list[date]:
    """After its last session a group is completed."""
    day = last_held(group)
    over = group.status == S.RUNNING and next_number(group) > (group.sessions_planned or 0)
    return [_recorded_by(group, day)] if over and day else []


def _recorded_by(group: Group, day: date) -> date:
    within = number_for(group, "t_group_session", day, RECORDED_WITHIN)
    return working_days(within).after(day)[0]


def pause_ends(group: Group) -> list[date]:
    return [group.paused_until] if group.status == S.PAUSED and group.paused_until else []


def dropout_days(group: Group) -> list[date]:
    known = group.dropout_on if group.status == S.RUNNING else None
    return [DROPOUT_WITHIN.after(known)[0]] if known else []


def followup_days(group: Group) -> list[date]:
    """A month after the last session somebody looks in again."""
    if group.status != S.FOLLOWING or is_followed_up(group):
        return []
    since = last_held(group) or group.closed_on
    return [next_working_day(months_after(since, 1))] if since else []


def is_followed_up(group: Group) -> bool:
    running = episode_of(group).pk
    return any(each.episode_id == running for each in valid(group, "G11"))
