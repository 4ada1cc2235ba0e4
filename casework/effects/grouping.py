"""What is peculiar to the verbs of a group: who is in it, what was held, what was asked for."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Post, Role
from casework import choices
from casework.approvals import Judgement, episode_of, row_of
from casework.deadlines import resume_clocks, stop_clocks
from casework.effects.leaving import application, sealed
from casework.effects.opening import stated, written
from casework.errors import RuleError
from casework.group_records import (
    by_name,
    is_dwindling,
    members_of,
    next_number,
    sessions_of,
    staying,
)
from casework.lifecycles.grouping import CLOSED, openness_of
from casework.models import Attendance, Episode
from casework.models.applications import EARLY, RESUME, REVISE, SUSPEND
from casework.models.group_forms.preparing import taken_in
from casework.permissions import Who, people
from casework.questions import Phone
from casework.rosters import enrol, record_session
from casework.services import Act, Facts, effect_in, review, submit
from notifications.models import Urgency
from notifications.services import notify

FEW = 60  # per cent of those listed, below which a session is remarked on (handbook 13)
LONGEST_PAUSE = 30  # days (handbook 4.4 pause)
MOST_SESSIONS = 60
ABORTED, DONE = "提前终止", "正常结束"
NAMED, REACHED, OF, NUMBERED = "姓名", "电话", "主类别", "档案编号"
effect = effect_in("group")


# ── 计划, 招募 ────────────────────────────────────────────────────────────────────────────


@effect
def submit_plan(doing: Act) -> Facts:
    """Hand in the plan; its days count from now on, so that one that comes back has them too."""
    facts = submit(doing)
    plan = row_of(doing.dossier, "G02", doing.submission.instance_of("G02"))  # type: ignore[union-attr]
    doing.dossier.starts_on = date.fromisoformat(plan.schedule["start"])
    doing.dossier.save(update_fields=["starts_on"])
    return facts


@effect
def approve_plan(doing: Act, *, judgement: Judgement) -> Facts:
    """From now on the plan is in force; whoever has agreed to it as supervisor goes on with it."""
    facts, group = review(doing, judgement=judgement), doing.dossier
    plan = sealed(doing, "G02")
    group.accepted_on, group.title = doing.today, plan["group"]["name"][:80]
    group.sessions_planned = plan["schedule"]["sessions"]
    group.main_category = plan["stat_rule"]["primary_category"]
    group.supervisor_id = group.supervisor_id or _supervises(doing)
    fields = ["accepted_on", "title", "sessions_planned", "main_category", "supervisor"]
    group.save(update_fields=fields)
    return facts | {"number": group.number, "supervisor": group.supervisor_id}


def _supervises(doing: Act) -> Any:
    """Return which of the station's supervisors has signed; the 总站 only stands in."""
    reviews: Any = doing.submission.reviews  # type: ignore[union-attr]
    posts = Post.objects.current().filter(station=doing.dossier.station, role=Role.SUPERVISOR)
    return posts.filter(user__in=reviews.values("reviewer")).values_list("user", flat=True).first()


@effect
def confirm_members(doing: Act) -> Facts:
    """Whoever was taken in is a member from now on, with a number of their own."""
    facts = submit(doing)
    recruitment = row_of(doing.dossier, "G03", doing.submission.instance_of("G03"))  # type: ignore[union-attr]
    made = enrol(doing.dossier, taken_in(recruitment), doing.today)
    return facts | {"members": len(made)}


@effect
def postpone(doing: Act, *, starts_on: date, reason: str, told: str) -> Facts:
    """Put the first session off, once, and say so to those who have applied (X14)."""
    group = doing.dossier
    if starts_on <= max(doing.today, group.starts_on or doing.today):
        raise RuleError(_("新的首节日期须在今天和原定日期以后。"))
    group.starts_on, group.postponed_on = starts_on, doing.today
    group.save(update_fields=["starts_on", "postponed_on"])
    said = f"{written(reason)}\n{_('告知报名者')}：{written(told)}"
    return stated(doing, said) | {"starts_on": starts_on.isoformat()}


@effect
def cancel(doing: Act, *, reason: str, told: str = "") -> Facts:
    """Let it be. Once somebody has applied, they are told first."""
    if not doing.row.submits:
        return stated(doing, reason)
    said = [(_("取消的原因"), written(reason)), (_("怎样告知的"), written(told))]
    return submit(doing, said=said)


# ── 各节 ──────────────────────────────────────────────────────────────────────────────────


