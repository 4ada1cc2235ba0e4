"""Doctor on keys: random, and for no other eyes."""

from pathlib import Path

import pytest
from pytest_django import Settings

from config.doctor import keys

RANDOM = "8d1f40b6c2a97e35f00d6b81d9c4e2a7365b18fe7740a9c3521e6d08bb97f4ca"


@pytest.fixture(autouse=True)
def _a_machine_of_its_own(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    for name in keys.SECRETS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


def test_keys_from_openssl_are_well(settings: Settings) -> None:
    settings.MASTER_KEY, settings.SECRET_KEY = bytes.fromhex(RANDOM), RANDOM

    assert keys.master_key().level == keys.secret_key().level == "ok"


def test_keys_that_somebody_made_up_are_not(settings: Settings) -> None:
    settings.MASTER_KEY, settings.SECRET_KEY = bytes.fromhex("5e" * 32), "bihuan-station-2026"

    assert keys.master_key().level == keys.secret_key().level == "broken"


@pytest.mark.parametrize(("mode", "level"), [(0o600, "ok"), (0o640, "broken"), (0o604, "broken")])
def test_a_key_of_our_own_is_its_owners_alone(mode: int, level: str, tmp_path: Path) -> None:
    file = tmp_path / "keys" / "master.key"
    file.parent.mkdir()
    file.touch(mode)
    file.chmod(mode)

    found = keys.key_files()

    assert found.level == level
    assert (str(file) in found.mend) == (level == "broken")


@pytest.mark.parametrize(("mode", "level"), [(0o440, "ok"), (0o444, "broken")])
def test_a_mounted_secret_may_be_our_groups(
    mode: int, level: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "database_password"
    file.touch()
    file.chmod(mode)
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(file))

    assert keys.key_files().level == level


def test_a_key_in_a_servers_environment_is_better_in_a_file(
    served: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_MASTER_KEY", RANDOM)

    found = keys.key_files()

    assert found.level == "warning"
    assert "BIHUAN_MASTER_KEY_FILE" in found.mend
    assert RANDOM not in found.says + found.mend
