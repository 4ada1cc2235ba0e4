"""A promise is kept: once, whoever dies or fails on the way, and without a word of its content."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
import time_machine
from cryptography.exceptions import InvalidTag
from django.db import connection, connections
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from audit.services import facts_of
from casework.models import Case
from documents import printing, services
from documents.models import Document
from documents.paper import Paper
from documents.papers import paper_of
from documents.printing import Printed, render
from tests.actors import accepted, registered
from tests.driver import Browser

State = Document.State
Commit = Callable[..., Any]
Acceptance = Callable[[], Case]


@pytest.fixture
def paper(lead: Case) -> Document:
    """The promise of 秦玉兰's call, not yet kept."""
    return Document.objects.get(dossier=lead.pk)


@pytest.fixture
def acceptance(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Acceptance:
    """What accepts the case, at the moment that a test chooses: three forms at once."""
    return lambda: accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A printer for which all papers are alike."""
    monkeypatch.setattr(printing, "render", lambda paper: Printed(paper.number.encode(), 1))


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A printer which says aloud what it could not print."""

    def fails(paper: Paper) -> Printed:
        raise ValueError(f"cannot print {paper.client}")

    with monkeypatch.context() as patched:
        patched.setattr(printing, "render", fails)
        yield


def now(paper: Document) -> Document:
    return Document.objects.get(pk=paper.pk)


def seals(paper: Document) -> list[dict[str, Any]]:
    """Return what the trail of the dossier says of this paper."""
    said = facts_of(paper.dossier.chain)
    found = [facts for verb, facts in said if verb == "document.seal"]
    return [facts for facts in found if facts["document"] == paper.pk]


def later(seconds: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


# ── made ──────────────────────────────────────────────────────────────────────────────────


def test_a_paper_is_sealed_and_the_trail_names_its_bytes(paper: Document) -> None:
    assert services.make(paper.pk)

    made = now(paper)
    content = made.read()
    assert content.startswith(b"%PDF-")
    assert made.sha256 == sha256(content).hexdigest()
    assert (made.state, made.failure, made.leased_until) == (State.READY, "", None)
    assert made.pages == len(PdfReader(BytesIO(content)).pages)
    assert made.made_at
    assert seals(made) == [{"document": made.pk, "bytes_sha256": made.sha256}]


def test_the_database_holds_no_readable_word_of_it(paper: Document) -> None:
    services.make(paper.pk)

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM documents_document WHERE id = %s", [paper.pk])
        raw = bytes(cursor.fetchone()[0])
    assert len(raw) > 10_000
    assert not [each for each in (b"%PDF", b"obj", "秦玉兰".encode()) if each in raw]


@pytest.mark.usefixtures("quick")
def test_sealed_bytes_that_were_changed_cannot_be_read(paper: Document) -> None:
    services.make(paper.pk)
    made = now(paper)
    content = bytes(made.content or b"")

    made.content = content[:-1] + bytes([content[-1] ^ 1])

    with pytest.raises(InvalidTag):
        made.read()


def test_printed_again_it_is_the_same_to_the_last_byte(paper: Document) -> None:
    services.make(paper.pk)

    with later(90_000):
        assert render(paper_of(now(paper))).content == now(paper).read()


@pytest.mark.usefixtures("quick")
def test_what_is_made_is_not_made_again(paper: Document) -> None:
    assert services.make(paper.pk)

    assert not services.make(paper.pk)
    assert len(seals(paper)) == 1


# ── published ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("quick")
def test_the_worker_is_told_after_the_commit_and_by_number_alone(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Commit,
    lead: Case,
    acceptance: Acceptance,
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(services, "enqueue", [told.append])
    with django_capture_on_commit_callbacks(execute=True):
        acceptance()
        assert told == []

    papers = Document.objects.filter(dossier=lead.pk).order_by("pk")
    assert told == [each.pk for each in papers if each.number != f"{lead.registration}-C01-01-1"]


@pytest.mark.usefixtures("committed", "quick")
def test_without_a_broker_the_act_succeeds_and_the_sweep_makes_the_paper_later(
    monkeypatch: pytest.MonkeyPatch, community: Any, xu_qin: User
) -> None:
    asked = []

    def nobody_answers(pk: int) -> None:
        asked.append(pk)
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(services, "enqueue", [nobody_answers])
        case = registered(community, by=xu_qin)
    paper = Document.objects.get(dossier=case.pk)
    assert asked == [paper.pk]
    assert paper.state == State.PENDING

    assert services.sweep() == 0, "its message may still be on the way"
    with later(40):
        assert services.sweep() == 1
    assert now(paper).state == State.READY


@pytest.mark.usefixtures("quick")
def test_a_broker_that_does_not_answer_is_asked_once_an_act(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Commit,
    acceptance: Acceptance,
) -> None:
    asked = []

    def nobody_answers(pk: int) -> None:
        asked.append(pk)
        raise ConnectionRefusedError

    monkeypatch.setattr(services, "enqueue", [nobody_answers])
    with django_capture_on_commit_callbacks(execute=True):
        acceptance()

    assert len(asked) == 1, "a page with three papers waits once for a broker that is down"


# ── failed ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("broken")
def test_a_failure_is_written_down_without_a_word_of_what_failed(
    paper: Document, caplog: pytest.LogCaptureFixture
) -> None:
    assert not services.make(paper.pk)

    failed = now(paper)
    assert (failed.state, failed.failure, failed.leased_until) == (State.FAILED, "ValueError", None)
    (line,) = caplog.records
    assert re.fullmatch(
        rf"document {paper.pk} was not made: ValueError, fails:\d+", line.getMessage()
    )
    assert not line.exc_info
    assert seals(paper) == []


def test_what_cannot_be_sealed_has_failed_as_well(paper: Document) -> None:
    key = paper.data_key
    key.wrapped = None
    key.save()

    assert not services.make(paper.pk)
    assert (now(paper).state, now(paper).failure) == (State.FAILED, "LookupError")


@pytest.mark.usefixtures("committed")
def test_no_step_waits_for_a_broken_printer_and_the_page_offers_to_print_again(
    monkeypatch: pytest.MonkeyPatch, acceptance: Acceptance, lin_yue: User
) -> None:
    """The call was printed; then the printer breaks; it is mended before the button is pressed."""
    with monkeypatch.context() as patched:
        patched.setattr(printing, "render", lambda paper: 1 // 0)
        case = acceptance()
    assert case.status == Case.Status.ASSESSING
    states = Document.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["ready", "failed", "failed", "failed"]

    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{case.pk}/")
    assert page.main.count("没有生成，步骤不受影响") == 3
    page = browser.press(page, "再生成一次")

    assert page.main.count("没有生成，步骤不受影响") == 2
    made = Document.objects.filter(state=State.READY).latest("made_at")
    assert made.number in page.main
    assert browser.client.get(f"/documents/{made.pk}/").content == made.read()


@pytest.mark.usefixtures("broken")
def test_after_five_tries_a_paper_rests_until_somebody_asks(paper: Document) -> None:
    for _try in range(services.TRIES):
        services.make(paper.pk)

    with later(3600):
        assert services.sweep() == 0
    assert not services.make(paper.pk)
    assert now(paper).attempts == services.TRIES


@pytest.mark.usefixtures("quick")
def test_who_asks_again_gets_a_rested_paper(
    paper: Document, django_capture_on_commit_callbacks: Commit
) -> None:
    rested = {"state": State.FAILED, "failure": "ValueError", "attempts": services.TRIES}
    Document.objects.filter(pk=paper.pk).update(**rested)

    with django_capture_on_commit_callbacks(execute=True):
        services.retry(paper.pk)

    assert (now(paper).state, now(paper).failure) == (State.READY, "")


@pytest.mark.usefixtures("quick")
def test_asking_again_for_a_paper_that_is_there_changes_nothing(
    paper: Document, django_capture_on_commit_callbacks: Commit
) -> None:
    services.make(paper.pk)
    before = now(paper)

    with django_capture_on_commit_callbacks(execute=True) as told:
        services.retry(paper.pk)

    assert told == []
    assert (now(paper).sha256, now(paper).made_at) == (before.sha256, before.made_at)


# ── two workers, dead workers ─────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("committed", "quick")
def test_of_two_workers_at_once_one_makes_the_paper(
    monkeypatch: pytest.MonkeyPatch, community: Any, xu_qin: User
) -> None:
    monkeypatch.setattr(services, "enqueue", [])
    for _round in range(4):
        paper = Document.objects.get(dossier=registered(community, by=xu_qin).pk)
        barrier = Barrier(2, timeout=10)

        def work(pk: int, barrier: Barrier = barrier) -> bool:
            barrier.wait()
            try:
                return services.make(pk)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(work, [paper.pk] * 2))

        assert sorted(done) == [False, True]
        assert (now(paper).state, now(paper).attempts) == (State.READY, 1)
        assert len(seals(paper)) == 1


@pytest.mark.usefixtures("quick")
def test_a_paper_in_other_hands_is_left_to_them(paper: Document) -> None:
    until = timezone.now() + timedelta(seconds=100)
    Document.objects.filter(pk=paper.pk).update(leased_until=until, attempts=1)

    with later(60):
        assert services.sweep() == 0
        assert not services.make(paper.pk)


@pytest.mark.usefixtures("quick")
def test_what_a_killed_worker_had_in_hand_is_made_after_its_lease(paper: Document) -> None:
    until = timezone.now() + services.LEASE
    Document.objects.filter(pk=paper.pk).update(leased_until=until, attempts=1)

    with later(services.LEASE.seconds + 1):
        assert services.sweep() == 1

    assert (now(paper).state, now(paper).attempts) == (State.READY, 2)
    assert len(seals(paper)) == 1


def test_a_worker_who_comes_too_late_replaces_nothing(
    paper: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It printed for longer than its lease; in the meantime another has made the paper."""

    def slowly(slow: Paper) -> Printed:
        monkeypatch.setattr(printing, "render", lambda _paper: Printed(b"first", 1))
        Document.objects.filter(pk=paper.pk).update(leased_until=timezone.now())
        assert services.make(paper.pk)
        return Printed(b"second", 1)

    monkeypatch.setattr(printing, "render", slowly)

    assert not services.make(paper.pk)
    assert now(paper).read() == b"first"
    assert len(seals(paper)) == 1


def test_a_paper_at_which_every_worker_dies_is_shown_as_failed(paper: Document) -> None:
    dead = {"attempts": services.TRIES, "leased_until": timezone.now()}
    Document.objects.filter(pk=paper.pk).update(**dead)

    with later(1):
        assert services.sweep() == 0

    assert (now(paper).state, now(paper).failure) == (State.FAILED, "WorkerLost")
