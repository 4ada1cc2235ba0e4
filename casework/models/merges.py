"""合并重复档案: somebody recorded twice, who asks to have it as one, and who decides."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Station
from casework.models.keys import DataKey
from casework.models.people import Person
from casework.questions.storage import Stored

USER = settings.AUTH_USER_MODEL


class Merge(models.Model):
    """合并申请: that ``surplus`` and ``kept`` are one person, and what the head said to it.

    The reasons are sealed with the key of the record that stays.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("待站长决定")
        MERGED = "merged", _("已合并")
        REFUSED = "refused", _("没有同意")
        UNDONE = "undone", _("已撤销合并")

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    surplus = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("并入"))
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("保留"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.ASKED)
    reason = Stored("BinaryField")
    opinion = Stored("BinaryField")
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    due_on = models.DateField(_("到期日"))
    reminded_on = models.DateField(_("提醒过"), null=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    lent_household = models.BooleanField(_("家庭带自并入的一份"), default=False)

    objects: ClassVar[models.Manager["Merge"]] = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = _("合并申请")
        constraints = [
            models.UniqueConstraint(
                fields=["surplus"], condition=Q(state="asked"), name="one_open_merge_each"
            ),
            models.UniqueConstraint(
                fields=["surplus"], condition=Q(state="merged"), name="merged_once"
            ),
            models.CheckConstraint(condition=~Q(surplus=models.F("kept")), name="merge_is_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.surplus_id} → {self.kept_id}"

    @property
    def data_key(self) -> DataKey:
        return self.kept.data_key
