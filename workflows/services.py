"""The one place where tokens move. Nobody calls it but casework's door, after every act."""

from typing import Any

from viewflow.workflow.models import Task

from casework.services import Done
from workflows.flows import FLOWS
from workflows.models import DossierProcess
from workflows.nodes import OPEN


def follow(done: Done) -> None:
    """Make the open tasks those that the record asks for, under the lock the act holds."""
    flow = FLOWS[done.lifecycle.key]
    running = DossierProcess.objects.filter(dossier=done.dossier.pk, finished=None)
    process = running.filter(flow_class=flow).first()
    if process is None:
        flow.instance.begin.run(dossier=done.dossier)
        return
    process.record = done.dossier
    _adjust(process, done)


def _adjust(process: DossierProcess, done: Done) -> None:
    """Withdraw what is no longer wanted, finish what this act has done, open what is missing."""
    wanted = process.flow_class.instance.wanted_for(done.dossier)
    last: Any = None
    doing: Any = None
    for task in Task.objects.filter(process=process, status__in=OPEN).order_by("pk"):
        task.process = process
        last = task
        if task.flow_task in wanted and not _over(task, done):
            continue  # an assignment, a first signature in the same step: it stays
        if done.entry.verb in task.flow_task.verbs:
            doing = task
        else:
            _withdraw(task, done)
    if doing:
        _finish(doing, done)
    else:
        _open_missing(process, last)


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
