"""项目: work that somebody pays for, from application to the archive (handbook 3.4, 4.5)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.dossier import Dossier, DossierQuerySet


class Project(Dossier):
    """A project keeps its state in its dossier; its content is sealed with a key of its own."""

    class Status(models.TextChoices):
        DRAFTING = "drafting", _("申报起草")
        INTERNAL_REVIEW = "internal_review", _("机构内审")
        SUBMITTED = "submitted", _("已申报")
        REVIEWING = "reviewing", _("评审中")
        REVISING = "revising", _("修改完善")
        PUBLICISED = "publicised", _("公示中")
        REJECTED = "rejected", _("未立项（终）")
        APPROVED = "approved", _("已立项待签约")
        CONTRACTED = "contracted", _("已签约")
        IMPLEMENTING = "implementing", _("实施中")
        MIDTERM = "midterm", _("中期评估中")
        RECTIFYING = "rectifying", _("整改中")
        CHANGING = "changing", _("变更审批中")
        SUSPENDED = "suspended", _("暂停")
        FINAL_EVAL = "final_eval", _("末期评估中")
        FINAL_RECTIFYING = "final_rectifying", _("末期整改中")
        CLOSING = "closing", _("结项材料中")
        CLOSED = "closed", _("已结项")
        TERMINATED = "terminated", _("终止（终）")
        ARCHIVED = "archived", _("归档（终）")

    starts_on = models.DateField(_("项目周期自"), null=True, editable=False)
    ends_on = models.DateField(_("项目周期至"), null=True, editable=False)
    amount = models.DecimalField(
        _("批准经费（元）"), max_digits=12, decimal_places=2, null=True, editable=False
    )
    asked = models.DecimalField(
        _("申报经费（元）"), max_digits=12, decimal_places=2, null=True, editable=False
    )
    applied_on = models.DateField(_("申报日期"), null=True, editable=False)
    shown_until = models.DateField(_("公示至"), null=True, editable=False)
    evaluated_on = models.DateField(_("最近一次中期评估"), null=True, editable=False)
    grade = models.CharField(_("末期等级"), max_length=4, blank=True, editable=False)
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("上期项目"),
        editable=False,
    )

    near = (*Dossier.near, "sealed_with")

    objects: ClassVar[DossierQuerySet["Project"]] = DossierQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = _("项目")
        constraints = [
            models.CheckConstraint(
                name="project_ends_after_it_starts",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
            )
        ]

    def get_status_display(self) -> str:
        """The state in words; its choices are the kind's, not the dossier's."""
        return str(self.Status(self.status).label)
