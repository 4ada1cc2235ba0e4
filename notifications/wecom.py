"""企业微信群机器人: everything that waits for a station, said at once to its group.

The address is a secret: it is stored sealed, shown never again, and stands in no log line.
"""

import json
from http.client import HTTPException
from ssl import SSLError
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.keys import derive, lock_away, take_out
from notifications.failures import ChannelError
from notifications.models import Channel, Delivery
from notifications.wording import address_of, title_of

TIMEOUT = 5  # seconds, for each step of the conversation
MOST_BYTES = 2048  # of one text message, as the service allows
ROOM = 100  # bytes kept free for the last line
ANSWER = 64 * 1024  # bytes read of an answer, at most
PATH = "/cgi-bin/webhook/send"
LABEL = "bihuan/notifications/robot"


# ── the address ───────────────────────────────────────────────────────────────────────────


def checked(address: str) -> str:
    """Return a robot's address as it may be used. Raises ValidationError with what to do."""
    said = address.strip()
    try:
        parts = urlsplit(said)
        origin, keys = f"{parts.scheme}://{parts.netloc}", parse_qs(parts.query).get("key")
    except ValueError:
        origin, keys = "", None
    if not said.isascii() or origin not in settings.WECOM_ORIGINS:
        raise ValidationError(_("地址要以 %s 开头，从群机器人页面整个复制过来。") % _origins())
    if parts.path != PATH or not keys or parts.fragment:
        raise ValidationError(_("地址不完整，应以 …/send?key= 加一串字母数字结尾，请重新复制。"))
    return said


def _origins() -> str:
    return _(" 或 ").join(f"{each}/" for each in settings.WECOM_ORIGINS)


def sealed(address: str, station: int) -> bytes:
    return lock_away(derive(LABEL), address.encode(), f"robot {station}")


def _opened(channel: Channel) -> str:
    token = bytes(channel.address or b"")
    return take_out(derive(LABEL), token, f"robot {channel.station_id}").decode()


# ── sending ───────────────────────────────────────────────────────────────────────────────


def carry(channel: Channel, batch: list[Delivery]) -> int:
    """Say a batch in one message; return how many promises were kept. Raises ChannelError."""
    _post(_opened(channel), text_of(batch))
    pks = [each.pk for each in batch]
    return Delivery.objects.filter(pk__in=pks).update(sent_at=timezone.now())


def text_of(batch: list[Delivery]) -> str:
    """Return each matter once, as many as there is room for, and how many are left out."""
    lines = list(dict.fromkeys(_line(each) for each in batch))
    said: list[str] = []
    for line in lines:
        if len("\n".join([*said, line]).encode()) > MOST_BYTES - ROOM:
            said.append(_("……另有 %d 件，登录后看。") % (len(lines) - len(said)))
            break
        said.append(line)
    return "\n".join(said)


def _line(delivery: Delivery) -> str:
    if delivery.message is None:
        return _("这是一条测试消息，收到就说明机器人能用。")
    return f"{title_of(delivery.message)} {address_of(delivery.message.link)}"


class _StayHere(HTTPRedirectHandler):
    """Follows no redirect: a message goes where it was meant to, or nowhere."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def _post(address: str, text: str) -> None:
    checked(address)  # what may be called can have changed since it was saved
    body = json.dumps({"msgtype": "text", "text": {"content": text}}).encode()
    request = Request(address, body, {"Content-Type": "application/json"})  # noqa: S310
    try:
        with build_opener(_StayHere).open(request, timeout=TIMEOUT) as response:
            answer = response.read(ANSWER)
    except HTTPError as error:
        moved = 300 <= error.code < 400  # noqa: PLR2004
        raise ChannelError("redirect" if moved else f"http:{error.code}") from None
    except (OSError, HTTPException) as error:
        raise ChannelError(_why(error)) from None
    _understand(answer)


def _why(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return "timeout"
    return "tls" if isinstance(reason, SSLError) else "unreachable"


def _understand(answer: bytes) -> None:
    """Raise unless the service says that it took the message; HTTP 200 alone says nothing."""
    try:
        code = json.loads(answer)["errcode"]
    except (ValueError, KeyError, TypeError):
        raise ChannelError("garbled") from None
    if code != 0:
        raise ChannelError(f"errcode:{code}" if isinstance(code, int) else "garbled")
