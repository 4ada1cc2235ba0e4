"""``manage.py doctor``: every check, in words or JSON; exit 1 if something must be mended."""

import json
from collections.abc import Iterator
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command

from config.doctor.findings import CHECKS, Check, broken, examined, ok, warning

PLENTY = 20


@pytest.fixture
def two() -> Iterator[dict[str, Check]]:
    """Two checks instead of all; a test may put in a third."""
    checks = {"clock": lambda: ok("It ticks."), "room": lambda: warning("Little.", "Make room.")}
    with patch.dict(CHECKS, checks, clear=True):
        yield CHECKS


def told(*options: str) -> str:
    out = StringIO()
    call_command("doctor", *options, stdout=out)
    return out.getvalue()


def test_a_warning_is_told_and_lets_go(two: dict[str, Check]) -> None:
    assert told().splitlines() == [
        "ok      clock: It ticks.",
        "WARNING room: Little.",
        "          Make room.",
        "",
        "0 to mend, 1 to look after.",
    ]


def test_what_must_be_mended_is_told_and_exits_with_1(two: dict[str, Check]) -> None:
    two["keys"] = lambda: broken("Lost.", "Find them.")
    out = StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("doctor", stdout=out)

    assert left.value.code == 1
    assert "BROKEN  keys: Lost.\n          Find them.\n" in out.getvalue()


def test_a_machine_reads_json(two: dict[str, Check]) -> None:
    assert json.loads(told("--format", "json")) == [
        {"check": "clock", "level": "ok", "says": "It ticks.", "mend": ""},
        {"check": "room", "level": "warning", "says": "Little.", "mend": "Make room."},
    ]


def test_a_check_that_fails_is_a_finding_without_its_words() -> None:
    def clumsy() -> None:
        raise ValueError("password=geheim")

    found = examined(clumsy)  # type: ignore[arg-type]

    assert found.level == "broken"
    assert "ValueError" in found.says
    assert "geheim" not in found.says + found.mend


@pytest.mark.django_db
def test_every_check_runs_here_and_says_how_to_mend_what_it_found() -> None:
    found = {name: examined(check) for name, check in CHECKS.items()}

    assert len(found) >= PLENTY
    assert [name for name, each in found.items() if "examined" in each.says] == []
    assert [name for name, each in found.items() if bool(each.mend) != (each.level != "ok")] == []
