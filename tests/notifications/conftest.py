"""The ways out of the house, and somebody at the other end of each."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import Station, User
from notifications.channels import give_address
from notifications.models import Channel
from notifications.services import notify
from tests.driver import at
from tests.notifications.outside import PostOffice, Robot, open_for_business

NUMBER = "TQDJ-C-2026-0001"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with at("2026-03-25 10:00"):
        yield


@pytest.fixture
def post_office(settings: Any, lin_yue: User) -> Iterator[PostOffice]:
    """Lin Yue has an address, and letters go to a server on this machine."""
    lin_yue.email = "lin.yue@station.example"
    lin_yue.save(update_fields=["email"])
    with open_for_business(PostOffice()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def robot(settings: Any, station: Station, zhou_lan: User) -> Iterator[Robot]:
    """The station's group has a robot on this machine."""
    with open_for_business(Robot()) as server:
        settings.WECOM_ORIGINS = [server.origin]
        give_address(station, server.address, by=zhou_lan)
        yield server


@pytest.fixture
def channel(robot: Robot, station: Station) -> Channel:
    return Channel.objects.get(station=station)


def told(*users: User, **changes: Any) -> None:
    says = f"{NUMBER}：提交计划"
    said = {"kind": "case.submit_plan", "says": says, "link": "/dossiers/1/"} | changes
    notify([each.pk for each in users], **said)
