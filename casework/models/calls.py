"""来报: what somebody of the station has seen of a person whose dossier they do not see."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Station
from casework.models.dossier import Dossier
from casework.models.keys import DataKey
from casework.questions.storage import Stored

USER = settings.AUTH_USER_MODEL


class Call(models.Model):
    """来报: an alarm about whoever is meant; where it is known whose it is, the dossier's.

    Until then it is sealed with a key of its own, afterwards with the person's.
    """

    class Verb(models.TextChoices):
        CRISIS = "raise_crisis", _("触发危机")
        REPORT = "identify", _("启动强制报告")

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("来报人"))
    at = models.DateTimeField(_("来报时间"))
    verb = models.CharField(_("报的是"), max_length=12, choices=Verb, editable=False)
    said = Stored("BinaryField")
    data_key = models.ForeignKey(DataKey, models.PROTECT, related_name="+", editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(_("收到时间"), null=True, editable=False)
    told = models.PositiveSmallIntegerField(_("催过几次"), default=0, editable=False)
    ended_at = models.DateTimeField(_("处理时间"), null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("来报")
        indexes = [
            models.Index(fields=["at"], name="open_calls", condition=models.Q(ended_at=None)),
            models.Index(fields=["by", "-at"], name="calls_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"

    @property
    def link(self) -> str:
        return f"/crisis/calls/{self.pk}/"
