"""先处理: what came back to somebody, and what is late."""

from django.utils import timezone

from accounts.models import User
from casework.models import Submission
from workflows.selectors import DOSSIER, desk_of

Outcome = Submission.Outcome


def returned_to(user: User) -> dict[int, Submission]:
    """Return the user's cases whose newest submission came back, with that submission."""
    newest: dict[int, Submission] = {}
    found = Submission.objects.filter(dossier__owner=user, dossier__ended_on=None)
    for each in found.defer("content").order_by("pk"):
        newest[each.dossier_id] = each
    return {pk: each for pk, each in newest.items() if each.outcome == Outcome.RETURNED}


def urgent(user: User) -> int:
    """Count the dossiers on a desk that can wait no longer."""
    late = desk_of(user).filter(due_on__lt=timezone.localdate())
    return len({*late.values_list(DOSSIER, flat=True), *returned_to(user)})
