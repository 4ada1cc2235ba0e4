"""期限: a clock starts on arriving in a state, and is met on leaving it (handbook 5.1)."""

from datetime import date, timedelta

from django.utils import timezone

from casework.lifecycles.base import Lifecycle, Move
from casework.models import Deadline, Dossier
from casework.workdays import working_days

AFTER_RETURN = working_days(3)  # handbook 4, rule 12


def turn_clocks(lifecycle: Lifecycle, was: str, row: Move, today: date) -> None:
    """Let the deadlines follow a change of state or of stage."""
    dossier = lifecycle.dossier
    if dossier.status == was and not row.decision:
        return
    dossier.deadlines.filter(met_on=None).update(met_on=today)
    begin(lifecycle, today, returned=row.remarks)


def begin(lifecycle: Lifecycle, today: date, *, returned: bool = False) -> None:
    """One deadline a state: that of the move with the least time."""
    dossier = lifecycle.dossier
    high = dossier.risk == Dossier.Risk.HIGH
    terms = [
        (*row.within.after(today, high_risk=high), row.verb)
        for row in lifecycle.leaving(dossier.status)
        if row.within and lifecycle.offers(row)
    ]
    if not terms:
        return
    due_on, estimated, verb = min(terms, key=lambda term: term[0])
    if returned:
        due_on, estimated = _after_return(dossier, verb, today) or (due_on, estimated)
    Deadline.objects.create(dossier=dossier, verb=verb, due_on=due_on, estimated=estimated)


def _after_return(dossier: Dossier, verb: str, today: date) -> tuple[date, bool] | None:
    """Return the later of the original due date and three working days from the return."""
    last = dossier.deadlines.filter(verb=verb).order_by("-pk").first()
    if last is None:
        return None
    return max((last.due_on, last.estimated), AFTER_RETURN.after(today))


def open_deadline(dossier: Dossier) -> Deadline | None:
    return dossier.deadlines.filter(met_on=None).order_by("due_on").first()


def days_left(deadline: Deadline) -> int:
    """Return the calendar days until it is due; negative when late."""
    return (deadline.due_on - timezone.localdate()) // timedelta(days=1)
