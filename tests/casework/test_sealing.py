"""加密: nobody reads from the database alone what was told in confidence (handbook 11.5)."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings as settled
from django.db import connection

from accounts.models import Community, User
from casework import vault
from casework.approvals import Judgement, Note, pending
from casework.catalogue import FORMS
from casework.drafts import write_registration
from casework.models import Case, DataKey, Draft, Person, Remark, Review, Submission
from casework.questions import Nested, Phone, Question, Rows, Text
from casework.questions.base import SENSITIVE
from casework.questions.storage import Stored
from casework.services import act, answer_remark, save_draft
from tests.actors import accepted, fill, registered, screened
from tests.filled import FILLED, LEAD

# What the database must search or count, and may therefore read (handbook 11: names, groups).
READABLE = {"D01.name", "D01.sex", "D01.birth_date", "D01.primary_category"}
NUMBER = "11010519491231002X"
NAME = "秦玉兰"


class Secrets:
    """Gives out words that occur nowhere else, and remembers them."""

    def __init__(self) -> None:
        self.numbers, self.given = count(1), list[str]()

    def word(self) -> str:
        self.given.append(f"secret{next(self.numbers):04d}word")
        return self.given[-1]

    def phone(self) -> str:
        self.given.append(f"199{next(self.numbers):04d}7361")
        return self.given[-1]

    def told(self, question: Question, raw: Any) -> Any:
        """Return the raw answer with a secret in the place of every text and phone."""
        if isinstance(question, Rows):
            return [self._parts(question, row) for row in raw or [{}]]
        if isinstance(question, Nested):
            return self._parts(question, raw or {})
        if isinstance(question, Phone):
            return self.phone()
        return self.word() if isinstance(question, Text) else raw

    def _parts(self, question: Nested, raw: dict[str, Any]) -> dict[str, Any]:
        return {key: self.told(part, raw.get(key, "")) for key, part in question.parts.items()}

    def form(self, code: str) -> dict[str, Any]:
        """Return a form, whole, in which everything sensitive is a secret."""
        raw = FILLED[code]
        return raw | {
            each.key: self.told(each, raw.get(each.key, ""))
            for each in FORMS[code].asked()
            if each.level >= SENSITIVE and f"{code}.{each.key}" not in READABLE
        }


# ── what a thief of the database reads ────────────────────────────────────────────────────


def rows() -> Iterator[tuple[str, bytes]]:
    """Yield every row of every table, with the table's name: whatever tables there are."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                yield table, b"\x00".join(_bytes(cell) for cell in row)


