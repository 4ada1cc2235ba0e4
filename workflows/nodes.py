"""Our nodes. A step serves verbs; the record's state, not the step, says where it leads."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge
from viewflow.workflow.nodes.end import EndActivation
from viewflow.workflow.nodes.start import StartHandleActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.status import STATUS

from accounts.models import User
from casework.lifecycles import MACHINES, Lifecycle, Move
from casework.models import Dossier
from casework.permissions import Who, standing
from workflows.errors import AlreadyDoneError

OPEN = [STATUS.NEW, STATUS.ASSIGNED]


class Bare:
    """No stock pages: their labels are English and their checks know no stations."""

    index_view_class = detail_view_class = undo_view_class = None
    cancel_view_class = revive_view_class = assign_view_class = unassign_view_class = None

    def reverse(self, *args: Any, **kwargs: Any) -> str:
        """Know one's flow even before the URL map was loaded: workers and commands link too."""
        _ = self.flow_class.instance.urls  # type: ignore[attr-defined]  # builds once, sets parents
        return str(super().reverse(*args, **kwargs))  # type: ignore[misc]


class Following(Bare):
    """A node with as many edges as it draws. The record chooses which of them is taken."""

    nexts: list[Any] = []

    def Next(self, *nodes: Any) -> Any:  # noqa: N802
        self.nexts = list(nodes)
        return self

    def _resolve(self, cls: Any) -> None:
        super()._resolve(cls)  # type: ignore[misc]
        self.nexts = [this.resolve(cls, node) for node in self.nexts]

    def _outgoing(self) -> Iterator[Edge]:
        for node in self.nexts:
            yield Edge(src=self, dst=node, edge_class="next")


class FollowingActivation(Activation):
    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Any]:
        """Open every step that the record wants and that is not open yet."""
        for node in self.flow_class.instance.missing_for(self.process):
            yield node._create(self, self.task.token)


class BeginActivation(FollowingActivation, StartHandleActivation):
    """Starts a flow for a dossier which has just come into being."""


class StepActivation(FollowingActivation, ViewActivation):
    """A step which nobody need claim: whoever may do one of its verbs may start it."""

    @Activation.status.transition(
        source=OPEN,
        target=STATUS.STARTED,
        permission=lambda activation, user: activation.flow_task.can_execute(user, activation.task),
    )
    def start(self, request: Any) -> None:
        super().start.original(request)


class Begin(Following, flow.StartHandle):
    activation_class = BeginActivation

    def __init__(self) -> None:
        super().__init__(self._carry)

    @staticmethod
    def _carry(activation: Any, dossier: Dossier) -> Any:
        activation.process.dossier = dossier
        activation.process.record = dossier
        return activation.process


class Step(Following, flow.View):
    """A human step. It is wanted as long as its first verb is offered; the rest are other ways out.

    Whose step it is, and when it is due, the verbs' rows say; ``only`` narrows them to those of
    one role, where a verb is first one person's and then another's. ``anew`` makes of every
    doing a task of its own, as of each visit that is planned.
    """

    activation_class = StepActivation

    def __init__(
        self, view: Any, *verbs: str, only: Sequence[Who] = (), anew: bool = False
    ) -> None:
        super().__init__(view)
        self.verbs, self.only, self.anew = verbs, only, anew

    @cached_property
    def rows(self) -> dict[str, list[Move]]:
        """The rows of each verb that belong to this step."""
        known = {f"{m.key}.{v}": rows for m in MACHINES.values() for v, rows in m.verbs.items()}
        return {
            verb: [row for row in _alike(known[verb]) if self._mine(row)] for verb in self.verbs
        }

    def _mine(self, row: Move) -> bool:
        return not self.only or Who.AUTHOR in row.by or bool(set(self.only) & set(row.by))

    @property
    def first(self) -> list[Move]:
        """The rows of the verb that the step is there for."""
        return self.rows[self.verbs[0]]

    @property
    def all_rows(self) -> list[Move]:
        return [row for rows in self.rows.values() for row in rows]

    @property
    def decides(self) -> bool:
        """Whether the step is a decision on what somebody submitted."""
        return bool(self.first[0].decides)

    @property
    def hands(self) -> set[Who]:
        """Whose desk the step lies on."""
        return {who for row in self.first for who in row.by}

    def serves(self, lifecycle: Lifecycle) -> bool:
        return any(lifecycle.offers(row) for row in self.first)

    def can_view(self, user: User, task: Any) -> bool:
        return user.is_authenticated and bool(standing(user, task.process.coerced.record))

    def can_execute(self, user: User, task: Any) -> bool:
        if task.finished:
            raise AlreadyDoneError
        who = standing(user, task.process.coerced.record)
        return any(who & set(row.by) for row in self.all_rows)

    def can_assign(self, user: User, task: Any) -> bool:
        return False

    can_unassign = can_assign


def _alike(rows: list[Move]) -> list[Move]:
    """Return the rows that decide, where some do: elsewhere the verb needs no request."""
    return [row for row in rows if row.decides] or rows


class Finish(Bare, flow.End):
    """The end which a final state asks for."""

    activation_class = EndActivation

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state

    def serves(self, lifecycle: Lifecycle) -> bool:
        return lifecycle.at == self.state


class Dropped(Finish):
    """The end of what runs beside a dossier and has changed nothing."""

    def serves(self, lifecycle: Any) -> bool:
        over = lifecycle.record is not None and lifecycle.record.ended_on is not None
        return over and super().serves(lifecycle)
