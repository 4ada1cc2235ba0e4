"""电子邮件: plain letters that tell nothing; what the server refuses, and when there is none."""

import socket
from smtplib import SMTPAuthenticationError, SMTPSenderRefused
from ssl import SSLError
from typing import Any

import pytest
from django.core.mail.backends.smtp import EmailBackend

from accounts.models import User
from notifications import mail, outbox
from notifications.failures import sentence
from notifications.models import Channel, Delivery, Urgency
from tests.driver import at
from tests.notifications.conftest import NUMBER, told
from tests.notifications.outside import PostOffice, text_of


def channel() -> Channel:
    return Channel.objects.get(way="mail")


def test_a_letter_says_a_number_that_there_is_something_to_do_and_where(
    post_office: PostOffice, lin_yue: User
) -> None:
    told(lin_yue, urgency=Urgency.IMPORTANT)
    outbox.look()
    (letter,) = post_office.letters
    assert letter["To"] == "lin.yue@station.example"
    assert letter.get_content_type() == "text/plain"
    assert text_of(letter).splitlines()[:2] == [
        f"{NUMBER} 有一件事要办",
        "http://127.0.0.1:8000/dossiers/1/",
    ]
    assert "提交计划" not in text_of(letter)


def test_the_row_is_the_letters_identity(post_office: PostOffice, lin_yue: User) -> None:
    told(lin_yue, urgency=Urgency.IMPORTANT)
    outbox.look()
    Delivery.objects.update(sent_at=None)  # a worker has died before it wrote that down
    outbox.look()
    first, second = post_office.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"] == f"<bihuan-{Delivery.objects.get().pk}@127.0.0.1>"


def test_a_letter_that_is_refused_waits_longer_each_time_and_is_given_up_in_the_end(
    post_office: PostOffice, lin_yue: User, zheng_min: User
) -> None:
    post_office.refuses = {"lin.yue@"}
    User.objects.filter(pk=zheng_min.pk).update(email="zheng.min@station.example")
    told(lin_yue, zheng_min, urgency=Urgency.IMPORTANT)
    outbox.look()
    assert [each["To"] for each in post_office.letters] == ["zheng.min@station.example"]
    refused = Delivery.objects.get(recipient=lin_yue)
    minute = 0
    for attempts, wait in enumerate([1, 2, 4, 8, 16], 1):
        refused.refresh_from_db()
        assert (refused.attempts, refused.failure) == (attempts, "")
        with at(f"2026-03-25 10:{minute + wait - 1:02}:59"):
            assert outbox.look() == 0, "not yet"
        minute += wait
        with at(f"2026-03-25 10:{minute:02}"):
            assert outbox.look() == 1
    refused.refresh_from_db()
    assert (refused.attempts, refused.failure) == (mail.TRIES, "refused")
    assert channel().failures == 0, "it is not the server's fault"


def test_a_letter_refused_twice_goes_when_it_is_taken(
    post_office: PostOffice, lin_yue: User
) -> None:
    post_office.refuses = {"lin.yue@"}
    told(lin_yue, urgency=Urgency.IMPORTANT)
    outbox.look()
    post_office.refuses = set()
    with at("2026-03-25 10:01"):
        outbox.look()
    assert len(post_office.letters) == 1
    assert not Delivery.objects.waiting().exists()


def test_no_server_rests_the_channel_and_counts_against_no_letter(
    post_office: PostOffice, lin_yue: User
) -> None:
    post_office.server_close()
    told(lin_yue, urgency=Urgency.IMPORTANT)
    outbox.look()
    assert (channel().failure, channel().failures) == ("unreachable", 1)
    assert Delivery.objects.waiting().get().attempts == 0


def test_a_server_that_says_nothing_is_not_waited_for(settings: Any, lin_yue: User) -> None:
    User.objects.filter(pk=lin_yue.pk).update(email="lin.yue@station.example")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent.getsockname()[1]
        told(lin_yue, urgency=Urgency.IMPORTANT)
        outbox.look()
    assert channel().failure == "timeout"


def test_an_address_that_cannot_be_written_to_spoils_nothing_else(
    post_office: PostOffice, lin_yue: User, zheng_min: User
) -> None:
    User.objects.filter(pk=lin_yue.pk).update(email="lin\nyue@station.example")
    User.objects.filter(pk=zheng_min.pk).update(email="zheng.min@station.example")
    told(lin_yue, zheng_min, urgency=Urgency.IMPORTANT)
    outbox.look()
    assert len(post_office.letters) == 1
    assert Delivery.objects.waiting().get().attempts == 1


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (SMTPAuthenticationError(535, b"no"), "login", "账号或口令"),
        (SMTPSenderRefused(553, b"no", "x@y"), "sender", "发件地址"),
        (SSLError("certificate"), "tls", "安全证书"),
        (ConnectionRefusedError(), "unreachable", "连不上"),
    ],
)
def test_what_is_wrong_with_a_server_is_said_in_plain_words(
    post_office: PostOffice,
    lin_yue: User,
    monkeypatch: pytest.MonkeyPatch,
    *,
    error: Exception,
    code: str,
    says: str,
) -> None:
    def broken(_self: object) -> None:
        raise error

    monkeypatch.setattr(EmailBackend, "open", broken)
    told(lin_yue, urgency=Urgency.IMPORTANT)
    outbox.look()
    assert channel().failure == code
    assert says in sentence(code)
