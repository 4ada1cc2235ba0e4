"""The database: whether it answers, what it is, and whether it holds what this code needs."""

from typing import Any

from django.db import connection

from audit.triggers import TABLES, missing
from config import health
from config.doctor.findings import Finding, broken, check, ok, warning

OLDEST = {"sqlite": (3, 31), "postgresql": (14,)}  # what Django 5.2 asks for
PRODUCTS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@check
def database() -> Finding:
    try:
        health.database()
    except Exception as error:  # whatever it is: its words may quote the address
        return broken(
            f"The database does not answer: {type(error).__name__}.",
            "Start it; compare DATABASE_URL and DATABASE_PASSWORD with its host, port and role.",
        )
    version = _version(connection)
    says = f"{PRODUCTS[connection.vendor]} {'.'.join(map(str, version))} answers."
    if version < OLDEST[connection.vendor]:
        needed = ".".join(map(str, OLDEST[connection.vendor]))
        return broken(f"{says} It is too old.", f"Upgrade it to {needed} or newer.")
    return ok(says)


def _version(connection: Any) -> tuple[int, ...]:
    version: tuple[int, ...] = connection.get_database_version()
    return version


@check
def migrations() -> Finding:
    if names := health.unapplied():
        return broken(
            f"{len(names)} migrations are not applied, the first is {names[0]}.",
            "Make a backup, then run: manage.py migrate",
        )
    return ok("All migrations are applied.")


@check
def triggers() -> Finding:
    """The trail is append-only because the database refuses the rest."""
    if names := [name for table in TABLES for name in missing(connection, table)]:
        return broken(
            f"The trail can be rewritten; these triggers are missing: {', '.join(names)}.",
            "Find out who dropped them, and run manage.py verify. Then put them back: "
            'manage.py shell -c "from django.db import connection; from audit.triggers import *; '
            '[lock_table(connection, table) for table in TABLES]"',
        )
    return ok("The trail's triggers are at work.")


@check
def role() -> Finding:
    """Who owns the database can drop the triggers; a superuser can do it unseen."""
    if connection.vendor != "postgresql":
        return ok("The database is a file of our own.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (mighty,) = cursor.fetchone()
    if mighty:
        return warning(
            "We sign in to PostgreSQL as a superuser.",
            "Give the product a role of its own: CREATE ROLE bihuan LOGIN PASSWORD '…', "
            "owner of its database and nothing else.",
        )
    return ok("Our role in PostgreSQL is no superuser.")
