"""闭环步骤: how far a dossier is, in the steps that people know of its kind of work."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from casework.approvals import submissions
from casework.lifecycles import Lifecycle, lifecycle_of
from casework.models import Deadline, Dossier, Submission
from web.step_lines import Steps, approved
from web.steps_of_case import CaseSteps
from web.steps_of_group import GroupSteps

Outcome = Submission.Outcome
STEPS: dict[str, Steps] = {Dossier.Kind.CASE: CaseSteps(), Dossier.Kind.GROUP: GroupSteps()}


def loop_of(work: Any, deadline: Deadline | None) -> list[dict[str, Any]]:
    """Return the steps with what was done, by whom, and where the work now stands."""
    lifecycle, steps = lifecycle_of(work), STEPS.get(work.kind, Steps())
    now = lifecycle.step()
    by_step = _by_step(lifecycle, steps)
    steps.told(by_step, now)
    shown = [
        _shown(work, steps, label, number, now, by_step.get(number, []))
        for number, label in enumerate(lifecycle.steps)
    ]
    if deadline:
        at = steps.elsewhere.get(deadline.verb, now) if deadline.planned else now
        shown[at]["lines"].append(_("%s 前") % f"{deadline.due_on:%m-%d}")
    return shown


def _by_step(lifecycle: Lifecycle, steps: Steps) -> dict[int, list[Submission]]:
    found = submissions(lifecycle.dossier)[::-1]
    prefetch_related_objects(found, "reviews__reviewer")
    by_step: dict[int, list[Submission]] = {}
    for each in found:
        if each.verb in lifecycle.verbs and each.verb not in steps.passing:
            by_step.setdefault(steps.place(lifecycle, each), []).append(each)
    return by_step


def code_of(work: Any, *, returned: bool, late: bool) -> str:
    """Return the letters of the thin bar: d done, n now, r returned, l late, t to come."""
    lifecycle = lifecycle_of(work)
    now, last = lifecycle.step(), len(lifecycle.steps) - 1
    if work.status in lifecycle.final:
        return "d" * (now + 1) + "t" * (last - now)
    letter = "l" if late else "r" if returned else "n"
    return "d" * now + letter + "t" * (last - now)


def _shown(  # noqa: PLR0913, PLR0917
    work: Any, steps: Steps, label: str, number: int, now: int, done: list[Submission]
) -> dict[str, Any]:
    final = work.ended_on is not None
    last = done[-1] if done else None
    returned = last is not None and number == now and last.outcome == Outcome.RETURNED
    state = "done" if number < now or (final and number == now) else "todo"
    if number == now and not final:
        state = "back" if returned else "now"
    coming = steps.later(work, number) if state == "todo" and not final else []
    return {
        "key": str(number),
        "label": _(label),
        "state": state,
        "lines": steps.lines(work, number, last, state) or coming,
        "locked": state == "todo" and number == now + 1 and not final,
        "seal": "准" if state == "done" and approved(last) and number not in steps.unsealed else "",
        "href": "",
    }
