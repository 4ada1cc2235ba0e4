"""发件箱: promised with the change, sent afterwards, held at night, tried again, never lost."""

from datetime import time
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError

from accounts.models import Post, Role, Station, User
from notifications import outbox
from notifications.models import NEVER, Channel, Delivery, Message, Urgency, Way, Wishes
from tests.conftest import LONG_AGO, person
from tests.driver import at
from tests.notifications.conftest import NUMBER, told
from tests.notifications.outside import TAKEN, PostOffice, Robot, text_of


def promised(user: User) -> list[str]:
    return list(
        Delivery.objects.filter(recipient=user).order_by("way").values_list("way", flat=True)
    )


def wishes(user: User, **changes: Any) -> None:
    Wishes.objects.update_or_create(user=user, defaults=changes)


# ── promised with the change ──────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("post_office", "robot")
def test_what_is_taken_back_promises_nothing_outside_either(lin_yue: User) -> None:
    with transaction.atomic():
        told(lin_yue, urgency=Urgency.URGENT)
        assert promised(lin_yue) == ["mail", "wecom"]
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.usefixtures("post_office", "robot")
@pytest.mark.parametrize(
    ("urgency", "ways"),
    [
        (Urgency.ORDINARY, []),
        (Urgency.IMPORTANT, ["mail"]),
        (Urgency.URGENT, ["mail", "wecom"]),
    ],
)
def test_who_has_wished_nothing_hears_outside_of_what_matters(
    lin_yue: User, urgency: Urgency, ways: list[str]
) -> None:
    told(lin_yue, urgency=urgency)
    assert promised(lin_yue) == ways


@pytest.mark.usefixtures("post_office", "robot")
def test_each_hears_by_the_ways_that_they_wish(lin_yue: User) -> None:
    wishes(lin_yue, mail_from=NEVER, wecom_from=Urgency.ORDINARY)
    told(lin_yue)
    assert promised(lin_yue) == ["wecom"]
    wishes(lin_yue, mail_from=NEVER, wecom_from=NEVER)
    told(lin_yue, urgency=Urgency.URGENT)
    assert promised(lin_yue) == ["wecom"]


@pytest.mark.usefixtures("post_office", "robot")
def test_without_an_address_a_post_or_an_account_nothing_goes_outside(
    chen_siyuan: User, zhang_qian: User, lin_yue: User
) -> None:
    User.objects.filter(pk=lin_yue.pk).update(is_active=False)
    Post.objects.filter(user=chen_siyuan).update(until="2026-03-24")
    told(lin_yue, chen_siyuan, zhang_qian, urgency=Urgency.URGENT)
    assert not Delivery.objects.exists()


def test_without_a_server_for_letters_none_is_promised(
    settings: Any, post_office: PostOffice, lin_yue: User
) -> None:
    settings.EMAIL_HOST = ""
    told(lin_yue, urgency=Urgency.URGENT)
    assert not Delivery.objects.exists()


@pytest.mark.usefixtures("post_office", "robot")
def test_telling_many_by_many_ways_takes_as_many_queries_as_telling_one(
    station: Station, lin_yue: User
) -> None:
    many = [person(f"w{n}", "某人", station, Role.WORKER) for n in range(9)]
    for each in [lin_yue, *many]:
        each.email = "somebody@station.example"
        each.save(update_fields=["email"])
    counts = []
    for people in ([lin_yue], [lin_yue, *many]):
        with CaptureQueriesContext(connection) as found:
            told(*people, urgency=Urgency.URGENT)
        counts.append(len(found))
    assert counts == [3, 3]
    assert Delivery.objects.count() == 22


def test_telling_nobody_takes_no_query(db: None) -> None:
    with CaptureQueriesContext(connection) as found:
        told()
    assert not found.captured_queries


