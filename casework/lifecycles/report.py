"""强制报告. The handbook's table 4.3: nobody's approval, and no client's consent, comes first.

反家庭暴力法 §14 and 未成年人保护法 §11 oblige stations to report (handbook 2.3).
"""

from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from casework.lifecycles.base import NEW, move
from casework.lifecycles.crisis import STAFF
from casework.lifecycles.guards import ready
from casework.lifecycles.leaving import open_for_help
from casework.lifecycles.overlay import Overlay
from casework.lifecycles.rows import on_request
from casework.models import MandatoryReport
from casework.permissions import Who
from casework.workdays import days

S = MandatoryReport.Status
OWNER, WORKER, SUPERVISOR, HEAD = Who.OWNER, Who.WORKER, Who.SUPERVISOR, Who.HEAD
DISTRICT = Who.DISTRICT


# fmt: off
class ReportLifecycle(Overlay):
    key, name = "mandatory_report", _("强制报告 Mandatory report")
    model = MandatoryReport
    states = S
    state = fsm.State(S)
    final = frozenset({S.CLOSED})
    steps = {"强制报告": [*S]}

    identify = move(
        NEW, S.IDENTIFIED, _("启动强制报告"), by=STAFF, when=open_for_help,
        tells=[HEAD, SUPERVISOR], urgent=True,
    )
    report = move(
        S.IDENTIFIED, S.REPORTED, _("报告公安/民政等"), by=[WORKER, HEAD],
        tells=[HEAD, DISTRICT],
    )
    ack = move(
        S.REPORTED, S.ACKNOWLEDGED, _("登记受理回执/报案编号"), by=[WORKER, HEAD],
        within=days(3),
    )
    protect = move(
        S.ACKNOWLEDGED, S.FOLLOWED, _("协同保护"), by=[OWNER, WORKER], submits=["C05"],
        guards=ready("C05"), tells=[SUPERVISOR],
    )
    finish = on_request("finish", move(
        S.FOLLOWED, S.CLOSED, _("办结"), by=[HEAD], submits=["C12"], whole=False,
        tells=[DISTRICT, OWNER],
    ), asked=[SUPERVISOR])
