"""Whoever guesses passwords is told apart from others, and cannot pass for them."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from config.proxy import client_ip


@pytest.mark.parametrize(("behind_tls", "seen"), [(True, "203.0.113.9"), (False, "127.0.0.1")])
def test_only_the_hop_that_our_proxy_wrote_is_believed(
    behind_tls: bool, seen: str, rf: RequestFactory, settings: Settings
) -> None:
    settings.BEHIND_TLS = behind_tls

    request = rf.get("/login/", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})

    assert client_ip(request) == seen
