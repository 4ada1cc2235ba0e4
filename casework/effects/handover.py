"""What is peculiar to work that changes hands: to whom, who has seen what, whose it then is."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Role, User
from casework import choices, drafts
from casework.approvals import Judgement
from casework.effects.opening import require_post, stated, written
from casework.errors import RuleError
from casework.lifecycles.handover import FACE_TO_FACE, departure_of
from casework.models import CaseRequest, Departure, Handover, Transfer, WorkerChange
from casework.models.applications import CHANGE
from casework.services import Act, Facts, effect, effect_in, review, submit

# ── 更换主责社工 ──────────────────────────────────────────────────────────────────────────


@effect
def request_change(doing: Act) -> Facts:
    """Ask for another worker: one's own wish, or the client's; the application says whose."""
    doing.lifecycle.begin(WorkerChange())
    return submit(doing)


@effect
def appoint(doing: Act, *, receiver: User, reason: str, client_opinion: str) -> Facts:
    """Change the worker while a crisis is going on, on the head's own word."""
    _draw_up(doing, receiver, written(reason), written(client_opinion))
    doing.lifecycle.begin(WorkerChange(decided_at=doing.at))
    return submit(doing) | _named(doing, receiver)


@effect
def approve(doing: Act, *, judgement: Judgement, receiver: User) -> Facts:
    """Agree to it, and say who takes over; from now on they see the dossier."""
    facts = review(doing, judgement=judgement)
    doing.lifecycle.record.decided_at = doing.at
    doing.lifecycle.record.save(update_fields=["decided_at"])
    return facts | _named(doing, receiver)


@effect
def handover(doing: Act) -> Facts:
    """It is the new worker's from now on."""
    receiver = doing.dossier.receiver
    return submit(doing) | _passed_to(doing, receiver)


def _draw_up(doing: Act, receiver: User, reason: str, opinion: str) -> None:
    raw = {each.key: each.raw_of(None) for each in CaseRequest.asked()}
    raw |= {"type": CHANGE, "reason": reason, "client_opinion": opinion}
    raw |= {"params": {"start": doing.today.isoformat(), "worker": str(receiver)}}
    drafts.write(doing.dossier, CaseRequest.code, raw, by=doing.by, at=doing.at)


# ── 工作交接 ──────────────────────────────────────────────────────────────────────────────


@effect
def initiate(doing: Act, *, receiver: User | None = None) -> Facts:
    """Let a dossier of somebody who leaves be handed over; perhaps it is known to whom."""
    case, departure = doing.dossier, departure_of(doing.dossier)
    assert departure is not None  # noqa: S101  (the row's stage has seen it, for the checker)
    doing.lifecycle.begin(Transfer(departure=departure))
    case.witness = departure.witness
    case.save(update_fields=["witness"])
    facts: Facts = {"departure": departure.pk, "witness": departure.witness_id}
    return facts | (_named(doing, receiver) if receiver else {})


@effect
def entrust(doing: Act, *, receiver: User) -> Facts:
    """Say who takes over; from now on they see the dossier."""
    return _named(doing, receiver)


@effect
def entrust_anew(doing: Act, *, receiver: User) -> Facts:
    """Say that another takes over; what was checked with the first is checked again."""
    _noted(doing, listed_at=None)
    return _named(doing, receiver)


@effect
def check_list(doing: Act) -> Facts:
    """Whoever leaves has gone through the list, and written down what is to be known."""
    return _noted(doing, listed_at=doing.at)


@effect
def check(doing: Act, *, seen: Iterable[str]) -> Facts:
    """Whoever takes over has gone through it too: stage, risk, papers, the next meeting."""
    if set(seen) != set(dict(choices.TO_CHECK)):
        raise RuleError(_("四样都核对过，再勾选提交。"))
    return {}


@effect
def introduce(doing: Act) -> Facts:
    """The client knows who comes from now on; of a high risk both have been there."""
    said = drafts.checked(doing.dossier, "C05").content
    day, mode = said["time"]["date"], said["place_mode"]["mode"]
    facts = submit(doing)
    return facts | _noted(doing, introduced_on=day, in_person=mode in FACE_TO_FACE)


@effect_in("handover")
def introduce_to_several(doing: Act, *, on: date, told: str, in_person: bool) -> Facts:
    """Those whom a group or a project is for know who comes from now on."""
    if on > doing.today:
        raise RuleError(_("告知日期还没到，请核对。"))
    return stated(doing, told) | _noted(doing, introduced_on=on, in_person=in_person)


@effect_in("change_worker")
def confirm_with_several(doing: Act, *, told: str) -> Facts:
    """The new worker has met them, and says in a word how it went."""
    return stated(doing, told)


@effect
def waive(doing: Act, *, reason: str) -> Facts:
    """Let it be handed over with papers unfinished, for a reason."""
    return stated(doing, reason) | _noted(doing, waived_at=doing.at)


@effect
def sign(doing: Act, *, judgement: Judgement) -> Facts:
    """The third signature: it is the other worker's from now on."""
    facts, receiver = review(doing, judgement=judgement), doing.dossier.receiver
    return facts | _noted(doing, taken_by=receiver) | _passed_to(doing, receiver)


@effect
def force(doing: Act, *, reason: str) -> Facts:
    """The head completes what was not done in time, and says why."""
    receiver = doing.dossier.receiver
    facts = submit(doing, said=[(_("站长代管的原因"), written(reason))])
    return facts | _noted(doing, taken_by=receiver) | _passed_to(doing, receiver)


@effect
def call_off(doing: Act, *, reason: str) -> Facts:
    """Whoever was to leave stays: it remains theirs, and nobody is to take it over any more."""
    case = doing.dossier
    drafts.drop(case, Handover.code)
    case.receiver = case.witness = None
    case.save(update_fields=["receiver", "witness"])
    return stated(doing, reason) | {"receiver": None, "witness": None}


def _noted(doing: Act, **what: Any) -> Facts:
    """Write on the record what was done; the trail has it by the verb."""
    transfer = doing.lifecycle.record
    for name, value in what.items():
        setattr(transfer, name, value)
    transfer.save(update_fields=[*what])
    return {}


# ── whose it is ───────────────────────────────────────────────────────────────────────────


def _named(doing: Act, receiver: User) -> Facts:
    case = doing.dossier
    require_post(receiver, case.station, Role.WORKER)
    if receiver.pk == case.owner_id:
        raise RuleError(_("接手人和移交人是同一个人，请另选。"))
    if receiver.pk in {case.witness_id, case.supervisor_id}:
        raise RuleError(_("接手人不能同时是本案的督导或监交人，请另选。"))
    if Departure.objects.filter(user=receiver, station=case.station, ended_on=None).exists():
        raise RuleError(_("所选的人自己也在办离岗，请另选。"))
    case.receiver = receiver
    case.save(update_fields=["receiver"])
    return {"receiver": receiver.pk}


def _passed_to(doing: Act, receiver: User) -> Facts:
    """Whatever is written, asked for or planned stays as it is: it hangs on the dossier."""
    case = doing.dossier
    require_post(receiver, case.station, Role.WORKER)
    case.owner, case.receiver, case.witness = receiver, None, None
    case.save(update_fields=["owner", "receiver", "witness"])
    return {"owner": receiver.pk, "receiver": None, "witness": None}
