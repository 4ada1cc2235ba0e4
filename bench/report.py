"""What was measured, told: on what machine, and each goal beside its figure."""

import os
import platform
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.measuring import Row, backend_clock

REACHED = {True: "reached", False: "missed"}


def about() -> dict[str, Any]:
    """Return when and on what this was, and how the database's own work was counted."""
    version = ".".join(map(str, connection.get_database_version()))
    return {
        "at": timezone.localtime().isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "database": f"{connection.vendor} {version}",
        "cpu_of_database": backend_clock(),
    }


def table(told: dict[str, Any], rows: Iterable[Row]) -> str:
    """Return all rows in lines: costs side by side, then each goal and its figure."""
    lines = [f"{key}: {value}" for key, value in told.items()]
    for row in rows:
        lines += ["", *_lines(row)]
    return "\n".join(lines) + "\n"


def _lines(row: Row) -> Iterator[str]:
    one, other = row.sides
    yield _set(f"{row.name}, {row.rounds} rounds", one, other, "ratio")
    first, second = (cost.as_data() for cost in row.sides.values())
    for key, value in first.items():
        yield _set(f"  {key}", value, second[key], row.ratio.get(key.removesuffix("_ms"), ""))
    for goal in row.goals:
        yield _set(f"  {goal.measure}", goal.figure, f"≤ {goal.at_most}", REACHED[goal.reached])


def _set(title: str, *cells: object) -> str:
    return f"{title:34}" + "".join(f"{each!s:>12}" for each in cells)
