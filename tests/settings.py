"""The product's settings, made quick: the only differences tests may have."""

import atexit
import os
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

ROOT = Path(__file__).parents[1]


def home_of_this_run() -> str:
    """Return a folder of its own for each run; the run's workers inherit it."""
    if "BIHUAN_TESTS_HOME" not in os.environ:
        (ROOT / "var" / "tests").mkdir(parents=True, exist_ok=True)
        os.environ["BIHUAN_TESTS_HOME"] = mkdtemp(dir=ROOT / "var" / "tests")
        atexit.register(rmtree, os.environ["BIHUAN_TESTS_HOME"], ignore_errors=True)
    return os.environ["BIHUAN_TESTS_HOME"]


os.environ["BIHUAN_HOME"] = home_of_this_run()
os.environ["BIHUAN_MASTER_KEY"] = "5e" * 32
os.environ["SECRET_KEY"] = "for tests alone"

from config.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
# Nothing is collected: the test server finds static files where they lie.
STATIC_ROOT = None  # type: ignore[assignment]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
if EMBEDDED:  # noqa: F405
    # A file, as in the product: in memory there is neither WAL nor a second writer.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}  # noqa: F405
