"""更换主责社工: from the request to the new worker's first meeting with the client.

begin → endorse → decide → hand_over → confirm → confirmed
           ↘ rejected ↙
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casework.lifecycles import ChangeWorkerLifecycle
from casework.models import WorkerChange
from workflows import views
from workflows.flows.base import DossierFlow
from workflows.nodes import Begin, Finish, Step

screen_of = views.StepView.as_view()


class ChangeWorkerFlow(DossierFlow):
    process_title = _("更换主责社工")
    lifecycle = ChangeWorkerLifecycle
    anytime = ("change_worker.request_change",)

    begin_change = (
        Begin().Annotation(title=_("申请更换主责社工")).Next(this.endorse, this.hand_over)
    )

    endorse = (
        Step(
            screen_of,
            "change_worker.endorse_change",
            "change_worker.reject",
            "change_worker.withdraw_change",
        )
        .Annotation(title=_("更换主责审批（督导）"))
        .Next(this.decide, this.rejected)
    )
    decide = (
        Step(screen_of, "change_worker.approve", "change_worker.reject")
        .Annotation(title=_("更换主责审批（站长）"))
        .Next(this.hand_over, this.rejected)
    )
    hand_over = (
        Step(screen_of, "change_worker.handover").Annotation(title=_("写交接单")).Next(this.confirm)
    )
    confirm = (
        Step(screen_of, "change_worker.confirm")
        .Annotation(title=_("接手后首次会面"))
        .Next(this.confirmed)
    )

    confirmed = Finish(WorkerChange.Status.CONFIRMED).Annotation(title=_("新社工已确认"))
    rejected = Finish(WorkerChange.Status.REJECTED).Annotation(title=_("未批准更换"))