def _bytes(cell: Any) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def test_no_table_tells_what_was_told_in_confidence(
    community: Community, xu_qin: User, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    secrets = Secrets()
    one = Secrets()
    case = registered(community, by=xu_qin, C01=LEAD["C01"] | {"history": secrets.word()})
    write_registration({"D01": {"name": one.word()}, "C01": secrets.form("C01")}, by=zhou_lan)
    act("assign", case, by=zhou_lan, worker=lin_yue)
    save_draft(case, "C01", secrets.form("C01"), by=lin_yue)
    act("start_screen", case, by=lin_yue)
    consent = secrets.form("C02")
    consent["sensitive_consent"] = ["health", "benefit", "disability", "minor"]
    consent["signatures"] = [
        {"role": "服务对象", "name": secrets.word(), "way": "手写签名", "date": "2026-03-06"}
    ]
    save_draft(case, "C02", consent, by=lin_yue)
    record = secrets.form("D01") | {"birth_date": "1949-12-31", "id_type": "居民身份证"}
    save_draft(case, "D01", record | {"id_no": NUMBER}, by=lin_yue)
    act("submit_intake", case, by=lin_yue)
    given: dict[str, Any] = {"owner": lin_yue, "supervisor": zheng_min, "level": "一般个案"}
    judgement = Judgement(_sha(case, "submit_intake"), secrets.word())
    act("approve_intake", case, by=zhou_lan, judgement=judgement, **given)
    save_draft(case, "C03", secrets.form("C03"), by=lin_yue)
    act("submit_assessment", case, by=lin_yue)
    remarks = [Note("C03", "bio", secrets.word())]
    judgement = Judgement(_sha(case, "submit_assessment"), secrets.word(), remarks)
    act("return_assessment", case, by=zheng_min, judgement=judgement)
    answer_remark(Remark.objects.get(), case, by=lin_yue, answer=secrets.word())
    save_draft(case, "C03", secrets.form("C03"), by=lin_yue)
    act("submit_assessment", case, by=lin_yue)
    judgement = Judgement(_sha(case, "submit_assessment"))
    act("approve_assessment", case, by=zheng_min, judgement=judgement)
    save_draft(case, "C04", secrets.form("C04"), by=lin_yue)
    _turned_away(community, secrets, xu_qin, lin_yue, zhou_lan)

    hidden = [each.encode() for each in (*secrets.given, *one.given, NUMBER)]
    assert len(hidden) > 150
    told = [(table, each) for table, row in rows() for each in hidden if each in row]
    assert told == []
    assert _kept(case) >= 100


def _turned_away(
    community: Community, secrets: Secrets, xu_qin: User, lin_yue: User, zhou_lan: User
) -> None:
    """Another case, ended by its requester, with words beside the forms."""
    other = screened(registered(community, by=xu_qin), worker=lin_yue, head=zhou_lan)
    said = {"wish": secrets.word(), "informed": secrets.word()}
    act("requester_withdraws", other, by=lin_yue, **said)  # type: ignore[arg-type]


def _sha(case: Case, verb: str) -> str:
    waiting = pending(case, verb)
    assert waiting
    return waiting.sha256


def _kept(case: Case) -> int:
    """How many secrets can be read by whom they were told to: the test is not about nothing."""
    return sum(each.content.count("secret") for each in case.submissions.all())


def test_a_name_stands_in_the_persons_row_and_nowhere_else(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    spelled = [NAME.encode(), NAME.encode("unicode-escape"), NAME.encode("utf-16-le")]
    assert {table for table, row in rows() for each in spelled if each in row} == {
        "casework_person"
    }


# ── how it is stored ──────────────────────────────────────────────────────────────────────


def stored() -> Iterator[Stored]:
    for model in apps.get_models():
        yield from (field for field in model._meta.concrete_fields if isinstance(field, Stored))


def test_whatever_is_sensitive_is_sealed_but_for_what_must_be_searched() -> None:
    open_ = {
        f"{code}.{each.key}"
        for code, form in FORMS.items()
        for each in form.asked()
        if each.level >= SENSITIVE and not each.sealed
    }
    assert open_ == READABLE


def test_sealed_columns_are_bytes_in_the_database(db: None) -> None:
    kinds = {"postgresql": "bytea", "sqlite": "BLOB"}
    for field in stored():
        if field.sealed:
            assert field.db_type(connection) == kinds[connection.vendor], field


def test_what_is_sensitive_and_not_asked_is_not_stored_at_all(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    for form in FORMS.values():
        for each in form.questions():
            if each.level >= SENSITIVE and not each.asked and not each.sealed:
                assert not form.objects.exclude(**{each.attname: None}).exists(), each  # type: ignore[attr-defined]


def test_the_same_words_never_look_the_same_twice() -> None:
    key = DataKey(wrapped=vault.new_wrapped_key())
    assert key.seal("同样的话".encode(), "here") != key.seal("同样的话".encode(), "here")
    assert DataKey(wrapped=vault.new_wrapped_key()).wrapped != key.wrapped


def test_a_blind_index_finds_equal_numbers_and_tells_no_other() -> None:
    one = vault.blind("phone", "10000000001")
    assert one == vault.blind("phone", "10000000001")
    assert one != vault.blind("phone", "10000000002")
    assert one != vault.blind("id", "10000000001")
    assert "10000000001" not in one


# ── what opens it ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two(
    community: Community, lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> list[Person]:
    """Two people with a record each, and one remark."""
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    other = registered(community, by=lin_yue)
    accepted(other, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    fill(lead, "C03", by=lin_yue)
    return [lead.person, other.person]


def swap(table: str, column: str, one: int, other: int) -> None:
    """Put the bytes of one row into another, as somebody at the database could."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = (SELECT {column} FROM {table} WHERE id = %s) "  # noqa: S608
            "WHERE id = %s",
            [one, other],
        )


def test_bytes_of_one_person_do_not_open_for_another(two: list[Person]) -> None:
    one, other = two
    swap("casework_person", "health", one.pk, other.pk)
    with pytest.raises(InvalidTag):
        _ = Person.objects.get(pk=other.pk).health
    assert Person.objects.get(pk=other.pk).phone == "10000000001"

    mine, theirs = (person.cases.get().submissions.latest().pk for person in two)
    swap("casework_submission", "content", mine, theirs)
    with pytest.raises(InvalidTag):
        _ = Submission.objects.get(pk=theirs).content


def test_bytes_of_one_answer_do_not_open_for_another(two: list[Person]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_person SET mental_health = health")
    with pytest.raises(InvalidTag):
        _ = Person.objects.get(pk=two[0].pk).mental_health


def test_a_single_changed_bit_does_not_open(two: list[Person]) -> None:
    field = Person.question("health")
    token = two[0].data_key.seal(b'"x"', field.about)
    spoilt = token[:-1] + bytes([token[-1] ^ 1])
    with pytest.raises(InvalidTag):
        two[0].data_key.open(spoilt, field.about)


def test_with_another_master_key_nothing_opens(two: list[Person], settings: Any) -> None:
    assert settled.MASTER_KEY != b"\x01" * 32
    vault.derived.cache_clear()
    settings.MASTER_KEY = b"\x01" * 32
    try:
        with pytest.raises(InvalidTag):
            _ = Person.objects.get(pk=two[0].pk).health
    finally:
        vault.derived.cache_clear()


def test_a_key_thrown_away_forgets_its_person_and_nobody_else(two: list[Person]) -> None:
    one, other = two
    DataKey.objects.filter(pk=one.data_key_id).update(wrapped=None)
    case = one.cases.get()
    sealed: list[tuple[Any, str]] = [
        (Person.objects.filter(pk=one.pk), "health"),
        (Submission.objects.filter(dossier=case), "content"),
        (Draft.objects.filter(dossier=case), "raw"),
        (Review.objects.filter(submission__dossier=case), "opinion"),
    ]
    for found, column in sealed:
        with pytest.raises(LookupError, match="destroyed"):
            getattr(found.latest("pk"), column)
    assert Person.objects.get(pk=other.pk).health


def test_an_answer_that_nobody_looked_at_is_written_back_as_it_was(two: list[Person]) -> None:
    person = Person.objects.get(pk=two[0].pk)
    before = person.__dict__["health"].token
    person.save()
    assert Person.objects.get(pk=person.pk).__dict__["health"].token == before


def test_a_field_left_out_of_a_query_is_fetched_and_opened_when_wanted(two: list[Person]) -> None:
    assert Person.objects.defer("health").get(pk=two[0].pk).health == FILLED["D01"]["health"]