@effect
def complete_session(doing: Act) -> Facts:
    """A session is held once its sheet and its record are filed; from now on it counts."""
    group, number = doing.dossier, next_number(doing.dossier)
    facts = submit(doing)
    session = record_session(group, number)
    there = session.attendance.filter(status__in=Attendance.THERE).count()
    doing.also_tells |= {Who.OWNER}
    listed = session.attendance.count()
    if 100 * there < FEW * listed:
        says = _("%(number)s：第 %(n)s 节出席率不到六成，请看是什么原因。")
        _remark(doing, "group.low_attendance", says % {"number": group.number, "n": number})
    return facts | {"session": number, "there": there}


# ── 组员 ──────────────────────────────────────────────────────────────────────────────────


@effect
def member_change(  # noqa: PLR0913
    doing: Act,
    *,
    change: str,
    reason: str,
    member: int | None = None,
    name: str = "",
    phone: str = "",
    category: str = "",
    client_ref: str = "",
) -> Facts:
    """Somebody leaves, and it is said what becomes of them; or joins a group that is open."""
    if change == "leave":
        return stated(doing, reason) | _left(doing, member)
    if openness_of(doing.dossier) == CLOSED:
        raise RuleError(_("封闭组加入组员须督导同意：请用“申请：封闭组加入组员”。"))
    said = _newcomer(doing, name, phone, category, client_ref)
    (made,) = enrol(doing.dossier, [said], doing.today)
    return stated(doing, reason) | {"member": made.number, "change": "join"}


def _left(doing: Act, number: int | None) -> Facts:
    group, before = doing.dossier, is_dwindling(doing.dossier)
    member = next((each for each in staying(group) if each.number == number), None)
    if member is None:
        raise RuleError(_("请选是哪一位组员；已经退出的不用再登记。"))
    member.left_on = max(doing.today, member.joined_on)
    member.save(update_fields=["left_on"])
    group.forget()
    if is_dwindling(group) and not before:
        group.dropout_on = doing.today
        group.save(update_fields=["dropout_on"])
        _warn(doing)
    return {"member": member.number, "change": "leave"}


def _warn(doing: Act) -> None:
    """Too many have left: supervisor and owner are told apart from the leaving itself (X15)."""
    says = _("%(number)s：组员流失超过四成，请在 3 个工作日内写分析。")
    _remark(doing, "group.dropout", says % {"number": doing.dossier.number}, Urgency.IMPORTANT)


def _remark(doing: Act, kind: str, says: str, urgency: Urgency = Urgency.ORDINARY) -> None:
    """Tell supervisor and owner of something that shows in the figures (handbook 13)."""
    group = doing.dossier
    told = people(group, Who.SUPERVISOR) | people(group, Who.OWNER)
    notify(told, kind=kind, says=says, link=f"/dossiers/{group.pk}/", urgency=urgency)


def _newcomer(doing: Act, name: str, phone: str, category: str, client_ref: str) -> dict[str, str]:
    """Return what is known of somebody who joins, as an application has it."""
    called = name.replace("\x00", "").strip()
    if not called or len(called) > 40:  # noqa: PLR2004
        raise RuleError(_("请写加入者的姓名。"))
    if called in by_name(members_of(doing.dossier)):
        raise RuleError(_("组里已经有同名的人；同名的在姓名后注明，例如“王秀英（3 号楼）”。"))
    if category not in dict(choices.CATEGORIES):
        raise RuleError(_("请选加入者的主类别，人次按它统计。"))
    reached = phone.strip()
    if reached:
        reached, wrong = Phone().answer(reached, "phone")
        if wrong:
            raise RuleError(next(iter(wrong.values())))
    return {"name": called, "phone": reached, "category": category, "client_ref": client_ref}


@effect
def ask_admit_member(  # noqa: PLR0913
    doing: Act, *, name: str, phone: str = "", category: str, client_ref: str = "", reason: str
) -> Facts:
    """Ask to let somebody into a closed group."""
    said = _newcomer(doing, name, phone, category, client_ref)
    application(doing, REVISE, written(reason))
    keys = {NAMED: "name", REACHED: "phone", OF: "category", NUMBERED: "client_ref"}
    return submit(doing, said=[(label, said[key]) for label, key in keys.items()])


@effect
def admit_member(doing: Act, *, judgement: Judgement) -> Facts:
    """Let somebody into a closed group."""
    facts = review(doing, judgement=judgement)
    said = _asked(doing)
    known = _newcomer(doing, said[NAMED], said[REACHED], said[OF], said[NUMBERED])
    (made,) = enrol(doing.dossier, [known], doing.today)
    return facts | {"member": made.number, "change": "join"}


