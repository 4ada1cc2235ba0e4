"""时限策略 and 工作日历: how long each thing may take at a station, and which days are worked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Station


class TermPolicy(models.Model):
    """What one station has set for one key of handbook 5.1, from a day on; rows are never changed.

    A row of the 总站 is the default of its stations.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    key = models.CharField(_("事项"), max_length=24)
    number = models.PositiveSmallIntegerField(_("时限"))
    since = models.DateField(_("起"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("时限策略")
        indexes = [models.Index(fields=["station", "key", "since"], name="terms_of_station")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.key} {self.number}"


class WorkCalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a Saturday or Sunday that is worked.

    A year with such rows is known, and these rows alone say how it differs.
    """

    day = models.DateField(_("日期"), unique=True)
    works = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("导入时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工作日历")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.works}"
