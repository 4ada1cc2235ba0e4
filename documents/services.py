"""From an approval to a paper: a row in the act's own transaction, printed by a worker later.

A row is the promise to print; a lease keeps two workers apart; a failure is written on the row and
never stands in the way of a step. Printing the same twice gives the same bytes.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from audit.services import record
from casework.locking import lock
from casework.models import Submission
from casework.services import Done
from documents.models import ABOUT, Document
from documents.numbers import check_code, number_of
from documents.papers import paper_of
from documents.printing import Printed, render

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than any form takes to print
TRIES = 5  # by themselves; after that a person presses the button
State = Document.State
PAPER_WORTHY = {Submission.Outcome.FILED, Submission.Outcome.APPROVED}
enqueue: list[Callable[[int], object]] = []  # tasks.py puts its task here; nobody else


def follow(done: Done) -> None:
    """Promise a paper for every form that was filed or approved."""
    submission = done.submission
    if submission is None or submission.outcome not in PAPER_WORTHY:
        return
    number = submission.snapshot["number"]
    for form, instance, round_ in submission.covers:
        paper = number_of(number, form, instance, round_)
        document = Document.objects.create(
            dossier_id=submission.dossier_id,
            submission=submission,
            form=form,
            instance=instance,
            round=round_,
            number=paper,
            check_code=check_code(paper, submission.sha256),
        )
        _publish(document.pk)


def _publish(pk: int) -> None:
    for put in enqueue:
        transaction.on_commit(lambda put=put: put(pk), robust=True)  # type: ignore[misc]


def waiting() -> QuerySet[Document]:
    """Return the promises which nobody is keeping at this moment."""
    free = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
    return Document.objects.filter(free).exclude(state=State.READY)


def make(pk: int) -> bool:
    """Print one paper and seal it. Short transactions around the slow part."""
    lease = {"leased_until": timezone.now() + LEASE, "attempts": F("attempts") + 1}
    if not waiting().filter(pk=pk).update(**lease):
        return False  # made, or in other hands
    document = Document.objects.select_related("submission__author", "dossier").get(pk=pk)
    try:
        printed = render(paper_of(document))
    except Exception as error:  # whatever it is, it must not be lost
        _failed(document, error)
        return False
    return _sealed(document, printed)


def _failed(document: Document, error: Exception) -> None:
    """Write the kind of error on the row: its text might hold what is on the paper."""
    kind = type(error).__name__[:60]
    Document.objects.filter(pk=document.pk).exclude(state=State.READY).update(
        state=State.FAILED, failure=kind, leased_until=None
    )
    log.error("document %d was not made: %s", document.pk, kind)


@transaction.atomic
def _sealed(document: Document, printed: Printed) -> bool:
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
        facts = {"document": document.pk, "bytes_sha256": printed.sha256}
        record("document.seal", document.dossier.chain, by=None, **facts)
    return bool(made)


def retry(pk: int) -> None:
    """Try a failed paper again, now."""
    failed = Document.objects.filter(pk=pk, state=State.FAILED)
    if failed.update(state=State.PENDING, attempts=0, leased_until=None):
        with transaction.atomic():
            _publish(pk)


def sweep(older_than: timedelta = timedelta(seconds=30)) -> int:
    """Enqueue again whatever the broker or a dead worker has dropped, or what failed before."""
    late = waiting().filter(created_at__lt=timezone.now() - older_than, attempts__lt=TRIES)
    pks = list(late.values_list("pk", flat=True)[:200])
    for pk in pks:
        for put in enqueue:
            put(pk)
    if pks:
        log.warning("documents: %d enqueued again", len(pks))
    return len(pks)
