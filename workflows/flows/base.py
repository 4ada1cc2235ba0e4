"""What every flow of ours has in common: it follows its record."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from viewflow.workflow import flow

from casework.lifecycles import Lifecycle, Move
from casework.lifecycles.base import ALWAYS, NEW, SAME
from casework.models import Dossier
from casework.permissions import Who, standing
from workflows.models import DossierProcess
from workflows.nodes import Begin, Step


@contextmanager
def dossier_lock(flow_class: Any, process_pk: int) -> Iterator[None]:
    """Hold the row that every service holds. One lock, so no order to get wrong.

    It waits (the engine's own gives up and sleeps); PostgreSQL's lock_timeout bounds the wait.
    """
    with transaction.atomic():
        ids = DossierProcess.objects.filter(pk=process_pk).values("dossier")
        list(Dossier.objects.select_for_update().filter(pk__in=ids).values("pk"))
        yield


class DossierFlow(flow.Flow):
    process_class = DossierProcess
    lock_impl = staticmethod(dossier_lock)  # viewflow's own default is no lock at all
    lifecycle: type[Lifecycle]
    anytime: tuple[str, ...] = ()  # verbs which belong to no step: they interrupt one
    elsewhere: tuple[str, ...] = ()  # states and verbs of the table that other flows bring about

    def wanted_for(self, dossier: Dossier) -> list[Any]:
        """Return the nodes that the record asks for: a step, and one for each open request."""
        lifecycle = self.lifecycle(dossier)
        return [node for node in self.nodes() if getattr(node, "serves", _no)(lifecycle)]

    @property
    def begin(self) -> Begin:
        """The node with which the flow begins."""
        return next(node for node in self.nodes() if isinstance(node, Begin))

    def missing_for(self, process: DossierProcess) -> list[Any]:
        """Return what the record asks for, but for what stays open."""
        wanted = self.wanted_for(process.record)
        return [node for node in wanted if node not in process.staying]

    def has_view_permission(self, user: Any, obj: Any = None) -> bool:
        return user.is_authenticated and (obj is None or bool(standing(user, obj.record)))

    def has_manage_permission(self, user: Any, obj: Any = None) -> bool:
        return False  # nobody moves tokens by hand: the record moves them

    # ── drawing against table ────────────────────────────────────────────────────────────

    def disagreements(self) -> Iterator[str]:
        """Yield each place where the drawing and the lifecycle's table part ways."""
        steps = [node for node in self.nodes() if isinstance(node, Step)]
        known = {self._idle, *self.elsewhere}
        states = [s for s in self.lifecycle.states if s not in known and not self._passed(s)]
        yield from (f"{state}: no step" for state in states if not self._at(state))
        for step in steps:
            yield from self._astray(step)
        drawn = {verb.partition(".")[2] for step in steps for verb in step.verbs}
        free = {verb.partition(".")[2] for verb in self.anytime}
        begun = {
            row.verb
            for row in self.lifecycle.rows
            if NEW in row.source or self._idle in row.source or Who.SYSTEM in row.by
        }
        placed = drawn | free | begun | {*self.elsewhere}
        yield from (f"{verb}: nowhere" for verb in self.lifecycle.verbs if verb not in placed)

    @property
    def _idle(self) -> str:
        """Where nothing is going on yet: no step waits there."""
        return str(getattr(self.lifecycle, "idle", ""))

    def _passed(self, state: str) -> bool:
        """Whether a state is left as soon as it is come to: nobody waits there."""
        rows = self.lifecycle.leaving(state)
        return bool(rows) and all(row.by == [Who.SYSTEM] and row.when is ALWAYS for row in rows)

    def _astray(self, step: Step) -> Iterator[str]:
        """Every verb of a step leads along an edge, and every edge has a verb that leads there."""
        leads = {id(row): self._leads(step, row) for row in step.all_rows}
        yield from (
            f"{step}: {row.verb} leads nowhere"
            for row in step.all_rows
            if not leads[id(row)] & {step, *step.nexts}
        )
        reached = set[Any]().union(*leads.values())
        yield from (f"{step} → {node}: no verb" for node in step.nexts if node not in reached)

    def _leads(self, step: Step, row: Move) -> set[Any]:
        if row.target == SAME:
            return self._at(step.first[0].source[0])
        further = [each for each in self.lifecycle.leaving(row.target) if Who.SYSTEM in each.by]
        return self._at(row.target).union(*(self._at(each.target) for each in further))

    def _at(self, state: str) -> set[Any]:
        """The nodes which a state asks for, one for each of its stages."""
        return {
            node
            for node in self.nodes()
            if state == getattr(node, "state", None)
            or (isinstance(node, Step) and any(state in row.source for row in node.first))
        }


def _no(lifecycle: Lifecycle) -> bool:
    return False
