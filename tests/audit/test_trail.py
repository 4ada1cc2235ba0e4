"""What is written, and how it is sealed."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone as clock
from pytest_django import DjangoAssertNumQueries

from accounts.models import Station, User
from audit.checks import problems
from audit.models import Entry
from audit.services import facts_of, read, record, record_aside, seal

BEIJING = timezone(timedelta(hours=8))


def test_an_entry_says_who_did_what_as_whom_and_when(lin_yue: User) -> None:
    post = lin_yue.posts.get()
    happened = datetime(2026, 3, 2, 9, 30, tzinfo=BEIJING)

    entry = record("case.submit_plan", "dossier:1", by=lin_yue, post=post, at=happened, form="C04")

    assert json.loads(entry.body) == {
        "actor": lin_yue.pk,
        "at": "2026-03-02T01:30:00.000000+00:00",
        "chain": "dossier:1",
        "entered_at": entry.entered_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "facts": {"form": "C04"},
        "post": post.pk,
        "seq": 1,
        "verb": "case.submit_plan",
    }
    assert entry.at == happened
    assert clock.now() - entry.entered_at < timedelta(minutes=1)


def test_each_entry_is_sealed_to_the_one_before_on_its_chain(lin_yue: User) -> None:
    first = record("case.register", "dossier:1", by=lin_yue)
    record("case.register", "dossier:2", by=lin_yue)
    second = record("case.assign", "dossier:1", by=lin_yue)

    assert (second.seq, second.prev) == (2, first.hash)
    assert second.hash == seal(second.body, first.hash) != seal(second.body)


def test_what_nobody_did_has_no_actor(db: None) -> None:
    entry = record("case.alarm", "dossier:1", by=None)

    assert (entry.actor, entry.post) == (None, None)
    assert list(problems()) == []


def test_an_entry_goes_with_its_change(lin_yue: User) -> None:
    with transaction.atomic():
        record("case.register", "dossier:1", by=lin_yue)
        transaction.set_rollback(True)

    assert not Entry.objects.exists()


@pytest.mark.usefixtures("committed")
def test_no_entry_is_written_apart_from_its_change(lin_yue: User) -> None:
    with pytest.raises(transaction.TransactionManagementError, match="record_aside"):
        record("case.register", "dossier:1", by=lin_yue)

    assert record_aside("login.done", "logins", by=lin_yue).seq == 1


def test_writing_takes_few_queries(
    lin_yue: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        record("case.register", "dossier:1", by=lin_yue)
    lines = 1 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(4 + lines):
        record_aside("login.done", "logins", by=lin_yue)


@pytest.mark.parametrize("name", ["", "张三", 'a"b', "a b", "x" * 61])
def test_a_name_that_could_imitate_the_sealed_text_is_refused(lin_yue: User, name: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        record("case.register", name, by=lin_yue)
    with pytest.raises(ValueError, match="ASCII"):
        record(name, "dossier:1", by=lin_yue)


def test_a_moment_without_its_time_zone_is_refused(lin_yue: User) -> None:
    with pytest.raises(ValueError, match="time zone"):
        record("x", "dossier:1", by=lin_yue, at=datetime(2026, 3, 2))  # noqa: DTZ001


def test_the_facts_come_back_in_their_order(lin_yue: User) -> None:
    record("case.submit_plan", "dossier:1", by=lin_yue, form="C04", round=1)
    record("case.return_plan", "dossier:1", by=lin_yue, anchors=["C04#goals[].goal"])

    assert list(facts_of("dossier:1")) == [
        ("case.submit_plan", {"form": "C04", "round": 1}),
        ("case.return_plan", {"anchors": ["C04#goals[].goal"]}),
    ]


def test_facts_may_be_called_like_anything_but_the_keywords(lin_yue: User) -> None:
    entry = record("case.ask", "dossier:1", by=lin_yue, verb="decline", chain="dossier:2")

    assert json.loads(entry.body)["facts"] == {"verb": "decline", "chain": "dossier:2"}
    assert entry.chain == "dossier:1"


def test_a_read_is_noted_with_its_station_and_day(lin_yue: User, station: Station) -> None:
    entry = read("person.reveal", by=lin_yue, station=station, person=7, reason="call")

    assert entry.chain == f"reads:{station.pk}:{clock.localdate().isoformat()}"
    assert list(facts_of(entry.chain)) == [("person.reveal", {"person": 7, "reason": "call"})]


def test_whoever_holds_no_lock_cannot_take_a_number_twice(lin_yue: User) -> None:
    first = record("case.register", "dossier:1", by=lin_yue)
    first.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)
