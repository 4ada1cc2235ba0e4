"""危机 and 强制报告: what runs beside a dossier's state until it is over (handbook 4.2, 4.3)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.dossier import Dossier
from casework.models.keys import DataKey
from casework.questions.storage import Stored

USER = settings.AUTH_USER_MODEL


class Crisis(models.Model):
    """危机: from the moment somebody raises it until supervisor and head agree that it is over."""

    class Status(models.TextChoices):
        NONE = "none", _("无")
        RAISED = "raised", _("已触发")
        ACTIVE = "active", _("处置中")
        STABILISED = "stabilised", _("已稳定观察")
        RESOLVED = "resolved", _("已解除")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="crises")
    number = models.CharField(_("危机编号"), max_length=24, unique=True, editable=False)
    status = models.CharField(
        _("状态"), max_length=12, choices=Status, default=Status.NONE, editable=False
    )
    raised_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("触发时间"))
    lead = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name=_("现场负责人")
    )
    stable_on = models.DateField(_("稳定日期"), null=True)
    ended_on = models.DateField(_("解除日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("危机")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(ended_on=None), name="one_open_crisis"
            )
        ]
        indexes = [
            models.Index(
                fields=["raised_at"], name="open_crises", condition=models.Q(ended_on=None)
            )
        ]

    def __str__(self) -> str:
        return self.number


class CrisisReceipt(models.Model):
    """回执: that supervisor or head have seen that a crisis was raised."""

    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="receipts")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("危机回执")
        constraints = [models.UniqueConstraint(fields=["crisis", "by"], name="one_receipt_each")]

    def __str__(self) -> str:
        return f"{self.crisis_id} · {self.by_id}"


class MandatoryReport(models.Model):
    """强制报告: what the law obliges us to report, to whom it was, and what came of it.

    Who reported it is known to themselves, the supervisor and the head alone (handbook 2.3).
    """

    class Status(models.TextChoices):
        IDENTIFIED = "identified", _("已识别")
        REPORTED = "reported", _("已报告")
        ACKNOWLEDGED = "acknowledged", _("已受理")
        FOLLOWED = "followed", _("跟进保护中")
        CLOSED = "closed_mr", _("办结")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="reports")
    status = models.CharField(
        _("状态"), max_length=12, choices=Status, default=Status.IDENTIFIED, editable=False
    )
    identified_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    identified_at = models.DateTimeField(_("发现时间"))
    reported_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(_("报告时间"), null=True)
    said = Stored("BinaryField")
    ended_on = models.DateField(_("办结日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("强制报告")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(ended_on=None), name="one_open_report"
            )
        ]

    def __str__(self) -> str:
        return f"report {self.pk} of {self.dossier_id}"

    @property
    def data_key(self) -> DataKey:
        key: DataKey = self.dossier.data_key
        return key


class Rung(models.Model):
    """A rung of the ladder that a crisis or a report climbs while nobody sees to it: once each."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    matter = models.CharField(_("事项"), max_length=40)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("催办")
        constraints = [models.UniqueConstraint(fields=["matter"], name="one_rung_each")]

    def __str__(self) -> str:
        return self.matter
