"""小组: people with a common need, who meet a number of times (handbook 3.3, 4.4)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.dossier import Dossier, DossierQuerySet


class Group(Dossier):
    """A group keeps its state in its dossier; its content is sealed with a key of its own."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("需求评估/计划起草")
        PLAN_REVIEW = "plan_review", _("计划审批中")
        RECRUITING = "recruiting", _("招募筛选中")
        READY = "ready", _("待开组")
        RUNNING = "running", _("进行中")
        PAUSED = "paused", _("暂停")
        EVALUATING = "evaluating", _("总结评估中")
        REPORT_REVIEW = "report_review", _("总结审批中")
        FINISHED = "finished", _("已结束（待跟进）")
        FOLLOWING = "following", _("跟进中")
        ARCHIVED = "archived", _("归档（终）")
        CANCELLED = "cancelled", _("取消（终）")

    starts_on = models.DateField(_("首节计划日"), null=True, editable=False)
    sessions_planned = models.PositiveSmallIntegerField(_("计划节数"), null=True, editable=False)
    main_category = models.CharField(_("小组主类别"), max_length=30, blank=True, editable=False)
    phase = models.CharField(_("小组阶段"), max_length=4, blank=True, editable=False)
    postponed_on = models.DateField(_("延期开组的决定日"), null=True, editable=False)
    paused_on = models.DateField(_("暂停自"), null=True, editable=False)
    paused_until = models.DateField(_("暂停至"), null=True, editable=False)
    dropout_on = models.DateField(
        _("流失超过四成"), null=True, editable=False, help_text=_("还没写分析的才有")
    )
    ends_as = models.CharField(_("中途终止的情形"), max_length=12, blank=True, editable=False)

    near = (*Dossier.near, "sealed_with")

    objects: ClassVar[DossierQuerySet["Group"]] = DossierQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = _("小组")

    def get_status_display(self) -> str:
        """The state in words; its choices are the kind's, not the dossier's."""
        return str(self.Status(self.status).label)
