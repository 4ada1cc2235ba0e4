"""Let the database itself refuse to change or remove what was written."""

from typing import Any

from django.db import migrations

from audit.triggers import TABLES, lock_table, unlock_table


def lock(apps: Any, editor: Any) -> None:
    for table in TABLES:
        lock_table(editor.connection, table)


def unlock(apps: Any, editor: Any) -> None:
    for table in TABLES:
        unlock_table(editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(lock, unlock)]
