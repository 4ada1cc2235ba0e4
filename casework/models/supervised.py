"""督导交办: what a supervision left somebody to do, until it is done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.approvals import Submission
from casework.models.dossier import Dossier
from casework.models.keys import DataKey
from casework.questions.storage import Stored


class SupervisionItem(models.Model):
    """One action of a supervision record: what, with whom it lies, by when, what came of it."""

    class Hands(models.TextChoices):
        OWNER = "owner", _("主责社工")
        SUPERVISOR = "supervisor", _("督导")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="supervision_items")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    hands = models.CharField(_("由谁办"), max_length=10, choices=Hands)
    text = Stored("BinaryField")
    due_on = models.DateField(_("期限"), null=True)
    result = Stored("BinaryField")
    done_on = models.DateField(_("完成日"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("督导交办")
        indexes = [
            models.Index(fields=["dossier"], name="open_supervision", condition=Q(done_on=None))
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.hands} {self.due_on or ''}"

    @property
    def data_key(self) -> DataKey:
        key: DataKey = self.dossier.data_key
        return key
