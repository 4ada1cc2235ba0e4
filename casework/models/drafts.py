"""草稿: what was typed, kept as it was typed, sealed, with a version that guards two tabs."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.dossier import Dossier
from casework.models.keys import DataKey
from casework.questions.storage import Stored


class Draft(models.Model):
    """One form in the making. Without a dossier it is a registration not yet sent."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="drafts")
    form = models.CharField(_("表单"), max_length=4)
    own_key = models.OneToOneField(DataKey, models.PROTECT, null=True, related_name="+")
    raw = Stored("BinaryField")
    version = models.PositiveIntegerField(_("版本"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("草稿")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "form"], name="one_draft_per_form"),
            models.UniqueConstraint(
                fields=["by", "form"],
                condition=models.Q(dossier=None),
                name="one_registration_draft_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.version}"

    @property
    def data_key(self) -> Any:
        return self.dossier.data_key if self.dossier else self.own_key
