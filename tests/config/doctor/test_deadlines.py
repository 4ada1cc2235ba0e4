"""Doctor on time: one zone, one clock, and a calendar for this year and the next."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from pytest_django import Settings

from config.doctor import deadlines
from tests.driver import at


def test_time_is_that_of_the_station(settings: Settings) -> None:
    assert deadlines.timezone_here().level == "ok"

    settings.TIME_ZONE = "UTC"
    assert deadlines.timezone_here().level == "broken"


@pytest.mark.django_db
def test_two_clocks_are_compared_where_there_are_two() -> None:
    assert deadlines.clock().level == "ok"


@pytest.mark.parametrize(("apart", "level"), [(2, "ok"), (-90, "broken"), (90, "broken")])
def test_clocks_may_be_seconds_apart_but_not_minutes(apart: int, level: str) -> None:
    there = timezone.now() + timedelta(seconds=apart)
    with patch.object(deadlines, "databases_clock", return_value=there):
        assert deadlines.clock().level == level


@pytest.mark.parametrize(
    ("when", "level", "says"),
    [
        ("2025-12-01 10:00", "ok", "knows 2025 and 2026"),
        ("2026-06-01 10:00", "ok", "not know 2027 yet"),
        ("2026-11-20 10:00", "warning", "暂定"),
        ("2027-01-04 10:00", "broken", "not know 2027"),
    ],
)
def test_a_year_without_a_calendar_is_told_in_time(when: str, level: str, says: str) -> None:
    with at(when), patch.object(deadlines, "_known", lambda year: year <= 2026):
        found = deadlines.holidays()

    assert found.level == level
    assert says in found.says


@pytest.mark.django_db
def test_the_calendar_that_we_brought_knows_the_year_of_the_demo() -> None:
    with at("2025-12-01 10:00"):
        assert deadlines.holidays().level == "ok"
