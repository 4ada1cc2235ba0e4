"""The pulse says whether worker and beat are there; it stays one row."""

import pytest

from audit import pulse
from audit.models import Pulse
from audit.tasks import beat
from tests.driver import at

pytestmark = pytest.mark.django_db


def test_before_anything_ran_nothing_is_alive() -> None:
    assert pulse.silence() is None
    assert not pulse.alive()


def test_a_clock_that_stopped_shows_after_three_minutes() -> None:
    with at("2026-03-02 10:00"):
        beat()

    with at("2026-03-02 10:02"):
        assert pulse.alive()
    with at("2026-03-02 10:03"):
        assert not pulse.alive()


def test_a_day_of_beats_is_one_row() -> None:
    for _ in range(3):
        beat.delay()

    assert Pulse.objects.count() == 1
