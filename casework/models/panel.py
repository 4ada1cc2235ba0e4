"""评审与评估: what experts say of an application, what the public objects to, what is sampled."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.company import Seat
from casework.models.dossier import Dossier
from casework.models.keys import DataKey
from casework.models.project import Project
from casework.questions.storage import Stored

USER = settings.AUTH_USER_MODEL


class Ballot(models.Model):
    """评分票: one expert's declaration of interest and, if they have none, their scores.

    ``turn`` says in which judging it was cast: an objection that is upheld begins another.
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="ballots")
    turn = models.PositiveSmallIntegerField(_("第几次评审"), default=1)
    conflict = models.BooleanField(_("有利益冲突"))
    what = Stored("BinaryField")
    declared_at = models.DateTimeField(_("申报时间"))
    scores = Stored("BinaryField")
    comments = Stored("BinaryField")
    total = models.DecimalField(_("加权总分"), max_digits=5, decimal_places=2, null=True)
    submitted_at = models.DateTimeField(_("评分时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("评分票")
        constraints = [
            models.UniqueConstraint(fields=["seat", "turn"], name="one_ballot_each"),
            models.CheckConstraint(
                name="ballot_scored_has_total",
                condition=Q(submitted_at=None, total=None)
                | Q(submitted_at__isnull=False, total__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} · {self.turn}"

    @property
    def data_key(self) -> DataKey:
        key: DataKey = self.seat.dossier.data_key
        return key

    @property
    def valid(self) -> bool:
        """Whether it counts: scored, by somebody with no interest of their own."""
        return self.submitted_at is not None and not self.conflict


class Objection(models.Model):
    """异议: what somebody has against a project while it is shown to the public."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="objections")
    raised_on = models.DateField(_("提出日期"))
    words = Stored("BinaryField")
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    finding = Stored("BinaryField")
    upheld = models.BooleanField(_("成立"), null=True)
    settled_on = models.DateField(_("核查日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("异议")
        constraints = [
            models.CheckConstraint(
                name="objection_settled_one_way",
                condition=Q(upheld=None, settled_on=None)
                | Q(upheld__isnull=False, settled_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} · {self.raised_on}"

    @property
    def data_key(self) -> DataKey:
        key: DataKey = self.project.data_key
        return key


class SampledDossier(models.Model):
    """抽样: a dossier that an evaluator reads, masked, while their seat lasts; no other."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sample")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    drawn_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(_("抽取时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("抽样档案")
        constraints = [
            models.UniqueConstraint(fields=["seat", "dossier"], name="drawn_once_for_a_seat")
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} · {self.dossier_id}"
