"""每一步写什么: the few words at a step, and what is peculiar to the steps of a kind of work."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.lifecycles import Lifecycle
from casework.models import Submission

Outcome = Submission.Outcome


class Steps:
    """What is peculiar to the steps of a kind of work; kinds with such say what.

    ``elsewhere`` names verbs that are handed in at one step and belong to another, ``passing``
    those after which the step goes on whatever became of them, ``unsealed`` the steps that no
    approval ends.
    """

    elsewhere: ClassVar[dict[str, int]] = {}
    passing: ClassVar[frozenset[str]] = frozenset()
    unsealed: ClassVar[frozenset[int]] = frozenset()

    def place(self, lifecycle: Lifecycle, submission: Submission) -> int:
        """Return to which step it belongs that something was handed in."""
        verb = submission.verb
        if verb in self.elsewhere:
            return self.elsewhere[verb]
        rows = [row for row in lifecycle.rows if row.verb == verb]
        source = rows[0].source[0] if rows else ""
        return lifecycle.step_of(source) if source in set(lifecycle.states) else 0

    def told(self, by_step: dict[int, list[Submission]], now: int) -> None:
        """Put what was handed in at one step under another as well, where it tells of both."""

    def lines(self, work: Any, number: int, last: Submission | None, state: str) -> list[str]:
        """Say in a few words what was done at a step, or is to be."""
        return standing(work, last, state)

    def later(self, work: Any, number: int) -> list[str]:
        """Say what people ask of a step that is still to come."""
        return []


def standing(work: Any, last: Submission | None, state: str) -> list[str]:
    """Where it stands now, who has done it, or which round came back."""
    if state == "now":
        return [str(work.get_status_display())]
    if state == "done" and last:
        return _signed(last)
    if state == "back" and last:
        return [_("第 %s 稿退回，在改") % last.round_of(last.form)]
    return []


def _signed(last: Submission) -> list[str]:
    """Who handed it in and who approved it, with the days."""
    review = approved(last)
    lines = [f"{timezone.localtime(last.at):%m-%d} {last.author}"]
    return lines + ([f"{timezone.localtime(review.at):%m-%d} {review.reviewer}"] if review else [])


def approved(submission: Submission | None) -> Any:
    """Return the review by which something was approved; None where it was not."""
    if submission is None or submission.outcome != Outcome.APPROVED:
        return None
    return max(submission.reviews.all(), key=lambda review: review.pk, default=None)
