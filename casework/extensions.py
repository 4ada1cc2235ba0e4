"""延期 and 逾期说明 (handbook 4.13, X4): more time for one thing, for a reason that is kept.

Who has to do it asks; who supervises, heads or stands in grants, and never to themselves. The state
does not change, and the first day is kept beside the new one.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record, salted
from casework.deadlines import hands_of, put_off
from casework.errors import RuleError
from casework.lifecycles import machine_of
from casework.locking import lock
from casework.models import Deadline, Dossier, Statement
from casework.permissions import Who, people, post_of, standing
from casework.workdays import is_working_day, working_days
from notifications.services import notify

MOST = working_days(10)  # beyond the first day, however often it is put off
GRANTERS = {Who.SUPERVISOR, Who.HEAD, Who.DISTRICT}


def may_ask(clock: Deadline, user: User) -> bool:
    """Whether it is theirs to do."""
    return user.pk in hands_of(clock)


def may_grant(clock: Deadline, user: User) -> bool:
    """Whether they stand above whoever has to do it."""
    return bool(standing(user, clock.dossier) & GRANTERS) and not may_ask(clock, user)


def latest_day(clock: Deadline) -> date:
    """Return the last day to which a deadline may be put off."""
    return MOST.after(clock.promised_on)[0]


@transaction.atomic
def ask_time(clock: Deadline, until: date | None, reason: str, *, by: User) -> None:
    """Say why something is late or will be, and ask for time until a day."""
    dossier = _locked(clock)
    if not may_ask(clock, by):
        raise PermissionDenied(_("这个期限不由你办理。"))
    _check(clock, until, reason)
    clock.asked_until = until
    clock.save(update_fields=["asked_until"])
    _write_down("ask_time", clock, reason, by=by, until=str(until))
    above = people(dossier, Who.SUPERVISOR) | people(dossier, Who.HEAD)
    _tell(clock, above - hands_of(clock) - {by.pk}, _("申请延期"), f"{clock.pk}/")


@transaction.atomic
def extend(clock: Deadline, until: date | None, reason: str, *, by: User) -> None:
    """Put a deadline off to a later day."""
    _locked(clock)
    if not may_grant(clock, by):
        raise PermissionDenied(_("延期由督导、站长或总站批准，不能批给自己。"))
    day, was = _check(clock, until, reason), clock.due_on
    clock.asked_until = None
    put_off(clock, day, estimated=not is_working_day(day)[1])
    _write_down("extend_deadline", clock, reason, by=by, was=str(was), until=str(day))
    _tell(clock, hands_of(clock) - {by.pk}, _("延到 %s") % f"{day:%m-%d}", "")


def _locked(clock: Deadline) -> Dossier:
    lock(clock.dossier)
    clock.refresh_from_db(fields=["met_on", "stopped_on", "due_on", "first_due_on"])
    if clock.met_on:
        raise RuleError(_("这件事已经办了，不用再延期。"))
    if clock.stopped_on:
        raise RuleError(_("这个期限停着，不会逾期，不用延期。"))
    return clock.dossier


def _check(clock: Deadline, until: date | None, reason: str) -> date:
    errors = {}
    most = latest_day(clock)
    if not reason.strip():
        errors["reason"] = _("写一两句为什么要延期。")
    if until is None or not max(clock.due_on, timezone.localdate()) < until <= most:
        errors["until"] = _(
            "新期限须晚于今天和现在的到期日，最迟 %(most)s（原到期日后 10 个工作日）。"
        ) % {"most": most.isoformat()}
    if errors or until is None:
        raise RuleError(_("没有保存，请按提示改。"), errors)
    return until


def _write_down(verb: str, clock: Deadline, reason: str, *, by: User, **facts: str) -> None:
    """Keep the reason sealed; the trail knows a salted hash of it."""
    dossier, at = clock.dossier, timezone.now()
    said = Statement.objects.create(dossier=dossier, verb=verb, text=reason.strip(), by=by, at=at)
    record(
        f"case.{verb}",
        dossier.chain,
        by=by,
        post=post_of(by, dossier),
        at=at,
        deadline=clock.pk,
        statement=said.pk,
        said=salted(reason.strip(), within=dossier.chain),
        **facts,
    )


def _tell(clock: Deadline, told: set[int], what: str, where: str) -> None:
    dossier = clock.dossier
    label = machine_of(dossier, clock.verb).verbs[clock.verb][0].label
    says = _("%(number)s：%(label)s，%(what)s") % {
        "number": dossier.number,
        "label": label,
        "what": what,
    }
    link = f"/deadlines/{where}" if where else f"/dossiers/{dossier.pk}/"
    notify(told, kind="deadline.extend", says=says, link=link)
