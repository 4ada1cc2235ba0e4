"""Once a day, sign what every chain ends with, so that a tail cannot be cut off unseen.

A tail which was cut off together with every checkpoint that saw it shows nowhere in these
tables: the newest hash belongs where this database's owner cannot reach it, on paper or in
another office.
"""

import json
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.keys import public_key, signing_key
from audit.models import Checkpoint, Entry
from audit.services import GENESIS, canonical, moment, seal

Heads = list[list[str | int]]  # chain, seq, hash


def write(day: date) -> Checkpoint:
    """Sign the heads of all chains which grew since the last checkpoint, once for each day.

    A day that is signed already stays as it is; so does one before it.
    """
    last, before = _last_two()
    if last and last.day >= day:
        return last
    checkpoint = _signed(day, last, before)
    try:
        with transaction.atomic():
            checkpoint.save(force_insert=True)
    except IntegrityError:  # somebody else was quicker
        return write(day)
    return checkpoint


def _signed(day: date, last: Checkpoint | None, before: Checkpoint | None) -> Checkpoint:
    number, prev = (last.number + 1, last.hash) if last else (1, GENESIS)
    heads, upto = _grown(_said(last), _said(before))
    body = canonical(
        {
            "at": moment(timezone.now()),
            "day": day.isoformat(),
            "heads": heads,
            "number": number,
            "prev": prev,
            "upto": upto,
        }
    )
    signature = signing_key().sign(body.encode()).hex()
    checkpoint = Checkpoint(number=number, day=day, body=body, hash=seal(body))
    checkpoint.public_key, checkpoint.signature = public_key(), signature
    return checkpoint


def _grown(last: dict[str, Any], before: dict[str, Any]) -> tuple[Heads, int]:
    """Return the heads to sign, and how far they reach.

    Keys are handed out before the commit: an entry that was still uncommitted when the last
    checkpoint looked has a lower key than what that checkpoint saw, and would never be seen
    again. So each checkpoint looks back over the one before it, a day by rights and longer
    than any transaction, and leaves out the heads which are signed already.
    """
    entries = Entry.objects.filter(pk__gt=before["upto"]).order_by("pk")
    heads: dict[str, list[str | int]] = {}
    upto: int = last["upto"]
    for pk, chain, seq, hash_ in entries.values_list("pk", "chain", "seq", "hash").iterator():
        heads[chain], upto = [chain, seq, hash_], max(pk, upto)
    signed = {head[0]: head for head in last["heads"]}
    return [heads[chain] for chain in sorted(heads) if heads[chain] != signed.get(chain)], upto


def _last_two() -> tuple[Checkpoint | None, Checkpoint | None]:
    newest = [*Checkpoint.objects.order_by("-number")[:2], None, None]
    return newest[0], newest[1]


def _said(checkpoint: Checkpoint | None) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(checkpoint.body) if checkpoint else {"upto": 0, "heads": []}
    return said
