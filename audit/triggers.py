"""Append-only tables, on both databases, for migrations and tests; ``missing`` is for doctor.

SQLite drops a table's triggers when Django rebuilds the table (any AlterField): a migration
that alters such a table must call ``lock_table`` again, and a test asks ``missing``.
"""

from typing import Any

TABLES = ("audit_entry", "audit_checkpoint")

LOCK = {
    "postgresql": [
        """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$""",
        """CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
           FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
        """CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
           FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ],
    "sqlite": [
        """CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table}
           BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END""",
        """CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table}
           BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END""",
    ],
}
UNLOCK = {
    "postgresql": "DROP TRIGGER IF EXISTS {name} ON {table}",
    "sqlite": "DROP TRIGGER IF EXISTS {name}",
}
NAMES = {
    "postgresql": ["{table}_no_change", "{table}_no_truncate"],
    "sqlite": ["{table}_no_update", "{table}_no_delete"],
}
# A trigger that was switched off is as good as gone.
AT_WORK = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}


def lock_table(connection: Any, table: str) -> None:
    with connection.cursor() as cursor:
        for statement in LOCK[connection.vendor]:
            cursor.execute(statement.format(table=table))


def unlock_table(connection: Any, table: str) -> None:
    with connection.cursor() as cursor:
        for name in _names(connection, table):
            cursor.execute(UNLOCK[connection.vendor].format(name=name, table=table))


def missing(connection: Any, table: str) -> list[str]:
    """Return the triggers which should be at work and are not."""
    with connection.cursor() as cursor:
        cursor.execute(AT_WORK[connection.vendor])
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in _names(connection, table) if name not in there]


def _names(connection: Any, table: str) -> list[str]:
    return [name.format(table=table) for name in NAMES[connection.vendor]]
