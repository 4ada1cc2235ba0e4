"""A case in every state that there is, of its own machine and of those that run beside it."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from casework.approvals import submissions
from casework.corrections import begun
from casework.lifecycles import MACHINES, machines_of
from casework.models import (
    Case,
    Correction,
    Crisis,
    Departure,
    MandatoryReport,
    Transfer,
    WorkerChange,
)
from casework.services import Done, act
from casework.versions import Version
from documents.models import Document
from workflows.services import follow

S = Case.Status
UNACCEPTED = {S.LEAD, S.SCREENING, S.WAITLISTED, S.INTAKE_REVIEW, S.DECLINED, S.CONSULTED}
WAITING: dict[str, str] = {
    S.INTAKE_REVIEW: "submit_intake",
    S.ASSESSMENT_REVIEW: "submit_assessment",
    S.PLAN_REVIEW: "submit_plan",
    S.INTERVENING: "ask_extend",
    Crisis.Status.RAISED: "ask_false_alarm",
    MandatoryReport.Status.FOLLOWED: "ask_finish",
    WorkerChange.Status.REQUESTED: "request_change",
}  # what waits for a decision there; the bare state of service is that of no crisis
CORRECTING = [Correction.State.LOCKED]  # over a dossier there is only a correction that waits
STEPS = [
    (machine.key, [state for state in states if not (machine.beside and state in machine.final)])
    for machine in MACHINES.values()
    if machine.key not in {"group", "project"}  # theirs are walked to, not put: see test_works
    for states in ({"": CORRECTING} if machine.key == "document" else machine.steps).values()
]


def put(case: Case, key: str, state: str, cast: list[User]) -> Case:
    """Force a case, or what runs beside it, into a state; its open steps follow."""
    if key == "document":
        correct(case, by=cast[0])
        return read_again(case)
    if verb := WAITING.get(state, ""):
        own = case.submissions.filter(author=cast[0])
        first = own.filter(verb=verb).first() or own.earliest("pk")
        case.submissions.filter(pk=first.pk).update(verb=verb, outcome="pending")
    if key == "case":
        _put_itself(case, state)
    elif state != Crisis.Status.NONE:
        _put_beside(case, key, state, cast)
    there = read_again(case)
    machine = next(each for each in machines_of(there) if each.key == key)
    last = Entry.objects.filter(chain=case.chain).latest("seq")
    follow(Done(there, machine.rows[0], last, None, machine))
    return there


def read_again(case: Case) -> Case:
    return Case.objects.select_related(*Case.near).get(pk=case.pk)


def _put_itself(case: Case, state: str) -> None:
    today = timezone.localdate()
    changes: dict[str, Any] = {"status": state}
    if state in UNACCEPTED:
        changes |= {"accepted_on": None}
    if state in {S.CLOSED, S.FOLLOWING, S.ARCHIVED}:
        changes |= {"closed_on": today}
    if state in MACHINES["case"].final:
        changes |= {"ended_on": today}
    Case.objects.filter(pk=case.pk).update(**changes)


def _put_beside(case: Case, key: str, state: str, cast: list[User]) -> None:
    owner, receiver, witness, head = cast[:4]
    now, common = timezone.now(), {"dossier": case, "status": state}
    if key == "crisis":
        Crisis.objects.create(number="W-1", raised_by=owner, raised_at=now, **common)
    elif key == "mandatory_report":
        MandatoryReport.objects.create(identified_by=owner, identified_at=now, said={}, **common)
    elif key == "change_worker":
        WorkerChange.objects.create(**common)
        Case.objects.filter(pk=case.pk).update(receiver=receiver)
    else:
        who = {"user": owner, "station": case.station, "witness": witness, "opened_by": head}
        said = {"last_day": timezone.localdate(), "opened_at": now, "reason": "离职"}
        Transfer.objects.create(departure=Departure.objects.create(**who, **said), **common)
        Case.objects.filter(pk=case.pk).update(receiver=receiver, witness=witness)
    Case.objects.filter(pk=case.pk).update(beside=[key])


# ── papers ────────────────────────────────────────────────────────────────────────────────


def printed(case: Case) -> None:
    """As if the printer had made every paper: what is on it is not asked here."""
    waiting = Document.objects.filter(dossier=case.pk, state="pending")
    waiting.update(state="ready", content=bytes(64), pages=1, made_at=timezone.now())
    case.known.clear()


def version(case: Case, form: str) -> Version:
    """The newest version of a form."""
    return Version(next(each for each in submissions(case) if form in each.codes), form)


def correct(case: Case, *, by: User) -> Version:
    """Ask for a correction of the plan, which then waits; return what is to be corrected."""
    printed(case)
    plan = version(case, "C04")
    raw = begun(case, plan)
    raw["goals"][0]["goal"] = "六月底前不再跌倒"
    act("ask_revise", case, by=by, of=plan, reason="错字。", raw=raw)
    return plan
