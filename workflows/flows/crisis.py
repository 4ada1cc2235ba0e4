"""危机: runs beside the case, from the alarm to the day on which two agree that it is over.

begin → take_charge → handle ⇄ watch → review_end → resolved
              ↘ review_false_alarm → resolved
anytime: somebody acknowledges it, reports in writing, reports it to the authorities.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casework.lifecycles import CrisisLifecycle
from casework.models import Crisis
from workflows import views
from workflows.flows.base import DossierFlow
from workflows.nodes import Begin, Finish, Step

screen_of = views.StepView.as_view()


class CrisisFlow(DossierFlow):
    process_title = _("危机支线")
    lifecycle = CrisisLifecycle
    anytime = (
        *("crisis.acknowledge", "crisis.write_report", "crisis.mandatory_report"),
        *("crisis.relapse", "crisis.ask_false_alarm", "crisis.ask_end_by_event"),
        "crisis.reassess_risk",
    )

    begin_crisis = Begin().Annotation(title=_("触发危机")).Next(this.take_charge)

    take_charge = (
        Step(screen_of, "crisis.take_charge").Annotation(title=_("接管危机")).Next(this.handle)
    )
    review_false_alarm = (
        Step(
            screen_of,
            "crisis.false_alarm",
            "crisis.refuse_false_alarm",
            "crisis.withdraw_false_alarm",
        )
        .Annotation(title=_("误报审批"))
        .Next(this.resolved, this.take_charge)
    )
    handle = Step(screen_of, "crisis.stabilise").Annotation(title=_("处置危机")).Next(this.watch)
    review_event = (
        Step(
            screen_of,
            "crisis.end_by_event",
            "crisis.refuse_end_by_event",
            "crisis.withdraw_end_by_event",
        )
        .Annotation(title=_("因故终结审批"))
        .Next(this.resolved)
    )
    watch = (
        Step(screen_of, "crisis.ask_resolve").Annotation(title=_("危机观察")).Next(this.review_end)
    )
    review_end = (
        Step(screen_of, "crisis.resolve", "crisis.refuse_resolve", "crisis.withdraw_resolve")
        .Annotation(title=_("解除危机审批"))
        .Next(this.resolved, this.watch)
    )

    resolved = Finish(Crisis.Status.RESOLVED).Annotation(title=_("危机已解除"))
