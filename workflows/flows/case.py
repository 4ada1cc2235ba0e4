"""个案: from the call for help to the archive box.

register → take_up → screen ⇄ review_intake → assess ⇄ review_assessment → plan ⇄ review_plan
               │     ↑  │  ↘ review_decline    (two signatures: endorse_plan → sign_plan)  ↓
               │   wait │                                    review_midterm, review_plan ⇄ serve
           consulted ← ─┴──→ declined                              ↓            ┌────────┘
                                   ┌────────────────────────────── close ←──────┘
      endorse_closure → sign_closure → follow_up → ask_archive → review_archive → archived
                                   └→ archive (nobody to follow up) ─────────────→ archived
off the way: screen ⇄ review_referral → refer → referred
             serve ⇄ review_mid_referral → hand_on → close, or back
             serve ⇄ review_suspension → rest ⇄ review_resumption; rest → close
             anywhere under way → review_end → close
             follow_up, archive, archived → review_reopening → reopened → assess
anytime: a lead is assigned, a requester withdraws, a service is recorded, a client ends it, a
longer time is asked for, consent is withdrawn; the flow follows the record.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casework.lifecycles import CaseLifecycle
from casework.models import Case
from casework.permissions import Who
from workflows import views
from workflows.flows.base import DossierFlow
from workflows.nodes import Begin, Finish, Step

screen_of = views.StepView.as_view()


class CaseFlow(DossierFlow):
    process_title = _("个案服务")
    lifecycle = CaseLifecycle
    anytime = (
        *("case.assign", "case.waitlist", "case.requester_withdraws"),
        *("case.add_session", "case.ask_extend", "case.emergency_session"),
        *("case.ask_refer_mid", "case.ask_refer_partial", "case.ask_suspend"),
        *("case.add_supervision", "case.add_conference"),
        *("case.finish_action", "case.finish_own_action"),
        *("case.client_ends", "case.ask_abort", "case.ask_reopen", "case.reopen"),
        *("case.sign_anew", "case.withdraw_consent", "case.settle_withdrawal"),
    )

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
            "case.ask_refer_out",
        )
        .Annotation(title=_("初筛与接案登记"))
        .Next(this.review_intake, this.consulted, this.review_decline, this.review_referral)
    )
    wait = (
        Step(screen_of, "case.recall", "case.keep_waiting")
        .Annotation(title=_("轮候"))
        .Next(this.screen)
    )
    review_decline = (
        Step(screen_of, "case.decline", "case.refuse_decline", "case.withdraw_decline")
        .Annotation(title=_("不接案审批"))
        .Next(this.declined, this.screen)
    )
    review_referral = (
        Step(screen_of, "case.refer_out", "case.refuse_refer_out", "case.withdraw_refer_out")
        .Annotation(title=_("转介审批"))
        .Next(this.refer, this.screen)
    )
    refer = (
        Step(screen_of, "case.referral_done", "case.referral_failed")
        .Annotation(title=_("追踪转介（未立案）"))
        .Next(this.referred, this.screen, this.serve)
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
            "case.return_revision",
            "case.withdraw_revision",
            only=[Who.SUPERVISOR],
        )
        .Annotation(title=_("计划审批"))
        .Next(this.serve, this.plan)
    )
    endorse_plan = (
        Step(
            screen_of,
            "case.endorse_plan",
            "case.return_plan",
            "case.withdraw_plan",
            "case.return_revision",
            "case.withdraw_revision",
        )
        .Annotation(title=_("计划审批：督导"))
        .Next(this.sign_plan, this.plan, this.serve)
    )
    sign_plan = (
        Step(
            screen_of,
            "case.approve_plan",
            "case.return_plan",
            "case.return_revision",
            only=[Who.HEAD],
        )
        .Annotation(title=_("计划审批：站长"))
        .Next(this.serve, this.plan)
    )

    serve = (
        Step(screen_of, "case.start_close", "case.submit_midterm", "case.revise_plan")
        .Annotation(title=_("服务"))
        .Next(this.close, this.review_midterm, this.review_plan, this.endorse_plan)
    )
    review_extension = (
        Step(screen_of, "case.extend", "case.refuse_extend", "case.withdraw_extend")
        .Annotation(title=_("延期审批"))
        .Next(this.serve)
    )
    review_midterm = (
        Step(
            screen_of,
            "case.approve_midterm",
            "case.approve_midterm_close",
            "case.return_midterm",
            "case.withdraw_midterm",
        )
        .Annotation(title=_("阶段评估审批"))
        .Next(this.serve, this.close)
    )

    review_mid_referral = (
        Step(screen_of, "case.refer_mid", "case.refuse_refer_mid", "case.withdraw_refer_mid")
        .Annotation(title=_("中途转介审批"))
        .Next(this.hand_on, this.serve)
    )
    hand_on = (
        Step(screen_of, "case.referral_accepted", "case.referral_failed")
        .Annotation(title=_("追踪转介"))
        .Next(this.close, this.screen, this.serve)
    )
    review_partial_referral = (
        Step(
            screen_of,
            "case.refer_partial",
            "case.refuse_refer_partial",
            "case.withdraw_refer_partial",
        )
        .Annotation(title=_("部分转介审批"))
        .Next(this.serve)
    )
    review_suspension = (
        Step(screen_of, "case.suspend", "case.refuse_suspend", "case.withdraw_suspend")
        .Annotation(title=_("暂停审批"))
        .Next(this.rest, this.serve)
    )
    rest = (
        Step(screen_of, "case.ask_resume", "case.close_from_suspend")
        .Annotation(title=_("暂停中"))
        .Next(this.review_resumption, this.close)
    )
    review_resumption = (
        Step(screen_of, "case.resume", "case.refuse_resume", "case.withdraw_resume")
        .Annotation(title=_("恢复审批"))
        .Next(this.serve, this.rest)
    )
    review_end = (
        Step(screen_of, "case.abort", "case.refuse_abort", "case.withdraw_abort")
        .Annotation(title=_("终止审批"))
        .Next(this.close)
    )

    close = (
        Step(screen_of, "case.submit_closure", "case.withdraw_close")
        .Annotation(title=_("结案评估"))
        .Next(this.endorse_closure, this.serve, this.assess)
    )
    endorse_closure = (
        Step(
            screen_of,
            "case.endorse_closure",
            "case.return_closure",
            "case.reject_close",
            "case.withdraw_closure",
        )
        .Annotation(title=_("结案审批：督导"))
        .Next(this.sign_closure, this.close, this.serve)
    )
    sign_closure = (
        Step(
            screen_of,
            "case.approve_closure",
            "case.return_closure",
            only=[Who.HEAD],
        )
        .Annotation(title=_("结案审批：站长"))
        .Next(this.follow_up, this.archive, this.close)
    )

    follow_up = (
        Step(screen_of, "case.add_followup", anew=True)
        .Annotation(title=_("回访"))
        .Next(this.follow_up, this.ask_archive)
    )
    ask_archive = (
        Step(screen_of, "case.ask_finish_followup")
        .Annotation(title=_("归档"))
        .Next(this.review_archive)
    )
    review_archive = (
        Step(
            screen_of,
            "case.finish_followup",
            "case.refuse_finish_followup",
            "case.withdraw_finish_followup",
        )
        .Annotation(title=_("归档审批"))
        .Next(this.archived, this.ask_archive)
    )
    archive = (
        Step(screen_of, "case.archive_no_followup").Annotation(title=_("归档")).Next(this.archived)
    )

    review_reopening = (
        Step(screen_of, "case.reopen", "case.refuse_reopen", "case.withdraw_reopen")
        .Annotation(title=_("重开审批"))
        .Next(this.reopened, this.follow_up)
    )
    reopened = Step(screen_of, "case.reassess").Annotation(title=_("重新预估")).Next(this.assess)

    declined = Finish(Case.Status.DECLINED).Annotation(title=_("不接案"))
    referred = Finish(Case.Status.REFERRED).Annotation(title=_("已转介"))
    consulted = Finish(Case.Status.CONSULTED).Annotation(title=_("咨询办结"))
    archived = Finish(Case.Status.ARCHIVED).Annotation(title=_("已归档"))
