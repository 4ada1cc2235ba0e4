"""评审组与评估人员: asked in for one project and some days; who has an interest stands back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Post, Role, User
from audit.services import facts_of
from casework import panels
from casework.errors import RuleError
from casework.inviting import invite, withdraw_seat
from casework.models import Case, Dossier, Project, Seat
from casework.permissions import Who, may_read, may_see_content, standing
from casework.services import act
from tests.projects import EVEN, Cast, fill, on, reviewed_by, scored, under_review


@pytest.fixture
def project(cast: Cast) -> Project:
    with on("2025-10-13"):
        return under_review(cast)


def asked_in(project: Project, by: User, **changes: Any) -> Any:
    given: dict[str, Any] = {
        "username": "zhao.qiming",
        "full_name": "赵启明",
        "since": date(2025, 10, 13),
        "until": date(2025, 10, 31),
    }
    return invite(project, Seat.Part.EXPERT, by=by, **given | changes)


def test_an_expert_gets_an_account_a_post_and_a_seat_that_end_together(
    project: Project, cast: Cast
) -> None:
    with on("2025-10-13"):
        invited = asked_in(project, cast.civil)

        user = invited.seat.user
        assert invited.password
        assert user.check_password(invited.password)
        post = Post.objects.get(user=user)
        assert (post.role, post.station) == (Role.OUTSIDE, cast.station.district)
        assert post.until == invited.seat.until == date(2025, 10, 31)
        assert standing(user, project) == {Who.EXPERT}
        assert list(Dossier.objects.visible_to(user)) == [Dossier.objects.get(pk=project.pk)]
    with on("2025-11-01"):
        assert standing(user, Project.objects.get(pk=project.pk)) == set()
        assert not Dossier.objects.visible_to(user).exists()


def test_no_password_is_kept_in_the_trail(project: Project, cast: Cast) -> None:
    with on("2025-10-13"):
        invited = asked_in(project, cast.civil)

    assert invited.password not in str(list(facts_of(project.chain)))


def test_an_expert_reads_the_application_and_nothing_else(
    project: Project, cast: Cast, lead: Case
) -> None:
    with on("2025-10-13"):
        user = asked_in(project, cast.civil).seat.user

        assert may_see_content(user, project)
        assert may_read(user, project, "P01")
        assert not may_read(user, project, "P02")
        assert may_read(cast.civil, project, "P02")
        assert not Dossier.objects.visible_to(user).filter(pk=lead.pk).exists()


def test_who_is_there_already_gets_no_second_account(project: Project, cast: Cast) -> None:
    with on("2025-10-13"):
        first = asked_in(project, cast.civil, until=date(2025, 10, 14))
    with on("2025-10-15"):
        second = asked_in(project, cast.civil, since=date(2025, 10, 15))

    assert second.password is None
    assert second.seat.user == first.seat.user


@pytest.mark.parametrize("who", ["leader", "head", "agency", "street"])
def test_only_who_pays_and_the_district_ask_experts_in(
    project: Project, cast: Cast, who: str
) -> None:
    with on("2025-10-13"), pytest.raises(PermissionDenied):
        asked_in(project, getattr(cast, who))


def test_nobody_judges_the_work_of_their_own_station(project: Project, cast: Cast) -> None:
    with on("2025-10-13"), pytest.raises(RuleError, match="不作外聘专家"):
        asked_in(project, cast.civil, username=cast.head.username)


def test_an_expert_with_an_interest_cannot_score(project: Project, cast: Cast) -> None:
    with on("2025-10-13"):
        (expert,) = reviewed_by(project, cast, 1)
        act("declare_interest", project, by=expert, conflict=True, what="曾在该机构任理事。")

        with pytest.raises(RuleError, match="须回避"):
            act("score", project, by=expert, scores=EVEN, comments="好。")
        with pytest.raises(RuleError, match="须回避"):
            act("declare_interest", project, by=expert, conflict=False)

    assert panels.valid_ballots(project) == []


def test_an_expert_who_has_not_declared_cannot_score_either(project: Project, cast: Cast) -> None:
    with on("2025-10-13"):
        (expert,) = reviewed_by(project, cast, 1)

        with pytest.raises(RuleError, match="须先申报"):
            act("score", project, by=expert, scores=EVEN, comments="好。")


def test_an_interest_found_late_makes_the_ballot_invalid(project: Project, cast: Cast) -> None:
    with on("2025-10-13"):
        (expert,) = reviewed_by(project, cast, 1)
        scored(project, expert)
        assert len(panels.valid_ballots(project)) == 1

        act("declare_interest", project, by=expert, conflict=True, what="亲属在项目组。")

    assert panels.valid_ballots(project) == []


def test_each_scores_once_and_every_item(project: Project, cast: Cast) -> None:
    with on("2025-10-13"):
        (expert,) = reviewed_by(project, cast, 1)
        act("declare_interest", project, by=expert, conflict=False)
        with pytest.raises(RuleError, match="每一项都须打分"):
            act("score", project, by=expert, scores={"需求": 90}, comments="好。")
        with pytest.raises(RuleError, match="0 到 100"):
            act("score", project, by=expert, scores=EVEN | {"需求": 101}, comments="好。")
        act("score", project, by=expert, scores=EVEN, comments="好。")

        with pytest.raises(RuleError, match="只打一次"):
            act("score", project, by=expert, scores=EVEN, comments="好。")


def test_the_mean_is_of_the_valid_ballots_weighted(project: Project, cast: Cast) -> None:
    with on("2025-10-13"):
        experts = reviewed_by(project, cast, 5)
        act("declare_interest", project, by=experts[4], conflict=True, what="合作单位。")
        for expert, points in zip(experts[:4], (86, 83, 85, 84), strict=True):
            scored(project, expert, dict.fromkeys(EVEN, points))

    assert panels.average(project) == Decimal("84.5")
    rows = panels.reckoned_review(project)["scores"]
    assert rows[-1]["score"] == "84.5"
    assert sum(row["weight"] for row in rows[:-1]) == 100
    said = panels.review_begun_with(project)["panel"][0]
    assert said["experts"].startswith("5 人")
    assert said["conflict_declared"].endswith("回避 1 人：专家5")


def test_nothing_is_concluded_from_two_ballots(project: Project, cast: Cast) -> None:
    with on("2025-10-13"):
        for expert in reviewed_by(project, cast, 2):
            scored(project, expert)
        fill(project, "P02", by=cast.district, decision="不通过")

        with pytest.raises(RuleError, match="至少 3 份有效评分"):
            act("reject", project, by=cast.district)


def test_what_is_refused_ends_there(project: Project, cast: Cast) -> None:
    with on("2025-10-13"):
        for expert in reviewed_by(project, cast, 3):
            scored(project, expert)
        fill(project, "P02", by=cast.district, decision="不通过")
        act("reject", project, by=cast.district)

    assert project.status == "rejected"
    assert str(project.ended_on) == "2025-10-13"
    assert project.submissions.get(form="P01").outcome == "refused"


def test_a_seat_can_be_ended_before_its_time(project: Project, cast: Cast) -> None:
    with on("2025-10-13"):
        seat = asked_in(project, cast.civil).seat
        withdraw_seat(project, seat, by=cast.civil)
    with on("2025-10-14"):
        assert standing(seat.user, Project.objects.get(pk=project.pk)) == set()
