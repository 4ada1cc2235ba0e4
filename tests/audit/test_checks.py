"""Whatever is changed behind our back is named."""

import json

import pytest

from accounts.models import User
from audit.checks import problems
from audit.models import Entry
from audit.services import canonical, record, seal
from tests.audit.conftest import Tamper

BROKEN = "内容与封存值不符。"
LOOSE = "与前一条的封存值接不上。"
CONTRADICTED = "各栏与封存的内容不一致。"
CHANGE = "UPDATE audit_entry SET {} = %s WHERE chain = 'dossier:1' AND seq = 2"


@pytest.fixture(autouse=True)
def trail(lin_yue: User) -> None:
    for round_ in range(1, 4):
        record("case.submit", "dossier:1", by=lin_yue, post=lin_yue.posts.get(), round=round_)
    record("case.submit", "dossier:2", by=lin_yue)


def found(chain: str | None = None) -> list[tuple[str, int, str]]:
    return list(problems(chain))


def test_an_honest_trail_has_no_problem() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "case.approve"),
        ("actor_id", None),
        ("post_id", None),
        ("at", "2026-03-02 01:30:00+00:00"),
        ("entered_at", "2026-03-02 01:30:00.5+00:00"),
    ],
)
def test_a_column_that_contradicts_the_text(tamper: Tamper, column: str, value: object) -> None:
    tamper(CHANGE.format(column), value)

    assert found() == found("dossier:1") == [("dossier:1", 2, CONTRADICTED)]
    assert found("dossier:2") == []


def test_another_text(tamper: Tamper) -> None:
    body = Entry.objects.get(chain="dossier:1", seq=2).body
    tamper(CHANGE.format("body"), body.replace('"round":2', '"round":5'))

    assert found() == [("dossier:1", 2, BROKEN)]


def test_another_text_with_its_own_hash(tamper: Tamper) -> None:
    entry = Entry.objects.get(chain="dossier:1", seq=2)
    body = entry.body.replace('"round":2', '"round":5')
    tamper(CHANGE.format("body"), body)
    tamper(CHANGE.format("hash"), seal(body, entry.prev))

    assert found() == [("dossier:1", 3, LOOSE)]


def test_another_link(tamper: Tamper) -> None:
    tamper(CHANGE.format("prev"), "f" * 64)

    assert found() == [("dossier:1", 2, LOOSE), ("dossier:1", 2, BROKEN)]


def test_another_hash(tamper: Tamper) -> None:
    tamper(CHANGE.format("hash"), "f" * 64)

    assert found() == [("dossier:1", 2, BROKEN), ("dossier:1", 3, LOOSE)]


def test_an_entry_taken_out(tamper: Tamper) -> None:
    tamper("DELETE FROM audit_entry WHERE chain = 'dossier:1' AND seq = 2")

    assert found() == [("dossier:1", 3, "序号不连续：这里应是第 2 条。")]


def test_an_entry_moved_to_another_chain(tamper: Tamper) -> None:
    tamper("UPDATE audit_entry SET chain = 'dossier:9' WHERE chain = 'dossier:2'")

    assert found() == [("dossier:9", 1, CONTRADICTED)]


def test_facts_cannot_imitate_the_columns(lin_yue: User, tamper: Tamper) -> None:
    copied = Entry.objects.get(chain="dossier:2").body
    record("case.submit", "dossier:2", by=None, note=copied[:-1], post_=copied)
    tamper("UPDATE audit_entry SET actor_id = %s WHERE actor_id IS NULL", lin_yue.pk)

    assert found() == [("dossier:2", 2, CONTRADICTED)]


def test_a_number_left_out_of_a_trail_that_was_sealed_anew(tamper: Tamper) -> None:
    reseal(tamper, seq=2)
    tamper("UPDATE audit_entry SET seq = 2 WHERE chain = 'dossier:2'")

    assert found() == [("dossier:2", 2, "序号不连续：这里应是第 1 条。")]


@pytest.mark.parametrize("part", ["", ".1", ".12", ".120003", ".000003"])
def test_moments_are_compared_however_the_database_writes_them(tamper: Tamper, part: str) -> None:
    """Nearly all have six decimals that end in no zero; these are the others."""
    reseal(tamper, at=f"2026-03-02T01:30:00.{part[1:]:0<6}+00:00")
    tamper("UPDATE audit_entry SET at = %s WHERE chain = 'dossier:2'", f"2026-03-02 01:30:00{part}")

    assert found() == []


def reseal(tamper: Tamper, **said: object) -> None:
    """Change what the only entry of a chain says, and seal it again."""
    entry = Entry.objects.get(chain="dossier:2")
    body = canonical(json.loads(entry.body) | said)
    tamper(
        "UPDATE audit_entry SET body = %s, hash = %s WHERE chain = 'dossier:2'",
        *(body, seal(body, entry.prev)),
    )
