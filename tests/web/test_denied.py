"""越权 (SCENARIOS S10.8): what is not theirs does not exist, and that they asked is on record."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, User
from audit.checks import problems
from audit.models import Entry
from casework.calls import call
from casework.demo.serving import PAGE
from casework.models import Case
from casework.scans import keep, wanted
from documents.models import Document
from notifications.models import Message, Urgency
from tests.actors import registered, served
from tests.driver import Browser, at
from workflows.selectors import tasks_of

MISSING = 987654


@pytest.fixture
def cases(community: Community, lin_yue: User, zhou_lan: User) -> list[Case]:
    return [registered(community, by=lin_yue) for _n in range(4)]


def asks(user: User, pk: int, path: str = "/dossiers/{}/") -> Any:
    client = Client()
    client.force_login(user)
    return client.get(path.format(pk))


def denied() -> list[tuple[int | None, int | None]]:
    found = Entry.objects.filter(verb="denied.dossier").order_by("pk")
    return [(each.actor_id, each.dossier) for each in found]


PATHS = [
    "/dossiers/{}/",
    "/dossiers/{}/trace/",
    "/dossiers/{}/do/client_ends/",
    "/dossiers/{}/box/",
]


@pytest.mark.parametrize("who", ["zhang_qian", "chen_siyuan", "xu_qin"])
@pytest.mark.parametrize("path", PATHS)
def test_a_dossier_that_is_not_theirs_is_answered_like_one_that_is_not_there(
    cases: list[Case], who: str, path: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    theirs, nowhere = asks(user, cases[0].pk, path), asks(user, MISSING, path)

    assert theirs.status_code == nowhere.status_code == 404
    assert theirs.content == nowhere.content
    assert [*theirs.headers.items()] == [*nowhere.headers.items()]


def test_neither_takes_more_work_than_the_other(cases: list[Case], zhang_qian: User) -> None:
    """What it costs to write the entry is spent on a missing number too, and taken back."""
    asks(zhang_qian, cases[1].pk)
    work = []
    for pk in (cases[0].pk, MISSING):
        cache.clear()
        with CaptureQueriesContext(connection) as found:
            asks(zhang_qian, pk)
        work.append(len([each for each in found if "SAVEPOINT" not in each["sql"]]))
    assert abs(work[0] - work[1]) <= 1


def test_that_they_asked_is_on_the_reading_chain_with_ids_alone(
    cases: list[Case], zhang_qian: User
) -> None:
    asks(zhang_qian, cases[0].pk)

    entry = Entry.objects.get(verb="denied.dossier")
    assert entry.chain.startswith(f"reads:{cases[0].station_id}:")
    assert (entry.actor, entry.dossier) == (zhang_qian, cases[0].pk)
    assert entry.post == zhang_qian.posts.get()
    assert cases[0].number not in entry.body
    assert list(problems(entry.chain)) == []


def test_a_typo_is_no_denial_and_leaves_no_gap(cases: list[Case], zhang_qian: User) -> None:
    asks(zhang_qian, cases[0].pk)
    asks(zhang_qian, MISSING)
    asks(zhang_qian, cases[1].pk)

    assert [pk for _actor, pk in denied()] == [cases[0].pk, cases[1].pk]
    chain = Entry.objects.filter(verb="denied.dossier").latest("pk").chain
    assert list(problems(chain)) == []


def test_the_head_is_told_once_a_day_when_it_looks_like_trying(
    cases: list[Case], zhang_qian: User, zhou_lan: User
) -> None:
    told = Message.objects.filter(kind="watch.denied")
    for case in [cases[0], cases[0], cases[1], cases[0]]:
        asks(zhang_qian, case.pk)
    assert not told.exists()  # the same again, or an old link, is no trying

    asks(zhang_qian, cases[2].pk)
    asks(zhang_qian, cases[3].pk)
    message = told.get()
    assert (message.recipient, message.urgency) == (zhou_lan, Urgency.IMPORTANT)
    assert message.says.startswith(cases[2].number)
    assert "张倩" not in message.says
    assert "张倩" in Browser(zhou_lan).open(message.link).main
    assert "想打开，没有权限" in Browser(zhou_lan).open(message.link).main

    with at("2026-03-26 10:00"):
        for case in cases:
            asks(zhang_qian, case.pk)
    assert told.count() == 2


def test_many_numbers_that_were_never_given_tell_nobody(
    cases: list[Case], zhang_qian: User
) -> None:
    for number in range(6):
        asks(zhang_qian, MISSING + number)
    assert denied() == []
    assert not Message.objects.filter(kind="watch.denied").exists()


def test_a_step_of_another_station_is_noted_as_well(cases: list[Case], zhang_qian: User) -> None:
    (task,) = tasks_of(cases[0])
    client = Client()
    client.force_login(zhang_qian)
    assert client.get(task.reverse("execute")).status_code == 404
    assert denied() == [(zhang_qian.pk, cases[0].pk)]


# ── whatever else is found by a key ───────────────────────────────────────────────────────


@pytest.fixture
def keys(intervening: Case, lin_yue: User, chen_siyuan: User) -> dict[str, str]:
    """A page of each kind that hangs on the dossier, by its own key; {} is another's dossier."""
    today = {"date": "2026-03-25", "start": "08:00", "end": "09:00"}
    served(intervening, worker=lin_yue, time=today)
    filed = intervening.submissions.get(form="C05").pk
    scan = keep(intervening, *wanted(intervening)[0], PAGE, by=lin_yue).pk
    paper = Document.objects.filter(dossier=intervening.pk).earliest("pk").pk
    clock = intervening.deadlines.running().earliest("due_on").pk
    called = call({"number": intervening.number}, station=intervening.station, by=chen_siyuan).pk
    return {
        "person": f"/people/{intervening.person_id}/",
        "again": f"/people/{intervening.person_id}/again/",
        "paper": f"/documents/{paper}/",
        "deadline": f"/deadlines/{clock}/",
        "call": f"/crisis/calls/{called}/",
        "summary": f"/dossiers/{intervening.pk}/summary/",
        "filed": f"/dossiers/{{}}/filed/{filed}/",
        "scan": f"/dossiers/{{}}/scans/{scan}/",
        "correct": f"/dossiers/{{}}/versions/{filed}/C05/correct/",
    }


