"""Who somebody is to a dossier, what exists for them, and who stands in for whom (handbook 6)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Community, Post, Role, Station, User
from casework.models import Case, Dossier
from casework.permissions import Who, may_see_content, people, standing
from casework.services import act
from tests.actors import accepted, fill, registered, screened, seen
from tests.conftest import LONG_AGO, person
from tests.filled import C01


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """In assessment: Lin Yue's, supervised by Zheng Min."""
    return accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)


def sees(user: User, case: Case) -> bool:
    return Dossier.objects.visible_to(user).filter(pk=case.pk).exists()


def pks(user: User) -> list[int]:
    return list(Dossier.objects.visible_to(user).values_list("pk", flat=True))


def also(user: User, role: Role, station: Station) -> None:
    Post.objects.create(user=user, station=station, role=role, since=LONG_AGO)


def leaves(user: User) -> None:
    user.posts.update(until=timezone.localdate() - timedelta(days=1))


# ── each by their post ────────────────────────────────────────────────────────────────────


def test_each_is_to_a_case_what_their_post_makes_them(
    case: Case,
    lin_yue: User,
    zheng_min: User,
    zhou_lan: User,
    liu_chang: User,
) -> None:
    assert standing(lin_yue, case) == {Who.WORKER, Who.OWNER}
    assert standing(zheng_min, case) == {Who.SUPERVISOR}
    assert standing(zhou_lan, case) == {Who.HEAD}
    assert standing(liu_chang, case) == {Who.DISTRICT}


def test_others_are_nothing_to_it(
    case: Case, chen_siyuan: User, xu_qin: User, zhang_qian: User
) -> None:
    assert standing(chen_siyuan, case) == set()
    assert standing(zhang_qian, case) == set()
    assert standing(xu_qin, case) == {Who.COMMUNITY}
    assert not any(sees(user, case) for user in (chen_siyuan, xu_qin, zhang_qian))


def test_a_worker_sees_their_own_and_nobody_elses(
    case: Case, community: Community, chen_siyuan: User, lin_yue: User
) -> None:
    other = registered(community, by=chen_siyuan)
    assert pks(lin_yue) == [case.pk]
    assert pks(chen_siyuan) == [other.pk]
    assert other.owner == chen_siyuan


def test_the_head_sees_the_station_and_the_district_all_of_them_without_content(
    case: Case, zhou_lan: User, liu_chang: User, zhang_qian: User
) -> None:
    far = zhang_qian.posts.get().station
    there = Community.objects.create(station=far, name="北村社区")
    other = registered(there, by=zhang_qian)
    assert sees(zhou_lan, case)
    assert not sees(zhou_lan, other)
    assert sees(liu_chang, case)
    assert sees(liu_chang, other)
    assert may_see_content(zhou_lan, case)
    assert not may_see_content(liu_chang, case)


def test_a_supervisor_sees_only_their_own_supervision(
    case: Case, station: Station, zheng_min: User
) -> None:
    han_li = person("han.li", "韩立", station, Role.SUPERVISOR)
    assert sees(zheng_min, case)
    assert not sees(han_li, case)
    assert standing(han_li, case) == set()


