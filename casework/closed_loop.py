"""闭环核查: for each step of the work what was done and approved, and what is amiss.

A gap is something that should be there by now and is not, or not in its order. What is still to
come is no gap. Late but done is said as well, and does not open the loop.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import archive, followups, group_loop, project_loop, scans, sessions
from casework.approvals import first_of, submissions
from casework.catalogue import title_of
from casework.gaps import Gap, Loop, Step
from casework.lifecycles import lifecycle_of, machine_of
from casework.models import Deadline, Dossier, SessionRecord, Submission
from casework.workdays import working_days

SERVING, REVIEWING, CLOSING, FOLLOWING = 3, 4, 5, 6
STEP_OF = {
    **dict.fromkeys(["C01", "C02", "D01"], 0),
    **dict.fromkeys(["C03", "D02"], 1),
    **dict.fromkeys(["C04", "C14"], 2),
    "C05": SERVING,
    **dict.fromkeys(["C07", "C08"], REVIEWING),
    "C09": CLOSING,
    **dict.fromkeys(["C11", "C16"], FOLLOWING),
}
NEEDED = {0: ["C01", "C02", "D01"], 1: ["C03", "D02"], 2: ["C04"], 4: ["C08"], 5: ["C09"]}
MAY_LACK = {1, 2}  # of a case that ended before its time
READ_WITHIN = working_days(5)  # after filing, for a supervisor's 阅 (handbook 9.2: 每案批阅)


def loop_of(dossier: Any) -> Loop:
    """Return the steps of a dossier with everything that is amiss today."""
    lifecycle = lifecycle_of(dossier)
    today, now = timezone.localdate(), lifecycle.step()
    steps = [Step(n, _(label)) for n, label in enumerate(lifecycle.steps)]
    for each in reversed(submissions(dossier)):
        for form in each.codes:
            step = steps[_place(dossier, form, each)]
            (step.done if each.stands(form) else step.others).append((form, each))
    over = dossier.ended_on is not None
    for step in steps:
        passed = step.number < now or (over and step.number == now)
        step.gaps = [*_gaps(dossier, step, today, passed=passed)]
        major = any(not gap.minor for gap in step.gaps)
        here = "now" if step.number == now else "ahead"
        step.state = "gap" if major else "whole" if passed else here
    return Loop(steps)


def _gaps(dossier: Any, step: Step, today: date, *, passed: bool) -> Iterator[Gap]:
    yield from _absent(dossier, step, passed=passed)
    yield from _unprinted(dossier, step)
    yield from _late(dossier, step, today)
    if dossier.kind == Dossier.Kind.GROUP:
        yield from group_loop.gaps(dossier, step)
    if dossier.kind != Dossier.Kind.CASE:
        return
    more = {SERVING: _of_service, REVIEWING: _of_review, FOLLOWING: _of_follow_up}
    if step.number in more:
        yield from more[step.number](dossier, step, today)


def _place(dossier: Any, form: str, submission: Submission) -> int:
    """Return the step to which a form belongs."""
    if dossier.kind == Dossier.Kind.GROUP:
        return group_loop.place(dossier, form, submission)
    if dossier.kind == Dossier.Kind.PROJECT:
        return project_loop.place(form)
    return STEP_OF.get(form, 0)


def _needed(dossier: Any, number: int) -> list[str]:
    """Return the forms without which nobody should have come past a step."""
    if dossier.kind == Dossier.Kind.GROUP:
        return group_loop.needed(dossier, number)
    if dossier.kind == Dossier.Kind.PROJECT:
        return [] if was_terminated(dossier) else project_loop.needed(number)
    ended = dossier.ends_as and number in MAY_LACK  # it came no further
    return [] if ended else NEEDED.get(number, [])


def was_terminated(dossier: Any) -> bool:
    """Whether a project ended before its time: then what it did not come to is no gap."""
    return any(each.verb == "terminate" for each in submissions(dossier))


def _absent(dossier: Any, step: Step, *, passed: bool) -> Iterator[Gap]:
    """A form of a step that is over, without which nobody should have come further."""
    if not passed or dossier.accepted_on is None:
        return
    there = {form for form, _submission in step.done}
    for form in _needed(dossier, step.number):
        if form not in there:
            says = _("没有批准的《%s》。") % title_of(form)
            yield Gap(says, _("每一步的文书批准后，才进下一步。"), str(dossier.owner or ""))


def _unprinted(dossier: Any, step: Step) -> Iterator[Gap]:
    """What was approved or filed, and never became a paper."""
    printed = {key: pages for shelf in archive.shelves for key, pages in shelf(dossier).items()}
    for form, each in step.done:
        if archive.shelves and not printed.get((each.pk, form)):
            says = _("《%s》还没有印成文书。") % title_of(form)
            yield Gap(says, _("每一步留下一份封存的文书。"), minor=_fresh(each))


def _fresh(submission: Submission) -> bool:
    """Whether the printer may still be at it."""
    return (timezone.now() - submission.at).total_seconds() < 3600  # noqa: PLR2004


def _late(dossier: Dossier, step: Step, today: date) -> Iterator[Gap]:
    """Deadlines that were missed: still open, or met after their day."""
    for each in _deadlines(dossier):
        if _step_of(dossier, each) != step.number:
            continue
        label = machine_of(dossier, each.verb).verbs[each.verb][0].label
        due = f"{each.due_on:%m-%d}"
        if each.met_on is None and each.stopped_on is None and each.due_on < today:
            days = (today - each.due_on).days
            says = _("“%(what)s”应于 %(due)s 前办，已过 %(days)s 天。")
            who = str(dossier.owner or "")
            yield Gap(says % {"what": label, "due": due, "days": days}, _("办理时限。"), who)
        elif each.met_on and each.met_on > each.due_on and not each.planned:
            says = _("“%(what)s”迟了 %(days)s 天（应于 %(due)s）。")
            days = (each.met_on - each.due_on).days
            says %= {"what": label, "due": due, "days": days}
            yield Gap(says, _("办理时限。"), minor=True)


def _deadlines(dossier: Dossier) -> list[Deadline]:
    if "deadlines" not in dossier.known:
        dossier.known["deadlines"] = list(dossier.deadlines.order_by("due_on"))
    found: list[Deadline] = dossier.known["deadlines"]
    return found


def _step_of(dossier: Dossier, clock: Deadline) -> int:
    """Return the step a deadline belongs to: that of the state in which it runs."""
    lifecycle = lifecycle_of(dossier)
    if dossier.kind == Dossier.Kind.GROUP:
        return group_loop.place_of(dossier, lifecycle, clock)
    known = {"submit_midterm": REVIEWING, "add_followup": FOLLOWING, "start_close": SERVING}
    if clock.verb not in lifecycle.verbs:
        return SERVING  # what runs beside the case is part of serving the person
    rows = lifecycle.verbs.get(clock.verb, [])
    source = next((state for row in rows for state in row.source), "")
    return known.get(clock.verb, lifecycle.step_of(source) if source else 0)


# ── 服务, 评估, 跟进 ──────────────────────────────────────────────────────────────────────


def _of_service(dossier: Any, step: Step, today: date) -> Iterator[Gap]:
    """Records that nobody read, or that were written late; a service that left no record."""
    held = {record.instance: record for record in sessions.records_of(dossier)}
    for _form, each in step.done:
        record, first = held.get(each.instance), first_of(dossier, each, sessions.CODE)
        if record and record.held_on and sessions.is_late(first, record.held_on):
            says = _("第 %(n)s 次服务（%(day)s）补录。")
            said = says % {"n": each.instance, "day": f"{record.held_on:%m-%d}"}
            yield Gap(said, _("服务后 3 个工作日内成文。"), str(each.author), minor=True)
        due_on, _estimated = READ_WITHIN.after(timezone.localdate(each.at))
        if due_on < today and not _is_read(each):
            says = _("第 %s 次服务的记录还没有督导阅。") % each.instance
            yield Gap(says, _("督导逐份批阅。"), str(dossier.supervisor or ""))
    yield from _promised(dossier, held, today)


def _is_read(submission: Submission) -> bool:
    return any(review.decision in {"read", "approved"} for review in submission.reviews.all())


def _promised(dossier: Any, held: dict[int, SessionRecord], today: date) -> Iterator[Gap]:
    """A next service whose day has passed, with no record of it since."""
    last = sessions.last_record(dossier) if dossier.closed_on is None else None
    said = (last.next_plan or {}).get("date") if last else None
    if said and last and last.held_on and sessions.is_overdue(dossier, said, today):
        days = [each.held_on for each in held.values() if each.held_on]
        if not any(day > last.held_on for day in days):
            says = _("说好 %s 的服务没有记录。") % said[5:]
            yield Gap(says, _("服务后 3 个工作日内成文。"), str(dossier.owner or ""))


def _of_review(dossier: Any, step: Step, today: date) -> Iterator[Gap]:
    """An evaluation that came before the last service it should evaluate."""
    evaluated = [each for form, each in step.done if form == "C08"]
    last = sessions.records_of(dossier).last()
    if evaluated and last and last.held_on:
        on = timezone.localdate(evaluated[-1].at)
        if on < last.held_on:
            says = _("结案评估（%(on)s）早于最后一次服务（%(last)s），顺序不符。")
            said = says % {"on": f"{on:%m-%d}", "last": f"{last.held_on:%m-%d}"}
            yield Gap(said, _("评估须在服务完成之后。"), str(dossier.supervisor or ""))


def _of_follow_up(dossier: Any, step: Step, today: date) -> Iterator[Gap]:
    """Visits beyond their day that the clock no longer tells; signed pages of a closed box."""
    if dossier.ended_on is not None and dossier.accepted_on is not None:
        for _submission, form in scans.wanted(dossier):
            says = _("《%s》的签字页没有扫描件。") % title_of(form)
            yield Gap(says, _("缺扫描件不得归档。"), str(dossier.owner or ""))
    for visit in followups.visits(dossier):
        if visit.made_on and visit.made_on > visit.due_on:
            days = (visit.made_on - visit.due_on).days
            says = _("第 %(n)s 次回访迟了 %(days)s 天。") % {"n": visit.number, "days": days}
            yield Gap(says, _("结案后 1、3（、6）个月回访。"), minor=True)
