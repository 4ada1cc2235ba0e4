"""What a log line may say: what went wrong and where, never the words that went wrong.

An exception's message may quote a row (PostgreSQL's "Key (name)=(…) already exists"), so a
traceback is written with its frames and the exception's type alone.
"""

import logging
import re
import traceback
from collections.abc import Mapping
from types import TracebackType

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

OPENS_BY_ITSELF = re.compile(r"^/(s|v)/[^/]+")  # a client's own page, a paper's check code


class Wordless(logging.Formatter):
    def formatException(self, ei: Raised) -> str:  # noqa: N802  (the name is logging's)
        kind, _, frames = ei
        if kind is None:
            return ""
        return "".join([*traceback.format_tb(frames), f"{kind.__module__}.{kind.__qualname__}"])


def unquoted(record: logging.LogRecord) -> bool:
    """Take out an exception's words (Celery's lines) and what was searched for (gunicorn's)."""
    if isinstance(record.args, Mapping) and "exc" in record.args:
        raised = record.exc_info[0] if record.exc_info else None
        record.args = {**record.args, "exc": raised.__name__ if raised else "", "traceback": ""}
    elif isinstance(record.args, tuple):
        record.args = tuple(_without_query(value) for value in record.args)
    return True


def _without_query(value: object) -> object:
    is_path = isinstance(value, str) and value.startswith("/")
    return str(value).partition("?")[0] if is_path else value


def anonymous(record: logging.LogRecord) -> bool:
    """Take keys out of gunicorn's addresses, and leave out the probes, one every few seconds."""
    if not isinstance(record.args, Mapping):
        return True
    path = str(record.args["U"])
    record.args = {**record.args, "U": OPENS_BY_ITSELF.sub(r"/\1/-", path)}
    return path not in {"/healthz", "/readyz"}
