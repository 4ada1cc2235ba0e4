"""工作台: what one can do lies on one's desk, and nothing else does, whoever has come or gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Post, Role, Station, User
from casework.lifecycles import lifecycle_of
from casework.models import Case
from casework.services import act
from tests.actors import accepted, assessed, fill, planned, registered, screened, seen
from tests.conftest import LONG_AGO, person
from workflows.selectors import decisions_for, desk_of, tasks_of


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """Its assessment waits for a decision."""
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    fill(lead, "C03", by=lin_yue)
    act("submit_assessment", lead, by=lin_yue)
    return lead


@pytest.fixture
def weighty(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """Its plan waits for the first of two signatures."""
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    assessed(lead, worker=lin_yue, supervisor=zheng_min, service_level="重点个案")
    fill(lead, "C04", by=lin_yue)
    act("submit_plan", lead, by=lin_yue)
    return lead


def on_desk(user: User, case: Case) -> list[str]:
    found = desk_of(user).filter(process__dossierprocess__dossier=case.pk)
    return [task.flow_task.name for task in found]


def may_decide(user: User, case: Case) -> bool:
    """Whether the one open step is theirs to decide: by who they are, and not on their own."""
    (task,) = tasks_of(case)
    verb = task.flow_task.verbs[0].partition(".")[2]
    case = Case.objects.get(pk=case.pk)
    return lifecycle_of(case).judge(verb, user).allowed


def leaves(user: User) -> None:
    user.posts.update(until=timezone.localdate() - timedelta(days=1))


def test_each_finds_on_their_desk_what_is_theirs_to_do(
    case: Case, lin_yue: User, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    assert on_desk(zheng_min, case) == ["review_assessment"]
    assert [task.flow_task.name for task in decisions_for(zheng_min)] == ["review_assessment"]
    for other in (lin_yue, chen_siyuan, zhou_lan):
        assert on_desk(other, case) == []


def test_a_case_in_service_stays_on_its_owners_desk(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    act("approve_assessment", case, by=zheng_min, judgement=seen(case, "submit_assessment"))
    planned(case, worker=lin_yue, supervisor=zheng_min)
    assert on_desk(lin_yue, case) == ["serve"]


def test_what_is_due_first_comes_first(case: Case, lin_yue: User) -> None:
    newer = registered(case.community, by=lin_yue)  # due tomorrow; the other in three days
    act("withdraw_assessment", case, by=lin_yue)
    due = [task.process.dossierprocess.dossier_id for task in desk_of(lin_yue)]
    assert due == [newer.pk, case.pk]


def test_what_has_ended_lies_on_no_desk(case: Case, zheng_min: User) -> None:
    Case.objects.filter(pk=case.pk).update(ended_on=timezone.localdate())

    assert on_desk(zheng_min, case) == []


def seats(station: Station, district: Station) -> list[User]:
    """One for every role, and one for every two roles that a small station gives to one."""
    pairs = [
        [Role.WORKER],
        [Role.SUPERVISOR],
        [Role.HEAD],
        [Role.WORKER, Role.SUPERVISOR],
        [Role.WORKER, Role.HEAD],
        [Role.SUPERVISOR, Role.HEAD],
        [Role.DISTRICT],
    ]
    found = []
    for number, roles in enumerate(pairs):
        user = User.objects.create_user(f"user{number}", full_name=f"某{number}")
        for role in roles:
            place = district if role == Role.DISTRICT else station
            Post.objects.create(user=user, station=place, role=role, since=LONG_AGO)
        found.append(user)
    return found


@pytest.mark.parametrize("without", [None, Role.SUPERVISOR, Role.HEAD])
@pytest.mark.parametrize("step", ["case", "weighty"])
def test_what_one_may_decide_lies_on_ones_desk_and_nothing_else_does(
    request: pytest.FixtureRequest,
    station: Station,
    district: Station,
    step: str,
    without: Role | None,
) -> None:
    case: Case = request.getfixturevalue(step)
    crowd = seats(station, district)
    gone = person("gone", "离岗", station, Role.SUPERVISOR)
    leaves(gone)
    Post.objects.filter(role=without).update(until="2025-12-31")
    for owner in (crowd[0], crowd[3], crowd[4]):
        case.submissions.filter(outcome="pending").update(author=owner)
        for supervisor in (None, crowd[1], crowd[3], gone):
            Case.objects.filter(pk=case.pk).update(owner=owner, supervisor=supervisor)
            for user in crowd:
                who = (user.full_name, owner.full_name, supervisor and supervisor.full_name)
                assert bool(on_desk(user, case)) is may_decide(user, case), who


def test_a_decision_on_a_request_lies_beside_the_work_itself(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(lead, "C01", by=lin_yue, decision_suggest="不接案", reject_reason="不属本站范围")
    act("ask_decline", lead, by=lin_yue, told="当面", alternatives="法律援助中心")
    assert on_desk(lin_yue, lead) == ["screen"]
    assert on_desk(zhou_lan, lead) == ["review_decline"]
