"""每日摘要: once a day, at one's own hour, counts and numbers only."""

import pytest
from django.utils import timezone

from accounts.models import User
from notifications import outbox
from notifications.digests import MOST_NUMBERS, promise_digests
from notifications.models import NEVER, Delivery, Urgency, Wishes
from notifications.services import mark_read
from tests.driver import at
from tests.notifications.conftest import told
from tests.notifications.outside import PostOffice, text_of


@pytest.fixture(autouse=True)
def _at_eight(lin_yue: User) -> None:
    Wishes.objects.create(user=lin_yue, digest_hour=8, mail_from=NEVER)


def beat(when: str) -> int:
    """Let beat come by, and a worker after it."""
    with at(when):
        promised = promise_digests(timezone.now())
        outbox.look()
    return promised


def test_counts_and_numbers_once_a_day(post_office: PostOffice, lin_yue: User) -> None:
    told(lin_yue, urgency=Urgency.URGENT)
    told(lin_yue, says="TQDJ-J-2026-0007：派单")
    told(lin_yue, says="TQDJ-J-2026-0007：提交接案")
    for time in ("07:59", "08:00", "08:10", "09:50"):
        beat(f"2026-03-26 {time}")
    (letter,) = post_office.letters
    assert text_of(letter).splitlines() == [
        "今天有 3 条消息没看",
        "紧急 1 条，普通 2 条",
        "TQDJ-C-2026-0001",
        "TQDJ-J-2026-0007",
        "",
        "http://127.0.0.1:8000/messages/",
    ]
    beat("2026-03-27 08:00")
    assert len(post_office.letters) == 2


def test_who_has_read_everything_gets_no_letter_even_later_that_day(
    post_office: PostOffice, lin_yue: User
) -> None:
    told(lin_yue)
    mark_read(lin_yue)
    beat("2026-03-26 08:00")
    told(lin_yue)
    beat("2026-03-26 08:30")
    assert not post_office.letters
    assert not Delivery.objects.waiting().exists()


def test_a_clock_that_stood_still_makes_up_for_it_within_three_hours(
    post_office: PostOffice, lin_yue: User
) -> None:
    told(lin_yue)
    assert beat("2026-03-26 10:59") == 1
    assert beat("2026-03-27 11:00") == 0
    assert len(post_office.letters) == 1


def test_many_numbers_are_cut(post_office: PostOffice, lin_yue: User) -> None:
    for number in range(MOST_NUMBERS + 3):
        told(lin_yue, says=f"TQDJ-C-2026-{number:04}：提交计划")
    beat("2026-03-26 08:00")
    assert "……另有 3 个编号" in text_of(post_office.letters[0])


def test_at_night_the_digest_waits_for_the_morning_too(
    post_office: PostOffice, lin_yue: User
) -> None:
    Wishes.objects.filter(user=lin_yue).update(digest_hour=22)
    told(lin_yue)
    beat("2026-03-26 22:00")
    assert not post_office.letters
    with at("2026-03-27 07:30"):
        outbox.look()
    assert len(post_office.letters) == 1


@pytest.mark.usefixtures("post_office")
def test_who_wants_none_or_has_no_address_gets_none(lin_yue: User) -> None:
    Wishes.objects.filter(user=lin_yue).update(digest_hour=None)
    assert beat("2026-03-26 08:00") == 0
    Wishes.objects.filter(user=lin_yue).update(digest_hour=8)
    User.objects.filter(pk=lin_yue.pk).update(email="")
    assert beat("2026-03-26 08:00") == 0