def _asked(doing: Act) -> dict[str, str]:
    """Return the words with which something was asked for."""
    assert doing.submission is not None  # noqa: S101  (review sets it, for the type checker)
    return dict(doing.submission.snapshot["said"])


@effect
def review_dropout(doing: Act, *, analysis: str) -> Facts:
    """Say why so many have left, and whether the group goes on (X15)."""
    doing.dossier.dropout_on = None
    doing.dossier.save(update_fields=["dropout_on"])
    return stated(doing, analysis)


# ── 增减节, 暂停, 终止 ────────────────────────────────────────────────────────────────────

SESSIONS, UNTIL, TOLD = "改为共几节", "暂停到", "怎样告知组员的"


@effect
def ask_change_sessions(doing: Act, *, sessions: int, reason: str) -> Facts:
    """Ask for more sessions, or fewer."""
    _require_sessions(doing, sessions)
    application(doing, REVISE, written(reason))
    return submit(doing, said=[(SESSIONS, str(sessions))])


def _require_sessions(doing: Act, sessions: int) -> None:
    group, held = doing.dossier, len(sessions_of(doing.dossier))
    if not max(held, 1) <= sessions <= MOST_SESSIONS or sessions == group.sessions_planned:
        says = _("写改成共几节：不少于已开的 %(held)s 节，和现在的 %(now)s 节不同。")
        raise RuleError(says % {"held": held, "now": group.sessions_planned})


@effect
def change_sessions(doing: Act, *, judgement: Judgement) -> Facts:
    facts = review(doing, judgement=judgement)
    sessions = int(_asked(doing)[SESSIONS])
    _require_sessions(doing, sessions)
    doing.dossier.sessions_planned = sessions
    doing.dossier.save(update_fields=["sessions_planned"])
    return facts | {"sessions": sessions}


@effect
def ask_pause(doing: Act, *, until: date, reason: str, told: str) -> Facts:
    """Ask to let the group rest, for thirty days at most."""
    _require_rest(doing, until)
    application(doing, SUSPEND, written(reason))
    return submit(doing, said=[(UNTIL, until.isoformat()), (TOLD, written(told))])


def _require_rest(doing: Act, until: date) -> None:
    if not 0 < (until - doing.today).days <= LONGEST_PAUSE:
        raise RuleError(_("暂停从今天算起至多 30 日，须写明到哪一天。"))


@effect
def pause(doing: Act, *, judgement: Judgement) -> Facts:
    """Let the group rest until a day; its clocks stand still as long."""
    facts, group = review(doing, judgement=judgement), doing.dossier
    until = date.fromisoformat(_asked(doing)[UNTIL])
    group.paused_on, group.paused_until = doing.today, until
    group.save(update_fields=["paused_on", "paused_until"])
    stop_clocks(group, on=doing.today)
    return facts | {"until": until.isoformat()}


@effect
def resume(doing: Act, *, reason: str) -> Facts:
    """Go on with what was left."""
    application(doing, RESUME, written(reason))
    return submit(doing) | _rested(doing)


def _rested(doing: Act) -> Facts:
    group = doing.dossier
    rested = (doing.today - group.paused_on).days if group.paused_on else 0
    group.paused_on = group.paused_until = None
    group.save(update_fields=["paused_on", "paused_until"])
    resume_clocks(group, on=doing.today)
    return {"rested": rested}


@effect
def ask_abort(doing: Act, *, reason: str, told: str) -> Facts:
    """Ask the head to end the group before its time."""
    application(doing, EARLY, written(reason))
    return submit(doing, said=[(TOLD, written(told))])


@effect
def abort(doing: Act, *, judgement: Judgement) -> Facts:
    """End the group before its time; what was held is reported on all the same."""
    facts = review(doing, judgement=judgement) | _rested(doing)
    doing.dossier.ends_as, doing.dossier.dropout_on = ABORTED, None
    doing.dossier.save(update_fields=["ends_as", "dropout_on"])
    return facts | {"ends_as": ABORTED}


# ── 总结, 跟进 ──────────────────────────────────────────────────────────────────────────────────


@effect
def approve_report(doing: Act, *, judgement: Judgement) -> Facts:
    """The group is over; what follows of it is looked at in a month."""
    facts, group = review(doing, judgement=judgement), doing.dossier
    group.closed_on = doing.today
    group.save(update_fields=["closed_on"])
    ended = group.ends_as or DONE
    Episode.objects.filter(pk=episode_of(group).pk).update(closed_on=doing.today, closed_as=ended)
    return facts | {"closed_as": ended}


@effect
def add_followup(doing: Act) -> Facts:
    """File how it went on: what has come of it is told by the form."""
    return submit(doing)
