"""What must hold of a project after every act, besides what holds of every dossier."""

from decimal import Decimal
from typing import Any

from casework import baselines, panels
from casework.models import Ballot, Submission
from casework.models.project import Project

P = Project.Status
Outcome = Submission.Outcome
APPLIED = {"submit_internal", "resubmit"}  # whose conclusion is the panel's own paper, P02
GRANTED = {"P01", "P02", "P03"}
SIGNED = GRANTED | {"P04"}
BEGUN = SIGNED | {"P05"}
STANDING_BY = {  # the forms without which nobody comes into a state
    P.PUBLICISED: {"P01", "P02"},
    P.APPROVED: GRANTED,
    P.CONTRACTED: SIGNED,
    **dict.fromkeys(
        [
            *(P.IMPLEMENTING, P.CHANGING, P.SUSPENDED, P.MIDTERM, P.RECTIFYING),
            *(P.FINAL_EVAL, P.FINAL_RECTIFYING),
        ],
        BEGUN,
    ),
    P.CLOSING: BEGUN | {"P08"},
    P.CLOSED: BEGUN | {"P08", "P09", "P10", "P11"},
}


def funded_all_the_way(project: Any, submissions: list[Submission]) -> None:
    """No state past an unapproved form; the money is whole; only who may has judged."""
    there = {code for each in submissions for code in each.codes if each.stands(code)}
    assert STANDING_BY.get(project.status, set()) <= there
    _money_is_whole(project)
    _judged_by_who_may(project)


def _money_is_whole(project: Any) -> None:
    versions = baselines.baselines_of(project)
    assert [each.version for each in versions] == [*range(1, len(versions) + 1)]
    for each in versions:
        assert sum(Decimal(said) for said in each.budget.values()) == each.amount
    assert bool(versions) is (project.accepted_on is not None)
    parts = [each.amount for each in project.instalments.all()]
    assert not parts or sum(parts) == project.amount


def _judged_by_who_may(project: Any) -> None:
    """Whoever stands back counts for nothing, whatever they had scored before."""
    cast = Ballot.objects.filter(seat__dossier=project.pk, submitted_at__isnull=False)
    assert not [each for each in panels.valid_ballots(project) if each.conflict]
    for each in cast:
        each.seat.dossier = project
        assert each.total == panels.weighted(each.scores)


def concluded_by_the_panel(submission: Submission) -> bool:
    """Whether it was the panel that said yes or no to it, on a paper of its own."""
    decided = {Outcome.APPROVED, Outcome.REFUSED}
    return submission.verb in APPLIED and submission.outcome in decided
