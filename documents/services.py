"""From an approval to a paper: a row in the act's own transaction, printed by a worker later.

A row is the promise to print; a lease keeps two workers apart; a failure is written on the row and
never stands in the way of a step. Printing the same twice gives the same bytes.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from audit.services import record
from casework import consents
from casework.locking import lock
from casework.models import Dossier, Submission
from casework.services import Done
from documents.models import ABOUT, Document
from documents.numbers import check_code, number_of
from documents.papers import paper_of

if TYPE_CHECKING:
    from documents.printing import Printed

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than any form takes to print
TRIES = 5  # by themselves; after that a person presses the button
BOX, COVER = "BOX", "C16"
State = Document.State
PAPER_WORTHY = {Submission.Outcome.FILED, Submission.Outcome.APPROVED}
enqueue: list[Callable[[int], object]] = []  # tasks.py puts its task here; nobody else


def follow(done: Done) -> None:
    """Promise a paper for every form that was filed or approved."""
    sealed = [each for each in (done.submission, *done.also) if each is not None]
    promised = [
        _promise(each, *form).pk
        for each in sealed
        if each.outcome in PAPER_WORTHY
        for form in _papers_in(each)
    ]
    if promised:
        transaction.on_commit(lambda: _publish(promised), robust=True)


def _papers_in(submission: Submission) -> list[list[Any]]:
    """Return what is printed of a submission: each form, and the box behind its cover."""
    covers = [*submission.covers]
    if COVER in submission.codes:
        _form, instance, round_ = covers[-1]
        covers.append([BOX, instance, round_])
    return covers


def _promise(submission: Submission, form: str, instance: int, round_: int) -> Document:
    number = number_of(submission.snapshot["number"], form, instance, round_)
    told = {
        "dossier_id": submission.dossier_id,
        "instance": instance,
        "round": round_,
        "number": number,
        "check_code": check_code(number, submission.sha256),
    }
    # what was approved, then objected to and approved again, is one paper
    return Document.objects.get_or_create(submission=submission, form=form, defaults=told)[0]


def _publish(pks: Iterable[int]) -> None:
    """Tell the worker. If the broker does not answer for one, the others need not ask."""
    for pk in pks:
        for put in enqueue:
            put(pk)


def is_restricted(document: Document, case: Any) -> bool:
    """Whether a paper is 严格限制: it holds what somebody has withdrawn their consent to."""
    if case.kind != Dossier.Kind.CASE or case.withdrawn_on is None:
        return False
    if document.form == BOX:
        return consents.is_restricted(case)
    document.submission.dossier = case  # whose key is at hand
    return consents.restricts(case, document.submission, [document.form])


def waiting() -> QuerySet[Document]:
    """Return the promises which nobody is keeping at this moment, and which may be tried yet."""
    free = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
    return Document.objects.filter(free, attempts__lt=TRIES).exclude(state=State.READY)


def make(pk: int) -> bool:
    """Print one paper and seal it. Short transactions around the slow part."""
    if not _leased(pk):
        return False
    document = Document.objects.select_related("submission__author", "dossier").get(pk=pk)
    try:
        return _sealed(document, _printed(document))
    except Exception as error:  # whatever it is, it must not be lost
        _failed(document, error)
        return False


def _leased(pk: int) -> bool:
    """Take a paper in hand; no, if it is made, or in other hands."""
    until = timezone.now() + LEASE
    lease = {"leased_until": until, "attempts": F("attempts") + 1, "state": State.PENDING}
    return bool(waiting().filter(pk=pk).update(**lease))


def _printed(document: Document) -> "Printed":
    from documents.box import bind  # noqa: PLC0415  (heavy, and pages never print)
    from documents.printing import render  # noqa: PLC0415

    return bind(document) if document.form == BOX else render(paper_of(document))


def _failed(document: Document, error: Exception) -> None:
    """Write the kind of error on the row: its text might hold what is on the paper."""
    kind = type(error).__name__[:60]
    Document.objects.filter(pk=document.pk).exclude(state=State.READY).update(
        state=State.FAILED, failure=kind, leased_until=None
    )
    where = extract_tb(error.__traceback__)[-1]
    log.error("document %d was not made: %s, %s:%s", document.pk, kind, where.name, where.lineno)


@transaction.atomic
def _sealed(document: Document, printed: "Printed") -> bool:
    lock(document.dossier)
    done = Document.objects.filter(pk=document.pk).exclude(state=State.READY)
    made = done.update(
        state=State.READY,
        content=document.data_key.seal(printed.content, ABOUT),
        sha256=printed.sha256,
        pages=printed.pages,
        made_at=timezone.now(),
        leased_until=None,
        failure="",
    )
    if made:
        record(
            "document.seal",
            document.dossier.chain,
            by=None,
            document=document.pk,
            bytes_sha256=printed.sha256,
        )
    return bool(made)


@transaction.atomic
def retry(pk: int) -> None:
    """Try a failed paper again, now."""
    failed = Document.objects.filter(pk=pk, state=State.FAILED)
    if failed.update(state=State.PENDING, attempts=0, leased_until=None):
        transaction.on_commit(lambda: _publish([pk]), robust=True)


def sweep(older_than: timedelta = timedelta(seconds=30)) -> int:
    """Enqueue again whatever the broker or a dead worker has dropped, or what failed before."""
    _give_up()
    late = waiting().filter(created_at__lt=timezone.now() - older_than)
    pks = list(late.values_list("pk", flat=True)[:200])
    _publish(pks)
    if pks:
        log.warning("documents: %d enqueued again", len(pks))
    return len(pks)


def _give_up() -> None:
    """Let a paper at which every worker died show as failed: it rests until a person asks."""
    dead = Document.objects.filter(state=State.PENDING, attempts__gte=TRIES)
    dead.filter(leased_until__lt=timezone.now()).update(
        state=State.FAILED, failure="WorkerLost", leased_until=None
    )
