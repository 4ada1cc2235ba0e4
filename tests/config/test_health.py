"""The probes: answered to machines without host, https or session; and they say no more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from config.env import broker_options
from config.health import migrations

PROBES = ["/healthz", "/readyz"]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    migrations.cache_clear()
    yield
    migrations.cache_clear()


def test_whoever_lives_says_so_without_asking_the_database(client: Client) -> None:
    """Without the mark ``django_db``, a query would fail."""
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("probe", PROBES)
def test_a_probe_needs_no_host_and_no_https(probe: str, client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["station.example"]
    settings.SECURE_SSL_REDIRECT = True

    response = client.get(probe, headers={"Host": "172.18.0.5:8000"})

    assert response.status_code == 200
    assert client.get("/login/", headers={"Host": "172.18.0.5:8000"}).status_code == 400


@pytest.mark.parametrize("probe", PROBES)
def test_a_probe_touches_no_session_and_is_kept_nowhere(
    probe: str, client: Client, lin_yue: User
) -> None:
    client.force_login(lin_yue)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(probe)

    assert [query for query in asked if "session" in query["sql"]] == []
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_who_is_ready_asks_little(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/readyz")

    with django_assert_num_queries(1):
        assert client.get("/readyz").content == b"ok\n"


@pytest.mark.django_db
def test_without_its_broker_a_process_is_not_ready_and_says_no_more(
    client: Client, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CELERY_BROKER_URL = "files://localhost"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = broker_options("files:", tmp_path)
    (tmp_path / "queue").rmdir()

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"broker\n")
    assert "broker, FileNotFoundError" in caplog.text
    assert str(tmp_path) not in caplog.text
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_a_database_that_is_older_than_the_code_is_not_ready(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("audit", "0004_pulse")

    assert client.get("/readyz").content == b"migrations\n"

    MigrationRecorder(connection).record_applied("audit", "0004_pulse")
    assert client.get("/readyz").content == b"ok\n"


def test_without_its_database_a_process_is_not_ready(client: Client) -> None:
    """Without the mark ``django_db`` there is none to reach."""
    assert client.get("/readyz").content == b"database migrations\n"
