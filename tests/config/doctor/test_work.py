"""Doctor on what goes on behind the pages."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from audit.checkpoints import write
from audit.pulse import beat
from casework.models import Case
from config.doctor import work
from config.env import broker_options
from documents.models import Document
from tests.actors import accepted
from tests.driver import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Document:
    """The only one that was promised, and not made yet."""
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    last = Document.objects.latest("pk")
    Document.objects.exclude(pk=last.pk).delete()
    return last


def test_the_broker_says_how_much_waits(settings: Settings, tmp_path: Path) -> None:
    settings.EMBEDDED = True
    settings.CELERY_BROKER_URL = "files://localhost"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = broker_options("files:", tmp_path)
    (tmp_path / "queue" / "1_1.celery.msg").touch()

    assert work.broker().says == "The broker answers; 1 tasks wait."


def test_a_broker_that_is_gone_is_told_and_not_quoted(settings: Settings, tmp_path: Path) -> None:
    settings.CELERY_BROKER_URL = "files://localhost"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = broker_options("files:", tmp_path)
    (tmp_path / "queue").rmdir()

    found = work.broker()

    assert found.level == "broken"
    assert str(tmp_path) not in found.says


def test_a_server_without_redis_is_looked_after(served: Settings, tmp_path: Path) -> None:
    served.CELERY_BROKER_URL = "files://localhost"
    served.CELERY_BROKER_TRANSPORT_OPTIONS = broker_options("files:", tmp_path)

    assert work.broker().level == "warning"


def test_worker_and_beat_are_alive_until_they_have_been_silent() -> None:
    assert work.pulse().says == "Worker and beat have never run."

    with at("2026-03-02 10:00"):
        beat()
        assert work.pulse().level == "ok"
    with at("2026-03-02 10:07"):
        assert work.pulse().says == "Nothing heard of worker and beat for 7 minutes."
        assert work.pulse().level == "broken"


def test_a_paper_may_wait_but_not_for_long(paper: Document) -> None:
    assert work.papers().level == "ok"

    Document.objects.filter(pk=paper.pk).update(created_at=timezone.now() - timedelta(minutes=11))

    found = work.papers()
    assert found.level == "warning"
    assert found.says.startswith("1 papers wait")


def test_a_paper_that_failed_is_told_without_its_number(paper: Document) -> None:
    Document.objects.filter(pk=paper.pk).update(state=Document.State.FAILED)

    found = work.papers()

    assert found.says == "1 papers could not be made."
    assert paper.number not in found.says + found.mend


def test_the_trail_is_signed_day_by_day(lead: Case) -> None:
    assert work.checkpoints().level == "warning"

    write(date(2026, 3, 2))
    with at("2026-03-03 09:00"):
        assert work.checkpoints().level == "ok"
    with at("2026-03-05 09:00"):
        assert work.checkpoints().level == "warning"