def test_a_supervisor_sees_nothing_until_it_is_submitted(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = screened(lead, worker=lin_yue, head=zhou_lan)
    fill(case, "C02", by=lin_yue)
    fill(case, "C01", "D01", by=lin_yue)
    assert not sees(zheng_min, case)
    act("submit_intake", case, by=lin_yue)
    assert sees(zheng_min, case)


def test_a_supervisor_sees_at_once_what_is_alarming(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    act("assign", lead, by=zhou_lan, worker=lin_yue)
    assert not sees(zheng_min, lead)
    fill(lead, "C01", by=lin_yue, crisis_screen=C01["crisis_screen"] | {"violence": "yes"})
    assert sees(zheng_min, lead)
    assert may_see_content(zheng_min, lead)


def test_the_district_standing_in_for_a_supervisor_waits_for_the_submission_too(
    lead: Case, lin_yue: User, zhou_lan: User, liu_chang: User
) -> None:
    case = screened(lead, worker=lin_yue, head=zhou_lan)
    assert Who.SUPERVISOR in standing(liu_chang, case)  # nobody else supervises here
    assert not may_see_content(liu_chang, case)
    fill(case, "C02", by=lin_yue)
    fill(case, "C01", "D01", by=lin_yue)
    act("submit_intake", case, by=lin_yue)
    assert may_see_content(liu_chang, case)


def test_whoever_brings_a_lead_sees_what_they_wrote_until_it_is_somebodys_work(
    community: Community, lin_yue: User, zhou_lan: User, liu_chang: User
) -> None:
    lead = registered(community, by=liu_chang)
    assert may_see_content(liu_chang, lead)
    act("assign", lead, by=zhou_lan, worker=lin_yue)
    assert sees(liu_chang, lead)
    assert not may_see_content(liu_chang, lead)


def test_before_acceptance_the_one_assigned_is_the_worker_and_not_yet_the_owner(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    act("assign", lead, by=zhou_lan, worker=lin_yue)
    assert standing(lin_yue, lead) == {Who.WORKER}


# ── dates ─────────────────────────────────────────────────────────────────────────────────


def test_a_post_is_held_from_its_first_day_to_its_last(case: Case, zheng_min: User) -> None:
    today = timezone.localdate()
    day = timedelta(days=1)
    post = zheng_min.posts.get()
    for since, until, held in (
        (today, None, True),
        (today, today, True),
        (today - day, today + day, True),
        (today - 9 * day, today - day, False),
        (today + day, None, False),
    ):
        post.since, post.until = since, until
        post.save()
        fresh = Case.objects.get(pk=case.pk)
        assert (standing(zheng_min, fresh) == {Who.SUPERVISOR}) is held, (since, until)
        assert sees(zheng_min, case) is held, (since, until)


def test_who_is_deactivated_is_nobody(case: Case, lin_yue: User) -> None:
    lin_yue.is_active = False
    lin_yue.save()
    assert standing(lin_yue, case) == set()
    assert not sees(lin_yue, case)


def test_authority_is_read_anew_by_every_act(case: Case, lin_yue: User) -> None:
    assert standing(lin_yue, case)  # remembered on this very instance
    leaves(lin_yue)
    with pytest.raises(Exception, match="须由主责社工办理"):
        act("submit_assessment", case, by=lin_yue)


# ── standing in (rule 13, SoD-1) ──────────────────────────────────────────────────────────


def test_a_supervisor_who_works_on_it_is_stood_in_for_by_another(
    case: Case, station: Station, zheng_min: User, liu_chang: User
) -> None:
    han_li = person("han.li", "韩立", station, Role.SUPERVISOR)
    also(zheng_min, Role.WORKER, station)
    Case.objects.filter(pk=case.pk).update(owner=zheng_min)
    case.refresh_from_db()
    assert people(case, Who.SUPERVISOR) == {han_li.pk}
    assert sees(han_li, case)
    assert people(case, Who.DISTRICT) == {liu_chang.pk}


def test_without_another_supervisor_the_district_stands_in_and_sees_content(
    case: Case, station: Station, zheng_min: User, liu_chang: User
) -> None:
    also(zheng_min, Role.WORKER, station)
    Case.objects.filter(pk=case.pk).update(owner=zheng_min)
    case.refresh_from_db()
    assert people(case, Who.SUPERVISOR) == {liu_chang.pk}
    assert may_see_content(liu_chang, case)


def test_a_supervisor_who_has_left_is_stood_in_for_by_the_others(
    case: Case, station: Station, zheng_min: User
) -> None:
    han_li = person("han.li", "韩立", station, Role.SUPERVISOR)
    leaves(zheng_min)
    assert people(case, Who.SUPERVISOR) == {han_li.pk}
    assert sees(han_li, case)
    assert not sees(zheng_min, case)


def test_a_head_who_works_on_it_is_stood_in_for_by_supervisors_or_district(
    case: Case, station: Station, zhou_lan: User, zheng_min: User, liu_chang: User
) -> None:
    also(zhou_lan, Role.WORKER, station)
    han_li = person("han.li", "韩立", station, Role.SUPERVISOR)
    Case.objects.filter(pk=case.pk).update(owner=zhou_lan)
    case.refresh_from_db()
    stand_ins = {zheng_min.pk, han_li.pk, liu_chang.pk}
    assert people(case, Who.HEAD) - {zhou_lan.pk} == stand_ins
    assert sees(han_li, case)


def test_with_a_second_head_nobody_stands_in(
    case: Case, station: Station, zhou_lan: User, liu_chang: User
) -> None:
    also(zhou_lan, Role.WORKER, station)
    second = person("song.jie", "宋洁", station, Role.HEAD)
    Case.objects.filter(pk=case.pk).update(owner=zhou_lan)
    case.refresh_from_db()
    assert people(case, Who.HEAD) - {zhou_lan.pk} == {second.pk}
    assert not may_see_content(liu_chang, case)


def test_an_only_worker_who_is_head_gets_their_intake_judged_by_another(
    lead: Case, station: Station, zhou_lan: User, zheng_min: User
) -> None:
    also(zhou_lan, Role.WORKER, station)
    case = screened(lead, worker=zhou_lan, head=zhou_lan)
    fill(case, "C02", by=zhou_lan)
    fill(case, "C01", "D01", by=zhou_lan)
    act("submit_intake", case, by=zhou_lan)
    given: dict[str, Any] = {"owner": zhou_lan, "supervisor": zheng_min, "level": "一般个案"}
    judgement = seen(case, "submit_intake")
    with pytest.raises(Exception, match="不能审批自己"):
        act("approve_intake", case, by=zhou_lan, judgement=judgement, **given)
    act("approve_intake", case, by=zheng_min, judgement=judgement, **given)


# ── changing hands ────────────────────────────────────────────────────────────────────────


def test_whoever_is_to_take_it_over_sees_it_from_the_moment_they_are_named(
    case: Case, chen_siyuan: User
) -> None:
    assert not sees(chen_siyuan, case)
    case.receiver = chen_siyuan
    case.save()
    assert sees(chen_siyuan, case)
    assert standing(chen_siyuan, case) == {Who.RECEIVER}
    assert may_see_content(chen_siyuan, case)


def test_so_does_whoever_watches_over_it_and_only_then_does_somebody_leave(
    case: Case, station: Station, lin_yue: User
) -> None:
    han_li = person("han.li", "韩立", station, Role.SUPERVISOR)
    assert Who.LEAVER not in standing(lin_yue, case)
    case.witness = han_li
    case.save()
    assert sees(han_li, case)
    assert standing(han_li, case) == {Who.WITNESS}
    assert Who.LEAVER in standing(lin_yue, case)


def test_a_part_in_it_needs_the_post_that_goes_with_it(
    case: Case, xu_qin: User, zhang_qian: User
) -> None:
    for other in (xu_qin, zhang_qian):
        case.receiver = case.witness = other
        case.save()
        assert not sees(other, case)
        assert not may_see_content(other, case)


def test_who_has_handed_it_on_is_nothing_to_it_whatever_of_theirs_still_waits(
    case: Case, lin_yue: User, chen_siyuan: User
) -> None:
    fill(case, "C03", by=lin_yue)
    act("submit_assessment", case, by=lin_yue)
    assert Who.AUTHOR in standing(lin_yue, case)
    Case.objects.filter(pk=case.pk).update(owner=chen_siyuan)
    case.refresh_from_db()
    assert standing(lin_yue, case) == set()
    assert not sees(lin_yue, case)


# ── one question from two ends ────────────────────────────────────────────────────────────

ROLES = [Role.WORKER, Role.SUPERVISOR, Role.HEAD, Role.DISTRICT]


@pytest.fixture
def crowd(station: Station, district: Station) -> list[User]:
    """People with every one or two roles there are, and one who has left."""
    held = [*combinations(ROLES, 1), *combinations(ROLES, 2)]
    found = []
    for number, roles in enumerate(held):
        user = User.objects.create_user(f"user{number}", full_name=f"某{number}")
        for role in roles:
            place = district if role == Role.DISTRICT else station
            Post.objects.create(user=user, station=place, role=role, since=LONG_AGO)
        found.append(user)
    gone = person("gone", "离岗", station, Role.SUPERVISOR)
    leaves(gone)
    return [*found, gone]


def cases(case: Case, crowd: list[User]) -> Iterator[Case]:
    """The case with every owner and supervisor that it could have, whoever has left since."""
    workers = [user for user in crowd if user.posts.filter(role=Role.WORKER).exists()]
    for owner in [None, *workers]:
        for supervisor in [None, *crowd]:
            case.owner, case.supervisor = owner, supervisor
            case.save(update_fields=["owner", "supervisor"])
            case.known.clear()
            yield case


def test_who_has_a_say_in_a_case_sees_it_and_who_sees_it_has_a_say(
    lead: Case, crowd: list[User]
) -> None:
    lead.first_submitted_on = lead.accepted_on = date(2026, 3, 6)
    lead.save()
    Post.objects.exclude(user__in=crowd).update(until="2025-12-31")
    for case in cases(lead, crowd):
        for user in crowd:
            has_a_say = bool(standing(user, case))
            assert sees(user, case) is has_a_say, (user, case.owner, case.supervisor)


@pytest.mark.parametrize("left", [Role.HEAD, Role.SUPERVISOR])
def test_that_holds_at_a_station_without_a_head_or_a_supervisor_too(
    lead: Case, crowd: list[User], left: Role
) -> None:
    lead.first_submitted_on = lead.accepted_on = date(2026, 3, 6)
    lead.save()
    Post.objects.filter(role=left).update(until="2025-12-31")
    for case in cases(lead, crowd):
        for user in crowd:
            assert sees(user, case) is bool(standing(user, case) - {Who.COMMUNITY})


def test_there_is_always_somebody_else_to_judge(lead: Case, crowd: list[User]) -> None:
    lead.accepted_on = date(2026, 3, 6)
    for role in ROLES[1:3]:
        Post.objects.filter(role=role).exclude(user=crowd[4]).update(until="2025-12-31")
    for case in cases(lead, crowd):
        for who in (Who.SUPERVISOR, Who.HEAD):
            assert people(case, who) - {case.owner_id}


def test_a_lead_without_an_owner_is_work_of_nobody(lead: Case, lin_yue: User) -> None:
    assert people(lead, Who.WORKER) == set()
    assert not sees(lin_yue, lead)
