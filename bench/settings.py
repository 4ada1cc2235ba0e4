"""The product's settings with the peer's app beside it; home and database are scratch ones."""

import atexit
import os
from shutil import rmtree
from tempfile import mkdtemp

os.environ["BIHUAN_HOME"] = mkdtemp(prefix="bihuan-bench-")
atexit.register(rmtree, os.environ["BIHUAN_HOME"], ignore_errors=True)
os.environ["BIHUAN_MASTER_KEY"] = "5e" * 32
os.environ["SECRET_KEY"] = "for measuring alone"  # noqa: S105

from config.settings import *  # noqa: E402, F403

CELERY_BROKER_URL = "memory://localhost/"  # what is told to workers ends with the run
CELERY_BROKER_TRANSPORT_OPTIONS = {}
INSTALLED_APPS.append("bench.stock")  # noqa: F405
ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["testserver"]
STORAGES["staticfiles"] = {  # nothing is collected  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
STATIC_ROOT = None  # type: ignore[assignment]
DATABASES["default"].setdefault("TEST", {})["NAME"] = (  # noqa: F405
    str(HOME / "bench.sqlite3") if EMBEDDED else f"bihuan_bench_{os.getpid()}"  # noqa: F405
)
