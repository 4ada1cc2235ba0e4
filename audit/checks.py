"""Reading the trail as an auditor: what is not what was written, or not where."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from audit.keys import public_key, signing_key
from audit.models import Checkpoint, Entry
from audit.services import GENESIS, moment, seal

CHECKPOINTS = "checkpoints"
COLUMNS = (
    *("chain", "seq", "verb", "actor_id", "post_id"),
    # As text: turning two moments into objects would cost more than all the rest.
    *(Cast("at", TextField()), Cast("entered_at", TextField())),
    *("body", "prev", "hash"),
)
CHUNK = 500  # rows that fit the processor's cache: a third quicker than Django's 2,000

Row = tuple[Any, ...]
Heads = dict[str, tuple[str, int]]  # hash: chain, seq


class Problem(NamedTuple):
    """One thing that is wrong, and where."""

    chain: str
    seq: int
    says: str


def problems(chain: str | None = None) -> Iterator[Problem]:
    """Yield everything that is wrong with the trail, or with one chain of it.

    Checkpoints come first: the hashes they signed are looked for while the entries go by,
    and what was not met by then was cut off or rewritten.
    """
    heads: Heads = {}
    yield from _of_checkpoints(heads, chain)
    yield from _of_entries(heads, chain)
    for name, seq in sorted(heads.values()):
        yield Problem(name, seq, _("签过名的检查点记有这一条，现在已不见或被改写。"))


def _of_entries(heads: Heads, only: str | None) -> Iterator[Problem]:
    """Walk all chains at once, in the order in which they were written, which needs no sorting."""
    entries = Entry.objects.order_by("pk")
    rows = (entries.filter(chain=only) if only else entries).values_list(*COLUMNS)
    last: dict[str, tuple[int, str]] = {}
    nothing = (0, GENESIS)
    with _streaming():
        for row in rows.iterator(CHUNK):
            chain, seq, body, said_prev, said_hash = row[0], row[1], row[-3], row[-2], row[-1]
            before, prev = last.get(chain, nothing)
            sound = seq == before + 1 and said_prev == prev and said_hash == seal(body, prev)
            if sound and _as_sealed(row):
                heads.pop(said_hash, None)
            else:
                yield from _faults(row, before, prev)
            last[chain] = seq, said_hash


def _streaming() -> AbstractContextManager[object]:
    """Let the rows stream by, in one snapshot.

    PostgreSQL does so inside a transaction and else copies them all aside first. SQLite does
    so without one; its transactions begin by shutting out everybody who wants to write.
    """
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


def _faults(row: Row, before: int, prev: str) -> Iterator[Problem]:
    """Say what is wrong with an entry which follows entry ``before`` with the hash ``prev``."""
    chain, seq, body, said_prev, said_hash = row[0], row[1], row[-3], row[-2], row[-1]
    follows = seq == before + 1
    if not follows:
        yield Problem(chain, seq, _("序号不连续：这里应是第 %(seq)d 条。") % {"seq": before + 1})
    if follows and said_prev != prev:
        yield Problem(chain, seq, _("与前一条的封存值接不上。"))
    if said_hash != seal(body, said_prev):
        yield Problem(chain, seq, _("内容与封存值不符。"))
    if not _as_sealed(row):
        yield Problem(chain, seq, _("各栏与封存的内容不一致。"))


def _as_sealed(row: Row) -> bool:
    """Whether the columns say what the sealed text says, found without parsing it.

    The keys of canonical text are sorted, so that all but the facts stands at its beginning
    and its end; quotation marks inside the facts are escaped, so that neither can be faked.
    """
    chain, seq, verb, actor, post, at, entered_at, body, _prev, _hash = row
    then = _moment(at)
    now = then if entered_at == at else _moment(entered_at)
    head = f'{{"actor":{actor or "null"},"at":"{then}","chain":"{chain}","entered_at":"{now}",'
    tail = f',"post":{post or "null"},"seq":{seq},"verb":"{verb}"}}'
    return bool(body.startswith(head) and body.endswith(tail))


def _moment(text: str) -> str:
    """Return the database's text of a moment as it is sealed; zeros at its end were dropped."""
    if text[19:20] == "." and text.endswith("+00"):
        return f"{text[:10]}T{text[11:-3]:0<15}+00:00"
    at = datetime.fromisoformat(text)
    return moment(at if at.tzinfo else at.replace(tzinfo=UTC))


def _of_checkpoints(heads: Heads, only: str | None) -> Iterator[Problem]:
    """Check the signed days, and collect into ``heads`` what they say of ``only``, or of all."""
    number, prev = 0, GENESIS
    for checkpoint in Checkpoint.objects.order_by("number").iterator(chunk_size=50):
        said = json.loads(checkpoint.body) if _signed_by_us(checkpoint) else None
        for says in _faults_of(checkpoint, said, number, prev):
            yield Problem(CHECKPOINTS, checkpoint.number, says)
        for chain, seq, hash_ in said["heads"] if said else []:
            if only in {None, chain}:
                heads[hash_] = chain, seq
        number, prev = checkpoint.number, checkpoint.hash


def _faults_of(
    checkpoint: Checkpoint, said: dict[str, Any] | None, number: int, prev: str
) -> Iterator[str]:
    """Say what is wrong with a checkpoint which follows checkpoint ``number``."""
    if checkpoint.number != number + 1:
        yield _("序号不连续：这里应是第 %(seq)d 个。") % {"seq": number + 1}
    if said is None:
        yield _("签名无效，或不是用本系统的密钥签的。")
        return
    if checkpoint.number == number + 1 and said["prev"] != prev:
        yield _("与上一个检查点的封存值接不上。")
    if checkpoint.hash != seal(checkpoint.body):
        yield _("内容与封存值不符。")
    if (checkpoint.number, checkpoint.day.isoformat()) != (said["number"], said["day"]):
        yield _("各栏与封存的内容不一致。")


def _signed_by_us(checkpoint: Checkpoint) -> bool:
    """Whether our key signed the text. A key which the row brings along proves nothing."""
    try:
        signature = bytes.fromhex(checkpoint.signature)
        signing_key().public_key().verify(signature, checkpoint.body.encode())
    except (ValueError, InvalidSignature):
        return False
    return checkpoint.public_key == public_key()