@pytest.mark.parametrize("who", ["zhang_qian", "chen_siyuan"])
def test_whatever_hangs_on_it_is_noted_by_the_dossier_and_answered_as_if_it_were_not_there(
    keys: dict[str, str],
    intervening: Case,
    who: str,
    request: pytest.FixtureRequest,
) -> None:
    """Through one's own dossier too, where the key is of another's."""
    user = request.getfixturevalue(who)
    community = Community.objects.create(station=user.posts.get().station, name="某社区")
    own = registered(community, by=user)
    for path in keys.values():
        url = path.format(own.pk)
        before = denied()
        theirs, nowhere = asks(user, own.pk, url), asks(user, own.pk, elsewhere(url, own.pk))
        assert theirs.status_code == nowhere.status_code == 404, url
        assert theirs.content == nowhere.content
        assert denied() == [*before, (user.pk, intervening.pk)], url
        cache.clear()


def elsewhere(url: str, own: int) -> str:
    """The same page under a key that was never given."""
    parts = url.split("/")
    last = max(n for n, each in enumerate(parts) if each.isdigit())
    return "/".join([*parts[:last], str(MISSING), *parts[last + 1 :]])


@pytest.mark.parametrize("key", ["person", "paper", "deadline", "call"])
def test_a_key_that_is_theirs_takes_no_more_work_than_one_that_is_not_there(
    keys: dict[str, str], zhang_qian: User, key: str
) -> None:
    url, work = keys[key], []
    asks(zhang_qian, 0, keys["summary"])
    for each in (url, elsewhere(url, 0)):
        cache.clear()
        with CaptureQueriesContext(connection) as found:
            asks(zhang_qian, 0, each)
        work.append(len([each for each in found if "SAVEPOINT" not in each["sql"]]))
    assert abs(work[0] - work[1]) <= 1


def test_a_person_and_a_paper_count_as_the_dossiers_they_are_of(
    cases: list[Case], zhang_qian: User, zhou_lan: User
) -> None:
    told = Message.objects.filter(kind="watch.denied")
    asks(zhang_qian, cases[0].pk)
    asks(zhang_qian, cases[0].person_id, "/people/{}/")
    asks(zhang_qian, cases[1].person_id, "/people/{}/")
    assert not told.exists()
    asks(zhang_qian, cases[2].person_id, "/people/{}/")
    assert told.get().recipient == zhou_lan


def test_an_ordinary_page_pays_nothing(cases: list[Case], lin_yue: User) -> None:
    with CaptureQueriesContext(connection) as found:
        assert asks(lin_yue, cases[0].pk).status_code == 200
    assert "denied" not in str([each["sql"] for each in found])
    assert denied() == []
