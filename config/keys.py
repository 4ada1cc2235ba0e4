"""The two secrets of an installation: given by the environment, or made once on a single machine.

``database`` is the embedded database's file; None means a server, which must be given its keys.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import ImproperlyConfigured

from config.env import env_secret

MASTER_KEY_BYTES = 32


def master_key(home: Path, database: Path | None) -> bytes:
    """Return the key which wraps every other key."""
    path = home / "keys" / "master.key"
    given = env_secret("BIHUAN_MASTER_KEY")
    if given is None and database is not None and database.exists() and not path.exists():
        raise ImproperlyConfigured(
            f"{path} is missing, and {database} cannot be read without it. "
            "Put the key back from the backup, or move the database away to begin anew."
        )
    return _bytes(given or _kept("BIHUAN_MASTER_KEY", path, database))


def secret_key(home: Path, database: Path | None) -> str:
    """Return what Django signs sessions and tokens with."""
    return env_secret("SECRET_KEY") or _kept("SECRET_KEY", home / "keys" / "secret.key", database)


def _bytes(given: str) -> bytes:
    try:
        key = bytes.fromhex(given)
    except ValueError:
        key = b""
    if len(key) != MASTER_KEY_BYTES:
        raise ImproperlyConfigured("BIHUAN_MASTER_KEY: use 32 bytes, written as 64 hex digits.")
    return key


def _kept(name: str, path: Path, database: Path | None) -> str:
    if database is None:
        raise ImproperlyConfigured(
            f"{name} is not set. With PostgreSQL, give each installation its own: set {name}, "
            f"or {name}_FILE, to the output of `openssl rand -hex 32`, and keep a copy elsewhere."
        )
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Write 32 random bytes as hex; of two processes at once, one makes the file, both read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as aside:  # mode 600
        aside.write(secrets.token_hex(32))
        aside.flush()
        os.fsync(aside.fileno())
        with suppress(FileExistsError):
            os.link(aside.name, path)
