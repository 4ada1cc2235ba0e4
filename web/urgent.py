"""先处理: what came back to somebody, and what is late."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from casework.models import Submission
from workflows.selectors import Waits

Outcome = Submission.Outcome


def returned_to(user: User) -> dict[int, Submission]:
    """Return the user's cases whose newest submission came back, with that submission."""
    own = Submission.objects.filter(dossier__owner=user, dossier__ended_on=None)
    newer = Submission.objects.filter(dossier=OuterRef("dossier"), pk__gt=OuterRef("pk"))
    found = own.filter(~Exists(newer), outcome=Outcome.RETURNED, aside={}).defer("content")
    return {each.dossier_id: each for each in found}


def urgent(user: User, desk: list[Waits]) -> int:
    """Count the dossiers on a desk that can wait no longer."""
    today = timezone.localdate()
    late = {each.dossier for each in desk if each.due_on and each.due_on < today}
    return len({*late, *returned_to(user)})
