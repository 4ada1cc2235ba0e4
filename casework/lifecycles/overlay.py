"""支线: machines that run beside a dossier's own state, on records of their own.

Their verbs are done through the same door; their rows, guards, steps, papers and clocks are of the
same kind. No two machines of a dossier share a verb (a test sees to it).
"""

from typing import Any, ClassVar

from casework.lifecycles.base import NEW, Lifecycle


class Overlay(Lifecycle):
    """A machine over the record that is open beside a dossier, if any.

    ``idle`` is where a dossier is that has none: there the rows begin which make one.
    """

    beside = True
    model: ClassVar[Any]
    idle: ClassVar[str] = NEW

    @property
    def record(self) -> Any:
        """The record that is open; None where nothing is going on."""
        key = ("overlay", self.key)
        if key not in self.dossier.known:
            found = self.model.objects.filter(dossier=self.dossier.pk, ended_on=None)
            self.dossier.known[key] = found.first() if self.key in self.dossier.beside else None
        return self.dossier.known[key]

    @property
    def running(self) -> bool:
        return self.record is not None

    def begin(self, record: Any) -> None:
        """Let the verb that is being done begin a record; ``go`` then moves it on."""
        record.dossier, record.status = self.dossier, self.idle
        record.save()
        self._note([*self.dossier.beside, self.key])
        self.dossier.forget()
        self.dossier.known["overlay", self.key] = record

    @property
    def at(self) -> str:
        return self.record.status if self.record else self.idle

    def put(self, state: str) -> None:
        self.record.status = state

    def keep(self, day: Any) -> None:
        """Save the state; in a final one the record is over, and a next may begin."""
        over = self.at in self.final
        self.record.ended_on = day if over else None
        self.record.save(update_fields=["status", "ended_on"])
        if over:
            self._note([key for key in self.dossier.beside if key != self.key])

    def forget(self) -> None:
        """What has just ended is still what the flow has to follow."""
        record = self.record
        super().forget()
        self.dossier.known["overlay", self.key] = record

    def _note(self, keys: list[str]) -> None:
        """The dossier itself knows what runs beside it: most often nothing, which costs nothing."""
        self.dossier.beside = keys
        self.dossier.save(update_fields=["beside"])
