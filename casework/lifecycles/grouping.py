"""The conditions of a group's moves (handbook 4.4, 4.13 X14, X15). Each is written once."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.approvals import valid
from casework.catalogue import FORMS
from casework.drafts import checked, draft_of, raw_of
from casework.group_records import (
    by_name,
    day_of,
    is_followed_up,
    members_of,
    next_number,
    on_the_list,
    plan_of,
    session_plans,
    sessions_of,
    staying,
)
from casework.lifecycles.base import Guard, Spot, Stage, guard
from casework.lifecycles.guards import label_at
from casework.models import Group
from casework.models.group_forms.planning import OPENNESS
from casework.models.group_forms.preparing import TAKEN_IN

CLOSED = OPENNESS[0]
ENOUGH = 80  # per cent of the planned sessions, from which on a group is complete (handbook 4.4)

closed_group = Stage(
    lambda group: openness_of(group) == CLOSED, _("开放、半开放的小组直接登记加入，不用申请。")
)
not_followed = Stage(lambda group: not is_followed_up(group), _("结束后一个月的跟进已经写好。"))
followed = Stage(is_followed_up, _("还没有写结束后一个月的跟进。"))
dwindling = Stage(lambda group: group.dropout_on is not None, _("没有等着写分析的流失。"))


def openness_of(group: Group) -> str:
    plan = plan_of(group)
    return str(plan.openness) if plan else ""


# ── 计划, 招募 ────────────────────────────────────────────────────────────────────────────


def _unmeasured(group: Group) -> list[Spot]:
    goals: Any = FORMS["G02"].question("goals")
    paths = [
        f"goals.{number}.{key}"
        for number, row in goals.begun(raw_of(group, "G02").get("goals") or [])
        for key in ("indicator", "measure", "target")
        if goals.parts[key].empty(row.get(key))
    ]
    return [Spot("G02", path, label_at("G02", path), str(_("还没填。"))) for path in paths]


goals_measured = Guard(
    "goals_measured",
    _("每个目标须有指标、怎么测和要达到多少。"),
    lambda group, user: not _unmeasured(group),
    where="G02#goals",
    spots=_unmeasured,
)


@guard("starts_ahead", _("首节须在今天以后：请改首节日期和各节安排。"), where="G02#schedule.start")
def starts_ahead(group: Group, user: User) -> bool:
    start = (checked(group, "G02").content.get("schedule") or {}).get("start")
    return str(start or "") > timezone.localdate().isoformat()


def taken(group: Group) -> int:
    """Return how many the screening has taken in so far."""
    rows = checked(group, "G03").content.get("screening") or []
    return sum(row.get("decision") == TAKEN_IN for row in rows)


def _bounds(group: Group) -> tuple[int, int]:
    plan = plan_of(group)
    said = (plan.members or {}) if plan else {}
    return said.get("min") or 0, said.get("max") or 0


@guard(
    "enough_members",
    _("入组人数须达到计划的下限：继续招募，或由站长延期一次、取消。"),
    where="G03#screening",
)
def enough_members(group: Group, user: User) -> bool:
    return taken(group) >= _bounds(group)[0]


@guard(
    "not_too_many",
    _("入组人数超过了计划的上限：请把多出来的改为候补。"),
    where="G03#screening",
)
def not_too_many(group: Group, user: User) -> bool:
    return taken(group) <= _bounds(group)[1]


@guard("too_few", _("人数已经够了，按名单开组；人数不足时才延期或取消。"))
def too_few(group: Group, user: User) -> bool:
    return taken(group) < _bounds(group)[0]


@guard("not_postponed", _("已经延期过一次：仍不足人数的，由站长取消。"))
def not_postponed(group: Group, user: User) -> bool:
    return group.postponed_on is None


@guard(
    "others_answered",
    _("没有入组的报名者，须逐个写明怎么答复、转到哪里。"),
    where="G03#waitlist",
)
def others_answered(group: Group, user: User) -> bool:
    content = checked(group, "G03").content
    screened = content.get("screening") or []
    inside = {row.get("applicant") for row in screened if row.get("decision") == TAKEN_IN}
    applied = {row.get("name") for row in content.get("applicants") or []}
    answered = {row["name"] for row in content.get("waitlist") or [] if row.get("handled")}
    return applied - inside <= answered


# ── 开组, 节次 ────────────────────────────────────────────────────────────────────────────


def _names(group: Group, form: str, key: str, part: str) -> set[str]:
    rows = checked(group, form).content.get(key) or []
    return {str(row[part]) for row in rows if row.get(part)}


@guard(
    "contract_signed",
    _("组员契约须由组员签署，签的人不少于计划的下限。"),
    where="G04#signs",
)
def contract_signed(group: Group, user: User) -> bool:
    return len(_names(group, "G04", "signs", "name")) >= max(_bounds(group)[0], 1)


@guard("members_known", _("契约的组员须和确认的名单一致：请核对姓名。"), where="G04#members")
def members_known(group: Group, user: User) -> bool:
    return _names(group, "G04", "members", "name") <= by_name(members_of(group)).keys()


@guard("first_planned", _("须先写好第 1 节的《单节计划》。"), where="G05")
def first_planned(group: Group, user: User) -> bool:
    return 1 in session_plans(group)


@guard(
    "session_ahead",
    _("写的是还没开的节次，且不超过计划的节数；增减节数须先报变更。"),
    where="G05#meta.no",
)
def session_ahead(group: Group, user: User) -> bool:
    number = (checked(group, "G05").content.get("meta") or {}).get("no") or 0
    return next_number(group) <= number <= (group.sessions_planned or 0)


@guard("within_plan", _("计划的节数已经开完：要加节的，先报增减节数的变更。"))
def within_plan(group: Group, user: User) -> bool:
    return next_number(group) <= (group.sessions_planned or 0)


@guard("session_planned", _("须先写好这一节的《单节计划》。"), where="G05")
def session_planned(group: Group, user: User) -> bool:
    return next_number(group) in session_plans(group)


@guard("session_held", _("这一节还没到日子；改了日期的，先重写这一节的《单节计划》。"), where="G05")
def session_held(group: Group, user: User) -> bool:
    day = day_of(group, next_number(group))
    return day is None or day <= timezone.localdate()


@guard(
    "everybody_listed",
    _("签到表须一人一行写全在组的组员，没来的也写，不写组外的人。"),
    where="G06#attendance",
)
def everybody_listed(group: Group, user: User) -> bool:
    day = day_of(group, next_number(group)) or timezone.localdate()
    wanted = by_name(on_the_list(group, day)).keys()
    return _names(group, "G06", "attendance", "member") == wanted


@guard("somebody_left", _("组里已经没有人了：请提前终止。"))
def somebody_left(group: Group, user: User) -> bool:
    return bool(staying(group))


# ── 结束, 总结 ────────────────────────────────────────────────────────────────────────────


@guard(
    "enough_sessions",
    _("实际节数须达到计划的 80%；少开的，先报增减节数的变更，或提前终止。"),
)
def enough_sessions(group: Group, user: User) -> bool:
    return 100 * len(sessions_of(group)) >= ENOUGH * (group.sessions_planned or 0)


@guard("no_draft_session", _("没提交的签到表、过程记录须先提交，或删掉草稿。"), where="G07")
def no_draft_session(group: Group, user: User) -> bool:
    return draft_of(group, "G06") is None and draft_of(group, "G07") is None


@guard(
    "measured",
    _("须有前测、后测和满意度：请补全《组员满意度与前后测》；提前终止的免后测。"),
    where="G09#scores",
)
def measured(group: Group, user: User) -> bool:
    if group.ends_as:
        return True
    found = valid(group, "G09")
    fields = found[0].form_of("G09")["fields"] if found else []
    said = {each["key"]: each["value"] or [] for each in fields}
    both = [row for row in said.get("scores", []) if row.get("pre") and row.get("post")]
    return bool(both) and bool(said.get("satisfaction"))


@guard("attendance_whole", _("至少开过一节、有签到，才有总结；一节没开的，提前终止。"))
def attendance_whole(group: Group, user: User) -> bool:
    return bool(sessions_of(group)) or bool(group.ends_as)
