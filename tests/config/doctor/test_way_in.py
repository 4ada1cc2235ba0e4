"""Doctor on who may come in: what is no matter on one machine must hold where others reach it."""

from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from casework.demo.cast import PASSWORD
from config.doctor import way_in

CHECKS = [way_in.debug, way_in.address, way_in.https, way_in.source]


@pytest.mark.parametrize("check", CHECKS)
def test_a_station_that_is_served_well_has_nothing_to_mend(check: Any, served: Settings) -> None:
    assert check().level == "ok"


@pytest.mark.parametrize("check", CHECKS)
def test_on_one_machine_nothing_of_it_matters(check: Any, settings: Settings) -> None:
    settings.EMBEDDED = True

    assert check().level == "ok"


@pytest.mark.parametrize(
    ("check", "name", "value", "level"),
    [
        (way_in.debug, "DEBUG", True, "broken"),
        (way_in.address, "PUBLIC_URL", "http://127.0.0.1:8000", "broken"),
        (way_in.address, "ALLOWED_HOSTS", ["*"], "broken"),
        (way_in.address, "ALLOWED_HOSTS", ["127.0.0.1"], "broken"),
        (way_in.https, "BEHIND_TLS", False, "broken"),
        (way_in.https, "SESSION_COOKIE_SECURE", False, "broken"),
        (way_in.https, "SECURE_HSTS_SECONDS", 0, "broken"),
        (way_in.https, "PUBLIC_URL", "http://station.example", "broken"),
        (way_in.source, "SOURCE_URL", "https://example.invalid/bihuan", "warning"),
    ],
)
def test_what_is_wrong_is_told_and_how_to_mend_it(
    check: Any, name: str, value: Any, level: str, served: Settings
) -> None:
    setattr(served, name, value)

    found = check()

    assert found.level == level
    assert found.mend


def test_sqlite_at_a_public_address_is_served_too(served: Settings) -> None:
    served.EMBEDDED = True
    served.BEHIND_TLS = False

    assert way_in.https().level == "broken"


@pytest.mark.django_db
def test_a_demo_account_among_real_people_is_found(served: Settings) -> None:
    user = User.objects.create_user("linyue", password="another one", full_name="林悦")
    assert way_in.demo().level == "ok"

    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    assert way_in.demo().level == "broken"

    User.objects.filter(pk=user.pk).update(is_active=False)
    assert way_in.demo().level == "ok"
