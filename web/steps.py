"""七步闭环: how far a dossier is, in the seven steps that people know."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import followups, sessions
from casework.approvals import submissions
from casework.lifecycles import Lifecycle, lifecycle_of
from casework.models import Case, Deadline, Submission

Outcome = Submission.Outcome
SERVING, REVIEWING, CLOSING, FOLLOWING = 3, 4, 5, 6  # steps, from 0
LATER = {  # what people ask of a step that is still to come
    SERVING: gettext_lazy("计划批准后开始"),
    FOLLOWING: gettext_lazy("结案后 1、3 个月"),
}
STEP_OF = {  # verbs that are handed in at one step and belong to another
    "submit_midterm": REVIEWING,
    "submit_closure": CLOSING,
    "archive_no_followup": FOLLOWING,
}
OFFERED = {
    "add_session",
    "emergency_session",
    "ask_extend",
}  # whatever became of these, the step goes on


def loop_of(case: Case, deadline: Deadline | None) -> list[dict[str, Any]]:
    """Return the seven steps with what was done, by whom, and where the case now stands."""
    lifecycle = lifecycle_of(case)
    now = lifecycle.step()
    found = submissions(case)[::-1]
    prefetch_related_objects(found, "reviews__reviewer")
    by_step: dict[int, list[Submission]] = {}
    for each in found:
        if each.verb in lifecycle.verbs and each.verb not in OFFERED:
            by_step.setdefault(_step(lifecycle, each.verb), []).append(each)
    if now > REVIEWING:  # evaluated with the report, if not before
        by_step.setdefault(REVIEWING, by_step.get(CLOSING, []))
    shown = [
        _shown(case, label, number, now, by_step.get(number, []))
        for number, label in enumerate(lifecycle.steps)
    ]
    if deadline:
        at = STEP_OF.get(deadline.verb, now) if deadline.planned else now
        shown[at]["lines"].append(_("%s 前") % f"{deadline.due_on:%m-%d}")
    return shown


def code_of(case: Case, *, returned: bool, late: bool) -> str:
    """Return the seven letters of the thin bar: d done, n now, r returned, l late, t to come."""
    lifecycle = lifecycle_of(case)
    now = lifecycle.step()
    if case.status in lifecycle.final:
        return "d" * (now + 1) + "t" * (6 - now)
    letter = "l" if late else "r" if returned else "n"
    return "d" * now + letter + "t" * (6 - now)


def _step(lifecycle: Lifecycle, verb: str) -> int:
    """Return to which step it belongs that a verb submits."""
    if verb in STEP_OF:
        return STEP_OF[verb]
    rows = [row for row in lifecycle.rows if row.verb == verb]
    source = rows[0].source[0] if rows else ""
    return lifecycle.step_of(source) if source in set(lifecycle.states) else 0


def _shown(case: Case, label: str, number: int, now: int, done: list[Submission]) -> dict[str, Any]:
    final = case.ended_on is not None
    last = done[-1] if done else None
    returned = last is not None and number == now and last.outcome == Outcome.RETURNED
    state = "done" if number < now or (final and number == now) else "todo"
    if number == now and not final:
        state = "back" if returned else "now"
    return {
        "key": str(number),
        "label": _(label),
        "state": state,
        "lines": _lines(case, number, last, state) or _later(case, number, state),
        "locked": state == "todo" and number == now + 1 and not final,
        "seal": "准" if state == "done" and _approved(last) and number != SERVING else "",
        "href": "",
    }


def _lines(case: Case, number: int, last: Submission | None, state: str) -> list[str]:
    if number == SERVING:
        return _serving(case, state)
    if number == FOLLOWING and state == "done":  # the seal stands at the last line
        return _visits(case, state) + _standing(case, last, state)
    more = {REVIEWING: lambda: _reviewed(last) if state == "todo" else []}
    more |= {FOLLOWING: lambda: _visits(case, state)}
    return _standing(case, last, state) + more.get(number, list)()


def _serving(case: Case, state: str) -> list[str]:
    here = [str(case.get_status_display())] if state == "now" else []
    return [] if state == "todo" else [*_service(case), *here]


def _standing(case: Case, last: Submission | None, state: str) -> list[str]:
    """Where it stands now, who has done it, or which round came back."""
    if state == "now":
        return [str(case.get_status_display())]
    if state == "done" and last:
        return _signed(last)
    if state == "back" and last:
        return [_("第 %s 稿退回，在改") % last.round_of(last.form)]
    return []


def _signed(last: Submission) -> list[str]:
    """Who handed it in and who approved it, with the days."""
    review = _approved(last)
    lines = [f"{timezone.localtime(last.at):%m-%d} {last.author}"]
    return lines + ([f"{timezone.localtime(review.at):%m-%d} {review.reviewer}"] if review else [])


def _service(case: Case) -> list[str]:
    """How much service there was, as soon as there was any."""
    done = sessions.volume(case)
    says = _("%(times)s 次 · %(minutes)s 分钟")
    return [says % {"times": done.sessions, "minutes": done.minutes}] if done.sessions else []


def _reviewed(last: Submission | None) -> list[str]:
    """What became of the last review, while the service goes on."""
    if last is None:
        return []
    if last.outcome == Outcome.RETURNED:
        return [_("第 %s 稿退回，在改") % last.round_of(last.form)]
    return [_("%s 已评") % f"{timezone.localtime(last.at):%m-%d}"] if _approved(last) else []


def _visits(case: Case, state: str) -> list[str]:
    """When the next visit is due, and how many were made."""
    if case.closed_on is None or state == "todo":
        return []
    made = sum(each.made_on is not None for each in followups.visits(case))
    coming = followups.next_visit(case) if state == "now" else None
    lines = [_("回访 %s 次") % made] if made else []
    return lines + ([_("下次 %s") % f"{coming.due_on:%m-%d}"] if coming else [])


def _later(case: Case, number: int, state: str) -> list[str]:
    if state != "todo" or case.ended_on or number not in LATER:
        return []
    if number == FOLLOWING and case.closed_on and not followups.is_planned(case):
        return [_("不用跟进，等归档")]
    return [str(LATER[number])]


def _approved(submission: Submission | None) -> Any:
    if submission is None or submission.outcome != Outcome.APPROVED:
        return None
    return max(submission.reviews.all(), key=lambda review: review.pk, default=None)