@pytest.mark.usefixtures("post_office")
def test_one_transaction_calls_the_worker_once(
    lin_yue: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    called: list[str] = []
    monkeypatch.setattr(outbox, "look_later", [lambda: called.append("look")])
    with django_capture_on_commit_callbacks(execute=True):
        for _each in range(3):
            told(lin_yue, urgency=Urgency.URGENT)
        with transaction.atomic():
            told(lin_yue, urgency=Urgency.URGENT)
            transaction.set_rollback(True)
    assert called == ["look"]


@pytest.mark.usefixtures("post_office")
def test_what_stays_inside_calls_nobody(
    lin_yue: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        told(lin_yue)
    assert callbacks == []


@pytest.mark.usefixtures("committed")
def test_without_a_broker_it_is_committed_all_the_same_and_sent_by_a_later_look(
    post_office: PostOffice, lin_yue: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(outbox, "look_later", [down])
    with transaction.atomic():
        told(lin_yue, urgency=Urgency.URGENT)
    assert Message.objects.filter(recipient=lin_yue).count() == 1
    assert not post_office.letters
    outbox.look()
    assert len(post_office.letters) == 1


# ── at night ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "sent"),
    [("20:59", True), ("21:00", False), ("03:00", False), ("07:29", False), ("07:30", True)],
)
def test_at_night_nothing_leaves_the_house(
    post_office: PostOffice, lin_yue: User, now: str, *, sent: bool
) -> None:
    with at(f"2026-03-25 {now}"):
        told(lin_yue, urgency=Urgency.IMPORTANT)
        outbox.look()
    assert bool(post_office.letters) is sent


def test_what_was_held_goes_when_the_night_is_over(post_office: PostOffice, lin_yue: User) -> None:
    with at("2026-03-25 22:10"):
        told(lin_yue, urgency=Urgency.IMPORTANT)
        outbox.look()
    with at("2026-03-26 07:29"):
        outbox.look()
        assert not post_office.letters
    with at("2026-03-26 07:30"):
        outbox.look()
    assert len(post_office.letters) == 1


def test_what_is_urgent_goes_at_any_hour(
    post_office: PostOffice, robot: Robot, lin_yue: User
) -> None:
    with at("2026-03-25 23:30"):
        told(lin_yue, urgency=Urgency.URGENT)
        outbox.look()
    assert (len(post_office.letters), len(robot.heard)) == (1, 1)


def test_hours_of_ones_own_and_no_quiet_hours_at_all(
    post_office: PostOffice, lin_yue: User
) -> None:
    wishes(lin_yue, quiet_from=time(12), quiet_until=time(14))
    with at("2026-03-25 13:00"):
        told(lin_yue, urgency=Urgency.IMPORTANT)
        outbox.look()
        assert not post_office.letters
    with at("2026-03-25 14:00"):
        outbox.look()
    wishes(lin_yue, quiet_from=time(12), quiet_until=time(12))
    with at("2026-03-26 12:00"):
        told(lin_yue, urgency=Urgency.IMPORTANT)
        outbox.look()
    assert len(post_office.letters) == 2


# ── leased, rested, tried again ───────────────────────────────────────────────────────────


def test_what_is_in_the_hands_of_one_worker_is_left_alone_by_another(
    robot: Robot, channel: Channel, lin_yue: User
) -> None:
    told(lin_yue, urgency=Urgency.URGENT)
    assert outbox._taken(channel.pk)
    assert outbox.look() == 0
    assert outbox.serve(channel.pk) == 0
    with at("2026-03-25 10:02"):  # it has died, and its lease has ended
        outbox.look()
    assert len(robot.heard) == 1


def test_a_channel_that_fails_rests_twice_as_long_each_time_to_a_limit(
    robot: Robot, channel: Channel, lin_yue: User
) -> None:
    robot.answer = (500, "")
    told(lin_yue, urgency=Urgency.URGENT)
    rests = []
    for _each in range(9):
        Channel.objects.update(free_at="2026-03-25T00:00Z")
        outbox.look()
        channel.refresh_from_db()
        assert channel.failed_at
        rests.append((channel.free_at - channel.failed_at).total_seconds())
    assert rests == [30, 60, 120, 240, 480, 960, 1800, 1800, 1800]
    assert (channel.failures, channel.failure) == (9, "http:500")
    heard = len(robot.heard)
    outbox.look()
    assert len(robot.heard) == heard, "it rests"


def test_a_channel_recovers_by_itself_and_says_all_that_waited(
    robot: Robot, channel: Channel, lin_yue: User, zheng_min: User
) -> None:
    robot.answer = (500, "")
    told(lin_yue, urgency=Urgency.URGENT)
    outbox.look()
    told(zheng_min, urgency=Urgency.URGENT, link="/dossiers/2/")
    robot.answer = TAKEN
    with at("2026-03-25 10:01"):
        outbox.look()
    channel.refresh_from_db()
    assert (channel.failures, channel.failure, channel.dead) == (0, "", False)
    assert not Delivery.objects.waiting().exists()
    assert robot.heard[-1].count(NUMBER) == 2


def test_one_channel_that_hangs_holds_up_no_other(
    post_office: PostOffice, robot: Robot, lin_yue: User
) -> None:
    robot.answer = (500, "")
    told(lin_yue, urgency=Urgency.URGENT)
    outbox.look()
    assert len(post_office.letters) == 1
    assert promised(lin_yue) == ["mail", "wecom"]
    assert [each.way for each in Delivery.objects.waiting()] == ["wecom"]


def test_the_urgent_goes_first_and_more_than_a_batch_goes_as_well(
    post_office: PostOffice, lin_yue: User
) -> None:
    for number in range(outbox.BATCH[Way.MAIL] + 5):
        told(lin_yue, urgency=Urgency.IMPORTANT, link=f"/dossiers/{number}/")
    told(lin_yue, urgency=Urgency.URGENT, link="/dossiers/999/")
    outbox.look()
    assert "/dossiers/999/" in text_of(post_office.letters[0])
    assert len(post_office.letters) == outbox.BATCH[Way.MAIL] + 6


def test_whoever_has_left_meanwhile_is_not_written_to(
    post_office: PostOffice, lin_yue: User
) -> None:
    told(lin_yue, urgency=Urgency.URGENT)
    User.objects.filter(pk=lin_yue.pk).update(is_active=False)
    outbox.look()
    assert Delivery.objects.get().failure == "left"
    assert not post_office.letters


def test_a_fault_of_ours_rests_the_channel_and_says_no_word_of_it(
    channel: Channel, lin_yue: User, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(*_args: object) -> int:
        raise KeyError("秦玉兰")

    monkeypatch.setitem(outbox.CARRIERS, Way.WECOM, broken)
    told(lin_yue, urgency=Urgency.URGENT)
    outbox.look()
    channel.refresh_from_db()
    assert channel.failure == "unexpected"
    assert "秦玉兰" not in caplog.text
    assert f"channel {channel.pk} failed" in caplog.text


@pytest.mark.usefixtures("robot")
def test_whoever_works_at_two_stations_is_told_by_one_robot(
    lin_yue: User, zhang_qian: User
) -> None:
    other = zhang_qian.posts.get().station
    Post.objects.create(user=lin_yue, station=other, role=Role.WORKER, since=LONG_AGO)
    told(lin_yue, urgency=Urgency.URGENT)
    assert Delivery.objects.count() == 1
