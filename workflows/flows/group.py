"""小组: from the need that several people have in common to the archive box.

set_up → plan ⇄ review_plan (endorse_plan → sign_plan where it costs anything)
                     ↓
      recruit → prepare → run ⟲ each session → evaluate ⇄ endorse_report → sign_report
          ↓        ↓       ↓↑                     ↑                             ↓
          cancelled      review_pause → rest      │            follow_up → ask_archive ⇄
                           └─ review_abort ───────┘              review_archive → archived
anytime: a session is planned, observed, signed for; members come and go; more or fewer sessions,
a pause, an end before its time are asked for. The flow follows the record.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casework.lifecycles import GroupLifecycle
from casework.models import Group
from casework.permissions import Who
from workflows import views
from workflows.flows.base import DossierFlow
from workflows.nodes import Begin, Finish, Step

screen_of = views.StepView.as_view()


class GroupFlow(DossierFlow):
    process_title = _("小组服务")
    lifecycle = GroupLifecycle
    anytime = (
        *("group.plan_session", "group.add_observation", "group.sign_contract"),
        *("group.member_change", "group.ask_admit_member", "group.ask_change_sessions"),
        *("group.review_dropout", "group.ask_pause", "group.ask_abort", "group.measure"),
    )

    set_up = Begin().Annotation(title=_("立组")).Next(this.plan)

    plan = (
        Step(screen_of, "group.submit_plan", "group.cancel")
        .Annotation(title=_("需求评估与计划"))
        .Next(this.review_plan, this.endorse_plan, this.cancelled)
    )
    review_plan = (
        Step(
            screen_of,
            "group.approve_plan",
            "group.return_plan",
            "group.withdraw_plan",
            only=[Who.SUPERVISOR],
        )
        .Annotation(title=_("小组计划审批"))
        .Next(this.recruit, this.plan)
    )
    endorse_plan = (
        Step(screen_of, "group.endorse_plan", "group.return_plan", "group.withdraw_plan")
        .Annotation(title=_("小组计划审批：督导"))
        .Next(this.sign_plan, this.plan)
    )
    sign_plan = (
        Step(screen_of, "group.approve_plan", "group.return_plan", only=[Who.HEAD])
        .Annotation(title=_("小组计划审批：站长"))
        .Next(this.recruit, this.plan)
    )

    recruit = (
        Step(screen_of, "group.confirm_members", "group.postpone", "group.cancel")
        .Annotation(title=_("招募与筛选"))
        .Next(this.prepare, this.cancelled)
    )
    prepare = (
        Step(screen_of, "group.open", "group.cancel")
        .Annotation(title=_("准备开组"))
        .Next(this.run, this.cancelled)
    )
    run = (
        Step(screen_of, "group.complete_session", "group.complete", anew=True)
        .Annotation(title=_("小组各节"))
        .Next(this.run, this.evaluate)
    )
    review_joining = (
        Step(
            screen_of,
            "group.admit_member",
            "group.refuse_admit_member",
            "group.withdraw_admit_member",
        )
        .Annotation(title=_("加入组员审批"))
        .Next(this.run)
    )
    review_sessions = (
        Step(
            screen_of,
            "group.change_sessions",
            "group.refuse_change_sessions",
            "group.withdraw_change_sessions",
        )
        .Annotation(title=_("增减节数审批"))
        .Next(this.prepare)
    )
    review_pause = (
        Step(screen_of, "group.pause", "group.refuse_pause", "group.withdraw_pause")
        .Annotation(title=_("暂停审批"))
        .Next(this.rest, this.run)
    )
    rest = Step(screen_of, "group.resume").Annotation(title=_("暂停中")).Next(this.run)
    review_abort = (
        Step(screen_of, "group.abort", "group.refuse_abort", "group.withdraw_abort")
        .Annotation(title=_("提前终止审批"))
        .Next(this.evaluate, this.run)
    )

    evaluate = (
        Step(screen_of, "group.submit_report")
        .Annotation(title=_("总结评估"))
        .Next(this.endorse_report)
    )
    endorse_report = (
        Step(screen_of, "group.endorse_report", "group.return_report", "group.withdraw_report")
        .Annotation(title=_("小组总结审批：督导"))
        .Next(this.sign_report, this.evaluate)
    )
    sign_report = (
        Step(screen_of, "group.approve_report", "group.return_report", only=[Who.HEAD])
        .Annotation(title=_("小组总结审批：站长"))
        .Next(this.follow_up, this.evaluate)
    )

    follow_up = (
        Step(screen_of, "group.add_followup").Annotation(title=_("小组跟进")).Next(this.ask_archive)
    )
    ask_archive = (
        Step(screen_of, "group.ask_archive").Annotation(title=_("归档")).Next(this.review_archive)
    )
    review_archive = (
        Step(screen_of, "group.archive", "group.refuse_archive", "group.withdraw_archive")
        .Annotation(title=_("归档审批"))
        .Next(this.archived, this.ask_archive)
    )

    cancelled = Finish(Group.Status.CANCELLED).Annotation(title=_("已取消"))
    archived = Finish(Group.Status.ARCHIVED).Annotation(title=_("已归档"))
