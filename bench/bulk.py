"""Many rows at once: the rows of one real case, copied by the database itself."""

from django.db import connection, models

STRIDE = 10_000  # from the key of a row to that of its next copy; an original's key is below it


def copy(row: models.Model, numbers: range, **changed: str) -> None:
    """Copy the row of one table once for each number ``n``.

    ``changed`` are SQL expressions by column, over ``n`` and the original ``o``; the primary key
    and the columns named with ``moved`` go along with the number.
    """
    meta = row._meta
    columns = [str(field.column) for field in meta.local_concrete_fields]
    key = next(str(field.column) for field in meta.local_concrete_fields if field.primary_key)
    said = {key: moved(key)} | changed
    table, names = meta.db_table, ", ".join(f'"{each}"' for each in columns)
    values = ", ".join(said.get(each, f'o."{each}"') for each in columns)
    first, last = numbers.start, numbers.stop - 1
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT CAST({first} AS bigint)"  # noqa: S608  (ours, all)
            f" UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})"
            f' INSERT INTO "{table}" ({names})'
            f' SELECT {values} FROM "{table}" o CROSS JOIN numbers WHERE o."{key}" = {row.pk}'
        )


def moved(column: str) -> str:
    """Return the key of what the copy of the same number refers to."""
    return f'o."{column}" + n * {STRIDE}'


def settle() -> None:
    """Let the database know what it has got, as PostgreSQL's own housekeeping soon would."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
