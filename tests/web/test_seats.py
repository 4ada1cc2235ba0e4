"""协作与列席: who else has a part in a case or a group, given and ended on its page."""

import pytest

from accounts.models import Community, Role, User
from casework.models import Case, Group
from tests.conftest import person
from tests.driver import Browser, at
from tests.group_actors import opened
from tests.projects import Cast, evaluator_of, on, publicised, running


@pytest.fixture
def group(community: Community, chen_siyuan: User) -> Group:
    return opened(community, by=chen_siyuan)


def seats(work: Case | Group) -> str:
    return f"/dossiers/{work.pk}/seats/"


def test_a_colleague_is_let_in_until_a_day_and_out_again(
    group: Group, chen_siyuan: User, lin_yue: User
) -> None:
    owner, other = Browser(chen_siyuan), Browser(lin_yue)
    assert other.open(seats(group)).status == 404
    page = owner.follow(owner.open(f"/dossiers/{group.pk}/"), "协作与列席")
    said = {"user": str(lin_yue.pk), "part": "observer", "until": "2026-04-30"}
    page = owner.press(page, "定下", said)
    assert "林悦 · 观察员 03-25～04-30 · 陈思远 定" in page.main
    page = other.follow(other.open(f"/dossiers/{group.pk}/"), "协作与列席")
    assert not page.offers("定下")
    assert "由主责社工或站长来定" in page.main
    page = owner.press(owner.open(seats(group)), "到此为止 林悦 观察员")
    assert "没有别人" in page.main
    assert other.open(seats(group)).status == 404


def test_a_part_is_over_after_its_day(group: Group, chen_siyuan: User, lin_yue: User) -> None:
    owner = Browser(chen_siyuan)
    said = {"user": str(lin_yue.pk), "part": "collaborator", "until": "2026-04-30"}
    owner.press(owner.open(seats(group)), "定下", said)
    with at("2026-05-01 10:00"):
        owner, other = Browser(chen_siyuan), Browser(lin_yue)
        assert "没有别人" in owner.open(seats(group)).main
        assert other.open(seats(group)).status == 404


def test_what_is_wrong_is_said_at_its_field(group: Group, chen_siyuan: User, lin_yue: User) -> None:
    owner = Browser(chen_siyuan)
    page = owner.open(seats(group))
    offered = [each.words for each in page.part("id_user").find("option")]
    assert offered[1:] == ["林悦"]
    said = {"user": str(lin_yue.pk), "part": "collaborator", "until": "2026-03-01"}
    page = owner.press(page, "定下", said)
    assert page.part("id_until_error").words == "截止日期不能早于今天。"
    assert page.typed("id_user") == str(lin_yue.pk)
    owner.press(page, "定下", {"until": ""})
    page = owner.press(owner.open(seats(group)), "定下", said | {"until": ""})
    assert page.part("id_user_error").words == "所选的人已经是协作社工了。"


def test_a_case_has_company_too_and_its_supervisor_reads_who(
    intervening: Case, lin_yue: User, zheng_min: User
) -> None:
    colleague = person("sun.hao", "孙浩", intervening.station, Role.WORKER)
    owner = Browser(lin_yue)
    page = owner.follow(owner.open(f"/dossiers/{intervening.pk}/"), "协作与列席")
    owner.press(page, "定下", {"user": str(colleague.pk), "part": "collaborator"})
    page = Browser(zheng_min).open(seats(intervening))
    assert "孙浩 · 协作社工 03-25～办结" in page.main
    assert not page.offers("定下")


def test_a_project_has_a_panel_and_no_company(cast: Cast) -> None:
    project = running(cast)
    with on("2026-03-20"):
        evaluator_of(project, cast, until="2026-04-30")
        owner = Browser(cast.leader)
        page = owner.follow(owner.open(f"/dossiers/{project.pk}/"), "协作与列席")
        assert "评估人员" in page.main
        assert not page.offers("定下")
        assert "没有办结的个案、小组才有协作和观察" in page.main


def test_who_judges_is_known_to_those_who_asked_them(cast: Cast) -> None:
    with on("2025-10-15"):
        project = publicised(cast)
        url = f"/dossiers/{project.pk}/seats/"
        assert Browser(cast.leader).open(url).main.count("评审专家") == 0
        page = Browser(cast.civil).open(url)
        assert page.main.count("· 评审专家") == 3
        assert page.link("评审与评估人员") == f"/dossiers/{project.pk}/panel/"
        (expert,) = project.seats.filter(part="expert")[:1]
        assert Browser(expert.user).open(url).status == 404
