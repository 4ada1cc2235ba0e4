"""项目: from the application to the archive box.

draft ⇄ review_internally → check → conclude, demand ⇄ mend      score: every expert, meanwhile
             conclude → rejected, or charter ⇄ cosign → grant → contract ⇄ countersign, sign
                                                                 ↓
     review_change, endorse_change → grant_change ⇄ implement ← kick_off
     rest ⇄ implement ⇄ evaluate ⇄ rectify
                  ↓
            final ⇄ rectify_final → settle_grade → close_up ⇄ inspect → box → archived
anytime: a month is added up, money is paid, an objection is noted, where work goes is chosen; a
project is suspended or terminated; the flow follows the record.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casework.lifecycles import ProjectLifecycle
from casework.models import Project
from casework.permissions import Who
from workflows import views
from workflows.flows.base import DossierFlow
from workflows.nodes import Begin, Finish, Step

screen_of = views.StepView.as_view()


class ProjectFlow(DossierFlow):
    process_title = _("项目")
    lifecycle = ProjectLifecycle
    anytime = (
        *("project.progress", "project.pay", "project.choose_way", "project.carry_over"),
        "project.hand_on",
        *("project.note_objection", "project.settle_objection", "project.objection"),
        *("project.suspend", "project.terminate", "project.assess_oneself"),
    )

    open_project = Begin().Annotation(title=_("起草项目")).Next(this.draft)

    draft = (
        Step(screen_of, "project.submit_internal")
        .Annotation(title=_("写申报书"))
        .Next(this.review_internally)
    )
    review_internally = (
        Step(screen_of, "project.apply", "project.return_internal", "project.withdraw_internal")
        .Annotation(title=_("机构内审"))
        .Next(this.check, this.draft)
    )
    check = (
        Step(screen_of, "project.accept", "project.return_apply")
        .Annotation(title=_("形式审查"))
        .Next(this.score, this.conclude, this.demand, this.draft)
    )
    score = (
        Step(screen_of, "project.score", "project.declare_interest")
        .Annotation(title=_("评审打分"))
        .Next(this.conclude, this.demand)
    )
    conclude = (
        Step(screen_of, "project.pass_review", "project.reject")
        .Annotation(title=_("评审结论"))
        .Next(this.charter, this.rejected)
    )
    demand = (
        Step(screen_of, "project.revise")
        .Annotation(title=_("评审意见：修改后通过"))
        .Next(this.mend)
    )
    mend = (
        Step(screen_of, "project.resubmit")
        .Annotation(title=_("按评审意见修改"))
        .Next(this.conclude, this.demand, this.score)
    )

    charter = (
        Step(screen_of, "project.submit_charter").Annotation(title=_("写任务书")).Next(this.cosign)
    )
    cosign = (
        Step(
            screen_of,
            "project.cosign_charter",
            "project.return_charter",
            "project.withdraw_charter",
        )
        .Annotation(title=_("立项审批：街道会签"))
        .Next(this.grant, this.charter)
    )
    grant = (
        Step(screen_of, "project.approve", "project.return_charter", only=[Who.CIVIL])
        .Annotation(title=_("立项审批：区民政"))
        .Next(this.contract, this.charter)
    )

    contract = (
        Step(screen_of, "project.offer_contract")
        .Annotation(title=_("拟协议"))
        .Next(this.sign, this.countersign)
    )
    sign = (
        Step(
            screen_of,
            "project.sign",
            "project.return_contract",
            "project.withdraw_contract",
            only=[Who.AGENCY],
        )
        .Annotation(title=_("签协议：承接方"))
        .Next(this.kick_off, this.contract)
    )
    countersign = (
        Step(
            screen_of,
            "project.countersign_contract",
            "project.return_contract",
            "project.withdraw_contract",
        )
        .Annotation(title=_("签协议：承接方（三方协议）"))
        .Next(this.sign_last, this.contract)
    )
    sign_last = (
        Step(screen_of, "project.sign", "project.return_contract", only=[Who.STREET])
        .Annotation(title=_("签协议：落地方"))
        .Next(this.kick_off, this.contract)
    )
    kick_off = (
        Step(screen_of, "project.kickoff").Annotation(title=_("启动项目")).Next(this.implement)
    )

    implement = (
        Step(screen_of, "project.request_change", "project.start_midterm", "project.start_final")
        .Annotation(title=_("实施"))
        .Next(this.review_change, this.endorse_change, this.evaluate, this.final)
    )
    review_change = (
        Step(screen_of, "project.decide_change", "project.withdraw_change", only=[Who.AGENCY])
        .Annotation(title=_("变更审批：机构"))
        .Next(this.implement)
    )
    endorse_change = (
        Step(
            screen_of,
            "project.endorse_change",
            "project.refuse_change",
            "project.withdraw_change",
        )
        .Annotation(title=_("变更审批：机构（10% 及以上）"))
        .Next(this.grant_change, this.implement)
    )
    grant_change = (
        Step(screen_of, "project.decide_change", only=[Who.CIVIL])
        .Annotation(title=_("变更审批：区民政"))
        .Next(this.implement)
    )
    rest = Step(screen_of, "project.resume").Annotation(title=_("暂停中")).Next(this.implement)

    evaluate = (
        Step(screen_of, "project.pass_midterm", "project.need_fix")
        .Annotation(title=_("中期评估"))
        .Next(this.implement, this.rectify)
    )
    rectify = (
        Step(screen_of, "project.recheck", "project.answer_item")
        .Annotation(title=_("整改"))
        .Next(this.evaluate)
    )
    final = (
        Step(screen_of, "project.evaluate", "project.final_fix")
        .Annotation(title=_("末期评估"))
        .Next(this.settle_grade, this.rectify_final)
    )
    rectify_final = (
        Step(screen_of, "project.final_recheck", "project.answer_item")
        .Annotation(title=_("末期整改"))
        .Next(this.final)
    )
    settle_grade = (
        Step(screen_of, "project.grade", "project.return_grade", "project.withdraw_grade")
        .Annotation(title=_("评定等级"))
        .Next(this.close_up, this.final)
    )

    close_up = (
        Step(screen_of, "project.submit_closing")
        .Annotation(title=_("写结项材料"))
        .Next(this.inspect)
    )
    inspect = (
        Step(screen_of, "project.close", "project.return_closing", "project.withdraw_closing")
        .Annotation(title=_("验收结项"))
        .Next(this.box, this.close_up)
    )
    box = Step(screen_of, "project.archive").Annotation(title=_("归档")).Next(this.archived)

    rejected = Finish(Project.Status.REJECTED).Annotation(title=_("未立项"))
    archived = Finish(Project.Status.ARCHIVED).Annotation(title=_("已归档"))
