"""A step: to submit an assessment, with all that belongs to it, beside a step of the engine's."""

from functools import partial

from django.core.exceptions import PermissionDenied
from viewflow.workflow.models import Task

from accounts.models import User
from bench.cast import Cast, assessing, begun
from bench.measuring import Goal, Job, Row, in_turn
from casework.services import act
from tests.filled import C03


def measure(people: Cast, *, rounds: int) -> list[Row]:
    """Measure one step. Each round has a fresh case, made ready beforehand."""
    ours, peer = in_turn(partial(_ours, people), partial(_peer, people), rounds=rounds)
    cpu = (ours / peer)["cpu"]
    goals = [
        *(Goal("CPU, ours ÷ peer", goal, cpu) for goal in (1.5, 1.0)),
        *(Goal("queries of ours", goal, ours.queries) for goal in (25, 15)),
    ]
    return [Row("step", rounds, {"ours": ours, "peer": peer}, goals)]


def _ours(people: Cast) -> Job:
    case = assessing(people)
    return lambda: act("submit_assessment", case, by=people.worker)


def _peer(people: Cast) -> Job:
    """The same answers, kept as one text."""
    task = begun(people.worker)
    return lambda: _stock_step(task, str(C03), by=people.worker)


def _stock_step(task: Task, answers: str, *, by: User) -> None:
    """Do what the engine's own view does, under its lock."""
    with task.activation() as activation:
        if not activation.flow_task.can_execute(by, task=task):
            raise PermissionDenied
        activation.start(None)
        activation.process.answers = answers
        activation.process.save()
        activation.execute()
