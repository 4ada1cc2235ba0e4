"""A machine of its own makes its keys once; a server is given them; neither is ever replaced."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from stat import S_IMODE

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.keys import master_key, secret_key


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BIHUAN_MASTER_KEY", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "bihuan.sqlite3"


def test_the_embedded_key_is_made_once_for_its_owner_alone(tmp_path: Path, database: Path) -> None:
    made = master_key(tmp_path, database)
    database.touch()

    assert len(made) == 32
    assert master_key(tmp_path, database) == made
    assert S_IMODE((tmp_path / "keys" / "master.key").stat().st_mode) == 0o600
    assert S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["master.key"]


def test_starting_twice_at_once_makes_one_key(tmp_path: Path, database: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: master_key(tmp_path, database), range(8)))

    assert len(keys) == 1


def test_a_lost_key_is_asked_for_and_not_replaced(tmp_path: Path, database: Path) -> None:
    database.touch()

    with pytest.raises(ImproperlyConfigured, match="Put the key back from the backup"):
        master_key(tmp_path, database)

    assert not (tmp_path / "keys").exists()


def test_a_server_without_its_keys_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="BIHUAN_MASTER_KEY is not set"):
        master_key(tmp_path, None)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        secret_key(tmp_path, None)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", ["00" * 31, "zz" * 32, "short"])
def test_a_key_of_the_wrong_length_stops_the_start_and_is_not_quoted(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_MASTER_KEY", given)

    with pytest.raises(ImproperlyConfigured, match="64 hex digits") as refused:
        master_key(tmp_path, None)

    assert given not in str(refused.value)


def test_a_given_key_is_used_and_none_is_made(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_MASTER_KEY", "ab" * 32)

    assert master_key(tmp_path, database) == bytes.fromhex("ab" * 32)
    assert list(tmp_path.iterdir()) == []
