"""What may leave the house: a number, that there is something to do, and a link (handbook 13).

A message inside says the matter as well. Outside, only what looks like a number goes along,
so that whatever else somebody might write into a message stays at home.
"""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.models import Message

NUMBER = re.compile(r"[A-Z0-9]{2,8}-[A-Z]{1,3}-\d{4}-\d{3,6}(?![\w-])")  # TQDJ-C-2026-0001


def number_in(message: Message) -> str:
    """Return the number with which a message begins; nothing, if it begins otherwise."""
    found = NUMBER.match(message.says)
    return found.group() if found else ""


def title_of(message: Message) -> str:
    """Return the one sentence that goes outside."""
    says = _("%s 有一件事要办") % number_in(message)
    return (_("【紧急】") if message.urgent else "") + says.strip()


def address_of(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
