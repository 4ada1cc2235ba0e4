"""强制报告: runs beside the case, from the finding to what the authorities have done.

begin → report → acknowledge → protect → ask_finish → review_finish → closed
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casework.lifecycles import ReportLifecycle
from casework.models import MandatoryReport
from workflows import views
from workflows.flows.base import DossierFlow
from workflows.nodes import Begin, Finish, Step

screen_of = views.StepView.as_view()


class ReportFlow(DossierFlow):
    process_title = _("强制报告")
    lifecycle = ReportLifecycle

    begin_report = Begin().Annotation(title=_("启动强制报告")).Next(this.tell)

    tell = (
        Step(screen_of, "mandatory_report.report")
        .Annotation(title=_("报告公安、民政"))
        .Next(this.acknowledge)
    )
    acknowledge = (
        Step(screen_of, "mandatory_report.ack")
        .Annotation(title=_("登记受理回执"))
        .Next(this.protect)
    )
    protect = (
        Step(screen_of, "mandatory_report.protect")
        .Annotation(title=_("协同保护"))
        .Next(this.ask_finish)
    )
    ask_finish = (
        Step(screen_of, "mandatory_report.ask_finish")
        .Annotation(title=_("强制报告办结"))
        .Next(this.review_finish)
    )
    review_finish = (
        Step(
            screen_of,
            "mandatory_report.finish",
            "mandatory_report.refuse_finish",
            "mandatory_report.withdraw_finish",
        )
        .Annotation(title=_("强制报告办结审批"))
        .Next(this.closed, this.ask_finish)
    )

    closed = Finish(MandatoryReport.Status.CLOSED).Annotation(title=_("强制报告已办结"))
