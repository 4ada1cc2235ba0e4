"""个案: one person's problem, worked on from the first call for help."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import masking
from casework.models.dossier import Dossier, DossierQuerySet
from casework.models.keys import DataKey
from casework.models.people import Person


class Case(Dossier):
    """A case keeps its state in its dossier; its content is sealed with its person's key."""

    class Status(models.TextChoices):
        LEAD = "lead", _("线索/求助登记")
        SCREENING = "screening", _("初筛中")
        WAITLISTED = "waitlisted", _("轮候")
        INTAKE_REVIEW = "intake_review", _("接案审批中")
        DECLINED = "declined", _("不接案（终）")
        CONSULTED = "consulted", _("咨询办结（终）")
        REFERRED_OUT = "referred_out", _("转介在途")
        REFERRED = "referred", _("已转介（终，未立案）")
        ASSESSING = "assessing", _("预估中")
        ASSESSMENT_REVIEW = "assessment_review", _("预估审核中")
        PLANNING = "planning", _("计划制定中")
        PLAN_REVIEW = "plan_review", _("计划审批中")
        INTERVENING = "intervening", _("介入中")
        MID_REVIEW = "mid_review", _("阶段评估中")
        SUSPENDED = "suspended", _("暂停")
        CLOSING = "closing", _("结案评估中")
        CLOSURE_REVIEW = "closure_review", _("结案审批中")
        CLOSED = "closed", _("已结案（待跟进）")
        FOLLOWING = "following", _("跟进中")
        REOPENED = "reopened", _("已重开（待预估）")
        ARCHIVED = "archived", _("已归档（终）")

    served_until = models.DateField(_("服务期满"), null=True, editable=False)
    waits_until = models.DateField(_("轮候复核日"), null=True, editable=False)
    extensions = models.PositiveSmallIntegerField(_("延期次数"), default=0, editable=False)
    suspended_on = models.DateField(_("暂停自"), null=True, editable=False)
    suspended_until = models.DateField(_("暂停至"), null=True, editable=False)
    suspended_days = models.PositiveSmallIntegerField(_("已暂停的天数"), default=0, editable=False)
    withdrawn_on = models.DateField(_("最近一次撤回同意"), null=True, editable=False)
    ends_as = models.CharField(_("中途终止的情形"), max_length=12, blank=True, editable=False)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("前案"), editable=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")

    near = (*Dossier.near, "person__data_key", "person__community", "person__station")

    objects: ClassVar[DossierQuerySet["Case"]] = DossierQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = _("个案")

    @property
    def shown_as(self) -> str:
        return masking.name(self.person.name or "")

    def get_status_display(self) -> str:
        """The state in words; its choices are the kind's, not the dossier's."""
        return str(self.Status(self.status).label)

    @property
    def data_key(self) -> DataKey:
        return self.person.data_key
