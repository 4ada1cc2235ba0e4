"""七步闭环: how far a dossier is, in the seven steps that people know."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.approvals import submissions
from casework.lifecycles import Lifecycle, lifecycle_of
from casework.models import Case, Deadline, Submission

Outcome = Submission.Outcome
LATER = {  # what people ask of a step that is still to come
    3: gettext_lazy("计划批准后开始"),
    6: gettext_lazy("结案后 1、3 个月"),
}


def loop_of(case: Case, deadline: Deadline | None) -> list[dict[str, Any]]:
    """Return the seven steps with what was done, by whom, and where the case now stands."""
    lifecycle = lifecycle_of(case)
    now = lifecycle.step_of(case.status)
    found = submissions(case)[::-1]
    prefetch_related_objects(found, "reviews__reviewer")
    by_step: dict[int, list[Submission]] = {}
    for each in found:
        by_step.setdefault(_step(lifecycle, each), []).append(each)
    shown = [
        _shown(case, label, number, now, by_step.get(number, []))
        for number, label in enumerate(lifecycle.steps)
    ]
    if deadline:
        shown[now]["lines"].append(_("%s 前") % f"{deadline.due_on:%m-%d}")
    return shown


def code_of(case: Case, *, returned: bool, late: bool) -> str:
    """Return the seven letters of the thin bar: d done, n now, r returned, l late, t to come."""
    lifecycle = lifecycle_of(case)
    now = lifecycle.step_of(case.status)
    if case.status in lifecycle.final:
        return "d" * (now + 1) + "t" * (6 - now)
    letter = "l" if late else "r" if returned else "n"
    return "d" * now + letter + "t" * (6 - now)


def _step(lifecycle: Lifecycle, submission: Submission) -> int:
    rows = [row for row in lifecycle.rows if row.verb == submission.verb]
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
        "lines": _lines(case, last, state) or _later(case, number, state),
        "locked": state == "todo" and number == now + 1 and not final,
        "seal": "准" if state == "done" and _approved(last) else "",
        "href": "",
    }


def _lines(case: Case, last: Submission | None, state: str) -> list[str]:
    lines = []
    if state == "done" and last:
        lines.append(f"{timezone.localtime(last.at):%m-%d} {last.author}")
        review = _approved(last)
        lines += [f"{timezone.localtime(review.at):%m-%d} {review.reviewer}"] if review else []
    if state == "back" and last:
        lines.append(_("第 %s 稿退回，在改") % last.round_of(last.form))
    if state == "now":
        lines.append(str(case.get_status_display()))
    return lines


def _later(case: Case, number: int, state: str) -> list[str]:
    return [str(LATER[number])] if state == "todo" and number in LATER and not case.ended_on else []


def _approved(submission: Submission | None) -> Any:
    if submission is None or submission.outcome != Outcome.APPROVED:
        return None
    return max(submission.reviews.all(), key=lambda review: review.pk, default=None)
