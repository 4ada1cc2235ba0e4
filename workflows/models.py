"""The engine's rows for our flows."""

from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process

from casework.models import Dossier


class DossierProcess(Process):
    """A running flow and, by a real foreign key, the dossier it hands out the steps of."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", verbose_name=_("卷宗"))

    class Meta:
        verbose_name = verbose_name_plural = _("流程")

    @cached_property
    def record(self) -> Any:
        """The dossier as what it is: a case, a group, a project."""
        return self.dossier.case
