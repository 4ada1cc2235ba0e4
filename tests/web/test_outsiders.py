"""外聘: what experts and evaluators come to see of a project, and what does not exist for them."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from audit.models import Entry
from casework.attributions import attribute
from casework.models import Case, Project, Seat
from casework.sampling import draw, may_be_drawn
from casework.services import act
from documents.models import Document
from tests.actors import accepted
from tests.driver import Browser
from tests.projects import (
    Cast,
    evaluator_of,
    fill,
    on,
    returned,
    reviewed_by,
    running,
    scored,
    under_review,
)


@pytest.fixture
def judged(cast: Cast) -> Project:
    """Judged by three experts, and sent back with a P02 that says why."""
    with on("2025-10-13"):
        project = under_review(cast)
        for expert in reviewed_by(project, cast, 3):
            scored(project, expert)
        fill(project, "P02", by=cast.civil)
        judgement = returned(project, "submit_internal", "P01#budget")
        act("revise", project, by=cast.civil, judgement=judgement)
    return project


@pytest.fixture
def sampled(cast: Cast, lead: Case, zheng_min: User) -> tuple[Case, User, Project]:
    """A case of the project, drawn for an evaluator whose last day is the 15th of May."""
    project = running(cast)
    with on("2026-04-10"):
        accepted(lead, worker=cast.leader, supervisor=zheng_min, head=cast.head)
        attribute(lead, project, since=date(2026, 4, 10), by=cast.leader)
    with on("2026-05-11"):
        evaluator = evaluator_of(project, cast, "2026-05-15")
        seat = Seat.objects.get(user=evaluator)
        draw(project, seat, by=cast.civil, count=1)
    return lead, evaluator, project


def noted(verb: str, user: User) -> Any:
    return Entry.objects.filter(verb=verb, actor=user)


def test_an_expert_sees_the_application_and_how_to_score_it(cast: Cast) -> None:
    with on("2025-10-13"):
        project = under_review(cast)
        (expert,) = reviewed_by(project, cast, 1)
        browser = Browser(expert)
        assert "评审打分" in browser.open("/").main

        page = browser.open(f"/dossiers/{project.pk}/")

        assert "项目申报书" in page.main
        assert "打分" in page.main
        page = browser.open(f"/dossiers/{project.pk}/do/declare_interest/")
        browser.press(page, "申报利益冲突", {"conflict": "no"})
        page = browser.open(f"/dossiers/{project.pk}/do/score/")
        points = {f"item_{number}": "85" for number in range(7)}
        page = browser.press(page, "打分", points | {"comments": "预算依据充分。"})
        assert "打分：已办好。" in page.main
        assert "评审打分" not in browser.open("/").main


def test_an_expert_sees_nothing_of_what_others_say(judged: Project, cast: Cast) -> None:
    with on("2025-10-14"):
        browser = Browser(User.objects.get(username="expert1"))
        page = browser.open(f"/dossiers/{judged.pk}/?form=P02")

        assert "立项评审表" not in page.main
        assert "专家2" not in page.words
        assert browser.client.get(f"/dossiers/{judged.pk}/trace/").status_code == 404
        assert browser.client.get(f"/dossiers/{judged.pk}/forms/P02/compare/").status_code == 404
        assert browser.client.get(f"/dossiers/{judged.pk}/forms/P01/compare/").status_code == 200
        paper = Document.objects.get(dossier=judged.pk, form="P02")
        assert browser.client.get(f"/documents/{paper.pk}/").status_code == 404


def test_after_the_last_day_a_project_does_not_exist_for_its_experts(
    judged: Project, cast: Cast
) -> None:
    expert = User.objects.get(username="expert1")
    with on("2025-12-01"):
        assert Browser(expert).client.get(f"/dossiers/{judged.pk}/").status_code == 404

    assert noted("denied.dossier", expert).count() == 1


def test_a_sampled_dossier_is_read_masked_and_noted(
    sampled: tuple[Case, User, Project], cast: Cast
) -> None:
    case, evaluator, _project = sampled
    with on("2026-05-12"):
        page = Browser(evaluator).open(f"/dossiers/{case.pk}/")
        trace = Browser(cast.head).open(f"/dossiers/{case.pk}/trace/")

    assert case.number in page.main
    assert case.person.name not in page.words
    assert noted("read.sample", evaluator).count() == 1
    assert "评估抽查到的卷宗" in trace.main


def test_a_sample_is_for_its_evaluator_and_nothing_beside_it(
    sampled: tuple[Case, User, Project], cast: Cast
) -> None:
    case, evaluator, _project = sampled
    with on("2026-05-12"):
        other = Case.objects.create(**_like(case))
        browser = Browser(evaluator)
        assert browser.client.get(f"/dossiers/{other.pk}/").status_code == 404
        assert browser.client.get(f"/dossiers/{case.pk}/?form=C01").status_code == 200
        assert "主诉" not in browser.open(f"/dossiers/{case.pk}/?form=C01").main
        posted = browser.client.post(
            f"/dossiers/{case.pk}/do/client_ends/", {"verb": "client_ends"}
        )
        assert posted.status_code == 403


def _like(case: Case) -> dict[str, Any]:
    same = ("kind", "station", "community", "status", "registered_by", "opened_on")
    own = {"number": "TQDJ-C-2026-0099", "registration": "TQDJ-J-2026-0099"}
    more = {"person": case.person, "sealed_with": case.sealed_with, "accepted_on": case.accepted_on}
    return {name: getattr(case, name) for name in same} | own | more


def test_after_the_last_day_the_sample_is_gone_and_who_asks_is_noted(
    sampled: tuple[Case, User, Project], cast: Cast
) -> None:
    case, evaluator, _project = sampled
    with on("2026-05-16"):
        assert Browser(evaluator).client.get(f"/dossiers/{case.pk}/").status_code == 404

    assert noted("denied.dossier", evaluator).count() == 1


def test_a_sample_is_drawn_by_lot_among_what_counts_for_the_project(
    sampled: tuple[Case, User, Project], cast: Cast
) -> None:
    case, _evaluator, project = sampled
    with on("2026-05-12"):
        assert [each.pk for each in may_be_drawn(project)] == [case.pk]
