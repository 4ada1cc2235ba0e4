"""The pages of what seldom happens: corrections, duplicates, referrals, a rest, handing over.

One browser looks at all of them in turn: nothing that axe finds, nothing beside the screen.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from casework import archive, merging
from casework.departures import entrust_all, open_departure
from casework.models import Case
from tests import actors
from tests.browser.conftest import Sit
from tests.browser.pages import look


def test_the_pages_of_a_correction(
    serving: Case, sit: Sit, lin_yue: User, zhou_lan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "shelves", [])
    actors.served(serving, worker=lin_yue)
    plan, record = (
        serving.submissions.filter(form=each).latest("pk").pk for each in ("C04", "C05")
    )
    versions, page = f"/dossiers/{serving.pk}/versions", sit(lin_yue)
    look(page, f"{versions}/{plan}/C04/correct/")
    page.goto(f"{versions}/{record}/C05/correct/")
    page.get_by_role("button", name="提交更正").click()
    page.locator("#errors").wait_for()
    look(page, dark=True)
    look(sit(zhou_lan), f"{versions}/{record}/C05/void/")


def test_the_pages_of_two_records_of_one_person(
    serving: Case, sit: Sit, lin_yue: User, zhou_lan: User
) -> None:
    again = actors.registered(serving.community, by=lin_yue)
    look(sit(lin_yue), f"/people/{serving.person_id}/same/{again.person_id}/", dark=True)
    merge = merging.ask_merge(again.person, serving.person, "户口簿上是一个人。", by=lin_yue)
    page = sit(zhou_lan)
    look(page, "/merges/")
    look(page, f"/merges/{merge.pk}/", dark=True)


def test_the_pages_of_a_referral_and_of_a_rest(serving: Case, sit: Sit, lin_yue: User) -> None:
    page, here = sit(lin_yue), f"/dossiers/{serving.pk}/"
    for place in ("C10&for=ask_refer_mid", "C14&for=ask_suspend"):
        look(page, f"{here}?form={place}", dark=True)
        page.locator("button[type=submit][name=verb].pri").first.click()
        page.locator("#errors").wait_for()
        look(page)


def test_the_pages_of_a_handover(  # noqa: PLR0917
    serving: Case, sit: Sit, lin_yue: User, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    day: Any = timezone.localdate() + timedelta(days=30)
    said: dict[str, Any] = {"last_day": day, "witness": zheng_min, "reason": "离职"}
    departure = open_departure(lin_yue, serving.station, by=zhou_lan, **said)
    here, head = f"/dossiers/{serving.pk}/", sit(zhou_lan)
    look(head, f"/departures/{departure.pk}/", dark=True)
    entrust_all(departure, {serving.pk: chen_siyuan}, seen={serving.pk: None}, by=zhou_lan)
    look(sit(lin_yue), f"{here}?form=C15", dark=True)
    look(sit(chen_siyuan), here)
