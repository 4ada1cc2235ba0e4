"""工作交接: one dossier of somebody who leaves, until three have signed.

begin → entrust → check_list → check → introduce → sign_over ⇄ countersign → sign → done
              ↘ what is late by three days before the last one → complete (the head) → done
anytime: the head names another, or lets papers go unfinished; all is called off with the departure.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casework.lifecycles import HandoverLifecycle
from casework.models import Transfer
from workflows import views
from workflows.flows.base import DossierFlow
from workflows.nodes import Begin, Finish, Step

screen_of = views.StepView.as_view()


class HandoverFlow(DossierFlow):
    process_title = _("工作交接")
    lifecycle = HandoverLifecycle
    anytime = ("handover.entrust_anew", "handover.waive", "handover.call_off")

    begin_handover = Begin().Annotation(title=_("发起交接")).Next(this.entrust, this.check_list)

    entrust = (
        Step(screen_of, "handover.entrust")
        .Annotation(title=_("指定接手人"))
        .Next(this.check_list, this.complete)
    )
    check_list = (
        Step(screen_of, "handover.check_list")
        .Annotation(title=_("移交人核对清单"))
        .Next(this.check)
    )
    check = (
        Step(screen_of, "handover.check")
        .Annotation(title=_("接手人核对清单"))
        .Next(this.introduce, this.complete)
    )
    introduce = (
        Step(screen_of, "handover.introduce")
        .Annotation(title=_("告知与共同会面"))
        .Next(this.sign_over, this.complete)
    )
    sign_over = (
        Step(screen_of, "handover.sign_over")
        .Annotation(title=_("写交接单并签字"))
        .Next(this.countersign)
    )
    countersign = (
        Step(
            screen_of,
            "handover.countersign",
            "handover.return_handover",
            "handover.withdraw_handover",
        )
        .Annotation(title=_("接手人签字"))
        .Next(this.sign, this.sign_over)
    )
    sign = (
        Step(screen_of, "handover.sign", "handover.return_handover")
        .Annotation(title=_("监交人签字"))
        .Next(this.done, this.sign_over)
    )
    complete = (
        Step(screen_of, "handover.force").Annotation(title=_("站长代管完成交接")).Next(this.done)
    )

    done = Finish(Transfer.Status.DONE).Annotation(title=_("交接完成"))
    called_off = Finish(Transfer.Status.CALLED_OFF).Annotation(title=_("交接取消"))
