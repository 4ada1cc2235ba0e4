"""先处理: what came back to somebody, and what is late."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from casework.models import Submission
from workflows.selectors import DOSSIER, desk_of

Outcome = Submission.Outcome


def returned_to(user: User) -> dict[int, Submission]:
    """Return the user's cases whose newest submission came back, with that submission."""
    own = Submission.objects.filter(dossier__owner=user, dossier__ended_on=None)
    newer = Submission.objects.filter(dossier=OuterRef("dossier"), pk__gt=OuterRef("pk"))
    found = own.filter(~Exists(newer), outcome=Outcome.RETURNED).defer("content")
    return {each.dossier_id: each for each in found}


def urgent(user: User) -> int:
    """Count the dossiers on a desk that can wait no longer."""
    late = desk_of(user).filter(due_on__lt=timezone.localdate())
    return len({*late.values_list(DOSSIER, flat=True), *returned_to(user)})
