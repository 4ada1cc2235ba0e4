"""阅: a supervisor's mark on what was filed. It stands in nobody's way."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record, salted
from casework.errors import RuleError
from casework.locking import lock
from casework.models import Dossier, Review, Submission
from casework.permissions import Who, standing

READ = ("C05", "C11", "G07", "G11")  # filed, and read afterwards (handbook 3.2, 3.3)
Outcome = Submission.Outcome


def unread(user: User) -> QuerySet[Submission]:
    """Return what was filed in the cases ``user`` supervises and nobody has read, oldest first."""
    mine = Dossier.objects.visible_to(user).filter(supervisor=user)
    filed = Submission.objects.filter(
        dossier__in=mine, form__in=READ, outcome=Outcome.FILED, aside={}
    )
    return filed.exclude(reviews__decision=Review.Decision.READ).exclude(author=user).order_by("pk")


def may_read(user: User, dossier: Dossier, submission: Submission) -> bool:
    """Whether ``user`` may put the mark: who supervises, or stands in, on another's work."""
    return (
        submission.form in READ
        and submission.outcome == Outcome.FILED
        and submission.stands(submission.form)
        and submission.author_id != user.pk
        and Who.SUPERVISOR in standing(user, dossier)
    )


@transaction.atomic
def mark_read(
    dossier: Any, submission: Submission, *, by: User, says: str = "", at: datetime | None = None
) -> Review:
    """Mark a record as read, with feedback or without. Once; raises RuleError a second time."""
    lock(dossier)
    if submission.dossier_id != dossier.pk or not may_read(by, dossier, submission):
        raise PermissionDenied(_("这份记录不由你来阅。"))
    if submission.reviews.filter(decision=Review.Decision.READ).exists():
        raise RuleError(_("这份记录已经阅过了。"))
    at = at or timezone.now()
    text = says.replace("\x00", "").strip()[:2000]
    done = Review.objects.create(
        submission=submission,
        sha256=submission.sha256,
        verb="mark_read",
        decision=Review.Decision.READ,
        opinion=text,
        reviewer=by,
        signed_as=Who.SUPERVISOR.value,
        at=at,
    )
    record(
        "case.mark_read",
        dossier.chain,
        by=by,
        at=at,
        submission=submission.pk,
        seen=submission.sha256,
        review=done.pk,
        opinion=salted(text, within=dossier.chain),
    )
    return done
