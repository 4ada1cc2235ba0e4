"""The keys: there, random, and readable by nobody else."""

import os
from pathlib import Path
from stat import S_IMODE

from django.conf import settings

from config.doctor.findings import Finding, broken, check, ok, warning

OTHERS, GROUP = 0o007, 0o070
VARIED = 12  # different bytes; 32 random ones have fewer about once in 10^11
LONG = 32  # characters
NAMES = {"BIHUAN_MASTER_KEY": "master.key", "SECRET_KEY": "secret.key"}
SECRETS = [*NAMES, "DATABASE_URL", "DATABASE_PASSWORD", "REDIS_URL"]


@check
def master_key() -> Finding:
    if len(set(settings.MASTER_KEY)) < VARIED:
        return broken(
            "The master key can be guessed.",
            "Set BIHUAN_MASTER_KEY to the output of `openssl rand -hex 32` before anything is "
            "written; what this key has sealed is open only to it.",
        )
    return ok("The master key is there.")


@check
def secret_key() -> Finding:
    if len(settings.SECRET_KEY) < LONG or len(set(settings.SECRET_KEY)) < VARIED:
        return broken(
            "The key that signs sessions can be guessed.",
            "Set SECRET_KEY to the output of `openssl rand -hex 32`; everybody signs in once more.",
        )
    return ok("The key that signs sessions is there.")


@check
def key_files() -> Finding:
    """A file of our own is its owner's alone; a mounted one may be our group's as well."""
    for path, refused in _files():
        if path.exists() and S_IMODE(path.stat().st_mode) & refused:
            mode = "600" if refused & GROUP else "440"
            return broken(f"Others may read {path}.", f"chmod {mode} {path}")
    bare = [name for name in NAMES if os.getenv(name)]
    if bare and not settings.EMBEDDED:
        return warning(
            f"{bare[0]} stands in the environment, which whoever inspects the container sees.",
            f"Put it into a file, and name the file: {bare[0]}_FILE.",
        )
    return ok("Nobody else may read the keys.")


def _files() -> list[tuple[Path, int]]:
    """Return each key's file, and the bits which its mode must not have."""
    given = [path for name in SECRETS if (path := os.getenv(f"{name}_FILE"))]
    own = [settings.HOME / "keys" / file for file in NAMES.values()]
    return [(Path(path), OTHERS) for path in given] + [(path, OTHERS | GROUP) for path in own]
