"""期限: a clock starts on arriving in a state, and is met on leaving it (handbook 5.1).

Beside the state's own clock there are days that the record plans (a review, a follow-up visit)
and one for each request that waits for its decision. While a dossier is suspended all stand still.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from casework import policies
from casework.lifecycles import Lifecycle, Move, lifecycle_of
from casework.models import Deadline, DeadlineRung, Dossier
from casework.permissions import Who, people
from casework.workdays import days_between, is_working_day, next_working_day, working_days

AFTER_RETURN = working_days(3)  # handbook 4, rule 12
STANDSTILL = {"suspended", "paused"}  # the states in which clocks stand still (4.1, 4.4)


def turn_clocks(lifecycle: Lifecycle, was: str, row: Move, today: date) -> None:
    """Let the deadlines follow what was done.

    The state's clock follows a change of state, or the first of two signatures. A request that
    was refused leaves it as it was: asking again wins no time.
    """
    open_, standing = _open(lifecycle)
    moved = lifecycle.at != was or row.decision == "endorsed"
    running = [each for each in open_ if _goes_on(lifecycle, each, moved=moved)]
    planned = _planned(lifecycle)
    kept = [each for each in open_ if each.planned and (each.verb, each.promised_on) in planned]
    _meet([each for each in open_ if each not in [*running, *kept]], today)
    _plan(lifecycle, planned - {(each.verb, each.promised_on) for each in [*kept, *standing]})
    if not any(each.verb not in lifecycle.asked for each in running):
        _begin(lifecycle, row, today)
    _ask(lifecycle, {each.verb for each in running}, today)


def _open(lifecycle: Lifecycle) -> tuple[list[Deadline], list[Deadline]]:
    """Return what is open of a machine, and apart from it what was stopped and stands still."""
    timed = [row.verb for row in lifecycle.rows if _is_timed(row)]  # another has a like verb
    found = list(lifecycle.dossier.deadlines.filter(met_on=None, verb__in=timed))
    still = lifecycle.at in STANDSTILL
    standing = [each for each in found if still and each.stopped_on]
    return [each for each in found if each not in standing], standing


def _is_timed(row: Move) -> bool:
    """Whether a row has a clock of its own, or days that the record plans."""
    counted = row.within is not None and (not row.within.since or bool(row.asks))
    return counted or row.due is not None


def _goes_on(lifecycle: Lifecycle, clock: Deadline, *, moved: bool) -> bool:
    """Whether a clock goes on: where the state stays, or comes back after a standstill."""
    if clock.planned or clock.stopped_on:
        return False
    if moved:
        timed = [row.verb for row in lifecycle.leaving(lifecycle.at) if row.within]
        return clock.remaining is not None and clock.verb in timed
    return _still(lifecycle, clock)


def _still(lifecycle: Lifecycle, clock: Deadline) -> bool:
    """Whether a clock goes on where the state stays: a request's ends with the request."""
    open_ = clock.verb not in lifecycle.asked
    return open_ or lifecycle.dossier.requests.filter(open=True, verb=clock.verb).exists()


def _meet(done: list[Deadline], today: date) -> None:
    if done:
        Deadline.objects.filter(pk__in=[each.pk for each in done]).update(met_on=today)


def _begin(lifecycle: Lifecycle, row: Move, today: date) -> None:
    """One deadline a state: that of the move with the least time; of equals, the way forward."""
    clocks = [_begun(lifecycle.dossier, each, today) for each in _timed(lifecycle)]
    if not clocks:
        return
    clock = min(reversed(clocks), key=lambda each: each.due_on)
    if row.remarks or row.withdraws:
        _go_back(clock, row, today)
    clock.save()


def _timed(lifecycle: Lifecycle) -> Iterator[Move]:
    """The rows whose time is counted from arriving where the dossier is."""
    for each in lifecycle.leaving(lifecycle.at):
        if each.within and not each.within.since and lifecycle.offers(each):
            yield each


def _hands(row: Move) -> str:
    """Return whose it is to do, as a deadline keeps it."""
    return " ".join(who.value for who in row.by)


def _plan(lifecycle: Lifecycle, days: set[tuple[str, date]]) -> None:
    Deadline.objects.bulk_create(
        Deadline(
            dossier=lifecycle.dossier,
            verb=verb,
            due_on=day,
            planned=True,
            estimated=not is_working_day(day)[1],
            hands=_hands(lifecycle.verbs[verb][-1]),
        )
        for verb, day in sorted(days)
    )


def _ask(lifecycle: Lifecycle, running: set[str], today: date) -> None:
    """Begin the clock of a request that waits and has none."""
    dossier = lifecycle.dossier
    rows = [row for verb in lifecycle.asked - running for row in lifecycle.verbs[verb]]
    for row in rows:
        if row.decides and lifecycle.offers(row) and row.decision == "approved":
            _begun(dossier, row, today).save()


