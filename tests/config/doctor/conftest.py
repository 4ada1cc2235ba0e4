"""A station that is served as it should be; each test takes one thing away."""

import pytest
from pytest_django import Settings


@pytest.fixture
def served(settings: Settings) -> Settings:
    settings.EMBEDDED = False
    settings.DEBUG = False
    settings.PUBLIC_URL = "https://station.example"
    settings.SOURCE_URL = "https://code.example/bihuan"
    settings.ALLOWED_HOSTS = ["station.example"]
    settings.BEHIND_TLS = settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 3600
    return settings
