"""期限 and 警示: what is due by when, and what must be seen at once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.dossier import Dossier


class Deadline(models.Model):
    """One thing due, counted in the calendar of working days. Open until met."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="deadlines")
    verb = models.CharField(_("事项"), max_length=40)
    due_on = models.DateField(_("到期日"))
    estimated = models.BooleanField(_("暂定：当年节假日安排尚未公布"), default=False)
    met_on = models.DateField(_("完成日"), null=True)
    planned = models.BooleanField(_("按计划的日子，不随状态走"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("期限")
        indexes = [
            models.Index(fields=["due_on"], name="open_deadlines", condition=models.Q(met_on=None)),
            models.Index(fields=["dossier", "verb"], name="deadlines_of_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.verb} {self.due_on}"


class Alarm(models.Model):
    """红色警示: raised once for each reason; it tells people and never stands in the way."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="alarms")
    reason = models.CharField(_("事由"), max_length=20)
    form = models.CharField(_("表单"), max_length=4)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("警示")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "reason"], name="alarm_once_per_reason")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.reason}"
