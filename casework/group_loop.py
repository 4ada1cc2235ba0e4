"""闭环核查 of a group: to which of its phases each form belongs, and what is amiss there."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.approvals import first_of, valid
from casework.catalogue import title_of
from casework.gaps import Gap, Step
from casework.group_records import sessions_of
from casework.models import Deadline, Group, GroupSession, Submission
from casework.policies import number_for
from casework.scans import wanted
from casework.workdays import working_days

PREPARING, FORMING, ENDING, FOLLOWING = 0, 1, 4, 5
PHASES = ["筹备期", "形成期", "转折期", "成熟期", "结束期"]
STEP_OF = {
    **dict.fromkeys(["G01", "G02", "G03"], PREPARING),
    "G04": FORMING,
    **dict.fromkeys(["G09", "G10"], ENDING),
    **dict.fromkeys(["G11", "C16"], FOLLOWING),
}
IN_TIME = 3  # working days (handbook 5.1 t_group_session)


def place(group: Group, form: str, submission: Submission) -> int:
    """Return the phase of a form: of a session's, that of the session."""
    if form in STEP_OF:
        return STEP_OF[form]
    number = _session_of(form, submission)
    own = next((each for each in sessions_of(group) if each.number == number), None)
    return _phase(own) if own else _by_then(group, timezone.localdate(submission.at))


def _session_of(form: str, submission: Submission) -> int | None:
    """Return which session a form is of: sheet and record are one of each, the rest say so."""
    if form in {"G06", "G07"}:
        return submission.instance_of(form)
    said = {"G05": "meta", "G08": "observer"}.get(form)
    if said is None:
        return None
    fields = submission.form_of(form)["fields"]
    value: Any = next(each["value"] for each in fields if each["key"] == said) or {}
    number: int | None = value.get("no")
    return number


def _phase(session: GroupSession) -> int:
    return max(PHASES.index(session.phase), FORMING)


def _by_then(group: Group, day: date) -> int:
    """Return the phase that a group had come to by a day, as its sessions say."""
    held = [each for each in sessions_of(group) if each.held_on <= day]
    return _phase(held[-1]) if held else FORMING


def place_of(group: Any, lifecycle: Any, clock: Deadline) -> int:
    """Return the phase in which something was due."""
    rows = lifecycle.verbs.get(clock.verb, [])
    source = next((state for row in rows for state in row.source), "")
    if source in {"", Group.Status.READY, Group.Status.RUNNING, Group.Status.PAUSED}:
        return _by_then(group, clock.due_on)
    return int(lifecycle.step_of(source))


def needed(group: Group, number: int) -> list[str]:
    """Return the forms without which nobody should have come past a phase."""
    if group.status == Group.Status.CANCELLED:
        return []
    ending = ["G10"] if group.ends_as else ["G09", "G10"]
    return {
        PREPARING: ["G01", "G02", "G03"],
        FORMING: ["G04"],
        ENDING: ending,
        FOLLOWING: ["G11", "C16"],
    }.get(number, [])


def gaps(group: Group, step: Step) -> Iterator[Gap]:
    """Yield what is amiss with the sessions of a phase, and with the box of a closed group."""
    for session in sessions_of(group):
        if _phase(session) == step.number:
            yield from _of_session(group, session)
    if step.number == FOLLOWING and group.ended_on is not None and group.accepted_on is not None:
        for _submission, form in wanted(group):
            says = _("《%s》的签字页没有扫描件。") % title_of(form)
            yield Gap(says, _("缺扫描件不得归档。"), str(group.owner or ""))


def _of_session(group: Group, session: GroupSession) -> Iterator[Gap]:
    """A record that was written late, or a plan that was written afterwards."""
    record = next((e for e in valid(group, "G07") if e.instance_of("G07") == session.number), None)
    within = number_for(group, "t_group_session", session.held_on, IN_TIME)
    due_on, _estimated = working_days(within).after(session.held_on)
    if record and timezone.localdate(first_of(group, record, "G07").at) > due_on:
        says = _("第 %(n)s 节（%(day)s）的签到和记录补录。")
        said = says % {"n": session.number, "day": f"{session.held_on:%m-%d}"}
        yield Gap(said, _("节后 3 个工作日内成文。"), str(record.author), minor=True)
    planned = [e for e in valid(group, "G05") if _session_of("G05", e) == session.number]
    if planned and timezone.localdate(min(each.at for each in planned)) > session.held_on:
        says = _("第 %s 节的《单节计划》是事后写的。") % session.number
        yield Gap(says, _("单节计划在每节 3 日以前写好。"), minor=True)
