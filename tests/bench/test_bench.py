"""The measuring itself: what it counts, and how it tells. How long things take is not asked."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TINY = ["--rounds", "2", "--tasks", "300,600"]
COSTS = {"cpu_ms", "backend_ms", "wall_ms", "queries", "savepoints"}


@pytest.fixture(scope="module")
def run() -> subprocess.CompletedProcess[str]:
    """All rows, as ``make bench`` runs them: in a process with settings of its own."""
    unsaid = {"DJANGO_SETTINGS_MODULE", "BIHUAN_HOME"}
    environment = {key: value for key, value in os.environ.items() if key not in unsaid}
    done = subprocess.run(
        [sys.executable, "-m", "bench", *TINY],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def rows(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    return {row["row"]: row for row in json.loads(run.stdout)["rows"]}


def costs(rows: dict[str, Any]) -> Iterator[dict[str, Any]]:
    sides = ("ours", "peer", "many", "few")
    return (row[side] for row in rows.values() for side in sides if side in row)


def test_every_row_is_measured_on_both_sides(rows: dict[str, Any]) -> None:
    assert list(rows) == [
        "step",
        "desk, 300 tasks",
        "desk, 600 tasks",
        "desk, 300 → 600",
        "paper C14",
    ]
    for cost in costs(rows):
        assert cost.keys() >= COSTS
        assert cost["cpu_ms"] > 0
    assert all(row["rounds"] == 2 for row in rows.values())


def test_a_step_keeps_to_its_queries(rows: dict[str, Any]) -> None:
    ours, peer = rows["step"]["ours"], rows["step"]["peer"]

    assert ours["queries"] <= 25
    assert ours["savepoints"] == 0
    assert peer["queries"] == 10


def test_a_desk_asks_no_more_where_there_is_more(rows: dict[str, Any]) -> None:
    few, many = (rows[f"desk, {size} tasks"] for size in (300, 600))

    assert few["ours"]["queries"] == many["ours"]["queries"] <= 17
    assert few["ours"]["kib"] == many["ours"]["kib"]
    assert few["peer"]["queries"] > few["ours"]["queries"]


def test_a_paper_is_one_page_on_both_sides(rows: dict[str, Any]) -> None:
    ours, peer = rows["paper C14"]["ours"], rows["paper C14"]["peer"]

    assert (ours["pages"], peer["pages"]) == (1, 1)
    assert ours["kb"] <= 120 < peer["kb"]


def test_each_goal_stands_beside_its_figure(
    run: subprocess.CompletedProcess[str], rows: dict[str, Any]
) -> None:
    goals = [goal for row in rows.values() for goal in row["goals"]]

    assert {goal["at_most"] for goal in rows["step"]["goals"]} == {1.5, 1.0, 25, 15}
    for goal in goals:
        assert goal["reached"] == (goal["figure"] <= goal["at_most"])
        assert f"≤ {goal['at_most']}" in run.stderr
    assert run.stderr.count("missed") == sum(not goal["reached"] for goal in goals)


def test_a_row_that_does_not_exist_is_refused_by_name() -> None:
    asked = [sys.executable, "-m", "bench", "stpe"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "stpe: choose from step, desk, paper" in done.stderr
