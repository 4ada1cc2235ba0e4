"""Doctor on the database: it answers, is new enough, has our tables, and guards the trail."""

from unittest.mock import patch

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from audit.triggers import NAMES, UNLOCK
from config.doctor import data


@pytest.mark.django_db
def test_the_database_of_this_suite_is_well() -> None:
    for check in (data.database, data.migrations, data.triggers):
        assert check().level == "ok"


def test_a_database_that_does_not_answer_is_named_and_not_quoted() -> None:
    """Without the mark ``django_db`` there is none to reach."""
    found = data.database()

    assert found.level == "broken"
    assert "DATABASE_URL" in found.mend


@pytest.mark.django_db
def test_a_database_of_long_ago_is_too_old() -> None:
    with patch.object(data, "_version", return_value=(3, 8)):
        found = data.database()

    assert found.level == "broken"
    assert "3.8" in found.says


@pytest.mark.django_db
def test_a_migration_that_was_forgotten_is_named() -> None:
    MigrationRecorder(connection).record_unapplied("audit", "0004_pulse")

    found = data.migrations()

    assert found.level == "broken"
    assert "audit.0004_pulse" in found.says
    assert "manage.py migrate" in found.mend


@pytest.mark.django_db
def test_a_trigger_that_was_dropped_is_named() -> None:
    name = NAMES[connection.vendor][0].format(table="audit_entry")
    with connection.cursor() as cursor:
        cursor.execute(UNLOCK[connection.vendor].format(name=name, table="audit_entry"))

    found = data.triggers()

    assert found.level == "broken"
    assert name in found.says


@pytest.mark.django_db
def test_the_role_is_judged_by_what_the_database_says() -> None:
    """A file has none; on a server, the suite's role may be anything."""
    found = data.role()

    if connection.vendor == "sqlite":
        assert found.level == "ok"
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW is_superuser")
            assert (found.level == "warning") == (cursor.fetchone() == ("on",))
