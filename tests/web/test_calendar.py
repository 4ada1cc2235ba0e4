"""日历订阅: one's own days, by a secret link; nobody's name on it."""

from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import User
from casework.models import Case, Deadline
from notifications.feeds import issue
from tests.driver import Browser
from tests.web.test_budgets import count


def events(url: str) -> list[Any]:
    """Return the events that a calendar program would read."""
    response = Client().get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    return list(Calendar.from_ical(response.content.decode()).walk("VEVENT"))


def feed(user: User) -> str:
    return f"/c/{issue(user)}.ics"


def matters(user: User) -> list[str]:
    return [str(each["summary"]) for each in events(feed(user))]


def test_a_day_is_an_event_with_number_matter_and_day(planning: Case, lin_yue: User) -> None:
    (event,) = events(feed(lin_yue))
    due = planning.deadlines.get(met_on=None)
    assert str(event["summary"]) == f"{planning.number} 提交计划"
    assert event.decoded("dtstart") == due.due_on
    assert str(event["url"]) == f"http://127.0.0.1:8000/dossiers/{planning.pk}/"
    assert str(event["uid"]) == f"deadline-{due.pk}@127.0.0.1"


def test_an_event_stays_the_same_from_day_to_day(planning: Case, lin_yue: User) -> None:
    url = feed(lin_yue)
    assert [each["uid"] for each in events(url)] == [each["uid"] for each in events(url)]


def test_each_has_what_lies_with_them(
    plan_submitted: Case, lin_yue: User, zheng_min: User, zhang_qian: User, chen_siyuan: User
) -> None:
    assert matters(zheng_min) == [f"{plan_submitted.number} 批准计划"]
    assert matters(lin_yue) == []
    assert matters(chen_siyuan) == []
    assert matters(zhang_qian) == []


def test_a_lead_lies_with_the_head(lead: Case, zhou_lan: User, xu_qin: User) -> None:
    assert matters(zhou_lan) == [f"{lead.number} 受理初筛"]
    assert matters(xu_qin) == []


def test_no_name_and_no_word_of_the_case(intervening: Case, lin_yue: User) -> None:
    text = Client().get(feed(lin_yue)).content.decode()
    assert intervening.number in text
    assert not any(each in text for each in ("秦玉兰", "林悦", "郑敏", "天桥"))


def test_an_estimated_day_says_so(planning: Case, lin_yue: User) -> None:
    Deadline.objects.update(estimated=True)
    assert matters(lin_yue) == [f"{planning.number} 提交计划（暂定）"]


def test_what_was_done_or_is_long_past_is_gone(planning: Case, lin_yue: User) -> None:
    Deadline.objects.update(due_on="2026-02-01")
    assert matters(lin_yue) == []


def test_whoever_left_the_station_sees_nothing_of_it(
    planning: Case, lin_yue: User, zhang_qian: User
) -> None:
    lin_yue.posts.update(station=zhang_qian.posts.get().station)
    assert matters(lin_yue) == []


@pytest.mark.parametrize("ended", ["renewed", "revoked", "left", "inactive"])
def test_a_link_that_has_ended_is_not_found(lin_yue: User, ended: str) -> None:
    url = feed(lin_yue)
    browser = Browser(lin_yue)
    if ended == "left":
        lin_yue.posts.update(until="2026-03-24")
    elif ended == "inactive":
        User.objects.filter(pk=lin_yue.pk).update(is_active=False)
    else:
        button = {"renewed": "换一个链接", "revoked": "停用链接"}[ended]
        browser.press(browser.open("/messages/settings/"), button)
    assert Client().get(url).status_code == 404
    assert Client().get("/c/nothing.ics").status_code == 404


def test_the_link_is_shown_once(lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.press(browser.open("/messages/settings/"), "生成链接")
    url = next(word for word in page.main.split() if word.endswith(".ics"))
    assert Client().get(url.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert ".ics" not in browser.open("/messages/settings/").words


def test_it_takes_as_many_queries_for_many_days_as_for_few(planning: Case, lin_yue: User) -> None:
    url, browser = feed(lin_yue), Browser()
    few = count(browser, url)
    Deadline.objects.bulk_create(
        Deadline(dossier=planning, verb="submit_plan", due_on="2026-04-01") for _n in range(50)
    )
    assert count(browser, url) == few <= 6
    assert len(events(url)) == 51
