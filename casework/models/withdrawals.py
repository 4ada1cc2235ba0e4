"""撤回同意: what somebody no longer agrees to, from when on (handbook 4.13 X10)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.dossier import Dossier
from casework.models.keys import DataKey
from casework.questions.storage import Stored

USER = settings.AUTH_USER_MODEL


class Withdrawal(models.Model):
    """撤回: what of a signed consent was taken back, and by when it must be seen to.

    ``said`` is sealed: the items by key and in words, the way, and who received it.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="withdrawals")
    whole = models.BooleanField(_("全部撤回"), default=False)
    said = Stored("BinaryField")
    withdrawn_on = models.DateField(_("撤回日期"))
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    due_on = models.DateField(_("处理期限"))
    settled_on = models.DateField(_("处理完毕"), null=True)
    recall_by = models.DateTimeField(
        _("撤稿期限"), null=True, help_text=_("撤回影像、案例授权的才有。")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("撤回同意")
        indexes = [
            models.Index(
                fields=["recall_by"],
                name="withdrawn_publicity",
                condition=models.Q(recall_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"withdrawal {self.pk} of {self.dossier_id}"

    @property
    def data_key(self) -> DataKey:
        key: DataKey = self.dossier.data_key
        return key

    @property
    def items(self) -> list[str]:
        """The keys of what was withdrawn, as ``consents.withdrawable`` names them."""
        return list((self.said or {}).get("items") or [])

    @property
    def words(self) -> str:
        """What was withdrawn, in the words in which it was chosen."""
        return "、".join((self.said or {}).get("words") or [])
