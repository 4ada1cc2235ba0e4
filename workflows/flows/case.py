"""个案: from the call for help to an approved plan.

register → take_up → screen ⇄ review_intake → assess ⇄ review_assessment → plan ⇄ review_plan
               │        │  ↘ review_decline    (two signatures: endorse_plan → sign_plan)  ↓
           consulted ← ─┴──→ declined                                                   serve
anytime: a lead is assigned, a requester withdraws; the flow follows the record.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casework.lifecycles import CaseLifecycle
from casework.models import Case
from casework.permissions import Who
from workflows import views
from workflows.flows.base import DossierFlow
from workflows.nodes import Begin, Finish, Step, Waiting

screen_of = views.StepView.as_view()


class CaseFlow(DossierFlow):
    process_title = _("个案服务")
    lifecycle = CaseLifecycle
    anytime = ("case.assign", "case.requester_withdraws")

    register = Begin().Annotation(title=_("登记求助")).Next(this.take_up)

    take_up = (
        Step(screen_of, "case.start_screen", "case.close_unreached")
        .Annotation(title=_("受理线索"))
        .Next(this.screen, this.consulted)
    )
    screen = (
        Step(
            screen_of,
            "case.submit_intake",
            "case.resolve_by_advice",
            "case.ask_decline",
        )
        .Annotation(title=_("初筛与接案登记"))
        .Next(this.review_intake, this.consulted, this.review_decline)
    )
    review_decline = (
        Step(screen_of, "case.decline", "case.refuse_decline", "case.withdraw_decline")
        .Annotation(title=_("不接案审批"))
        .Next(this.declined, this.screen)
    )
    review_intake = (
        Step(screen_of, "case.approve_intake", "case.return_intake", "case.withdraw_intake")
        .Annotation(title=_("接案审批"))
        .Next(this.assess, this.screen)
    )

    assess = (
        Step(screen_of, "case.submit_assessment")
        .Annotation(title=_("需求预估"))
        .Next(this.review_assessment)
    )
    review_assessment = (
        Step(
            screen_of,
            "case.approve_assessment",
            "case.return_assessment",
            "case.withdraw_assessment",
        )
        .Annotation(title=_("预估审核"))
        .Next(this.plan, this.assess)
    )

    plan = (
        Step(screen_of, "case.submit_plan")
        .Annotation(title=_("制定计划"))
        .Next(this.review_plan, this.endorse_plan)
    )
    review_plan = (
        Step(
            screen_of,
            "case.approve_plan",
            "case.return_plan",
            "case.withdraw_plan",
            only=[Who.SUPERVISOR],
        )
        .Annotation(title=_("计划审批"))
        .Next(this.serve, this.plan)
    )
    endorse_plan = (
        Step(screen_of, "case.endorse_plan", "case.return_plan", "case.withdraw_plan")
        .Annotation(title=_("计划审批：督导"))
        .Next(this.sign_plan, this.plan)
    )
    sign_plan = (
        Step(screen_of, "case.approve_plan", "case.return_plan", only=[Who.HEAD])
        .Annotation(title=_("计划审批：站长"))
        .Next(this.serve, this.plan)
    )

    serve = Waiting(screen_of, Case.Status.INTERVENING, Who.OWNER).Annotation(title=_("服务"))

    declined = Finish(Case.Status.DECLINED).Annotation(title=_("不接案"))
    consulted = Finish(Case.Status.CONSULTED).Annotation(title=_("咨询办结"))
