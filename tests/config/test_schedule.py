"""What beat asks for is there to be done."""

import pytest
from django.conf import settings

from config.celery import app


@pytest.mark.parametrize("entry", settings.CELERY_BEAT_SCHEDULE.values(), ids=lambda e: e["task"])
def test_every_scheduled_task_exists(entry: dict[str, str]) -> None:
    app.loader.import_default_modules()

    assert entry["task"] in app.tasks
