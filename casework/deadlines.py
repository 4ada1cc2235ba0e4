"""期限: a clock starts on arriving in a state, and is met on leaving it (handbook 5.1)."""

from datetime import date, timedelta

from django.utils import timezone

from casework.lifecycles.base import Lifecycle, Move
from casework.models import Deadline, Dossier
from casework.workdays import working_days

AFTER_RETURN = working_days(3)  # handbook 4, rule 12


def turn_clocks(lifecycle: Lifecycle, was: str, row: Move, today: date) -> None:
    """Let the deadlines follow a change of state, or the first of two signatures.

    A request that was refused leaves the clock as it was: asking again wins no time.
    """
    dossier = lifecycle.dossier
    if dossier.status == was and row.decision != "endorsed":
        return
    dossier.deadlines.filter(met_on=None).update(met_on=today)
    _begin(lifecycle, row, today)


def _begin(lifecycle: Lifecycle, row: Move, today: date) -> None:
    """One deadline a state: that of the move with the least time; of equals, the way forward."""
    dossier, high = lifecycle.dossier, is_high(lifecycle.dossier)
    terms = [
        (*each.within.after(today, high_risk=high), each.verb)
        for each in lifecycle.leaving(dossier.status)
        if each.within and lifecycle.offers(each)
    ]
    if not terms:
        return
    due_on, estimated, verb = min(reversed(terms), key=lambda term: term[0])
    if row.remarks or row.withdraws:
        due_on, estimated = _resumed(dossier, verb, row, today) or (due_on, estimated)
    Deadline.objects.create(dossier=dossier, verb=verb, due_on=due_on, estimated=estimated)


def _resumed(dossier: Dossier, verb: str, row: Move, today: date) -> tuple[date, bool] | None:
    """Return when work that comes back is due: as it was, so that taking back wins no time;
    after a return the later of that and three working days."""
    last = dossier.deadlines.filter(verb=verb).order_by("-pk").first()
    if last is None:
        return None
    before = (last.due_on, last.estimated)
    return before if row.withdraws else max(before, AFTER_RETURN.after(today))


def is_high(dossier: Dossier) -> bool:
    """Whether the risk is high: as assessed; before that, by a crisis alarm (handbook 7.1)."""
    alarmed = not dossier.risk and dossier.alarmed_at is not None
    return dossier.risk == Dossier.Risk.HIGH or alarmed


def open_deadline(dossier: Dossier) -> Deadline | None:
    return dossier.deadlines.filter(met_on=None).order_by("due_on").first()


def days_left(deadline: Deadline) -> int:
    """Return the calendar days until it is due; negative when late."""
    return (deadline.due_on - timezone.localdate()) // timedelta(days=1)