def _begun(dossier: Dossier, row: Move, today: date) -> Deadline:
    """Return the deadline of a row whose time begins today, not saved yet."""
    assert row.within is not None  # noqa: S101  (asked of timed rows, for the type checker)
    days = policies.days_for(
        dossier, policies.timed_as(row), row.within, high=is_high(dossier), on=today
    )
    counted = working_days(days) if row.within.working else row.within
    due_on, estimated = counted.after(today)
    return Deadline(
        dossier=dossier,
        verb=row.verb,
        began_on=today,
        days=days if row.within.working else None,
        due_on=due_on,
        estimated=estimated,
        hands=_hands(row),
    )


def _planned(lifecycle: Lifecycle) -> set[tuple[str, date]]:
    """Return every (verb, day) that the record plans."""
    dossier = lifecycle.dossier
    rows = {row.verb: row.due for row in lifecycle.rows if row.due}
    return {(verb, day) for verb, due in rows.items() for day in due(dossier)}


def _go_back(clock: Deadline, row: Move, today: date) -> None:
    """Set when work that comes back is due: as it was, so that taking back wins no time;
    after a return the later of that and three working days."""
    last = clock.dossier.deadlines.filter(verb=clock.verb).order_by("-pk").first()
    if last is None:
        return
    due_on, estimated = AFTER_RETURN.after(today)
    if row.withdraws or last.due_on >= due_on:
        for name in ("began_on", "days", "due_on", "estimated", "first_due_on"):
            setattr(clock, name, getattr(last, name))
    else:
        clock.days, clock.due_on, clock.estimated = AFTER_RETURN.days, due_on, estimated


# ── standing still ────────────────────────────────────────────────────────────────────────


def stop_clocks(dossier: Dossier, *, on: date) -> int:
    """Stop what runs of the dossier's own: while it is suspended nothing of it is due.

    For the effect that suspends, inside the act; returns how many were stopped. What runs beside
    the dossier, such as a report to the police, runs on, and so does a time that the law sets.
    """
    own = [row.verb for row in lifecycle_of(dossier).rows if row.rests]
    running = list(dossier.deadlines.running().filter(verb__in=own))
    for each in running:
        each.stopped_on, each.remaining = on, days_between(on, each.due_on)
    return Deadline.objects.bulk_update(running, ["stopped_on", "remaining"])


def resume_clocks(dossier: Dossier, *, on: date) -> int:
    """Let them go on with the working days that were left; what was late is as late as it was.

    For the effect that takes a dossier up again, inside the act; returns how many go on.
    """
    stopped = list(dossier.deadlines.stopped())
    for each in stopped:
        left = each.remaining or 0
        begins = next_working_day(on)
        due_on, estimated = (
            working_days(left).after(begins)
            if left >= 0
            else (working_days(-left).before(begins), each.estimated)
        )
        each.stopped_on = None
        put_off(each, due_on, estimated=estimated)
    return len(stopped)


def put_off(clock: Deadline, due_on: date, *, estimated: bool) -> None:
    """Give a deadline another day; the first one is kept, and the ladder begins anew."""
    if due_on != clock.due_on:
        clock.first_due_on = clock.promised_on
    clock.due_on, clock.estimated, clock.rung = due_on, estimated, rung_for(clock, due_on)
    fields = ["due_on", "first_due_on", "estimated", "stopped_on", "asked_until", "rung"]
    clock.save(update_fields=fields)


def rung_for(clock: Deadline, due_on: date) -> int:
    """Return the rung that was climbed for one due day; 0 where it is a new day."""
    climbed = DeadlineRung.objects.filter(deadline=clock, due_on=due_on)
    return climbed.order_by("-rung").values_list("rung", flat=True).first() or 0


# ── reading ───────────────────────────────────────────────────────────────────────────────


def is_high(dossier: Dossier) -> bool:
    """Whether the risk is high: as assessed; before that, by a crisis alarm (handbook 7.1)."""
    alarmed = not dossier.risk and dossier.alarmed_at is not None
    return dossier.risk == Dossier.Risk.HIGH or alarmed


def hands_of(clock: Deadline) -> set[int]:
    """Return the ids of those who have to do it; where there is nobody, of the heads."""
    who = [each for each in Who if each.value in clock.hands.split()]
    hands = {pk for each in who for pk in people(clock.dossier, each)}
    return hands or people(clock.dossier, Who.HEAD)


def open_deadline(dossier: Dossier) -> Deadline | None:
    """Return what is due next; nothing while all clocks stand still."""
    return dossier.deadlines.running().order_by("due_on").first()


def days_left(deadline: Deadline) -> int:
    """Return the calendar days until it is due; negative when late."""
    return (deadline.due_on - timezone.localdate()) // timedelta(days=1)
