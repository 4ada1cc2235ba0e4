"""A district's years of work, in bulk: mostly closed, and 25 open items for one reader.

A case of ours and a process of the peer's have the same number of tasks, the same people and the
same state, number by number. What a desk's queries touch is there: dossier, case, person,
episode, submissions, deadlines, process, tasks.
"""

from dataclasses import dataclass

from django.db.models import Model
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from accounts.models import Post, Role, Station, User
from bench.bulk import copy, moved
from bench.cast import Cast, assessing, begun
from bench.stock.models import StockProcess
from casework.demo.cast import SINCE
from casework.models import Case, Deadline, Dossier, Episode, Submission
from workflows.models import DossierProcess

ITEMS = 25  # open, of the one who reads the desk
WORKERS = 70  # 14 stations of five
STATIONS = 14


@dataclass(frozen=True)
class Pattern:
    """The two originals that everything is copied from, and among whom it is shared out."""

    case: Case
    ours: Process
    peer: Process
    reader: User
    first_worker: int
    first_station: int

    @property
    def tasks(self) -> int:
        """The tasks of one case, the open one among them: as many on both sides."""
        ours, peer = (
            Task.objects.filter(process=each.pk).values_list("pk")
            for each in (self.ours, self.peer)
        )
        if len(ours) != len(peer):
            raise RuntimeError(f"tasks of a case, ours and the peer's: {len(ours)}, {len(peer)}")
        return len(ours)

    @property
    def open(self) -> str:
        """Which numbers are open: the reader's, and of everybody else's each tenth."""
        others = f"n / {WORKERS} % 10 = 0 AND n % {WORKERS} <> 0"
        return f"(n <= {ITEMS} OR ({others}))"

    @property
    def worker(self) -> str:
        """Whose it is. The reader stands at number 0, with old work as everybody has."""
        return (
            f"CASE WHEN n <= {ITEMS} OR n % {WORKERS} = 0 THEN {self.reader.pk}"
            f" ELSE {self.first_worker} + n % {WORKERS} END"
        )

    @property
    def station(self) -> str:
        return (
            f"CASE WHEN n <= {ITEMS} THEN {self.first_station}"
            f" ELSE {self.first_station} + n % {WORKERS} % {STATIONS} END"
        )


def pattern(people: Cast) -> Pattern:
    """Carry one case of each kind to its assessment, and hire the workers."""
    case, task = assessing(people), begun(people.worker)
    stations = list(Station.objects.filter(kind=Station.Kind.STREET).order_by("pk"))
    workers = [User(username=f"worker{n}", full_name="演示") for n in range(WORKERS)]
    hired = User.objects.bulk_create(workers)
    Post.objects.bulk_create(
        Post(user=user, station=stations[n % STATIONS], role=Role.WORKER, since=SINCE)
        for n, user in enumerate(hired)
    )
    process = DossierProcess.objects.get(dossier=case.pk).process_ptr
    return Pattern(case, process, task.process, people.reader, hired[0].pk, stations[0].pk)


def fill(like: Pattern, numbers: range) -> None:
    """Add the cases of these numbers, on both sides."""
    _ours(like, numbers)
    _peer(like, numbers)


def _ours(like: Pattern, numbers: range) -> None:
    case = like.case
    copy(case.data_key, numbers)
    copy(
        case.person,
        numbers,
        number="o.number || '-' || n",
        data_key_id=moved("data_key_id"),
        station_id=like.station,
    )
    copy(
        Dossier.objects.get(pk=case.pk),
        numbers,
        number="o.number || '-' || n",
        registration="o.registration || '-' || n",
        station_id=like.station,
        owner_id=like.worker,
        status=f"CASE WHEN {like.open} THEN o.status ELSE 'archived' END",
        closed_on=f"CASE WHEN {like.open} THEN o.closed_on ELSE o.opened_on END",
        ended_on=f"CASE WHEN {like.open} THEN o.ended_on ELSE o.opened_on END",
    )
    copy(case, numbers, person_id=moved("person_id"))
    of_it = {"dossier_id": moved("dossier_id")}
    for episode in Episode.objects.filter(dossier=case.pk):
        copy(episode, numbers, **of_it)
    for submission in Submission.objects.filter(dossier=case.pk):
        author = {"author_id": like.worker, "episode_id": moved("episode_id")}
        copy(submission, numbers, **of_it, **author)
    met = f"CASE WHEN {like.open} THEN o.met_on ELSE o.due_on END"
    for deadline in Deadline.objects.filter(dossier=case.pk):
        copy(deadline, numbers, **of_it, met_on=met)
    _engine(like.ours, DossierProcess, numbers, like, **of_it)


def _peer(like: Pattern, numbers: range) -> None:
    _engine(like.peer, StockProcess, numbers, like, worker_id=like.worker)


def _engine(
    process: Process, kind: type[Model], numbers: range, like: Pattern, **changed: str
) -> None:
    """Copy a process, what it is a process of, and its tasks, the last of which is open or not."""
    done = f"CASE WHEN {like.open} THEN o.finished ELSE o.created END"
    status = f"CASE WHEN {like.open} THEN o.status ELSE 'DONE' END"
    copy(process, numbers, finished=done, status=status)
    copy(kind._default_manager.get(pk=process.pk), numbers, **changed)
    for task in Task.objects.filter(process=process).order_by("pk"):
        owner = {"owner_id": like.worker} if task.owner_id else {}
        was = {"finished": done, "status": status} if task.status != STATUS.DONE else {}
        copy(task, numbers, process_id=moved("process_id"), **owner, **was)
