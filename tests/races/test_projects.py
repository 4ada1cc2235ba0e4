"""Experts who score at once, and two who decide on one change, one instalment, one contract."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from accounts.models import Role, Station, User
from casework import panels
from casework.baselines import baselines_of
from casework.instalments import instalments_of
from casework.models import Ballot, Project
from casework.services import act
from tests.conftest import person
from tests.invariants import check
from tests.projects import EVEN, Cast, changed, fill, on, reviewed_by, running, seen, under_review
from tests.races.test_door import AGAIN, at_once, refused

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def everybody(committed: None, cast: Cast) -> Cast:
    return cast


@pytest.fixture
def another(everybody: Cast, station: Station) -> User:
    """Another of the agency, who may seal as well."""
    return person("tang.hui", "唐慧", station, Role.AGENCY)


def same(project: Project) -> Project:
    return Project.objects.get(pk=project.pk)


@AGAIN
def test_two_experts_score_at_once_and_one_twice(everybody: Cast, again: int) -> None:
    with on("2025-10-13"):
        project = under_review(everybody)
        experts = reviewed_by(project, everybody, 2)
        for expert in experts:
            act("declare_interest", project, by=expert, conflict=False)
        said: dict[str, Any] = {"scores": EVEN, "comments": "好。"}
        results = at_once(
            *(partial(act, "score", same(project), by=each, **said) for each in experts),
            partial(act, "score", same(project), by=experts[0], **said),
        )
        assert refused(results) == 1
        assert len(panels.valid_ballots(same(project))) == 2
        check(project)


@AGAIN
def test_an_expert_stands_back_while_the_ballot_is_on_its_way(everybody: Cast, again: int) -> None:
    with on("2025-10-13"):
        project = under_review(everybody)
        (expert,) = reviewed_by(project, everybody, 1)
        act("declare_interest", project, by=expert, conflict=False)
        at_once(
            partial(act, "score", same(project), by=expert, scores=EVEN, comments="好。"),
            partial(
                act, "declare_interest", same(project), by=expert, conflict=True, what="亲属。"
            ),
        )
        assert Ballot.objects.get(seat__dossier=project.pk).conflict
        assert panels.valid_ballots(same(project)) == []


@AGAIN
def test_one_change_makes_one_version_whoever_approves_it(
    everybody: Cast, another: User, again: int
) -> None:
    project = running(everybody)
    with on("2026-07-08"):
        changed(project, everybody)
        judgement = seen(project, "request_change")
        decide = partial(act, "decide_change", judgement=judgement, verdict="approved")
        results = at_once(
            lambda: decide(same(project), by=everybody.agency),
            lambda: decide(same(project), by=another),
        )
        assert refused(results) == 1
        assert [each.version for each in baselines_of(same(project))] == [1, 2]
        check(project)


@AGAIN
def test_a_change_is_taken_back_or_approved_and_never_both(everybody: Cast, again: int) -> None:
    project = running(everybody)
    with on("2026-07-08"):
        changed(project, everybody)
        judgement = seen(project, "request_change")
        decide = partial(act, "decide_change", judgement=judgement, verdict="approved")
        results = at_once(
            lambda: decide(same(project), by=everybody.agency),
            lambda: act("withdraw_change", same(project), by=everybody.leader),
        )
        outcome = project.submissions.get(form="P07").outcome
        versions = len(baselines_of(same(project)))
        assert (outcome, versions) in {("approved", 2), ("withdrawn", 1)}
        assert len([each for each in results if isinstance(each, Exception)]) == 1
        check(project)


@AGAIN
def test_an_instalment_is_paid_once(everybody: Cast, again: int) -> None:
    project = running(everybody)
    with on("2025-11-14"):
        first = instalments_of(project)[0]
        pay = partial(act, "pay", instalment=first.pk, on=date(2025, 11, 14))
        results = at_once(
            lambda: pay(same(project), by=everybody.civil),
            lambda: pay(same(project), by=everybody.finance),
        )
        assert refused(results) == 1
        check(project)


@AGAIN
def test_a_month_is_added_up_once(everybody: Cast, again: int) -> None:
    project = running(everybody)
    with on("2025-11-28"):
        fill(project, "P05", by=everybody.leader)
        results = at_once(
            *(lambda: act("progress", same(project), by=everybody.leader) for _twice in range(2))
        )
        assert refused(results) == 1
        assert project.submissions.filter(verb="progress").count() == 1
        check(project)
