"""The signed day: it names every head, and so shows what was cut off, rewritten or forged."""

import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils import timezone

from accounts.models import User
from audit.checkpoints import write
from audit.checks import problems
from audit.models import Checkpoint, Entry
from audit.services import GENESIS, canonical, record, seal
from audit.tasks import write_checkpoint
from tests.audit.conftest import Tamper

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
GONE = "签过名的检查点记有这一条，现在已不见或被改写。"
CHANGE = "UPDATE audit_checkpoint SET {} = %s WHERE number = 2"
UNSIGNED = "签名无效，或不是用本系统的密钥签的。"


def look(chain: str, times: int = 1) -> Entry:
    return [record("case.look", chain, by=None) for _ in range(times)][-1]


def heads(checkpoint: Checkpoint) -> list[tuple[str, int]]:
    return [(chain, seq) for chain, seq, _hash in json.loads(checkpoint.body)["heads"]]


def found(chain: str | None = None) -> list[tuple[str, int, str]]:
    return list(problems(chain))


@pytest.mark.django_db
def test_a_checkpoint_names_the_heads_of_the_chains_that_grew() -> None:
    look("dossier:1", 2)
    head = look("dossier:2")
    first = write(MONDAY)
    look("dossier:1")
    look("dossier:3")
    second = write(TUESDAY)

    assert json.loads(first.body)["heads"][1] == ["dossier:2", 1, head.hash]
    assert heads(first) == [("dossier:1", 2), ("dossier:2", 1)]
    assert heads(second) == [("dossier:1", 3), ("dossier:3", 1)]
    assert heads(write(WEDNESDAY)) == []
    assert found() == []


@pytest.mark.django_db
def test_checkpoints_are_chained_and_anybody_can_check_the_signature() -> None:
    first, second = write(MONDAY), write(TUESDAY)

    assert json.loads(first.body)["prev"] == GENESIS
    assert json.loads(second.body)["prev"] == first.hash == seal(first.body)
    assert json.loads(second.body)["number"] == second.number == 2
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(second.public_key))
    key.verify(bytes.fromhex(second.signature), second.body.encode())


@pytest.mark.django_db
def test_a_day_is_signed_once() -> None:
    first = write(TUESDAY)
    look("dossier:1")

    assert write(TUESDAY) == write(MONDAY) == first
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_beat_may_call_as_often_as_it_likes() -> None:
    write_checkpoint()
    write_checkpoint()

    assert Checkpoint.objects.get().day == timezone.localdate()


def test_an_entry_committed_late_is_signed_the_next_day_and_once(tamper: Tamper) -> None:
    """Its key was handed out before the checkpoint looked, and its commit came after."""
    late = look("dossier:1")
    look("dossier:2")
    tamper("DELETE FROM audit_entry WHERE id = %s", late.pk)
    assert heads(write(MONDAY)) == [("dossier:2", 1)]

    late.save(force_insert=True)

    assert heads(write(TUESDAY)) == [("dossier:1", 1)]
    assert heads(write(WEDNESDAY)) == []


def test_a_cut_tail_shows_once_it_was_signed(tamper: Tamper) -> None:
    look("dossier:1", 3)
    look("dossier:2")
    write(MONDAY)
    look("dossier:2", 2)
    cut = "DELETE FROM audit_entry WHERE chain = %s AND seq > %s"

    tamper(cut, "dossier:2", 2)
    assert found() == []

    tamper(cut, "dossier:1", 2)
    assert found() == found("dossier:1") == [("dossier:1", 3, GONE)]
    assert found("dossier:2") == []


def test_a_chain_gone_altogether_shows(tamper: Tamper) -> None:
    look("dossier:1", 2)
    write(MONDAY)
    tamper("DELETE FROM audit_entry")

    assert found() == [("dossier:1", 2, GONE)]


def test_history_rewritten_without_a_seam_shows(lin_yue: User, tamper: Tamper) -> None:
    look("dossier:1", 2)
    write(MONDAY)
    tamper("DELETE FROM audit_entry")
    record("case.other", "dossier:1", by=lin_yue)
    look("dossier:1", 3)

    assert found() == [("dossier:1", 2, GONE)]


@pytest.mark.parametrize("later", [WEDNESDAY, None])
def test_a_later_checkpoint_over_rewritten_history_does_not_hide_it(
    tamper: Tamper, later: date | None
) -> None:
    look("dossier:1", 2)
    write(MONDAY)
    tamper("DELETE FROM audit_entry")
    look("dossier:1", 4)
    if later:
        write(later)

    assert found() == [("dossier:1", 2, GONE)]


def test_a_checkpoint_taken_out_shows(tamper: Tamper) -> None:
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        write(day)
    tamper("DELETE FROM audit_checkpoint WHERE number = 2")

    assert found() == [("checkpoints", 3, "序号不连续：这里应是第 2 个。")]


def test_a_checkpoint_forged_with_another_key_shows(tamper: Tamper) -> None:
    look("dossier:1", 2)
    honest = write(MONDAY)
    body = canonical(json.loads(honest.body) | {"heads": []})
    key = Ed25519PrivateKey.generate()
    tamper(
        "UPDATE audit_checkpoint SET body = %s, hash = %s, public_key = %s, signature = %s",
        *(body, seal(body), key.public_key().public_bytes_raw().hex()),
        key.sign(body.encode()).hex(),
    )

    assert found() == [("checkpoints", 1, UNSIGNED)]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("body", "{}", UNSIGNED),
        ("signature", "ab", UNSIGNED),
        ("signature", "not hex", UNSIGNED),
        ("public_key", "ab" * 32, UNSIGNED),
        ("hash", "ab" * 32, "内容与封存值不符。"),
        ("day", "2025-01-01", "各栏与封存的内容不一致。"),
        ("number", 7, "各栏与封存的内容不一致。"),
    ],
)
def test_a_changed_checkpoint_shows(tamper: Tamper, column: str, value: object, says: str) -> None:
    write(MONDAY)
    write(TUESDAY)
    tamper(CHANGE.format(column), value)

    assert says in {text for chain, _number, text in found() if chain == "checkpoints"}


def test_a_checkpoint_signed_over_another_past_shows(tamper: Tamper) -> None:
    """Our key, a sound text, and yet not the successor of what stands before it."""
    write(MONDAY)
    stranger = write(TUESDAY)
    tamper("DELETE FROM audit_checkpoint")
    look("dossier:1")
    write(MONDAY)
    stranger.save(force_insert=True)

    assert found() == [("checkpoints", 2, "与上一个检查点的封存值接不上。")]
