"""The environment is read once, at the start, and a wrong value is named."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import broker_options, database, env_bool, env_secret, env_url


def test_a_switch_takes_true_or_false_and_nothing_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEHIND_TLS", "yes")

    with pytest.raises(ImproperlyConfigured, match="BEHIND_TLS='yes'"):
        env_bool("BEHIND_TLS", default=False)


def test_a_mounted_file_holds_a_secret_instead_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("from the file\n")
    monkeypatch.setenv("SECRET_KEY", "from the environment")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "secret"))

    assert env_secret("SECRET_KEY") == "from the file"


def test_a_mounted_file_that_is_not_there_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "nothing"))

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE"):
        env_secret("SECRET_KEY")


def test_an_address_loses_its_last_slash_and_must_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://station.example/")
    assert env_url("PUBLIC_URL", "") == "https://station.example"

    monkeypatch.setenv("PUBLIC_URL", "station.example")
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL"):
        env_url("PUBLIC_URL", "")


def test_a_database_password_may_hold_any_character() -> None:
    read = database("postgresql://bihuan:p%40ss%2Fword@db:5433/station")

    assert (read["USER"], read["PASSWORD"], read["HOST"]) == ("bihuan", "p@ss/word", "db")
    assert (read["PORT"], read["NAME"]) == (5433, "station")


def test_another_database_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        database("mysql://host/name")


def test_only_the_file_transport_makes_folders(tmp_path: Path) -> None:
    assert "data_folder_in" not in broker_options("redis://127.0.0.1/0", tmp_path)
    assert list(tmp_path.iterdir()) == []

    broker_options("files://", tmp_path)
    assert {folder.name for folder in tmp_path.iterdir()} == {"queue", "control"}
