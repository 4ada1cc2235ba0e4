"""期限 and 警示: what is due by when, who was reminded, and what must be seen at once."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.dossier import Dossier

if TYPE_CHECKING:
    from accounts.models import User

RUNNING = models.Q(met_on=None, stopped_on=None)
STOPPED = models.Q(met_on=None, stopped_on__isnull=False)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running(self) -> Self:
        """Return what is neither met nor stopped: only this can be late."""
        return self.filter(RUNNING)

    def late(self, today: date) -> Self:
        return self.running().filter(due_on__lt=today)

    def stopped(self) -> Self:
        return self.filter(STOPPED)

    def visible_to(self, user: "User") -> Self:
        """Return the deadlines of the dossiers that exist for ``user``."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user).values("pk"))


class Deadline(models.Model):
    """One thing due, counted in the calendar of working days. Open until met."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="deadlines")
    verb = models.CharField(_("事项"), max_length=40)
    hands = models.CharField(_("由谁办"), max_length=40, blank=True)
    began_on = models.DateField(_("起算日"), null=True)
    days = models.PositiveSmallIntegerField(_("时限（工作日）"), null=True)
    due_on = models.DateField(_("到期日"))
    first_due_on = models.DateField(_("原到期日，延过或停过的才有"), null=True)
    asked_until = models.DateField(_("申请延到"), null=True)
    estimated = models.BooleanField(_("暂定：当年节假日安排尚未公布"), default=False)
    met_on = models.DateField(_("完成日"), null=True)
    planned = models.BooleanField(_("按计划的日子，不随状态走"), default=False)
    stopped_on = models.DateField(_("停止计时日"), null=True)
    remaining = models.SmallIntegerField(_("停止时还剩的工作日，已逾期的为负"), null=True)
    rung = models.PositiveSmallIntegerField(_("提醒到第几级"), default=0)
    told = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects: ClassVar[DeadlineQuerySet] = DeadlineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = _("期限")
        indexes = [
            models.Index(fields=["due_on", "id"], name="running_deadlines", condition=RUNNING),
            models.Index(fields=["due_on", "id"], name="stopped_deadlines", condition=STOPPED),
            models.Index(fields=["dossier", "verb"], name="deadlines_of_dossier"),
        ]
        constraints = [
            models.CheckConstraint(
                name="stopped_knows_what_remains",
                condition=models.Q(stopped_on=None) | models.Q(remaining__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.verb} {self.due_on}"

    @property
    def promised_on(self) -> date:
        """The day that was first set; the record knows a planned one by it."""
        return self.first_due_on or self.due_on


class DeadlineRung(models.Model):
    """提醒: that a rung of the ladder was climbed for one due day. Never twice."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="rungs", db_index=False)
    due_on = models.DateField(_("到期日"))
    rung = models.PositiveSmallIntegerField(_("第几级"))
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("提醒")
        constraints = [
            models.UniqueConstraint(fields=["deadline", "due_on", "rung"], name="rung_climbed_once")
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.due_on} {self.rung}"


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
