"""The one place where tokens move. Nobody calls it but casework's door, after every act."""

from typing import Any

from casework.services import Done
from workflows.flows import FLOWS
from workflows.models import DossierProcess
from workflows.nodes import Step
from workflows.selectors import tasks_of


def follow(done: Done) -> None:
    """Make the open tasks those that the record asks for, under the lock the act holds."""
    flow = FLOWS[done.lifecycle.key]
    tasks = [task for task in tasks_of(done.dossier) if task.flow_task.flow_class is flow]
    process = tasks[0].process.dossierprocess if tasks else None
    if process is None and not _waits(flow, done):
        return  # it was done at once, and nothing waits
    if process is None:
        flow.instance.begin.run(dossier=done.dossier)
        return
    process.record = done.dossier
    _adjust(process, tasks, done)


def _waits(flow: Any, done: Done) -> bool:
    """Whether a flow has anything to begin for: a step that the record now asks for."""
    return any(isinstance(node, Step) for node in flow.instance.wanted_for(done.dossier))


def _adjust(process: DossierProcess, tasks: list[Any], done: Done) -> None:
    """Withdraw what is no longer wanted, finish what this act has done, open what is missing."""
    wanted = process.flow_class.instance.wanted_for(done.dossier)
    staying = [task for task in tasks if task.flow_task in wanted and not _over(task, done)]
    process.staying = frozenset(task.flow_task for task in staying)
    doing: Any = None
    for task in tasks:
        task.process = process
        if task in staying:
            continue  # an assignment, a first signature in the same step
        if done.entry.verb in task.flow_task.verbs:
            doing = task
        else:
            _withdraw(task, done)
    if doing:
        _finish(doing, done)
    else:
        _open_missing(process, tasks[-1])


def _over(task: Any, done: Done) -> bool:
    """Whether a step that is still wanted begins anew: each doing is a task of its own."""
    return bool(task.flow_task.anew) and done.entry.verb in task.flow_task.verbs


def _withdraw(task: Any, done: Done) -> None:
    task.data = {"withdrawn": done.entry.verb, "entry": done.entry.seq}
    task.flow_task.activation_class(task).cancel()


def _finish(task: Any, done: Done) -> None:
    """Complete the step in the name of whoever did its verb; the next ones open with it."""
    task.owner = done.entry.actor
    task.data = {"verb": done.entry.verb, "entry": done.entry.seq}
    activation = task.flow_task.activation_class(task)
    activation.start(None)
    activation.execute()


def _open_missing(process: DossierProcess, last: Any) -> None:
    """Open what an act that belongs to no open step has made necessary."""
    activation = last.flow_task.activation_class(last)
    for node in process.flow_class.instance.missing_for(process):
        opened = node._create(activation, last.token)
        opened._activate_next({opened})
