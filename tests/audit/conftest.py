"""What an intruder with the database's password can do."""

from collections.abc import Callable

import pytest
from django.db import connection

from audit.triggers import TABLES, lock_table, unlock_table

Tamper = Callable[..., None]


@pytest.fixture
def tamper(db: None) -> Tamper:
    """Run SQL with the triggers taken away, and put them back as if nothing had been."""

    def run(sql: str, *values: str | int | None) -> None:
        connection.check_constraints()  # a table with checks pending cannot be unlocked
        for table in TABLES:
            unlock_table(connection, table)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            assert cursor.rowcount
        for table in TABLES:
            lock_table(connection, table)

    return run
