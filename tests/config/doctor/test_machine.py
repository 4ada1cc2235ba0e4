"""Doctor on the machine: a folder, room, and what printing needs."""

from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from pytest_django import Settings

from config.doctor import machine, printing
from documents import faces
from documents import machine as needs


def test_a_home_that_can_be_written_to_stays_empty(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path

    assert machine.home().level == "ok"
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_is_gone_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "unmounted"

    assert machine.home().level == "broken"


@pytest.mark.parametrize(("free", "level"), [(0.5, "broken"), (3, "warning"), (50, "ok")])
def test_room_runs_out_by_and_by(free: float, level: str) -> None:
    usage = SimpleNamespace(free=free * machine.GIGABYTE)
    with patch("shutil.disk_usage", return_value=usage):
        assert machine.room().level == level


def test_here_papers_can_be_printed() -> None:
    for check in (printing.libraries, printing.fonts, printing.printer):
        assert check().level == "ok"


def test_a_library_that_does_not_load_is_named_by_its_package() -> None:
    there = dict(needs.LIBRARIES)
    with patch.object(needs, "LIBRARIES", there | {"libnot-there.so.9": "libnot-there9"}):
        found = printing.libraries()

    assert found.level == "broken"
    assert found.mend.endswith("--no-install-recommends libnot-there9")


def test_faces_that_are_gone_are_told(tmp_path: Path) -> None:
    with patch.object(faces, "SPARE", tmp_path):
        assert printing.fonts().level == "broken"
