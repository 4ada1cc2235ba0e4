"""The environment is read once, at the start, and a wrong value is named."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import broker, broker_options, database, env_bool, env_list, env_secret, env_url


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


@pytest.mark.parametrize("held", [b"", b"\n", b"first\nsecond\n", b"\xff\xfe"])
def test_a_mounted_file_holds_one_line_and_is_not_quoted(
    held: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An empty file must not mean SQLite."""
    (tmp_path / "secret").write_bytes(held)
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "secret"))

    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL_FILE=.*one line") as refused:
        env_secret("DATABASE_URL")

    assert "second" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_a_list_may_be_written_with_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "station.example, www.station.example,")

    assert env_list("ALLOWED_HOSTS", "localhost") == ["station.example", "www.station.example"]


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


def test_a_database_password_may_come_alone() -> None:
    read = database("postgresql://bihuan:in-the-address@db/station", "of its own")

    assert (read["PASSWORD"], read["USER"], read["NAME"]) == ("of its own", "bihuan", "station")


def test_a_password_that_breaks_the_address_is_not_quoted() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL: .*%2F") as refused:
        database("postgresql://bihuan:geheim/wort@db:5433/station")

    assert "geheim" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_another_database_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        database("mysql://host/name")


def test_another_broker_is_refused_by_name() -> None:
    assert broker("redis://:secret@redis:6379/0") == "redis://:secret@redis:6379/0"

    with pytest.raises(ImproperlyConfigured, match="REDIS_URL=amqp") as refused:
        broker("amqp://user:geheim@host//")

    assert "geheim" not in str(refused.value)


def test_only_the_file_transport_makes_folders(tmp_path: Path) -> None:
    assert "data_folder_in" not in broker_options("redis://127.0.0.1/0", tmp_path)
    assert list(tmp_path.iterdir()) == []

    broker_options("files://", tmp_path)
    assert {folder.name for folder in tmp_path.iterdir()} == {"queue", "control"}
