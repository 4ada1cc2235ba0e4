"""整改: what an evaluation wants put right, until each is answered with evidence and settled."""

from datetime import date
from typing import Any

from casework.models import Project, RectificationItem
from casework.models.dossier import once
from casework.workdays import working_days

Stage = RectificationItem.Stage
STAGES = {
    Project.Status.RECTIFYING.value: Stage.MIDTERM,
    Project.Status.MIDTERM.value: Stage.MIDTERM,
    Project.Status.FINAL_RECTIFYING.value: Stage.FINAL,
    Project.Status.FINAL_EVAL.value: Stage.FINAL,
}
EACH = working_days(10)  # for what a sample has found to be missing (handbook 4.13 X19)


@once
def items_of(project: Any) -> list[RectificationItem]:
    """Return everything that any evaluation of a project wanted put right."""
    found = list(RectificationItem.objects.filter(project=project.pk).order_by("stage", "number"))
    for each in found:
        each.project = project  # whose key is at hand
    return found


def unsettled(project: Any) -> list[RectificationItem]:
    """Return what is not settled of the evaluation that is going on."""
    stage = STAGES.get(project.status)
    return [each for each in items_of(project) if each.stage == stage and not each.settled_on]


def unanswered(project: Any) -> list[RectificationItem]:
    return [each for each in unsettled(project) if each.answered_at is None]


def answer_days(project: Any) -> list[date]:
    """Return the days by which something is still to be answered."""
    rectifying = {Project.Status.RECTIFYING, Project.Status.FINAL_RECTIFYING}
    if project.status not in rectifying:
        return []
    return [each.due_on for each in unanswered(project)]


def asked_in(text: str) -> list[str]:
    """Return what is asked for, a line each, without the numbers that people put before them."""
    marks = "0123456789①②③④⑤⑥⑦⑧⑨⑩.、．)） \t"
    lines = (line.strip().lstrip(marks).strip() for line in text.replace("；", "\n").splitlines())
    return [line for line in lines if line]
