"""The peer's record: the process itself, as the engine's tutorials have it."""

from django.conf import settings
from django.db import models
from viewflow.workflow.models import Process


class StockProcess(Process):
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answers = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.pk}"
