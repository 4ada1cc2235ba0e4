"""更换主责社工. The handbook's table 4.12; in a crisis the head alone changes it (rule 11, X5)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from accounts.models import User
from casework import crises
from casework.lifecycles import rows
from casework.lifecycles.base import NEW, Stage, guard, move
from casework.lifecycles.guards import ready
from casework.lifecycles.leaving import calm, of_a_person, of_several, running
from casework.lifecycles.overlay import Overlay
from casework.lifecycles.serving import asks_for
from casework.models import Case, WorkerChange
from casework.models.applications import CHANGE
from casework.permissions import Who, standing
from casework.workdays import working_days

S = WorkerChange.Status
OWNER, SUPERVISOR, HEAD, RECEIVER = Who.OWNER, Who.SUPERVISOR, Who.HEAD, Who.RECEIVER
ASK = "request_change"

staying = rows.both(
    running,
    lambda case: case.witness_id is None and case.accepted_on is not None,
    _("还没立案的，由站长改派；主责社工正在离岗交接的，在交接里办。"),
)
in_crisis = Stage(
    lambda case: staying.check(case) and crises.open_crisis(case) is not None,
    _("危机没解除时，由站长直接更换；平时先由主责社工申请。"),
)


@guard("head_or_calm", _("危机没解除时，更换主责社工只由站长办理。"))
def head_or_calm(case: Case, user: User) -> bool:
    """Nothing is going on; or the head does it, or has decided it since."""
    crisis, change = crises.open_crisis(case), ChangeWorkerLifecycle(case).record
    if crisis is None or Who.HEAD in standing(user, case):
        return True
    return bool(change and change.decided_at and change.decided_at >= crisis.raised_at)


# fmt: off
class ChangeWorkerLifecycle(Overlay):
    key, name = "change_worker", _("更换主责社工 ChangeWorker")
    model = WorkerChange
    states = S
    state = fsm.State(S)
    final = frozenset({S.CONFIRMED, S.REJECTED})
    steps = {"更换主责": [*S]}

    request_change = move(
        NEW, S.REQUESTED, _("申请更换主责社工"), by=[OWNER], submits=["C14"],
        guards=[*ready("C14"), asks_for(CHANGE), calm], when=staying, tells=[SUPERVISOR, HEAD],
    )
    appoint = move(
        NEW, S.APPROVED, _("更换主责社工（危机期间）"), by=[HEAD], submits=["C14"], whole=False,
        edits=False, when=in_crisis, tells=[OWNER, RECEIVER, SUPERVISOR],
    )
    withdraw_change = rows.take_back(
        S.REQUESTED, S.REJECTED, _("撤回更换申请"), withdraws=ASK, tells=[SUPERVISOR, HEAD],
    )
    approve = rows.in_order("approve", rows.approve(
        S.REQUESTED, S.APPROVED, _("批准"), by=[SUPERVISOR], decides=ASK,
        within=working_days(3), tells=[OWNER, RECEIVER],
    ), then=[HEAD], first="endorse_change", still=[calm])
    reject = rows.reject(
        S.REQUESTED, S.REJECTED, _("不批准"), by=[HEAD], decides=ASK,
        within=working_days(3), tells=[OWNER],
    )
    handover = move(
        S.APPROVED, S.HANDED, _("交接"), by=[OWNER, HEAD], submits=["C15"],
        guards=[*ready("C15"), head_or_calm], within=working_days(10),
        tells=[SUPERVISOR, OWNER],
    )
    confirm = [
        move(
            S.HANDED, S.CONFIRMED, _("确认"), by=[OWNER], submits=["C05"], guards=ready("C05"),
            when=of_a_person, within=working_days(5), tells=[SUPERVISOR, HEAD],
        ),
        move(
            S.HANDED, S.CONFIRMED, _("确认"), by=[OWNER], when=of_several,
            known_as="confirm_with_several", within=working_days(5), tells=[SUPERVISOR, HEAD],
        ),
    ]


def open_change(case: Any) -> Any:
    """Return the change that is under way; one at most."""
    return ChangeWorkerLifecycle(case).record
