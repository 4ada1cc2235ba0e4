"""``make bench``: measure, print JSON on stdout and a table on stderr.

It runs in a scratch database of its own, made on the server that ``DATABASE_URL`` names (or as a
file), and dropped when it ends.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from bench.measuring import Row

ROWS = ["step", "desk", "paper"]
ROUNDS = {"step": 100, "desk": 40, "paper": 20}
SIZES = [10_000, 100_000]


def main(said: Sequence[str]) -> int:
    """Measure what was asked for; goals that are missed show, and are no failure."""
    asked = _asked(said)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    from bench import report  # noqa: PLC0415  (needs the settings)

    with _scratch_database():
        told = report.about()
        rows = [row for name in asked.rows or ROWS for row in _measured(name, asked)]
    found = told | {"rows": [row.as_data() for row in rows]}
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    sys.stderr.write(report.table(told, rows))
    return 0


def _asked(said: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "rows", nargs="*", metavar="row", help=f"which of {', '.join(ROWS)}; all without"
    )
    parser.add_argument("--rounds", type=int, help="of each row; a number of its own without")
    parser.add_argument("--tasks", type=_sizes, default=SIZES, help="for the desk: 10000,100000")
    asked = parser.parse_args(said)
    if unknown := set(asked.rows) - set(ROWS):
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(ROWS)}")
    return asked


def _sizes(said: str) -> list[int]:
    return [int(each) for each in said.split(",")]


@contextmanager
def _scratch_database() -> Iterator[None]:
    from django.db import connection  # noqa: PLC0415  (needs the settings)

    real = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(real, verbosity=0)


def _measured(row: str, asked: argparse.Namespace) -> "list[Row]":
    from bench import cast, desk, paper, step  # noqa: PLC0415  (needs the settings)

    sys.stderr.write(f"{row} …\n")
    rounds = asked.rounds or ROUNDS[row]
    if row == "step":
        return step.measure(cast.people(), rounds=rounds)
    if row == "desk":
        return desk.measure(cast.people(), rounds=rounds, sizes=asked.tasks)
    return paper.measure(rounds=rounds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
