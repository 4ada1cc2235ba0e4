"""The engine's rows for our flows."""

from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process

from casework.models import Dossier
from casework.works import work_of


class DossierProcess(Process):
    """A running flow and, by a real foreign key, the dossier it hands out the steps of."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", verbose_name=_("卷宗"))

    staying: frozenset[Any] = frozenset()  # the open steps which an act leaves as they are

    class Meta:
        verbose_name = verbose_name_plural = _("流程")

    @cached_property
    def record(self) -> Any:
        """The dossier as what it is, with what every page and rule asks of it."""
        return work_of(self.dossier_id)
