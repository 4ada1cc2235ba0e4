"""The database itself refuses to change or remove what was written."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from accounts.models import User
from audit.checkpoints import write
from audit.models import Checkpoint, Entry
from audit.services import record
from audit.triggers import TABLES, lock_table, missing, unlock_table


@pytest.mark.parametrize("model", [Entry, Checkpoint])
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(hash="x"),
        lambda rows: rows.all().delete(),
        lambda rows: rows.get().delete(),
        lambda rows: rows.get().save(),
    ],
)
def test_what_was_written_stays(
    lin_yue: User, model: type[Model], change: Callable[[object], object]
) -> None:
    record("case.register", "dossier:1", by=lin_yue)
    write(date(2026, 3, 2))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(model._default_manager)


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_trigger_is_missed(db: None, table: str) -> None:
    assert missing(connection, table) == []

    unlock_table(connection, table)
    assert len(missing(connection, table)) == 2

    lock_table(connection, table)
    lock_table(connection, table)
    assert missing(connection, table) == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_a_trigger_that_was_switched_off_counts_as_missing(table: str) -> None:
    if connection.vendor != "postgresql":  # SQLite cannot switch one off
        return
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_change")

    assert missing(connection, table) == [f"{table}_no_change"]
