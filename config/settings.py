"""Settings: one file, the same in every environment; only the environment differs."""

import os
from datetime import timedelta
from pathlib import Path

import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF

from config.env import (
    SQLITE,
    broker,
    broker_options,
    database,
    env_bool,
    env_list,
    env_origins,
    env_secret,
    env_url,
    smtp,
)
from config.keys import master_key, secret_key
from config.logs import unquoted

django_stubs_ext.monkeypatch()  # lets forms and views name their model in their type

# Where things are
BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(os.getenv("BIHUAN_HOME") or BASE_DIR / "var").resolve()
HOME.mkdir(parents=True, exist_ok=True)
PUBLIC_URL = env_url("PUBLIC_URL", "http://127.0.0.1:8000")  # printed into the QR of every paper
SOURCE_URL = env_url("SOURCE_URL", "https://example.invalid/bihuan")  # AGPL 13: for every user
BEHIND_TLS = env_bool("BEHIND_TLS", default=False)  # a proxy which speaks https stands before us

DATABASES = {
    "default": database(
        env_secret("DATABASE_URL") or f"sqlite:///{HOME}/bihuan.sqlite3",
        env_secret("DATABASE_PASSWORD"),
    ),
}
EMBEDDED = DATABASES["default"]["ENGINE"] == SQLITE
_FILE = Path(DATABASES["default"]["NAME"]) if EMBEDDED else None
MASTER_KEY = master_key(HOME, _FILE)
SECRET_KEY = secret_key(HOME, _FILE)

# What it is made of
INSTALLED_APPS = [
    "config",
    "audit",
    "accounts",
    "notifications",
    "casework",
    "documents",
    "workflows",
    "web",
    "viewflow",
    "viewflow.workflow",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "config.health.Probes",  # before the host check and the way to https
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "web.kept.KeepWhatWasSent",
    "web.privacy.NoStore",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "workflows.door.Door",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VIEWFLOW = {"AUTOREGISTER": False}  # keeps its two middlewares out
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.shell.shell",
            ],
        },
    }
]
STATIC_URL = "static/"
STATIC_ROOT = Path(os.getenv("STATIC_ROOT") or HOME / "static")  # an image brings its own
STATICFILES_DIRS = [BASE_DIR / "web" / "static"]
STATICFILES_FINDERS = [  # not by app: the engine would add 50 MB for pages that we don't mount
    "django.contrib.staticfiles.finders.FileSystemFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# How it speaks
LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Who may come in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses whoever guesses
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name"]},
    },
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "config.proxy.client_ip"
AXES_DISABLE_ACCESS_LOG = True  # the trail records who came in
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "web.views.session.locked_out"  # our own page says it
SESSION_COOKIE_AGE = 30 * 60  # idle: every request begins it anew
SESSION_SAVE_EVERY_REQUEST = True
CSRF_COOKIE_HTTPONLY = False  # a page left open reads the new token after a login in another tab
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What browsers and networks may do
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024**2  # a million characters, nine bytes each on the way
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an assessment with many rows has more than Django's 1000

# What goes on behind the pages
CELERY_BROKER_URL = broker(
    env_secret("BROKER_URL") or env_secret("REDIS_URL") or "files://localhost"
)
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(CELERY_BROKER_URL, HOME)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False  # a page does not wait for a broker: the sweeps come by
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_DB_REUSE_MAX = 1000
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(HOME / "beat")
CELERY_BEAT_SCHEDULE = {
    "pulse": {"task": "audit.tasks.beat", "schedule": 60.0},
    "outbox": {"task": "notifications.tasks.look", "schedule": 30.0},
    "digests": {"task": "notifications.tasks.promise_digests", "schedule": 600.0},
    "watch": {"task": "casework.tasks.watch", "schedule": 60.0},
    "papers": {"task": "documents.tasks.sweep", "schedule": 60.0},
    "ladder": {  # in the hours in which a reminder wakes nobody
        "task": "casework.tasks.climb",
        "schedule": crontab(minute="*/10", hour="8-18"),
    },
    "sessions": {
        "task": "accounts.tasks.clear_sessions",
        "schedule": crontab(hour=3, minute=30),
    },
    "departures": {
        "task": "casework.tasks.look_after_departures",
        "schedule": crontab(hour="0-23", minute=5),
    },
    "checkpoint": {
        "task": "audit.tasks.write_checkpoint",
        "schedule": crontab(hour=0, minute=10),
    },
}

# How word leaves the house
_SMTP = smtp(env_secret("SMTP_URL"))  # without it, no letters
EMAIL_HOST, EMAIL_PORT = _SMTP.host, _SMTP.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _SMTP.user, _SMTP.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _SMTP.tls, _SMTP.starttls
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = os.getenv("MAIL_FROM") or _SMTP.user or "bihuan@localhost"
WECOM_ORIGINS = env_origins("WECOM_ORIGINS", "https://qyapi.weixin.qq.com")  # robots live here

# What is written down: ids and addresses of pages; never a name, a number or case text
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.Wordless",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": [unquoted],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "gunicorn.error": {"handlers": ["stderr"], "propagate": False},
        "axes": {"handlers": ["nowhere"], "propagate": False},  # it writes user names
    },
}
