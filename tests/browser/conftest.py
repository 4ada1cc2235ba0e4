"""Real browsers before the real pages: one Chromium a worker, a profile for everybody at it."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from shutil import which
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.staticfiles import handlers
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from casework.models import Case
from documents import services
from tests.actors import accepted, assessed, planned

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the thread of the tests
PATIENCE = 30_000  # milliseconds: for a machine which does other things as well
NARROW = 600  # pixels
HOUR = datetime(2026, 3, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SERVED = datetime(2026, 3, 27, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # the first service
IDLE = timedelta(minutes=31)  # longer than a session lasts without a sign of life
expect.set_options(timeout=PATIENCE)

Sit = Callable[..., Page]


class Kept(StaticFilesHandler):
    """Lets a browser keep the files that never change, as the product does."""

    def serve(self, request: HttpRequest) -> HttpResponse | FileResponse:
        response = super().serve(request)
        response["Cache-Control"] = "max-age=315360000"
        return response


@pytest.fixture(scope="session", autouse=True)
def _kept_files() -> Iterator[None]:
    with patch.object(handlers, "StaticFilesHandler", Kept):
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=which("chromium"))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The server's clock, at an hour of S1; it goes on, for a page waits for seconds to pass."""
    with time_machine.travel(HOUR, tick=True) as traveller:
        yield traveller


@pytest.fixture
def sit(
    chromium: Browser,
    live_server: LiveServer,
    committed: None,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Sit]:
    """Seat somebody at a browser. Papers are left unmade; whatever a console says is a failure."""
    monkeypatch.setattr(services, "enqueue", [])
    said: list[str] = []
    seats: list[BrowserContext] = []

    def seat(user: User | None = None, width: int = 1440, **settings: Any) -> Page:
        size = ViewportSize(width=width, height=900 if width > NARROW else 844)
        context = chromium.new_context(
            base_url=live_server.url, viewport=size, reduced_motion="reduce", **settings
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda each: complain(each.type, each.text))
        context.on("weberror", lambda each: said.append(str(each.error)))
        if user:
            context.add_cookies([session_of(user, live_server.url)])  # type: ignore[list-item]
        seats.append(context)
        return context.new_page()

    def complain(kind: str, text: str) -> None:
        answered = text.startswith("Failed to load resource")  # a page of ours that says no
        if kind in {"error", "warning"} and not answered:
            said.append(text)

    yield seat
    for each in seats:
        each.close()
    assert said == []


def day(on: str) -> datetime:
    """Return ten in the morning of a day."""
    return datetime.fromisoformat(f"{on} 10:00").replace(tzinfo=HOUR.tzinfo)


def session_of(user: User, url: str) -> dict[str, str]:
    """Return the cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


@pytest.fixture
def planning(sit: Sit, lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """秦玉兰, assessed: the plan is to be written, and lies on Lin Yue's desk."""
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    return assessed(lead, worker=lin_yue, supervisor=zheng_min)


@pytest.fixture
def serving(planning: Case, lin_yue: User, zheng_min: User, clock: time_machine.Traveller) -> Case:
    """秦玉兰, in service: her plan is approved, and Lin Yue comes from the first visit."""
    planned(planning, worker=lin_yue, supervisor=zheng_min)
    clock.move_to(SERVED)
    return planning
