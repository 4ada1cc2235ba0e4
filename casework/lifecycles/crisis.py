"""危机支线. The handbook's table 4.2, row for row; it runs beside the case's own state.

Nobody's approval stands before it: whoever sees a crisis raises it, and is asked for nothing that
is not at hand. What it freezes is said by the guard ``calm`` of the case's own rows.
"""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from accounts.models import User
from casework.approvals import submissions
from casework.lifecycles.base import SAME, guard, move
from casework.lifecycles.guards import ready, risk_assessed, safety_plan
from casework.lifecycles.leaving import open_for_help
from casework.lifecycles.overlay import Overlay
from casework.lifecycles.rows import on_request
from casework.models import Case, Crisis, Submission
from casework.models.assessment import risk_in
from casework.permissions import Who
from casework.workdays import days, hours

S = Crisis.Status
OWNER, WORKER, SUPERVISOR, HEAD = Who.OWNER, Who.WORKER, Who.SUPERVISOR, Who.HEAD
DISTRICT = Who.DISTRICT
STAFF = [OWNER, WORKER, SUPERVISOR, HEAD, DISTRICT, Who.COLLEAGUE]  # 任何工作人员
GOING_ON = [S.RAISED, S.ACTIVE, S.STABILISED]
LEAST_WATCHED = timedelta(days=7)  # 7–30日观察


def reassessed(case: Case) -> Submission | None:
    """Return the assessment that the owner has written since the crisis was raised."""
    crisis = CrisisLifecycle(case).record
    written = [each for each in submissions(case) if each.verb == "reassess_risk"]
    return next((each for each in written if crisis and each.at >= crisis.raised_at), None)


@guard("seen_once", _("你已经回过“收到”。"))
def seen_once(case: Case, user: User) -> bool:
    crisis = CrisisLifecycle(case).record
    return crisis is None or not crisis.receipts.filter(by=user).exists()


@guard(
    "risk_lowered",
    _("须有主责社工在危机后写的再评估（《个案预估表》），风险为中或低。"),
    where="C03#risk.level",
)
def risk_lowered(case: Case, user: User) -> bool:
    written = reassessed(case)
    if written is None:
        return False
    said = {each["key"]: each["value"] for each in written.form_of("C03")["fields"]}
    return risk_in(said) in {"medium", "low"}


@guard("watched", _("稳定后须观察至少 7 日，再解除。"))
def watched(case: Case, user: User) -> bool:
    crisis = CrisisLifecycle(case).record
    since = crisis.stable_on if crisis else None
    return since is not None and timezone.localdate() >= since + LEAST_WATCHED


def report_due(case: Case) -> list[date]:
    """书面报告: within 24 hours of the raising; until then nobody need look for it."""
    crisis = CrisisLifecycle(case).record
    if crisis is None or crisis.ended_on or _is_written(case, crisis):
        return []
    return [timezone.localdate(crisis.raised_at) + timedelta(days=1)]


def _is_written(case: Case, crisis: Crisis) -> bool:
    return any("C12" in each.codes and each.at >= crisis.raised_at for each in submissions(case))


# fmt: off
class CrisisLifecycle(Overlay):
    key, name = "crisis", _("危机支线 Crisis overlay")
    model = Crisis
    states = S
    state = fsm.State(S, default=S.NONE)
    idle = S.NONE.value
    final = frozenset({S.RESOLVED})
    steps = {"危机": [S.NONE, *GOING_ON, S.RESOLVED]}

    raise_crisis = move(
        S.NONE, S.RAISED, _("触发危机"), by=STAFF, when=open_for_help,
        within=hours(2, since=_("发现即刻；口头报告")), tells=[SUPERVISOR, HEAD],
        urgent=True,
    )
    acknowledge = move(
        GOING_ON, SAME, _("收到"), by=[SUPERVISOR, HEAD], guards=[seen_once],
    )
    take_charge = move(
        S.RAISED, S.ACTIVE, _("接管处置"), by=[HEAD, SUPERVISOR], within=hours(2),
        tells=[OWNER, DISTRICT],
    )
    write_report = move(
        GOING_ON, SAME, _("提交危机书面报告"), by=[OWNER, WORKER, SUPERVISOR, HEAD],
        submits=["C12"], guards=ready("C12"), within=hours(24, since=_("发现后")),
        due=report_due, tells=[SUPERVISOR, HEAD],
    )
    false_alarm = on_request("false_alarm", move(
        S.RAISED, S.RESOLVED, _("误报解除"), by=[HEAD], submits=["C12"], whole=False,
        within=hours(24, since=_("触发后")), tells=[OWNER, WORKER],
    ), asked=[SUPERVISOR])
    mandatory_report = move(
        S.ACTIVE, SAME, _("强制报告/报警"), by=[WORKER, HEAD],
        within=hours(24, since=_("立即；书面")), tells=[HEAD, DISTRICT],
    )
    stabilise = move(
        S.ACTIVE, S.STABILISED, _("稳定"), by=[SUPERVISOR], submits=["C12"],
        guards=ready("C12"), tells=[OWNER],
    )
    end_by_event = on_request("end_by_event", move(
        [S.ACTIVE, S.STABILISED], S.RESOLVED, _("因故终结"), by=[HEAD], submits=["C12"],
        whole=False, tells=[DISTRICT, OWNER],
    ), asked=[SUPERVISOR])
    reassess_risk = move(
        S.STABILISED, SAME, _("危机再评估"), by=[OWNER], submits=["C03"],
        guards=[*ready("C03"), risk_assessed, safety_plan], tells=[SUPERVISOR],
    )
    resolve = on_request("resolve", move(
        S.STABILISED, S.RESOLVED, _("解除"), by=[HEAD], submits=["C12"],
        guards=[*ready("C12"), watched], within=days(30, since=_("观察7至")),
        tells=[DISTRICT, OWNER],
    ), asked=[SUPERVISOR], still=[risk_lowered])
    relapse = move(
        S.STABILISED, S.ACTIVE, _("复发"), by=STAFF, tells=[SUPERVISOR, HEAD],
        urgent=True,
    )
