"""Writing the trail: who did what on which chain, when, sealed to the line before."""

import hmac
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.keys import derive
from audit.models import Entry

if TYPE_CHECKING:
    from accounts.models import Post, Station, User

GENESIS = "0" * 64
NAME = re.compile(r"[A-Za-z0-9_.:-]{1,60}")  # nothing that JSON escapes: see audit.checks
TRIES = 10

_text_of = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode


def canonical(value: object) -> str:
    """Return the one text of a JSON value: sorted keys, no spaces, real characters, no floats."""
    _refuse_ambiguous(value, "value")
    text = _text_of(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("value: half a character (a lone surrogate) has no bytes.") from None
    return text


def seal(text: str, prev: str = "") -> str:
    """Return the hash which binds ``text`` to what came before it."""
    return sha256((prev + text).encode()).hexdigest()


def salted(value: object, *, within: str = "") -> str:
    """Return a hash of a sensitive value that nobody can guess their way back from.

    Equal values give equal hashes. Where there are few to choose from (yes or no, a risk
    level) name in ``within`` whose it is, or one known answer tells all the others.
    """
    text = canonical([within, value])
    return hmac.new(derive("bihuan/audit/salt"), text.encode(), sha256).hexdigest()


def record(
    verb: str,
    chain: str,
    /,
    *,
    by: "User | None",
    post: "Post | None" = None,
    at: datetime | None = None,
    **facts: object,
) -> Entry:
    """Add one entry, in the caller's transaction: no change without its entry.

    Facts are ids, keys and hashes; never names or case text. The caller holds the lock of
    what the chain is about; the unique sequence number refuses whoever does not.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "record() belongs in the transaction of the change; alone, use record_aside()."
        )
    now = timezone.now()
    seq, prev = _next(chain)
    entry = Entry(chain=chain, seq=seq, verb=verb, actor=by, post=post, prev=prev)
    entry.at, entry.entered_at = at or now, now
    about = facts.get("dossier")
    entry.dossier = about if isinstance(about, int) else None
    entry.body = _body(entry, facts)
    entry.hash = seal(entry.body, prev)
    entry.save(force_insert=True)
    return entry


def record_aside(
    verb: str,
    chain: str,
    /,
    *,
    by: "User | None",
    post: "Post | None" = None,
    at: datetime | None = None,
    **facts: object,
) -> Entry:
    """Add one entry to a chain on which nobody holds a lock: a login, a read.

    All who come this way stand in line. Whoever writes to the same chain with ``record`` may
    still take the number that we wanted; then we look again. Inside a longer transaction
    the chain stays taken until that ends: do it last.
    """
    for _ in range(TRIES):
        with suppress(IntegrityError), transaction.atomic():
            _stand_in_line(chain)
            return record(verb, chain, by=by, post=post, at=at, **facts)
    raise IntegrityError(f"{chain}: somebody else took the next number {TRIES} times.")


def read(
    what: str, /, *, by: "User", station: "Station", post: "Post | None" = None, **facts: object
) -> Entry:
    """Note that somebody saw, printed or took away something sensitive of ``station``.

    ``what`` is the verb (``person.reveal``); which record it was stands in the facts. The
    chain is the station's day, so that no page waits for a dossier's lock.
    """
    chain = f"reads:{station.pk}:{timezone.localdate().isoformat()}"
    return record_aside(what, chain, by=by, post=post, at=None, **facts)


def facts_of(chain: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (verb, facts) of one chain from the sealed text, oldest first."""
    rows = Entry.objects.filter(chain=chain).order_by("seq").values_list("verb", "body")
    for verb, body in rows:
        yield verb, json.loads(body)["facts"]


def moment(at: datetime) -> str:
    """Return the one text of a moment: UTC, to the microsecond, always equally long."""
    if timezone.is_naive(at):
        raise ValueError("at: a moment needs its time zone.")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _stand_in_line(chain: str) -> None:
    """Wait for the others who write to this chain, each in turn.

    Retrying alone starves somebody: of twenty who write all the time on PostgreSQL, one lost
    fifty times running. On SQLite whoever is in a transaction is the only writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [chain])


def _next(chain: str) -> tuple[int, str]:
    """Return the next sequence number of a chain, and the hash it follows."""
    heads = Entry.objects.filter(chain=chain).order_by("-seq").values_list("seq", "hash")
    head = heads.first()
    return (head[0] + 1, head[1]) if head else (1, GENESIS)


def _body(entry: Entry, facts: dict[str, object]) -> str:
    """Return what is sealed. ``audit.checks`` knows how this text begins and ends."""
    for name in (entry.verb, entry.chain):
        if not NAME.fullmatch(name):
            raise ValueError("verb, chain: 1 to 60 of the ASCII letters, digits and _ . : -")
    return canonical(
        {
            "actor": entry.actor_id,
            "at": moment(entry.at),
            "chain": entry.chain,
            "entered_at": moment(entry.entered_at),
            "facts": facts,
            "post": entry.post_id,
            "seq": entry.seq,
            "verb": entry.verb,
        }
    )


def _refuse_ambiguous(value: object, where: str) -> None:
    """Raise unless ``value`` has one text only; say where it is and never what it is."""
    parts: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        parts = value.items()
    elif isinstance(value, (list, tuple)):
        parts = enumerate(value)
    elif not (value is None or isinstance(value, (str, int))):
        raise TypeError(
            f"{where}: {type(value).__name__} has no one text; "
            "use None, bool, int, str, lists of these and dicts with str keys."
        )
    for key, part in parts:
        _refuse_ambiguous(part, f"{where}.{key}")
