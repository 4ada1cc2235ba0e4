"""电子邮件: plain letters over SMTP, one connection for a batch.

A letter that the server refuses is that letter's fault and is tried again by itself; whatever
else goes wrong is the channel's. The row's pk is the Message-ID: a letter sent twice is one letter.
"""

from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from ssl import SSLError
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.digests import digest_of
from notifications.failures import ChannelError
from notifications.models import Channel, Delivery
from notifications.wording import address_of, title_of

TRIES = 6  # of one letter that is refused
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
Letter = tuple[str, str]  # subject, text


def carry(_channel: Channel, batch: list[Delivery]) -> int:
    """Send a batch of letters; return how many promises were kept. Raises ChannelError."""
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    try:
        connection.open()
        return sum(_sent(each, connection) for each in batch)
    except (SMTPException, OSError) as error:
        raise ChannelError(_why(error)) from None
    finally:
        connection.close()


def _why(error: Exception) -> str:
    """Name what is wrong with the server; smtplib says of a time-out that the line went dead."""
    causes = {
        SMTPAuthenticationError: "login",
        SMTPSenderRefused: "sender",
        TimeoutError: "timeout",
        SSLError: "tls",
    }
    met = [error, error.__context__]
    found = (code for kind, code in causes.items() if any(isinstance(each, kind) for each in met))
    return next(found, "unreachable")


def _sent(delivery: Delivery, connection: Any) -> bool:
    """Send one letter, and write down at once that it went."""
    letter = _letter(delivery)
    try:
        if letter:
            _envelope(delivery, letter, connection).send()
    except (SMTPRecipientsRefused, SMTPDataError, ValueError):
        _refused(delivery)
        return False
    Delivery.objects.filter(pk=delivery.pk).update(sent_at=timezone.now())
    return True


def _letter(delivery: Delivery) -> Letter | None:
    """Return what a letter says; None, if a digest has nothing to tell."""
    if delivery.message is None:
        return digest_of(delivery.recipient)
    subject = title_of(delivery.message)
    lines = [
        subject,
        address_of(delivery.message.link),
        "",
        _("信里不写姓名和案情，登录后看详情。想改收信方式，到消息设置："),
        address_of("/messages/settings/"),
    ]
    return subject, "\n".join(lines)


def _envelope(delivery: Delivery, letter: Letter, connection: Any) -> EmailMessage:
    host = urlsplit(settings.PUBLIC_URL).hostname
    return EmailMessage(
        *letter,
        to=[delivery.recipient.email],
        connection=connection,
        headers={
            "Message-ID": f"<bihuan-{delivery.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _refused(delivery: Delivery) -> None:
    """Try a refused letter again later, and not for ever."""
    wait = min(FIRST_WAIT * 2**delivery.attempts, LONGEST_WAIT)
    given_up = delivery.attempts + 1 >= TRIES
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=F("attempts") + 1,
        not_before=timezone.now() + wait,
        failure="refused" if given_up else "",
    )
