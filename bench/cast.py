"""Who works in a run, and how their cases get to where the measuring begins."""

from functools import cache
from typing import NamedTuple

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.models import Community, User
from bench.stock.flows import StockFlow
from casework.demo import cast, places
from casework.models import Case
from tests.actors import accepted, fill, registered


class Cast(NamedTuple):
    """The people of one station; ``reader`` opens the desk."""

    community: Community
    caller: User
    worker: User
    supervisor: User
    head: User
    reader: User


@cache
def people() -> Cast:
    """Make the demo's district and its people, once a run."""
    places.build()
    cast.build()
    user = {each.username: each for each in User.objects.all()}
    community = Community.objects.select_related("station").get(name="天桥东社区")
    names = ["xuqin", "linyue", "zhengmin", "zhoulan", "hejia"]
    return Cast(community, *(user[name] for name in names))


def assessing(team: Cast) -> Case:
    """Return a case whose assessment is written and waits to be submitted."""
    case = registered(team.community, by=team.caller)
    accepted(case, worker=team.worker, supervisor=team.supervisor, head=team.head)
    fill(case, "C03", by=team.worker)
    return case


def begun(worker: User) -> Task:
    """Return the peer's assessment, after the three steps before it."""
    process = StockFlow.start.run(worker=worker)
    while (task := _open_of(process.pk)).flow_task != StockFlow.assess:
        with task.activation() as activation:
            activation.start(None)
            activation.execute()
    return task


def _open_of(process: int) -> Task:
    return Task.objects.get(process=process, status=STATUS.ASSIGNED)
