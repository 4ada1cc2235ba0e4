"""协作与外聘: who else has to do with a dossier, as what, and from when until when.

A colleague works along (协作) or observes; somebody from outside sits on a review panel or
evaluates. Each is bound to one dossier and to its dates: nothing else opens to them.
"""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.dossier import Dossier


class SeatQuerySet(models.QuerySet["Seat"]):
    def current(self, on: date | None = None) -> Self:
        """Seats held on ``on`` (today): begun and not ended."""
        day = on or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Seat(models.Model):
    """One person's part in one dossier beside its owner, from a day to a day."""

    class Part(models.TextChoices):
        COLLABORATOR = "collaborator", _("协作社工")
        OBSERVER = "observer", _("观察员")
        EXPERT = "expert", _("评审专家")
        EVALUATOR = "evaluator", _("评估人员")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    part = models.CharField(_("身份"), max_length=12, choices=Part)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar[SeatQuerySet] = SeatQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = _("协作与外聘")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "user", "part", "since"], name="one_seat_each"
            ),
            models.CheckConstraint(
                name="seat_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]
        indexes = [models.Index(fields=["user", "dossier"], name="seats_of_user")]

    def __str__(self) -> str:
        return f"{self.dossier_id} · {self.user_id} · {self.part}"
