"""Read the environment; a wrong value stops the process at start, by name."""

import os
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"


def env_bool(name: str, *, default: bool) -> bool:
    value = os.getenv(name, str(default))
    if value not in {"True", "False"}:
        raise ImproperlyConfigured(f"{name}={value!r}: use True or False.")
    return value == "True"


def env_secret(name: str) -> str | None:
    """Return a secret from ``NAME_FILE`` (a mounted file) or from ``NAME``; or None."""
    if path := os.getenv(f"{name}_FILE"):
        return _line_of(f"{name}_FILE", path)
    return os.getenv(name) or None


def _line_of(name: str, path: str) -> str:
    """Return the one line of a mounted file; what it says is never quoted."""
    try:
        line = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={path}: {error.strerror}.") from error
    except UnicodeDecodeError:
        line = ""
    if not line.isprintable() or not line:
        raise ImproperlyConfigured(f"{name}={path}: the file must hold one line of text.") from None
    return line


def env_list(name: str, default: str) -> list[str]:
    """Return what stands between the commas."""
    return [each.strip() for each in os.getenv(name, default).split(",") if each.strip()]


def env_url(name: str, default: str) -> str:
    """Return an address without a slash at its end, such as ``https://station.example``."""
    value = os.getenv(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ImproperlyConfigured(f"{name}={value!r}: use http://host or https://host.")
    return value


def env_origins(name: str, default: str) -> list[str]:
    """Return origins, separated by commas; without https only on this machine itself."""
    found = [each.strip().rstrip("/") for each in os.getenv(name, default).split(",")]
    for each in found:
        parts = urlsplit(each)
        safe = parts.scheme == "https" or (parts.scheme, parts.hostname) == ("http", "127.0.0.1")
        if not safe or each != f"{parts.scheme}://{parts.netloc}":
            raise ImproperlyConfigured(f"{name}={each!r}: use https://host.")
    return found


class Smtp(NamedTuple):
    """Where letters are handed in; without a host, none are."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False  # from the first byte
    starttls: bool = False


def smtp(url: str | None) -> Smtp:
    """Read ``smtps://user:password@host:465``, ``smtp+starttls://…:587`` or ``smtp://host``."""
    if not url:
        return Smtp()
    parts = urlsplit(url)
    ports = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured("SMTP_URL: use smtps://user:password@host:465.")
    return Smtp(
        host=parts.hostname,
        port=parts.port or ports[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+starttls",
    )


def database(url: str, password: str | None = None) -> dict[str, Any]:
    """Return Django's settings for ``sqlite:///path`` or ``postgresql://user@host:port/name``.

    A password of its own stands in for the one in the address.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return _sqlite(url.removeprefix("sqlite:///"))
    if scheme == "postgresql":
        return _postgresql(url, password)
    raise ImproperlyConfigured(f"DATABASE_URL={scheme}: use sqlite or postgresql.")


def _sqlite(path: str) -> dict[str, Any]:
    options = {
        "transaction_mode": "IMMEDIATE",  # a writer waits at BEGIN, not half way through
        "timeout": 20,
        # what people wrote is sorted in memory, not in a file beside the database
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY"
        ),
    }
    return {"ENGINE": SQLITE, "NAME": path, "OPTIONS": options}


def _postgresql(url: str, password: str | None) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path[1:],
        "USER": unquote(parts.username or ""),
        "PASSWORD": password or unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": _port(parts),
        "OPTIONS": {
            "options": "-c lock_timeout=10s",  # bounds the wait for a dossier
            "connect_timeout": 5,
        },
        "CONN_MAX_AGE": 600,  # opening one anew costs more than a millisecond of every request
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"CHARSET": "UTF8", "TEMPLATE": "template0"},  # whatever the server's own is
    }


def _port(parts: SplitResult) -> int | str:
    try:
        return parts.port or ""
    except ValueError:  # it quotes what may be half a password
        raise ImproperlyConfigured(
            "DATABASE_URL: the port is no number. In a password write @ as %40, / as %2F, : as %3A."
        ) from None


def broker(url: str) -> str:
    """Return the broker's address, if it is of a kind that we know."""
    scheme = urlsplit(url).scheme
    if scheme not in {"redis", "rediss", "files"}:
        raise ImproperlyConfigured(f"REDIS_URL={scheme}: use redis://host:6379/0 or rediss://…")
    return url


def broker_options(url: str, home: Path) -> dict[str, Any]:
    """Return what the transport needs; for files:// its folders, made."""
    if not url.startswith("files:"):
        # Without max_retries a page waits six seconds for a broker that is gone.
        return {"visibility_timeout": 600, "socket_connect_timeout": 2, "max_retries": 0}
    queue, control = home / "queue", home / "control"
    for folder in (queue, control):
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),  # one folder: the producer's out is the worker's in
        "control_folder": str(control),
    }
