"""期限: a clock starts on arriving in a state, and is met on leaving it (handbook 5.1).

Beside the state's own clock there are days that the record plans (a review, a follow-up visit)
and one for each request that waits for its decision.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from casework.lifecycles.base import Lifecycle, Move
from casework.models import Deadline, Dossier
from casework.workdays import is_working_day, working_days

AFTER_RETURN = working_days(3)  # handbook 4, rule 12


def turn_clocks(lifecycle: Lifecycle, was: str, row: Move, today: date) -> None:
    """Let the deadlines follow what was done.

    The state's clock follows a change of state, or the first of two signatures. A request that
    was refused leaves it as it was: asking again wins no time.
    """
    dossier = lifecycle.dossier
    open_ = list(dossier.deadlines.filter(met_on=None, verb__in=lifecycle.verbs))
    moved = lifecycle.at != was or row.decision == "endorsed"
    running = [] if moved else [each for each in open_ if _still(lifecycle, each)]
    planned = _planned(lifecycle)
    kept = [each for each in open_ if each.planned and (each.verb, each.due_on) in planned]
    _meet([each for each in open_ if each not in [*running, *kept]], today)
    _plan(dossier, planned - {(each.verb, each.due_on) for each in kept})
    if not any(each.verb not in lifecycle.asked for each in running):
        _begin(lifecycle, row, today)
    _ask(lifecycle, {each.verb for each in running}, today)


def _still(lifecycle: Lifecycle, clock: Deadline) -> bool:
    """Whether a clock goes on where the state stays: a request's ends with the request."""
    if clock.planned:
        return False
    open_ = clock.verb not in lifecycle.asked
    return open_ or lifecycle.dossier.requests.filter(open=True, verb=clock.verb).exists()


def _meet(done: list[Deadline], today: date) -> None:
    if done:
        Deadline.objects.filter(pk__in=[each.pk for each in done]).update(met_on=today)


def _begin(lifecycle: Lifecycle, row: Move, today: date) -> None:
    """One deadline a state: that of the move with the least time; of equals, the way forward."""
    dossier = lifecycle.dossier
    terms = [(*_after(dossier, each, today), each.verb) for each in _timed(lifecycle)]
    if not terms:
        return
    due_on, estimated, verb = min(reversed(terms), key=lambda term: term[0])
    if row.remarks or row.withdraws:
        due_on, estimated = _resumed(dossier, verb, row, today) or (due_on, estimated)
    Deadline.objects.create(dossier=dossier, verb=verb, due_on=due_on, estimated=estimated)


def _timed(lifecycle: Lifecycle) -> Iterator[Move]:
    """The rows whose time is counted from arriving where the dossier is."""
    for each in lifecycle.leaving(lifecycle.at):
        if each.within and not each.within.since and lifecycle.offers(each):
            yield each


def _plan(dossier: Dossier, days: set[tuple[str, date]]) -> None:
    Deadline.objects.bulk_create(
        Deadline(
            dossier=dossier,
            verb=verb,
            due_on=day,
            planned=True,
            estimated=not is_working_day(day)[1],
        )
        for verb, day in sorted(days)
    )


def _ask(lifecycle: Lifecycle, running: set[str], today: date) -> None:
    """Begin the clock of a request that waits and has none."""
    dossier = lifecycle.dossier
    rows = [row for verb in lifecycle.asked - running for row in lifecycle.verbs[verb]]
    for row in rows:
        if row.decides and lifecycle.offers(row) and row.decision == "approved":
            due_on, estimated = _after(dossier, row, today)
            Deadline.objects.create(
                dossier=dossier, verb=row.verb, due_on=due_on, estimated=estimated
            )


def _after(dossier: Dossier, row: Move, today: date) -> tuple[date, bool]:
    assert row.within is not None  # noqa: S101  (asked of timed rows, for the type checker)
    return row.within.after(today, high_risk=is_high(dossier))


def _planned(lifecycle: Lifecycle) -> set[tuple[str, date]]:
    """Return every (verb, day) that the record plans."""
    dossier = lifecycle.dossier
    rows = {row.verb: row.due for row in lifecycle.rows if row.due}
    return {(verb, day) for verb, due in rows.items() for day in due(dossier)}


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
