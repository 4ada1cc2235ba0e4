"""更正: a new version of what was approved or filed waits for its approval.

begin → review_correction → replaced, or dropped: the old version goes on
anytime: a correction is asked for, or a version set aside, from its own page. The other states of
a paper are brought about by the steps of the case.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casework.lifecycles import DocumentLifecycle
from casework.models import Correction
from workflows import views
from workflows.flows.base import DossierFlow
from workflows.nodes import Begin, Dropped, Finish, Step

screen_of = views.StepView.as_view()
S = Correction.State


class DocumentFlow(DossierFlow):
    process_title = _("更正")
    lifecycle = DocumentLifecycle
    anytime = ("document.ask_revise", "document.void")
    elsewhere = (
        *(S.DRAFT, S.SUBMITTED, S.RETURNED, S.APPROVED, S.SIGNED, S.VOIDED),
        *("submit", "withdraw", "return_form", "resubmit", "approve"),
    )

    begin_correction = Begin().Annotation(title=_("提交更正")).Next(this.review_correction)

    review_correction = (
        Step(screen_of, "document.revise", "document.refuse_revise", "document.withdraw_revise")
        .Annotation(title=_("更正审批"))
        .Next(this.replaced, this.dropped)
    )

    replaced = Finish(S.SUPERSEDED).Annotation(title=_("新版生效"))
    dropped = Dropped(S.LOCKED).Annotation(title=_("没有更正"))
