"""更换主责社工 and 工作交接: work that changes hands (handbook 4.10, 4.12).

Who takes a dossier over, and who watches over it, stands on the dossier itself: the walls ask.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Station
from casework import choices
from casework.models.dossier import Dossier

USER = settings.AUTH_USER_MODEL
OPEN = models.Q(ended_on=None)


class WorkerChange(models.Model):
    """更换主责社工: from the request to the new worker's first meeting with the client."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("已申请")
        APPROVED = "approved", _("已批准")
        HANDED = "handed", _("已交接")
        CONFIRMED = "confirmed", _("新社工确认")
        REJECTED = "rejected", _("未批准")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="worker_changes")
    status = models.CharField(_("状态"), max_length=12, default=Status.REQUESTED, editable=False)
    decided_at = models.DateTimeField(_("批准时间"), null=True)
    ended_on = models.DateField(_("办结日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("更换主责社工")
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=OPEN, name="one_open_change")
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of {self.dossier_id}"


class Departure(models.Model):
    """离岗: a worker's last day at a station, and who watches over the handing over of it all.

    It is over when the post is ended, which waits until nothing is theirs any more.
    """

    user = models.ForeignKey(
        USER, models.PROTECT, related_name="departures", verbose_name=_("移交人")
    )
    station = models.ForeignKey(Station, models.PROTECT, related_name="departures")
    last_day = models.DateField(_("离岗日"))
    witness = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("监交人"))
    reason = models.CharField(
        _("交接原因"), max_length=12, choices=[(each, each) for each in choices.HANDOVER_REASONS]
    )
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("发起时间"))
    late_on = models.DateField(_("过期未交清"), null=True)  # the day on which that was told
    ended_on = models.DateField(_("离岗办结"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("离岗")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "station"], condition=OPEN, name="one_open_departure"
            )
        ]

    def __str__(self) -> str:
        return f"departure {self.pk}"

    @property
    def chain(self) -> str:
        """The departure's chain in the trail."""
        return f"departure:{self.pk}"


class Transfer(models.Model):
    """工作交接 of one dossier: listed, the client told, signed by three."""

    class Status(models.TextChoices):
        INITIATED = "initiated", _("发起")
        LISTING = "listing", _("清单核对")
        JOINT = "joint", _("共同会面/告知")
        SIGNING = "signing", _("签署中")
        DONE = "done", _("完成")
        ESCALATED = "escalated", _("逾期升级")
        CALLED_OFF = "called_off", _("已取消")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="transfers")
    departure = models.ForeignKey(Departure, models.PROTECT, related_name="transfers")
    status = models.CharField(_("状态"), max_length=12, default=Status.INITIATED, editable=False)
    listed_at = models.DateTimeField(_("移交人核对时间"), null=True)
    introduced_on = models.DateField(_("告知日期"), null=True)
    in_person = models.BooleanField(_("当面"), default=False)
    waived_at = models.DateTimeField(_("豁免时间"), null=True)
    taken_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name=_("接手人")
    )
    ended_on = models.DateField(_("完成日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工作交接")
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=OPEN, name="one_open_transfer")
        ]

    def __str__(self) -> str:
        return f"transfer {self.pk} of {self.dossier_id}"
