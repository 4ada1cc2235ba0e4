"""How a cost is taken: ours and the peer in turn, so that the machine's noise hits both."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection

WARM_UP = 3  # rounds which nobody looks at; in the last of them queries are counted
LOCAL = {"", "localhost", "127.0.0.1", "::1"}

Job = Callable[[], object]
Prepare = Callable[[], Job]  # makes ready, outside what is measured, and returns what is


@dataclass(frozen=True)
class Cost:
    """What one doing takes: medians, and of one round the statements."""

    cpu_ms: float  # user and system, of this process and of its database backend
    backend_ms: float | None  # the backend's part; None where it cannot be told apart
    wall_ms: float
    queries: int
    savepoints: int
    size: dict[str, float] = field(default_factory=dict)  # what came of it: KiB, pages

    def __truediv__(self, other: "Cost") -> dict[str, float]:
        return {
            "cpu": round(self.cpu_ms / other.cpu_ms, 2),
            "wall": round(self.wall_ms / other.wall_ms, 2),
        }

    def as_data(self) -> dict[str, Any]:
        data = asdict(self)
        size: dict[str, Any] = data.pop("size")
        return data | size


@dataclass(frozen=True)
class Goal:
    """A figure, and what it must not exceed."""

    measure: str
    at_most: float
    figure: float

    @property
    def reached(self) -> bool:
        return self.figure <= self.at_most

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"reached": self.reached}


@dataclass(frozen=True)
class Row:
    """What was measured against what, and what it should have been."""

    name: str
    rounds: int
    sides: dict[str, Cost]  # two: the one that is judged, and what it is measured by
    goals: list[Goal]

    @property
    def ratio(self) -> dict[str, float]:
        one, other = self.sides.values()
        return one / other

    def as_data(self) -> dict[str, Any]:
        return {
            "row": self.name,
            "rounds": self.rounds,
            **{side: cost.as_data() for side, cost in self.sides.items()},
            "ratio": self.ratio,
            "goals": [goal.as_data() for goal in self.goals],
        }


def in_turn(*sides: Prepare, rounds: int) -> list[Cost]:
    """Return what each side costs. Who goes first changes from round to round."""
    for _number in range(WARM_UP - 1):
        for prepare in sides:
            prepare()()
    counted = [_statements(prepare()) for prepare in sides]
    taken: list[list[_Taken]] = [[] for _side in sides]
    for number in range(rounds):
        for side in sorted(range(len(sides)), reverse=bool(number % 2)):
            taken[side].append(_take(sides[side]()))
    return [_cost(*pair) for pair in zip(taken, counted, strict=True)]


@dataclass(frozen=True)
class _Taken:
    """One doing, in seconds."""

    own: float
    backend: float
    wall: float


def _take(job: Job) -> _Taken:
    backend, own, wall = _backend_seconds(), time.process_time(), time.perf_counter()
    job()
    wall, own = time.perf_counter() - wall, time.process_time() - own
    return _Taken(own, _backend_seconds() - backend, wall)


def _cost(taken: list[_Taken], counted: tuple[int, int]) -> Cost:
    backend = median(each.backend for each in taken) * 1000
    return Cost(
        cpu_ms=round(median(each.own + each.backend for each in taken) * 1000, 2),
        backend_ms=round(backend, 2) if _backend() else None,
        wall_ms=round(median(each.wall for each in taken) * 1000, 2),
        queries=counted[0],
        savepoints=counted[1],
    )


def _statements(job: Job) -> tuple[int, int]:
    """Return the queries of a job, and the savepoints it set or released besides."""
    with statements() as said:
        job()
    savepoints = sum("SAVEPOINT" in each for each in said)
    began = sum(each.startswith("BEGIN") for each in said)  # a statement on SQLite alone
    return len(said) - savepoints - began, savepoints


@contextmanager
def statements() -> Any:
    """Collect the text of every statement."""
    said: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        said.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        yield said


# ── the database's part ───────────────────────────────────────────────────────────────────


def backend_clock() -> str:
    """Say how the database's part of the CPU is counted, or that it is not."""
    if connection.vendor == "sqlite":
        return "part of this process"
    return "schedstat of its backend" if _backend() else "not counted: it runs elsewhere"


@cache
def _backend() -> Path | None:
    """Return where this kernel keeps the time of our database backend, if it runs here."""
    if connection.vendor != "postgresql" or connection.settings_dict["HOST"] not in LOCAL:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = Path(f"/proc/{cursor.fetchone()[0]}")
    try:
        is_it = "postgres" in (process / "comm").read_text()
        (process / "schedstat").read_text()
    except OSError:
        return None
    return process / "schedstat" if is_it else None


def _backend_seconds() -> float:
    """Return what the backend has used: the first figure of schedstat, in nanoseconds.

    ``stat`` has the same in ticks of ten milliseconds, which is longer than most steps.
    """
    where = _backend()
    return int(where.read_text().split()[0]) / 1e9 if where else 0.0
