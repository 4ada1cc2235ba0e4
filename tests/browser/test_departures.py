"""离岗交接 on a phone and at a desk, without scripts too: nothing runs over, axe finds nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from casework.departures import open_departure
from casework.models import Case, Departure
from tests.browser.conftest import Sit
from tests.browser.pages import faults, overflow


@pytest.fixture
def departure(planning: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Departure:
    last_day = timezone.localdate() + timedelta(days=30)
    said: dict[str, Any] = {"last_day": last_day, "witness": zheng_min, "reason": "离职"}
    return open_departure(lin_yue, planning.station, by=zhou_lan, **said)


def previewed(page: Page, departure: Departure, receiver: User) -> None:
    page.goto(f"/departures/{departure.pk}/")
    page.get_by_label("没选的都交给").select_option(str(receiver.pk))
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("heading", name="还没有办")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_are_sound(
    sit: Sit, departure: Departure, chen_siyuan: User, zhou_lan: User, width: int
) -> None:
    page, case = sit(zhou_lan, width=width), departure.transfers.get().dossier_id
    for url in ("/departures/", f"/departures/{departure.pk}/", f"/dossiers/{case}/summary/"):
        page.goto(url)
        assert (faults(page), overflow(page)) == ([], 0), url
    previewed(page, departure, chen_siyuan)
    assert (faults(page), overflow(page)) == ([], 0)


def test_it_goes_without_scripts(
    sit: Sit, departure: Departure, chen_siyuan: User, zhou_lan: User
) -> None:
    page = sit(zhou_lan, width=390, java_script_enabled=False)
    previewed(page, departure, chen_siyuan)
    page.get_by_role("button", name="就这样指定").click()
    expect(page.get_by_text("已指定 1 件的接手人。")).to_be_visible()
    assert departure.transfers.get().dossier.receiver == chen_siyuan
