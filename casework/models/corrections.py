"""更正, 作废: that a version of a form no longer stands, by whom, and why (handbook 4.6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.approvals import Submission
from casework.models.dossier import Dossier
from casework.models.keys import DataKey
from casework.questions.storage import Stored

USER = settings.AUTH_USER_MODEL


class Correction(models.Model):
    """One version that is to be replaced by a new one, or was set aside. Open until decided."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待审")
        RETURNED = "returned", _("退回")
        APPROVED = "approved", _("已批准")
        SIGNED = "signed", _("已签署/盖章")
        LOCKED = "locked", _("已锁定（只读）")
        SUPERSEDED = "superseded", _("已被新版替代")
        VOIDED = "voided", _("作废")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="corrections")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="corrections")
    form = models.CharField(_("表单"), max_length=4)
    status = models.CharField(_("状态"), max_length=10, choices=State, editable=False)
    reason = Stored("BinaryField")
    replaced_by = models.OneToOneField(
        Submission, models.PROTECT, null=True, related_name="corrected", verbose_name=_("新版")
    )
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    ended_on = models.DateField(_("办结日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("更正与作废")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(ended_on=None), name="one_open_correction"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.form} {self.status}"

    @property
    def data_key(self) -> DataKey:
        key: DataKey = self.dossier.data_key
        return key
